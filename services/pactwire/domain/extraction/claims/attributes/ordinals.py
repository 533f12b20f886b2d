"""The ordinal of a member ("the 90th member") and the member count in a clause."""

import re
from collections.abc import Sequence

from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis

ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
COUNT = re.compile(r"([\w-]+)-(?:member|nation|country|state|party|economy|strong)\b")
UNITS = tuple(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()  # noqa: SIM905
)
TENS = {
    "twent": 20,
    "thirt": 30,
    "fort": 40,
    "fift": 50,
    "sixt": 60,
    "sevent": 70,
    "eight": 80,
    "ninet": 90,
}
CARDINALS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
RISING = frozenset({"membership", "members", "total", "number"})
HEADS = ("MEMBER", "NATION", "PARTY", "OBSERVER")
"""Labels of nouns that a number of members counts."""


def spell_numbers(units: Sequence[str], ending: str) -> dict[str, int]:
    """Numbers up to ninety-nine in words, of the words below twenty and the ending of the tens."""
    table = {word: number for number, word in enumerate(units, start=1)}
    for stem, value in TENS.items():
        table[stem + ending] = value
        for number, word in enumerate(units[:9], start=1):
            table[f"{stem}y-{word}"] = value + number
    return table


SPELLED = spell_numbers(UNITS, "ieth")
SPELLED_CARDINALS = spell_numbers(CARDINALS, "y")


def parse_ordinal(word: str) -> int | None:
    """The number an ordinal stands for: 90th, tenth, thirty-second."""
    if word[:1].isdecimal():
        match = ORDINAL.fullmatch(word)
        return int(match.group(1)) if match else None
    return SPELLED.get(word)


def find_ordinal(analysis: SentenceAnalysis, frame: ClauseFrame) -> int | None:
    """As in "the 90th member", "the tenth country to", "member number 190"."""
    for index in range(frame.first, min(len(analysis.tokens), frame.last + 12)):
        low = analysis.tokens[index].low
        if not (low[0].isdecimal() or low in SPELLED):
            continue
        number = parse_ordinal(low)
        if number is None:
            numbered = read_member_number(analysis, index) if frame.verb < index else None
            if numbered:
                return numbered
        elif (head := find_ordinal_noun(analysis, frame, index)) is not None:
            limited = number < FEW and is_time_limited(analysis, head)
            return None if limited else number + read_hundreds(analysis, index)
    return None


def find_ordinal_noun(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> int | None:
    """The noun that an ordinal counts, when it is the member of the frame."""
    head = find_counted_noun(analysis, index)
    if head is None or index >= frame.verb or precedes_predicate(analysis, head, frame.verb):
        return head
    return None


FEW = 10


def find_counted_noun(analysis: SentenceAnalysis, index: int) -> int | None:
    """The noun an ordinal counts, when nothing narrows it ("the first Arab state")."""
    head = None
    for ahead in range(index + 1, min(index + 7, len(analysis.tokens))):
        token = analysis.tokens[ahead]
        if token.has(*HEADS) or (token.has("GPARTY") and token.hit is None):
            head = ahead
        elif head is not None or not is_neutral_modifier(analysis, ahead):
            break
    return head


def is_neutral_modifier(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word may stand between an ordinal and its noun: "38th and newest", "NATO"."""
    token = analysis.tokens[index]
    superlative = token.hit is None and token.low.endswith("est")
    return superlative or token.has("NEXT", "CONJ", "ADV") or index in analysis.phrases.body_at


def precedes_predicate(analysis: SentenceAnalysis, head: int, verb: int) -> bool:
    """As in "the 90th state to join", "the 90th member of the club will be"."""
    if analysis.tokens[verb].has("BE") and analysis.low(head + 1) == "of":
        return True
    return analysis.low(head + 1) in {"to", "that", "which"} and verb - head <= 4


def is_time_limited(analysis: SentenceAnalysis, head: int) -> bool:
    """As in "the second country since 2019 to", "the third member to leave this year"."""
    words = {analysis.low(index) for index in range(head + 1, head + 14)}
    return bool(words & {"since", "years", "decade", "decades", "week", "weeks", "month", "months"})


def read_hundreds(analysis: SentenceAnalysis, index: int) -> int:
    """What stands before "sixty-sixth" in "one hundred and sixty-sixth"."""
    at = index - 2 if analysis.low(index - 1) == "and" else index - 1
    if analysis.low(at) != "hundred":
        return 0
    return 100 * SPELLED_CARDINALS.get(analysis.low(at - 1), 1)


def read_member_number(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "member number 190"."""
    word = analysis.low(index)
    named = analysis.low(index - 1) in {"number", "no"} and word.isdecimal() and len(word) <= 3
    member = analysis.token(index - 2)
    return int(word) if named and member is not None and member.has(*HEADS) else None


def find_member_count(analysis: SentenceAnalysis, frame: ClauseFrame) -> int | None:
    """As in "the 54-member bloc", "bringing membership to 32", "with 12 members"."""
    for index in range(max(0, frame.first - 4), min(len(analysis.tokens), frame.last + 14)):
        low = analysis.tokens[index].low
        number = None
        if low in RISING:
            number = read_raised_count(analysis, index)
        elif low.isdecimal() or low in SPELLED_CARDINALS:
            number = read_stated_count(analysis, index)
        elif "-" in low and belongs_to_body(analysis, frame, index):
            match = COUNT.match(low)
            number = parse_cardinal(match.group(1)) if match else None
        if number:
            return number
    return None


def belongs_to_body(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """Whether "27-nation" stands before a body of the claim."""
    for ahead in range(index, min(index + 5, len(analysis.tokens))):
        phrase = analysis.phrases.body_at.get(ahead)
        if phrase is not None:
            return phrase.body.entity_id in {body.entity_id for body in frame.bodies}
        if analysis.tokens[ahead].has("GBODY"):
            return True
    return False


def read_raised_count(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "membership to 32", "the number of countries that use it to 15"."""
    if analysis.low(index) != "number":
        return parse_cardinal(analysis.low(index + 2)) if analysis.low(index + 1) == "to" else None
    if analysis.low(index + 1) != "of":
        return None
    counts = analysis.tokens[index + 2 : index + 4]
    if not any(token.has(*HEADS) for token in counts):
        return None
    for ahead in range(index + 3, min(index + 9, len(analysis.tokens))):
        if analysis.low(ahead) == "to":
            return parse_cardinal(analysis.low(ahead + 1))
    return None


def read_stated_count(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "with 12 members", "now has 28 member states", "the bloc of ten countries"."""
    number = parse_cardinal(analysis.low(index))
    head = analysis.token(index + 1)
    if number is None or head is None:
        return None
    before = analysis.low(index - 1)
    if head.has("MEMBER"):
        return number if before in {"to", "with", "has", "have", "counts", "all"} else None
    body = analysis.phrases.body_at.get(index - 2)
    grown = before in {"to", "of"} and (body is not None or analysis.tokens[index - 2].has("GBODY"))
    return number if grown and head.has(*HEADS) else None


def parse_cardinal(word: str) -> int | None:
    """A number up to 999 in digits, up to ninety-nine in words."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return SPELLED_CARDINALS.get(word)


def is_role_phrase(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "as its 53rd member", "as a full member"; and "as of Friday"."""
    if analysis.low(index) != "as":
        return False
    following = analysis.token(index + 1)
    return following is not None and (following.has("DET", "POSS") or following.low == "of")
