"""Lists of feeds as OPML, in and out: what feed readers exchange.

What OPML has no attribute for (interval, tier, owner) is kept in a namespace of our own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pactwire.domain.intake.feed_address import parse_feed_address
from pactwire.errors import InvalidEvent

NAMESPACE = "https://pactwire.example/opml"
OWN_ATTRIBUTES = ("interval", "tier", "owner")


@dataclass(frozen=True)
class ListedFeed:
    """A feed as a list has it; None where it says nothing. `interval` is in seconds."""

    url: str
    name: str | None = None
    language: str | None = None
    interval: float | None = None
    tier: int | None = None
    owner: str | None = None


@dataclass(frozen=True)
class FeedList:
    """The feeds of a list, each once, and why outlines were left out."""

    feeds: tuple[ListedFeed, ...]
    left_out: tuple[str, ...]


def read_opml(raw: bytes) -> FeedList:
    """The feeds of an OPML document, folders opened.

    Raises:
        InvalidEvent: it is no OPML, or names no feed.
    """
    feeds: dict[str, ListedFeed] = {}
    left_out: list[str] = []
    for outline in parse_outlines(raw):
        attributes = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        if not attributes.get("xmlurl"):
            continue
        name = attributes.get("text") or attributes.get("title")
        try:
            feed = read_outline(attributes, name)
        except InvalidEvent as error:
            left_out.append(f"{name or 'a feed without a name'}: {error}")
            continue
        feeds.setdefault(feed.url, feed)
    if not feeds and not left_out:
        raise InvalidEvent("the list names no feed: no outline has an xmlUrl")
    return FeedList(tuple(feeds.values()), tuple(left_out))


def parse_outlines(raw: bytes) -> Iterator[ET.Element]:
    """The outlines of a document; raises InvalidEvent when it is none."""
    try:
        root = ET.fromstring(raw.strip())  # noqa: S314  expat fetches nothing, and bounds entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise InvalidEvent(f"this is not XML: {error}") from None
    if root.tag.lower() != "opml":
        raise InvalidEvent(f"this is not OPML but <{root.tag[:40]}>")
    return (element for element in root.iter() if element.tag.lower() == "outline")


def read_outline(attributes: dict[str, str], name: str | None) -> ListedFeed:
    """The feed of an outline; raises InvalidEvent when its address is none."""
    own = {one: attributes.get(f"{{{NAMESPACE}}}{one}") for one in OWN_ATTRIBUTES}
    return ListedFeed(
        url=parse_feed_address(attributes["xmlurl"]),
        name=name or None,
        language=attributes.get("language") or None,
        interval=read_number(own["interval"]),
        tier=int(tier) if (tier := read_number(own["tier"])) else None,
        owner=own["owner"] or None,
    )


def read_number(text: str | None) -> float | None:
    """A positive number; None for anything else."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None


def write_opml(feeds: Iterable[ListedFeed]) -> str:
    """The feeds as an OPML 2.0 document."""
    ET.register_namespace("pactwire", NAMESPACE)
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Feeds of pactwire"
    body = ET.SubElement(root, "body")
    for feed in feeds:
        shown = {"type": "rss", "text": feed.name or feed.url, "xmlUrl": feed.url}
        own = {one: getattr(feed, one) for one in OWN_ATTRIBUTES}
        named = {f"{{{NAMESPACE}}}{one}": f"{value}" for one, value in own.items() if value}
        language = {"language": feed.language} if feed.language else {}
        ET.SubElement(body, "outline", {**shown, **language, **named})
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
