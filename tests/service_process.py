"""A service as its own process, the way people run it, with its probes at hand."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pactwire.edges.http import health_client
from pactwire.edges.local import child_process, ports
from pactwire.metrics import parse_exposition
from pactwire.settings import BrokerSettings

PORTS = (
    "INGEST__PORT", "ENRICH__PROBES__PORT", "ALERT__PROBES__PORT", "DELIVER__PROBES__PORT",
    "DESK__PORT", "DESK__PROBES__PORT",
)  # fmt: skip
"""A test beside this one may have taken the port that a service has unless told otherwise."""


def environment(broker: BrokerSettings, state: Path) -> dict[str, str]:
    """The environment of any command of this broker; this process' own settings don't leak in."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PACTWIRE_")}
    fields = broker.model_dump(mode="json", exclude_none=True, exclude={"password"})
    variables = {f"PACTWIRE_BROKER__{name.upper()}": str(value) for name, value in fields.items()}
    return own | variables | free_ports() | {"PACTWIRE_STATE": str(state)}


def free_ports() -> dict[str, str]:
    """A setting for each port, so that no test needs one that another has."""
    return {f"PACTWIRE_{name}": str(ports.find_free_port()) for name in PORTS}


class ServiceProcess:
    """A running service."""

    def __init__(self, name: str, broker: BrokerSettings, state: Path, **more: str) -> None:
        port = ports.find_free_port()
        self.base = f"http://127.0.0.1:{port}"
        env = environment(broker, state) | {
            f"PACTWIRE_{name.upper()}__PROBES__PORT": str(port),
            "PACTWIRE_LOG__FORMAT": "json",
        }
        command = [sys.executable, "-m", "pactwire", name]
        self.child = child_process.spawn(name, command, state / f"{name}.log", env | more)

    def until_ready(self, within: float = 30) -> None:
        deadline = time.monotonic() + within
        while (answer := health_client.get_probe(f"{self.base}/ready")).status != 200:
            assert self.child.exit_code is None, self.log()
            assert time.monotonic() < deadline, (answer, self.log())
            time.sleep(0.1)

    def metric(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        """The sum of the samples of that name with at least those labels."""
        wanted = (labels or {}).items()
        samples = parse_exposition(health_client.get_probe(f"{self.base}/metrics").body)
        return sum(
            value for found, has, value in samples if found == name and wanted <= has.items()
        )

    def kill(self) -> None:
        """SIGKILL, no goodbye."""
        self.child.process.send_signal(signal.SIGKILL)
        self.child.process.wait(10)

    def log(self) -> str:
        return self.child.read_log_tail(40)


@contextmanager
def service(
    name: str, broker: BrokerSettings, state: Path, **more: str
) -> Iterator[ServiceProcess]:
    """A service that is ready; stopped at the end, if it still runs."""
    running = ServiceProcess(name, broker, state, **more)
    try:
        running.until_ready()
        yield running
    finally:
        running.child.stop(15)
