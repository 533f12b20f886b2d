"""The French or Spanish sentences worth reading, as sentences of English words."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from pactwire.domain.extraction.claims.pivot.lexicon import TransferLexicon, open_language
from pactwire.domain.extraction.claims.pivot.transfer import SentenceTransfer
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.splitter import (
    count_effort,
    find_sentence_end,
    find_sentence_start,
    select_inside,
)
from pactwire.domain.extraction.claims.tokens.tokens import MAX_TOKENS, Sentence, Token, cut_tokens

MAX_WORDS = 1400
"""Words in sentences about membership that are read; each costs more than an English one."""
WORD = re.compile(
    r"\b(?:[ldnsjcmt]|qu|jusqu|lorsqu|puisqu)['’]|\d+\.?[ºª°]|\d[\d.,]*\d\w*|\w+(?:-\w+)*|\S",
    re.IGNORECASE,
)
INVERTED = re.compile(r"(?:-t)?-(?:il|elle|ils|elles|on|nous)$")
MARK = "romance"
"""The label of trigger words that mean nothing in an English text."""


def transfer_sentences(context: ArticleContext, language: str) -> Iterator[Sentence]:
    """Each sentence with a trigger and a body, once, in order, in English words."""
    document = context.document
    tables = open_language(context.world.grammar, language)
    done = count = 0
    for cue in document.cues:
        if cue.start < done or MARK not in cue.labels:
            continue
        start = max(done, find_sentence_start(document.text, cue.start))
        end = max(cue.end, find_sentence_end(document.text, cue.end))
        if cue.start < document.headline_end < end:
            end = document.headline_end
        done = end
        if not has_body(context, tables, start, end):
            continue
        hits = select_inside(document.mentions, context.starts, start, end)
        pieces = cut_tokens(document.text, start, end, hits, split_words)[: MAX_TOKENS + 1]
        tokens = SentenceTransfer(pieces, tables).run()
        count += count_effort(tokens)
        if count > MAX_WORDS:
            return
        yield Sentence(start, end, tokens[:MAX_TOKENS], end <= document.headline_end)


def has_body(context: ArticleContext, tables: TransferLexicon, start: int, end: int) -> bool:
    """Whether a body is named in a stretch, or may be meant by a common noun after being named."""
    first = bisect_left(context.body_starts, start)
    if first < len(context.body_starts) and context.body_starts[first] < end:
        return True
    text = context.document.text
    if text.find("euro", start, end) >= 0:
        return True
    return first > 0 and bool(tables.may_mean_a_body.search(text, start, end))


def split_words(text: str, start: int, end: int) -> Iterator[Token]:
    """Plain tokens of a stretch without names; "a-t-il" is its verb."""
    for match in WORD.finditer(text, start, end):
        surface = match.group()
        low = surface.lower().replace("’", "'")
        if "-" in low:
            low = INVERTED.sub("", low)
        yield Token(match.start(), match.end(), surface, low)
