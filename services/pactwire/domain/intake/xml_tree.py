"""XML of news standards as a tree: names without namespaces, nothing fetched."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, TypeAlias

from lxml import etree

from pactwire.domain.intake.markup import markup_to_text
from pactwire.errors import InvalidEvent

NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
Element: TypeAlias = Any
"""An element of lxml's, which has no types."""


def parse_xml(text: str) -> Element:
    """The root element; small mistakes are forgiven.

    Raises:
        InvalidEvent: there is nothing that could be read as XML.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities="internal", no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(NAMED.sub(_replace_named, text).encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise InvalidEvent(f"this is no XML: {str(error)[:200]}") from None
    if root is None:
        raise InvalidEvent("this is no XML")
    return root


def _replace_named(found: "re.Match[str]") -> str:
    """The signs that HTML has names for and XML has not: their definitions are never fetched."""
    sign = html5.get(f"{found[1]};")
    return found[0] if sign is None or found[1] in XML_NAMES else sign


def local_name(element: Element) -> str:
    """The name without its namespace, in small letters; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def find_all(root: Element, *names: str) -> Iterator[Element]:
    """The elements below, and the root, that have one of the local names, in order."""
    for element in root.iter():
        if local_name(element) in names:
            yield element


def find_first(root: Element, *names: str) -> Element | None:
    """The first of them."""
    return next(find_all(root, *names), None)


def read_text(element: Element | None) -> str:
    """The text of an element, with paragraphs apart."""
    if element is None:
        return ""
    return markup_to_text(etree.tostring(element, encoding="unicode", with_tail=False))


def read_attribute(element: Element | None, *names: str) -> str:
    """The first of the attributes that is there, by its local name."""
    for name in names if element is not None else ():
        for key, value in element.items():  # type: ignore[union-attr]
            if key.rpartition("}")[2].lower() == name:
                return str(value)
    return ""
