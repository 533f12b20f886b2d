"""What an XML or HTML document is, by its first element, whatever stands before it."""

import re

PROLOGUE = re.compile(
    r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>",
    re.IGNORECASE | re.DOTALL,
)
ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
LATE_START = re.compile(
    r"<\?xml\s|<(?:rss|feed|rdf:RDF|nitf|newsItem|newsMessage)[\s>]", re.IGNORECASE
)
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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
    if text.startswith("<") or not text.endswith(">"):
        return text
    found = LATE_START.search(text[:JUNK])
    return text[found.start() :] if found else text
