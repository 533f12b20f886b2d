"""Addresses of the processes of this machine: one file that `pactwire up` writes and others read.

A lock that the supervisor holds while it runs tells a current file from one left behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from pactwire.errors import Misconfigured

RUN_FILE = "up.json"
LOCK_FILE = "up.lock"
LOCK_TIMEOUT = 0.1
"""Seconds to wait for a reader, who holds the lock for an instant; a supervisor keeps it."""


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
    since: datetime | None = None
    """When this process was started."""


class SettingInForce(BaseModel):
    """The value of a setting as the services have it, and where it was set."""

    model_config = ConfigDict(frozen=True)

    value: Any
    origin: str


class RunInfo(BaseModel):
    """Everything that runs from one state folder. Holds no secrets."""

    model_config = ConfigDict(frozen=True)

    pid: int
    state: Path
    broker: BrokerInfo
    api: str
    """Where articles are sent to."""
    desk: str | None = None
    """Where questions are asked; None in files of earlier releases."""
    store: str | None
    """None when its URL has a password; then it is in the environment."""
    services: dict[str, ServiceInfo]
    settings: dict[str, SettingInForce] = {}
    """By dotted name, secrets left out."""


def write(run_info: RunInfo) -> None:
    """Replace the file atomically, so that nobody reads half of it."""
    new = run_info.state / f"{RUN_FILE}.new"
    new.write_text(run_info.model_dump_json(indent=2) + "\n")
    new.replace(run_info.state / RUN_FILE)


def read(state: Path) -> RunInfo | None:
    """What runs from that folder now; None when nothing does."""
    if not is_locked(state):
        return None
    try:
        return RunInfo.model_validate_json((state / RUN_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def get_lock(state: Path) -> FileLock:
    """The lock of a folder's supervisor; its file stays when the lock ends."""
    return FileLock(state / LOCK_FILE, timeout=LOCK_TIMEOUT, poll_interval=0.02, mode=0o600)


def is_locked(state: Path) -> bool:
    """True while a supervisor holds the folder.

    Raises:
        Misconfigured: we may not look into it.
    """
    try:
        if not (state / LOCK_FILE).exists():
            return False
    except OSError as error:
        why = f"{error.strerror}; run this as its owner, or set PACTWIRE_STATE to another folder"
        raise Misconfigured(f"state folder {state}: {why}") from None
    try:
        with get_lock(state):
            return False
    except Timeout:
        return True
    except OSError:
        return False


@contextmanager
def lock_state_folder(state: Path) -> Iterator[Path]:
    """Hold the folder, made if need be, for one supervisor; gives its absolute path.

    Raises:
        Misconfigured: another supervisor holds it, or it cannot be written.
    """
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = get_lock(state).acquire()
    except Timeout:
        raise Misconfigured(
            f"pactwire is up already in {state}; stop it there, or take another --state"
        ) from None
    except OSError as error:
        raise Misconfigured(f"state folder {state} cannot be used: {error.strerror}") from None
    with lock:
        yield from _without_run_file(state.resolve())


def _without_run_file(state: Path) -> Iterator[Path]:
    """Remove the file before and after the block."""
    (state / RUN_FILE).unlink(missing_ok=True)
    try:
        yield state
    finally:
        (state / RUN_FILE).unlink(missing_ok=True)
