"""What stands to the right of a predicate: bodies, direct objects, the noun's own verb."""

from pactwire.domain.membership.ascent import Operator
from pactwire.domain.membership.frames import Reading
from pactwire.domain.membership.listed import listed
from pactwire.domain.membership.nouns import (
    TIME_WORDS,
    BodyPhrase,
    Party,
    is_plain,
    is_word,
    runs_on,
)
from pactwire.domain.membership.tokens import Token
from pactwire.domain.membership.world import Body

TREATY_KINDS = frozenset({"treaty", "convention", "accord", "protocol", "pact"})


TREATY_WORDS = (
    "accord",
    "treaty",
    "convention",
    "protocol",
    "pact",
    "agreement",
    "statute",
    "compact",
    "charter",
    "partnership",
    "court",
)


def nounlike(reading: Reading, index: int) -> bool:
    """Whether "return", "bid", "exit" is a noun here."""
    left = reading.token(index - 1)
    token = reading.tokens[index]
    inflected = token.has("f:ed", "f:ing") and not token.has("f:base", "N_SIGN")
    if left is None or inflected or left.low == "to" or left.low.endswith(" to"):
        return False
    return (
        left.has("DET", "POSS", "NEXT", "CONSIDER", "f:s", "f:ed", "APPROVE", "REJECT")
        or left.low in {"'s", "'"}
        or index - 1 in reading.phrases.body_at
        or (is_plain(left) and left.text[0].islower())
        or (
            index - 1 in reading.phrases.party_at
            and reading.phrases.party_at[index - 1].kind == "adjective"
        )
    )


def is_treaty(body: Body) -> bool:
    """Whether states sign and ratify it."""
    return body.kind in TREATY_KINDS or any(word in body.name.lower() for word in TREATY_WORDS)


def premodifies(token: Token) -> bool:
    """Whether a token may stand between a verb or preposition and the body's name."""
    if token.hit is not None:
        return token.hit.kind in {"country", "place"}
    if not is_word(token) and token.low not in {"'s", "'", '"', "“", "”"}:
        return False
    if token.has("DET", "NEXT", "HYPHEN", "GBODY", "POSS", "REP") or token.low[0].isdigit():
        return True
    if token.low in {"planned", "upcoming", "forthcoming", "impending"}:
        return True
    if token.has("NUM") or token.low == "pas":
        return True
    if token.has(
        "PREP", "CONJ", "REL", "SUBORD", "BE", "HAVE", "FUT", "WOULD", "NEG", "COND", "PRON"
    ):
        return False
    return (
        is_plain(token)
        or token.has("ADV", "CONSIDER")
        or not token.has("VERB")
        or token.has("f:en")
    )


def body_at(
    reading: Reading, start: int, heads: frozenset[str] = frozenset({"body"})
) -> BodyPhrase | None:
    """The body that begins at `start`, after at most seven premodifiers."""
    index = start
    while index < min(start + 9, len(reading.tokens)):
        phrase = reading.phrases.body_at.get(index)
        if phrase is not None:
            nested = owned_body(reading, phrase)
            if nested is not None:
                return nested
            twin = reading.phrases.body_at.get(phrase.last + 1)
            if twin is not None and twin.body.entity_id == phrase.body.entity_id:
                phrase = twin
            return phrase if phrase.head in heads else None
        if not premodifies(reading.tokens[index]) or (
            reading.low(index) == "that" and index > start
        ):
            return None
        index += 1
    return None


def owned_body(reading: Reading, phrase: BodyPhrase) -> BodyPhrase | None:
    """As in "the UN's Global Compact": the body that another body owns."""
    if phrase.head != "possessor":
        return None
    for index in range(phrase.last + 2, min(phrase.last + 6, len(reading.tokens))):
        found = reading.phrases.body_at.get(index)
        if found is not None:
            return found if found.head == "body" else None
        if not is_plain(reading.tokens[index]):
            return None
    return None


def bodies_from(
    reading: Reading, start: int, heads: frozenset[str] = frozenset({"body"})
) -> tuple[list[BodyPhrase], int]:
    """The body at `start` with those coordinated to it, and the index of the last token."""
    first = body_at(reading, start, heads)
    if first is None:
        return [], start
    found = [first]
    while True:
        index = found[-1].last + 1
        link = reading.token(index)
        if link is None or not (link.has("CONJ") or link.low == ","):
            break
        if (
            link.low == ","
            and (follow := reading.token(index + 1)) is not None
            and follow.has("CONJ")
        ):
            index += 1
        step = reading.token(index + 1)
        if step is not None and step.has("DET"):
            index += 1
        nearby = reading.phrases.body_at.get(index + 1)
        if nearby is None or nearby.head not in heads or nearby.body is found[-1].body:
            break
        if clause_starts(reading, nearby.last + 1):
            break
        found.append(nearby)
    return found, found[-1].last


def clause_starts(reading: Reading, index: int) -> bool:
    """Whether a finite verb stands here: the phrase before it is a subject."""
    token = reading.token(index)
    return (
        token is not None
        and token.has("BE", "HAVE", "FUT", "WOULD", "f:s")
        and not token.has("REP", "ADV")
    )


BETWEEN = listed("in on back year week month as planned of its their membership signature")


def after_preposition(
    reading: Reading, start: int, prepositions: frozenset[str], reach: int = 6
) -> int | None:
    """Index after the first such preposition, with only adverbs and dates before it."""
    for index in range(start, min(start + reach, len(reading.tokens))):
        token = reading.tokens[index]
        if token.low in prepositions:
            return index + 1
        loose = token.has("ADV", "NEXT") or token.low in TIME_WORDS or token.low[0].isdigit()
        loose = loose or token.low in BETWEEN or token.low.endswith("ly")
        loose = loose or token.low in {'"', "“", "”"}
        if not loose:
            return None
    return None


def direct_party(reading: Reading, start: int) -> Party | None:
    """The party that is a verb's direct object: no other noun may follow it."""
    index = start
    while (token := reading.token(index)) is not None and (
        (token.has("DET", "ADV", "NEXT") or token.low == "to")
        and index not in reading.phrases.party_at
    ):
        index += 1
    party = reading.phrases.party_at.get(index)
    if (
        party is None
        or party.kind in {"adjective", "people", "leader", "representative"}
        or party.first < start
    ):
        return None
    after = reading.token(party.last + 1)
    if after is not None and after.hit is not None and not party.possessive:
        return None
    if after is not None and not party.possessive and is_plain(after) and not runs_on(after):
        return None
    return party


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
    if lemma == "become" or low in FINAL or in_force(reading, index):
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
    """As in "on hold", "is a long way off"."""
    low, after = reading.low(index), reading.low(index + 1)
    if low == "on" and after in {"hold", "ice"}:
        return HELD
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


def in_force(reading: Reading, index: int) -> bool:
    """As in "is in force", "is in effect"."""
    return reading.low(index) == "in" and reading.low(index + 1) in {"force", "effect"}


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


def after_verb(reading: Reading, last: int) -> list[Operator]:
    """As in "... is blocked", "... lapsed": the verb a noun is the subject of."""
    group: list[Operator] = []
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
            and (token.has("f:en", "f:ed", "f:s") or token.low == "complete")
        ):
            return [
                Operator(token.tags, "noun", index, token.lemma),
                *group,
                *later(reading, index),
            ]
        elif not token.has("BE", "HAVE", "ADV") and token.low not in {'"', "“", "”", "and"}:
            break
    return [operator for operator in group if operator.labels & {"WOULD", "COND"}]
