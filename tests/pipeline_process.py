"""The whole pipeline as people run it, `pactwire up`, and what can be done to its processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pactwire.edges.http import health_client
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo
from pactwire.settings import BrokerSettings
from service_process import environment
from witness import PATIENCE, SECRET, Witness

SERVICES = ("ingest", "enrich", "alert", "deliver")
WATCH = """
id: everything
name: Every change
when:
  changed: {stage_at_least: approved}
deliver:
  - topic: alerts.everything
"""


class Pipeline:
    """A running `pactwire up` on a broker of its own making or another's."""

    def __init__(self, process: subprocess.Popen[bytes], state: Path, env: dict[str, str]) -> None:
        self.process, self.state, self.env = process, state, env

    @property
    def run_info(self) -> RunInfo:
        """The addresses and processes of this moment."""
        found = runfile.read(self.state)
        assert found, self.logs()
        return found

    @property
    def api(self) -> str:
        """Where articles go in."""
        return self.run_info.api

    def pid(self, service: str, within: float = PATIENCE) -> int:
        """The process of a service, once there is one."""
        until(lambda: self.run_info.services[service].pid, within, self.logs)
        found = self.run_info.services[service].pid
        assert found
        return found

    def signal(self, service: str, number: signal.Signals) -> None:
        """Send a signal to a service."""
        os.kill(self.pid(service), number)

    def is_ready(self, service: str) -> bool:
        """What the service itself says."""
        return self.probe(service).status == 200

    def probe(self, service: str) -> health_client.ProbeResponse:
        """The answer of /ready."""
        return health_client.get_probe(f"{self.run_info.services[service].url}/ready")

    def until_ready(self, *services: str, within: float = PATIENCE) -> None:
        """Wait for these services, or all."""
        for service in services or SERVICES:
            until(lambda service=service: self.is_ready(service), within, self.logs)

    def pactwire(self, *words: str) -> str:
        """Run a command beside it."""
        done = subprocess.run(
            [sys.executable, "-m", "pactwire", *words],
            env=self.env, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def watch_everything(self, witness: Witness, *more: str) -> None:
        """Let every change go to the endpoints of the witness, and to `more` that answer oddly.

        `watch add` ends once the watch is in force: what is sent at once is held against it.
        """
        names = (*witness.endpoints, *more)
        file = self.state / "watch.yaml"
        file.write_text(WATCH + "".join(f"  - endpoint: {name}\n" for name in names))
        for name in names:
            self.pactwire("endpoint", "add", name, witness.address_of(name), "--secret", SECRET)
        said = self.pactwire("watch", "add", str(file))
        assert "everything: in force, revision 1" in said, self.logs()

    def logs(self) -> str:
        """The end of every log."""
        logs = [self.state / "up.log", *sorted((self.state / "logs").glob("*.log"))]
        return "\n".join(f"--- {log.name}\n{log.read_text()[-2500:]}" for log in logs)


@contextmanager
def pipeline(
    broker: BrokerSettings, state: Path, more: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
) -> Iterator[Pipeline]:  # fmt: skip
    """`pactwire up` that is ready, until the block ends; then Ctrl-C."""
    env = environment(broker, state) | dict(more or {})
    command = [sys.executable, "-m", "pactwire", "up", "--json", "--state", str(state)]
    command += options or ("--broker", broker.bootstrap)
    with (state / "up.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        running = Pipeline(process, state, env)
        until(
            lambda: runfile.read(state) or process.poll() is not None,
            PATIENCE,
            lambda: "no runfile",
        )
        running.until_ready()
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
        assert code == 0, (state / "up.log").read_text()[-3000:]


def until(held: Callable[[], object], within: float, what: Callable[[], object]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + within
    while not held():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)
