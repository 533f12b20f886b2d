"""Disambiguates operators by who acts, or by the words beside them."""

from collections.abc import Callable
from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern
from pactwire.domain.extraction.claims.rules.phrases import is_club
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator

Holds = Callable[[SentenceAnalysis, GovernorChain, Operator], bool]


def is_governed_by(chain: GovernorChain, *labels: str) -> bool:
    """Whether one of the operators over a change has one of the labels."""
    return any(not operator.labels.isdisjoint(labels) for operator in chain.operators)


def disambiguate_operators(analysis: SentenceAnalysis, chain: GovernorChain) -> None:
    """Give the operators of a chain the labels they have in this sentence."""
    for position, operator in enumerate(chain.operators):
        for group, (holds, labels) in SENSES.items():
            if operator.among(group) and holds(analysis, chain, operator):
                lemma = "invite" if "INVITE" in labels else operator.lemma
                chain.operators[position] = replace(operator, labels=labels, lemma=lemma)


def is_asked_by_body(analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator) -> bool:
    """As in "The alliance asks X to begin talks": a club that asks invites."""
    return operator.link == "control" and is_club(chain.outer)


def is_against_interest(
    analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator
) -> bool:
    """As in "not in Canada's interest to", "in nobody's interest"."""
    return has_pattern(analysis, "denied_in", operator.index)


def is_contested(analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator) -> bool:
    """As in "loses its bid to": it fails."""
    return has_pattern(analysis, "contest", operator.index)


def is_decided_by_voters(
    analysis: SentenceAnalysis, chain: GovernorChain, operator: Operator
) -> bool:
    """As in "voters backed membership": a vote, not an opinion poll."""
    subject = chain.subject
    if not isinstance(subject, PartyPhrase) or not operator.labels & {"f:ed", "f:s", "f:base"}:
        return False
    words = analysis.tokens[subject.first : subject.last + 1]
    voters = any(token.among("ELECTORATE") for token in words)
    if not voters and subject.kind == "people":
        voters = any(token.among("BALLOTS") for token in analysis.tokens)
    return voters and not any(token.among("POLLING") for token in analysis.tokens)


SENSES: dict[str, tuple[Holds, frozenset[str]]] = {
    "ASKING_FOR": (is_asked_by_body, frozenset({"INVITE", "APPROVE", "VERB"})),
    "INTERESTS": (is_against_interest, frozenset({"REJECT"})),
    "LOSING": (is_contested, frozenset({"FAIL", "VERB"})),
    "BACKING": (is_decided_by_voters, frozenset({"APPROVE", "VERB"})),
}
"""What words of a group mean besides, when something holds."""


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
