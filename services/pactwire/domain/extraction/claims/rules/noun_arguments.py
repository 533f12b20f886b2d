"""The deverbal noun: whose change it is, and its base action and stage."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import (
    is_treaty,
)
from pactwire.domain.extraction.claims.rules.operator_senses import is_governed_by
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire_schemas.enrichment import Action, Stage

CHANGE_NOUNS: tuple[tuple[str, Action], ...] = (
    ("N_JOIN", "join"),
    ("N_INVITE", "join"),
    ("N_SIGN", "join"),
    ("N_ADOPT", "join"),
    ("N_RETURN", "join"),
    ("N_LEAVE", "leave"),
    ("N_SUSPEND", "suspend"),
    ("N_EXPEL", "expel"),
    ("N_REINSTATE", "reinstate"),
)


NEUTRAL = frozenset(
    ["REPORT", "f:s", "f:ed", "f:en", "f:base", "f:ing", "VB", "VBZ", "VBD", "VBN", "VBG"]
)


@dataclass(slots=True)
class DeverbalNoun:
    """A noun of change with what belongs to it."""

    index: int
    last: int
    first: int
    action: Action
    head: frozenset[str]
    talks: bool = False
    bodies: list[BodyPhrase] = field(default_factory=list)
    party: PartyPhrase | None = None
    certain: bool = True
    filed: bool = False
    """Of a paper that is signed or sent: "its letter of withdrawal"."""
    news: bool = False
    """Today's news though no verb says so: "with the entry of X"."""
    turned: bool = False
    """A membership that another noun turns: "the suspension of its membership"."""


def explain_misfit(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> str:
    """Why a noun and its body make no membership change."""
    token = analysis.tokens[nominal.index]
    body = nominal.bodies[0].body
    if token.has("N_SIGN") and not is_treaty(body):
        return "not a treaty one signs"
    if token.among("TREATY_EXITS") and not is_treaty(body):
        return "one denounces treaties only"
    if token.has("N_ADOPT") and body.entity_id != "x-eurozone":
        return "only the euro is adopted"
    return ""


def is_bid_like(nominal: DeverbalNoun) -> bool:
    """Applications and talks are today's subject even without a verb."""
    return bool(nominal.head & {"APPLY", "CONSIDER"})


def is_readmission(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether the member had been suspended or expelled: then a return is the body's decision."""
    bodies = [phrase.body for phrase in nominal.bodies]
    return was_suspended(analysis, bodies, resolve_members(analysis, nominal.party))


def was_suspended(
    analysis: SentenceAnalysis, bodies: Iterable[BodyFacts], members: tuple[Member, ...]
) -> bool:
    """Whether one of the members was ever suspended from one of the bodies."""
    return any(
        period.status == "suspended" and period.member == member.entity_id
        for body in bodies
        for period in analysis.context.world.membership_periods.get(body.entity_id, ())
        for member in members
    )


def was_reinstated(
    analysis: SentenceAnalysis, bodies: list[BodyPhrase], members: tuple[Member, ...]
) -> bool:
    """Whether the last thing known of a member is that a suspension of it was lifted."""
    ids = {member.entity_id for member in members}
    periods = analysis.context.world.membership_periods
    return any(
        [
            period.status
            for period in periods.get(phrase.body.entity_id, ())
            if period.member == one
        ][-2:]
        == ["suspended", "member"]
        for phrase in bodies
        for one in ids
    )


def choose_base(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> tuple[Action, Stage]:
    """The action and stage the noun has by itself."""
    turned = change_action(analysis, nominal, chain)
    if turned is not None:
        return turned, "approved" if is_allowed_back(nominal, turned, chain) else "effective"
    if nominal.action != "join":
        return nominal.action, "approved" if nominal.filed else "effective"
    if is_under_review(analysis, nominal, chain):
        return "leave", "considered"
    if is_bid_like(nominal):
        return "join", "applied" if "APPLY" in nominal.head else "considered"
    return choose_entry(analysis, nominal, chain)


def choose_entry(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> tuple[Action, Stage]:
    """How far an entry has got by its noun: a seat won, a treaty signed, an invitation."""
    if analysis.tokens[nominal.index].has("N_INVITE"):
        chain.operators = [op for op in chain.operators if "GAIN" not in op.labels]
    if is_seat_won(analysis, nominal.index, nominal.bodies, chain):
        nominal.news = True
        return "join", "approved"
    if is_exit_vote(analysis, nominal, chain):
        return "leave", "effective"
    begun = analysis.tokens[nominal.index].has("N_SIGN", "N_INVITE")
    return "join", "approved" if begun else "effective"


def is_allowed_back(nominal: DeverbalNoun, turned: Action, chain: GovernorChain) -> bool:
    """As in "may take its seat again": somebody has allowed it."""
    kept = [op for op in chain.operators if not op.among("ALLOWED")]
    allowed = turned == "reinstate" and "SEAT" in nominal.head and len(kept) < len(chain.operators)
    if allowed:
        chain.operators = kept
    return allowed


def is_held(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether a noun is "membership", in whatever rank."""
    return analysis.among(nominal.index, "MEMBERSHIP")


def is_under_review(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> bool:
    """As in "a review of its membership": one's own membership is put in doubt."""
    doubted = bool(chain.operators) and chain.operators[0].among("REVIEWS", "RECONSIDERING")
    own = nominal.party is not None and nominal.party.possessive
    return doubted and own and is_held(analysis, nominal) and not is_bid_like(nominal)


def is_exit_vote(analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """A vote on the membership of a member is about leaving."""
    voted = bool(chain.operators) and chain.operators[0].among("POLLS")
    if not voted or not is_held(analysis, nominal):
        return False
    members = {member.entity_id for member in resolve_members(analysis, nominal.party)}
    named = {one.entity_id for party in analysis.phrases.parties for one in party.members}
    # Where another state is named, it is its parliament that votes on letting the member in.
    return named <= members and not members.isdisjoint(list_inside(analysis, nominal.bodies))


def list_inside(analysis: SentenceAnalysis, phrases: list[BodyPhrase]) -> set[str]:
    """The ids of all that were ever members of some bodies."""
    periods = analysis.context.world.membership_periods
    return {
        period.member
        for phrase in phrases
        for period in periods.get(phrase.body.entity_id, ())
        if period.status == "member"
    }


def change_action(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> Action | None:
    """Another action that the governing verb makes of the noun: lifting a suspension reinstates."""
    token = analysis.tokens[nominal.index]
    if token.has("N_SIGN") and is_governed_by(chain, "LIFT", "HALTED"):
        chain.operators = chain.operators[1:]
        return "leave"
    if is_taken_back(analysis, nominal, chain):
        return "reinstate"
    return change_held_membership(analysis, nominal, chain) if nominal.action == "join" else None


def is_taken_back(analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """As in "takes its seat again", "the return of X", which was suspended, "lifts the ban"."""
    token = analysis.tokens[nominal.index]
    if is_given_back(analysis, nominal, chain) and token.has("SEAT"):
        return True
    if token.has("N_RETURN") and is_readmission(analysis, nominal):
        return True
    return nominal.action in {"suspend", "expel"} and is_governed_by(chain, "LIFT", "ENDS")


def is_given_back(analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """As in "takes its seat again", "gives X back its seat"."""
    given = analysis.among(nominal.first - 1, "BACKWARD")
    if given:
        chain.operators = [op for op in chain.operators if op.index != nominal.first - 1]
    again = any(analysis.among(at + 1, "AGAIN") for at in (nominal.last, nominal.index))
    return given or again or is_governed_by(chain, "BACK")


def change_held_membership(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> Action | None:
    """What happens to a membership that is held: it's lost, ends, is suspended or restored."""
    if is_governed_by(chain, "LOSE", "ENDS"):
        return "expel" if is_governed_by(chain, "LOSE") else "leave"
    action = find_done_to_membership(analysis, nominal, chain)
    if action is not None:
        chain.operators = chain.operators[1:]
    return action


def find_done_to_membership(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> Action | None:
    """What the verb over a membership does to it: ends, suspends or restores it."""
    first = chain.operators[0].labels if chain.operators else frozenset()
    held = not is_bid_like(nominal) and not analysis.among(nominal.index, "NOT_HELD")
    if held and first & {"TERMINATE", "SURRENDER"}:
        return "leave"
    if held and ("SUSPEND" in first or is_frozen_membership(nominal, chain)):
        return "suspend"
    return "reinstate" if "REINSTATE" in first else None


def is_frozen_membership(nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """As in "X's membership was frozen": what a member holds is halted by somebody."""
    first = chain.operators[0] if chain.operators else None
    return first is not None and first.index > nominal.last and "HALT" in first.labels


def find_owner(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> tuple[Member, ...]:
    """Whose change it is: the noun's own party, or the subject of "seeks", "wins" ..."""
    if nominal.party is not None:
        return resolve_members(analysis, nominal.party)
    if not chain.operators or not isinstance(chain.subject, PartyPhrase):
        return ()
    first = chain.operators[0]
    own = (
        is_owned_by_subject(analysis, nominal, first)
        if "VERB" in first.labels
        else is_own_noun(analysis, nominal, chain)
    )
    if own or subject_owns(analysis, nominal, chain):
        return resolve_members(analysis, chain.subject)
    return ()


def is_owned_by_subject(analysis: SentenceAnalysis, nominal: DeverbalNoun, first: Operator) -> bool:
    """As in "wins membership", "is granted entry", "signs": the verb's subject is the member."""
    token = analysis.tokens[nominal.index]
    granted = "GRANT" in first.labels
    talks = nominal.talks and not first.among("LETTING")
    invited = token.has("N_INVITE") and first.among("ACCEPTING")
    feared = token.has("N_EXPEL", "N_SUSPEND") and first.among("FEARING")
    passive = "f:en" in first.labels and analysis.low(nominal.first - 1) == "for"
    return (
        token.has("N_SIGN", "N_LEAVE", "SEAT")
        or bool(first.labels & {"NEARING", "REJECT", "OWN"})
        or first.among("WEIGHING")
        or any((granted, talks, invited, feared, passive))
    )


def is_own_noun(analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """As in "X's decision on membership", "X's notice of withdrawal"."""
    first, subject = chain.operators[0], chain.subject
    token = analysis.tokens[nominal.index]
    tailed = "TAIL" in first.labels
    invited = token.has("N_INVITE") and first.among("ACCEPTING")
    feared = token.has("N_EXPEL", "N_SUSPEND") and first.among("FEARING")
    begun = (
        "PROCESS" in first.labels
        and isinstance(subject, PartyPhrase)
        and is_electorate(analysis, subject)
    )
    return token.has("N_LEAVE") or begun or "NEARING" in first.labels or tailed or invited or feared


def subject_owns(analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """Ratifications, votes and applications of the subject's own."""
    first, subject = chain.operators[0], chain.subject
    if not isinstance(subject, PartyPhrase):
        return False
    papers = "TAIL" in nominal.head or not is_treaty(nominal.bodies[0].body)
    if first.among("RATIFYING") and papers:
        return True
    if "APPLY" in first.labels and (subject.possessive or not is_decided_by_others(chain)):
        return True
    voted = "VERB" in first.labels and bool(first.labels & {"APPROVE", "REJECT", "VOTING"})
    return voted and is_electorate(analysis, subject)


def is_decided_by_others(chain: GovernorChain) -> bool:
    """Whether a verb over the request says what somebody makes of it."""
    judging = frozenset({"REJECT", "BLOCK", "APPROVE", "CONSIDER"})
    return any(op.labels & judging for op in chain.operators[1:])


def is_electorate(analysis: SentenceAnalysis, subject: PartyPhrase) -> bool:
    """Whether a subject is the voters of a state: what they vote on is its own."""
    words = range(subject.first, subject.last + 1)
    return subject.kind == "people" or any(analysis.among(at, "VOTERS") for at in words)


def has_near_operators(
    analysis: SentenceAnalysis, chain: GovernorChain, nominal: DeverbalNoun
) -> bool:
    """Whether a verb governs the noun from the left."""
    return any(
        operator.labels & {"VERB"} and operator.link == "noun" for operator in chain.operators
    )


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
