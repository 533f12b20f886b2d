"""Free ports of this machine, and claims on them that other systems of ours see."""

import errno
import os
import socket
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from filelock import FileLock, Timeout

from pactwire.edges.local.child_process import LOOPBACK


@dataclass(frozen=True)
class ListenProblem:
    """Why nobody can listen on an address, and which part of it is at fault."""

    part: Literal["host", "port"]
    why: str


def is_port_free(port: int, host: str = LOOPBACK) -> bool:
    """True when nothing listens on that port."""
    return find_listen_problem(host, port) is None


def find_listen_problem(host: str, port: int) -> ListenProblem | None:
    """Why nobody can listen there now, found by trying; None when one can."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return ListenProblem("host", f"{host!r} is no address of this machine")
    for family, kind, protocol, _, address in found:
        problem = try_to_bind(family, kind, protocol, address)
        if problem:
            return describe_bind_error(problem, host, port)
    return None


def try_to_bind(family: int, kind: int, protocol: int, address: Any) -> OSError | None:
    """The error of binding a socket as servers do; None when there is none."""
    try:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def describe_bind_error(error: OSError, host: str, port: int) -> ListenProblem:
    """What is wrong with an address nobody can listen on."""
    if error.errno == errno.EADDRINUSE:
        return ListenProblem("port", f"port {port} on {host} is taken; free it or set another")
    if error.errno == errno.EACCES:
        return ListenProblem("port", f"port {port} needs rights that we lack; set one above 1023")
    return ListenProblem("host", f"{host!r} is no address of this machine")


def find_free_port(preferred: int = 0, taken: frozenset[int] = frozenset()) -> int:
    """`preferred` when it is free, otherwise one the system picks; never one of `taken`."""
    if preferred and preferred not in taken and is_port_free(preferred):
        return preferred
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port


class PortClaims:
    """Ports that this process has chosen and its children will open a few seconds later.

    A claim is a lock on a small file, so it ends with the process, however that ends.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the lock files in `folder`, by default the machine's folder for such things."""
        self._folder = folder or Path(tempfile.gettempdir())
        self._locks = ExitStack()

    def __enter__(self) -> Self:
        """Claims hold until the block ends."""
        return self

    def __exit__(self, *error: object) -> None:
        """Give all up."""
        self._locks.close()

    def claim(self, preferred: int = 0, taken: frozenset[int] = frozenset()) -> int:
        """As `find_free_port`, but never one that another system has claimed."""
        refused = taken
        while True:
            port = find_free_port(preferred, refused)
            if self._lock_port(port):
                return port
            refused |= {port}

    def _lock_port(self, port: int) -> bool:
        file = self._folder / f"pactwire-port-{port}-{os.getuid()}"
        try:
            self._locks.enter_context(FileLock(file, mode=0o600, blocking=False))
        except Timeout:
            return False
        return True
