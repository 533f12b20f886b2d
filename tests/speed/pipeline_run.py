"""A whole pipeline as processes, for benchmarks: started, watched from outside, ended again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checkouts import import_from

from pactwire.edges.http import health_client
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo

READY_SECONDS = 120
TICKS = os.sysconf("SC_CLK_TCK")
MEBI = 1024


@contextmanager
def running_pipeline(broker: str, state: Path, code: Path) -> Iterator[RunInfo]:
    """`pactwire up` with the code of a checkout, until the block ends."""
    command = [sys.executable, "-m", "pactwire", "up", "--json", "--broker", broker]
    with (state / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--state", str(state)], stdout=log, stderr=log, env=import_from(code)
        )
        try:
            yield await_ready(process, state)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def await_ready(process: "subprocess.Popen[bytes]", state: Path) -> RunInfo:
    """Addresses of what runs, once every service is ready."""
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        info = runfile.read(state)
        if info and all(is_ready(service.url) for service in info.services.values()):
            return info
        time.sleep(0.2)
    raise SystemExit((state / "up.log").read_text()[-2000:])


def is_ready(url: str) -> bool:
    """Whether a service says so."""
    return health_client.get_probe(f"{url}/ready").status == 200


def add_watches(state: Path, code: Path, document: str) -> None:
    """Bring watches into force by the command."""
    file = state / "watches.yaml"
    file.write_text(document)
    subprocess.run(
        [sys.executable, "-m", "pactwire", "watch", "add", str(file)],
        env=import_from(code) | {"PACTWIRE_STATE": str(state)}, check=True, capture_output=True,
    )  # fmt: skip


def read_cpu_seconds(info: RunInfo) -> dict[str, float]:
    """CPU time of each service and of the broker since it was started, in seconds."""
    pids = {name: service.pid for name, service in info.services.items()}
    pids["broker"] = info.broker.pid
    return {name: process_seconds(pid) for name, pid in pids.items() if pid}


def process_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def read_resident(info: RunInfo) -> dict[str, float]:
    """Resident memory of each service, in MiB."""
    pids = {name: service.pid for name, service in info.services.items() if service.pid}
    return {name: process_resident(pid) for name, pid in pids.items()}


def process_resident(pid: int) -> float:
    """Resident memory of a process, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / MEBI
