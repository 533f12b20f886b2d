"""The errors that decide what becomes of a message.

    PactwireError
    ├── InvalidEvent     dead letter, go on
    ├── Retryable        the same message again, with back-off
    │   ├── WriteCollision   a few times only: one that stays is the message's own fault
    │   └── Refused          the broker says no, until an operator allows it
    └── Misconfigured    exit 2 before the first message, with one sentence that says what to do

Anything else is a bug: dead-lettered, logged with the event's id, counted as `bug`.
"""


class PactwireError(Exception):
    """Root of all errors of this project."""


class InvalidEvent(PactwireError):  # noqa: N818  its name is its fate
    """The message can never be processed. `field` names the part that is wrong, if one is."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        """Keep the reason, a sentence without the message's content, and the field."""
        super().__init__(f"{field}: {reason}" if field else reason)
        self.reason = reason
        self.field = field


class Retryable(PactwireError):  # noqa: N818
    """Something outside is away; the same message may pass later."""


class WriteCollision(Retryable):
    """The row is there already: another writer was first, or the message contradicts itself."""


class Refused(Retryable):
    """The broker knows us and does not let us; the message says what to allow, and how."""


class Misconfigured(PactwireError):  # noqa: N818
    """An operator's mistake; the message is one sentence that says what to do."""
