"""VP ellipsis: "Sweden hopes to follow", "they will do the same"."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.clauses.telling import keep_frame
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain


def match_vp_ellipsis(analysis: SentenceAnalysis, index: int) -> None:
    """A verb without an object that takes over the last change, with its own subject and stage."""
    source = find_antecedent(analysis)
    if source is None:
        return
    if (followed := match_pattern(analysis, "followed_by", index)) is not None:
        after_comma = analysis.tokens[index].has("f:en") and analysis.among(index - 1, "COMMA")
        if after_comma and analysis.tokens[index].has("FOLLOW"):
            emit_echo(analysis, index, source, followed.party, None)
            return
    if not is_elliptic_verb(analysis, index):
        return
    chain = analysis.find_governors(index)
    asked = any(operator.token in {"if"} for operator in chain.operators)
    alone = chain.form == "finite" and not chain.operators
    if not asked and not (alone and not repeats(analysis, index, source)):
        subject = chain.subject if isinstance(chain.subject, PartyPhrase) else None
        emit_echo(analysis, index, source, subject, chain)


def emit_echo(
    analysis: SentenceAnalysis,
    index: int,
    source: ClauseFrame,
    party: PartyPhrase | None,
    chain: GovernorChain | None,
) -> None:
    """The change of another, of whoever does the same."""
    members = tuple(m for m in resolve_members(analysis, party) if m not in source.members)
    stage, does = source.factuality.stage, analysis.among(index, "DOING_SO")
    value = FactualityValue(stage, why=["followed by"])
    if chain is not None:
        value = apply_operators(stage or "effective" if does else "effective", chain)
    if party is None or not members or value.stage is None:
        return
    last = party.last if chain is None else index
    first = index if chain is None else min(chain.top, index)
    rule = f"{source.action}:echo"
    frame = ClauseFrame(source.action, members, source.bodies, value, first, last, rule)
    frame.certain = chain is None
    keep_frame(analysis, frame, index)


def repeats(analysis: SentenceAnalysis, index: int, source: ClauseFrame) -> bool:
    """As in "They did the same", "X followed suit", "X followed in January"."""
    same = analysis.among(index, "DOING_SO") or analysis.among(index + 1, "SUIT")
    return same or source.factuality.firm


def find_antecedent(analysis: SentenceAnalysis) -> ClauseFrame | None:
    """The antecedent: the last change in this sentence, else in the one before."""
    for frame in reversed(analysis.frames):
        if not frame.factuality.background:
            return frame
    recent = analysis.context.last_frame
    return recent if isinstance(recent, ClauseFrame) else None


def is_elliptic_verb(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether the verb has no object of its own."""
    token = analysis.tokens[index]
    if token.has("FOLLOW"):
        return match_pattern(analysis, "follow_suit", index) is not None
    if token.among("DOING_SO"):
        return match_pattern(analysis, "do_so", index) is not None
    return token.among("TO_BE") and match_pattern(analysis, "be_next", index) is not None
