"""One writer at a time in a process, and one commit for those who come one after another.

SQLite makes a writer wait by sleeping and asking again, and a commit waits for the disk. Here the
writers of a process take turns at once, and who finds another waiting leaves the commit to it: all
have it, or none, before any of them goes on. What one of them did wrong is taken back alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection, Engine

from pactwire.edges.clock import monotonic
from pactwire.edges.store.failures import first_line
from pactwire.errors import Retryable

MAX_GROUP = 8
"""Transactions in one commit at most."""


@dataclass
class CommitGroup:
    """Transactions that share one commit."""

    connection: Connection
    size: int = 0
    error: BaseException | None = None
    """Why none of them was committed."""
    ended: Event = field(default_factory=Event)


class GroupWriter:
    """The writing transactions of one SQLite store in this process."""

    def __init__(self, busy_seconds: float) -> None:
        """Other processes are waited for so long, the turn included."""
        self._busy_seconds = busy_seconds
        self._turn = Lock()
        """Held by who writes."""
        self._counting = Lock()
        self.waiting = 0
        """How many want to write and have to wait."""
        self._group: CommitGroup | None = None
        """Whose commit is left to the next writer."""

    @contextmanager
    def transaction(self, engine: Engine) -> Iterator[Connection]:
        """A transaction; it is committed when the block that uses this has ended."""
        group = self._enter(engine)
        try:
            if group.size == 1:
                yield group.connection
            else:
                with group.connection.begin_nested():
                    yield group.connection
        except BaseException as error:
            self._leave(group, error)
            raise
        self._leave(group, None)
        group.ended.wait()
        if group.error:
            raise group.error

    def _enter(self, engine: Engine) -> CommitGroup:
        """Wait for the turn, and join the group whose commit was left to us or begin one."""
        came = monotonic()
        with self._counting:
            self.waiting += 1
        self._turn.acquire()
        with self._counting:
            self.waiting -= 1
        try:
            group = self._group or self._begin(engine, came)
        except BaseException:
            self._turn.release()
            raise
        self._group = group
        group.size += 1
        return group

    def _begin(self, engine: Engine, came: float) -> CommitGroup:
        """Begin a group; who has waited for the turn waits for other processes the less."""
        connection = engine.connect()
        try:
            left = max(0.0, self._busy_seconds - (monotonic() - came))
            _driver(connection).execute(f"PRAGMA busy_timeout={int(left * 1000)}")
            connection.execution_options(write=True).begin()
            _driver(connection).execute(f"PRAGMA busy_timeout={int(self._busy_seconds * 1000)}")
        except BaseException:
            connection.close()
            raise
        return CommitGroup(connection)

    def _leave(self, group: CommitGroup, failed: BaseException | None) -> None:
        """End the group, or leave that to the next writer; then give the turn away."""
        try:
            if failed and (group.size == 1 or not _driver(group.connection).in_transaction):
                self._end(group, failed)
            elif not self._has_next(group):
                self._end(group, None)
        finally:
            self._turn.release()

    def _has_next(self, group: CommitGroup) -> bool:
        with self._counting:
            return self.waiting > 0 and group.size < MAX_GROUP

    def _end(self, group: CommitGroup, failed: BaseException | None) -> None:
        """Commit, or roll back what failed as a whole; all of the group learn of it."""
        self._group = None
        try:
            if failed:
                group.connection.rollback()
                group.error = Retryable(f"the store is away: {first_line(failed)}")
            else:
                group.connection.commit()
        except BaseException as error:  # noqa: BLE001  each of the group raises it
            group.error = error
        finally:
            group.connection.close()
            group.ended.set()


def _driver(connection: Connection) -> Any:
    """SQLite's own connection: it alone knows whether a failure has ended the transaction."""
    return connection.connection.driver_connection
