"""The compiled file's outside: a first line that names the format, sizes, then the sections."""

from collections.abc import Sequence

FIRST_LINE = b"pactwire reference data, format 4\n"
SIZE_BYTES = 8
SECTIONS = 5
"""Tables, rows, where each row starts, automaton, grammar."""


class InvalidReferenceData(ValueError):  # noqa: N818  what the bytes are
    """The bytes are no compiled reference data, or of another format."""


def pack_sections(sections: Sequence[bytes]) -> bytes:
    """All sections in one, behind their sizes."""
    sizes = b"".join(len(section).to_bytes(SIZE_BYTES, "big") for section in sections)
    return FIRST_LINE + sizes + b"".join(sections)


def unpack_sections(data: bytes | memoryview) -> list[memoryview]:
    """The sections again, without copying them.

    Raises:
        InvalidReferenceData: the first line is another one, or the file is cut short.
    """
    view = memoryview(data)
    at = len(FIRST_LINE)
    if view[:at] != FIRST_LINE:
        raise InvalidReferenceData("the first line is not that of this format")
    start = at + SECTIONS * SIZE_BYTES
    sections = []
    for place in range(at, start, SIZE_BYTES):
        end = start + int.from_bytes(view[place : place + SIZE_BYTES], "big")
        sections.append(view[start:end])
        start = end
    if start != len(data):
        raise InvalidReferenceData("the file is cut short")
    return sections
