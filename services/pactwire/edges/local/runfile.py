"""Where the processes of this machine are: one file that `pactwire up` writes and others read.

A lock that lives as long as the supervisor tells the file of a running system from an old one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from pactwire.errors import Misconfigured

FILE = "up.json"
LOCK = "up.lock"
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


def lock_of(state: Path) -> FileLock:
    """The lock of a folder's supervisor; its file stays when the lock ends."""
    return FileLock(state / LOCK, timeout=LOCK_TIMEOUT, poll_interval=0.02, mode=0o600)


def is_held(state: Path) -> bool:
    """True while a supervisor holds the folder."""
    if not (state / LOCK).exists():
        return False
    try:
        with lock_of(state):
            return False
    except Timeout:
        return True
    except OSError:
        return False


@contextmanager
def held(state: Path) -> Iterator[Path]:
    """Hold the folder, made if need be, for one supervisor; gives its absolute path.

    Raises:
        Misconfigured: another supervisor holds it, or it cannot be written.
    """
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = lock_of(state).acquire()
    except Timeout:
        raise Misconfigured(
            f"pactwire is up already in {state}; stop it there, or take another --state"
        ) from None
    except OSError as error:
        raise Misconfigured(f"state folder {state} cannot be used: {error.strerror}") from None
    with lock:
        yield from cleared(state.resolve())


def cleared(state: Path) -> Iterator[Path]:
    """Without the file before and after."""
    (state / FILE).unlink(missing_ok=True)
    try:
        yield state
    finally:
        (state / FILE).unlink(missing_ok=True)
