"""Articles out of files that a person names, for every command that takes some."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pactwire.cli.terminal import echo
from pactwire.domain.intake import Entry, Origin, ReadDocument, Submission
from pactwire.domain.intake.formats import read_entries
from pactwire.edges.clock import now
from pactwire.errors import InvalidEvent, Misconfigured

STDIN = "-"


@dataclass(frozen=True)
class FileEntry:
    """One entry of a file; entry 0 stands for the file itself."""

    file: Path
    entry: Entry

    def describe(self) -> str:
        """Where it is and what is wrong with it, in one line."""
        place = f"{self.file}, entry {self.entry.number}" if self.entry.number else str(self.file)
        label = f" ({self.entry.label})" if self.entry.label else ""
        return f"{place}{label}: {self.entry.why}"


def read_bytes(file: Path) -> bytes:
    """A file's content, standard input's for `-`; raises Misconfigured with the file's name."""
    try:
        return sys.stdin.buffer.read() if str(file) == STDIN else file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None


def parse_entries(file: Path, raw: bytes, max_text: int) -> list[FileEntry]:
    """What a file's content holds; a file that holds no article is one entry, which says why."""
    name = "stdin" if str(file) == STDIN else file.name
    try:
        document = read_entries(raw, Origin(name, read_at=now()), max_text)
    except InvalidEvent as error:
        return [FileEntry(file, Entry(0, error=error))]
    return [FileEntry(file, entry) for entry in document.entries or _nothing_in(document)]


def read_submissions(file: Path, max_text: int) -> list[Submission]:
    """All articles of a file; what was left out of it is said on standard error.

    Raises:
        Misconfigured: it can't be read, or nothing in it is an article.
    """
    return select_submissions(parse_entries(file, read_bytes(file), max_text))


def select_submissions(found: Iterable[FileEntry]) -> list[Submission]:
    """The articles; raises and says as `read_submissions` does."""
    rows = list(found)
    missing = [row for row in rows if row.entry.submission is None]
    if len(missing) == len(rows):
        raise Misconfigured("; ".join(row.describe() for row in missing[:3]))
    for row in missing:
        echo(f"left out: {row.describe()}", err=True)
    return [row.entry.submission for row in rows if row.entry.submission]


def _nothing_in(document: ReadDocument) -> tuple[Entry, ...]:
    reason = InvalidEvent(f"the {document.kind} document has no entries")
    return (Entry(0, error=reason, expected=True),)
