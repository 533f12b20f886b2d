"""Where the processes of this machine are: one file that `pactwire up` writes and others read.

A lock that lives as long as the supervisor tells the file of a running system from an old one.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pactwire.errors import Misconfigured

FILE = "up.json"
LOCK = "up.lock"
GLANCES = 5


class BrokerInfo(BaseModel):
    """The broker and how clients should speak to it."""

    model_config = ConfigDict(frozen=True)

    kind: str
    bootstrap: str
    pid: int | None
    fetch_wait: float
    session_timeout: float
    idempotent: bool


class ServiceInfo(BaseModel):
    """A service's process and its /metrics, /live and /ready."""

    model_config = ConfigDict(frozen=True)

    pid: int | None
    url: str


class RunInfo(BaseModel):
    """Everything that runs from one state folder. Holds no secrets."""

    model_config = ConfigDict(frozen=True)

    pid: int
    state: Path
    broker: BrokerInfo
    api: str
    store: str | None
    """None when its URL has a password; then it is in the environment."""
    services: dict[str, ServiceInfo]


def write(places: RunInfo) -> None:
    """Replace the file at once, so that nobody reads half of it."""
    new = places.state / f"{FILE}.new"
    new.write_text(places.model_dump_json(indent=2) + "\n")
    new.replace(places.state / FILE)


def read(state: Path) -> RunInfo | None:
    """What runs from that folder now; None when nothing does."""
    if not is_held(state):
        return None
    try:
        return RunInfo.model_validate_json((state / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def is_held(state: Path) -> bool:
    """True while a supervisor holds the folder."""
    try:
        lock = os.open(state / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


@contextmanager
def held(state: Path) -> Iterator[Path]:
    """Hold the folder, made if need be, for one supervisor; gives its absolute path.

    Raises:
        Misconfigured: another supervisor holds it, or it cannot be written.
    """
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Misconfigured(f"state folder {state} cannot be used: {error.strerror}") from None
    try:
        if not take(lock):
            raise Misconfigured(
                f"pactwire is up already in {state}; stop it there, or take another --state"
            )
        yield from cleared(state.resolve())
    finally:
        os.close(lock)


def cleared(state: Path) -> Iterator[Path]:
    """Without the file before and after."""
    (state / FILE).unlink(missing_ok=True)
    try:
        yield state
    finally:
        (state / FILE).unlink(missing_ok=True)


def take(lock: int) -> bool:
    """Lock for ourselves; tried again shortly, since whoever only looks holds it for an instant."""
    for _ in range(GLANCES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False
