"""What a document held: one entry after another, each with what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pactwire.domain.intake.submission import Submission
from pactwire.errors import InvalidEvent

EntryOutcome = Literal["would_send", "refused", "left_out"]
DocumentKind = Literal[
    "RSS or Atom", "JSON Feed", "JSON", "ninjs", "NITF", "NewsML-G2", "HTML", "plain text"
]
FEED_KINDS: tuple[DocumentKind, ...] = ("RSS or Atom", "JSON Feed", "ninjs", "NITF", "NewsML-G2")
"""What may come from the address of a feed."""


@dataclass(frozen=True)
class Origin:
    """What the reader of a document knows about it that the document may not say."""

    name: str
    """Stands for the source where the document names none."""
    address: str | None = None
    """Where it was fetched from; relative links are read against it."""
    source: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the source that the reader knows better."""
    read_at: datetime | None = None
    """When it is read; an embargo that ends later, or that nobody can judge, withholds."""


WITHOUT_DATE = "taken without its date, which cannot be read or cannot be right"


@dataclass(frozen=True)
class Entry:
    """One entry of a document: an article, or the reason why there is none."""

    number: int
    """Counts from 1; the line of a document of lines."""
    submission: Submission | None = None
    error: InvalidEvent | None = None
    """Why it was not taken, with the field."""
    expected: bool = False
    """Whether what is missing is in the nature of the entry: a picture, not a mistake."""
    notes: tuple[str, ...] = ()
    """What an article was taken without, and why."""
    label: str = ""
    """What the entry calls itself: its guid, link or headline."""

    @property
    def outcome(self) -> EntryOutcome:
        """What becomes of it."""
        if self.submission:
            return "would_send"
        return "left_out" if self.expected else "refused"

    @property
    def why(self) -> str:
        """The reason, or what was left out of what is sent; empty when there is nothing to say."""
        return self.error.reason if self.error else "; ".join(self.notes)


@dataclass(frozen=True)
class ReadDocument:
    """A document that was read."""

    kind: DocumentKind
    entries: tuple[Entry, ...] = ()
    title: str = ""
    complete: bool = True
    """False when it ends in the middle, so that it must be asked for again."""

    @property
    def submissions(self) -> list[Submission]:
        """The articles, in order."""
        return [entry.submission for entry in self.entries if entry.submission]

    @property
    def missing(self) -> list[Entry]:
        """The entries that gave no article."""
        return [entry for entry in self.entries if entry.submission is None]
