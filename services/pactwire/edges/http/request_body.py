"""A request's body, bounded in bytes and in time, before and after decompression."""

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from pactwire.edges.http.inflate import DECODERS, BodyTooLarge, UndecodableBody
from pactwire.edges.http.problems import RequestError
from pactwire.edges.http.server import BoundedConnection

ACCEPTED_ENCODINGS = "gzip, deflate"


async def read_body(request: web.Request, max_bytes: int) -> bytes:
    """The decoded body.

    Raises:
        RequestError: it is too large (413), too slow (408), undecodable (400), or in an encoding
            that is not known (415).
    """
    too_large = f"a request may have {max_bytes:,} bytes; send fewer or shorter articles"
    encoding = ",".join(request.headers.getall("Content-Encoding", ())).strip().lower()
    if encoding not in DECODERS:
        raise RequestError(415, f"send the body as it is or in {ACCEPTED_ENCODINGS}")
    if (request.content_length or 0) > max_bytes:
        raise RequestError(413, too_large)
    decoder = DECODERS[encoding](max_bytes)
    try:
        await _send_continue(request)
        async with _connection(request).reading_body():
            async for chunk in request.content.iter_any():
                decoder.feed(chunk)
        return decoder.finish()
    except BodyTooLarge:
        raise RequestError(413, too_large) from None
    except UndecodableBody as error:
        raise RequestError(400, str(error)) from None
    except TimeoutError:
        raise RequestError(408, "the body did not come in time; send the same again") from None
    except (web.RequestPayloadError, HttpProcessingError):
        raise RequestError(400, "the body does not end as its headers say") from None


async def leave_expectation(request: web.Request) -> None:
    """Answer no `Expect: 100-continue` yet: `read_body` does, once it knows that it will read."""
    del request


async def _send_continue(request: web.Request) -> None:
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer itself has not begun


def _connection(request: web.Request) -> BoundedConnection:
    connection = request.protocol
    if not isinstance(connection, BoundedConnection):
        raise TypeError("bodies are read on a server of BoundedRunner only")
    return connection
