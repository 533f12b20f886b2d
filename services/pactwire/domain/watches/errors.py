"""What is wrong in a watch file, where, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

CLOSE = 0.6


@dataclass(frozen=True)
class ValidationIssue:
    """One thing to mend."""

    file: str
    line: int
    field: str
    """Where in the watch: `when.changed.action`; empty for the whole document."""
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


def closest_matches(
    word: str, choices: Iterable[str], most: int = 3, closeness: float = CLOSE
) -> list[str]:
    """The choices most like a word, without regard to case; the best first."""
    fold_text = {choice.casefold(): choice for choice in choices}
    return [
        fold_text[hit] for hit in get_close_matches(word.casefold(), fold_text, most, closeness)
    ]


def suggestion(word: str, choices: Iterable[str]) -> str:
    """`; did you mean 'join'?` or the list of what there is, when it is short."""
    known = list(choices)
    near = closest_matches(word, known)
    if near:
        return f"; did you mean {' or '.join(repr(choice) for choice in near)}?"
    return f"; there are {', '.join(known)}" if len(known) <= 12 else ""
