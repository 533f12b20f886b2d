"""Stories that watches know, to recognise what reports the same: alike in text or in a band."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, func, select

from pactwire.domain.alerting.dedup import COPY_WINDOW
from pactwire.domain.alerting.happenings import Happening
from pactwire.domain.alerting.seen_stories import SeenStory, SoughtStory, list_story_bands
from pactwire.domain.alerting.story_folding import MAX_COMPARED_STORIES, KnownStory
from pactwire.edges.store.alert_tables import stories, story_bands
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import MOMENT, NUMBER, TEXT, given_rows, select_given
from pactwire.edges.store.upsert import insert_missing_tuples, upsert

_SOUGHT = given_rows(
    "sought", place=NUMBER, watch_id=TEXT, content_hash=TEXT, since=MOMENT, until=MOMENT
)
_BANDS = given_rows("bands", place=NUMBER, watch_id=TEXT, band=NUMBER)
_COPIES = stories.alias("copies")
_NEWEST_COPY = (
    select(_COPIES.c.article_id)
    .where(
        _COPIES.c.watch_id == _SOUGHT.c.watch_id,
        _COPIES.c.content_hash == _SOUGHT.c.content_hash,
        _COPIES.c.seen_at >= _SOUGHT.c.since,
        _COPIES.c.seen_at <= _SOUGHT.c.until,
    )
    .order_by(_COPIES.c.seen_at.desc(), _COPIES.c.article_id)
    .limit(1)
    .correlate(_SOUGHT)
    .scalar_subquery()
)
_SAME = (
    select(_SOUGHT.c.place, stories)
    .select_from(_SOUGHT)
    .join(stories, stories.c.watch_id == _SOUGHT.c.watch_id)
    .where(stories.c.article_id == _NEWEST_COPY)
)
_SHARING = (
    select(_BANDS.c.place, story_bands.c.watch_id, story_bands.c.article_id)
    .select_from(_BANDS)
    .join(
        story_bands,
        (story_bands.c.watch_id == _BANDS.c.watch_id) & (story_bands.c.band == _BANDS.c.band),
    )
    .distinct()
    .subquery("sharing")
)
_RANKED = (
    select(
        _SHARING.c.place,
        stories,
        func.row_number()
        .over(
            partition_by=_SHARING.c.place,
            order_by=(stories.c.seen_at.desc(), stories.c.article_id),
        )
        .label("rank"),
    )
    .select_from(_SHARING)
    .join(_SOUGHT, _SOUGHT.c.place == _SHARING.c.place)
    .join(
        stories,
        and_(
            stories.c.watch_id == _SHARING.c.watch_id,
            stories.c.article_id == _SHARING.c.article_id,
            stories.c.seen_at >= _SOUGHT.c.since,
            stories.c.seen_at <= _SOUGHT.c.until,
        ),
    )
    .subquery("ranked")
)
_ALIKE = (
    select(_RANKED)
    .where(_RANKED.c.rank <= MAX_COMPARED_STORIES)
    .order_by(_RANKED.c.place, _RANKED.c.rank)
)


def find_similar_stories(tx: Transaction, sought: Sequence[SoughtStory]) -> list[list[SeenStory]]:
    """For each, the stories that its watch knows and that may be the same.

    The newest with the same text comes first, then the newest of those alike in a band.
    """
    found: list[list[SeenStory]] = [[] for _ in sought]
    rows = [
        (place, one.watch_id, one.story.content_hash, *_window(one.at))
        for place, one in enumerate(sought)
    ]
    bands = [(place, one.watch_id, band) for place, one in enumerate(sought) for band in one.bands]
    for row in select_given(tx, _SAME, sought=rows):
        found[row.place].append(_seen_story(row))
    for row in select_given(tx, _ALIKE, sought=rows, bands=bands):
        found[row.place].append(_seen_story(row))
    return found


def _window(at: datetime) -> tuple[datetime, datetime]:
    return at - COPY_WINDOW, at + COPY_WINDOW


def save_stories(tx: Transaction, seen: Sequence[SeenStory]) -> None:
    """Insert stories, or replace those that their watches knew, with their bands."""
    upsert(tx, stories, [_story_row(one) for one in seen])
    band_rows = {
        (one.watch_id, band, one.story.article_id): None
        for one in seen
        for band in list_story_bands(one.story)
    }
    insert_missing_tuples(tx, story_bands, list(band_rows))


@lru_cache(maxsize=1024)
def read_terms(terms: str) -> tuple[str, ...]:
    """The terms of a stored story; a busy watch's are compared with one new story after another."""
    return tuple(terms.split())


def _story_row(seen: SeenStory) -> dict[str, object]:
    happening, report = seen.story.happening, seen.story.report
    return {
        "watch_id": seen.watch_id,
        "article_id": seen.story.article_id,
        "content_hash": seen.story.content_hash,
        "signature": seen.story.signature,
        "alert_id": seen.story.alert_id,
        "seen_at": seen.seen_at,
        "terms": " ".join(happening.terms) if happening else "",
        "folded_because": seen.story.folded_because,
        "report": report.model_dump_json(exclude_none=True) if report else "",
    }


def _seen_story(row: Row[*tuple[Any, ...]]) -> SeenStory:
    happening = Happening(read_terms(row.terms), row.seen_at) if row.terms else None
    story = KnownStory(
        row.article_id, row.content_hash, row.signature, row.alert_id, happening,
        row.folded_because,
    )  # fmt: skip
    return SeenStory(row.watch_id, story, row.seen_at)
