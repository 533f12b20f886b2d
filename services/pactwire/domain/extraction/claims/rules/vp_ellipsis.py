"""VP ellipsis: "Sweden hopes to follow", "they will do the same"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.telling import keep_frame
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain


def match_vp_ellipsis(analysis: SentenceAnalysis, index: int) -> None:
    """A verb without an object that takes over the last change, with its own subject and stage."""
    source = find_antecedent(analysis)
    if source is None:
        return
    echo = read_followed(analysis, index, source) or read_ellipsis(analysis, index, source)
    if echo is not None and echo.members and echo.factuality.stage is not None:
        keep_frame(analysis, echo, index)


def read_followed(
    analysis: SentenceAnalysis, index: int, source: ClauseFrame
) -> ClauseFrame | None:
    """As in "X joined, followed by Y"."""
    found = match_pattern(analysis, "followed_by", index - 2)
    if found is None:
        return None
    value = FactualityValue(source.factuality.stage, why=["followed by"])
    echo = build_echo(analysis, source, found.party, value, (index, found.end - 1))
    echo.certain = True
    return echo


def read_ellipsis(
    analysis: SentenceAnalysis, index: int, source: ClauseFrame
) -> ClauseFrame | None:
    """As in "Sweden hopes to follow", "they will do the same"."""
    chain = analysis.find_governors(index) if is_elliptic_verb(analysis, index) else None
    if chain is None or tells_nothing(analysis, index, source, chain):
        return None
    stage = source.factuality.stage if analysis.among(index, "DOING_SO") else None
    value, first = apply_operators(stage or "effective", chain), min(chain.top, index)
    return build_echo(analysis, source, chain.subject, value, (first, index))


def build_echo(
    analysis: SentenceAnalysis,
    source: ClauseFrame,
    who: PartyPhrase | BodyPhrase | None,
    value: FactualityValue,
    span: tuple[int, int],
) -> ClauseFrame:
    """The change of another, of whoever does the same and hasn't done it yet."""
    members = resolve_members(analysis, who) if isinstance(who, PartyPhrase) else ()
    members = tuple(member for member in members if member not in source.members)
    rule = f"{source.action}:echo"
    return ClauseFrame(source.action, members, source.bodies, value, *span, rule, certain=False)


def tells_nothing(
    analysis: SentenceAnalysis, index: int, source: ClauseFrame, chain: GovernorChain
) -> bool:
    """As in "asked if X would do so", "X followed in January"; not "They did the same"."""
    if chain.form == "finite" and not chain.operators:
        same = analysis.among(index, "DOING_SO") or analysis.among(index + 1, "SUIT")
        return not same and not source.factuality.firm
    return any(operator.token in {"if"} for operator in chain.operators)


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
        return has_pattern(analysis, "follow_suit", index)
    if token.among("DOING_SO"):
        return has_pattern(analysis, "do_so", index)
    return token.among("TO_BE") and has_pattern(analysis, "be_next", index)
