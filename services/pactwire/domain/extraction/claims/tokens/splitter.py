"""Splits a text into the sentences worth analysing: those with a trigger word and a body."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from pactwire.domain.extraction.claims.lexicon.vocabulary import Vocabulary
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token, tokenize
from pactwire.domain.extraction.document import Document, EntityMention

USUAL = 160
"""How far back the start of a sentence is looked for first."""
LONGEST = 700
"""A sentence is cut after so many characters."""
LONGEST_HEADLINE = 160
MAX_WORDS = 2600
"""Words in sentences about membership that are read; a text with more of them isn't news."""
USUAL_WORDS = 80
"""Words of a sentence beyond these count twice: what looks far back in it costs more."""
FOREIGN = ("romance",)
"""Labels of trigger words of other languages only."""
HINT = ("hint",)
"""Labels of words that only the trained reader takes for a sign of a change."""
NO_SIGN = frozenset({FOREIGN, HINT})
"""Labels that the grammar has no use for."""
EVENT = ("N_BREXIT",)
"""Labels of words that name a body with its change."""
END = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[]*[^\W_a-z])|\n+")
ABBREVIATIONS = word_set(
    "mr mrs ms dr st gen col lt sgt sen rep gov prof no vs jan feb mar apr jun jul aug sep sept "
    "oct nov dec u.s u.n "
    "u.k e.u capt cmdr rev hon pres min dep ltd co corp inc e.g i.e approx"
)
REFERS = re.compile(r"(?:It|They) (?:\w+ ){0,2}(?:suspend|expel|admit|readmit|invite)\w*\b")
"""A sentence whose pronoun may be a body that decides."""
MAY_MEAN_A_BODY = re.compile(
    r"\b(?:alliance|bloc|pact|treaty|organi[sz]ation|group(?:ing)?|union|club|body|convention|"
    r"accord|agreement|court|"
    r"coalition|cartel|community|association|forum|partnership|council|protocol|tribunal|membership|"
    r"accession|bid|(?:full|membership) rights|bec[ao]mes?(?: \w+){0,2} members?|"
    r"let in as|candidates|due to come in|"
    r"to follow|follow suit|be next|d(?:o|oes|id|oing) (?:so|the same))\b",
    re.IGNORECASE,
)


def is_abbreviation(text: str, dot: int) -> bool:
    """Whether a dot ends an abbreviation or an initial instead of a sentence."""
    start = dot
    while start > 0 and dot - start < 8 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot].lower()
    return word in ABBREVIATIONS or (len(word) == 1 and text[start].isupper())


def find_sentence_start(text: str, position: int, floor: int = 0) -> int:
    """Where the sentence around a position starts; not before `floor`."""
    for reach in (USUAL, LONGEST):
        low = max(floor, position - reach)
        for match in reversed(list(END.finditer(text, low, position))):
            if text[match.start()] != "." or not is_abbreviation(text, match.start()):
                return match.end()
        if low == floor:
            break
    return low


def find_sentence_end(text: str, position: int) -> int:
    """Where the sentence around a position ends, its mark included."""
    high = min(len(text), position + LONGEST)
    for match in END.finditer(text, position, high):
        if match.group()[0] != "." or not is_abbreviation(text, match.start()):
            return match.start() + (0 if match.group()[0] == "\n" else 1)
    return high


def select_inside(
    hits: tuple[EntityMention, ...], starts: list[int], start: int, end: int
) -> list[EntityMention]:
    """Hits that lie in a stretch."""
    first = bisect_left(starts, start)
    last = bisect_left(starts, end)
    return list(hits[first:last])


def find_headline_end(text: str) -> int:
    """End of a first line that has no full stop: a headline the feed didn't set apart."""
    end = text.find("\n", 0, LONGEST_HEADLINE)
    return end if end > 0 and text[end - 1] not in '.!?"”' else 0


def find_cue_sentences(
    document: Document, ignored: Collection[tuple[str, ...]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Each sentence with a trigger, once, in order: its start, its end, its first trigger's labels.

    Triggers whose labels are `ignored` count for nothing. A headline ends its sentence.
    """
    text, done = document.text, 0
    for cue in document.cues:
        if cue.start < done or cue.labels in ignored:
            continue
        start = find_sentence_start(text, cue.start, done)
        done = max(cue.end, find_sentence_end(text, cue.end))
        if cue.start < document.headline_end < done:
            done = document.headline_end
        yield start, done, cue.labels


def split_sentences(context: ArticleContext, vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Each sentence with a trigger and a body, once, in order."""
    count = 0
    for start, end, labels in find_cue_sentences(context.document, NO_SIGN):
        if labels != EVENT and not has_body(context, start, end):
            continue
        sentence = read_sentence(context, start, end, vocabulary)
        count += count_effort(sentence.tokens)
        if count > MAX_WORDS:
            return
        yield sentence


def read_sentence(
    context: ArticleContext, start: int, end: int, vocabulary: Vocabulary
) -> Sentence:
    """The sentence that stands between two offsets, in tokens."""
    document = context.document
    hits = select_inside(document.mentions, context.starts, start, end)
    headline_end = document.headline_end or find_headline_end(document.text)
    tokens = tokenize(document.text, start, end, hits, vocabulary)
    return Sentence(start, end, tokens, end <= headline_end)


def count_effort(tokens: list[Token]) -> int:
    """What reading a sentence costs, in words."""
    return 12 + len(tokens) + max(0, len(tokens) - USUAL_WORDS)


def has_body(context: ArticleContext, start: int, end: int) -> bool:
    """Whether a body is named in a stretch, or may be meant by a common noun after being named."""
    starts = context.body_starts
    first = bisect_left(starts, start)
    if first < len(starts) and starts[first] < end:
        return True
    if context.document.text.find("euro", start, end) >= 0:
        return True
    if first and REFERS.match(context.document.text, start, end):
        return True
    return first > 0 and bool(MAY_MEAN_A_BODY.search(context.document.text, start, end))
