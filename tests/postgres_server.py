"""A PostgreSQL of the tests' own: from the system's binaries, on a socket in a folder that goes."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def postgres() -> Iterator[str]:
    """A running server's URL; raises NoPostgres when there is none to start."""
    bin_, user = binaries(), account()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    run_as = {"user": user, "group": pwd.getpwnam(user).pw_gid} if user else {}
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    server: subprocess.Popen[bytes] | None = None
    try:
        made = subprocess.run(
            [bin_ / "initdb", "-D", data, "-U", "pactwire", "--auth=trust", "-E", "UTF8"],
            cwd=folder, capture_output=True, text=True, check=False, **run_as,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [bin_ / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
                 "-c", "fsync=off", "-c", "max_connections=40"],
                cwd=folder, stdout=log, stderr=log, **run_as,
            )  # fmt: skip
        _wait(bin_, folder, server)
        yield f"postgresql+psycopg://pactwire@/postgres?host={folder}"
    finally:
        if server:
            server.terminate()
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(bin_: Path, folder: Path, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        ready = subprocess.run(
            [bin_ / "pg_isready", "-h", folder], capture_output=True, check=False
        )
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-300:]}")
