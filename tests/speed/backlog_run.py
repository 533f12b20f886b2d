"""Each service by itself, with a backlog: its CPU an article when its batches are full."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline_run import read_cpu_seconds

from pactwire.edges.http import health_client
from pactwire.edges.local.runfile import RunInfo
from pactwire.metrics import parse_exposition

PAUSE = 0.5
"""Seconds between two looks at the metrics, which cost the service a millisecond each."""
DONE_SECONDS = 300


@contextmanager
def suspended(info: RunInfo, service: str) -> Iterator[None]:
    """A service that stands still, so that its topic fills."""
    pid = info.services[service].pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def count_processed(info: RunInfo, service: str) -> float:
    """Events that a service has handled so far."""
    samples = parse_exposition(
        health_client.get_probe(f"{info.services[service].url}/metrics").body
    )
    return sum(
        value
        for name, labels, value in samples
        if name == "pactwire_events_processed_total" and labels["fate"] == "done"
    )


def await_processed(info: RunInfo, service: str, count: float) -> None:
    """Wait until a service has handled so many events."""
    deadline = time.monotonic() + DONE_SECONDS
    while count_processed(info, service) < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"{service} does not get through its backlog")
        time.sleep(PAUSE)


def spend(info: RunInfo, service: str, count: int, work: Callable[[], object]) -> dict[str, float]:
    """What a service needs for some work on so many articles."""
    before, began = read_cpu_seconds(info)[service], time.monotonic()
    work()
    took, spent = time.monotonic() - began, read_cpu_seconds(info)[service] - before
    return {f"{service} µs, alone": 1e6 * spent / count, f"{service} a second, alone": count / took}
