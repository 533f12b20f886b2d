"""The two ancestors of everything on the wire: frozen values, and events that name themselves.

Readers ignore fields they don't know, so a newer writer never breaks an older reader.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

Instant = AwareDatetime
"""A moment with a time zone; writers use UTC."""


class Value(BaseModel):
    """A frozen part of an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Value):
    """A fact on a topic, self-describing as a CloudEvent."""

    type: ClassVar[str]
    """CloudEvents `type`, with its major version: `news.article.v1`."""

    @property
    def event_id(self) -> str:
        """CloudEvents `id`: made from content, so a repeat has the same one."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """CloudEvents `subject`: what the event is about."""
        raise NotImplementedError

    @property
    def occurred(self) -> datetime:
        """CloudEvents `time`: when the fact came to be known."""
        raise NotImplementedError
