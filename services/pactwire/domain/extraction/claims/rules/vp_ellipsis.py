"""VP ellipsis: "Sweden hopes to follow", "they will do the same"."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue

ENDS = frozenset(
    {
        "suit",
        "soon",
        "next",
        "in",
        "by",
        "later",
        ".",
        ",",
        ";",
        "within",
        "this",
        "shortly",
        "before",
    }
)
DOING = frozenset({"so", "same", "likewise", "it"})


def match_vp_ellipsis(analysis: SentenceAnalysis, index: int) -> None:
    """A verb without an object that takes over the last change, with its own subject and stage."""
    source = find_antecedent(analysis)
    if source is not None and (party := find_followers(analysis, index)) is not None:
        members = tuple(m for m in resolve_members(analysis, party) if m not in source.members)
        value = FactualityValue(source.factuality.stage, why=["followed by"])
        rule = f"{source.action}:echo"
        if members:
            first, last = index, party.last
            frame = ClauseFrame(source.action, members, source.bodies, value, first, last, rule)
            analysis.keep(frame, index)
        return
    if source is None or not is_elliptic_verb(analysis, index):
        return
    chain = analysis.find_governors(index)
    subject = chain.subject if isinstance(chain.subject, PartyPhrase) else None
    members = tuple(m for m in resolve_members(analysis, subject) if m not in source.members)
    if any(operator.token in {"if"} for operator in chain.operators):
        return
    value = apply_operators(
        source.factuality.stage or "effective"
        if analysis.tokens[index].lemma == "do"
        else "effective",
        chain,
    )
    if not members or value.stage is None:
        return
    if chain.form == "finite" and not chain.operators and not repeats(analysis, index, source):
        return
    frame = ClauseFrame(
        source.action,
        members,
        source.bodies,
        value,
        min(chain.top, index),
        index,
        f"{source.action}:echo",
    )
    frame.certain = False
    analysis.keep(frame, index)


def find_followers(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """As in "X quits the bloc, followed a day later by Y and Z"."""
    token = analysis.tokens[index]
    if token.lemma != "follow" or not token.has("f:en") or analysis.low(index - 1) != ",":
        return None
    for ahead in range(index + 1, min(index + 7, len(analysis.tokens))):
        if analysis.low(ahead) == "by":
            return analysis.phrases.party_at.get(ahead + 1) or analysis.phrases.party_at.get(
                ahead + 2
            )
    return None


def repeats(analysis: SentenceAnalysis, index: int, source: ClauseFrame) -> bool:
    """As in "They did the same", "X followed suit", "X followed in January"."""
    token = analysis.tokens[index]
    if token.lemma == "do" or analysis.low(index + 1) == "suit":
        return True
    return source.factuality.stage in {"effective", "approved"}


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
    after = analysis.low(index + 1)
    if token.lemma == "follow":
        return after in ENDS or index + 1 >= len(analysis.tokens)
    if token.lemma == "do":
        return after in DOING - {"it"} or (after == "the" and analysis.low(index + 2) == "same")
    return token.low == "be" and after == "next"
