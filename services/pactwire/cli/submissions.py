"""Articles out of files that a person names, for every command that takes some."""

import sys
from pathlib import Path

from pactwire.domain.intake import Submission, read_document
from pactwire.errors import InvalidEvent, Misconfigured


def read_bytes(file: Path) -> bytes:
    """A file's content, standard input's for `-`; raises Misconfigured with the file's name."""
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None


def parse_submissions(file: Path, raw: bytes, max_text: int) -> list[Submission]:
    """All articles of a file's content; raises Misconfigured with the file's name."""
    try:
        return read_document(raw, file.name if str(file) != "-" else "stdin", max_text)
    except InvalidEvent as error:
        raise Misconfigured(f"{file}: {error}") from None


def read_submissions(file: Path, max_text: int) -> list[Submission]:
    """All articles of a file; raises Misconfigured with its name when it can't be read."""
    return parse_submissions(file, read_bytes(file), max_text)
