"""The article around a sentence, for coreference: which body "the bloc" is, whom "it" means."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from pactwire.domain.extraction.claims.tokens.implied import ImpliedBody, find_implied
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts, WorldFacts
from pactwire.domain.extraction.document import DENIALS, Document, EntityMention, RejectedCandidate

FARTHEST = 1500
"""How many characters back a reference may reach."""

PAIRING = frozenset({" and ", " and the "})

BODIES = frozenset({"organisation", "coalition"})

SEATS_OF_BODIES = frozenset({"x-brussels"})
"""Capitals that stand for a body more often than for their state."""

_KIND_NOUNS = {
    "alliance": "alliance organisation organization group pact treaty bloc body",
    "coalition": "coalition alliance group partnership",
    "bloc": "bloc group grouping organisation organization body club community union forum "
    "association",
    "union": "union bloc group grouping organisation organization community club body",
    "monetary_union": "bloc zone area union euro currency club mechanism system",
    "treaty": "treaty pact convention accord agreement protocol charter deal statute court "
    "tribunal",
    "igo": "organisation organization body group agency bloc grouping club council union forum "
    "association "
    "commission community tribunal court institution",
    "organ": "council body organisation organization commission committee assembly panel",
    "court": "court tribunal statute body",
    "development_bank": "bank lender institution",
    "forum": "forum group grouping bloc organisation organization body club",
    "cartel": "cartel group organisation organization bloc alliance",
}
KIND_NOUNS = {kind: frozenset(nouns.split()) for kind, nouns in _KIND_NOUNS.items()}


@dataclass(frozen=True, slots=True)
class Member:
    """A state, part or organisation that may be a party to a claim."""

    entity_id: str
    name: str
    iso2: str | None


@dataclass(slots=True)
class ArticleContext:
    """The document as the sentence rules see it."""

    document: Document
    world: WorldFacts
    explain: bool = False
    on: date | None = None
    last_frame: object = None
    """The last change of an earlier sentence, for "X will follow"."""
    last_group: tuple[Member, ...] = ()
    """The last list of members of an earlier sentence, for "the two countries"."""
    looks: int = 0
    """How many triggers were looked at so far."""
    frames: int = 0
    """How many changes were found so far."""
    dropped: list[RejectedCandidate] = field(default_factory=list)
    body_starts: list[int] = field(default_factory=list)
    bodies: list[BodyFacts] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    implied: list[ImpliedBody] = field(default_factory=list)
    """Bodies that are meant in a text which names none."""

    def __post_init__(self) -> None:
        """Index the bodies and the starts of all hits."""
        published = self.document.published_at
        self.on = published.date() if published else None
        for hit in self.document.mentions:
            self.starts.append(hit.start)
            if hit.kind not in BODIES:
                continue
            body = self.body_of(hit) or self.organ_of(hit)
            if body is not None:
                self.body_starts.append(hit.start)
                self.bodies.append(body)
        if not self.bodies:
            self.add_implied()

    def add_implied(self) -> None:
        """Index the bodies that are meant though none is named.

        Only an alliance is one that the grammar may read: a "union" or a "bloc" may be any.
        """
        self.implied = find_implied(self.document, self.world, self.on)
        for meant in self.implied:
            body = self.world.body(meant.entity_id)
            if body is not None and body.kind == "alliance":
                self.body_starts.append(meant.start)
                self.bodies.append(body)

    def body_of(self, hit: EntityMention) -> BodyFacts | None:
        """The membership body a hit names, None when it names something else."""
        if hit.kind not in BODIES:
            return None
        body = self.world.body(hit.entity_id)
        return body if body is not None and body.membership else None

    def organ_of(self, hit: EntityMention) -> BodyFacts | None:
        """The membership body whose organ a hit names."""
        if hit.kind != "organisation":
            return None
        entity = self.world.entity(hit.entity_id)
        body = self.world.body(entity.parent) if entity is not None and entity.parent else None
        return body if body is not None and body.membership else None

    def find_whole(self, organ: str) -> BodyFacts | None:
        """The body whose membership an organ decides; None for any other body."""
        entity = self.world.entity(organ)
        if entity is None or not entity.decides or entity.parent is None:
            return None
        return self.world.body(entity.parent)

    def member_of(self, hit: EntityMention) -> Member | None:
        """The state or part a hit stands for when it acts; None for teams, languages, cities."""
        if hit.form in {"team", "language"}:
            return None
        if hit.kind == "country":
            return Member(hit.entity_id, hit.name, hit.iso2)
        if hit.kind not in {"person", "place"} or hit.entity_id in SEATS_OF_BODIES:
            return None
        state = self.world.state_of(hit.entity_id, self.on)
        if state is not None:
            return Member(state, self.world.state_name(state), state if len(state) == 2 else None)
        return Member(hit.entity_id, hit.name, None) if self.may_apply(hit) else None

    def may_apply(self, hit: EntityMention) -> bool:
        """Whether a place may be a party: Scotland and Abkhazia may, a region in dispute not."""
        entity = self.world.entity(hit.entity_id) if hit.kind == "place" else None
        return entity is not None and entity.type != "region"

    def body_called(self, noun: str, position: int) -> BodyFacts | None:
        """The nearest body before a position that a common noun may mean, else the first after."""
        index = bisect_left(self.body_starts, position)
        fallback = None
        for back in range(index - 1, max(-1, index - 12), -1):
            if position - self.body_starts[back] > FARTHEST:
                break
            body = self.bodies[back]
            if noun in body.generic:
                return body
            if fallback is None and can_refer_to(body, noun):
                fallback = body
        if fallback is None and index < len(self.bodies) and can_refer_to(self.bodies[index], noun):
            near = self.body_starts[index] - position < 200
            return self.bodies[index] if near else None
        return fallback

    def last_body(self, position: int) -> BodyFacts | None:
        """The body named last before a position."""
        index = bisect_left(self.body_starts, position)
        if index and position - self.body_starts[index - 1] <= FARTHEST:
            return self.bodies[index - 1]
        return None

    def last_state(self, position: int) -> EntityMention | None:
        """The state named last before a position, names before adjectives."""
        index = bisect_left(self.starts, position)
        adjective = None
        for back in range(index - 1, max(-1, index - 16), -1):
            hit = self.document.mentions[back]
            if position - hit.start > FARTHEST:
                break
            if self.member_of(hit) is None:
                continue
            if hit.form not in {"adjective", "demonym"}:
                return hit
            adjective = adjective or hit
        return adjective

    def last_pair(self, position: int) -> tuple[Member, ...]:
        """The states named last in one breath before a position: "Ghana and Gambia met"."""
        index = bisect_left(self.starts, position)
        text = self.document.text
        for back in range(index - 1, max(0, index - 12), -1):
            left, right = self.document.mentions[back - 1], self.document.mentions[back]
            if position - right.start > FARTHEST:
                break
            one, two = self.member_of(left), self.member_of(right)
            if one and two and text[left.end : right.start] in PAIRING:
                return one, two
        return self.last_group

    def drop(self, start: int, end: int, candidate: str, why: str) -> None:
        """Note a candidate that was left out: one that is denied, others to be explained."""
        if self.explain or why in DENIALS:
            surface = self.document.text[start:end]
            self.dropped.append(RejectedCandidate(start, end, surface, candidate, why))


def can_refer_to(body: BodyFacts, noun: str) -> bool:
    """Whether a common noun may stand for the body."""
    return noun in body.generic or noun in KIND_NOUNS.get(body.kind, ())
