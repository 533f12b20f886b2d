"""Instruments of withdrawal: "its letter of withdrawal", "an instrument of denunciation".

Whoever signs, sends or deposits one has decided; it takes effect later.
"""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member

TELLING = frozenset({"inform", "notify"})
"""As in "informs the union of its withdrawal": a notice without the word."""
SENDING = word_set(
    "sign deposit submit lodge file send hand deliver present dispatch issue publish"
)


def is_instrument(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether the noun belongs to a paper that somebody signs or sends."""
    if nominal.action != "leave" or analysis.low(nominal.first - 1) != "of":
        return False
    paper = analysis.among(nominal.first - 2, "PAPERS")
    before = analysis.tokens[max(0, nominal.first - 10) : nominal.first - 1]
    verbs = SENDING if paper else TELLING
    return any(token.lemma in verbs and token.has("VERB") for token in before)


def find_instrument_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> list[BodyPhrase]:
    """The body that is left: the one named last before the paper."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
    if inside:
        return inside[-1:]
    body = analysis.context.last_body(analysis.tokens[nominal.first].start)
    at = nominal.index
    return [] if body is None else [BodyPhrase(at, at, body, "body", generic=True)]


def find_sender(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> tuple[Member, ...]:
    """Whoever signs or sends the paper; it goes out at once, so nothing else sets its stage."""
    chain.operators = [op for op in chain.operators if "COMPLETE" not in op.labels]
    if nominal.party is not None:
        return resolve_members(analysis, nominal.party)
    return (
        resolve_members(analysis, chain.subject) if isinstance(chain.subject, PartyPhrase) else ()
    )
