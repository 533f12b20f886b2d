"""Changes that a noun only recalls: "the anniversary of its accession", "NATO membership for X"."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.rules.noun_arguments import (
    NEUTRAL,
    DeverbalNoun,
    is_bid_like,
)
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain


def is_hoped_for(analysis: SentenceAnalysis, nominal: DeverbalNoun, value: FactualityValue) -> bool:
    """As in "NATO membership for Ukraine": what somebody is to have, it hasn't."""
    held = analysis.among(nominal.index, "MEMBERSHIP") and value.stage == "effective"
    return held and nominal.party is not None and analysis.among(nominal.party.first - 1, "FOR")


def mark_background(
    analysis: SentenceAnalysis,
    nominal: DeverbalNoun,
    chain: GovernorChain,
    value: FactualityValue,
) -> None:
    """A change that's only named, by a noun without a verb over it, is background."""
    if nominal.action == "suspend" and any(op.among("LASTING") for op in chain.operators):
        value.recall("it goes on")
    if is_hoped_for(analysis, nominal, value):
        value.to("considered", "membership for somebody")
        return
    before = analysis.tokens[max(0, nominal.first - 5) : nominal.first]
    if chain.relative == "with which" or any(token.among("JUBILEES") for token in before):
        value.background = True
    elif value.firm and not is_newsworthy(nominal, chain):
        value.recall("recalled by a noun")


def is_newsworthy(nominal: DeverbalNoun, chain: GovernorChain) -> bool:
    """Whether something is said of a change today: a verb governs it, or it is asked for."""
    governed = any(op.labels - {"VERB"} - NEUTRAL for op in chain.operators)
    return nominal.news or governed or is_bid_like(nominal)
