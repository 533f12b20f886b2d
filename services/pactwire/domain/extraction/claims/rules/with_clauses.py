"""Nouns of change after "with": "With the entry of X the bloc counts 28", "threatens X with"."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun


def match_with_clause(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "With the accession of X the alliance counts 31 members"."""
    if nominal.party is None or nominal.action != "join":
        return
    before = nominal.first - 1
    while before > 0 and analysis.tokens[before].has("DET"):
        before -= 1
    ratified = analysis.tokens[nominal.index].has("N_SIGN")
    if analysis.low(before) != "with" or not (
        ratified or precedes_member_count(analysis, nominal.last)
    ):
        return
    nominal.news = True
    if not nominal.bodies:
        ahead = [phrase for phrase in analysis.phrases.bodies if phrase.first > nominal.last]
        near = [
            phrase for phrase in ahead[:1] if phrase.first <= nominal.last + (6 if ratified else 4)
        ]
        nominal.bodies = near


def precedes_member_count(analysis: SentenceAnalysis, last: int) -> bool:
    """Whether members are counted after the noun."""
    ahead = analysis.tokens[last + 1 : last + 14]
    return any(token.among("MEMBER_COUNT") for token in ahead)


def match_faced_decision(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "gives X until May to hold a vote or face suspension": X's, by the body that acts."""
    before = nominal.first - 1
    while before > 0 and analysis.tokens[before].has("NEXT"):
        before -= 1
    if nominal.action not in {"suspend", "expel"} or nominal.party is not None:
        return
    if analysis.tokens[before].lemma != "face":
        return
    named = [p for p in analysis.phrases.parties if p.last < before and p.kind == "state"]
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < before]
    if named and inside:
        nominal.party = named[-1]
        nominal.bodies = nominal.bodies or inside[-1:]
        nominal.head = nominal.head | {"CONSIDER"}


def match_threat(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "The bloc threatens X with expulsion": by the body that threatens."""
    if nominal.action not in {"suspend", "expel"} or nominal.party is not None:
        return
    if analysis.low(nominal.first - 1) != "with":
        return
    party: PartyPhrase | None = analysis.phrases.party_at.get(nominal.first - 2)
    if party is None or party.possessive:
        return
    nominal.party = party
    nominal.first = party.first
    if not nominal.bodies:
        inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < party.first]
        nominal.bodies = inside[-1:]
