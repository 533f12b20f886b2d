"""POST /v1/articles: one article or NDJSON. Mistakes are answered as problem details (RFC 9457)."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from pactwire.domain.intake import Submission, TooLarge
from pactwire.domain.intake.formats import from_value
from pactwire.edges.clock import monotonic
from pactwire.errors import InvalidEvent, Retryable
from pactwire.ingest.accept import Admissions, Receipt
from pactwire.metrics import Metrics

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")
MOST_LINES = 100
RETRY_AFTER = "5"
PROBLEM = "application/problem+json"
TITLES = {
    400: "The article cannot be read",
    413: "The article is too large",
    415: "Unknown content type",
    503: "The broker is away",
}
READABLE = ("application/json", "application/octet-stream", "text/plain", *NDJSON)


class Refused(Exception):  # noqa: N818
    """An answer other than 202."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        """Keep what is answered."""
        super().__init__(detail)
        self.status = status
        self.more = more

    def response(self) -> web.Response:
        """The problem document."""
        body = {"status": self.status, "title": TITLES[self.status], "detail": str(self)}
        headers = {"Retry-After": RETRY_AFTER} if self.status == 503 else {}
        return web.Response(
            status=self.status,
            headers=headers,
            content_type=PROBLEM,
            body=orjson.dumps({**body, **self.more}),
        )


class ArticlesApi:
    """The handler of POST /v1/articles."""

    def __init__(
        self, admissions: Admissions, metrics: Metrics, *, max_body: int, max_text: int
    ) -> None:
        """Answer within these limits: bytes of a body, characters of a text."""
        self._admissions = admissions
        self._metrics = metrics
        self._max_body = max_body
        self._max_text = max_text

    async def post(self, request: web.Request) -> web.Response:
        """202 with receipts once the broker has everything; a problem document otherwise."""
        began = monotonic()
        try:
            return await self._answer(request)
        except Refused as refused:
            self._count(refused.status)
            return refused.response()
        finally:
            self._metrics.requests.observe(monotonic() - began)

    async def _answer(self, request: web.Request) -> web.Response:
        lines = request.content_type in NDJSON
        if request.content_type not in READABLE:
            raise Refused(415, f"send application/json or {NDJSON[0]}")
        raw = await self._body(request)
        found = self._lines(raw) if lines else [self._one(raw)]
        receipts = await self._take(found)
        answer = [_plain(receipt) for receipt in receipts]
        body = orjson.dumps({"articles": answer} if lines else answer[0])
        return web.Response(status=202, body=body, content_type="application/json")

    async def _body(self, request: web.Request) -> bytes:
        too_large = f"a request may have {self._max_body:,} bytes; send fewer or shorter articles"
        if (request.content_length or 0) > self._max_body:
            raise Refused(413, too_large)
        try:
            return await request.read()
        except web.HTTPRequestEntityTooLarge:
            raise Refused(413, too_large) from None

    def _one(self, raw: bytes) -> Submission:
        try:
            found = from_value(orjson.loads(raw), "api", self._max_text)
        except orjson.JSONDecodeError as error:
            reason = f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
            raise Refused(400, reason) from None
        except InvalidEvent as error:
            raise _refusal(error) from None
        if len(found) != 1:
            raise Refused(400, f"send one article, or several as {NDJSON[0]}, one a line")
        return found[0]

    def _lines(self, raw: bytes) -> list[Submission]:
        rows = [(number, row) for number, row in enumerate(raw.splitlines(), 1) if row.strip()]
        if not rows:
            raise Refused(400, "the request holds no article")
        if len(rows) > MOST_LINES:
            raise Refused(413, f"send at most {MOST_LINES} articles at a time, not {len(rows)}")
        return [self._line(number, row) for number, row in rows]

    def _line(self, number: int, row: bytes) -> Submission:
        try:
            return self._one(row)
        except Refused as refused:
            more = {**refused.more, "line": number}
            reason = f"line {number}: {refused} (nothing of this request was published)"
            raise Refused(refused.status, reason, **more) from None

    async def _take(self, found: list[Submission]) -> list[Receipt]:
        try:
            return await self._admissions.take(found, "api")
        except InvalidEvent as error:
            raise _refusal(error) from None
        except Retryable as error:
            raise Refused(503, f"{error}; send the same again, it is safe") from None

    def _count(self, status: int) -> None:
        outcome = {400: "invalid", 415: "invalid", 413: "too_large"}.get(status)
        if outcome:
            self._metrics.admissions.labels("api", outcome).inc()


def _refusal(error: InvalidEvent) -> Refused:
    status = 413 if isinstance(error, TooLarge) else 400
    return Refused(status, str(error), **({"field": error.field} if error.field else {}))


def _plain(receipt: Receipt) -> dict[str, Any]:
    return {
        "article_id": receipt.article_id,
        "version": receipt.version,
        "outcome": receipt.outcome,
    }


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(api: ArticlesApi) -> list[web.RouteDef]:
    """What the API serves."""
    return [web.post("/v1/articles", api.post)]
