"""A SQLite store's files belong to their owner alone, from the moment they are made."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, event

OWNER_ONLY = 0o600
SUFFIXES = ("", "-wal", "-shm", "-journal")
MAKING = threading.Lock()
"""Held while the file is made, so that nobody here has it open when that is closed."""


def keep_private(engine: Engine, path: Path) -> None:
    """Before each new connection make the file for its owner alone, and take others' rights away.

    SQLite gives its further files the rights of the first. Whatever fails here SQLite will say.
    """

    def prepare(*_: object) -> None:
        make_file(path)
        for suffix in SUFFIXES:
            file = path.with_name(path.name + suffix)
            with suppress(OSError):
                if file.is_file() and file.stat().st_mode & 0o077:
                    file.chmod(OWNER_ONLY)

    event.listen(engine, "do_connect", prepare)


def make_file(path: Path) -> None:
    """Make the file unless it is there; one that is there is never opened.

    To close it would end the locks that SQLite holds on it in this process, and then another
    process that ends takes the log of what was written away (`-wal`).
    """
    with MAKING, suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
