"""Brexit and Article 50: words that name member, body and action at once."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.tokens.context import Member

BODY = "x-european-union"
MEMBER = "GB"


def match_brexit(analysis: SentenceAnalysis, index: int) -> None:
    """Brexit that is done, Article 50 that is triggered; other mentions say nothing new."""
    body = analysis.context.world.body(BODY)
    if body is None:
        return
    if analysis.low(index) == "article 50":
        match_article_50(analysis, index)
        return
    operators = find_predicate_after(analysis, index)
    if not operators or "COMPLETE" not in operators[0].labels:
        return
    chain = analysis.find_governors(index, noun=True)
    chain.operators = operators
    value = apply_operators("effective", chain, nominal=True)
    if value.stage is not None:
        emit_brexit(analysis, index, (build_britain(analysis),), value)


def match_article_50(analysis: SentenceAnalysis, index: int) -> None:
    """As in "will trigger Article 50": the notice of a member that leaves."""
    chain = analysis.find_governors(index, noun=True)
    first = chain.operators[0] if chain.operators else None
    if first is None or not first.among("TRIGGERING"):
        return
    subject = chain.subject
    members = resolve_members(analysis, subject) if isinstance(subject, PartyPhrase) else ()
    value = apply_operators("effective", chain, nominal=True)
    if value.stage is not None:
        emit_brexit(analysis, index, members or (build_britain(analysis),), value)


def build_britain(analysis: SentenceAnalysis) -> Member:
    """The member Brexit is about."""
    return Member(MEMBER, analysis.context.world.state_name(MEMBER), MEMBER)


def emit_brexit(
    analysis: SentenceAnalysis, index: int, members: tuple[Member, ...], value: FactualityValue
) -> None:
    """Keep the frame of a member that leaves the union."""
    body = analysis.context.world.body(BODY)
    if body is not None:
        frame = ClauseFrame("leave", members, (body,), value, index, index, "leave:brexit")
        frame.certain = False
        analysis.keep(frame, index)
