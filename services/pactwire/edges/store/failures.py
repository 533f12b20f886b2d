"""What went wrong in the store, by what it says: this event's fault, a collision, or an outage.

The driver's class says little: SQLite reports a damaged file as it reports a bad value, and
PostgreSQL a missing grant as it reports a mistake in our SQL. Only what the store names as a
fault of the values is the event's; for everything else the same event may pass later.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, DisconnectionError, ResourceClosedError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pactwire.errors import InvalidEvent, PactwireError, Retryable, WriteCollision

UNIQUE_VIOLATION = "23505"
VALUE_STATES = ("22", "23", "54")
"""PostgreSQL's SQLSTATE classes that blame the values: data, constraints, and sizes."""
UNIQUE_CODES = (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE)
VALUE_CODES = (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG)
"""SQLite's primary result codes that blame the values."""
POOL_ERRORS = (PoolTimeout, DisconnectionError, ResourceClosedError)
"""No connection in time, or one that is gone."""
PRIMARY_CODE = 0xFF
"""The bits of an extended result code of SQLite that are its primary code."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raises what the store says as our own errors.

    Raises:
        InvalidEvent: a value can't be stored.
        WriteCollision: the row is there already.
        Retryable: anything else: away, full, read-only, damaged, locked, not ours to write.
    """
    try:
        yield
    except StatementError as error:
        raise to_pactwire_error(error) from error
    except (OverflowError, UnicodeEncodeError) as error:  # the drivers' own, raised as they are
        raise InvalidEvent(f"the store can't hold a value: {first_line(error)}") from error
    except POOL_ERRORS as error:
        raise Retryable(f"the store is away: {first_line(error)}") from error


def to_pactwire_error(error: StatementError) -> PactwireError:
    """The error of a statement as one of ours."""
    message = first_line(error.orig or error)
    if not isinstance(error, DBAPIError):  # a value that has no form in a column of its type
        return InvalidEvent(f"the store can't hold a value: {message}")
    if error.connection_invalidated:
        return Retryable(f"the store is away: {message}")
    if is_unique_violation(error.orig):
        return WriteCollision(f"another writer was first: {message}")
    if is_fault_of_values(error.orig):
        return InvalidEvent(f"the store can't hold a value: {message}")
    return Retryable(f"the store is away: {message}")


def is_unique_violation(error: BaseException | None) -> bool:
    """Whether someone else wrote the same row meanwhile: the next try will find it."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in UNIQUE_CODES
    return getattr(error, "sqlstate", None) == UNIQUE_VIOLATION


def is_fault_of_values(error: BaseException | None) -> bool:
    """Whether the store blames the values of the statement, and not itself or its operator."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # the driver's own word, before SQLite saw the statement
            return str(error).startswith("Error binding parameter")
        return code & PRIMARY_CODE in VALUE_CODES
    state = getattr(error, "sqlstate", None)
    if state is None:  # psycopg's own word: a NUL in a text, a type it doesn't know
        return type(error).__name__ in ("DataError", "ProgrammingError")
    return state[:2] in VALUE_STATES


def first_line(error: BaseException) -> str:
    """The first line of what an error says; its class where it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)
