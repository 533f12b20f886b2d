"""From a verb with its body to a frame: find governors, compute factuality, emit or drop."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.counted_lists import find_count
from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import (
    exclude_bodies,
    resolve_members,
    resolve_subject,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.rules.constraints import explain_unfit_subject
from pactwire.domain.extraction.claims.rules.operator_senses import disambiguate_operators
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire_schemas.enrichment import Action, Stage


@dataclass(frozen=True, slots=True)
class PredicateChange:
    """What a predicate says by itself: the action, the bodies, how far it goes."""

    action: Action
    bodies: tuple[BodyFacts, ...]
    base: Stage
    last: int
    rule: str


def emit_change(analysis: SentenceAnalysis, index: int, change: PredicateChange) -> None:
    """A verb with its body: find what governs it and emit the claim."""
    emit_claim(analysis, index, change, analysis.find_governors(index))


def emit_claim(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> None:
    """Add the frame when somebody fit is its subject."""
    members = resolve_subject(analysis, chain, index)
    members, chain = add_companions(analysis, members, chain)
    value = compute_factuality(analysis, index, change, chain)
    bodies = change.bodies
    why = "only compared with a change" if is_comparison(analysis, chain) else ""
    why = why or explain_unfit_subject(analysis, index, chain, bodies, value)
    members = members or find_listed_members(analysis, index, change.last)
    members = exclude_bodies(bodies, members)
    if value.stage is None:
        why = why or value.why[-1]
    if why or not members:
        analysis.drop(index, why or "nobody to be the member")
        return
    first = min(chain.top, index)
    frame = ClauseFrame(change.action, members, bodies, value, first, change.last, change.rule)
    frame.weak = chain.participle
    frame.certain = isinstance(chain.subject, PartyPhrase) and bool(chain.subject.members)
    if analysis.tokens[index].has("REJOIN"):
        frame.rule += ":again"
    analysis.keep(frame, index)


def find_listed_members(analysis: SentenceAnalysis, index: int, last: int) -> tuple[Member, ...]:
    """As in "Three states join the pact: A, B and C": a list after the body names the subject."""
    party = analysis.phrases.party_at.get(last + 2)
    if analysis.low(last + 1) not in {":", "-", "—", "–", "("} or party is None:
        return ()
    counted = any(
        find_count(analysis.tokens, at) is not None for at in range(max(0, index - 3), index)
    )
    ends = analysis.low(party.last + 1) in {"", ".", ")", ";"}
    return party.members if counted and ends and len(party.members) > 1 else ()


def compute_factuality(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> FactualityValue:
    """The stage of a change under all that governs it."""
    if chain.operators and "TAIL" in chain.operators[0].labels and chain.form == "infinitive":
        chain.operators = chain.operators + find_predicate_after(analysis, change.last)
    if chain.form == "gerund" and index == 0:
        chain.operators = chain.operators + find_predicates_after(analysis, change.last)
    disambiguate_operators(analysis, chain)
    value = apply_operators(change.base, chain)
    if value.stage in FIRM and is_only_mentioned(analysis, index, change, chain):
        value.to("considered", "spoken of as a thing")
    if value.stage == "approved" and is_only_promised(analysis, chain):
        value.to("considered", "promised by somebody out of office")
    if is_still_pending(analysis, chain):
        value = FactualityValue("considered", why=["before it, something else is due"])
    return value


FIRM = frozenset({"effective", "approved"})


def is_only_promised(analysis: SentenceAnalysis, chain: GovernorChain) -> bool:
    """As in "the candidate says she would take X out": who speaks doesn't govern."""
    would = any("WOULD" in operator.labels for operator in chain.operators)
    before = analysis.tokens[: max(0, chain.top)]
    return would and any(token.among("CHALLENGERS") for token in before)


MODALS = frozenset({"can", "could", "may", "might", "must", "should"})


def is_only_mentioned(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> bool:
    """As in "joining the pact is its goal", "looks unkindly on X joining": nothing happens."""
    if analysis.low(index - 1) == "about":
        return True
    if chain.form != "gerund":
        return False
    after = analysis.token(change.last + 1)
    is_subject = after is not None and (after.has("BE", "WOULD") or after.low in MODALS)
    subject = chain.subject
    before = subject.first if isinstance(subject, PartyPhrase) else index
    governed = (
        isinstance(subject, PartyPhrase) and subject.last == index - 1 and not chain.operators
    )
    return is_subject or (
        governed and analysis.low(before - 1) in {"on", "about", "against", "over"}
    )


def is_comparison(analysis: SentenceAnalysis, chain: GovernorChain) -> bool:
    """As in "like Argentina joining the bloc"."""
    first = chain.subject.first if isinstance(chain.subject, PartyPhrase) else 0
    return chain.form == "gerund" and analysis.low(first - 1) == "like"


def find_predicates_after(analysis: SentenceAnalysis, last: int) -> list[Operator]:
    """As in "Joining the bloc is out of the question"."""
    return [op for op in find_predicate_after(analysis, last) if op.labels & {"REJECT", "BLOCK"}]


def is_still_pending(analysis: SentenceAnalysis, chain: GovernorChain) -> bool:
    """As in "must ask its voters before leaving": the change waits for something."""
    if chain.subordinate not in {"before", "prior to"} or chain.form != "gerund":
        return False
    main = analysis.tokens[max(0, chain.top) : max(op.index for op in chain.operators)]
    return any(token.has("COND", "FUT") or token.among("DUE") for token in main)


def add_companions(
    analysis: SentenceAnalysis, members: tuple[Member, ...], chain: GovernorChain
) -> tuple[tuple[Member, ...], GovernorChain]:
    """As in "will join A and B in leaving C": the joiner leaves too; its verb sets the stage.

    Who follows A in leaving finds A gone.
    """
    subject = chain.subject
    if not isinstance(subject, PartyPhrase) or subject.first == 0:
        return members, chain
    before = subject.first - 1
    while before > 0 and analysis.tokens[before].has("DET"):
        before -= 1
    verb = analysis.tokens[before]
    if analysis.low(subject.last + 1) != "in" or not (verb.has("JOIN") or verb.lemma == "follow"):
        return members, chain
    outer = analysis.find_governors(before)
    others = resolve_members(analysis, outer.subject)
    return (others if verb.lemma == "follow" else (*members, *others)), outer
