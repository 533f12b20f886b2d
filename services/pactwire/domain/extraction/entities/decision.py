"""The decision on one candidate: the sense it has in this text, or why it is rejected."""

from typing import NamedTuple

from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import TextContext
from pactwire.domain.reference import Sense
from pactwire_schemas.enrichment import Form


class EntityDecision(NamedTuple):
    """A decision about a candidate."""

    sense: Sense | None
    """None when the name is rejected."""
    why: str
    score: float = 1.0
    form: Form | None = None
    """Another form than the sense's own: team, language."""


def reject(why: str) -> EntityDecision:
    """The decision that the name stands for nothing the reference data knows."""
    return EntityDecision(None, why)


class CandidateContext:
    """A candidate under examination, with its neighbours; each is looked up once."""

    __slots__ = ("_after", "_before", "candidate", "sense", "text")

    def __init__(self, candidate: Candidate, sense: Sense, text: TextContext) -> None:
        """Examine a candidate as one of its senses."""
        self.candidate = candidate
        self.sense = sense
        self.text = text
        self._before: str | None = None
        self._after: str | None = None

    @property
    def surface(self) -> str:
        """The letters of the text."""
        return self.text.plain[self.candidate.start : self.candidate.end]

    @property
    def before(self) -> str:
        """The word in front."""
        if self._before is None:
            self._before = self.text.before(self.candidate.start)
        return self._before

    @property
    def after(self) -> str:
        """The word behind."""
        if self._after is None:
            self._after = self.text.after(self.candidate.end)
        return self._after

    def is_also(self, *meanings: str) -> bool:
        """Whether the reference data warns that the form has one of these meanings too."""
        ambiguity = self.sense.ambiguity
        if ambiguity is None:
            return False
        also = ambiguity.also
        for meaning in meanings:  # noqa: SIM110  a loop is twice as quick here
            if meaning in also:
                return True
        return False
