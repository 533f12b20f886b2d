"""Histories of memberships in the formats of others: CSV, FollowTheMoney, Wikidata, PLOVER."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from pactwire.domain.identity import content_id
from pactwire.domain.ledger.entries import PRESENT_STATUSES
from pactwire.domain.ledger.intervals import IntervalSource, MembershipHistory, MembershipInterval
from pactwire_schemas import DatedFact, Party

CSV_COLUMNS = (
    "organisation", "organisation_id", "member", "member_id", "status", "since", "until",
    "source", "url", "claim_id", "known_at",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
WIKIDATA_PRECISION = {"year": 9, "month": 10, "day": 11}
PRECISION_LENGTH = {"year": 4, "month": 7, "day": 10}

WikidataIds = Callable[[str], str | None]
"""The Wikidata id of an entity id."""


def format_fact(fact: DatedFact | None) -> str:
    """A date as exact as it is known; empty for none."""
    return fact.on.isoformat()[: PRECISION_LENGTH[fact.precision]] if fact else ""


def protect_cell(text: str) -> str:
    """The text so that no spreadsheet runs it: a leading apostrophe before a formula's sign."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def list_csv_rows(histories: Iterable[MembershipHistory]) -> Iterator[list[str]]:
    """The header, then a row for each interval."""
    yield list(CSV_COLUMNS)
    for history, interval in _list_intervals(histories):
        source = interval.sources[0] if interval.sources else IntervalSource(text="")
        cells = (
            history.organisation.name, history.organisation.entity_id, history.member.name,
            history.member.entity_id, interval.status, format_fact(interval.since),
            format_fact(interval.until), source.text, source.url or "", source.claim_id or "",
            source.known_at.isoformat() if source.known_at else "",
        )  # fmt: skip
        yield [protect_cell(cell) for cell in cells]


def list_ftm_entities(
    histories: Iterable[MembershipHistory], wikidata: WikidataIds
) -> Iterator[dict[str, Any]]:
    """FollowTheMoney entities: each organisation and member once, and a `Membership` an interval.

    A state is a `PublicBody`, as the model has no country of its own.
    """
    seen: set[str] = set()
    for history, interval in _list_intervals(histories):
        for party, schema in ((history.organisation, "Organization"), (history.member, "")):
            if party.entity_id not in seen:
                seen.add(party.entity_id)
                yield _ftm_party(party, schema, wikidata(party.entity_id))
        yield _ftm_membership(history, interval)


def _ftm_party(party: Party, schema: str, wikidata: str | None) -> dict[str, Any]:
    properties = {"name": [party.name]}
    if party.iso2:
        properties["country"] = [party.iso2.lower()]
    if wikidata:
        properties["wikidataId"] = [wikidata]
    kind = schema or ("PublicBody" if party.iso2 else "Organization")
    return {"id": _ftm_id(party), "schema": kind, "properties": properties}


def _ftm_id(party: Party) -> str:
    return f"pactwire-{party.entity_id.lower()}"


def _ftm_membership(history: MembershipHistory, interval: MembershipInterval) -> dict[str, Any]:
    properties: dict[str, list[str]] = {
        "organization": [_ftm_id(history.organisation)],
        "member": [_ftm_id(history.member)],
        "status": [interval.status],
        "startDate": [format_fact(interval.since)],
        "endDate": [format_fact(interval.until)],
        "publisher": sorted({source.text for source in interval.sources}),
        "sourceUrl": sorted({source.url for source in interval.sources if source.url}),
    }
    given = {name: values for name, values in properties.items() if values and values[0]}
    since = format_fact(interval.since)
    parts = (history.organisation.entity_id, history.member.entity_id, interval.status, since)
    return {"id": content_id("membership", *parts), "schema": "Membership", "properties": given}


class Statements(NamedTuple):
    """Lines of QuickStatements, and what could not be said in them."""

    lines: list[str]
    left_out: list[str]


def build_wikidata_statements(
    histories: Iterable[MembershipHistory], wikidata: WikidataIds
) -> Statements:
    """QuickStatements of P463 (member of) with P580 and P582, one for each unbroken membership.

    A suspension does not end a membership; who is no member, or has no Wikidata id, is left out.
    """
    found = Statements([], [])
    for history in histories:
        ids = wikidata(history.member.entity_id), wikidata(history.organisation.entity_id)
        unknown = [
            party.name
            for party, qid in zip((history.member, history.organisation), ids, strict=True)
            if qid is None
        ]
        if unknown:
            found.left_out.append(f"{' and '.join(unknown)}: no Wikidata id")
            continue
        for interval in join_present(history.intervals):
            found.lines.append("\t".join((str(ids[0]), "P463", str(ids[1]), *_terms(interval))))
    return found


def join_present(intervals: Iterable[MembershipInterval]) -> list[MembershipInterval]:
    """The memberships without their suspensions: intervals that touch become one."""
    joined: list[MembershipInterval] = []
    for interval in intervals:
        if interval.status not in PRESENT_STATUSES:
            continue
        if joined and joined[-1].until is not None and joined[-1].until == interval.since:
            joined[-1] = joined[-1].model_copy(update={"until": interval.until})
        else:
            joined.append(interval)
    return joined


def _terms(interval: MembershipInterval) -> Iterator[str]:
    for qualifier, fact in (("P580", interval.since), ("P582", interval.until)):
        if fact:
            yield qualifier
            yield f"+{fact.on.isoformat()}T00:00:00Z/{WIKIDATA_PRECISION[fact.precision]}"
    url = next((source.url for source in interval.sources if source.url), None)
    if url:
        yield "S854"
        yield '"' + url.replace('"', "%22") + '"'


def list_plover_events(histories: Iterable[MembershipHistory]) -> Iterator[dict[str, Any]]:
    """PLOVER events for each change: joining is SUPPORT, an exit SANCTION by withdrawal.

    A candidate's or observer's standing has no event of its own in PLOVER and makes none.
    """
    for history in histories:
        previous: MembershipInterval | None = None
        for interval in history.intervals:
            yield from _plover_beginning(history, interval, previous)
            previous = interval
            yield from _plover_end(history, interval)


def _plover_beginning(
    history: MembershipHistory, interval: MembershipInterval, previous: MembershipInterval | None
) -> Iterator[dict[str, Any]]:
    if interval.since is None or interval.status not in PRESENT_STATUSES:
        return
    member, body = history.member, history.organisation
    if interval.status == "suspended":
        yield _plover_event(interval.since, (body, member), ("SANCTION", "discontinue"), interval)
    elif previous is not None and previous.status == "suspended":
        yield _plover_event(interval.since, (body, member), ("SUPPORT", ""), interval)
    else:
        yield _plover_event(interval.since, (member, body), ("SUPPORT", ""), interval)


def _plover_end(
    history: MembershipHistory, interval: MembershipInterval
) -> Iterator[dict[str, Any]]:
    until = interval.until
    if until is None or interval.status not in PRESENT_STATUSES or history.on(until.on):
        return
    member, body = history.member, history.organisation
    expelled = interval.ended_as == "expel"
    actors, mode = ((body, member), "expel") if expelled else ((member, body), "withdraw")
    yield _plover_event(until, actors, ("SANCTION", mode), interval)


def _plover_event(
    day: DatedFact,
    actors: tuple[Party, Party],
    coded: tuple[str, str],
    interval: MembershipInterval,
) -> dict[str, Any]:
    (source, target), (kind, mode) = actors, coded
    ended = kind == "SANCTION" and mode != "discontinue" and interval.ended_by
    return {
        "date": format_fact(day),
        "source": {"id": source.entity_id, "name": source.name},
        "target": {"id": target.entity_id, "name": target.name},
        "event": kind,
        "mode": mode or None,
        "context": ["diplomatic"],
        "text_source": [one.url or one.text for one in (ended or interval.sources)],
    }


def _list_intervals(
    histories: Iterable[MembershipHistory],
) -> Iterator[tuple[MembershipHistory, MembershipInterval]]:
    for history in histories:
        for interval in history.intervals:
            yield history, interval
