"""The span of words that name a speaker, and whether one of them is an office.

Which verb of saying they belong to is decided in `attribution`.
"""

from pactwire.domain.extraction.claims.chunks.nouns import is_word
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.tokens.tokens import Token

SHORT = 3
"""Letters of a particle in a name: "der", "bin", "al"."""
OUTSIDE = frozenset({"REL", "CONJ", "SUBORD", "HAVE", "FUT", "WOULD", "COND", "BE"})
"""Labels of words at which a speaker's name ends."""
OFFICES = ("REP", "AGENT", "GBODY")
"""Labels of offices, and of nouns that stand for a body."""


def find_apposition_start(analysis: SentenceAnalysis, last: int) -> int | None:
    """The start of "the foreign minister, X X," or "X X, head of the delegation," else None."""
    comma = find_comma_before(analysis, last)
    if comma is None or comma < 1:
        return None
    first, end = find_speaker_span(analysis, comma - 1, forward=False)
    if first > end:
        return None
    opening, closing = analysis.tokens[first : end + 1], analysis.tokens[comma + 1 : last + 1]
    roles = any(is_office(token) or token.among("PRIVATE") for token in (*opening, *closing))
    named = is_full_name(opening) or is_full_name(closing) or closing[0].has("DET")
    return first if roles and named else None


def is_full_name(tokens: list[Token]) -> bool:
    """Whether words are a name and nothing else: "Ursula von der Leyen"."""
    inner = all(is_capitalised(token) or len(token.low) <= SHORT for token in tokens)
    return inner and is_capitalised(tokens[0]) and is_capitalised(tokens[-1])


def is_office(token: Token) -> bool:
    """Whether a word is an office of a state or a body, or stands for one."""
    return token.has(*OFFICES) or token.among("DIRECTING")


def find_comma_before(analysis: SentenceAnalysis, last: int) -> int | None:
    """The comma that opens an apposition which ends at an index, at most nine words long."""
    for index in range(last, max(-1, last - 10), -1):
        token = analysis.tokens[index]
        if token.low == ",":
            return index if index < last else None
        if token.low == "'s":
            continue
        if not is_word(token) and token.low != "'":
            return None
        if token.has("HAVE", "BE", "FUT", "REL", "f:ed", "f:s") and not token.has("REP", "AGENT"):
            return None
    return None


def is_capitalised(token: Token) -> bool:
    """Whether a word is written with a capital."""
    return token.text[0].isupper()


def skip_apposition(analysis: SentenceAnalysis, verb: int) -> int | None:
    """The last word of the subject in "officials, speaking in Rome, said", "X, who won, said"."""
    if analysis.low(verb - 1) != ",":
        return None
    for index in range(verb - 2, max(0, verb - 14), -1):
        token = analysis.tokens[index]
        described = token.has("f:ing") or token.among("GERUNDS", "WHO")
        if described and analysis.low(index - 1) == ",":
            return index - 2
    return None


def skip_adverbials(analysis: SentenceAnalysis, verb: int) -> int:
    """The last word of the subject in "the minister on Monday said", "NATO has said"."""
    index = verb - 1
    while index > 0:
        token = analysis.tokens[index]
        if not (token.has("ADV", "HAVE") or token.among("TIME_WORD", "WHEN_SAID")):
            break
        index -= 1
    return index


def has_name_after(analysis: SentenceAnalysis, last: int) -> bool:
    """As in "according to the foreign minister, X X, the country": a name between commas."""
    end = find_comma_after(analysis, last)
    inner = analysis.tokens[last + 2 : end]
    return bool(inner) and is_full_name(inner) and is_office(analysis.tokens[last])


def find_comma_after(analysis: SentenceAnalysis, last: int) -> int:
    """The comma that closes an apposition behind an index; that of the index itself if none."""
    if analysis.low(last + 1) != ",":
        return last + 1
    closing = (at for at in range(last + 2, last + 7) if analysis.low(at) == ",")
    return next(closing, last + 1)


def find_speaker_span(analysis: SentenceAnalysis, index: int, forward: bool) -> tuple[int, int]:
    """First and last token of the noun phrase that starts or ends at an index."""
    step = 1 if forward else -1
    at = index
    while (
        0 <= at < len(analysis.tokens)
        and abs(at - index) < 8
        and is_in_speaker_name(analysis.tokens[at])
    ):
        at += step
    if forward:
        return index, at - 1
    first = find_speaker_pair_start(analysis, at, index)
    return at + 1 if first is None else first, index


def is_in_speaker_name(token: Token) -> bool:
    """Whether a word may stand within the name of a speaker."""
    if not is_word(token):
        return token.low in {"'s", "'"}
    if not token.tags.isdisjoint(OUTSIDE):
        return False
    return not token.has("VERB") or token.has("REP", "AGENT", "f:ed")


def find_speaker_pair_start(analysis: SentenceAnalysis, conjunction: int, index: int) -> int | None:
    """The start of two speakers, "Ulf Lund and Per Berg", "the leaders of X and Y", else None."""
    if index == conjunction or conjunction < 1 or not analysis.among(conjunction, "AND"):
        return None
    sides = analysis.tokens[conjunction - 1], analysis.tokens[conjunction + 1]
    first, _ = find_speaker_span(analysis, conjunction - 1, forward=False)
    opens = first == 0 or not is_word(analysis.tokens[first - 1])
    return first if opens and all(map(is_capitalised, sides)) else None
