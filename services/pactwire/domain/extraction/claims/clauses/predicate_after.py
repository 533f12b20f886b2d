"""What is said of a change after it is named: "is blocked", "became a fact", "takes effect"."""

from pactwire.domain.extraction.claims.chunks.nouns import is_plain
from pactwire.domain.extraction.claims.clauses.frame import Reading
from pactwire.domain.extraction.claims.lexicon.word_list import listed
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
FINAL = listed("final irreversible irrevocable certain definitive done history official")
"""What a change can be said to be when it's a fact."""
SPANS = listed("hours days weeks months years after hour day week month")
UNLAWFUL = frozenset({"unconstitutional", "invalid", "unlawful", "void", "illegal"})
PROSPECTS = frozenset({"realistic", "possible", "impossible", "likely", "unlikely", "feasible"})
CAME = listed("came comes come follows followed angered angers")
REMARKED = frozenset({"FACTIVE", "WELCOME"})
REFUSED = frozenset({"REJECT", "VERB"})
DONE = frozenset({"COMPLETE", "VERB"})
NOTED = frozenset({"FACTIVE", "VERB"})
CLEARED = frozenset({"APPROVE", "VERB"})
HELD = frozenset({"HALTED", "OWN", "VERB"})
THOUGHT = frozenset({"CONSIDER", "VERB"})
NOTHING: frozenset[str] = frozenset()
RECEIVING = frozenset({"get", "receive", "win", "secure", "give", "gain"})


def verdict(reading: Reading, index: int) -> Operator | None:
    """As in "is out of the question", "is final", "became a fact", "came in May"."""
    token = reading.tokens[index]
    labels = verdict_labels(reading, index, token)
    return Operator(labels, "noun", index, token.lemma, token.low) if labels else None


def verdict_labels(reading: Reading, index: int, token: Token) -> frozenset[str]:
    """What the words from `index` on say about the change before them."""
    low, lemma = token.low, token.lemma
    if low in {"out of", "off"}:
        rest = (reading.low(index + 1), reading.low(index + 2))
        return REFUSED if rest in {("the", "question"), ("the", "table")} else NOTHING
    if lemma == "become" or low in FINAL:
        return DONE if settled(reading, index, token) else NOTHING
    if (labels := circumstance(reading, index)) is not NOTHING:
        return labels
    if low in CAME:
        return NOTED if counted(reading, index + 1) else NOTHING
    if lemma in RECEIVING:
        return CLEARED if approval(reading, index + 1) else NOTHING
    return NOTED if token.tags & REMARKED and remarked(reading, index) else NOTHING


def settled(reading: Reading, index: int, token: Token) -> bool:
    """As in "became a fact", "is final"."""
    if token.lemma == "become":
        return a_fact(reading, index + 1)
    told = reading.tokens[index - 1].has("BE", "ADV")
    return told and not is_plain_noun(reading, index + 1)


def circumstance(reading: Reading, index: int) -> frozenset[str]:
    """As in "is in force", "on hold", "is a long way off"."""
    low, after = reading.low(index), reading.low(index + 1)
    if low == "in" and after in {"force", "effect"}:
        return DONE
    if low in CAME and after == "true":
        return DONE
    if low == "on" and after in {"hold", "ice"}:
        return HELD
    if low in UNLAWFUL:
        return REFUSED
    if (low == "on" and reading.low(index + 2) == "agenda") or low in PROSPECTS:
        return THOUGHT
    if low in {"a", "years", "decades", "far"} and distant(reading, index):
        return THOUGHT
    return NOTHING


def distant(reading: Reading, index: int) -> bool:
    """As in "is a long way off", "is years away"."""
    ahead = [reading.low(at) for at in range(index + 1, index + 5)]
    return ahead[:1] in (["away"], ["off"]) or ahead[1:3] in (["way", "off"], ["way", "away"])


def a_fact(reading: Reading, index: int) -> bool:
    """As in "became a fact", "becomes official"."""
    if reading.low(index) == "a":
        return reading.low(index + 1) in {"fact", "reality"}
    return reading.low(index) in FINAL


def approval(reading: Reading, start: int) -> bool:
    """As in "got the go-ahead", "won final approval"."""
    ahead = [reading.token(index) for index in range(start, start + 3)]
    return any(
        token is not None and token.has("APPROVE") and not token.has("VERB", "CONSIDER")
        for token in ahead
    )


def remarked(reading: Reading, index: int) -> bool:
    """As in "was condemned by": a change others speak of is news."""
    token, left = reading.tokens[index], reading.tokens[index - 1]
    return token.has("f:en") and left.has("BE")


def counted(reading: Reading, index: int) -> bool:
    """Whether a span of time follows: "came three weeks into", "comes days after"."""
    ahead = [reading.token(at) for at in range(index, index + 3)]
    return any(token is not None and (token.has("NUM") or token.low in SPANS) for token in ahead)


def is_plain_noun(reading: Reading, index: int) -> bool:
    """Whether the next word is a noun that an adjective belongs to."""
    token = reading.token(index)
    return token is not None and is_plain(token) and not token.low.endswith("ly")


def later(reading: Reading, index: int) -> list[Operator]:
    """As in "takes effect next Thursday": the present tense of a day to come."""
    present = reading.tokens[index].has("f:s") and reading.tokens[index].has("COMPLETE")
    to_come = present and reading.low(index + 1) in {"next", "tomorrow", "later"}
    return [Operator(frozenset({"FUT"}), "group", index, "")] if to_come else []


def past_apposition(reading: Reading, last: int) -> int:
    """As in "its bid, lodged in 2009, was": where what is told in passing ends."""
    passing = reading.token(last + 2)
    if reading.low(last + 1) != "," or passing is None or not passing.has("f:en"):
        return last
    ahead = range(last + 3, min(last + 20, len(reading.tokens)))
    return next((at for at in ahead if reading.low(at) == ","), last)


def after_verb(reading: Reading, last: int) -> list[Operator]:
    """As in "... is blocked", "... lapsed": the verb a noun is the subject of."""
    group: list[Operator] = []
    last = past_apposition(reading, last)
    for index in range(last + 1, min(last + 9, len(reading.tokens))):
        token = reading.tokens[index]
        said = verdict(reading, index)
        if said is not None:
            return [said, *group]
        if token.has("FUT", "WOULD", "COND", "NEG"):
            group.insert(0, Operator(token.tags, "group", index, token.lemma))
        elif token.low == "be" and not group:
            group.append(Operator(frozenset({"COND"}), "group", index, "be", "be"))
        elif (
            token.has("VERB")
            and token.tags & OUTCOMES
            and (token.has("f:en", "f:ed", "f:s") or token.low == "complete" or group)
        ):
            return [
                Operator(token.tags, "noun", index, token.lemma),
                *group,
                *later(reading, index),
            ]
        elif not token.has("BE", "HAVE", "ADV") and token.low not in {'"', "“", "”", "and"}:
            break
    return [operator for operator in group if operator.labels & {"WOULD", "COND"}]
