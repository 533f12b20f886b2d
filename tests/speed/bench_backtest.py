"""Back-tests over what a topic holds: articles a second, by what a watch asks for.

    make bench-backtest [AGAINST=worktree of another commit]

A broker is filled once; each watch is then tried as `pactwire watch test --days` does it, reading,
choosing, decoding, matching and deciding. CPU time of one process, so it holds on a busy machine;
the code of another commit reads the same topic.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watch_world import build_world, write_articles

from broker_choice import running
from pactwire.desk.backtest import BacktestRequest, run_backtest
from pactwire.edges.kafka import topics
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.edges.reference import load_reference
from pactwire.edges.store import migrate, open_store
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import ENRICHED, EnrichedArticle, Watch

ARTICLES = 20_000
WORDS = 300
IN_FLIGHT = 1_000
CONFIRM_SECONDS = 120
CONDITIONS: dict[str, Any] = {
    "changes": {"changed": {}},
    "one country": {"mentioned": {"any": ["SY"]}},
    "a rare body": {"mentioned": {"any": ["x-mercosur"]}},
    "two countries": {"mentioned": {"all": ["TR", "SE"]}},
    "a phrase": {"mentioned": {"text": {"any": ["foreign fighters"]}}},
    "a famous country": {"mentioned": {"any": ["US"]}},
}


def fill(broker: BrokerSettings, count: int) -> None:
    """Publish so many articles, each its own."""
    topics.ensure_topics(broker)
    producer = EventProducer(broker, "bench", Metrics("alert", "bench"))
    waiting = []
    for number, document in enumerate(write_articles(build_world(load_reference()), count, WORDS)):
        document["article"] |= {"article_id": f"{number:032x}", "content_hash": str(number)}
        waiting.append(producer.publish(ENRICHED, EnrichedArticle.model_validate(document)))
        if len(waiting) == IN_FLIGHT:
            waiting.pop(0).result(CONFIRM_SECONDS)
            waiting = [one for one in waiting if not one.done()]
    for one in waiting:
        one.result(CONFIRM_SECONDS)
    producer.close()


def measure(broker: BrokerSettings, folder: Path) -> dict[str, dict[str, float]]:
    """CPU seconds of each back-test and its alerts, and those of reading the records alone."""
    store = open_store(f"sqlite:///{folder / 'store.db'}")
    migrate(store)
    began, since = time.process_time(), datetime(2020, 1, 1, tzinfo=UTC)
    count = sum(1 for _ in read_records(broker, (ENRICHED.name,)))
    found = {"the records alone": {"seconds": time.process_time() - began, "alerts": 0}}
    for name, condition in CONDITIONS.items():
        watch = Watch.model_validate({"id": "bench", "name": "Bench", "when": condition})
        began = time.process_time()
        (report,) = run_backtest(store, broker, BacktestRequest([watch], since), lambda: None)
        taken = time.process_time() - began
        found[name] = {"seconds": taken, "alerts": report.alerts}
    store.dispose()
    return {name: one | {"speed": count / one["seconds"]} for name, one in found.items()}


def measure_apart(broker: BrokerSettings, tree: Path | None) -> dict[str, dict[str, float]]:
    """The same in a process of its own, with the code of another tree when one is given."""
    env = dict(os.environ)
    if tree:
        own = f"{Path(__file__).parents[1]}:{Path(__file__).parent}"
        env["PYTHONPATH"] = f"{tree}/services:{tree}/schemas:{tree}/seeds:{own}"
    command = [sys.executable, __file__, "--broker", broker.model_dump_json()]
    found: dict[str, dict[str, float]] = json.loads(subprocess.check_output(command, env=env))
    return found


def main() -> None:
    """Fill a broker, measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--against", type=Path, help="a worktree of another commit")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--broker", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.broker:
            settings = BrokerSettings.model_validate_json(asked.broker)
            sys.stdout.write(json.dumps(measure(settings, Path(folder))))
            return
        cache = Path(__file__).parents[2] / ".pytest_cache" / "d" / "kafka"
        cache.mkdir(parents=True, exist_ok=True)
        with running(Path(folder), cache) as broker:
            fill(broker.settings, asked.articles)
            now = measure_apart(broker.settings, None)
            before = measure_apart(broker.settings, asked.against) if asked.against else {}
    for name, one in now.items():
        was = before.get(name)
        ratio = f"  {one['speed'] / was['speed']:.1f} times {was['speed']:,.0f}" if was else ""
        sys.stdout.write(
            f"{name:>18} {one['speed']:10,.0f} articles/s {one['alerts']:7,.0f} alerts{ratio}\n"
        )


if __name__ == "__main__":
    main()
