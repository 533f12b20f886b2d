"""Telling of a change: a frame is made of who, in which body, and how far it has got."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.document import NEGATED
from pactwire_schemas.enrichment import Action, Stage

PARTNER_STATES = frozenset({"x-east-african-community"})
"""Bodies that call their members partner states."""
WAITING = 17
"""How many words behind a change a condition may stand."""


@dataclass(frozen=True, slots=True)
class PredicateChange:
    """What a predicate says by itself: the action, the bodies, how far it goes."""

    action: Action
    bodies: tuple[BodyFacts, ...]
    base: Stage
    last: int
    rule: str


def name_bodies(phrases: list[BodyPhrase] | tuple[BodyPhrase, ...]) -> tuple[BodyFacts, ...]:
    """The bodies that phrases name, each once."""
    return tuple(dict.fromkeys(phrase.body for phrase in phrases))


def tell(
    analysis: SentenceAnalysis,
    index: int,
    change: PredicateChange,
    chain: GovernorChain,
    who: PartyPhrase | BodyPhrase | None,
) -> ClauseFrame | None:
    """Keep the frame of a change under what governs it; None when nobody is its member."""
    members = exclude_bodies(change.bodies, resolve_members(analysis, who))
    noun = chain.form == "noun"
    value = apply_operators(change.base, chain, nominal=noun, talks=chain.talks)
    if not members or not change.bodies or value.stage is None:
        analysis.drop(index, "nobody to be the member" if value.stage else NEGATED)
        return None
    first = min(chain.top, index)
    frame = ClauseFrame(
        change.action, members, change.bodies, value, first, change.last, change.rule
    )
    keep_frame(analysis, frame, index)
    return frame


def keep_frame(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> None:
    """Keep a frame whose predicate is at `index`; not that of a partner or an observer."""
    if frame.action == "join" and has_lesser_standing(analysis, frame.last, frame.bodies[0]):
        analysis.drop(index, "an observer or a partner, no member")
        return
    frame.verb = index
    frame.members = tuple(dict.fromkeys((*frame.members, *find_companions(analysis, frame))))
    frame.past = is_past(analysis, index)
    waits = find_condition(analysis, frame.last)
    if waits is not None and frame.factuality.firm and not frame.past:
        frame.factuality.to("approved" if frame.decided else waits, "a condition follows")
    analysis.frames.append(frame)


def has_lesser_standing(analysis: SentenceAnalysis, last: int, body: BodyFacts) -> bool:
    """As in "joins the pact as a dialogue partner"; not "as its seventh partner state".

    Coalitions and some bodies call their members partners.
    """
    if body.kind == "coalition" or body.entity_id in PARTNER_STATES:
        return False
    return match_pattern(analysis, "lesser_role", last) is not None


def find_companions(analysis: SentenceAnalysis, frame: ClauseFrame) -> tuple[Member, ...]:
    """As in "..., along with Y": the members named after the body.

    Who becomes a member alongside others finds them there already.
    """
    becomes = frame.rule == "join:become"
    name = "companions" if becomes else "companions_or_peers"
    found = match_pattern(analysis, name, frame.last)
    return found.party.members if found is not None and found.party is not None else ()


def is_past(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a predicate is in the past: "joined", "was admitted", "had left"."""
    token = analysis.tokens[index]
    group = analysis.tokens[max(0, index - 3) : index]
    if any(word.among("PAST_AUXILIARY") for word in group) or was_due(analysis, index):
        return True
    if any(word.among("PRESENT_AUXILIARY") for word in group):
        return False
    return token.has("f:ed") and not token.has("f:base")


def was_due(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "was the first country to join": the copula has the tense."""
    copula = analysis.tokens[max(0, index - 8) : max(0, index - 1)]
    was = any(one.among("WAS") for one in copula) and any(one.among("RANK_OF") for one in copula)
    return was and analysis.among(index - 1, "TO_DO")


CONDITIONS = frozenset({"PENDING", "AS_SOON", "CONDITION", "CLAUSE_BREAK", "REPORT"})
"""Labels and groups of words that say what a change waits for, or end the look for them."""


def find_condition(analysis: SentenceAnalysis, last: int) -> Stage | None:
    """As in "... if it wins": only considered; "... once it ratifies": decided; else None."""
    for index in range(last + 1, min(last + 1 + WAITING, len(analysis.tokens))):
        token, before = analysis.tokens[index], analysis.tokens[index - 1]
        if not token.bears(*CONDITIONS):
            continue
        pending = token.among("PENDING") and before.among("OPENS_ASIDE")
        if pending or (token.among("AS_SOON") and index <= last + 2):
            return "approved"
        if token.among("CONDITION"):
            return None if before.among("ASKING") else "considered"
        if token.bears("CLAUSE_BREAK", "REPORT"):
            return None
    return None
