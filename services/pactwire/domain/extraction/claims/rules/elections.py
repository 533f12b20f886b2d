"""Elections to an organ and votes that fail: who wins a seat, who is beaten, who falls short."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.copulas import find_member_noun
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, classify_form
from pactwire_schemas.enrichment import Stage

CHAIRS = word_set("seat seats chair chairs place places spot spots berth")


@dataclass(frozen=True, slots=True)
class SeatVote:
    """The bodies a vote is about, what governs its verb, and the last token of the phrase."""

    bodies: list[BodyPhrase]
    chain: GovernorChain
    last: int


def match_contest(analysis: SentenceAnalysis, index: int) -> None:
    """As in "A beat B to a seat on the council", "B is beaten to a chair by A"."""
    chair = find_chair(analysis, index + 1)
    if chair is None:
        return
    bodies, last = find_bodies_at(analysis, chair + 2)
    if not bodies or bodies[0].body.kind != "organ":
        return
    chain = analysis.find_governors(index)
    passive = classify_form(analysis.tokens, index) == "passive"
    rival = (
        find_agent(analysis, index + 1, last + 1)
        if passive
        else find_direct_object(analysis, index + 1)
    )
    winner, loser = (rival, chain.subject) if passive else (chain.subject, rival)
    poll = SeatVote(bodies, chain, last)
    if isinstance(winner, PartyPhrase):
        emit_vote(analysis, index, winner, poll, "approved")
    if isinstance(loser, PartyPhrase):
        emit_vote(analysis, index, loser, poll, "rejected")


def find_chair(analysis: SentenceAnalysis, start: int) -> int | None:
    """As in "... to a seat on", "... to one of two chairs in"."""
    to = False
    for at in range(start, min(start + 12, len(analysis.tokens))):
        low = analysis.low(at)
        to = to or low in {"to", "for"}
        if to and low in CHAIRS:
            return at if analysis.low(at + 1) in {"on", "in", "at"} else None
        if low in {";", ":", ","}:
            return None
    return None


def find_agent(analysis: SentenceAnalysis, start: int, end: int) -> PartyPhrase | None:
    """The party behind "by", before the seat or after the body."""
    for at in range(start, min(end + 3, len(analysis.tokens))):
        if analysis.low(at) == "by":
            for step in range(at + 1, min(at + 4, len(analysis.tokens))):
                if (party := analysis.phrases.party_at.get(step)) is not None:
                    return None if party.possessive else party
    return None


def emit_vote(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase, poll: SeatVote, stage: Stage
) -> None:
    """Keep what a vote means for one of its rivals."""
    value = apply_operators(stage, poll.chain)
    found = tuple(phrase.body for phrase in poll.bodies)
    members = exclude_bodies(found, resolve_members(analysis, party))
    if members and value.stage is not None and party.kind in {"state", "seat", "generic"}:
        first = min(poll.chain.top, index)
        frame = ClauseFrame("join", members, found, value, first, poll.last, "join:contest")
        analysis.keep(frame, index)


def match_failed_vote(analysis: SentenceAnalysis, index: int) -> None:
    """As in "falls three votes short of the majority it needs to enter the organisation"."""
    verb = next(
        (
            back
            for back in range(index - 1, max(-1, index - 7), -1)
            if analysis.tokens[back].among("FALLING") or analysis.tokens[back].has("BE")
        ),
        None,
    )
    if verb is None:
        return
    bodies, last = find_target_body(analysis, index + 1)
    chain = analysis.find_governors(verb)
    if not bodies or not isinstance(chain.subject, PartyPhrase) or chain.subject.possessive:
        return
    emit_vote(analysis, index, chain.subject, SeatVote(bodies, chain, last), "rejected")


def find_target_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "entering", "membership of", "a seat on"."""
    for at in range(start, min(start + 16, len(analysis.tokens))):
        token = analysis.tokens[at]
        if token.low in {";", ":"}:
            break
        if token.low in CHAIRS or token.has("N_JOIN"):
            return find_bodies_at(analysis, at + 2)
        if token.has("JOIN") and token.has("VERB"):
            return find_bodies_at(analysis, at + 1)
        if token.has("MEMBER") or token.low == "becoming":
            found = find_member_noun(analysis, at)
            return (found[1], found[2]) if found is not None else ([], start)
    return [], start


def is_seat_won(
    analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase], chain: GovernorChain
) -> bool:
    """As in "wins a seat on the council": elected, but its term is yet to begin.

    The verb of winning is taken from the chain: it has no more to say.
    """
    first = chain.operators[0] if chain.operators else None
    organ = any(phrase.body.kind == "organ" for phrase in bodies)
    won = organ and first is not None and first.among("WINNING")
    if won and "SEAT" in analysis.tokens[index].tags:
        chain.operators = chain.operators[1:]
        return True
    return False
