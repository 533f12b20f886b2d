"""The predicate after a noun or gerund of change: "is blocked", "became a fact", "takes effect"."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import look_up_table
from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS
from pactwire.domain.extraction.claims.scope.governors import MODALS, Operator

OUTCOMES = frozenset({
    "BLOCK", "REJECT", "APPROVE", "COMPLETE", "LIFT", "HALT", "DENY", "LAPSE", "SIGN", "ENDS",
    "REINSTATE", "SUSPEND", "FAIL", "DEFER",
})  # fmt: skip
REMARKED = frozenset({"FACTIVE", "WELCOME"})


def find_predicate_after(analysis: SentenceAnalysis, last: int) -> list[Operator]:
    """As in "... is blocked", "... lapsed": the verb a noun is the subject of."""
    group: list[Operator] = []
    last = skip_apposition(analysis, last)
    for index in range(last + 1, min(last + 9, len(analysis.tokens))):
        token = analysis.tokens[index]
        labels = find_predicate(analysis, index, in_group=bool(group))
        if labels:
            said = Operator(labels, "noun", index, token.lemma, token.low, token.groups)
            return [said, *group, *find_future_operators(analysis, index)]
        if token.has(*MODALS):
            group.insert(0, Operator(token.tags, "group", index, token.lemma, groups=token.groups))
        elif token.among("TO_BE") and not group:
            group.append(Operator(frozenset({"COND"}), "group", index, "be", "be"))
        elif not token.bears("BE", "HAVE", "ADV", "QUOTE", "AND"):
            break
    return [operator for operator in group if operator.labels & {"WOULD", "COND"}]


def find_predicate(analysis: SentenceAnalysis, index: int, in_group: bool) -> frozenset[str]:
    """As in "is out of the question", "is final", "came in May": what it says of the change."""
    token = analysis.tokens[index]
    if (found := look_up_table(analysis, "predicate", index)) is not None:
        return frozenset(found[0].split())
    if token.tags & REMARKED and token.has("f:en") and analysis.look(index - 1).has("BE"):
        return frozenset({"FACTIVE", "VERB"})  # "was condemned by": what others speak of is news
    stated = token.has("f:en", "f:ed", "f:s") or in_group
    return token.tags if stated and token.has("VERB") and token.tags & OUTCOMES else NO_TAGS


def find_future_operators(analysis: SentenceAnalysis, index: int) -> list[Operator]:
    """As in "takes effect next Thursday": the present tense of a day to come."""
    token = analysis.tokens[index]
    present = token.has("f:s") and token.has("COMPLETE")
    to_come = present and analysis.among(index + 1, "TO_COME")
    return [Operator(frozenset({"FUT"}), "group", index, "")] if to_come else []


def skip_apposition(analysis: SentenceAnalysis, last: int) -> int:
    """As in "its bid, lodged in 2009, was": where the apposition ends."""
    if not analysis.among(last + 1, "COMMA"):
        return last
    ahead = range(last + 3, min(last + 20, len(analysis.tokens)))
    return next((at for at in ahead if analysis.among(at, "COMMA")), last)
