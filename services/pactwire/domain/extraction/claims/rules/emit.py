"""From a verb with its body to a frame: find governors, compute factuality, emit or drop."""

from pactwire.domain.extraction.claims.chunks.counted_lists import find_count
from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import (
    exclude_bodies,
    resolve_members,
    resolve_subject,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, keep_frame
from pactwire.domain.extraction.claims.rules.constraints import explain_unfit_subject
from pactwire.domain.extraction.claims.rules.operator_senses import (
    disambiguate_operators,
    is_governed_by,
)
from pactwire.domain.extraction.claims.rules.phrases import names_members
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.tokens.context import Member


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
    members = members or find_listed_members(analysis, index, change.last)
    members = exclude_bodies(change.bodies, members)
    why = explain_no_change(analysis, index, change, chain, value)
    if why or not members:
        analysis.drop(index, why or "nobody to be the member")
        return
    first = min(chain.top, index)
    frame = ClauseFrame(
        change.action, members, change.bodies, value, first, change.last, change.rule
    )
    frame.weak = chain.participle
    frame.certain = names_members(chain.subject)
    if analysis.tokens[index].has("REJOIN"):
        frame.rule += ":again"
    keep_frame(analysis, frame, index)


def explain_no_change(
    analysis: SentenceAnalysis,
    index: int,
    change: PredicateChange,
    chain: GovernorChain,
    value: FactualityValue,
) -> str:
    """Why a verb with its subject makes no change; empty when it does."""
    first = chain.subject.first if isinstance(chain.subject, PartyPhrase) else 0
    if chain.form == "gerund" and analysis.among(first - 1, "LIKE"):
        return "only compared with a change"
    why = explain_unfit_subject(analysis, index, chain, change.bodies, value)
    return why or (value.why[-1] if value.stage is None else "")


def find_listed_members(analysis: SentenceAnalysis, index: int, last: int) -> tuple[Member, ...]:
    """As in "Three states join the pact: A, B and C": a list after the body names the subject."""
    found = match_pattern(analysis, "listed_subject", last)
    before = range(max(0, index - 3), index)
    if found is None or found.party is None or len(found.party.members) < SEVERAL:
        return ()
    counted = any(find_count(analysis.tokens, at) is not None for at in before)
    return found.party.members if counted else ()


SEVERAL = 2


def compute_factuality(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> FactualityValue:
    """The stage of a change under all that governs it."""
    chain.operators = chain.operators + find_outcome(analysis, index, change, chain)
    disambiguate_operators(analysis, chain)
    value = apply_operators(change.base, chain)
    if value.firm and is_only_mentioned(analysis, index, change, chain):
        value.to("considered", "spoken of as a thing")
    if value.stage == "approved" and is_only_promised(analysis, chain):
        value.to("considered", "promised by somebody out of office")
    if is_still_pending(analysis, chain):
        value = FactualityValue("considered", why=["before it, something else is due"])
    return value


def find_outcome(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> list[Operator]:
    """As in "its bid to join the bloc failed", "Joining the bloc is out of the question"."""
    if chain.operators and "TAIL" in chain.operators[0].labels and chain.form == "infinitive":
        return find_predicate_after(analysis, change.last)
    if chain.form != "gerund" or index:
        return []
    after = find_predicate_after(analysis, change.last)
    return [operator for operator in after if operator.labels & {"REJECT", "BLOCK"}]


def is_only_promised(analysis: SentenceAnalysis, chain: GovernorChain) -> bool:
    """As in "the candidate says she would take X out": who speaks doesn't govern."""
    before = analysis.tokens[: max(0, chain.top)]
    return is_governed_by(chain, "WOULD") and any(token.among("CHALLENGERS") for token in before)


def is_only_mentioned(
    analysis: SentenceAnalysis, index: int, change: PredicateChange, chain: GovernorChain
) -> bool:
    """As in "joining the pact is its goal", "looks unkindly on X joining": nothing happens."""
    if analysis.among(index - 1, "ABOUT"):
        return True
    if chain.form != "gerund":
        return False
    if has_pattern(analysis, "is_subject_of", change.last):
        return True
    subject = chain.subject if isinstance(chain.subject, PartyPhrase) else None
    if subject is None or subject.last != index - 1 or chain.operators:
        return False
    return analysis.among(subject.first - 1, "SPOKEN_ON")


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
    if not isinstance(subject, PartyPhrase) or not analysis.among(subject.last + 1, "IN"):
        return members, chain
    found = match_pattern(analysis, "joiner", subject.first)
    if found is None:
        return members, chain
    verb = found.marks["verb"]
    outer = analysis.find_governors(verb)
    others = resolve_members(analysis, outer.subject)
    follows = analysis.tokens[verb].has("FOLLOW")
    return (others if follows else (*members, *others)), outer
