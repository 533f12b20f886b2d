"""The two ancestors of everything on the wire: frozen values, and events that name themselves.

Readers ignore fields they don't know, so a newer writer never breaks an older reader.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

Instant = AwareDatetime
"""A moment with a time zone; writers use UTC."""

V = TypeVar("V", bound="Value")


class Value(BaseModel):
    """A frozen part of an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same with some fields changed; what is not changed is shared, as it is frozen.

        Pydantic's own takes five times as long: it prepares for extra and private fields.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        changes, given = update or {}, self.__pydantic_fields_set__
        given = given if changes.keys() <= given else {*given, *changes}
        return _assemble(type(self), {**self.__dict__, **changes}, given)

    def to_json(self) -> bytes:
        """The JSON that is sent and stored: without fields that are None."""
        written: bytes = self.__pydantic_serializer__.to_json(self, exclude_none=True)
        return written

    @classmethod
    def from_valid(cls, **fields: Any) -> Self:
        """A value of fields that were checked already, in the types they are declared with.

        Nothing is checked or converted: what comes from outside goes through the constructor.
        """
        defaults, names = _list_fields(cls)
        return _assemble(cls, {**defaults, **fields}, names)


def _assemble(of: type[V], fields: dict[str, Any], given: set[str]) -> V:
    value = object.__new__(of)
    object.__setattr__(value, "__dict__", fields)
    object.__setattr__(value, "__pydantic_fields_set__", given)
    object.__setattr__(value, "__pydantic_extra__", None)
    object.__setattr__(value, "__pydantic_private__", None)
    return value


@cache
def _list_fields(of: type[Value]) -> tuple[dict[str, Any], set[str]]:
    """Every field in its order with its default, and their names."""
    defaults = {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in of.model_fields.items()
    }
    return defaults, set(defaults)


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
