"""What a feed's server gave with its last answer, so that the next request asks for news only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedValidators:
    """The validators of a conditional GET (RFC 9110, section 8.8), as the server wrote them."""

    etag: str | None = None
    last_modified: str | None = None
