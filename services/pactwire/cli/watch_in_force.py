"""Waits until the alert service that runs on this machine has put a change of watches in force."""

import time

from pactwire.cli.context import load_effective_settings
from pactwire.edges import clock
from pactwire.edges.http import health_client
from pactwire.edges.local import runfile
from pactwire.edges.store import Store, read_transaction, stored_watches
from pactwire.metrics import parse_exposition

VERSION = "pactwire_alert_watches_version"
PATIENCE = 10.0
"""Seconds: a look at the store, and topics to be made."""
POLL_INTERVAL = 0.05


def wait_until_in_force(store: Store) -> bool:
    """Whether all watches of the store are in force here; False where that cannot be seen.

    An article that is sent after a True is matched against them.
    """
    with read_transaction(store) as tx:
        wanted = stored_watches.get_watches_version(tx)
    address = find_alert_service()
    deadline = clock.monotonic() + PATIENCE
    while address and clock.monotonic() < deadline:
        if read_version(address) >= wanted:
            return True
        time.sleep(POLL_INTERVAL)
    return False


def find_alert_service() -> str | None:
    """The address of the alert service of this machine, if it has our store."""
    settings = load_effective_settings()
    running = runfile.read(settings.state)
    if running is None or running.store not in {None, settings.store.url.get_secret_value()}:
        return None
    return running.services["alert"].url


def read_version(address: str) -> float:
    """The last change of a watch that is in force there; -1 where nobody answers."""
    exposition = health_client.get_probe(f"{address}/metrics").body
    found = [value for name, _, value in parse_exposition(exposition) if name == VERSION]
    return max(found, default=-1)
