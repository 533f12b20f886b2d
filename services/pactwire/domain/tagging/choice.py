"""The outcome of looking at one name: the sense it has here, or why it is none of ours."""

from typing import NamedTuple

from pactwire.domain.knowledge import Sense
from pactwire.domain.tagging.scan import Candidate
from pactwire.domain.tagging.scene import Scene
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


class Look(NamedTuple):
    """A name under examination."""

    candidate: Candidate
    sense: Sense
    scene: Scene

    @property
    def surface(self) -> str:
        """The letters of the text."""
        return self.scene.plain[self.candidate.start : self.candidate.end]

    @property
    def before(self) -> str:
        """The word in front."""
        return self.scene.before(self.candidate.start)

    @property
    def after(self) -> str:
        """The word behind."""
        return self.scene.after(self.candidate.end)

    def is_also(self, *meanings: str) -> bool:
        """Whether the reference data warns that the form has one of these meanings too."""
        also = self.sense.ambiguity.also if self.sense.ambiguity else ()
        return any(meaning in also for meaning in meanings)
