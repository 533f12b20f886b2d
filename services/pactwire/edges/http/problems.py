"""Errors of HTTP answers as problem documents (RFC 9457), whoever finds the error."""

from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "5"
SERVER_NAME = "pactwire"
"""What the header Server says: no version, since versions help only those who look for holes."""


class RequestError(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        """Keep the status, the detail, and further members of the problem document, or `title`."""
        super().__init__(detail)
        self.status = status
        self.more = more

    def response(self, title: str = "") -> web.Response:
        """The problem document; `title` is for an error that has none of its own."""
        return build_problem(self.status, str(self), **{"title": title, **self.more})


def build_problem(status: int, detail: str, title: str = "", **more: Any) -> web.Response:
    """An answer that says what is wrong; without `title` it has the status's own."""
    headers: dict[str, str] = {}
    if status in {429, 503}:
        headers["Retry-After"] = str(more.pop("retry_after", RETRY_AFTER_SECONDS))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return web.Response(
        status=status,
        headers=headers,
        content_type=PROBLEM_TYPE,
        body=_dump_problem(status, detail, title, more),
    )


def to_problem(error: web.HTTPException) -> web.Response:
    """An error that the HTTP library raised, with the headers it means to send."""
    problem = build_problem(error.status, _describe(error))
    kept = ("Allow", "Location", "Retry-After")
    problem.headers.update({name: error.headers[name] for name in kept if name in error.headers})
    return problem


def write_raw_problem(status: int, detail: str) -> bytes:
    """A whole answer, for a connection on which no request was read; it closes after it."""
    body = _dump_problem(status, detail, "", {})
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {PROBLEM_TYPE}",
        f"Content-Length: {len(body)}",
        f"Server: {SERVER_NAME}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _dump_problem(status: int, detail: str, title: str, more: dict[str, Any]) -> bytes:
    title = title or HTTPStatus(status).phrase
    return orjson.dumps({"status": status, "title": title, "detail": detail, **more})


def _describe(error: web.HTTPException) -> str:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return f"{error.method} is not answered here, but {allowed}"
    if isinstance(error, web.HTTPNotFound):
        return "there is nothing at this path"
    return HTTPStatus(error.status).description or error.reason
