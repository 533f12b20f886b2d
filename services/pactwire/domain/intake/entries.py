"""One entry of a feed to a submission.

Each field is judged alone, so that one that is wrong costs itself and not the article.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pactwire.domain.intake.addresses import resolve_link
from pactwire.domain.intake.document import WITHOUT_DATE, Entry, Origin
from pactwire.domain.intake.moments import read_moment
from pactwire.domain.intake.submission import (
    MAX_GUID,
    MAX_NAME,
    MAX_URL,
    Submission,
    validate_submission,
)
from pactwire.domain.intake.xml_head import count_elements
from pactwire.domain.text.clean import clean_line
from pactwire.errors import InvalidEvent

MAX_LABEL = 100
LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
STATUSES = {
    "usable": "usable", "canceled": "canceled", "cancelled": "canceled", "cancel": "canceled",
    "withheld": "withheld", "embargoed": "withheld", "withhold": "withheld", "hold": "withheld",
}  # fmt: skip
"""The statuses of ninjs, NITF and NewsML-G2; what is none of them is withheld, never usable."""


@dataclass(frozen=True)
class FoundEntry:
    """An entry as it was written."""

    number: int
    guid: object = None
    links: Sequence[object] = ()
    bases: Sequence[object] = ()
    """What a relative link is read against, nearest first."""
    headline: str = ""
    body: str = ""
    dates: Sequence[object] = ()
    """Where the moment of publication may stand, best first."""
    language: object = None
    source: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    pub_status: object = None
    embargo: object = None
    """The moment before which it may not be published."""
    lone: bool = False
    """Whether the document is this one article, so that to leave it out is to refuse it."""


def build_entry(found: FoundEntry, origin: Origin, max_text: int) -> Entry:
    """The entry as an article, or with the reason why it is none."""
    notes: list[str] = []
    fields = {
        "guid": _read_guid(found.guid, notes),
        "url": _read_link(found, origin, notes),
        "source": _find_source(found, origin),
        "headline": found.headline,
        "body": found.body,
        "published_at": _read_date(found.dates, notes),
        "language": read_language(found.language, notes),
        "version": found.version,
        "pub_status": _read_status(found, origin, notes),
    }
    given = {name: value for name, value in fields.items() if value is not None}
    label = clean_line(read_string(found.guid) or found.headline)[:MAX_LABEL]
    try:
        submission = validate_submission(given, max_text)
    except InvalidEvent as error:
        silent = not (found.headline.strip() or found.body.strip())
        why = InvalidEvent("it has neither a headline nor a text") if silent else error
        return Entry(found.number, error=why, expected=silent and not found.lone, label=label)
    return Entry(found.number, submission, notes=tuple(notes), label=label)


def read_string(value: object) -> str:
    """A string of JSON that may also be a number; empty for anything else."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def is_given(value: object) -> bool:
    """Whether a field says anything."""
    return value is not None and value != ""


def build_source(given: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """The source: what the reader knows, over what the document says, over the document's name."""
    name = clean_line(read_string(given.get("name"))) or clean_line(origin.name) or "unknown"
    fields = {**given, "name": name, **origin.source}
    return {key: value[:MAX_NAME] if key == "name" else value for key, value in fields.items()}


def _find_source(found: FoundEntry, origin: Origin) -> dict[str, Any] | None:
    """The source; none for an item that has a guid or an address and tells no source.

    Its next version may come in another file, whose name must not make it another article.
    """
    named = read_string(found.source.get("name")).strip() or origin.source or not found.lone
    return (
        build_source(found.source, origin)
        if named or not (found.guid or any(found.links))
        else None
    )


def read_language(value: object, notes: list[str] | None = None) -> str | None:
    """A language tag, also where it is written with an underscore or names an encoding."""
    text = read_string(value).strip().replace("_", "-").split(".")[0].split(",")[0]
    if not text or LANGUAGE.match(text):
        return text or None
    if notes is not None:
        notes.append("the language is no BCP 47 tag")
    return None


def _read_status(found: FoundEntry, origin: Origin, notes: list[str]) -> str | None:
    """The status of publication in our words; None when none is given."""
    text = read_string(found.pub_status).strip().lower().rpartition(":")[2]
    status = STATUSES.get(text, "withheld") if text else None
    if text and text not in STATUSES:
        notes.append("its status is not known: taken as withheld")
    if status in {None, "usable"} and _is_embargoed(found.embargo, origin.read_at):
        notes.append("it is under embargo: taken as withheld")
        return "withheld"
    return status


def _is_embargoed(embargo: object, read_at: datetime | None) -> bool:
    if not is_given(embargo):
        return False
    until = read_moment(embargo)
    return until is None or read_at is None or until > read_at


def _read_guid(value: object, notes: list[str]) -> str | None:
    guid = clean_line(read_string(value))
    if len(guid) > MAX_GUID:
        notes.append(f"the guid has more than {MAX_GUID:,} characters")
        return None
    return guid or None


def _read_link(found: FoundEntry, origin: Origin, notes: list[str]) -> str | None:
    bases = [base for base in map(read_string, found.bases) if base]
    links = [link for link in (read_string(one).strip() for one in found.links) if link]
    for link in links:
        with suppress(ValueError):
            address = resolve_link(link, *bases, origin.address)
            if len(address) <= MAX_URL:
                return address
    if links:
        notes.append("taken without its link, which cannot be an address")
    return None


def _read_date(dates: Sequence[object], notes: list[str]) -> object:
    given = [value for value in dates if is_given(value)]
    moment = next(filter(None, map(read_moment, given)), None)
    if given and moment is None:
        notes.append(WITHOUT_DATE)
    return moment


def list_unread(text: str, names: Iterable[str], read: int) -> list[Entry]:
    """An entry for each element that stands in a document and that its parser has passed over."""
    error = InvalidEvent("an entry could not be read, since the document is broken")
    total = count_elements(text, names)
    return [Entry(number, error=error) for number in range(read + 1, total + 1)]


def tell_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries of one document, so that no two articles of it share what identifies them.

    Where several articles have one address and no guid, their fragments name them, or else their
    headlines, and so it is where several have one guid and one address; where one guid stands for
    several addresses, it identifies nothing.
    """
    named = _collect(entries, lambda one: (one.guid, one.url))
    twins = _collect(entries, lambda one: (one.guid and f"{one.guid} {one.url}", one.headline))
    entries = [_revise(entry, lambda one: _mend_guid(one, named, twins)) for entry in entries]
    places = _collect(entries, lambda one: (None if one.guid else one.url, one.headline))
    pages = _collect(entries, lambda one: (None if one.guid else _page(one), one.url))
    return tuple(_revise(entry, lambda one: _add_guid(one, places, pages)) for entry in entries)


def _mend_guid(
    one: Submission, named: Mapping[str, set[str]], twins: Mapping[str, set[str]]
) -> Submission:
    if not one.guid:
        return one
    if one.url and len(named[one.guid]) > 1:
        return one.model_copy(update={"guid": None})
    several = len(twins[f"{one.guid} {one.url}"]) > 1
    name = f"{one.headline} @ {one.guid}"[:MAX_GUID]
    return one.model_copy(update={"guid": name}) if several else one


def _add_guid(
    one: Submission, places: Mapping[str, set[str]], pages: Mapping[str, set[str]]
) -> Submission:
    if one.guid or not one.url:
        return one
    if len(places[one.url]) > 1:
        return one.model_copy(update={"guid": f"{one.headline} @ {one.url}"[:MAX_GUID]})
    several = len(pages[_page(one)]) > 1 and "#" in one.url
    return one.model_copy(update={"guid": one.url[:MAX_GUID]}) if several else one


def _page(one: Submission) -> str:
    return (one.url or "").partition("#")[0]


def _collect(
    entries: Sequence[Entry], pair: Callable[[Submission], tuple[str | None, str | None]]
) -> dict[str, set[str]]:
    """The values that stand beside each key in the articles."""
    found: dict[str, set[str]] = {}
    for key, value in (pair(entry.submission) for entry in entries if entry.submission):
        if key:
            found.setdefault(key, set()).add(value or "")
    return found


def _revise(entry: Entry, change: Callable[[Submission], Submission]) -> Entry:
    return replace(entry, submission=change(entry.submission)) if entry.submission else entry
