"""Child processes that never outlive this one: own session, own log file, killed with their parent.

Start children from the main thread: Linux ties the death signal to the thread that forked.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pactwire.errors import Misconfigured

LOOPBACK = "127.0.0.1"
PATIENCE = 5.0
"""Seconds between asking a child to stop and killing it."""

LARGE_LOG = 20 * 1024 * 1024
"""Bytes from which a log is set aside when its process starts again."""

ROUTINE = re.compile(r'"level": ?"(debug|info)"|\[(debug|info) *\]')
"""A log line that complains of nothing."""

DIE_WITH_PARENT = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True)
class Child:
    """A running or ended child process."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """The process id; also the id of the child's own process group."""
        return self.process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative is the signal that ended it."""
        return self.process.poll()

    def ask_to_stop(self) -> None:
        """Send SIGTERM, without waiting."""
        if self.exit_code is None:
            self.process.terminate()

    def stop(self, patience: float = PATIENCE) -> int:
        """Ask, wait `patience` seconds, then kill the whole group; gives the exit code."""
        self.ask_to_stop()
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            return self.process.wait()

    def last_words(self, lines: int = 1) -> str:
        """The end of the child's log."""
        try:
            text = self.log.read_text(errors="replace").strip()
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def complaint(self) -> str:
        """The last thing it said, unless that was routine: killed from outside it has no reason."""
        said = self.last_words()
        return "" if ROUTINE.search(said) else said


def spawn(
    name: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> Child:
    """Start `command` (its first part an absolute path); output is appended to `log`.

    Raises:
        Misconfigured: the log cannot be written.
    """
    guard = [sys.executable, "-I", "-S", "-c", DIE_WITH_PARENT, str(os.getpid()), *command]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        set_aside(log)
        with log.open("ab") as sink:
            process = subprocess.Popen(  # noqa: S603  the command is ours
                guard,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
            )
    except OSError as error:
        raise Misconfigured(f"cannot start {name}: {error}") from None
    return Child(name, process, log)


def set_aside(log: Path) -> None:
    """Keep a log that has grown large under another name, over the one kept before."""
    if log.exists() and log.stat().st_size > LARGE_LOG:
        log.replace(log.with_suffix(".log.1"))
