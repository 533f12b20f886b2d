"""Processes as tests see them: alive, gone, and a `pactwire up` that is watched from outside."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self


def is_running(pid: int) -> bool:
    """True unless the process is gone or only waits to be collected."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def gone(pid: int, within: float = 5) -> bool:
    """True when the process ended within that many seconds."""
    deadline = time.monotonic() + within
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


class Up:
    """`pactwire up --json` in a folder; its lines are read as they come."""

    def __init__(
        self, folder: Path, *options: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.lines: list[dict[str, Any]] = []
        self.errors = folder / "up.stderr"
        with self.errors.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pactwire", "up", "--json", *options],
                cwd=folder, stdout=subprocess.PIPE, stderr=sink, text=True,
                env={**os.environ, **(environment or {})},
            )  # fmt: skip
        self._queue: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._queue.put(json.loads(line))
        self._queue.put(None)

    def until(
        self, wanted: Callable[[dict[str, Any]], bool], within: float = 40, what: str = "that"
    ) -> dict[str, Any]:
        """The first line from now on for which `wanted` holds."""
        deadline = time.monotonic() + within
        while True:
            try:
                line = self._queue.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {what} in {within} s: {self.lines[-3:]}") from None
            assert line is not None, f"up ended: {self.lines[-3:]} {self.errors.read_text()}"
            self.lines.append(line)
            if wanted(line):
                return line

    def until_ready(self, *services: str, within: float = 40) -> dict[str, Any]:
        """A status in which those services (or all) are ready."""

        def ready(line: dict[str, Any]) -> bool:
            states = {r["name"]: r["state"] for r in line.get("services", ())}
            return bool(states) and all(states[name] == "ready" for name in services or states)

        return self.until(ready, within, f"{services or 'all'} ready")

    def pids(self, status: dict[str, Any]) -> dict[str, int]:
        """The processes of a status: services and broker."""
        found = {
            service["name"]: service["pid"] for service in status["services"] if service["pid"]
        }
        return found | ({"broker": status["broker_pid"]} if status["broker_pid"] else {})

    def stop(self, within: float = 10) -> int:
        """Ctrl-C; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(within)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()
