"""Nouns of change after "with": "With the entry of X the bloc counts 28", "threatens X with"."""

from pactwire.domain.extraction.claims.clauses.bodies import list_bodies_before
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun


def match_with_clause(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "With the accession of X the alliance counts 31 members"."""
    if nominal.party is None or nominal.action != "join":
        return
    counted = has_pattern(analysis, "member_count", nominal.last)
    if not counted and not analysis.tokens[nominal.index].has("N_SIGN"):
        return
    if has_pattern(analysis, "with", nominal.first):
        nominal.news = True
        near = match_pattern(analysis, "body_near", nominal.last)
        nominal.bodies = nominal.bodies or ([] if near is None else list(near.bodies))


def match_faced_decision(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "gives X until May to hold a vote or face suspension": X's, by the body that acts."""
    if nominal.action not in {"suspend", "expel"} or nominal.party is not None:
        return
    facing = match_pattern(analysis, "facing", nominal.first)
    if facing is None:
        return
    verb = facing.end + 1
    named = [p for p in analysis.phrases.parties if p.last < verb and p.kind == "state"]
    inside = list_bodies_before(analysis, verb)
    if named and inside:
        nominal.party = named[-1]
        nominal.bodies = nominal.bodies or inside[-1:]
        nominal.head = nominal.head | {"CONSIDER"}


def match_threat(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "The bloc threatens X with expulsion": by the body that threatens."""
    if nominal.action not in {"suspend", "expel"} or nominal.party is not None:
        return
    found = match_pattern(analysis, "threatened_with", nominal.first)
    if found is None or found.party is None:
        return
    nominal.party, nominal.first = found.party, found.party.first
    if not nominal.bodies:
        nominal.bodies = list_bodies_before(analysis, found.party.first)[-1:]
