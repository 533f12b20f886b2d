"""What an XML or HTML document is, by its first element, whatever stands before it."""

import re
from collections.abc import Iterable

from pactwire.errors import InvalidEvent

PROLOGUE = re.compile(
    r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
LATE_START = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF|nitf|newsItem|newsMessage)[\s>]")
NOTICE_ROOTS = frozenset(("", "br", "b", "p", "div", "font", "pre", "span", "table"))
"""What a server's notice may begin with; any other first element is the document's own."""
ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,50})\s+(?:\"([^\"&%<]*)\"|'([^'&%<]*)')\s*>")
REFERENCE = re.compile(r"&([A-Za-z_][\w.-]{0,50});")
MAX_ENTITY = 100
MAX_REFERENCES = 10_000
"""A document's own entities are short words, used now and then; longer and more may be a bomb."""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
QUOTED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
JUNK = 2000
"""Characters of warnings and the like that may stand before a feed."""


def find_root(text: str) -> str:
    """The local name of the first element in small letters; empty when there is none."""
    found = ROOT.match(text, skip_prologue(text))
    return found[2].lower() if found else ""


def skip_prologue(text: str) -> int:
    """Where the first element begins: behind declarations, comments and the document type."""
    at = 0
    while found := PROLOGUE.match(text, at):
        at = found.end()
    return at


def drop_junk(text: str) -> str:
    """The document without what a server printed before it, and without illegal characters."""
    text = ILLEGAL.sub("", text)
    begun = text.startswith("<") and find_root(text) not in NOTICE_ROOTS
    found = LATE_START.search(text[:JUNK]) if not begun and text.endswith(">") else None
    return text[found.start() :] if found else text


def drop_prologue(text: str) -> str:
    """The document from its first element on, with the words that its document type defines."""
    start = skip_prologue(text)
    defined = {
        name: one or other
        for name, one, other in ENTITY.findall(text[:start])
        if len(one or other) <= MAX_ENTITY
    }
    body = text[start:]
    if not defined:
        return body
    return REFERENCE.sub(lambda found: defined.get(found[1], found[0]), body, MAX_REFERENCES)


def count_elements(text: str, names: Iterable[str]) -> int:
    """How many elements of these names begin, or end, beside what is quoted or commented out."""
    read = QUOTED.sub("", text)
    either = "|".join(map(re.escape, names))
    begun = re.findall(rf"<(?:[\w.-]+:)?(?:{either})[\s/>]", read, re.IGNORECASE)
    ended = re.findall(rf"</(?:[\w.-]+:)?(?:{either})\s*>", read, re.IGNORECASE)
    return max(len(begun), len(ended))


def check_end(text: str, root: str) -> None:
    """Raise InvalidEvent when a document ends before its first element, `root`, does."""
    if not re.search(rf"</(?:[\w.-]+:)?{re.escape(root)}\s*>|/>\s*$", text, re.IGNORECASE):
        raise InvalidEvent("the document is cut off before its end")
