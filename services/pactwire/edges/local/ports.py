"""Free ports of this machine, and claims on them that other systems of ours see."""

import fcntl
import os
import socket
import tempfile
from pathlib import Path
from typing import Self

from pactwire.edges.local.child_process import LOOPBACK


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """True when nothing listens on that port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(preferred: int = 0, taken: frozenset[int] = frozenset()) -> int:
    """`preferred` when it is free, otherwise one the system picks; never one of `taken`."""
    if preferred and preferred not in taken and is_free(preferred):
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
        self._locks: list[int] = []

    def __enter__(self) -> Self:
        """Claims hold until the block ends."""
        return self

    def __exit__(self, *error: object) -> None:
        """Give all up."""
        for lock in self._locks:
            os.close(lock)
        self._locks.clear()

    def choose(self, preferred: int = 0, taken: frozenset[int] = frozenset()) -> int:
        """As `free_port`, but never one that another system has claimed."""
        refused = taken
        while True:
            port = free_port(preferred, refused)
            if self._claimed(port):
                return port
            refused |= {port}

    def _claimed(self, port: int) -> bool:
        name = self._folder / f"pactwire-port-{port}-{os.getuid()}"
        lock = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self._locks.append(lock)
        return True
