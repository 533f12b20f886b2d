"""Documents from marked text: "[Syria|SY] joins [NATO|x-nato]"; trigger words are found as usual.

A mark is `[surface|entity]`, or `[surface|entity|form]` for another form than "name".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pactwire.domain.extraction.claims.extractor import ArticleClaims, find_claims
from pactwire.domain.extraction.document import Document, EntityMention
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.reference.tables import GrammarTables
from pactwire.edges.reference import load_reference

MARK = re.compile(r"\[([^|\]]+)\|([^|\]]+)(?:\|([a-z]+))?\]")


@dataclass(frozen=True)
class Body:
    """A body of the small world."""

    entity_id: str
    name: str
    kind: str
    generic: tuple[str, ...] = ()
    membership: bool = True


@dataclass(frozen=True)
class Named:
    """Anything with a state or body above it."""

    parent: str | None = None
    type: str = "constituent_country"
    decides: bool = False


@dataclass(frozen=True)
class MembershipPeriod:
    """A time of membership."""

    member: str
    status: str


@dataclass(frozen=True)
class SmallWorld:
    """A handful of bodies, leaders and capitals."""

    bodies: Mapping[str, Body]
    states: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    membership_periods: Mapping[str, Sequence[MembershipPeriod]] = field(default_factory=dict)

    @property
    def grammar(self) -> GrammarTables:
        return load_reference().grammar

    def body(self, entity_id: str) -> Body | None:
        return self.bodies.get(entity_id)

    def entity(self, entity_id: str) -> Named | None:
        return Named(self.parents.get(entity_id))

    def state_name(self, iso2: str) -> str:
        return iso2

    def state_of(self, entity_id: str, on: date | None = None) -> str | None:
        return self.states.get(entity_id)

    def body_led_by(self, person: str, on: date | None = None) -> str | None:
        return None

    @property
    def joining_bodies(self) -> frozenset[str]:
        return frozenset()


WORLD = SmallWorld(
    bodies={
        body.entity_id: body
        for body in (
            Body("x-nato", "NATO", "alliance", ("alliance", "organisation")),
            Body("x-eu", "European Union", "union", ("bloc", "union")),
            Body("x-eurozone", "Eurozone", "monetary_union", ("bloc", "zone")),
            Body("x-ecowas", "ECOWAS", "igo", ("bloc",)),
            Body("x-icc", "International Criminal Court", "court", ("court",)),
            Body("x-mines", "Mine Ban Treaty", "treaty", ("treaty", "convention")),
            Body("x-opec", "OPEC", "cartel", ("cartel",)),
            Body("x-g20", "G20", "forum", ("group",)),
        )
    },
    states={"x-damascus": "SY", "x-leader": "TR"},
    parents={"x-eu-parliament": "x-eu"},
    membership_periods={"x-ecowas": (MembershipPeriod("GN", "suspended"),)},
)
KINDS = {"x-damascus": "place", "x-scotland": "place", "x-leader": "person"}


def marked(text: str, published: str | None = None, language: str = "en") -> Document:
    """The document behind a marked text; the first line of two is its headline."""
    plain, hits, done = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[done : mark.start()]
        surface, entity, form = mark.groups()
        done = mark.end()
        kind = KINDS.get(entity, "organisation" if entity.startswith("x-") else "country")
        iso2 = entity if kind == "country" else None
        hits.append(
            EntityMention(
                len(plain), len(plain) + len(surface), surface, entity, kind, surface, iso2,
                form or "name", 1.0, "marked",
            )
        )  # fmt: skip
        plain += surface
    plain += text[done:]
    cues = tag_text(TextInput(plain, language=language), load_reference()).cues
    when = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    return Document(plain, max(plain.find("\n"), 0), language, when, tuple(hits), cues)


def findings(text: str, published: str | None = None, language: str = "en") -> ArticleClaims:
    """What is found in a marked text, with reasons."""
    return find_claims(marked(text, published, language), WORLD, explain=True)


def claims_in(text: str, published: str | None = None, language: str = "en") -> set[str]:
    """Claims in short: "SY join x-nato effective", with " (background)" where it is."""
    return {
        f"{claim.member.entity_id} {claim.action} {claim.organisation.entity_id} {claim.stage}"
        + (" (background)" if claim.background else "")
        for claim in findings(text, published, language).claims
    }


def only_claim(text: str, published: str | None = None):
    """The one claim of a marked text; a failure when there are none or more."""
    (claim,) = findings(text, published).claims
    return claim
