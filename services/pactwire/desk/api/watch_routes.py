"""Watches of an owner: kept with revisions, tried on texts and on the past, explained."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from pactwire.desk.api.changes import WatchChange
from pactwire.desk.api.deps import Desk, DeskDependencies, Watcher
from pactwire.desk.api.etags import IfMatch, check_match
from pactwire.desk.api.kept_route import KeptRoute
from pactwire.desk.api.problems import ApiError
from pactwire.desk.backtest import BacktestRequest, run_backtest
from pactwire.desk.budgets import list_budget_warnings
from pactwire.desk.explanations import trace_article
from pactwire.desk.hypotheses import Desk as HypothesisDesk
from pactwire.desk.reading import MAX_TEXT, read_hypotheses
from pactwire.domain.access import ApiKey, find_owner, owns_watch, watch_origin
from pactwire.domain.access.keys import owns_endpoint, owns_topic
from pactwire.domain.backtesting import describe_report
from pactwire.domain.explaining import Journey, describe_journey
from pactwire.domain.watches import parse_watches
from pactwire.edges.kafka.article_search import find_article
from pactwire.edges.store import Transaction, read_transaction, stored_watches
from pactwire.edges.store.stored_watches import StoredWatch
from pactwire_schemas import Watch
from pactwire_schemas.watch import SLUG, ToEndpoint, ToTopic

router = APIRouter(prefix="/v1/watches", tags=["watches"], route_class=KeptRoute)

WatchId = Annotated[str, Path(pattern=SLUG)]
Document = Annotated[
    dict[str, Any],
    Body(
        examples=[
            {
                "id": "coalition-changes",
                "name": "Who joins or leaves",
                "when": {"changed": {"stage_at_least": "approved"}},
            }
        ]
    ),
]


class KeptWatch(BaseModel):
    """A watch and how it is kept."""

    revision: int
    origin: str
    watch: dict[str, Any]


class SavedWatch(KeptWatch):
    """A watch that was made or changed."""

    warnings: list[str]
    """Where `notify.at_most` would have been used up in the last days, or that was not tried."""


class WhyNotQuestion(BaseModel):
    """What is asked: an article that came, by id or address, or a text as if it came now."""

    model_config = ConfigDict(extra="forbid")

    article: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)] | None = None


@router.get("")
def list_watches(desk: Desk, key: Watcher) -> list[KeptWatch]:
    """The owner's watches."""
    with read_transaction(desk.stores.alert) as tx:
        return [keep(one) for one in stored_watches.list_watches(tx) if owns_watch(key, one.origin)]


@router.get("/{watch_id}")
def get_watch(desk: Desk, key: Watcher, watch_id: WatchId, response: Response) -> KeptWatch:
    """A watch; its ETag is what a change must name."""
    with read_transaction(desk.stores.alert) as tx:
        stored = find_own(tx, key, watch_id)
    response.headers["ETag"] = format_etag(stored)
    return keep(stored)


@router.put("/{watch_id}")
def put_watch(
    change: WatchChange, watch_id: WatchId, document: Document, response: Response,
    if_match: IfMatch = None,
) -> SavedWatch:  # fmt: skip
    """Make a watch, or change it; a change must name the revision it is of in If-Match.

    One with a budget is tried on the last days, as a back-test is.
    """
    desk, key, now = change.desk, change.key, change.desk.now()
    watch = parse_document(desk, document)
    if watch.id != watch_id:
        raise ApiError(422, f"the document says id: {watch.id}, the path {watch_id}")
    refuse_foreign_places(key, watch)
    with read_transaction(desk.stores.alert) as tx:
        check_revision(tx, key, watch_id, if_match)
    warnings = list(
        list_budget_warnings(desk.stores.alert, desk.broker, [watch], now, lambda: None)
    )
    with change.transaction() as tx:
        stored_watches.lock_watches(tx)
        check_revision(tx, key, watch_id, if_match)
        origin = stored_watches.find_origin(tx, watch_id) or ""
        origin = origin if find_owner(origin) else watch_origin(key.owner)
        stored_watches.save_watch(tx, watch, origin, now)
        stored = find_own(tx, key, watch_id)
        saved = SavedWatch(**keep(stored).model_dump(), warnings=warnings)
        change.complete(tx, "watch.saved", f"{watch_id} revision {stored.revision}", saved)
    response.headers["ETag"] = format_etag(stored)
    return saved


@router.delete("/{watch_id}", status_code=204)
def delete_watch(change: WatchChange, watch_id: WatchId, if_match: IfMatch = None) -> None:
    """Take a watch out of force."""
    with change.transaction() as tx:
        stored_watches.lock_watches(tx)
        find_own(tx, change.key, watch_id)
        check_revision(tx, change.key, watch_id, if_match)
        stored_watches.delete_watches(tx, [watch_id])
        change.complete(tx, "watch.deleted", watch_id)


@router.post("/{watch_id}/why-not")
def ask_why_not(
    desk: Desk, key: Watcher, watch_id: WatchId, question: WhyNotQuestion
) -> list[dict[str, Any]]:
    """What stopped an article on its way to an alert of the watch, step by step."""
    with read_transaction(desk.stores.alert) as tx:
        watch = find_own(tx, key, watch_id).watch
    if (question.article is None) == (question.text is None):
        raise ApiError(422, "give either article or text")
    return [describe_journey(one) for one in trace(desk, watch, question)]


@router.post("/backtests")
def backtest(
    desk: Desk, key: Watcher, document: Document,
    days: Annotated[int, Query(ge=1, le=366)] = 30,
) -> dict[str, Any]:  # fmt: skip
    """What a watch would have sent in the last days; nothing is kept or sent."""
    watch = parse_document(desk, document)
    with read_transaction(desk.stores.alert) as tx:
        foreign = [watch.id] if is_foreign(tx, key, watch.id) else []
    asked = BacktestRequest([watch], desk.now() - timedelta(days=days), foreign)
    (report,) = run_backtest(desk.stores.alert, desk.broker, asked, lambda: None)
    return describe_report(report)


def trace(desk: DeskDependencies, watch: Watch, question: WhyNotQuestion) -> Sequence[Journey]:
    """The journeys that a question asks for."""
    if question.article is not None:
        enriched = find_article(desk.broker, question.article)
        article_id = enriched.article.article_id if enriched else question.article
        return trace_article(desk.stores, watch, article_id, enriched)
    hypothetical = HypothesisDesk(desk.stores.alert, desk.now(), desk.reference.complete_bodies)
    return [
        journey
        for hypothesis in read_hypotheses(question.text or "", desk.reference, desk.now())
        for journey in hypothetical.trace_text(watch, hypothesis)
    ]


def parse_document(desk: DeskDependencies, document: dict[str, Any]) -> Watch:
    """The watch of a document; every mistake with its field."""
    parsed = parse_watches(orjson.dumps(document).decode(), "watch", desk.resolver)
    if parsed.issues:
        raise ApiError(422, "; ".join(f"{one.field}: {one.message}" for one in parsed.issues))
    return parsed.watches[0]


def find_own(tx: Transaction, key: ApiKey, watch_id: str) -> StoredWatch:
    """The key's watch of that id; another owner's is not there."""
    stored = stored_watches.find_watch(tx, watch_id)
    if stored is None or not owns_watch(key, stored.origin):
        raise ApiError(404, f"there is no watch {watch_id}")
    return stored


def is_foreign(tx: Transaction, key: ApiKey, watch_id: str) -> bool:
    """Whether an id is another's: of a watch that is there, or was and has left alerts."""
    origin = stored_watches.find_origin(tx, watch_id)
    return origin is not None and not owns_watch(key, origin)


def check_revision(tx: Transaction, key: ApiKey, watch_id: str, if_match: str | None) -> None:
    """Refuse a change of another's watch, or of a revision that is no longer the newest."""
    if is_foreign(tx, key, watch_id):
        raise ApiError(409, f"the id {watch_id} is taken; choose another")
    stored = stored_watches.find_watch(tx, watch_id)
    check_match(if_match, format_etag(stored) if stored else None, f"watch {watch_id}")


def refuse_foreign_places(key: ApiKey, watch: Watch) -> None:
    """Refuse topics and endpoints of others."""
    for place in watch.deliver:
        if isinstance(place, ToEndpoint) and not owns_endpoint(key, place.endpoint):
            raise ApiError(403, f"endpoints of yours begin with {key.owner}-")
        if isinstance(place, ToTopic) and not owns_topic(key, place.topic):
            raise ApiError(403, f"topics of yours are alerts.{key.owner} and those below it")


def keep(stored: StoredWatch) -> KeptWatch:
    """The watch as it is answered."""
    return KeptWatch(revision=stored.revision, origin=stored.origin, watch=stored.watch.document())


def format_etag(stored: StoredWatch) -> str:
    """The ETag of a revision."""
    return f'"{stored.revision}"'
