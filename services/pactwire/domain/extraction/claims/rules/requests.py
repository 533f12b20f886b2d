"""Requests: "requests by A and B to enter", "Jordan's plea to be let in"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_last_body
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, name_bodies, tell
from pactwire.domain.extraction.claims.rules.decision_frames import ends_predicate
from pactwire.domain.extraction.claims.rules.operator_senses import disambiguate_operators
from pactwire.domain.extraction.claims.rules.phrases import Bodies, is_club, read_bodies
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator

REFUSALS = frozenset({"REJECT", "BLOCK", "SPURN"})


def match_request(analysis: SentenceAnalysis, index: int) -> None:
    """A request with its owner, to a body that is named, acts or was spoken of."""
    party, end = find_requester(analysis, index) if analysis.among(index, "PLEAS") else (None, 0)
    if party is None:
        return
    (bodies, last), entering = find_entry(analysis, end)
    start = min(party.first, index)
    chain = analysis.find_governors(start, body_subject=True, noun=True)
    disambiguate_operators(analysis, chain)
    if not entering and not (is_refused(chain) and ends_predicate(analysis, end)):
        return
    bodies = bodies or find_requested_bodies(analysis, index, chain, entering)
    chain.operators = list_answers(analysis, chain, last)
    chain.form = "noun"
    change = PredicateChange("join", name_bodies(bodies), "applied", last, "join:plea")
    tell(analysis, index, change, chain, party)


def find_requester(analysis: SentenceAnalysis, index: int) -> tuple[PartyPhrase | None, int]:
    """As in "Jordan's plea", "requests by A and B": whose it is, and where it goes on."""
    if (owned := match_pattern(analysis, "request_owner", index)) is not None:
        return owned.party, index + 1
    found = match_pattern(analysis, "request_by", index)
    return (None, 0) if found is None else (found.party, found.end)


def list_answers(analysis: SentenceAnalysis, chain: GovernorChain, last: int) -> list[Operator]:
    """What is made of a request: by the verbs over it, and by the one it is the subject of."""
    answers = [op for op in chain.operators if "CONSIDER" not in op.labels]
    ends = analysis.among(last + 1, "AND")
    return answers if ends else answers + find_predicate_after(analysis, last)


def is_refused(chain: GovernorChain) -> bool:
    """Whether somebody says no to a request."""
    return any(op.labels & REFUSALS and "VERB" in op.labels for op in chain.operators)


def find_entry(analysis: SentenceAnalysis, start: int) -> tuple[Bodies, bool]:
    """As in "to join", "to be let into the union": the body, the last token, whether one enters."""
    named = read_bodies(analysis, "to_enter", start - 1)
    if named[0]:
        return named, True
    alone = match_pattern(analysis, "to_enter_it", start - 1)
    return ([], start - 1 if alone is None else alone.marks["entry"]), alone is not None


def find_requested_bodies(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain, entering: bool
) -> list[BodyPhrase]:
    """The body a request goes to: the one that acts on it, or that was spoken of last."""
    if isinstance(chain.subject, BodyPhrase) and is_club(chain.subject):
        return [chain.subject]
    return find_last_body(analysis, index) if entering else []
