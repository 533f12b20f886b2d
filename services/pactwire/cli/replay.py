"""`pactwire replay`: what an archive would have announced, or what the topics hold, read anew."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import orjson

from pactwire.alert.ledger_seed import read_initial_rows
from pactwire.cli import replay_topics
from pactwire.cli.context import load_effective_settings
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.option_types import Day
from pactwire.cli.submissions import parse_entries, read_bytes
from pactwire.cli.tag_ndjson import UNKNOWN_MOMENT, BadLine, parse_article, read_identity
from pactwire.cli.terminal import echo
from pactwire.domain.alerting import templates
from pactwire.domain.extraction.enrich import extract_article
from pactwire.domain.intake import admit
from pactwire.domain.ledger import InMemoryLedger, compare_claims
from pactwire.domain.reference import ReferenceData
from pactwire.edges.reader import load_reader
from pactwire.errors import Misconfigured
from pactwire.settings import LEDGER_OPENS
from pactwire_schemas import Development, MembershipClaim
from pactwire_schemas.article import Article

MAX_TEXT = 1_000_000
FOUND_WRONG = 1
OLD_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)


class ArchiveItem(NamedTuple):
    """An article of an archive under the id that the archive has for it."""

    id: str
    article: Article


class Announcement(NamedTuple):
    """A development and the item that made it known."""

    item: ArchiveItem
    development: Development


@click.command(
    epilog=show_examples(
        "pactwire replay --opens 2004-01-01 archive.ndjson",
        "pactwire replay --opens 2025-01-01 --json seeds/articles/*.json",
        "pactwire replay --since 2026-01-01 --write claims.ndjson",
        "pactwire replay --promote claims.ndjson",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--opens",
    type=Day(),
    help="The day whose memberships the ledger begins with; as in the settings by default.",
)
@click.option("--since", type=Day(), help="Read the topics anew instead, and give a diff.")
@click.option("--write", type=NEW_FILE, help="With --since: the claims that the diff would need.")
@click.option("--promote", type=OLD_FILE, help="Publish such claims, so that the ledger follows.")
@click.option("--json", "as_json", is_flag=True, help="One development a line, or the whole diff.")
@click.pass_context
def replay(
    ctx: click.Context, files: tuple[Path, ...], opens: date | None, since: date | None,
    write: Path | None, promote: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Read FILES in order of their dates and print the developments that would be announced.

    Takes lines of {id, text, published_at or date} and everything that `pactwire send` takes.
    Articles without a date come last. Exit 1 when a line was left out.

    With --since, read what the topics hold with today's rules instead, and print what would be
    said otherwise from that day on: claims, developments and alerts that appear, vanish or change.

    Nothing is stored or sent, but what --promote names.
    """
    if (bool(files) + (since is not None) + (promote is not None)) != 1:
        raise click.UsageError("name files, or give --since, or --promote")
    if promote:
        replay_topics.promote(promote)
        return
    if since:
        replay_topics.replay_topics(since, write, as_json=as_json)
        return
    reference = load_effective_reference()
    day = opens or load_effective_settings().alert.ledger_opens or LEDGER_OPENS
    items, left_out = read_archive(files)
    for reason in left_out:
        echo(f"left out: {reason}", err=True)
    for announcement in announce(items, reference, day):
        described = json.dumps(describe(announcement), ensure_ascii=False)
        echo(described if as_json else format_announcement(announcement))
    ctx.exit(FOUND_WRONG if left_out else 0)


def announce(
    items: Iterable[ArchiveItem], reference: ReferenceData, opens: date
) -> Iterator[Announcement]:
    """The developments of the items in order of their dates, one for each stage of a change.

    Progress goes to standard error.
    """
    announced: set[tuple[str, str, bool]] = set()
    made: dict[str, tuple[MembershipClaim, ...]] = {}
    installed = load_reader()
    ledger = InMemoryLedger(read_initial_rows(reference, opens), reference.complete_bodies)
    with click.progressbar(list(number_versions(items)), label="reading", file=sys.stderr) as bar:
        for item in bar:
            claims = extract_article(item.article, reference, installed).claims
            earlier = made.get(item.article.article_id, ())
            compared = compare_claims(earlier, claims, item.article)
            made[item.article.article_id] = compared.made
            for claim in (*claims, *compared.withdrawn):
                development = ledger.add_claim(claim, item.article.received_at)
                if development is None or _key(development) in announced:
                    continue
                announced.add(_key(development))
                yield Announcement(item, development)


def number_versions(items: Iterable[ArchiveItem]) -> Iterator[ArchiveItem]:
    """The items by date; the same id with other words is the next version.

    With words that it had before, it is none: that is how a page that alternates settles.
    """
    versions: dict[str, set[str]] = {}
    for item in sorted(items, key=lambda one: _moment(one.article)):
        known = versions.setdefault(item.article.article_id, set())
        if item.article.text in known:
            continue
        known.add(item.article.text)
        yield item._replace(article=item.article.model_copy(update={"version": len(known)}))


def read_archive(files: Iterable[Path]) -> tuple[list[ArchiveItem], list[str]]:
    """All articles of the files, and why lines were left out.

    Raises:
        Misconfigured: a file can't be read, or is in no format that is known.
    """
    items: list[ArchiveItem] = []
    left_out: list[str] = []
    for file in files:
        raw = read_bytes(file)
        if _has_text_lines(raw):
            _read_lines(file.name, raw, items, left_out)
        else:
            _read_articles(file, raw, items, left_out)
    return items, left_out


def describe(announcement: Announcement) -> dict[str, Any]:
    """An announcement as JSON."""
    (item, development), published = announcement, announcement.item.article.published_at
    return {
        "id": item.id,
        "date": published.date().isoformat() if published else None,
        "organisation": development.organisation.model_dump(include={"entity_id", "name"}),
        "member": development.member.model_dump(include={"entity_id", "name", "iso2"}),
        "action": development.action,
        "stage": development.stage,
        "reason": development.reason,
        "confidence": development.confidence,
        "quote": development.claim.evidence.quote,
    }


def format_announcement(announcement: Announcement) -> str:
    """An announcement for people: the day, what changed, why it is news, and the words."""
    row, development = describe(announcement), announcement.development
    news = f"{row['date'] or 'undated'}  {templates.describe_change(development)}"
    return f"{news}  ({row['reason']}, {row['confidence']:.2f})\n            “{row['quote']}”"


def _has_text_lines(raw: bytes) -> bool:
    """Whether the first line is an object of its own with a `text`, as `tag --ndjson` takes it."""
    try:
        value = orjson.loads(raw.lstrip().split(b"\n", 1)[0])
    except orjson.JSONDecodeError:
        return False
    return isinstance(value, dict) and "text" in value


def _read_lines(name: str, raw: bytes, items: list[ArchiveItem], left_out: list[str]) -> None:
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
            article = parse_article(value)
        except (orjson.JSONDecodeError, BadLine) as error:
            left_out.append(f"{name}, line {number}: {error}")
            continue
        identity = read_identity(value)
        items.append(
            ArchiveItem(str(number if identity is None else identity), _with_moments(article))
        )


def _read_articles(file: Path, raw: bytes, items: list[ArchiveItem], left_out: list[str]) -> None:
    rows = parse_entries(file, raw, MAX_TEXT)
    if all(row.entry.submission is None for row in rows):
        raise Misconfigured("; ".join(row.describe() for row in rows[:3]))
    for row in rows:
        submission = row.entry.submission
        if submission is None:
            left_out.append(row.describe())
            continue
        received = submission.published_at or UNKNOWN_MOMENT
        article = _with_moments(admit(submission, received).article(1))
        items.append(ArchiveItem(submission.guid or article.article_id, article))


def _with_moments(article: Article) -> Article:
    """The article as received when it was published; a time without a zone is UTC."""
    published = article.published_at
    if published is None:
        return article
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return article.model_copy(update={"published_at": published, "received_at": published})


def _key(development: Development) -> tuple[str, str, bool]:
    """What a watch hears of once: a change at a stage, and that it is taken back."""
    return development.change_id, development.stage, development.reason == "retracted"


def _moment(article: Article) -> datetime:
    return article.published_at or datetime.max.replace(tzinfo=UTC)
