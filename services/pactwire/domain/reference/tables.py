"""The rows of the compiled reference data: entities, senses, offices, membership periods."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from pactwire_schemas.enrichment import EntityKind, Form, Precision

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
ANY_LANGUAGE = (1 << (len(LANGUAGES) + 1)) - 1
"""Every language bit, and one for all other languages."""


class GrammarTables:
    """The compiled grammar: by name, what each of its files became."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Tables are compared by identity: what is made of them is made once."""
        self.content = content


class Entity(NamedTuple):
    """Someone or something that a text can name."""

    id: str
    """ISO 3166-1 alpha-2 for countries, the old code for former states, `x-<slug>` for the rest."""
    kind: EntityKind
    type: str
    """Finer: state, territory, disputed, former, alliance, treaty, leader, capital, seat ..."""
    name: str
    iso2: str | None = None
    wikidata: str | None = None
    parent: str | None = None
    """The state of a capital, seat, leader, part or territory; the body of an organ."""
    membership: bool = False
    """Whether states can join and leave it."""
    generic: tuple[str, ...] = ()
    """Common nouns that refer back to it: alliance, bloc, court."""
    successors: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    decides: bool = False
    """Whether it is an organ that decides who belongs to the body it is of."""


class Body(NamedTuple):
    """A body as the claim rules see it."""

    entity_id: str
    name: str
    kind: str
    """igo, alliance, treaty ...: the entity's `type`."""
    generic: tuple[str, ...]
    membership: bool


COMPOSED = "certainty"
"""What a composed description takes: no other body that it fits, and nothing beside it that makes
it another's."""
COMPOSED_LOOSELY = "certainty and a member"
"""The same, a member's name in the text, and no other body."""
COMPOSED_BY_COUNT = "certainty, a member and the number of members"
"""The same, behind the number of members it had on the day: the 28-nation bloc."""
COMPOSED_BY_CHANGE = "certainty and a word of joining or leaving"
"""The same, with such a word in front: "quits the Ottawa accord"."""


class Ambiguity(NamedTuple):
    """What else a form means, and what it takes to be read as ours."""

    also: tuple[str, ...]
    needs: str = ""
    """Empty, `introduction`, `introduction or context`, `introduction or word`,
    the last two with a `change` as a third way, or what a composed description takes."""
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """Words of the others that share the form: where one stands, it takes more than context."""


class Sense(NamedTuple):
    """One meaning of one spelling."""

    entity: Entity
    form: Form
    exact: bool
    languages: int
    ambiguity: Ambiguity | None
    spelling: str
    why: str = ""
    """The reason of a mention that needs no other: the name Syria."""


class Office(NamedTuple):
    """A person at the head of a state, from `since` to before `until`."""

    person: str
    state: str
    office: str
    since: date | None
    until: date | None


class MembershipPeriod(NamedTuple):
    """A member's standing with a body, from `since`, the first day, to before `until`."""

    organisation: str
    member: str
    since: date | None
    until: date | None
    status: str
    """member, suspended, observer, candidate or associate."""
    source: str
    since_precision: Precision = "day"
    until_precision: Precision = "day"


def parse_partial_date(written: str | None) -> tuple[date | None, Precision]:
    """`1973`, `1973-01` or `1973-01-15` as its first day, and how exact it is."""
    if not written:
        return None, "day"
    parts = [int(part) for part in written.split("-")]
    precision: Precision = "day" if len(parts) == 3 else "month" if len(parts) == 2 else "year"
    year, month, day = (*parts, 1, 1)[:3]
    return date(year, month, day), precision
