"""The predicate after a noun or gerund of change: "is blocked", "became a fact", "takes effect"."""

from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.scope.governors import Operator
from pactwire.domain.extraction.claims.tokens.tokens import Token

OUTCOMES = frozenset(
    {
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
    }
)
FINAL = word_set("final irreversible irrevocable certain definitive done history official")
"""What a change can be said to be when it's a fact."""

UNLAWFUL = frozenset({"unconstitutional", "invalid", "unlawful", "void", "illegal"})
PROSPECTS = frozenset({"realistic", "possible", "impossible", "likely", "unlikely", "feasible"})
CAME = word_set("came comes come follows followed angered angers")
REMARKED = frozenset({"FACTIVE", "WELCOME"})
REFUSED = frozenset({"REJECT", "VERB"})
DONE = frozenset({"COMPLETE", "VERB"})
NOTED = frozenset({"FACTIVE", "VERB"})
CLEARED = frozenset({"APPROVE", "VERB"})
HELD = frozenset({"HALTED", "OWN", "VERB"})
THOUGHT = frozenset({"CONSIDER", "VERB"})
NOTHING: frozenset[str] = frozenset()
RECEIVING = frozenset({"get", "receive", "win", "secure", "give", "gain"})


def find_predicate(analysis: SentenceAnalysis, index: int) -> Operator | None:
    """As in "is out of the question", "is final", "became a fact", "came in May"."""
    token = analysis.tokens[index]
    labels = classify_predicate(analysis, index, token)
    return Operator(labels, "noun", index, token.lemma, token.low, token.groups) if labels else None


def classify_predicate(analysis: SentenceAnalysis, index: int, token: Token) -> frozenset[str]:
    """What the words from `index` on say about the change before them."""
    low, lemma = token.low, token.lemma
    if low in {"out of", "off"}:
        rest = analysis.low(index + 1), analysis.low(index + 2)
        return REFUSED if rest in {("the", "question"), ("the", "table")} else NOTHING
    if lemma == "become" or low in FINAL:
        return DONE if is_completed(analysis, index, token) else NOTHING
    if (labels := classify_circumstance(analysis, index)) is not NOTHING:
        return labels
    if low in CAME:
        return NOTED if is_time_span(analysis, index + 1) else NOTHING
    if lemma in RECEIVING:
        return CLEARED
    return NOTED if token.tags & REMARKED and is_commented_on(analysis, index) else NOTHING


def is_completed(analysis: SentenceAnalysis, index: int, token: Token) -> bool:
    """As in "became a fact", "is final"."""
    if token.lemma == "become":
        return becomes_fact(analysis, index + 1)
    return True


def classify_circumstance(analysis: SentenceAnalysis, index: int) -> frozenset[str]:
    """As in "is in force", "on hold", "is a long way off"."""
    low, after = analysis.low(index), analysis.low(index + 1)
    if low == "in" and after in {"force", "effect"}:
        return DONE
    if low == "on" and after in {"hold", "ice"}:
        return HELD
    if low in UNLAWFUL:
        return REFUSED
    if low in PROSPECTS:
        return THOUGHT
    if low in {"a", "years", "decades", "far"} and is_distant(analysis, index):
        return THOUGHT
    return NOTHING


def is_distant(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is a long way off", "is years away"."""
    ahead = [analysis.low(at) for at in range(index + 1, index + 5)]
    return ahead[:1] in (["away"], ["off"]) or ahead[1:3] in (["way", "off"], ["way", "away"])


def becomes_fact(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "became a fact", "becomes official"."""
    if analysis.low(index) == "a":
        return analysis.low(index + 1) in {"fact", "reality"}
    return analysis.low(index) in FINAL


def is_commented_on(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "was condemned by": a change others speak of is news."""
    token, left = analysis.tokens[index], analysis.tokens[index - 1]
    return token.has("f:en") and left.has("BE")


def is_time_span(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a span of time follows: "came three weeks into", "comes days after"."""
    ahead = [analysis.token(at) for at in range(index, index + 3)]
    return any(token is not None and (token.has("NUM") or token.among("SPANS")) for token in ahead)


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
