"""IPTC NewsML-G2 news items, alone or in a message: headline, text, dates, status and embargo."""

from pactwire.domain.intake.document import Entry, Origin, ReadDocument
from pactwire.domain.intake.entries import FoundEntry, build_entry, list_unread, read_string
from pactwire.domain.intake.ninjs import read_version
from pactwire.domain.intake.nitf import find_nitf
from pactwire.domain.intake.xml_tree import (
    Element,
    find_all,
    find_first,
    local_name,
    parse_xml,
    read_attribute,
    read_text,
)
from pactwire.errors import InvalidEvent

NEWSML_ROOTS = ("newsitem", "newsmessage")
ITEMS = ("newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem")
DATES = ("contentcreated", "firstcreated", "versioncreated")
PICTURES = ("picture", "graphic", "video", "audio", "still", "animation", "photo")


def read_newsml(text: str, origin: Origin, max_text: int) -> ReadDocument:
    """All items of the document; raises as `parse_xml` does."""
    items = list(find_all(parse_xml(text), *ITEMS))
    entries = [_read_item(number, item, origin, max_text) for number, item in enumerate(items, 1)]
    return ReadDocument("NewsML-G2", (*entries, *list_unread(text, ITEMS, len(entries))))


def _read_item(number: int, item: Element, origin: Origin, max_text: int) -> Entry:
    if local_name(item) != "newsitem":
        reason = f"a NewsML-G2 {local_name(item)} holds no text of its own"
        return Entry(number, error=InvalidEvent(reason), expected=True)
    text = _find_text(item)
    kind = read_attribute(find_first(item, "itemclass"), "qcode").lower().rpartition(":")[2]
    if kind in PICTURES and not text:
        return Entry(number, error=InvalidEvent(f"it is a {kind} without a text"), expected=True)
    return build_entry(_find_fields(number, item, text), origin, max_text)


def _find_fields(number: int, item: Element, text: str) -> FoundEntry:
    embargo = find_first(item, "embargoed")
    return FoundEntry(
        number=number,
        guid=read_attribute(item, "guid"),
        headline=_find_headline(item),
        body=text,
        dates=[read_text(find_first(item, name)) for name in DATES],
        language=read_attribute(find_first(item, "language"), "tag")
        or read_attribute(item, "lang"),
        source={"name": _find_source(item)},
        version=read_version(read_attribute(item, "version")),
        pub_status=read_attribute(find_first(item, "pubstatus"), "qcode", "uri", "literal"),
        embargo=None if embargo is None else read_text(embargo) or "without end",
        lone=True,
    )


def _find_headline(item: Element) -> str:
    """The main one of the headlines, else the first."""
    found = list(find_all(item, "headline"))
    ranked = sorted(found, key=lambda one: not read_attribute(one, "role").endswith("main"))
    headlines = (read_text(one) for one in ranked)
    return next(filter(None, headlines), "") or read_text(find_first(item, "hl1"))


def _find_text(item: Element) -> str:
    """The text of the first rendition that has any: HTML, NITF or plain."""
    for rendition in find_all(item, "inlinexml", "inlinedata"):
        nitf = find_first(rendition, "nitf")
        if nitf is not None:
            text = find_nitf(nitf).body
        else:
            body = find_first(rendition, "body")
            text = read_text(body if body is not None else rendition)
        if text:
            return text
    return ""


def _find_source(item: Element) -> str:
    """Who the news is from: the source of the information, else the provider."""
    for part in find_all(item, "infosource", "provider"):
        named = read_text(find_first(part, "name"))
        if named or read_attribute(part, "literal"):
            return named or read_attribute(part, "literal")
    part = find_first(item, "provider")
    return read_string(read_attribute(part, "qcode").rpartition(":")[2])
