"""A PostgreSQL of the tests' own: from the system's binaries, on a socket in a folder that goes."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
STARTING = 30


class NoPostgres(Exception):  # noqa: N818
    """None can be started here, and why."""


def binaries() -> Path:
    """The folder of `initdb` and `postgres`."""
    found = sorted(
        path.parent for place in PLACES for path in Path(place).glob("**/bin/initdb")
    ) or [Path(path).parent for path in [shutil.which("initdb")] if path]
    if not found:
        raise NoPostgres("no initdb on this machine; install postgresql to run this test")
    return found[-1]


def account() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root, and there is no account postgres or nobody")


class PostgresServer:
    """A server that can be killed and started again, with what it holds."""

    def __init__(self, folder: Path, bin_: Path, run_as: dict[str, Any]) -> None:
        self.url = f"postgresql+psycopg://pactwire@/postgres?host={folder}"
        self._folder, self._bin, self._run_as = folder, bin_, run_as
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it on the data that is there, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._folder / "data", "-k", self._folder,
                 "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40"],
                cwd=self._folder, stdout=log, stderr=log, **self._run_as,
            )  # fmt: skip
        self._wait(self._process)

    def kill(self) -> None:
        """End it and its backends at once, as a crash does."""
        assert self._process
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(20)

    def stop(self) -> None:
        """End it in order."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)

    def _wait(self, server: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline:
            ready = subprocess.run(
                [self._bin / "pg_isready", "-h", self._folder], capture_output=True, check=False
            )
            if ready.returncode == 0:
                return
            if server.poll() is not None:
                break
            time.sleep(0.1)
        raise NoPostgres(f"PostgreSQL did not start: {(self._folder / 'log').read_text()[-300:]}")


@contextmanager
def postgres() -> Iterator[str]:
    """A running server's URL; raises NoPostgres when there is none to start."""
    with run_postgres() as server:
        yield server.url


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """A running server; raises NoPostgres when there is none to start."""
    bin_, user = binaries(), account()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    run_as = {"user": user, "group": pwd.getpwnam(user).pw_gid} if user else {}
    if user:
        shutil.chown(folder, user)
    server = PostgresServer(folder, bin_, run_as)
    try:
        options = ["-D", folder / "data", "-U", "pactwire", "--auth=trust", "-E", "UTF8"]
        made = subprocess.run(
            [bin_ / "initdb", *options],
            cwd=folder, capture_output=True, text=True, check=False, **run_as,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
