"""POST /v1/articles: one article or NDJSON. Mistakes are answered as problem details (RFC 9457)."""

from typing import Any

import orjson
from aiohttp import web

from pactwire.domain.intake import Submission, TooLarge
from pactwire.domain.intake.formats import read_json_value
from pactwire.edges.clock import monotonic
from pactwire.errors import InvalidEvent, Retryable
from pactwire.ingest.accept import ArticleIntake, Receipt
from pactwire.metrics import Metrics

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")
MAX_LINES = 100
RETRY_AFTER_SECONDS = "5"
PROBLEM_TYPE = "application/problem+json"
PROBLEM_TITLES = {
    400: "The article cannot be read",
    413: "The article is too large",
    415: "Unknown content type",
    503: "The broker is away",
}
ACCEPTED_TYPES = ("application/json", "application/octet-stream", "text/plain", *NDJSON)


class RequestError(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        """Keep the status, the detail, and further members of the problem document."""
        super().__init__(detail)
        self.status = status
        self.more = more

    def response(self) -> web.Response:
        """The problem document."""
        body = {"status": self.status, "title": PROBLEM_TITLES[self.status], "detail": str(self)}
        headers = {"Retry-After": RETRY_AFTER_SECONDS} if self.status == 503 else {}
        return web.Response(
            status=self.status,
            headers=headers,
            content_type=PROBLEM_TYPE,
            body=orjson.dumps({**body, **self.more}),
        )


class ArticlesApi:
    """The handler of POST /v1/articles."""

    def __init__(
        self, intake: ArticleIntake, metrics: Metrics, *, max_body: int, max_text: int
    ) -> None:
        """Answer within these limits: bytes of a body, characters of a text."""
        self._intake = intake
        self._metrics = metrics
        self._max_body = max_body
        self._max_text = max_text

    async def post(self, request: web.Request) -> web.Response:
        """202 with receipts once the broker has everything; a problem document otherwise."""
        started = monotonic()
        try:
            return await self._answer(request)
        except RequestError as error:
            self._count(error.status)
            return error.response()
        finally:
            self._metrics.requests.observe(monotonic() - started)

    async def _answer(self, request: web.Request) -> web.Response:
        is_ndjson = request.content_type in NDJSON
        if request.content_type not in ACCEPTED_TYPES:
            raise RequestError(415, f"send application/json or {NDJSON[0]}")
        raw = await self._read_body(request)
        submissions = self._parse_lines(raw) if is_ndjson else [self._parse_article(raw)]
        receipts = await self._accept(submissions)
        answer = [_receipt_json(receipt) for receipt in receipts]
        body = orjson.dumps({"articles": answer} if is_ndjson else answer[0])
        return web.Response(status=202, body=body, content_type="application/json")

    async def _read_body(self, request: web.Request) -> bytes:
        too_large = f"a request may have {self._max_body:,} bytes; send fewer or shorter articles"
        if (request.content_length or 0) > self._max_body:
            raise RequestError(413, too_large)
        try:
            return await request.read()
        except web.HTTPRequestEntityTooLarge:
            raise RequestError(413, too_large) from None

    def _parse_article(self, raw: bytes) -> Submission:
        try:
            submissions = read_json_value(orjson.loads(raw), "api", self._max_text, strict=True)
        except orjson.JSONDecodeError as error:
            reason = f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
            raise RequestError(400, reason) from None
        except InvalidEvent as error:
            raise _to_request_error(error) from None
        if len(submissions) != 1:
            raise RequestError(400, f"send one article, or several as {NDJSON[0]}, one a line")
        return submissions[0]

    def _parse_lines(self, raw: bytes) -> list[Submission]:
        rows = [(number, row) for number, row in enumerate(raw.splitlines(), 1) if row.strip()]
        if not rows:
            raise RequestError(400, "the request holds no article")
        if len(rows) > MAX_LINES:
            raise RequestError(413, f"send at most {MAX_LINES} articles at a time, not {len(rows)}")
        return [self._parse_line(number, row) for number, row in rows]

    def _parse_line(self, number: int, row: bytes) -> Submission:
        try:
            return self._parse_article(row)
        except RequestError as error:
            more = {**error.more, "line": number}
            reason = f"line {number}: {error} (nothing of this request was published)"
            raise RequestError(error.status, reason, **more) from None

    async def _accept(self, submissions: list[Submission]) -> list[Receipt]:
        try:
            return await self._intake.accept(submissions, "api")
        except InvalidEvent as error:
            raise _to_request_error(error) from None
        except Retryable as error:
            raise RequestError(503, f"{error}; send the same again, it is safe") from None

    def _count(self, status: int) -> None:
        outcome = {400: "invalid", 415: "invalid", 413: "too_large"}.get(status)
        if outcome:
            self._metrics.admissions.labels("api", outcome).inc()


def _to_request_error(error: InvalidEvent) -> RequestError:
    status = 413 if isinstance(error, TooLarge) else 400
    return RequestError(status, str(error), **({"field": error.field} if error.field else {}))


def _receipt_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "article_id": receipt.article_id,
        "version": receipt.version,
        "outcome": receipt.outcome,
    }


def routes(api: ArticlesApi) -> list[web.RouteDef]:
    """What the API serves."""
    return [web.post("/v1/articles", api.post)]
