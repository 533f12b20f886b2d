"""Assembles the desk: the API, and probes on a port of their own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn

from pactwire import logs
from pactwire.desk.api.app import build_api
from pactwire.desk.api.deps import DeskDependencies
from pactwire.edges.background import open_background
from pactwire.edges.clock import wait_until_set
from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.edges.readiness import keep_checked
from pactwire.edges.store import check_writable
from pactwire.errors import Misconfigured
from pactwire.metrics import Metrics
from pactwire.settings import DeskSettings

SERVICE = "desk"
STOP_SECONDS = 5
LOOK_SECONDS = 0.05
"""Between two looks whether the server listens."""

log = logs.get_logger(__name__)


class ApiServer(uvicorn.Server):
    """A server that leaves the process's signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(
    settings: DeskSettings, desk: DeskDependencies, metrics: Metrics, stop: asyncio.Event
) -> None:
    """Answer until `stop`; requests under way are answered first.

    Raises:
        Misconfigured: the port is taken.
        PactwireError: something that runs in the background has died.
    """
    health = Health("store", "api")
    probes = await serve_probes(settings.probes, metrics, health)
    server = ApiServer(
        uvicorn.Config(
            build_api(desk), settings.host, settings.port, log_config=None, access_log=False,
            server_header=False, limit_concurrency=settings.max_connections,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )  # fmt: skip
    try:
        async with open_background(stop) as background:
            check = partial(check_writable, desk.stores.alert)
            background.start("store check", keep_checked("store", check, health, background.stop))
            background.start("api", run_server(server))
            background.start(
                "readiness of the api", note_listening(server, health, background.stop)
            )
            ending = end_server(server, desk.stopping, background.stop)
            background.start("end of the api", ending)
            await background.stop.wait()
    finally:
        await probes.cleanup()


async def run_server(server: ApiServer) -> None:
    """Run the server until it is asked to end.

    Raises:
        Misconfigured: the port is taken.
    """
    try:
        await server.serve()
    except SystemExit:
        where = f"{server.config.host}:{server.config.port}"
        raise Misconfigured(
            f"desk can't listen on {where}: free the port or set desk.port"
        ) from None


async def note_listening(server: ApiServer, health: Health, stop: asyncio.Event) -> None:
    """Say that the API answers, as soon as it does."""
    while not (server.started or stop.is_set()):
        await wait_until_set(stop, LOOK_SECONDS)
    host, port = server.config.host, server.config.port
    log.info("desk.listening", host=host, port=port)
    health.set("api", ok=True, why=f"at {host}:{port}")
    await stop.wait()


async def end_server(server: ApiServer, stopping: asyncio.Event, stop: asyncio.Event) -> None:
    """Let those go who follow alerts, and the server end, as soon as `stop` is set."""
    await stop.wait()
    stopping.set()
    server.should_exit = True
