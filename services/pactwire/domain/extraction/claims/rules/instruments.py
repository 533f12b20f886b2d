"""Instruments of withdrawal: "its letter of withdrawal", "an instrument of denunciation".

Whoever signs, sends or deposits one has decided; it takes effect later.
"""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.context import Member


def recognise_instrument(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """Whether the noun belongs to a paper that somebody signs or sends, or to a notice given."""
    leaves = nominal.action == "leave"
    nominal.filed = leaves and has_pattern(analysis, "paper_of", nominal.first)
    nominal.news = nominal.news or nominal.filed


def find_sender(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> tuple[Member, ...]:
    """Whoever signs or sends the paper; it goes out at once, so nothing else sets its stage."""
    chain.operators = [op for op in chain.operators if "COMPLETE" not in op.labels]
    subject = chain.subject if isinstance(chain.subject, PartyPhrase) else None
    return resolve_members(analysis, nominal.party or subject)
