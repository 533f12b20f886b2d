"""Memberships that another noun turns: "the suspension of its membership", "an end to"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_parent_body
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire_schemas.enrichment import Action

TURNS: dict[str, Action] = {
    "TURN_SUSPEND": "suspend",
    "TURN_EXPEL": "expel",
    "TURN_REINSTATE": "reinstate",
}


def turn_membership(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """Give a membership the action of the noun that governs it, and the body that acts."""
    if nominal.party is None or not analysis.among(nominal.index, "HELD_MEMBERSHIP"):
        return
    first = min(nominal.first, nominal.party.first)
    found = match_pattern(analysis, "turned_by", first)
    if found is None:
        return
    noun = found.marks["noun"]
    labels = analysis.tokens[noun].tags
    nominal.action = next(action for label, action in TURNS.items() if label in labels)
    nominal.first = noun
    chain = analysis.find_governors(noun, body_subject=True, noun=True)
    nominal.turned = isinstance(chain.subject, BodyPhrase)
    if isinstance(chain.subject, BodyPhrase):
        nominal.bodies = nominal.bodies or [find_parent_body(analysis, chain.subject)]
    elif nominal.action == "expel" and not analysis.among(noun, "EXPULSION"):
        nominal.action = "leave"


def drop_announcement(nominal: DeverbalNoun, chain: GovernorChain) -> None:
    """As in "The union announces the suspension of its membership": it has decided it itself."""
    first = chain.operators[0] if chain.operators else None
    if not nominal.turned or first is None or "CONSIDER" in first.labels:
        return
    if first.among("DECREEING"):
        chain.operators = chain.operators[1:]
        nominal.news = True
