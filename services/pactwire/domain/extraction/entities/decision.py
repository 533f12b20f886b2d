"""The outcome of looking at one name: the sense it has here, or why it is none of ours."""

from typing import NamedTuple

from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import Scene
from pactwire.domain.reference import Sense
from pactwire_schemas.enrichment import Form


class Choice(NamedTuple):
    """A decision about a candidate."""

    sense: Sense | None
    """None when the name is dropped."""
    why: str
    score: float = 1.0
    form: Form | None = None
    """Another form than the sense's own: team, language."""


def dropped(why: str) -> Choice:
    """The name stands for nothing we know."""
    return Choice(None, why)


class Look:
    """A name under examination, with its neighbours; each is looked up once."""

    __slots__ = ("_after", "_before", "candidate", "scene", "sense")

    def __init__(self, candidate: Candidate, sense: Sense, scene: Scene) -> None:
        """Look at a candidate as one of its senses."""
        self.candidate = candidate
        self.sense = sense
        self.scene = scene
        self._before: str | None = None
        self._after: str | None = None

    @property
    def surface(self) -> str:
        """The letters of the text."""
        return self.scene.plain[self.candidate.start : self.candidate.end]

    @property
    def before(self) -> str:
        """The word in front."""
        if self._before is None:
            self._before = self.scene.before(self.candidate.start)
        return self._before

    @property
    def after(self) -> str:
        """The word behind."""
        if self._after is None:
            self._after = self.scene.after(self.candidate.end)
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
