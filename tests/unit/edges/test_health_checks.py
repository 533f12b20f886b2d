"""When a service is ready and when it is alive."""

import pytest

from pactwire.edges import clock
from pactwire.edges.health_checks import HEARTBEAT_TIMEOUT, Health


def test_a_service_without_checks_or_with_one_not_looked_at_is_not_ready() -> None:
    assert not Health().ready()[0]
    assert not Health("broker").ready()[0]


def test_a_service_is_ready_when_every_check_is_well() -> None:
    health = Health("broker", "store")
    health.set("broker", ok=True, why="answers")
    assert not health.ready()[0]
    health.set("store", ok=True, why="takes writes")
    assert health.ready()[0]
    health.set("broker", ok=False, why="away")
    assert not health.ready()[0]


def test_a_service_that_never_beat_is_alive_and_one_that_stopped_beating_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(clock, "monotonic", lambda: now)
    health = Health()
    assert health.is_alive()
    health.record_heartbeat()
    now += HEARTBEAT_TIMEOUT - 1
    assert health.is_alive()
    now += 2
    assert not health.is_alive()
