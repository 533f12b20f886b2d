"""Articles that come a second time: no new id, no new alert, nothing to tell anew."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from alert_steps import AlertSteps
from newsroom import read_reference
from newswire import Newswire
from pactwire.alert.ledger_seed import read_initial_rows, seed_ledger
from pactwire.domain.backtesting import Opening, Rereading, compare_readings
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.watches import MembershipSets
from pactwire.edges.kafka.stage import Output
from pactwire.edges.reader import load_reader
from pactwire.edges.store import Store, ledgers, migrate, open_store, read_transaction
from pactwire.edges.store.alert_tables import alerts, claims, decisions, developments
from pactwire.enrich.app import build_outputs, drop_unusable_claims
from pactwire_schemas import EnrichedArticle, Watch
from sample_events import later

OPENS = date(2025, 1, 1)
BATCH = 100
WATCHES = (
    {"id": "all", "name": "Every change", "when": {"changed": {}}},
    {"id": "decided", "name": "Decided", "when": {"changed": {"stage_at_least": "approved"}}},
    {"id": "stories", "name": "Stories", "when": {"mentioned": {"any": ["SY", "ML", "FJ"]}}},
    {"id": "updates", "name": "With updates", "when": {"mentioned": {"any": ["SY", "x-nato"]}},
     "notify": {"repeat": "updates"}},
    {"id": "quiet", "name": "Quiet", "when": {"changed": {"action": "leave"}},
     "notify": {"quiet_hours": {"from": "22:00", "to": "06:00"}, "at_most": "3/hour"}},
)  # fmt: skip
WRITTEN = (alerts, claims, decisions, developments)


Item = TypeVar("Item")


def cut(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[at : at + BATCH] for at in range(0, len(items), BATCH)]


class Pipeline:
    """The stages over one store, with what has come out so far."""

    def __init__(self, store: Store) -> None:
        self.steps = AlertSteps(store)
        self.steps.watch(*WATCHES)
        seed_ledger(store, read_reference(), OPENS)

    def read(self, articles: Sequence[EnrichedArticle]) -> set[str]:
        """The ids of everything that comes out, batch by batch as a consumer takes it."""
        seen: set[str] = set()
        for number, batch in enumerate(cut(articles)):
            self.steps.clock = later(minutes=number * BATCH) + timedelta(days=1)
            waiting = [output for one in batch for output in build_outputs(one)]
            while waiting:
                seen |= {output.event.event_id for output in waiting}
                waiting = self._step(waiting)
        return seen

    def _step(self, outputs: Sequence[Output]) -> list[Output]:
        made: list[Output] = []
        for topic in dict.fromkeys(output.topic.name for output in outputs):
            if topic in self.steps.stages:
                events = [output.event for output in outputs if output.topic.name == topic]
                made += [one for few in cut(events) for one in self.steps.step(topic, few)]
        return made

    def list_rows(self) -> dict[str, list[tuple]]:
        """Everything that was decided, and the ledger."""
        with read_transaction(self.steps.store) as tx:
            found = {
                table.name: sorted(map(tuple, tx.execute(table.select()))) for table in WRITTEN
            }
            rows = ledgers.list_rows(tx, "x-brics")
            return found | {"ledger": [(row.model_dump_json(),) for row in rows]}


def read_all(count: int) -> list[EnrichedArticle]:
    reference, reader = read_reference(), load_reader()
    wire = Newswire().write(count)
    return [drop_unusable_claims(enrich(article, reference, reader)) for article in wire]


@pytest.mark.parametrize("count", [150, pytest.param(10_000, marks=pytest.mark.long)])
def test_articles_that_come_twice_are_told_once(tmp_path: Path, count: int) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(store)
    first = read_all(count)
    pipeline = Pipeline(store)
    ids, rows = pipeline.read(first), pipeline.list_rows()
    assert all(rows.values())
    again = read_all(count)
    assert pipeline.read(again) <= ids
    assert pipeline.list_rows() == rows
    assert compare(first, again).is_empty
    store.dispose()


def compare(then: Sequence[EnrichedArticle], now: Sequence[EnrichedArticle]):
    """What the second reading would say otherwise."""
    watches = [Watch.model_validate(one) for one in WATCHES]
    reference = read_reference()
    rows = read_initial_rows(reference, OPENS)
    opening = Opening(rows, reference.complete_bodies, watches, MembershipSets())
    readings = Rereading(opening), Rereading(opening)
    for reading, articles in zip(readings, (then, now), strict=True):
        for one in articles:
            reading.add(one)
        reading.finish()
    assert readings[0].claims
    assert readings[0].alerts
    return compare_readings(*readings, later() - timedelta(days=1))
