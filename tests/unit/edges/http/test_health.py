"""The HTTP routes of health and metrics."""

import aiohttp

from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.metrics import CONTENT_TYPE, Metrics
from pactwire.settings import ProbeSettings


async def test_the_three_routes_report_readiness_liveness_and_metrics() -> None:
    metrics, health = Metrics("enrich", "test"), Health("broker")
    runner = await serve_probes(ProbeSettings(port=0), metrics, health)
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
