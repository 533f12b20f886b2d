"""Alerts of a watch as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from pactwire.domain.text.clean import drop_controls
from pactwire_schemas import Alert

ATOM = "http://www.w3.org/2005/Atom"
ET.register_namespace("", ATOM)


def render_feed(address: str, watch_id: str, alerts: Iterable[Alert], now: datetime) -> bytes:
    """The feed; `alerts` newest first, the newest gives the time of the feed."""
    found = list(alerts)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", address)
    _add(feed, "title", f"Alerts of {watch_id}")
    _add(feed, "updated", _format(found[0].alerted_at if found else now))
    ET.SubElement(_add(feed, "author", ""), f"{{{ATOM}}}name").text = "pactwire"
    ET.SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": address})
    for alert in found:
        _add_entry(feed, alert)
    rendered: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return rendered


def _add_entry(feed: ET.Element, alert: Alert) -> None:
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _add(entry, "id", f"urn:pactwire:alert:{alert.alert_id}")
    _add(entry, "title", alert.headline)
    _add(entry, "updated", _format(alert.alerted_at))
    _add(entry, "summary", alert.summary)
    if alert.article.url:
        ET.SubElement(entry, f"{{{ATOM}}}link", {"href": drop_controls(alert.article.url)})


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = drop_controls(text) or None
    return element


def _format(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
