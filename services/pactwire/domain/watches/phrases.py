"""Phrases of all watches, found in one pass over a text.

An automaton finds those it was made with; those that came later are looked for by their longest
word until it is made anew, away from those who match meanwhile.
"""

import re
from array import array
from typing import NamedTuple

import daachorse

from pactwire.domain.watches.interning import InternTable

WORD = re.compile(r"\w+")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

ASCII = bytes(range(128))
FOLDED = bytes(
    ord(" ") if chr(code).isspace() and code < 128 else code + 32 if 65 <= code <= 90 else code
    for code in range(256)
)
"""ASCII without case, its white space as spaces; other bytes as they are."""
IS_WORD = bytes(code < 128 and (chr(code).isalnum() or chr(code) == "_") for code in range(256))
FEW = 64
"""Changes that are never worth a new automaton."""
SHARE = 8
"""It is made anew when it has changed by one part in so many: an addition costs as many."""


class PhraseAutomaton(NamedTuple):
    """An automaton, and the numbers of the phrases it was made with."""

    phrases: list[bytes]
    numbers: "array[int]"
    automaton: daachorse.DoubleArrayAhoCorasick | None


def fold_text(text: str) -> str:
    """Without case, white space as single spaces."""
    return " ".join(text.casefold().split())


def fold_to_utf8(text: str) -> bytes:
    """As `fold_text`, and five times as fast where letters beyond ASCII are lower case."""
    raw = text.encode("utf-8", "surrogatepass")
    if other := raw.translate(None, ASCII):
        odd = other.decode("utf-8", "surrogatepass")
        if odd.casefold() != odd or odd.split() != [odd]:
            return fold_text(text).encode("utf-8", "surrogatepass")
    folded = raw.translate(FOLDED)
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded.strip(b" ")


class PhraseIndex:
    """Phrases with numbers and the count of their uses."""

    def __init__(self) -> None:
        """Start without phrases."""
        self._table = InternTable()
        self._uses = array("I")
        self._unspaced: set[int] = set()
        self._compiled = PhraseAutomaton([], array("I"), None)
        self._in_automaton = bytearray()
        """By number: whether the automaton finds it."""
        self._recent: list[int] = []
        """Those it doesn't find."""
        self._by_word: dict[str, list[tuple[int, frozenset[str]]]] = {}
        """The same with all their words, by the longest; those without are under ""."""
        self._unused: set[int] = set()

    def __len__(self) -> int:
        return len(self._table)

    def intern(self, phrase: str) -> int:
        """The number of a folded phrase; it is forgotten some time after nobody uses it."""
        key = phrase.encode("utf-8", "surrogatepass")
        number = self._table.find(key)
        return self._add(key, phrase) if number is None else number

    def use(self, number: int) -> None:
        """Use a phrase once more."""
        self._uses[number] += 1
        if number in self._unused:
            self._unused.discard(number)
            if self._in_automaton[number]:  # one that is being made may be without it
                self._look_for(number, self.phrase(number))

    def release(self, number: int) -> None:
        """Use a phrase once less."""
        self._uses[number] -= 1
        if not self._uses[number]:
            self._unused.add(number)

    def phrase(self, number: int) -> str:
        """The phrase of a number."""
        return self._table.key(number).decode("utf-8", "surrogatepass")

    def find(self, folded: bytes) -> set[int]:
        """Numbers of the phrases that a folded text has, as whole words where there are spaces."""
        found: set[int] = set()
        if self._compiled.automaton:
            numbers, unspaced = self._compiled.numbers, self._unspaced
            for start, end, pattern in self._compiled.automaton.find_overlapping(folded):
                number = numbers[pattern]
                if number not in found and (
                    number in unspaced or not (_joined(folded, start) or _joined(folded, end))
                ):
                    found.add(number)
        if self._recent:
            self._find_recent(folded, found)
        return found

    def list_for_automaton(self) -> PhraseAutomaton | None:
        """What an automaton has to be made with now; None while the one there is will do."""
        changes = len(self._recent) + len(self._unused)
        if changes <= max(FEW, len(self._table) // SHARE):
            return None
        return self.list_all()

    def list_all(self) -> PhraseAutomaton:
        """All phrases that are used, without an automaton."""
        numbers = array("I", (one for one in range(len(self._uses)) if self._uses[one]))
        return PhraseAutomaton([self._table.key(one) for one in numbers], numbers, None)

    def use_automaton(self, compiled: PhraseAutomaton) -> None:
        """Find phrases with this automaton; what came after its list is looked for by word."""
        self._compiled = compiled._replace(phrases=[])
        self._in_automaton = bytearray(len(self._uses))
        for number in compiled.numbers:
            self._in_automaton[number] = 1
        for number in [one for one in self._unused if not self._in_automaton[one]]:
            self._unused.discard(number)
            self._unspaced.discard(number)
            self._table.discard(number)
        recent, self._recent, self._by_word = self._recent, [], {}
        for number in recent:
            if self._uses[number] and not self._in_automaton[number]:
                self._look_for(number, self.phrase(number))

    def _add(self, key: bytes, phrase: str) -> int:
        number = self._table.add(key)
        if number == len(self._uses):
            self._uses.append(0)
            self._in_automaton.append(0)
        self._unused.add(number)
        if UNSPACED.search(phrase):
            self._unspaced.add(number)
        self._look_for(number, phrase)
        return number

    def _look_for(self, number: int, phrase: str) -> None:
        self._recent.append(number)
        words = [] if number in self._unspaced else WORD.findall(phrase)
        longest = max(words, key=len, default="")
        self._by_word.setdefault(longest, []).append((number, frozenset(words)))

    def _find_recent(self, folded: bytes, found: set[int]) -> None:
        text = folded.decode("utf-8", "surrogatepass")
        words = {"", *WORD.findall(text)}
        for word in self._by_word.keys() & words:
            for number, needed in self._by_word[word]:
                if needed <= words and has_phrase(text, self.phrase(number)):
                    found.add(number)


def compile_automaton(listed: PhraseAutomaton) -> PhraseAutomaton:
    """The automaton of listed phrases; takes some microseconds a phrase."""
    if not listed.phrases:
        return listed
    return listed._replace(automaton=daachorse.DoubleArrayAhoCorasick(listed.phrases))


def has_phrase(text: str, wanted: str) -> bool:
    """Whether a folded text has a folded phrase, as whole words where its script has spaces."""
    if UNSPACED.search(wanted):
        return wanted in text
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (_is_inside_word(text, at) or _is_inside_word(text, end)):
            return True
        at = text.find(wanted, at + 1)
    return False


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a word runs across a place."""
    inside = 0 < at < len(text)
    return inside and bool(WORD.match(text[at - 1]) and WORD.match(text[at]))


def _joined(folded: bytes, at: int) -> bool:
    """Whether a word runs across a place of a text in UTF-8."""
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    if before < 128 and after < 128:
        return bool(IS_WORD[before] and IS_WORD[after])
    around = folded[max(0, at - 4) : at].decode("utf-8", "ignore")[-1:]
    beyond = folded[at : at + 4].decode("utf-8", "ignore")[:1]
    return bool(WORD.match(around) and WORD.match(beyond))
