"""Whether a SQLite store's file is still the one that was opened.

An open file outlives its name: without this, what is written to a file that was deleted would be
confirmed and lost.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from pactwire.errors import Retryable

FileIdentity = tuple[int, int]
"""Device and inode."""


class SqliteFile:
    """The file of one store; a connection to another file of its name is made anew."""

    def __init__(self, engine: Engine, path: Path) -> None:
        """Check `path` whenever a connection is taken from the engine's pool."""
        self._path = path
        self._was_opened = False
        event.listen(engine, "do_connect", self._refuse_new_file)
        event.listen(engine, "connect", self._note_identity)
        event.listen(engine, "checkout", self._compare)

    def _identify(self) -> FileIdentity | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _refuse_new_file(self, *_: object) -> None:
        if self._was_opened and self._identify() is None:
            raise self._is_gone()

    def _note_identity(self, raw: object, record: Any) -> None:
        del raw
        record.info["file"] = self._identify()
        self._was_opened = True

    def _compare(self, raw: object, record: Any, proxy: object) -> None:
        del raw, proxy
        found = self._identify()
        if found is None:
            raise self._is_gone()
        if found != record.info["file"]:
            raise InvalidatePoolError(f"{self._path} is another file now")

    def _is_gone(self) -> Retryable:
        return Retryable(f"the store is away: its file {self._path} is gone; put it back")
