"""Elections to an organ and votes that fail: who wins a seat, who is beaten, who falls short."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.copulas import member_noun
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, form_of
from pactwire_schemas.enrichment import Stage

CHAIRS = word_set("seat seats chair chairs place places spot spots berth")
FALLING = word_set("fall come finish end be")


@dataclass(frozen=True, slots=True)
class SeatVote:
    """The bodies a vote is about, what governs its verb, and the last token of the phrase."""

    bodies: list[BodyPhrase]
    chain: GovernorChain
    last: int


def contested(analysis: SentenceAnalysis, index: int) -> None:
    """As in "A beat B to a seat on the council", "B is beaten to a chair by A"."""
    chair = chair_after(analysis, index + 1)
    if chair is None:
        return
    bodies, last = bodies_from(analysis, chair + 2)
    if not bodies or bodies[0].body.kind != "organ":
        return
    chain = analysis.find_governors(index)
    passive = form_of(analysis.tokens, index) == "passive"
    rival = (
        behind_by(analysis, index + 1, last + 1) if passive else direct_party(analysis, index + 1)
    )
    winner, loser = (rival, chain.subject) if passive else (chain.subject, rival)
    poll = SeatVote(bodies, chain, last)
    if isinstance(winner, PartyPhrase):
        told(analysis, index, winner, poll, "approved")
    if isinstance(loser, PartyPhrase):
        told(analysis, index, loser, poll, "rejected")


def chair_after(analysis: SentenceAnalysis, start: int) -> int | None:
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


def behind_by(analysis: SentenceAnalysis, start: int, end: int) -> PartyPhrase | None:
    """The party behind "by", before the seat or after the body."""
    for at in range(start, min(end + 3, len(analysis.tokens))):
        if analysis.low(at) == "by":
            for step in range(at + 1, min(at + 4, len(analysis.tokens))):
                if (party := analysis.phrases.party_at.get(step)) is not None:
                    return None if party.possessive else party
    return None


def told(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase, poll: SeatVote, stage: Stage
) -> None:
    """Keep what a vote means for one of its rivals."""
    value = apply_operators(stage, poll.chain)
    found = tuple(phrase.body for phrase in poll.bodies)
    members = others_than(found, members_of(analysis, party))
    if members and value.stage is not None and party.kind in {"state", "seat", "generic"}:
        first = min(poll.chain.top, index)
        frame = ClauseFrame("join", members, found, value, first, poll.last, "join:contest")
        analysis.keep(frame, index)


def fallen_short(analysis: SentenceAnalysis, index: int) -> None:
    """As in "falls three votes short of the majority it needs to enter the organisation"."""
    verb = next(
        (
            back
            for back in range(index - 1, max(-1, index - 7), -1)
            if analysis.tokens[back].lemma in FALLING or analysis.tokens[back].has("BE")
        ),
        None,
    )
    if verb is None:
        return
    bodies, last = aimed_at(analysis, index + 1)
    chain = analysis.find_governors(verb)
    if not bodies or not isinstance(chain.subject, PartyPhrase) or chain.subject.possessive:
        return
    told(analysis, index, chain.subject, SeatVote(bodies, chain, last), "rejected")


def aimed_at(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "entering", "membership of", "a seat on"."""
    for at in range(start, min(start + 16, len(analysis.tokens))):
        token = analysis.tokens[at]
        if token.low in {";", ":"}:
            break
        if token.low in CHAIRS or token.has("N_JOIN"):
            return bodies_from(analysis, at + 2)
        if token.has("JOIN") and token.has("VERB"):
            return bodies_from(analysis, at + 1)
        if token.has("MEMBER") or token.low == "becoming":
            found = member_noun(analysis, at)
            return (found[1], found[2]) if found is not None else ([], start)
    return [], start
