"""Changes that must name what they are of: `If-Match` with the ETag of the answer before."""

from typing import Annotated

from fastapi import Header

from pactwire.desk.api.problems import ApiError
from pactwire.domain.identity import content_id

ETAG_LETTERS = 16

IfMatch = Annotated[str | None, Header(description="The ETag of what you change.")]


def compute_etag(*parts: str) -> str:
    """The ETag of something that these parts make."""
    return f'"{content_id("etag", *parts)[:ETAG_LETTERS]}"'


def check_match(if_match: str | None, etag: str | None, named: str) -> None:
    """Refuse a change of what was changed meanwhile; `etag` is None where nothing is there."""
    if etag is None:
        if if_match is not None:
            raise ApiError(412, f"there is no {named} any more")
        return
    if if_match is None:
        raise ApiError(428, f"name what you change: If-Match with the ETag of {named}")
    given = {one.strip().removeprefix("W/") for one in if_match.split(",")}
    if given.isdisjoint({"*", etag}):
        raise ApiError(412, f"{named} was changed meanwhile; look at it again")
