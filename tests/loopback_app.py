"""Serves an aiohttp application on a free port of this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def serve_app(app: web.Application, backlog: int = 128) -> AsyncIterator[int]:
    """The port it is served at; requests under way are broken off at the end."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=backlog).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
