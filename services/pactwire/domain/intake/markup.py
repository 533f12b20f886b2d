"""Markup to text in one pass: paragraphs stay apart, scripts and styles are left out.

The parser is libxml2's, read as events, so that tables, nesting and what was never closed cost what
their length costs. What it would swallow, such as the rest after a tag that never ends, is text.
"""

import re
from html import unescape

from lxml import etree

TAG = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z]")
CRUDE_TAG = re.compile(
    r"<(?:/?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|[/!?][^<>]*>|!--|!\[CDATA\[)|\]\]>|-->"
)
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
QUOTED = re.compile(r"<!(?!--|doctype\b)", re.IGNORECASE)
"""A declaration that is quoted in a text: HTML knows no other than its document type."""
BLANKS = re.compile(r"[ \t\r\n\f]+")
PARAGRAPHS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
    "figure", "hl1", "hl2",
))  # fmt: skip
LINES = frozenset((
    "div", "section", "article", "header", "footer", "main", "aside", "nav", "li", "dt", "dd",
    "tr", "caption", "figcaption", "br", "hr", "form", "address", "details", "summary",
    "fieldset", "legend", "body", "head", "title", "center", "block", "option",
))  # fmt: skip
CELLS = frozenset(("td", "th"))
UNREAD = frozenset((
    "script", "style", "iframe", "object", "embed", "applet", "template", "noembed", "video",
    "audio", "canvas", "svg", "math", "datalist",
))  # fmt: skip
END = "\ue000"
"""A private sign behind the markup: a parser that does not give it back has swallowed something."""


class TextCollector:
    """Takes the events of a parser and keeps the text."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._unread = 0
        self._literal = 0
        self._margin = 0
        self._space = ""

    def start(self, tag: object, attributes: object = None) -> None:
        """An element begins."""
        del attributes
        name = _local_name(tag)
        self._unread += name in UNREAD
        self._literal += name == "pre"
        self._break(name)

    def end(self, tag: object) -> None:
        """An element ends."""
        name = _local_name(tag)
        self._unread -= name in UNREAD
        self._literal -= name == "pre"
        if name != "br":
            self._break(name)

    def data(self, text: str) -> None:
        """Text between the tags."""
        if self._unread:
            return
        if self._literal:
            self._write(text)
            return
        for number, word in enumerate(BLANKS.split(text)):
            self._space = self._space or (" " if number else "")
            if word:
                self._write(word)

    def comment(self, text: str) -> None:
        """A comment says nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Neither does an instruction."""

    def close(self) -> str:
        """The text."""
        return "".join(self._parts).strip()

    def _break(self, name: str) -> None:
        if name in PARAGRAPHS:
            self._margin = max(self._margin, 2)
        elif name in LINES:
            self._margin = max(self._margin, 1)
        elif name in CELLS:
            self._space = "\t"

    def _write(self, text: str) -> None:
        if self._margin:
            self._parts.append("\n" * self._margin)
        elif self._space:
            self._parts.append(self._space)
        self._margin, self._space = 0, ""
        self._parts.append(text)


def markup_to_text(markup: str) -> str:
    """The text of a piece of markup; plain text comes back as it is."""
    if not TAG.search(markup):
        return markup.strip()
    text = _parse(QUOTED.sub("&lt;!", CDATA.sub("", markup)).replace(END, "") + END)
    if END in text:
        return text.replace(END, "").strip()
    return unescape(CRUDE_TAG.sub(_replace_tag, markup)).strip()


def _replace_tag(tag: "re.Match[str]") -> str:
    name = (tag[1] or "").lower()
    return "\n\n" if name in PARAGRAPHS else "\n" if name in LINES or name in UNREAD else ""


def _parse(markup: str) -> str:
    parser = etree.HTMLParser(target=TextCollector(), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(markup.encode("utf-8", "replace"))
        return str(parser.close())
    except etree.LxmlError:
        return ""


def _local_name(tag: object) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2].lower()
