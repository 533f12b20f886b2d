"""Fetches feeds: conditional GET, bounded sizes and times. Reads no news."""

from dataclasses import dataclass

import aiohttp

from pactwire.domain.delivery.retry_after import parse_retry_after
from pactwire.domain.intake.compression import inflate_deflate
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.clock import now
from pactwire.edges.http.failures import describe_failure
from pactwire.errors import InvalidEvent, Retryable

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)
ENCODINGS = "gzip, deflate"
PLAIN_ENCODINGS = ("", "identity", "gzip", "x-gzip")
"""Encodings whose bodies are handed on: gzip is known by its content, however often it is gzip."""
CHUNK = 64 * 1024
NOT_MODIFIED = 304
OK = 200


class FeedUnavailable(Retryable):
    """The feed did not answer as it should; `retry_after` is its Retry-After in seconds."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        """Keep the reason and the Retry-After."""
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True)
class FetchedFeed:
    """A feed's answer, perhaps still gzip; no content means that nothing is new."""

    content: bytes | None
    state: FeedValidators


async def fetch_feed(
    session: aiohttp.ClientSession, url: str, state: FeedValidators, max_bytes: int
) -> FetchedFeed:
    """The feed, if it has changed since `state`.

    Raises:
        FeedUnavailable: no answer, an answer other than 200 or 304, more than `max_bytes`, or a
            body that is cut off or in an encoding that was not asked for.
    """
    try:
        async with session.get(
            url, headers=_conditional_headers(state), max_redirects=5, auto_decompress=False
        ) as response:
            if response.status == NOT_MODIFIED:
                return FetchedFeed(None, state)
            if response.status != OK:
                raise FeedUnavailable(
                    f"the server answered {response.status}",
                    parse_retry_after(response.headers.get("Retry-After", ""), now()),
                )
            content = _decode(response, await _read_bounded(response, max_bytes), max_bytes)
    except FeedUnavailable:
        raise
    except Exception as error:
        raise FeedUnavailable(describe_failure(error)) from error
    validators = FeedValidators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
    return FetchedFeed(content, validators)


def _conditional_headers(state: FeedValidators) -> dict[str, str]:
    headers = {"Accept": ACCEPT, "Accept-Encoding": ENCODINGS}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    return headers


async def _read_bounded(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The body as it was sent; what it inflates to has the same limit where it is read."""
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise FeedUnavailable(f"the feed has more than {max_bytes:,} bytes")
    return bytes(content)


def _decode(response: aiohttp.ClientResponse, content: bytes, max_bytes: int) -> bytes:
    encodings = response.headers.get("Content-Encoding", "").lower().split(",")
    for encoding in reversed([one.strip() for one in encodings]):
        if encoding == "deflate":
            try:
                content = inflate_deflate(content, max_bytes)
            except InvalidEvent as error:
                raise FeedUnavailable(f"the answer cannot be inflated: {error}") from None
        elif encoding not in PLAIN_ENCODINGS:
            raise FeedUnavailable(f"the server answered in the encoding {encoding[:40]}")
    return content
