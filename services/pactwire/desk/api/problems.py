"""Errors of the API as problem documents (RFC 9457): one shape for every refusal."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pactwire import logs
from pactwire.errors import InvalidEvent, Misconfigured, Retryable

PROBLEM_TYPE = "application/problem+json"
RETRY_SECONDS = "5"

log = logs.get_logger(__name__)


class ApiError(Exception):
    """A request that is refused; `headers` go along with the problem document."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        """Keep status, detail and headers; underscores in header names stand for hyphens."""
        super().__init__(detail)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def build_problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A problem document."""
    content = {"status": status, "title": HTTPStatus(status).phrase, "detail": detail}
    return JSONResponse(content, status, headers=headers, media_type=PROBLEM_TYPE)


def install_handlers(app: FastAPI) -> None:
    """Answer every error with a problem document."""
    app.add_exception_handler(ApiError, answer_refusal)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.add_exception_handler(Misconfigured, answer_misuse)
    app.add_exception_handler(InvalidEvent, answer_misuse)
    app.add_exception_handler(Retryable, answer_away)
    app.add_exception_handler(Exception, answer_bug)


def answer_refusal(request: Request, error: Any) -> JSONResponse:
    """A refusal of our own."""
    del request
    return build_problem(error.status, str(error), error.headers)


def answer_http(request: Request, error: Any) -> JSONResponse:
    """An error of routing: no such path, no such method."""
    del request
    headers = (
        {"Allow": error.headers["Allow"]} if error.headers and "Allow" in error.headers else None
    )
    return build_problem(error.status_code, str(error.detail), headers)


def answer_invalid(request: Request, error: Any) -> JSONResponse:
    """A parameter or body that does not fit, each mistake with its place."""
    del request
    found = [
        f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
    ]
    return build_problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(found[:10]))


def answer_misuse(request: Request, error: Any) -> JSONResponse:
    """A mistake that our own functions found."""
    del request
    return build_problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def answer_away(request: Request, error: Any) -> JSONResponse:
    """Store or broker are away."""
    del request
    return build_problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": RETRY_SECONDS})


def answer_bug(request: Request, error: Any) -> JSONResponse:
    """A fault of ours; the log has it whole."""
    log.error("api.bug", path=request.url.path, exc_info=error)
    return build_problem(HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of ours; the log has more")
