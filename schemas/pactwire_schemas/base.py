"""The two ancestors of everything on the wire: frozen values, and events that name themselves.

Readers ignore fields they don't know, so a newer writer never breaks an older reader.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

Instant = AwareDatetime
"""A moment with a time zone; writers use UTC."""


class Value(BaseModel):
    """A frozen part of an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same with some fields changed; what is not changed is shared, as it is frozen.

        Pydantic's own takes five times as long: it prepares for extra and private fields.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        changes, copy = update or {}, object.__new__(type(self))
        object.__setattr__(copy, "__dict__", {**self.__dict__, **changes})
        object.__setattr__(
            copy, "__pydantic_fields_set__", {*self.__pydantic_fields_set__, *changes}
        )
        object.__setattr__(copy, "__pydantic_extra__", None)
        object.__setattr__(copy, "__pydantic_private__", None)
        return copy


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
