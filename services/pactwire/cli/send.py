"""`pactwire send FILE...`: documents in any of the field's formats to the ingest API."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any

import aiohttp
import click

from pactwire.cli.context import get_api_url, load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.submissions import read_submissions
from pactwire.cli.unread_columns import describe_unread
from pactwire.domain.intake import Submission
from pactwire.errors import Misconfigured, PactwireError, Retryable

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
MAX_LINES = 100
MAX_REQUEST_BYTES = 900_000
"""Bytes of one request, somewhat below the API's limit."""
MAX_ATTEMPTS = 5
SUMMARY_WIDTH = 60


@click.command(
    epilog=show_examples(
        "pactwire send seeds/articles/*.json", "pactwire send --url http://127.0.0.1:8080 feed.xml"
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", help="Address of the ingest API; the running one by default.")
@click.option("--json", "as_json", is_flag=True, help="One receipt a line, for programs.")
def send(files: tuple[Path, ...], url: str | None, *, as_json: bool) -> None:
    """Send articles: plain text, our JSON, NDJSON, ninjs 3.1, RSS, Atom or JSON Feed; - is stdin.

    Prints a receipt an article, given only when the broker has it.
    """
    settings = load_effective_settings()
    found = [one for file in files for one in read_submissions(file, settings.ingest.max_text)]
    if unread := describe_unread(found):
        click.echo(unread, err=True)
    address = url or get_api_url(settings)
    try:
        receipts = asyncio.run(send_submissions(found, address, quiet=as_json))
    except SendStopped as stopped:
        click.echo(f"pactwire: {stopped}", err=True)
        sys.exit(STOPPED)
    for sent, receipt in zip(found, receipts, strict=True):
        click.echo(json.dumps(receipt) if as_json else format_receipt(receipt, sent))


def batch_requests(found: Sequence[Submission]) -> Iterator[bytes]:
    """The articles as NDJSON bodies that fit the API's limits."""
    rows: list[bytes] = []
    size = 0
    for one in found:
        row = one.model_dump_json(exclude_none=True).encode()
        if rows and (len(rows) == MAX_LINES or size + len(row) > MAX_REQUEST_BYTES):
            yield b"\n".join(rows)
            rows, size = [], 0
        rows.append(row)
        size += len(row) + 1
    if rows:
        yield b"\n".join(rows)


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
    found: Sequence[Submission], url: str, *, quiet: bool
) -> list[dict[str, Any]]:
    """Send everything and give the receipts in order; progress goes to standard error."""
    receipts: list[dict[str, Any]] = []
    timeout = aiohttp.ClientTimeout(total=60)
    async with (
        stopped_by_hand(receipts, len(found)),
        aiohttp.ClientSession(timeout=timeout) as session,
    ):
        for body in batch_requests(found):
            receipts += await post_batch(session, f"{url.rstrip('/')}/v1/articles", body)
            if not quiet and len(found) > MAX_LINES:
                click.echo(f"\r{len(receipts):,} of {len(found):,} sent", nl=False, err=True)
    if not quiet and len(found) > MAX_LINES:
        click.echo(err=True)
    return receipts


async def post_batch(session: aiohttp.ClientSession, url: str, body: bytes) -> list[dict[str, Any]]:
    """One request, again while the broker is away.

    Raises:
        Misconfigured: nothing answers there, or the request is refused.
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
            received: list[dict[str, Any]] = content["articles"]
            return received
        if response.status != 503:
            raise Misconfigured(f"{url} answered {response.status}: {content.get('detail')}")
        await asyncio.sleep(attempt + 1)
    raise Retryable(f"{url} has no broker: {content.get('detail')}")


def format_receipt(receipt: dict[str, Any], sent: Submission) -> str:
    """A receipt in words, with what it is for."""
    version = "" if receipt["version"] == 1 else f", version {receipt['version']}"
    what = shorten(sent.headline or sent.body or "", SUMMARY_WIDTH, placeholder=" ...")
    return f"{receipt['outcome']} {receipt['article_id']}{version}  {what}"
