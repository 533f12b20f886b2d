"""POST /v1/articles: one article or NDJSON. Mistakes are answered as problem details (RFC 9457)."""

from typing import Any

import orjson
from aiohttp import web

from pactwire.domain.intake import Origin, Submission, TooLarge
from pactwire.domain.intake.formats import read_json_value
from pactwire.edges.clock import monotonic, now
from pactwire.edges.http.problems import RequestError
from pactwire.edges.http.request_body import leave_expectation, read_body
from pactwire.errors import InvalidEvent, Refused, Retryable
from pactwire.ingest.accept import ArticleIntake, Receipt
from pactwire.ingest.doorkeeper import Doorkeeper
from pactwire.metrics import Metrics

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")
MAX_LINES = 100
PROBLEM_TITLES = {
    400: "The article cannot be read",
    401: "No key",
    403: "Not with this key",
    413: "The article is too large",
    415: "Unknown content type or encoding",
    429: "Too often",
    503: "Not taken now",
}
OUTCOMES = {400: "invalid", 408: "invalid", 415: "invalid", 413: "too_large"}
ACCEPTED_TYPES = ("application/json", "application/octet-stream", "text/plain", *NDJSON)


class ArticlesApi:
    """The handler of POST /v1/articles."""

    def __init__(
        self,
        intake: ArticleIntake,
        metrics: Metrics,
        doorkeeper: Doorkeeper | None = None,
        *,
        max_body: int,
        max_text: int,
    ) -> None:
        """Answer within these limits: bytes of a body, characters of a text."""
        self._doorkeeper = doorkeeper
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
            return error.response(PROBLEM_TITLES.get(error.status, ""))
        finally:
            self._metrics.requests.observe(monotonic() - started)

    async def _answer(self, request: web.Request) -> web.Response:
        if self._doorkeeper:
            await self._doorkeeper.admit(request.headers.get("Authorization", ""))
        is_ndjson = request.content_type in NDJSON
        if request.content_type not in ACCEPTED_TYPES:
            raise RequestError(415, f"send application/json or {NDJSON[0]}")
        raw = await read_body(request, self._max_body)
        submissions = self._parse_lines(raw) if is_ndjson else [self._parse_article(raw)]
        receipts = await self._accept(submissions)
        answer = [_receipt_json(receipt) for receipt in receipts]
        body = orjson.dumps({"articles": answer} if is_ndjson else answer[0])
        return web.Response(status=202, body=body, content_type="application/json")

    def _parse_article(self, raw: bytes) -> Submission:
        try:
            value, origin = orjson.loads(raw), Origin("api", read_at=now())
            entries = read_json_value(value, origin, self._max_text, strict=True).entries
        except orjson.JSONDecodeError as error:
            reason = f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
            raise RequestError(400, reason) from None
        except InvalidEvent as error:
            raise _to_request_error(error) from None
        if len(entries) != 1:
            raise RequestError(400, f"send one article, or several as {NDJSON[0]}, one a line")
        if entries[0].submission is None:
            raise _to_request_error(entries[0].error or InvalidEvent(entries[0].why))
        return entries[0].submission

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
        except Refused as error:
            raise RequestError(503, str(error), title="The broker refuses us") from None
        except Retryable as error:
            raise RequestError(503, f"{error}; send the same again, it is safe") from None

    def _count(self, status: int) -> None:
        outcome = OUTCOMES.get(status)
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
    return [web.post("/v1/articles", api.post, expect_handler=leave_expectation)]
