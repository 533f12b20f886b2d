"""Free ports of this machine, and claims on them that other systems of ours see."""

import os
import socket
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from pactwire.edges.local.child_process import LOOPBACK


def is_port_free(port: int, host: str = LOOPBACK) -> bool:
    """True when nothing listens on that port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


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
