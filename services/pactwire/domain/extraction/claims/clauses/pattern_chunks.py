"""The chunks that a pattern may name: parties, objects, bodies, members; and what a pattern met."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun
from pactwire.domain.extraction.claims.clauses.objects import (
    ANY_HEAD,
    CLUBS,
    find_bodies_at,
    find_direct_object,
    is_treaty,
)


class PatternMatch(NamedTuple):
    """Where a pattern ends, and what it met on its way."""

    end: int
    """The first place that it didn't read."""
    marks: Mapping[str, int] = MappingProxyType({})
    bodies: tuple[BodyPhrase, ...] = ()
    party: PartyPhrase | None = None

    def at(self, end: int) -> "PatternMatch":
        """The same, read on to another place."""
        return PatternMatch(end, self.marks, self.bodies, self.party)


BODY_HEAD = frozenset({"body"})
HEADS = {"any": ANY_HEAD, "all": ANY_HEAD | {"modifier"}, "acting": BODY_HEAD | {"agent"}}


def read_party(
    analysis: SentenceAnalysis, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """A party of some kind."""
    return accept_party(analysis.phrases.party_at.get(found.end), of, step, found)


def read_object(
    analysis: SentenceAnalysis, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """A party that is a direct object."""
    return accept_party(find_direct_object(analysis, found.end), of, step, found)


def accept_party(
    party: PartyPhrase | None, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """A party, when it is of one of the kinds."""
    if party is None or not is_of(party, of):
        return None
    end = party.last + 1 if step > 0 else party.first - 1
    return PatternMatch(end, found.marks, found.bodies, party)


def is_of(party: PartyPhrase, of: frozenset[str]) -> bool:
    """Whether a party is of the kinds; "free": nothing belongs to it, "owner": something does."""
    owns = party.possessive or party.kind == "adjective"
    names = {party.kind, "owner"} if owns else {party.kind}
    barred = {f"-{party.kind}", "free"} if party.possessive else {f"-{party.kind}"}
    wanted = {name for name in of if name != "free" and not name.startswith("-")}
    return barred.isdisjoint(of) and not (wanted and wanted.isdisjoint(names))


def read_bodies(
    analysis: SentenceAnalysis, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """A body with those coordinated to it, premodifiers aside."""
    heads = next((HEADS[name] for name in of if name in HEADS), BODY_HEAD)
    bodies, last = find_bodies_at(analysis, found.end, heads)
    return accept_bodies(bodies, of - HEADS.keys(), found.at(last + 1))


def read_phrase(
    analysis: SentenceAnalysis, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """A body's name, whatever it is to the word behind it."""
    phrase = analysis.phrases.body_at.get(found.end)
    if phrase is None:
        return None
    end = phrase.last + 1 if step > 0 else phrase.first - 1
    return accept_bodies([phrase], of, found.at(end))


def read_member(
    analysis: SentenceAnalysis, of: frozenset[str], step: int, found: PatternMatch
) -> PatternMatch | None:
    """As in "a full member of the pact", "its 32nd member": the bodies may be none."""
    member = find_member_noun(analysis, found.end)
    if member is None or ("-candidate" in of and analysis.tokens[member[0]].has("CANDIDATE")):
        return None
    return PatternMatch(member[2] + 1, found.marks, tuple(member[1]), found.party)


def accept_bodies(
    bodies: list[BodyPhrase], of: frozenset[str], found: PatternMatch
) -> PatternMatch | None:
    """Bodies, when the first is of one of the kinds or is one of the bodies that are named."""
    if not bodies or (of and not is_of_kind(bodies[0], of)):
        return None
    return found._replace(bodies=tuple(bodies))


def is_of_kind(phrase: BodyPhrase, of: frozenset[str]) -> bool:
    """Whether a body is of a kind: "club", "treaty", another kind of body, or its id."""
    body = phrase.body
    club, treaty = "club" in of and body.kind in CLUBS, "treaty" in of and is_treaty(body)
    return club or treaty or body.kind in of or body.entity_id in of


CHUNKS: dict[
    str,
    Callable[[SentenceAnalysis, frozenset[str], int, PatternMatch], PatternMatch | None],
] = {
    "@party": read_party,
    "@object": read_object,
    "@bodies": read_bodies,
    "@phrase": read_phrase,
    "@member": read_member,
}
