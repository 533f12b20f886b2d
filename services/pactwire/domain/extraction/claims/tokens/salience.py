"""Salience: whom "it" or "the country" means when its own sentence doesn't say."""

from bisect import bisect_left

from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.splitter import find_sentence_start
from pactwire.domain.extraction.document import EntityMention

OPENINGS = frozenset({"", "the", '"', "“", "but", "and", "while"})
"""What may stand before a name that opens its sentence."""


def find_salient_member(context: ArticleContext, position: int) -> Member | None:
    """The state that opens the sentence before, else the one named last."""
    last = context.last_state(position)
    if last is None:
        return None
    return context.member_of(find_opening_state(context, last) or last)


def find_opening_state(context: ArticleContext, last: EntityMention) -> EntityMention | None:
    """The state whose name opens the sentence of `last`; None when a list or another word does."""
    text = context.document.text
    start = find_sentence_start(text, last.start)
    for hit in context.document.mentions[bisect_left(context.starts, start) :]:
        if hit.start >= last.start or text[start : hit.start].strip().lower() not in OPENINGS:
            return None
        if context.member_of(hit) is not None:
            named = hit.form not in {"adjective", "demonym"}
            return hit if named else None
    return None
