"""Articles a second, CPU an article and the wait for an alert: all services as processes.

    make bench-pipeline [BEFORE=checkout of another commit]

Articles go in by HTTP as lines of JSON, alerts are read from their topic by a consumer of its own.
Then each service works off a backlog by itself, which is what it costs when its batches are full.
With the checkout of another commit, both are measured in one run, so that their ratio says more
than either figure. Loopback only; ends what it starts.
"""

import asyncio
import itertools
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import click
import orjson
from backlog_run import await_processed, count_processed, spend, suspended
from checkouts import ROOT
from pipeline_run import add_watches, read_cpu_seconds, read_resident, running_pipeline
from sample_news import generate_articles

from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.edges.local.runfile import RunInfo
from pactwire.settings import BrokerSettings
from pactwire_schemas import ALERTS

WATCH = """
id: bench
name: Bench
when:
  mentioned: {any: [SY]}
"""
BATCH = 100
"""Articles in one request."""
WARM = 400
SECONDS = 20
DONE_SECONDS = 300
Article = dict[str, str]
Figures = dict[str, float]


class AlertReader(threading.Thread):
    """When the alert on each address came by; reads one topic and decodes as little as it can."""

    def __init__(self, broker: BrokerSettings) -> None:
        super().__init__(daemon=True)
        self.at: dict[str, float] = {}
        self.reading, self.over = threading.Event(), threading.Event()
        self._broker = broker

    def run(self) -> None:
        for record in read_records(self._broker, (ALERTS.name,), "end", self._asked):
            url = orjson.loads(record.value or b"{}")["article"]["url"]
            self.at.setdefault(url, time.monotonic())

    def _asked(self) -> bool:
        self.reading.set()
        return self.over.is_set()

    def await_alerts(self, urls: set[str]) -> None:
        """Wait until every one of these has its alert; raises when it takes too long."""
        deadline = time.monotonic() + DONE_SECONDS
        while not urls <= self.at.keys():
            if time.monotonic() > deadline:
                raise SystemExit(f"{len(urls - self.at.keys())} of {len(urls)} alerts did not come")
            time.sleep(0.02)


@contextmanager
def reading_alerts(info: RunInfo) -> Any:
    """A reader of the alerts until the block ends."""
    reader = AlertReader(BrokerSettings(**info.broker.model_dump(exclude={"kind", "pid"})))
    reader.start()
    reader.reading.wait(30)
    try:
        yield reader
    finally:
        reader.over.set()
        reader.join(5)


async def post_batches(api: str, articles: Iterable[Article]) -> None:
    """Post all articles, two requests at a time."""
    batches = iter(lambda: list(itertools.islice(lines, BATCH)), [])
    lines = iter(articles)
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            for batch in batches:
                await post_lines(session, api, batch)

        await asyncio.gather(work(), work())


async def post_lines(session: aiohttp.ClientSession, api: str, batch: list[Article]) -> None:
    """One request; raises when it is refused."""
    body = b"\n".join(map(orjson.dumps, batch))
    headers = {"Content-Type": "application/x-ndjson"}
    async with session.post(f"{api}/v1/articles", data=body, headers=headers) as answer:
        if answer.status != 202:
            raise SystemExit(f"ingest answers {answer.status}: {await answer.text()}")


async def post_steadily(api: str, articles: list[Article], rate: int) -> dict[str, float]:
    """Post one by one at a steady rate; when each was sent, by address."""
    sent: dict[str, float] = {}
    began = time.monotonic()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for number, article in enumerate(articles):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sent[article["url"]] = time.monotonic()
            group.create_task(post_lines(session, api, [article]))
    return sent


def measure_throughput(info: RunInfo, count: int, seed: str) -> Figures:
    """Articles a second until the last alert, and the CPU that each service took an article."""
    articles = list(generate_articles(count, 10, seed))
    alerting = {one["url"] for one in articles[::10]}
    with reading_alerts(info) as reader:
        before, began = read_cpu_seconds(info), time.monotonic()
        asyncio.run(post_batches(info.api, articles))
        accepted = time.monotonic() - began
        reader.await_alerts(alerting)
        took = time.monotonic() - began
    time.sleep(1)
    after = read_cpu_seconds(info)
    spent = {f"{name} µs": 1e6 * (after[name] - before[name]) / count for name in before}
    resident = {f"{name} MiB": value for name, value in read_resident(info).items()}
    return {"articles/s": count / took, "accepted/s": count / accepted, **spent, **resident}


def measure_latency(info: RunInfo, rate: int, seed: str) -> Figures:
    """Milliseconds from sending an article to its alert, every article alerting."""
    articles = list(generate_articles(rate * SECONDS, 1, seed))
    with reading_alerts(info) as reader:
        sent = asyncio.run(post_steadily(info.api, articles, rate))
        reader.await_alerts(set(sent))
        waits = [1000 * (reader.at[url] - moment) for url, moment in sent.items()]
    cuts = statistics.quantiles(waits, n=100)
    return {f"p50 ms at {rate}/s": cuts[49], f"p99 ms at {rate}/s": cuts[98]}


def measure_backlogs(info: RunInfo, count: int, seed: str) -> Figures:
    """CPU an article of one service after the other, while those behind it stand still."""
    articles = list(generate_articles(count, 10, seed))
    handled = count_processed(info, "enrich") + count
    with reading_alerts(info) as reader:
        with suspended(info, "alert"):
            with suspended(info, "enrich"):
                posting = partial(post_batches, info.api, articles)
                figures = spend(info, "ingest", count, lambda: asyncio.run(posting()))
            waiting = partial(await_processed, info, "enrich", handled)
            figures |= spend(info, "enrich", count, waiting)
        alerting = {one["url"] for one in articles[::10]}
        return figures | spend(info, "alert", count, partial(reader.await_alerts, alerting))


def measure_pipeline(broker: str, code: Path, count: int) -> Figures:
    """All figures of one checkout, from a start of its own."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        with running_pipeline(broker, state, code) as info:
            add_watches(state, code, WATCH)
            time.sleep(3)
            measure_throughput(info, WARM, f"warm-{time.time_ns()}")
            figures = measure_throughput(info, count, f"run-{time.time_ns()}")
            figures |= measure_backlogs(info, count // 2, f"backlog-{time.time_ns()}")
            return figures | measure_latency(info, 100, f"steady-{time.time_ns()}")


def print_figures(name: str, figures: Figures, other: Figures | None) -> None:
    """The figures, with their ratio to another checkout's where there is one."""
    click.echo(f"\n{name}")
    for what, value in figures.items():
        ratio = f"  {value / other[what]:6.2f} of before" if other and other.get(what) else ""
        click.echo(f"  {what:<22} {value:10.1f}{ratio}")


@click.command()
@click.option("--broker", default="kafka", show_default=True)
@click.option("--articles", "count", default=6000, show_default=True)
@click.option("--before", type=click.Path(exists=True, path_type=Path), help="Another checkout.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the figures here.")
def main(broker: str, count: int, before: Path | None, file: Path | None) -> None:
    """Measure this checkout, and another one before it."""
    other = measure_pipeline(broker, before, count) if before else None
    if before and other:
        print_figures(f"before: {before.name}", other, None)
    figures = measure_pipeline(broker, ROOT, count)
    print_figures("now", figures, other)
    if file:
        file.write_text(json.dumps({"now": figures, "before": other}, indent=2))


if __name__ == "__main__":
    main()
