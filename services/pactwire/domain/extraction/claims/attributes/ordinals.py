"""The ordinal of a member ("the 90th member") and the member count in a clause."""

import re

from pactwire.domain.extraction.claims.attributes.number_words import open_number_words
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern

ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
COUNT = re.compile(r"([\w-]+)-(?:member|nation|country|state|party|economy|strong)\b")
HEADS = ("MEMBER", "NATION", "PARTY", "OBSERVER")
"""Labels of nouns that a number of members counts."""


def parse_ordinal(analysis: SentenceAnalysis, index: int) -> int | None:
    """The number an ordinal stands for: 90th, tenth, thirty-second."""
    low = analysis.low(index)
    if (match := ORDINAL.fullmatch(low)) is not None:
        return int(match.group(1))
    return open_number_words(analysis.context.world.grammar).ordinals.get(low)


def find_ordinal(analysis: SentenceAnalysis, frame: ClauseFrame) -> int | None:
    """As in "the 90th member", "the tenth country to", "member number 190"."""
    for index in range(frame.first, min(len(analysis.tokens), frame.last + 12)):
        number = parse_ordinal(analysis, index)
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
    if analysis.tokens[verb].has("BE") and analysis.among(head + 1, "OF"):
        return True
    return analysis.among(head + 1, "OPENS_RELATIVE") and verb - head <= 4


def is_time_limited(analysis: SentenceAnalysis, head: int) -> bool:
    """As in "the second country since 2019 to", "the third member to leave this year"."""
    return any(analysis.among(index, "TIME_LIMIT") for index in range(head + 1, head + 14))


def read_hundreds(analysis: SentenceAnalysis, index: int) -> int:
    """What stands before "sixty-sixth" in "one hundred and sixty-sixth"."""
    at = index - 1 - analysis.among(index - 1, "AND")
    return 100 * (parse_cardinal(analysis, at - 1) or 1) if analysis.among(at, "HUNDRED") else 0


def read_member_number(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "member number 190"."""
    word = analysis.low(index)
    named = analysis.among(index - 1, "NUMBERED") and word.isdecimal() and len(word) <= 3
    return int(word) if named and counts_members(analysis, index - 2) else None


def counts_members(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word is a noun that a number of members counts."""
    token = analysis.token(index)
    return token is not None and token.has(*HEADS)


def find_member_count(analysis: SentenceAnalysis, frame: ClauseFrame) -> int | None:
    """As in "the 54-member bloc", "bringing membership to 32", "with 12 members"."""
    for index in range(max(0, frame.first - 4), min(len(analysis.tokens), frame.last + 14)):
        if number := (
            read_raised_count(analysis, index)
            or read_stated_count(analysis, index)
            or read_attributive_count(analysis, frame, index)
        ):
            return number
    return None


def read_attributive_count(
    analysis: SentenceAnalysis, frame: ClauseFrame, index: int
) -> int | None:
    """As in "the 54-member bloc"."""
    match = COUNT.match(analysis.tokens[index].low)
    if match is None or not belongs_to_body(analysis, frame, index):
        return None
    return parse_number(analysis, match.group(1))


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
    found = match_pattern(analysis, "raised_count", index - 1)
    return None if found is None else parse_cardinal(analysis, found.end)


def read_stated_count(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "with 12 members", "now has 28 member states", "the bloc of ten countries"."""
    number = parse_cardinal(analysis, index)
    if number is None or not counts_members(analysis, index + 1):
        return None
    if analysis.tokens[index + 1].has("MEMBER"):
        return number if analysis.among(index - 1, "COUNTS_MEMBERS") else None
    return number if has_pattern(analysis, "grown_body", index) else None


def parse_cardinal(analysis: SentenceAnalysis, index: int) -> int | None:
    """A number up to 999 in digits, up to ninety-nine in words."""
    return parse_number(analysis, analysis.low(index))


def parse_number(analysis: SentenceAnalysis, word: str) -> int | None:
    """The number that a word or digits stand for."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return open_number_words(analysis.context.world.grammar).cardinals.get(word)


def is_role_phrase(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "as its 53rd member", "as a full member"; and "as of Friday"."""
    following = analysis.token(index + 1) if analysis.among(index, "AS") else None
    return following is not None and (following.has("DET", "POSS") or following.among("OF"))
