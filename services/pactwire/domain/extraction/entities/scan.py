"""The one pass: everything the automaton finds at word boundaries, as offsets of the plain text.

Decides by spelling, letter case and language only; what a name means is decide_entity afterwards.
"""

import re
from typing import NamedTuple

from pactwire.domain.extraction.document import Cue
from pactwire.domain.reference import PatternEntry, ReferenceData, Sense, SpellingEntry
from pactwire.domain.text.normalise import NormalisedText

PREFIXES = frozenset(
    ("\u0648", "\u0628", "\u0644", "\u0641", "\u0643", "\u0648\u0628", "\u0648\u0644")
)  # fmt: skip
"""Arabic "and", "in", "to", "so", "as", alone and in pairs: written on to the next word."""


WINDOW = 2000
MOST_FINDS = 110
"""In so many code points so many finds are read; of more, which is no prose, only the new ones."""
PLENTY = 1200
FEWER = 10
"""After so many finds, so many in a window. News has fewer: 100 kB of reports from abroad have
1,100; of items on nothing but membership the claim rules read less than so many finds."""
FRESH = 250
"""Finds beyond those that are read all the same, as nothing like them came before: all states with
their capitals and all bodies are fewer."""
WHOLE = 100_000
"""Texts of more bytes than this may have more of both, in proportion."""

APART = re.compile(r"[;:!?]\s|\w{4}\.\s")
"""What no name goes across, unless it is spelled so."""

PatternMatch = tuple[int, int, int]
"""Start, end and number of a pattern in the haystack."""


class Candidate(NamedTuple):
    """A stretch of text that is spelled like a name, and what it may stand for."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    exact: SpellingEntry | None = None
    """Set when it is spelled exactly as its one sense."""


class ContextWord(NamedTuple):
    """A context word and where it stands."""

    start: int
    end: int
    form: str
    labels: tuple[str, ...]


class ScanResult(NamedTuple):
    """All finds of one text; candidates by end, then longest first; overlaps still in."""

    candidates: list[Candidate]
    cues: list[Cue]
    words: list[ContextWord]


def scan_text(normalised: NormalisedText, reference: ReferenceData, language: int) -> ScanResult:
    """One pass over the haystack. `language` is the bit of the text's language."""
    matches = reference.automaton.find_overlapping(normalised.haystack)
    if len(matches) > PLENTY or (
        len(matches) > MOST_FINDS and len(matches) * WINDOW > len(normalised.haystack) * MOST_FINDS
    ):
        width = WINDOW * len(normalised.haystack) // len(normalised.plain)
        matches = thin_matches(matches, width, max(1.0, len(normalised.haystack) / WHOLE))
    if not normalised.one_byte:
        matches = _decoded(matches, normalised, reference)
    return _classify(matches, normalised, reference, language)


def thin_matches(matches: list[PatternMatch], width: int, share: float = 1.0) -> list[PatternMatch]:
    """Fewer finds where they crowd: time stays bounded, and what is named once is hardly ever lost.

    `width` is that of a window in bytes; `share` is the text's length in texts of usual length.
    """
    kept: list[PatternMatch] = []
    seen: set[int] = set()
    plenty, fresh = PLENTY * share, FRESH * share
    window = count = 0
    most = MOST_FINDS
    for match in matches:
        start, _, number = match
        if start >= window:
            window, count = start + width, 0
            most = MOST_FINDS if len(kept) < plenty else FEWER
        if count >= most:
            if number in seen or fresh <= 0:
                continue
            fresh -= 1
        count += 1
        seen.add(number)
        kept.append(match)
    return kept


def _decoded(
    matches: list[PatternMatch], normalised: NormalisedText, reference: ReferenceData
) -> list[PatternMatch]:
    """Byte offsets turned into those of code points, shaped as if every code point were a byte."""
    haystack, parsed = normalised.haystack, reference.parsed_patterns
    byte = chars = 0
    found = []
    for _, end, number in matches:
        length = (parsed[number] or reference.pattern_entry(number)).length
        chars += len(haystack[byte:end].decode("utf-8", "replace"))
        byte = end
        if length < 0:
            found.append((chars + length - 1, chars + 1, number))
        else:
            found.append((chars - length - 2, chars, number))
    return found


def _classify(
    matches: list[PatternMatch], normalised: NormalisedText, reference: ReferenceData, language: int
) -> ScanResult:
    parsed, plain, arabic = reference.parsed_patterns, normalised.plain, not normalised.one_byte
    candidates: list[Candidate] = []
    cues: list[Cue] = []
    words: list[ContextWord] = []
    new = tuple.__new__
    for start, after, number in matches:
        entry = parsed[number] or reference.pattern_entry(number)
        _, senses, cue, context, _, _ = entry
        if arabic and not _begins_word(plain, start):
            continue
        if senses:
            candidate = _candidate(plain, start, after - 2, entry, language)
            if candidate is not None:
                candidates.append(candidate)
        if cue is not None:
            cues.append(new(Cue, (start, after - 2, *cue)))
        if context is not None:
            words.append(new(ContextWord, (start, after - 2, *context)))
    return ScanResult(candidates, cues, words)


def _begins_word(plain: str, start: int) -> bool:
    """Whether nothing but prefixes stands between here and the beginning of the word in Arabic."""
    if not ("\u0600" <= plain[start : start + 1] <= "\u06ff") or start == 0:
        return True
    at = start
    while at > 0 and start - at < 3 and plain[at - 1].isalpha():
        at -= 1
    return at == start or plain[at:start] in PREFIXES


def _candidate(
    plain: str, start: int, end: int, entry: PatternEntry, language: int
) -> Candidate | None:
    """The name spelled here, if it is one in this language and in this letter case."""
    if entry.capitalised and plain[start].islower():
        return None
    exact = entry.by_spelling.get(plain[start:end])
    if exact is not None and exact.languages & language:
        return tuple.__new__(Candidate, (start, end, exact.senses, exact))
    return _fitting_senses(plain, start, end, entry.senses, language)


def _fitting_senses(
    plain: str, start: int, end: int, senses: tuple[Sense, ...], language: int
) -> Candidate | None:
    """The senses whose spelling, case and language fit; None when there are none."""
    fitting: dict[str, Sense] = {}
    end_found = end
    for sense in senses:
        if sense.languages & language and fits(plain, start, end, sense):
            as_spelled = plain.startswith(sense.spelling, start)
            if as_spelled:
                end_found = max(end_found, start + len(sense.spelling))
            if as_spelled or sense.entity.id not in fitting:
                fitting[sense.entity.id] = sense
    if not fitting:
        return None
    return Candidate(start, end_found, tuple(fitting.values()))


def fits(plain: str, start: int, end: int, sense: Sense) -> bool:
    """Whether the letters at this place may be meant as this spelling."""
    if plain.startswith(sense.spelling, start):
        return True
    if sense.exact:
        return False
    surface = plain[start:end]
    if "\n\n" in surface or '"' in surface or APART.search(surface):
        return False
    initial = sense.spelling[0]
    return surface[0].isupper() or not initial.isupper()


def keep_longest(
    candidates: list[Candidate],
) -> tuple[list[Candidate], list[tuple[Candidate, Candidate]]]:
    """Those not inside or across a longer one that starts earlier, and the pairs that lost.

    Candidates come ordered by end, longest first, so a stack is enough.
    """
    kept: list[Candidate] = []
    lost: list[tuple[Candidate, Candidate]] = []
    for candidate in candidates:
        start = candidate.start
        while kept and kept[-1].start >= start:
            lost.append((kept.pop(), candidate))
        if kept and kept[-1].end > start and not _goes_on(kept[-1], candidate):
            lost.append((candidate, kept[-1]))
            continue
        if kept and kept[-1].end > start:
            lost.append((kept.pop(), candidate))
        kept.append(candidate)
    return kept, lost


def _goes_on(named: Candidate, other: Candidate) -> bool:
    """Whether a name begins earlier by its article alone: The Gambia, but Gambia River."""
    spelling = named.senses[0].spelling
    by_article = other.start == named.start + len("The ") and spelling.startswith("The ")
    return by_article and other.end > named.end
