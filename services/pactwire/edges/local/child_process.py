"""Child processes that never outlive this one: own session, own log file, killed with their parent.

Start children from the main thread: Linux ties the death signal to the thread that forked.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pactwire.errors import Misconfigured

LOOPBACK = "127.0.0.1"
STOP_TIMEOUT = 5.0
"""Seconds between asking a child to stop and killing it."""

MAX_LOG_BYTES = 20 * 1024 * 1024
"""Bytes from which a log is set aside, while its process runs or when it starts again."""

ROUTINE_LOG_LINE = re.compile(r'"level": ?"(debug|info)"|\[(debug|info) *\]')
"""A log line that reports no failure."""

DIE_WITH_PARENT = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True)
class ChildProcess:
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

    def terminate(self) -> None:
        """Send SIGTERM, without waiting."""
        if self.exit_code is None:
            self.process.terminate()

    def stop(self, timeout: float = STOP_TIMEOUT) -> int:
        """Ask, wait `timeout` seconds, then kill the whole group; gives the exit code."""
        self.terminate()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            return self.process.wait()

    def limit_log(self) -> None:
        """Set a large log aside while the process goes on writing."""
        empty_log(self.log)

    def read_log_tail(self, lines: int = 1) -> str:
        """The end of the child's log."""
        try:
            text = self.log.read_text(errors="replace").strip()
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def read_last_error(self) -> str:
        """The last log line, unless that was routine: killed from outside it gives no reason."""
        last_line = self.read_log_tail()
        return "" if ROUTINE_LOG_LINE.search(last_line) else last_line


def spawn(
    name: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None
) -> ChildProcess:
    """Start `command` (its first part an absolute path); output is appended to `log`.

    Raises:
        Misconfigured: the log cannot be written.
    """
    wrapper = [sys.executable, "-I", "-S", "-c", DIE_WITH_PARENT, str(os.getpid()), *command]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        rotate_log(log)
        with log.open("ab") as sink:
            process = subprocess.Popen(  # noqa: S603  the command is ours
                wrapper,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
            )
    except OSError as error:
        raise Misconfigured(f"cannot start {name}: {error}") from None
    return ChildProcess(name, process, log)


def rotate_log(log: Path) -> None:
    """Rename a large log to `.log.1`, over an earlier one."""
    if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def empty_log(log: Path) -> None:
    """Copy a large log to `.log.1`, over an earlier one, and empty it.

    Its writer keeps it open, at its end, so it can't be renamed under it. A log that can't be
    copied stays as it is: the disk is full, and the next look will tell.
    """
    with suppress(OSError):
        if log.stat().st_size > MAX_LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)
