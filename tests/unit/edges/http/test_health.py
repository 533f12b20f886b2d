import aiohttp
import pytest

from pactwire.edges import clock
from pactwire.edges.health_checks import BEAT_PATIENCE, Health
from pactwire.edges.http.health import serve_probes
from pactwire.metrics import CONTENT_TYPE, Metrics
from pactwire.settings import Probes


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
    assert health.alive()
    health.beat()
    now += BEAT_PATIENCE - 1
    assert health.alive()
    now += 2
    assert not health.alive()


async def test_the_three_routes_tell_what_is() -> None:
    metrics, health = Metrics("enrich", "test"), Health("broker")
    runner = await serve_probes(Probes(port=0), metrics, health)
    try:
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(base) as session:
            async with session.get("/ready") as answer:
                before = (answer.status, await answer.json())
            health.set("broker", ok=True, why="answers")
            async with session.get("/ready") as answer:
                after = answer.status
            async with session.get("/live") as answer:
                live = answer.status
            async with session.get("/metrics") as answer:
                kind, text = answer.headers["Content-Type"], await answer.text()
    finally:
        await runner.cleanup()

    check = {"name": "broker", "ok": False, "why": "not looked at yet"}
    assert before == (503, {"ready": False, "checks": [check]})
    assert (after, live) == (200, 200)
    assert kind == CONTENT_TYPE
    assert "pactwire_ready 1.0" in text
