"""Who belongs to what: memberships, timelines, developments, entities."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from pactwire.desk.api.deps import Desk, DeskDependencies, Reader
from pactwire.desk.api.kept_route import KeyedRoute
from pactwire.desk.api.pages import Page, PageQuery, cut_page
from pactwire.desk.api.problems import ApiError
from pactwire.domain.ledger import MembershipHistory
from pactwire.edges.store import ledgers, read_transaction, search
from pactwire.edges.store.ledger_history import Pair, list_histories
from pactwire.edges.store.search import SearchFilter
from pactwire_schemas import Development, MembershipState

router = APIRouter(prefix="/v1", tags=["ledger"], route_class=KeyedRoute)

Text = Annotated[str, Field(max_length=200)]


class PairQuery(BaseModel):
    """A body, a member, or both: names, ISO codes or ids."""

    model_config = ConfigDict(extra="forbid")

    organisation: Text | None = None
    member: Text | None = None


class TimelineQuery(PairQuery):
    """A pair, and what is asked of its past."""

    on: date | None = None
    """Only what held on that day."""
    known_on: date | None = None
    """As it was known at the end of that day."""


class DevelopmentQuery(PageQuery):
    """A page of developments."""

    entity: Text | None = None
    """Only what is about this country or body."""


@router.get("/memberships")
def list_memberships(
    desk: Desk, key: Reader, asked: Annotated[PairQuery, Query()]
) -> list[MembershipState]:
    """Memberships as they are now: all of a body, of a member, or the one of both."""
    del key
    pair = resolve_pair(desk, asked)
    with read_transaction(desk.stores.alert) as tx:
        return [row.state for row in ledgers.list_rows(tx, *pair)]


@router.get("/timelines")
def list_timelines(
    desk: Desk, key: Reader, asked: Annotated[TimelineQuery, Query()]
) -> list[MembershipHistory]:
    """Memberships through the years, each interval with its sources."""
    del key
    pair = resolve_pair(desk, asked)
    with read_transaction(desk.stores.alert) as tx:
        histories = list_histories(tx, desk.reference, pair, asked.known_on)
    return [one for one in histories if asked.on is None or one.on(asked.on)]


@router.get("/developments")
def list_developments(
    desk: Desk, key: Reader, asked: Annotated[DevelopmentQuery, Query()]
) -> Page[Development]:
    """What became known of memberships, newest first."""
    del key
    entity = resolve(desk, asked.entity)
    wanted = SearchFilter(asked.since, asked.until, entity=entity, before=asked.after)
    with read_transaction(desk.stores.alert) as tx:
        found = search.search_developments(tx, wanted)
        return cut_page(found, asked.limit, lambda one: one.development_id)


@router.get("/entities/{name}")
def get_entity(
    desk: Desk, key: Reader, name: Annotated[str, Path(max_length=200)]
) -> dict[str, Any]:
    """What a name means."""
    del key
    entity_id = resolve(desk, name)
    entity = desk.reference.entity(entity_id) if entity_id else None
    if entity is None:
        raise ApiError(404, f"{name!r} is unknown")
    return {"entity_id": entity.id, "name": entity.name, "type": entity.type, "iso2": entity.iso2}


def resolve_pair(desk: DeskDependencies, asked: PairQuery) -> Pair:
    """The ids of a body and a member; refuses a question that names neither."""
    if asked.organisation is None and asked.member is None:
        raise ApiError(422, "name an organisation, a member, or both")
    return resolve(desk, asked.organisation, body=True), resolve(desk, asked.member)


def resolve(desk: DeskDependencies, name: str | None, *, body: bool = False) -> str | None:
    """The id that a name means; refuses one that is unknown or means several."""
    if name is None:
        return None
    found = desk.resolver.resolve(name, body=body)
    if found.reason == "found":
        return found.entities[0].id
    near = ", ".join(f"{one.id} ({one.name})" for one in found.entities)
    if found.reason == "several":
        raise ApiError(422, f"{name!r} means several: {near}")
    raise ApiError(404, f"{name!r} is unknown" + (f"; did you mean {near}?" if near else ""))
