"""Lists in pages: each page names where the next begins, which stays right while rows come in."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

T = TypeVar("T")

DEFAULT_LIMIT = 50


class TimeQuery(BaseModel):
    """Of which time, and how many."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime | None = None
    """With a time zone, RFC 3339."""
    until: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = DEFAULT_LIMIT


class PageQuery(TimeQuery):
    """Which page of a list, and of which time."""

    after: Annotated[str, Field(max_length=64)] | None = None
    """`next` of the page before."""


class Page(BaseModel, Generic[T]):
    """One page of a list, newest first."""

    items: list[T]
    next: str | None = None
    """Give it as `after` for the next page; null on the last."""


def cut_page(found: Iterable[T], limit: int, identify: Callable[[T], str]) -> Page[T]:
    """The first rows, and the id of the last when more follow."""
    rows = list(islice(found, limit + 1))
    items = rows[:limit]
    return Page(items=items, next=identify(items[-1]) if len(rows) > limit else None)
