"""What a room tells about itself: /metrics, /live and /ready. Keeps the answers, makes none up."""

import asyncio
from dataclasses import asdict, dataclass

from aiohttp import web

from pactwire import logs
from pactwire.edges import clock
from pactwire.metrics import CONTENT_TYPE, Metrics
from pactwire.settings import Probes

log = logs.get(__name__)

BEAT_PATIENCE = 60.0
"""Seconds after which a room that beat once and then no more counts as dead."""


@dataclass(frozen=True)
class Check:
    """One thing that must be well for a room to be ready, and how it is."""

    name: str
    ok: bool
    why: str


class Health:
    """The checks of one process; ready when there are some and all are well. Thread-safe."""

    def __init__(self, *names: str) -> None:
        """Start with the checks `names`, none of them well yet."""
        self._checks = {name: Check(name, ok=False, why="not looked at yet") for name in names}
        self._beat: float | None = None

    def set(self, name: str, ok: bool, why: str) -> None:
        """Note how a check is, with one short sentence."""
        self._checks[name] = Check(name, ok, why)

    def ready(self) -> tuple[bool, list[Check]]:
        """Whether all is well, and every check."""
        checks = list(self._checks.values())
        return bool(checks) and all(check.ok for check in checks), checks

    def beat(self) -> None:
        """Say that the work goes on."""
        self._beat = clock.monotonic()

    def alive(self) -> bool:
        """False when the last beat is too long ago."""
        return self._beat is None or clock.monotonic() - self._beat < BEAT_PATIENCE


def probe_routes(metrics: Metrics, health: Health) -> list[web.RouteDef]:
    """The three routes, for a room that serves HTTP anyway."""

    async def show_metrics(request: web.Request) -> web.Response:
        del request
        metrics.ready.set(health.ready()[0])
        body = await asyncio.to_thread(metrics.render)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    async def live(request: web.Request) -> web.Response:
        del request
        alive = health.alive()
        return web.json_response({"live": alive}, status=200 if alive else 503)

    async def ready(request: web.Request) -> web.Response:
        del request
        well, checks = health.ready()
        metrics.ready.set(well)
        told = {"ready": well, "checks": [asdict(check) for check in checks]}
        return web.json_response(told, status=200 if well else 503)

    return [
        web.get("/metrics", show_metrics),
        web.get("/live", live),
        web.get("/ready", ready),
    ]


async def serve_probes(probes: Probes, metrics: Metrics, health: Health) -> web.AppRunner:
    """Serve the routes; `await runner.cleanup()` ends it. A port of 0 is picked and logged.

    Raises:
        OSError: the port is taken.
    """
    app = web.Application()
    app.add_routes(probe_routes(metrics, health))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, probes.host, probes.port).start()
    host, port = runner.addresses[0][:2]
    log.info("probes.listening", host=host, port=port)
    return runner
