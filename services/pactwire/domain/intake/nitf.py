"""IPTC NITF 3.x to a submission: headline, body, date of issue, status and embargo."""

from pactwire.domain.intake.document import Entry, Origin
from pactwire.domain.intake.entries import FoundEntry, build_entry
from pactwire.domain.intake.xml_tree import (
    Element,
    find_first,
    parse_xml,
    read_attribute,
    read_text,
)


def read_nitf(text: str, origin: Origin, max_text: int) -> Entry:
    """The document as an article, or the reason why it is none; raises as `parse_xml` does."""
    return build_entry(find_nitf(parse_xml(text)), origin, max_text)


def find_nitf(root: Element, number: int = 1) -> FoundEntry:
    """The fields of an NITF tree, which may also stand inside another document."""
    docdata = find_first(root, "docdata")
    return FoundEntry(
        number=number,
        guid=read_attribute(find_first(root, "doc-id"), "id-string"),
        links=[read_attribute(find_first(root, "pubdata"), "ex-ref")],
        headline=_read_first(root, "hl1", "hedline", "headline", "title"),
        body=_read_first(root, "body.content", "body"),
        dates=[
            read_attribute(find_first(root, name), "norm")
            for name in ("date.issue", "date.release", "story.date")
        ],
        language=read_attribute(root, "lang", "baselang"),
        source={"name": _find_source(root)},
        pub_status=read_attribute(docdata, "management-status"),
        embargo=read_attribute(find_first(root, "date.release"), "norm"),
        lone=True,
    )


def _read_first(root: Element, *names: str) -> str:
    """The text of the first of these elements that has any."""
    return next(filter(None, (read_text(find_first(root, name)) for name in names)), "")


def _find_source(root: Element) -> str:
    for element, attribute in (
        ("doc.copyright", "holder"),
        ("pubdata", "name"),
        ("doc-id", "regsrc"),
    ):
        found = read_attribute(find_first(root, element), attribute)
        if found:
            return found
    return read_text(find_first(root, "distributor"))
