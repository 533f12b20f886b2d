"""What the claim rules need to know about the world, as protocols the reference data fulfils."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from pactwire.domain.reference.tables import GrammarTables


class BodyFacts(Protocol):
    """An organisation, alliance, treaty or coalition."""

    @property
    def entity_id(self) -> str:
        """Its id, `x-<slug>`."""

    @property
    def name(self) -> str:
        """The name the field uses."""

    @property
    def kind(self) -> str:
        """`igo`, `alliance`, `treaty` ..., from the reference data."""

    @property
    def generic(self) -> tuple[str, ...]:
        """Common nouns a text uses to refer back to it, lower case."""

    @property
    def membership(self) -> bool:
        """Whether states can join and leave it."""


class EntityFacts(Protocol):
    """Anything that can be named."""

    @property
    def type(self) -> str:
        """Its finer kind: state, region, unrecognised, capital, leader ..."""

    @property
    def parent(self) -> str | None:
        """The body an organ belongs to, the state of a capital."""

    @property
    def decides(self) -> bool:
        """Whether it is an organ that decides who belongs to that body."""


class MembershipFacts(Protocol):
    """A time of membership."""

    @property
    def member(self) -> str:
        """The member's entity id."""

    @property
    def status(self) -> str:
        """`member`, `suspended`, `observer` ..."""


class WorldFacts(Protocol):
    """Facts about bodies and states, and the grammar they are read with."""

    @property
    def grammar(self) -> GrammarTables:
        """The compiled grammar."""

    @property
    def membership_periods(self) -> Mapping[str, Sequence[MembershipFacts]]:
        """All known times of membership, by body."""

    @property
    def joining_bodies(self) -> frozenset[str]:
        """Bodies that are themselves members of others."""

    def body(self, entity_id: str) -> BodyFacts | None:
        """The body with this id, None when it's none."""

    def state_name(self, iso2: str) -> str:
        """The English short name of a state."""

    def entity(self, entity_id: str) -> EntityFacts | None:
        """The entity with this id."""

    def state_of(self, entity_id: str, on: date | None = None) -> str | None:
        """The state a capital, seat or leader (on a day) stands for."""

    def body_led_by(self, person: str, on: date | None = None) -> str | None:
        """The body at whose head a person stands on a day."""
