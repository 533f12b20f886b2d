"""The predicate after a noun or gerund of change: "is blocked", "became a fact", "takes effect"."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import look_up_pattern
from pactwire.domain.extraction.claims.scope.governors import Operator

OUTCOMES = frozenset(
    [
        "BLOCK",
        "REJECT",
        "APPROVE",
        "COMPLETE",
        "LIFT",
        "HALT",
        "DENY",
        "LAPSE",
        "SIGN",
        "ENDS",
        "REINSTATE",
        "SUSPEND",
        "FAIL",
        "DEFER",
    ]
)
REMARKED = frozenset({"FACTIVE", "WELCOME"})


def find_predicate(analysis: SentenceAnalysis, index: int) -> Operator | None:
    """As in "is out of the question", "is final", "became a fact", "came in May"."""
    token = analysis.tokens[index]
    table = analysis.context.world.grammar.content["patterns"]["tables"]["predicate"]
    found = look_up_pattern(analysis, table, index)
    labels = frozenset(found[0].split()) if found is not None else frozenset[str]()
    if found is None and token.tags & REMARKED and is_commented_on(analysis, index):
        labels = frozenset({"FACTIVE", "VERB"})
    return Operator(labels, "noun", index, token.lemma, token.low, token.groups) if labels else None


def is_commented_on(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "was condemned by": a change others speak of is news."""
    token, left = analysis.tokens[index], analysis.tokens[index - 1]
    return token.has("f:en") and left.has("BE")


def find_future_operators(analysis: SentenceAnalysis, index: int) -> list[Operator]:
    """As in "takes effect next Thursday": the present tense of a day to come."""
    present = analysis.tokens[index].has("f:s") and analysis.tokens[index].has("COMPLETE")
    to_come = present and analysis.low(index + 1) in {"next", "tomorrow", "later"}
    return [Operator(frozenset({"FUT"}), "group", index, "")] if to_come else []


def skip_apposition(analysis: SentenceAnalysis, last: int) -> int:
    """As in "its bid, lodged in 2009, was": where the apposition ends."""
    passing = analysis.token(last + 2)
    if analysis.low(last + 1) != "," or passing is None:
        return last
    ahead = range(last + 3, min(last + 20, len(analysis.tokens)))
    return next((at for at in ahead if analysis.low(at) == ","), last)


def find_predicate_after(analysis: SentenceAnalysis, last: int) -> list[Operator]:
    """As in "... is blocked", "... lapsed": the verb a noun is the subject of."""
    group: list[Operator] = []
    last = skip_apposition(analysis, last)
    for index in range(last + 1, min(last + 9, len(analysis.tokens))):
        token = analysis.tokens[index]
        said = find_predicate(analysis, index)
        if said is not None:
            return [said, *group]
        if token.has("FUT", "WOULD", "COND", "NEG"):
            group.insert(0, Operator(token.tags, "group", index, token.lemma, groups=token.groups))
        elif token.low == "be" and not group:
            group.append(Operator(frozenset({"COND"}), "group", index, "be", "be"))
        elif (
            token.has("VERB")
            and token.tags & OUTCOMES
            and (token.has("f:en", "f:ed", "f:s") or token.low == "complete" or group)
        ):
            return [
                Operator(token.tags, "noun", index, token.lemma, groups=token.groups),
                *group,
                *find_future_operators(analysis, index),
            ]
        elif not token.has("BE", "HAVE", "ADV") and token.low not in {'"', "“", "”", "and"}:
            break
    return [operator for operator in group if operator.labels & {"WOULD", "COND"}]
