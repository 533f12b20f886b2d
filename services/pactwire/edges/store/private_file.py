"""A SQLite store's files belong to their owner alone, from the moment they are made."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, event

OWNER_ONLY = 0o600
SUFFIXES = ("", "-wal", "-shm", "-journal")


def keep_private(engine: Engine, path: Path) -> None:
    """Before each new connection make the file for its owner alone, and take others' rights away.

    SQLite gives its further files the rights of the first. Whatever fails here SQLite will say.
    """

    def prepare(*_: object) -> None:
        with suppress(OSError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        for suffix in SUFFIXES:
            file = path.with_name(path.name + suffix)
            with suppress(OSError):
                if file.is_file() and file.stat().st_mode & 0o077:
                    file.chmod(OWNER_ONLY)

    event.listen(engine, "do_connect", prepare)
