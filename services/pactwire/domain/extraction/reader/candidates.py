"""The pairs of body and member that a text might say something about, and where it would."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, product
from typing import NamedTuple

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.lexicon.vocabulary import open_english
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.splitter import (
    FOREIGN,
    find_cue_sentences,
    find_sentence_end,
)
from pactwire.domain.extraction.document import Document, EntityMention
from pactwire.domain.extraction.text_kind import classify_text

NEAR = 400
"""How many characters before its sentence a member may have been named."""
BODY_NEAR = 1500
"""The same for a body: an article stays with its body for paragraphs."""
AFTER = 300
"""How many after it."""
MONEY = re.compile(
    r"\b(?:the|join|joins|joining|adopt|adopts|adopting|out of|outside|shun|shuns) "
    r"euro\b(?! zone| area)"
    r"|\beuro (?=countr|member|club|entry|exit|nation|state|bid|adoption)"
)
ACTING = re.compile(
    r"(?:^|[.:;,!?\"“”\n—–/-] ?|\b(?:by|that|as|when|while|after|and|but|if|because) )"
    r"(?:(?:the|The|[A-Z][\w.]*(?:['’]s)?) ){0,3}$"
)
"""What stands before a name that acts."""
DECIDING = re.compile(
    r"[^.\n]{0,140}\b(?:suspen|expel|(?:re)?admi[ts]|reinstat|barr(?:ed|ing)|bars|exclud|invit|recommend|"
    r"back(?:s|ed|ing)?\b)"
)
"""What an organ does that decides on the membership of its body."""
IN_ITSELF = re.compile(
    r"(?:['’]s)? (?:members?\b|membership|seats?\b|terms?\b|bids?\b|candida|elections?\b)"
    r"|[^.\n]{0,140}\b(?:delegat|credentials|voting rights)"
)
"""What is said of a seat in the organ itself."""
CAPITALISED = re.compile(r"\b[A-ZÁ][a-zá]{3,9}\b")
EURO_AREA = "x-eurozone"
"""The body that is called by its money."""
MAX_PAIRS = 24
"""Pairs of one text that are read; the grammar's own come on top."""
MAX_PAIRS_OF_SENTENCE = 12

Pair = tuple[str, str]
"""Entity ids of a body and of a member."""


class PairCandidate(NamedTuple):
    """A body and a member, with the stretch of text that might tell of a change."""

    organisation: str
    member: str
    start: int
    end: int

    @property
    def pair(self) -> Pair:
        """The body's and the member's id."""
        return self.organisation, self.member


class Named(NamedTuple):
    """A party that is named at a place."""

    start: int
    entity_id: str


@dataclass(slots=True)
class Parties:
    """Who is named where: bodies and members, each in order of their start."""

    bodies: list[Named] = field(default_factory=list)
    members: list[Named] = field(default_factory=list)


def find_candidates(document: Document, context: ArticleContext) -> list[PairCandidate]:
    """One candidate a pair: the first sentence with a trigger that names both, else that is near.

    In headings and short items a sentence that names a body and a member needs no trigger: they
    tell of a change in any words. A text without a body has none.
    """
    parties = list_parties(context)
    if not parties.bodies:
        return []
    both: dict[Pair, PairCandidate] = {}
    near: dict[Pair, PairCandidate] = {}
    triggered = ((start, end) for start, end, _ in find_cue_sentences(document, {FOREIGN}))
    for start, end in chain(triggered, find_short_sentences(document, parties)):
        for candidate, named_together in pair_parties(parties, start, end):
            (both if named_together else near).setdefault(candidate.pair, candidate)
    found = both | {pair: one for pair, one in near.items() if pair not in both}
    return list(found.values())[:MAX_PAIRS]


def find_short_sentences(document: Document, parties: Parties) -> Iterator[tuple[int, int]]:
    """The sentences that name a body and a member, of a headline and of a short text."""
    stretches = [(0, document.headline_end), (document.headline_end, len(document.text))]
    for start, end in stretches:
        if start < end and classify_text(document, start) != "prose":
            for sentence in split_stretch(document.text, start, end):
                if inside(parties.bodies, *sentence) and inside(parties.members, *sentence):
                    yield sentence


def split_stretch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two offsets, each from its first letter."""
    while start < end:
        if text[start].isspace():
            start += 1
            continue
        stop = min(end, find_sentence_end(text, start))
        yield start, stop
        start = max(stop, start + 1)


def list_parties(context: ArticleContext) -> Parties:
    """All bodies and members of a text; organs stand for their body, leaders for their state."""
    found = Parties()
    for mention in context.document.mentions:
        found.bodies += (Named(mention.start, body) for body in list_bodies(context, mention))
        member = context.member_of(mention)
        if member is not None:
            found.members.append(Named(mention.start, member.entity_id))
    for match in MONEY.finditer(context.document.text):
        insort(found.bodies, Named(match.start(), EURO_AREA))
    if not found.bodies:
        found.bodies += (Named(meant.start, meant.entity_id) for meant in context.implied)
    for other in chain(find_houses(context), find_joining_bodies(context, found.bodies)):
        insort(found.members, other)
    return found


def list_bodies(context: ArticleContext, mention: EntityMention) -> Iterator[str]:
    """The body that a name names; of an organ that acts, the body whose membership it decides."""
    body = context.body_of(mention) or context.organ_of(mention)
    if body is None:
        return
    yield body.entity_id
    whole = context.find_whole(mention.entity_id)
    if whole is not None and whole != body and acts(context.document.text, mention):
        yield whole.entity_id


def acts(text: str, organ: EntityMention) -> bool:
    """Whether an organ decides in its sentence: no seat on it, nobody is put out of it."""
    if not DECIDING.match(text, organ.end) or IN_ITSELF.match(text, organ.end):
        return False
    return ACTING.search(text[max(0, organ.start - 60) : organ.start]) is not None


def find_joining_bodies(context: ArticleContext, bodies: list[Named]) -> list[Named]:
    """The bodies that may be members themselves, where another is named that takes such in."""
    joining = [one for one in bodies if one.entity_id in context.world.joining_bodies]
    others = set(list_ids(bodies)) - {one.entity_id for one in joining} if joining else ()
    return joining if any(takes_in_bodies(context, one) for one in others) else []


def takes_in_bodies(context: ArticleContext, body: str) -> bool:
    """Whether a body is a treaty, or has a member on record that is a body itself."""
    facts, world = context.world.body(body), context.world
    if facts is not None and facts.kind == "treaty":
        return True
    periods = world.membership_periods.get(body, ())
    return any(one.member in world.joining_bodies for one in periods)


def find_houses(context: ArticleContext) -> Iterator[Named]:
    """The states of the parliaments that go by a name of their own: the Duma, the Majlis."""
    houses = open_english(context.world.grammar).houses
    for match in CAPITALISED.finditer(context.document.text):
        state = houses.get(match.group().lower())
        if state is not None:
            yield Named(match.start(), state)


def pair_parties(parties: Parties, start: int, end: int) -> Iterator[tuple[PairCandidate, bool]]:
    """The pairs of a sentence, each with whether it names both.

    Those named shortly before it are candidates too: "the island" may be one of them.
    """
    bodies, members = inside(parties.bodies, start, end), inside(parties.members, start, end)
    together = dict.fromkeys(product(list_ids(bodies), list_ids(members)))
    if bodies or members:
        bodies = (
            bodies
            or last_before(parties.bodies, start, 1, BODY_NEAR)
            or first_after(parties.bodies, end)
        )
        members = (members or first_after(parties.members, end)) + last_before(
            parties.members, start, 2, NEAR
        )
    near = dict.fromkeys(product(list_ids(bodies), list_ids(members)))
    pairs = [pair for pair in (together | near) if pair[0] != pair[1]]
    for pair in pairs[:MAX_PAIRS_OF_SENTENCE]:
        yield PairCandidate(*pair, start, end), pair in together


def list_ids(named: Iterable[Named]) -> list[str]:
    """Who is named, each once, in order."""
    return list(dict.fromkeys(one.entity_id for one in named))


def inside(named: list[Named], start: int, end: int) -> list[Named]:
    """Those named in a stretch."""
    return named[bisect_left(named, (start, "")) : bisect_left(named, (end, ""))]


def last_before(named: list[Named], start: int, count: int, near: int) -> list[Named]:
    """Those named last before a place, the last first, at most `near` characters away."""
    index = bisect_left(named, (start, ""))
    found: dict[str, Named] = {}
    for one in reversed(named[max(0, index - 8) : index]):
        if start - one.start > near or len(found) == count:
            break
        found.setdefault(one.entity_id, one)
    return list(found.values())


def first_after(named: list[Named], end: int) -> list[Named]:
    """The one named first after a place, unless that is far."""
    index = bisect_left(named, (end, ""))
    return (
        named[index : index + 1] if index < len(named) and named[index].start < end + AFTER else []
    )


def place_claim(claim: ClaimCandidate) -> PairCandidate:
    """The grammar's own claim as a candidate: its pair, where its evidence stands."""
    pair = claim.organisation.entity_id, claim.member.entity_id
    return PairCandidate(*pair, claim.start, claim.end)


def join_candidates(
    claims: Iterable[ClaimCandidate], others: Iterable[PairCandidate]
) -> list[PairCandidate]:
    """The places of the grammar's claims, each once, then the pairs that it has no claim of."""
    placed = dict.fromkeys(map(place_claim, claims))
    taken = {one.pair for one in placed}
    return [*placed, *(one for one in others if one.pair not in taken)]
