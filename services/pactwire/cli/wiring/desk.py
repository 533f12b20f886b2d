"""From settings to the running desk."""

import asyncio

from pactwire import __version__
from pactwire.cli.context import open_stores
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.wiring.alert import prepared_store
from pactwire.cli.wiring.secrets import open_configured_box
from pactwire.desk import app
from pactwire.desk.api.deps import DeskDependencies
from pactwire.domain.watches import build_resolver
from pactwire.edges import clock
from pactwire.metrics import Metrics
from pactwire.settings import Settings


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Open the stores and answer.

    Raises:
        Misconfigured: the store's URL is none, no reference data, or the port is taken.
        Retryable: the store is away.
    """
    reference = await asyncio.to_thread(load_effective_reference, settings)
    (await asyncio.to_thread(prepared_store, settings, reference)).dispose()
    with open_stores(settings) as stores:
        desk = DeskDependencies(
            stores, settings.broker, reference, build_resolver(reference), clock.now,
            clock.monotonic, open_configured_box(settings), settings.ingest.feeds,
            settings.deliver.allow_private_targets,
        )  # fmt: skip
        await app.serve(settings.desk, desk, Metrics(app.SERVICE, __version__), stop)
