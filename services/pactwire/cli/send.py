"""`pactwire send FILE...`: documents in any of the field's formats to the ingest API."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple, NoReturn, TextIO

import aiohttp
import click

from pactwire.cli import STOPPED
from pactwire.cli.context import get_api_url, load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.submissions import FileEntry, parse_entries, read_bytes
from pactwire.cli.terminal import echo
from pactwire.cli.unread_columns import describe_unread
from pactwire.domain.intake import Entry, Submission, admit
from pactwire.domain.text.clean import clean_line
from pactwire.edges.clock import now
from pactwire.errors import InvalidEvent, Misconfigured, PactwireError, Retryable

MAX_LINES = 100
MAX_REQUEST_BYTES = 900_000
"""Bytes of one request, somewhat below the API's limit."""
LONG_FILE = 2_000_000
"""Bytes of a file that takes longer to read than people wait without a word."""
MAX_ATTEMPTS = 5
SUMMARY_WIDTH = 60
FOUND_WRONG, MISUSED = 1, 2
SHOWN_FIELDS = (
    "article_id", "url", "guid", "headline", "body", "language", "published_at", "pub_status",
    "source",
)  # fmt: skip
REFUSALS = (400, 413)

Report = dict[str, Any]
"""What became of one entry, as `--json` prints it."""


class IngestApi(NamedTuple):
    """Where articles are sent, and the key that is shown there."""

    url: str
    key: str = ""

    def list_headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


class RowRefused(Exception):  # noqa: N818  its name is what happened
    """The API refused a request for the sake of one of its rows, counted from 0."""

    def __init__(self, row: int, why: str, field: str | None) -> None:
        """Keep the row, the reason and the field."""
        super().__init__(why)
        self.row = row
        self.field = field


@click.command(
    epilog=show_examples(
        "pactwire send seeds/articles/*.json",
        "pactwire send --dry-run feed.xml",
        "pactwire send --url http://127.0.0.1:8080 feed.xml",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", help="Address of the ingest API; the running one by default.")
@click.option("--key-file", type=click.File(), help="Holds your API key, where one is asked for.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent; needs nothing that runs.")
@click.option("--json", "as_json", is_flag=True, help="One entry a line, for programs.")
@click.pass_context
def send(
    ctx: click.Context, files: tuple[Path, ...], url: str | None, key_file: TextIO | None,
    *, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Send articles; `-` is standard input.

    Takes plain text, HTML pages, our JSON, NDJSON, ninjs 1 to 3, NITF, NewsML-G2, RSS, Atom and
    JSON Feed, gzipped or not. Says of each entry what became of it: accepted, duplicate, a new
    version, refused or left out, and why. An article is accepted only when the broker has it.

    Exit 1 when something was refused, 2 when a file cannot be read or is empty.
    """
    settings = load_effective_settings()
    rows, unreadable = read_files(files, settings.ingest.max_text, quiet=as_json)
    print_unreadable(unreadable, as_json=as_json)
    if dry_run:
        reports = [report_dry_run(row) for row in rows]
    else:
        api = IngestApi(url or get_api_url(settings), key_file.read().strip() if key_file else "")
        reports = send_or_stop(rows, api, quiet=as_json)
    print_reports(rows, reports, as_json=as_json)
    refused = any(report["outcome"] == "refused" for report in reports)
    ctx.exit(MISUSED if unreadable else FOUND_WRONG if refused else 0)


def send_or_stop(rows: Sequence[FileEntry], api: IngestApi, *, quiet: bool) -> list[Report]:
    """Send the rows; Ctrl-C ends the process with what is in."""
    if unread := describe_unread(row.entry.submission for row in rows if row.entry.submission):
        echo(unread, err=True)
    try:
        return asyncio.run(send_rows(rows, api, quiet=quiet))
    except SendStopped as stopped:
        stop(str(stopped))


def stop(why: str) -> NoReturn:
    """End the process after Ctrl-C with what is in."""
    click.echo(f"\npactwire: {why}", err=True)
    sys.exit(STOPPED)


def print_unreadable(reports: Iterable[Report], *, as_json: bool) -> None:
    """Each file that could not be read, with the reason."""
    for report in reports:
        line = f"pactwire: {report['file']}: {report['why']}"
        echo(json.dumps(report) if as_json else line, err=not as_json)


def print_reports(rows: Sequence[FileEntry], reports: Sequence[Report], *, as_json: bool) -> None:
    """What became of each entry, one a line; for people also how many came to what."""
    for row, report in zip(rows, reports, strict=True):
        echo(json.dumps(report) if as_json else format_report(report, row))
    if len(reports) > 1 and not as_json:
        click.echo(format_total(reports), err=True)


def read_files(
    files: Sequence[Path], max_text: int, *, quiet: bool
) -> tuple[list[FileEntry], list[Report]]:
    """The entries of all files, and which could not be read; one costs the others nothing."""
    rows: list[FileEntry] = []
    unreadable: list[Report] = []
    for file in files:
        try:
            rows += read_file(file, max_text, quiet=quiet)
        except Misconfigured as error:
            refusal = InvalidEvent(str(error).removeprefix(f"{file}: "))
            unreadable.append(_report(FileEntry(file, Entry(0, error=refusal)), "refused"))
        except KeyboardInterrupt:
            stop("stopped while files were read: nothing was sent")
    return rows, unreadable


def read_file(file: Path, max_text: int, *, quiet: bool) -> list[FileEntry]:
    """The entries of a file; raises Misconfigured when it can't be read or is empty."""
    raw = read_bytes(file)
    if not raw.strip():
        raise Misconfigured(f"{file}: the document is empty")
    if len(raw) > LONG_FILE and not quiet:
        echo(f"reading {file}, {len(raw) / 1e6:,.0f} MB", err=True)
    return parse_entries(file, raw, max_text)


def report_dry_run(row: FileEntry) -> Report:
    """What would be sent of an entry, or why nothing would."""
    entry, shown = row.entry, None
    if entry.submission:
        article = admit(entry.submission, now()).article(1)
        shown = article.model_dump(mode="json", include=set(SHOWN_FIELDS))
    report = _report(row, entry.outcome)
    return {**report, "article": shown and {name: shown[name] for name in SHOWN_FIELDS}}


def _report(row: FileEntry, outcome: str) -> Report:
    entry = row.entry
    return {
        "file": str(row.file),
        "entry": entry.number or None,
        "outcome": outcome,
        "article": None,
        "field": entry.error.field if entry.error else None,
        "why": entry.why or None,
    }


async def send_rows(rows: Sequence[FileEntry], api: IngestApi, *, quiet: bool) -> list[Report]:
    """Send what can be sent; what became of each row, in order."""
    found = [row.entry.submission for row in rows if row.entry.submission]
    receipts = iter(await send_submissions(found, api, quiet=quiet) if found else ())
    return [
        _report(row, row.entry.outcome) | (next(receipts) if row.entry.submission else {})
        for row in rows
    ]


def batch_requests(found: Sequence[Submission]) -> Iterator[list[bytes]]:
    """The articles as rows of NDJSON, in batches that fit the API's limits."""
    rows: list[bytes] = []
    size = 0
    for one in found:
        row = one.model_dump_json(exclude_none=True).encode()
        if rows and (len(rows) == MAX_LINES or size + len(row) > MAX_REQUEST_BYTES):
            yield rows
            rows, size = [], 0
        rows.append(row)
        size += len(row) + 1
    if rows:
        yield rows


class SendStopped(PactwireError):  # noqa: N818  its name is what happened
    """Ctrl-C while articles were sent; the message says what is in."""


@asynccontextmanager
async def stopped_by_hand(receipts: Sequence[object], total: int) -> AsyncIterator[None]:
    """Says, when the block is cancelled, how many receipts of `total` there are.

    Raises:
        SendStopped: instead of the cancellation.
    """
    try:
        yield
    except asyncio.CancelledError:
        under_way = min(MAX_LINES, total - len(receipts))
        raise SendStopped(
            f"stopped: {len(receipts):,} of {total:,} articles are in, and up to {under_way} more"
            " may be; sending the same again is safe: what is in is answered `duplicate`"
        ) from None


async def send_submissions(
    found: Sequence[Submission], api: IngestApi, *, quiet: bool
) -> list[Report]:
    """Send everything and give the receipts in order; progress goes to standard error."""
    receipts: list[Report] = []
    timeout = aiohttp.ClientTimeout(total=60)
    async with (
        stopped_by_hand(receipts, len(found)),
        aiohttp.ClientSession(timeout=timeout, headers=api.list_headers()) as session,
    ):
        for rows in batch_requests(found):
            receipts += await post_rows(session, f"{api.url.rstrip('/')}/v1/articles", rows)
            if not quiet and len(found) > MAX_LINES:
                click.echo(f"\r{len(receipts):,} of {len(found):,} sent", nl=False, err=True)
    if not quiet and len(found) > MAX_LINES:
        click.echo(err=True)
    return receipts


async def post_rows(session: aiohttp.ClientSession, url: str, rows: list[bytes]) -> list[Report]:
    """Rows as one request; a row that is refused keeps no other from being sent.

    Raises:
        Misconfigured, Retryable: as `post_batch`.
    """
    reports: list[Report | None] = [None] * len(rows)
    left = list(range(len(rows)))
    while left:
        try:
            received = await post_batch(session, url, b"\n".join(rows[number] for number in left))
        except RowRefused as error:
            refusal = {"outcome": "refused", "field": error.field, "why": str(error)}
            reports[left.pop(error.row)] = refusal
            continue
        for number, receipt in zip(left, received, strict=True):
            reports[number] = receipt
        break
    return [report for report in reports if report is not None]


async def post_batch(session: aiohttp.ClientSession, url: str, body: bytes) -> list[Report]:
    """One request, again while the broker is away.

    Raises:
        RowRefused: one row is at fault, and nothing was published.
        Misconfigured: nothing answers there, or the request is refused as a whole.
        Retryable: the broker stayed away.
    """
    for attempt in range(MAX_ATTEMPTS):
        try:
            async with session.post(
                url, data=body, headers={"Content-Type": "application/x-ndjson"}
            ) as response:
                content = await response.json(content_type=None)
                if not isinstance(content, dict):
                    raise ValueError
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            raise Misconfigured(f"{url} is no address; write http://host:port") from None
        except (aiohttp.ClientConnectionError, TimeoutError):
            raise Misconfigured(
                f"nothing answers at {url}: start it with `pactwire up`, or say --url"
            ) from None
        except ValueError:
            raise Misconfigured(f"{url} is no ingest API of pactwire's") from None
        if response.status == 202:
            received: list[Report] = content["articles"]
            return received
        if response.status != 503:
            raise _to_refusal(url, response.status, content, body.count(b"\n") + 1)
        await asyncio.sleep(attempt + 1)
    raise Retryable(f"{url} has no broker: {content.get('detail')}")


def _to_refusal(url: str, status: int, content: Report, rows: int) -> Exception:
    line, detail = content.get("line"), str(content.get("detail"))
    if status in REFUSALS and isinstance(line, int) and 1 <= line <= rows:
        return RowRefused(line - 1, detail, content.get("field"))
    return Misconfigured(f"{url} answered {status}: {detail}")


def format_report(report: Report, row: FileEntry) -> str:
    """What became of an entry in words, with what it is."""
    sent = row.entry.submission
    if sent is None:
        return f"{report['outcome'].replace('_', ' ')}  {row.describe()}"
    what = shorten(clean_line(sent.headline or sent.body), SUMMARY_WIDTH, placeholder=" ...")
    name = report.get("article_id") or (report["article"] or {}).get("article_id", "")
    why = f"  ({report['why']})" if report["why"] else ""
    return f"{format_outcome(report)} {name}  {what}{why}"


def format_outcome(report: Report) -> str:
    """The outcome in words: a later version of what is known is told from a first one."""
    version = report.get("version") or 1
    if report["outcome"] == "accepted" and version > 1:
        return f"new version {version}"
    return str(report["outcome"]).replace("_", " ")


def format_total(reports: Sequence[Report]) -> str:
    """How many entries came to which outcome."""
    outcomes = Counter("new version" if _is_new_version(one) else one["outcome"] for one in reports)
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in outcomes.items())


def _is_new_version(report: Report) -> bool:
    return report["outcome"] == "accepted" and (report.get("version") or 1) > 1
