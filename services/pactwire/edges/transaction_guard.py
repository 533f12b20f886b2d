"""No call to another system inside a transaction: it would hold locks for as long as that takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_open: ContextVar[bool] = ContextVar("transaction_open", default=False)


@contextmanager
def mark_transaction() -> Iterator[None]:
    """A transaction is open for the length of the block."""
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


def forbid_in_transaction(call: str) -> None:
    """To be called where another system is; `call` says what for.

    Raises:
        RuntimeError: a transaction is open; this is a bug of the caller, whatever the system says.
    """
    if _is_open.get():
        raise RuntimeError(f"{call} inside a transaction: end it first")
