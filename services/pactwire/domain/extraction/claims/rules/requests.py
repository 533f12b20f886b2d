"""Requests: "requests by A and B to enter", "Jordan's plea to be let in"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_last_body
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import CLUBS
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, name_bodies, tell
from pactwire.domain.extraction.claims.rules.decision_frames import Bodies, ends_predicate
from pactwire.domain.extraction.claims.rules.operator_senses import disambiguate_operators
from pactwire.domain.extraction.claims.scope.governors import GovernorChain

REFUSALS = frozenset({"REJECT", "BLOCK", "SPURN"})


def match_request(analysis: SentenceAnalysis, index: int) -> None:
    """A request with its owner, to a body that is named, acts or was spoken of."""
    if not analysis.among(index, "PLEAS"):
        return
    owned = match_pattern(analysis, "request_owner", index)
    found = owned or match_pattern(analysis, "request_by", index)
    if found is None or found.party is None:
        return
    party, end = found.party, found.end if owned is None else index + 1
    (bodies, last), entering = find_entry(analysis, end)
    start = min(party.first, index)
    chain = analysis.find_governors(start, body_subject=True, noun=True)
    disambiguate_operators(analysis, chain)
    if not entering and not (is_refused(chain) and ends_predicate(analysis, end)):
        return
    bodies = bodies or find_requested_bodies(analysis, index, chain, entering)
    weighed = [op for op in chain.operators if "CONSIDER" not in op.labels]
    ends = analysis.among(last + 1, "AND")
    chain.operators = weighed + ([] if ends else find_predicate_after(analysis, last))
    chain.form = "noun"
    change = PredicateChange("join", name_bodies(bodies), "applied", last, "join:plea")
    tell(analysis, index, change, chain, party)


def is_refused(chain: GovernorChain) -> bool:
    """Whether somebody says no to a request."""
    return any(op.labels & REFUSALS and "VERB" in op.labels for op in chain.operators)


def find_entry(analysis: SentenceAnalysis, start: int) -> tuple[Bodies, bool]:
    """As in "to join", "to be let into the union": the body, the last token, whether one enters."""
    if (found := match_pattern(analysis, "to_enter", start - 1)) is not None:
        return (list(found.bodies), found.end - 1), True
    alone = match_pattern(analysis, "to_enter_it", start - 1)
    return ([], start - 1 if alone is None else alone.marks["entry"]), alone is not None


def find_requested_bodies(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain, entering: bool
) -> list[BodyPhrase]:
    """The body a request goes to: the one that acts on it, or that was spoken of last."""
    if isinstance(chain.subject, BodyPhrase) and chain.subject.body.kind in CLUBS:
        return [chain.subject]
    return find_last_body(analysis, index) if entering else []
