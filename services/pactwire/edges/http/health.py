"""The routes /metrics, /live and /ready of a service; what they answer is in its `Health`."""

import asyncio
from dataclasses import asdict

from aiohttp import web

from pactwire import logs
from pactwire.edges.health_checks import Health
from pactwire.edges.http.server import BoundedRunner, ServerLimits
from pactwire.metrics import CONTENT_TYPE, Metrics
from pactwire.settings import ProbeSettings

log = logs.get_logger(__name__)


def probe_routes(metrics: Metrics, health: Health) -> list[web.RouteDef]:
    """The three routes, for a service that serves HTTP anyway."""

    async def handle_metrics(request: web.Request) -> web.Response:
        del request
        metrics.ready.set(health.ready()[0])
        body = await asyncio.to_thread(metrics.render)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    async def handle_live(request: web.Request) -> web.Response:
        del request
        alive = health.is_alive()
        return web.json_response({"live": alive}, status=200 if alive else 503)

    async def handle_ready(request: web.Request) -> web.Response:
        del request
        is_ready, checks = health.ready()
        metrics.ready.set(is_ready)
        body = {"ready": is_ready, "checks": [asdict(check) for check in checks]}
        return web.json_response(body, status=200 if is_ready else 503)

    return [
        web.get("/metrics", handle_metrics),
        web.get("/live", handle_live),
        web.get("/ready", handle_ready),
    ]


async def serve_probes(probes: ProbeSettings, metrics: Metrics, health: Health) -> web.AppRunner:
    """Serve the routes; `await runner.cleanup()` ends it. A port of 0 is picked and logged.

    Raises:
        OSError: the port is taken.
    """
    app = web.Application()
    app.add_routes(probe_routes(metrics, health))
    runner = BoundedRunner(app, ServerLimits(), metrics)
    await runner.setup()
    await web.TCPSite(runner, probes.host, probes.port).start()
    host, port = runner.addresses[0][:2]
    log.info("probes.listening", host=host, port=port)
    return runner
