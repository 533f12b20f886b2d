"""`pactwire tag`: the whole extraction offline, for people and for pipes; needs no broker."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
import orjson
from rich.console import Console

from pactwire.cli import render
from pactwire.cli.tag_ndjson import answered, article_of, plain
from pactwire.domain.extraction.enrich import Reading, understood
from pactwire.domain.intake import read_document
from pactwire.domain.reference import Knowledge
from pactwire.edges.reference import load_reference
from pactwire.errors import InvalidEvent, Misconfigured
from pactwire_schemas.article import Article

MAX_TEXT = 1_000_000


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--ndjson", is_flag=True, help="Lines of {id, text} or {id, headline, body} in and out."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
@click.option("--explain", is_flag=True, help="Also say why, and what was left out.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the marked text to a page.")
def tag(
    files: tuple[Path, ...], ndjson: bool, as_json: bool, explain: bool, html: Path | None
) -> None:
    """Tag FILES (or standard input): countries, organisations, membership changes.

    Takes plain text, our JSON, NDJSON, ninjs 3.1, RSS, Atom and JSON Feed. Offsets count code
    points of the text; for an article with a headline, of headline, line break and body.
    """
    knowledge = load_reference()
    if ndjson:
        for stream in _streams(files):
            _answer_lines(stream, knowledge)
        return
    readings = [
        (name, article, understood(article, knowledge, explain=explain or html is not None))
        for name, article in _articles(files)
    ]
    if html:
        html.write_text(render.page((name, reading) for name, _, reading in readings), "utf-8")
        click.echo(f"written: {html}")
    elif as_json:
        for name, article, reading in readings:
            click.echo(orjson.dumps({"id": name, **plain(article, reading)}))
    else:
        _show(readings, explain)


def _show(readings: list[tuple[str, Article, Reading]], explain: bool) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for _, _, reading in readings:
        render.show(reading, console, explain=explain)


def _streams(files: tuple[Path, ...]) -> Iterator[BinaryIO]:
    for path in files or (Path("-"),):
        if str(path) == "-":
            yield sys.stdin.buffer
            continue
        try:
            with path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise Misconfigured(f"{path} can't be read: {error.strerror}") from None


def _answer_lines(stream: BinaryIO, knowledge: Knowledge) -> None:
    for line in stream:
        if line.strip():
            sys.stdout.buffer.write(answered(line, knowledge) + b"\n")
            sys.stdout.buffer.flush()


def _articles(files: tuple[Path, ...]) -> Iterator[tuple[str, Article]]:
    for stream in _streams(files):
        name = Path(getattr(stream, "name", "-")).name
        try:
            submissions = read_document(stream.read(), name, MAX_TEXT)
        except InvalidEvent as error:
            raise Misconfigured(f"{name}: {error}") from None
        for submission in submissions:
            value = submission.model_dump(mode="json", include={"headline", "body", "language"})
            yield name, article_of(value | {"id": name, "published_at": submission.published_at})


if __name__ == "__main__":
    tag()
