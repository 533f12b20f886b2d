"""From article to alert, all services as processes: `bench_pipeline.py [embedded|kafka|ADDRESS]`.

Posts articles at a steady rate and reads the alerts with a consumer of its own, so the figures hold
HTTP, three stages, the store and four topics. Loopback only; ends what it starts.
"""

import asyncio
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from pactwire.edges.http import health_client
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo
from pactwire.settings import BrokerSettings
from pactwire_schemas import ALERTS

WATCH = """
id: bench
name: Bench
when:
  mentioned: {any: [SY]}
"""
WORDS = (
    "harbour bridge river orchard lantern valley engine copper winter signal market garden temple"
    " silver thunder meadow cabin anchor violet canyon ember falcon island jungle kettle lemon"
).split()
RATES = (20, 100)
SECONDS = 10


def story(number: int) -> dict[str, str]:
    dice = random.Random(number)
    words = " ".join(dice.choice(WORDS) + str(dice.randrange(1000)) for _ in range(200))
    return {
        "url": f"https://bench.example/{time.time_ns()}/{number}",
        "headline": f"Syria and the {dice.choice(WORDS)} {number}",
        "body": f"Syria said on Monday that {words}.",
        "language": "en",
    }


@contextmanager
def system(broker: str, state: Path) -> Iterator[RunInfo]:
    command = [sys.executable, "-m", "pactwire", "up", "--json", "--broker", broker]
    with (state / "up.log").open("wb") as log:
        process = subprocess.Popen([*command, "--state", str(state)], stdout=log, stderr=log)
        try:
            yield ready(process, state)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def ready(process: subprocess.Popen[bytes], state: Path) -> RunInfo:
    for _ in range(600):
        run_info = runfile.read(state)
        if run_info and all(
            health_client.get_probe(f"{service.url}/ready").status == 200
            for service in run_info.services.values()
        ):
            return run_info
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit((state / "up.log").read_text()[-2000:])


async def post(api: str, rate: int) -> dict[str, float]:
    """Post for some seconds at a steady rate; the moment each was sent, by headline."""
    sent: dict[str, float] = {}
    began = time.monotonic()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for number in range(rate * SECONDS):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            article = story(number + rate * 100_000)
            sent[article["headline"]] = time.monotonic()
            group.create_task(one(session, api, article))
    return sent


async def one(session: aiohttp.ClientSession, api: str, article: dict[str, str]) -> None:
    async with session.post(f"{api}/v1/articles", json=article) as answer:
        assert answer.status == 202, await answer.text()


class Seen(threading.Thread):
    """When each alert came by; reads that one topic and decodes as little as it can."""

    def __init__(self, broker: BrokerSettings) -> None:
        super().__init__(daemon=True)
        self.at: dict[str, float] = {}
        self.reading, self.over = threading.Event(), threading.Event()
        self._broker = broker

    def run(self) -> None:
        for record in read_records(self._broker, (ALERTS.name,), "end", self._asked):
            headline = json.loads(record.value or b"{}")["article"]["headline"]
            self.at.setdefault(headline, time.monotonic())

    def _asked(self) -> bool:
        self.reading.set()
        return self.over.is_set()


def measure(run_info: RunInfo, rate: int) -> str:
    broker = BrokerSettings(**run_info.broker.model_dump(exclude={"kind", "pid"}))
    seen = Seen(broker)
    seen.start()
    seen.reading.wait(15)
    sent = asyncio.run(post(run_info.api, rate))
    deadline = time.monotonic() + 60
    while len(seen.at) < len(sent) and time.monotonic() < deadline:
        time.sleep(0.05)
    seen.over.set()
    seen.join(5)
    waits = sorted(1000 * (seen.at[name] - sent[name]) for name in sent if name in seen.at)
    cuts = statistics.quantiles(waits, n=100)
    return (
        f"{run_info.broker.kind:<9} {rate:>4}/s  {len(waits):>5} of {len(sent)} alerts"
        f"  p50 {cuts[49]:7.1f} ms  p95 {cuts[94]:7.1f} ms  p99 {cuts[98]:7.1f} ms"
    )


def main() -> None:
    for broker in sys.argv[1:] or ("embedded", "kafka"):
        with tempfile.TemporaryDirectory() as folder:
            state = Path(folder)
            (state / "watch.yaml").write_text(WATCH)
            with system(broker, state) as run_info:
                env = {"PACTWIRE_STATE": str(state), "PATH": ""}
                add = [sys.executable, "-m", "pactwire", "watch", "add", str(state / "watch.yaml")]
                subprocess.run(add, env=env, check=True, capture_output=True)
                time.sleep(2)
                for rate in RATES:
                    sys.stdout.write(measure(run_info, rate) + "\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
