"""IPTC ninjs 1.x, 2.x and 3.x: each by its own names, in one shape.

2.x and 3.x have lists of headlines, bodies and sources, in 2.x with names in small letters; 1.x has
one `headline`, and a body for each kind of text, `body_text` and `body_xhtml`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pactwire.domain.intake.document import Entry, Origin
from pactwire.domain.intake.entries import FoundEntry, build_entry, read_string
from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.submission import MAX_VERSION
from pactwire.errors import InvalidEvent

MARKERS = frozenset((
    "headlines", "bodies", "pubstatus", "versioncreated", "infosources", "descriptions",
    "headline_main", "body_main", "body_text", "body_xhtml", "renditions", "associations",
))  # fmt: skip
"""Names of fields that only ninjs has, in small letters."""
SHARED = frozenset(("headline", "standard", "byline", "type"))
"""Names that make an item of ninjs beside a `uri`."""
MAIN_ROLES = ("main", "headline", "body", "text", "html", "nitf", "")
UNREAD_ROLES = ("creditline", "copyright", "keywords", "ednote", "instructions")
MARKUP_SUFFIXES = ("xhtml", "html", "nitf", "text")
ADDRESS_ROLES = ("url", "canonical", "canonical_url", "canonicalurl")
MAX_PARTS = 50


def is_ninjs(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a ninjs item, by fields that only ninjs has."""
    names = {name.lower() for name in value}
    return bool(MARKERS & names) or ("uri" in names and bool(SHARED & names))


def read_ninjs(value: dict[str, Any], origin: Origin, max_text: int, number: int = 1) -> Entry:
    """The item as an article, or the reason why it is none."""
    item = {name.lower(): part for name, part in value.items()}
    uri = read_string(item.get("uri")).strip()
    if not uri:
        return Entry(number, error=InvalidEvent("a ninjs item has a uri", "uri"))
    kind = read_string(item.get("type"))
    if kind in {"picture", "video", "audio", "graphic"} and not _find_body(item):
        return Entry(number, error=InvalidEvent(f"it is a {kind} without a text"), expected=True)
    found = FoundEntry(
        number=number,
        guid=uri,
        links=_list_links(item, uri),
        headline=_find_headline(item),
        body=_find_body(item),
        dates=[
            item.get(name)
            for name in ("contentcreated", "firstcreated", "versioncreated", "datecreated")
        ],
        language=item.get("language"),
        source=_find_source(item),
        version=read_version(item.get("version")),
        pub_status=item.get("pubstatus"),
        embargo=item.get("embargoed"),
        lone=True,
    )
    return build_entry(found, origin, max_text)


def _list_parts(item: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The objects of a list, names in small letters; in 1.x one string stands for a list."""
    parts: list[dict[str, Any]] = []
    for name in names:
        given = item.get(name)
        for one in given[:MAX_PARTS] if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                parts.append({key.lower(): value for key, value in one.items()})
            elif isinstance(one, str):
                parts.append({"value": one})
    return parts


def _choose(parts: Sequence[dict[str, Any]]) -> str:
    """The one with the main role, else one without a role, else the first, as text."""
    ranked = sorted(parts, key=lambda one: _rank(read_string(one.get("role"))))
    texts = (_to_text(read_string(one.get("value")), one) for one in ranked)
    return next((text for text in texts if text), "")


def _rank(role: str) -> int:
    word = role.lower().rpartition(":")[2]
    if word in UNREAD_ROLES:
        return len(MAIN_ROLES) + 1
    return MAIN_ROLES.index(word) if word in MAIN_ROLES else len(MAIN_ROLES)


def _to_text(value: str, part: Mapping[str, Any]) -> str:
    kind = read_string(part.get("contenttype")).lower()
    return value.strip() if kind == "text/plain" else markup_to_text(value)


def _find_words(item: Mapping[str, Any], listed: str, single: str) -> str:
    """Headline, body or description: a list of 2.x and 3.x, or the fields of 1.x.

    1.x names the role behind the field, `headline_main`, or the kind of text, `body_xhtml`.
    """
    parts = _list_parts(item, listed, single)
    for name in sorted(item):
        if name.startswith(f"{single}_") and isinstance(item[name], str):
            role = name.removeprefix(f"{single}_")
            parts.append({"role": "" if role in MARKUP_SUFFIXES else role, "value": item[name]})
    return _choose(parts)


def _find_headline(item: Mapping[str, Any]) -> str:
    found = _find_words(item, "headlines", "headline")
    return found or markup_to_text(read_string(item.get("title") or item.get("name")))


def _find_body(item: Mapping[str, Any]) -> str:
    """The main body; a description where there is no body."""
    body = _find_words(item, "bodies", "body")
    return body or _find_words(item, "descriptions", "description")


def _find_source(item: Mapping[str, Any]) -> dict[str, Any]:
    """The first named source, or else the provider or the holder of the rights."""
    parts = _list_parts(item, "infosources", "infosource", "source", "provider", "copyrightholder")
    names = (read_string(one.get("name") or one.get("value")).strip() for one in parts)
    name = next((one for one in names if one), "")
    return {"name": name} if name else {}


def _list_links(item: Mapping[str, Any], uri: str) -> list[str]:
    """Where the item can be read, if it says so; a `uri` is a name, and only sometimes a place."""
    alternatives = [
        read_string(one.get("value"))
        for one in _list_parts(item, "altids")
        if read_string(one.get("role")).lower().rpartition(":")[2] in ADDRESS_ROLES
    ]
    links = [*alternatives, read_string(item.get("canonicalurl") or item.get("url")), uri]
    return [link for link in links if link.lower().startswith(("http://", "https://"))]


def read_version(value: object) -> int | None:
    """The publisher's number of a version; None where it is no number from 1."""
    text = read_string(value).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    return number if 0 < number <= MAX_VERSION else None
