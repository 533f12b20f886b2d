"""The compiled file's outside: a first line that names the format, then tables, then automaton."""

FIRST_LINE = b"pactwire reference data, format 1\n"
SIZE_BYTES = 8


class NotReferenceData(ValueError):  # noqa: N818  what the bytes are
    """The bytes are no compiled reference data, or of another format."""


def packed(tables: bytes, automaton: bytes) -> bytes:
    """Both parts in one, the tables behind their size."""
    return FIRST_LINE + len(tables).to_bytes(SIZE_BYTES, "big") + tables + automaton


def unpacked(data: bytes) -> tuple[memoryview, bytes]:
    """The two parts again.

    Raises:
        NotReferenceData: the first line is another one, or the file is cut short.
    """
    if not data.startswith(FIRST_LINE):
        raise NotReferenceData("the first line is not that of this format")
    start = len(FIRST_LINE) + SIZE_BYTES
    end = start + int.from_bytes(data[len(FIRST_LINE) : start], "big")
    if end > len(data):
        raise NotReferenceData("the file is cut short")
    return memoryview(data)[start:end], data[end:]
