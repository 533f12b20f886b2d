"""CPU an article of each stage's own work, without Kafka: decode, handle, encode.

    make bench-stages [AGAINST=worktree of another commit]

The articles of `sample_news` go through all services in one process, each stage with the records
that the one before it encoded, in batches as they come from a busy topic. What remains of a
service's CPU an article in `bench_pipeline` is the engine, the producer and the idle loops.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import structlog
from checkouts import ROOT, run_apart
from sample_news import generate_articles

from pactwire.alert.app import AlertDependencies, build_stages
from pactwire.alert.watch_cache import WatchCache
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.watches import build_resolver, parse_watches
from pactwire.edges.clock import now
from pactwire.edges.kafka.stage import Stage
from pactwire.edges.reader import load_reader
from pactwire.edges.store import migrate, open_store, stored_watches, write_transaction
from pactwire.enrich.app import build_handler
from pactwire.ingest.accept import ArticleIntake
from pactwire.ingest.http import ArticlesApi
from pactwire.metrics import Metrics
from pactwire.settings import Settings
from pactwire_schemas import ALERTS, ARTICLES, Record

WATCH = """
id: bench
name: Bench
when:
  mentioned: {any: [SY]}
deliver: [{endpoint: bench}]
"""
BATCH = 100
FEW, MANY = 200, 2_000
Figures = dict[str, float]


class Meter:
    """Adds up CPU seconds of this process under names."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the block's CPU under a name."""
        began = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began


class Topics:
    """Records by topic, in place of a broker; confirms at once."""

    def __init__(self) -> None:
        self.records: dict[str, list[Record]] = {}

    def publish(self, topic: Any, event: Any, trace: str | None = None) -> "Future[None]":
        """Encode and keep."""
        self.records.setdefault(topic.name, []).append(topic.encode(event, trace))
        confirmed: Future[None] = Future()
        confirmed.set_result(None)
        return confirmed

    def take(self, topic: Any) -> list[Record]:
        """What came, once."""
        return self.records.pop(topic.name, [])


def in_batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows, some at a time."""
    return (rows[first : first + BATCH] for first in range(0, len(rows), BATCH))


async def take_in(lines: Sequence[bytes], store: Any, topics: Topics, meter: Meter) -> None:
    """Ingest articles as the HTTP service does, without the server."""
    metrics = Metrics("ingest", "bench")
    intake = ArticleIntake(store, topics, metrics, now)  # type: ignore[arg-type]
    api = ArticlesApi(intake, metrics, max_body=2**24, max_text=200_000)
    for rows in in_batches(lines):
        raw = b"\n".join(rows)
        with meter.part("ingest: read"):
            submissions = api._parse_lines(raw)
        with meter.part("ingest: accept, store, encode"):
            await intake.accept(submissions, "api")
    await intake.close()


def run_stage(stage: Stage[Any], topics: Topics, meter: Meter, called: str) -> None:
    """Decode, handle and encode everything that lies on the stage's topic."""
    for records in in_batches(topics.take(stage.topic)):
        with meter.part(f"{called}: decode"):
            events = [stage.topic.decode(one.value, one.headers) for one in records]
        with meter.part(f"{called}: handle"):
            results = [
                outputs for some in split(events, stage.batch) for outputs in stage.handle(some)
            ]
        with meter.part(f"{called}: encode"):
            for outputs in results:
                for output in outputs:
                    topics.publish(output.topic, output.event)


def split(events: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The events, at most so many at a time."""
    return (events[first : first + size] for first in range(0, len(events), size))


def open_services(folder: Path) -> tuple[Any, list[tuple[str, Stage[Any]]]]:
    """The store of ingest, and the stages in the order in which events reach them."""
    reference = load_effective_reference(Settings())
    stores = {name: open_service_store(folder, name) for name in ("ingest", "alert", "deliver")}
    with write_transaction(stores["alert"]) as tx:
        for watch in parse_watches(WATCH, "bench.yaml", build_resolver(reference)).watches:
            stored_watches.save_watch(tx, watch, "command", now())
    metrics = Metrics("alert", "bench")
    cache = WatchCache(stores["alert"], lambda _: None, metrics)
    cache.refresh()
    deps = AlertDependencies(
        stores["alert"],
        None,
        metrics,
        now,
        lambda _: None,
        frozenset(),  # type: ignore[arg-type]
    )
    ledger, articles, changes, notify = build_stages(deps, cache)
    reading = partial(enrich, reference=reference, installed=load_reader())
    enriching: Stage[Any] = Stage(
        "enrich", ARTICLES, build_handler(reading, Metrics("enrich", "bench"))
    )
    queueing: Stage[Any] = Stage(
        "deliver", ALERTS, EnqueueStage(stores["deliver"], now, lambda: None).handle, BATCH
    )
    return stores["ingest"], [
        ("enrich", enriching), ("alert, ledger", ledger), ("alert, match", articles),
        ("alert, changes", changes), ("alert, notify", notify), ("deliver", queueing),
    ]  # fmt: skip


def open_service_store(folder: Path, name: str) -> Any:
    """A fresh store of a service."""
    store = open_store(f"sqlite:///{folder}/{name}.db")
    migrate(store)
    return store


def measure(count: int) -> Figures:
    """Microseconds of CPU an article, by service and step."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    with tempfile.TemporaryDirectory() as folder:
        store, stages = open_services(Path(folder))
        run_all(store, stages, Meter(), FEW, "warm")
        meter = Meter()
        run_all(store, stages, meter, count, "run")
    return {name: 1e6 * seconds / count for name, seconds in meter.seconds.items()}


def run_all(
    store: Any, stages: Sequence[tuple[str, Stage[Any]]], meter: Meter, count: int, seed: str
) -> None:
    """Take so many articles from HTTP to deliveries."""
    topics = Topics()
    lines = [orjson.dumps(article) for article in generate_articles(count, 10, seed)]
    asyncio.run(take_in(lines, store, topics, meter))
    for called, stage in stages:
        run_stage(stage, topics, meter, called)


def measure_apart(tree: Path, count: int = MANY) -> Figures:
    """The same by the code of another tree, in a process of its own, with a sum a service."""
    return add_services(run_apart(tree, "bench_stages.py", "--inside", "--articles", count))


def add_services(figures: Figures) -> Figures:
    """The figures with a sum for each service behind its steps."""
    sums: Figures = {}
    for name, value in figures.items():
        service = name.split(":")[0].split(",")[0]
        sums[f"{service} in all"] = sums.get(f"{service} in all", 0.0) + value
    return figures | sums


def tell(figures: Figures, other: Figures | None, say: Callable[[str], object]) -> None:
    """A line for each figure."""
    for name, value in figures.items():
        before = (other or {}).get(name)
        beside = f"{before:10.1f} before   {value / before:5.2f}" if before else ""
        say(f"{name:34}{value:9.1f} µs{beside}\n")


def main() -> None:
    """Measure this tree, and another beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=MANY)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--inside", action="store_true")
    given = parser.parse_args()
    if given.inside:
        sys.stdout.write(json.dumps(measure(given.articles)) + "\n")
        return
    other = measure_apart(given.against, given.articles) if given.against else None
    tell(measure_apart(ROOT, given.articles), other, sys.stdout.write)


if __name__ == "__main__":
    main()
