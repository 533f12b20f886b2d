"""The cursor of a transfer: source tokens with look-ahead and look-back, and the English output."""

from pactwire.domain.extraction.claims.pivot.lexicon import (
    InflectedForm,
    TransferLexicon,
)
from pactwire.domain.extraction.claims.tokens.tokens import Token

BODIES = frozenset({"organisation", "coalition"})
ARTICLE = "the"
MAX_SPAN = 6
"""How many words a preposition may stand from its verb, a participle from its auxiliary."""


class TransferCursor:
    """Source tokens on one side, English tokens on the other."""

    def __init__(self, source: list[Token], tables: TransferLexicon) -> None:
        """Start at the first token."""
        self.source = source
        self.lows = ["" if token.hit is not None else token.low for token in source]
        self.end = len(source)
        self.tables = tables
        self.at = 0
        self.out: list[Token] = []
        self.spent: set[int] = set()
        """Prepositions and negations that went into a verb."""
        self.carry = ""
        """What the next infinitive becomes: "bare", "part", or the tense handed on to it."""
        self.participle_at = -1
        self.negated = False
        self.held: list[Token] = []
        """A date that waits for the object it stands before."""

    def low(self, index: int) -> str:
        """The lower-case source word at an index, empty at names and outside."""
        return self.lows[index] if 0 <= index < self.end else ""

    def plain_preposition(self, index: int) -> str:
        """The preposition at an index without its article: "du" is "de"."""
        low = self.low(index)
        return str(self.tables.contracted.get(low, low))

    def forms(self, index: int) -> tuple[InflectedForm, ...]:
        """The verb readings of a source word."""
        return self.tables.forms.get(self.low(index), ())

    def blank(self, index: int) -> Token:
        """An empty place where a name stood that was moved."""
        token = self.source[index]
        return Token(token.start, token.end, token.text, "")

    def emit(self, glosses: str, first: int, last: int | None = None) -> None:
        """Set English words for a stretch of the source."""
        start, end = self.source[first], self.source[first if last is None else last]
        for gloss in glosses.split():
            self.out.append(self.made(gloss, start, end))

    def made(self, gloss: str, start: Token, end: Token) -> Token:
        """An English token; its letter case follows the source's."""
        low, tags, lemma = self.tables.look_up_english(gloss)
        text = low.capitalize() if start.text[0].isupper() or low == "may" else low
        return Token(start.start, end.end, text, low, tags, lemma)

    def last(self) -> Token | None:
        """The English token set last."""
        return self.out[-1] if self.out else None

    def skips(self, index: int) -> bool:
        """Words that may stand inside a verb group: adverbs, negations, clitics."""
        low = self.low(index)
        return bool(low) and (low in self.tables.inner or self.adverb(low))

    def adverb(self, low: str) -> bool:
        """Whether a word is an adverb or a day."""
        if low.endswith(self.tables.adverbial) and low not in self.tables.words:
            return True
        return "ADV" in self.tables.look_up_english(self.tables.words.get(low, "")).tags

    def infinitive_after(self, index: int) -> int | None:
        """Index of an infinitive at or after an index, clitics and adverbs aside."""
        for ahead in range(index, min(index + 4, len(self.source))):
            if self.is_infinitive(ahead):
                return ahead
            if not self.skips(ahead):
                return None
        return None

    def is_infinitive(self, index: int) -> bool:
        """Whether the word at an index is an infinitive, auxiliaries included."""
        low = self.low(index)
        if "inf" in {self.tables.have.get(low), self.tables.be.get(low)}:
            return True
        return any(form.tense == "inf" for form in self.forms(index))

    def participle_after(self, index: int) -> int | None:
        """Index of the participle an auxiliary before `index` belongs to."""
        for ahead in range(index, min(index + MAX_SPAN, len(self.source))):
            if any(form.tense == "part" for form in self.forms(ahead)):
                return ahead
            if self.tables.be.get(self.low(ahead)) == "part" or self.skips(ahead):
                continue
            return None
        return None

    def preposition_after(self, index: int, wanted: str) -> int | None:
        """Index of a preposition after a verb, with only adverbs and dates before it."""
        for ahead in range(index + 1, min(index + 1 + MAX_SPAN, len(self.source))):
            low = self.low(ahead)
            if ahead in self.spent:
                continue
            if self.plain_preposition(ahead) == wanted:
                return ahead
            if not (self.skips(ahead) or low[:1].isdigit() or self.is_timely(ahead)):
                return None
        return None

    def is_timely(self, index: int) -> bool:
        """Months, years and what stands around them."""
        return self.low(index) in self.tables.within_dates or self.names_month(index)

    def names_month(self, index: int) -> bool:
        """Whether the word at an index is a month."""
        return self.gloss_at(index) in self.tables.months

    def reflexive(self, index: int) -> bool:
        """Whether "se" stands in the verb group before an index."""
        for back in range(index - 1, max(-1, index - MAX_SPAN), -1):
            low = self.low(back)
            if low in self.tables.reflexive:
                return True
            auxiliary = low in self.tables.be or low in self.tables.have
            if not (auxiliary or self.skips(back)):
                return False
        return False

    def noun_after(self, index: int) -> int:
        """The place of a noun, its article aside."""
        return index + (self.gloss_at(index) == ARTICLE)

    def gloss_at(self, index: int) -> str:
        """The English of the word at an index, empty where it has none."""
        return self.tables.words.get(self.low(index), "")

    def is_named(self, index: int, kinds: frozenset[str]) -> bool:
        """Whether a name of one of some kinds follows, its article aside."""
        index = self.noun_after(index)
        hit = self.source[index].hit if index < self.end else None
        return hit is not None and hit.kind in kinds

    def body_after(self, index: int) -> bool:
        """Whether a body's name follows, or "the organisation" or its like."""
        noun = self.tables.look_up_english(self.gloss_at(self.noun_after(index)))
        return self.is_named(index, BODIES) or "GBODY" in noun.tags

    def denial(self, index: int) -> str:
        """The negation after a finite verb, in English; French needs its "ne" before."""
        if not self.tables.particles:
            return ""
        before = {self.low(back) for back in range(max(0, index - 4), index)}
        if not before & self.tables.particles:
            return ""
        for ahead in range(index + 1, min(index + 4, len(self.source))):
            word = self.tables.negations.get(self.low(ahead))
            if word:
                self.spent.add(ahead)
                return str(word)
        return ""
