"""What kind of text a claim stands in: how far a reading of it is trusted depends on that."""

from typing import Literal, get_args

from pactwire.domain.extraction.document import Document

TextKind = Literal["heading", "item", "prose"]
EVERY_KIND: frozenset[TextKind] = frozenset(get_args(TextKind))
LONGEST_HEADING = 160
LONGEST_ITEM = 420
"""Code points; a short item is one to three sentences, longer texts are running prose."""
ENDS = frozenset(".!?…\"'”’)")


def list_kinds(document: Document) -> frozenset[TextKind]:
    """The kinds of text that a document has: of its headline, and of the rest."""
    return frozenset(classify_text(document, start) for start in (0, document.headline_end))


def classify_text(document: Document, start: int) -> TextKind:
    """The kind of the text around an offset."""
    text = document.text
    if start < document.headline_end:
        return "heading"
    if len(text) <= LONGEST_HEADING and text.rstrip()[-1:] not in ENDS:
        return "heading"
    return "item" if len(text) - document.headline_end <= LONGEST_ITEM else "prose"
