"""Disambiguates operators by who acts, or by the words beside them."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import CLUBS
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator

INVITING = frozenset({"INVITE", "APPROVE", "VERB"})
REFUSING = frozenset({"REJECT"})
CONTESTS = word_set("race vote election contest battle bid ballot runoff campaign")
POLLING = word_set("poll polls survey surveys pollster pollsters finds suggests suggest find would")
VOTING = word_set("voters electorate citizens")


def disambiguate_operators(analysis: SentenceAnalysis, chain: GovernorChain) -> None:
    """Give the operators of a chain the labels they have in this sentence."""
    for position, operator in enumerate(chain.operators):
        labels = choose_labels(analysis, chain, operator)
        if labels is not None:
            lemma = "invite" if labels is INVITING else operator.lemma
            chain.operators[position] = replace(operator, labels=labels, lemma=lemma)


def choose_labels(
    analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator
) -> frozenset[str] | None:
    """The labels of an operator when they aren't those of its word."""
    if operator.lemma == "ask" and operator.link == "control":
        return INVITING if is_asked_by_body(chain) else None
    if operator.token in {"interest", "interests"}:
        return REFUSING if is_against_interest(analysis, operator) else None
    if "LOSE" in operator.labels:
        ahead = {analysis.low(at) for at in range(operator.index + 1, operator.index + 5)}
        return frozenset({"FAIL", "VERB"}) if ahead & CONTESTS else None
    if operator.lemma == "back" and "VERB" in operator.labels:
        return (
            frozenset({"APPROVE", "VERB"})
            if is_decided_by_voters(analysis, chain, operator)
            else None
        )
    return None


def is_asked_by_body(chain: GovernorChain) -> bool:
    """As in "The alliance asks X to begin talks": a club that asks invites."""
    outer = chain.outer
    return isinstance(outer, BodyPhrase) and outer.body.kind in CLUBS


def is_against_interest(analysis: SentenceAnalysis, operator: Operator) -> bool:
    """As in "not in Canada's interest to", "in nobody's interest"."""
    before = [analysis.tokens[at] for at in range(max(0, operator.index - 7), operator.index)]
    at = next((n for n, token in enumerate(before) if token.low == "in"), None)
    return at is not None and any(token.has("NEG") for token in before[:at])


def is_decided_by_voters(
    analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator
) -> bool:
    """As in "voters backed membership": a vote, not an opinion poll."""
    subject = chain.subject
    if not isinstance(subject, PartyPhrase) or not operator.labels & {"f:ed", "f:s", "f:base"}:
        return False
    words = {analysis.low(at) for at in range(subject.first, subject.last + 1)}
    near = {token.low for token in analysis.tokens}
    voters = bool(words & VOTING) or (
        subject.kind == "people" and bool(near & {"referendum", "plebiscite", "ballots"})
    )
    return voters and not near & POLLING


def is_demanded(analysis: SentenceAnalysis, chain: GovernorChain) -> bool:
    """As in "demands that the union lift ...": the subjunctive of a body."""
    first = chain.operators[0] if chain.operators else None
    if first is None or not {"VERB", "f:base"} <= first.labels or "f:ed" in first.labels:
        return False
    actor = analysis.phrases.body_at.get(first.index - 1)
    if actor is None:
        return False
    before = actor.first - 2 if analysis.tokens[actor.first - 1].has("DET") else actor.first - 1
    return analysis.low(before) == "that"
