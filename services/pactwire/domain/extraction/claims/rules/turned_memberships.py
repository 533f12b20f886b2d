"""Memberships that another noun turns: "the suspension of its membership", "an end to"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.rules.decision_frames import find_parent_body
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire_schemas.enrichment import Action

HELD = ("membership", "rights", "membership status")

TURNS: dict[str, Action] = {
    "TURN_SUSPEND": "suspend",
    "TURN_EXPEL": "expel",
    "TURN_REINSTATE": "reinstate",
}


def turn_membership(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """Give a membership the action of the noun that governs it, and the body that acts."""
    if nominal.party is None or not analysis.low(nominal.index).endswith(HELD):
        return
    noun = find_turning_noun(analysis, min(nominal.first, nominal.party.first))
    if noun is None:
        return
    word = analysis.low(noun)
    labels = analysis.tokens[noun].tags
    nominal.action = next(action for label, action in TURNS.items() if label in labels)
    nominal.first = noun
    chain = analysis.find_governors(noun, body_subject=True, noun=True)
    acting = chain.subject if isinstance(chain.subject, BodyPhrase) else None
    nominal.turned = acting is not None
    if acting is not None and not nominal.bodies:
        nominal.bodies = [find_parent_body(analysis, acting)]
    if acting is None and nominal.action == "expel" and word != "expulsion":
        nominal.action = "leave"


def find_turning_noun(analysis: SentenceAnalysis, first: int) -> int | None:
    """As in "the suspension of | X's membership", "an end to | its membership"."""
    at = first - 1
    while at > 0 and analysis.tokens[at].has("DET"):
        at -= 1
    noun = at - 1
    if analysis.low(at) not in {"of", "to"} or noun < 0:
        return None
    return noun if analysis.tokens[noun].has(*TURNS) else None


def drop_announcement(nominal: DeverbalNoun, chain: GovernorChain) -> None:
    """As in "The union announces the suspension of its membership": it has decided it itself."""
    first = chain.operators[0] if chain.operators else None
    if not nominal.turned or first is None or "CONSIDER" in first.labels:
        return
    if first.among("DECREEING"):
        chain.operators = chain.operators[1:]
        nominal.news = True
