"""`pactwire tag`: the whole extraction offline, for people and for pipes; needs no broker."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from pactwire.cli import render
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.submissions import parse_entries, select_submissions
from pactwire.cli.tag_ndjson import dump_result, parse_article, tag_line
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.domain.extraction.enrich import ExtractionResult, extract_article
from pactwire.domain.extraction.verdict import InstalledReader
from pactwire.domain.reference import ReferenceData
from pactwire.edges.reader import load_reader
from pactwire.errors import Misconfigured
from pactwire_schemas.article import Article

MAX_TEXT = 1_000_000


@click.command(
    epilog=show_examples(
        "pactwire tag --explain article.txt",
        "cat article.txt | pactwire tag --json -",
        'echo \'{"id": 1, "text": "Finland joined NATO."}\' | pactwire tag --ndjson',
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--ndjson",
    is_flag=True,
    help="Lines in and out: {id or guid, text or body}, and headline, language, published_at.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
@click.option("--explain", is_flag=True, help="Also say why, and what was left out.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the marked text to a page.")
def tag(
    files: tuple[Path, ...], html: Path | None, *, ndjson: bool, as_json: bool, explain: bool
) -> None:
    """Tag FILES (or standard input): countries, organisations, membership changes.

    Takes what `pactwire send` takes. Offsets count code
    points of the text; for an article with a headline, of headline, line break and body.
    """
    reference, installed = load_effective_reference(), load_reader()
    if ndjson:
        for stream in _open_streams(files):
            _tag_lines(stream, reference, installed)
        return
    reasons = explain or html is not None
    results = [
        (name, article, extract_article(article, reference, installed, explain=reasons))
        for name, article in _read_articles(files)
    ]
    if html:
        html.write_text(render.render_page((name, result) for name, _, result in results), "utf-8")
        click.echo(f"written: {html}")
    elif as_json:
        for name, article, result in results:
            echo(orjson.dumps({"id": name, **dump_result(article, result)}).decode())
    else:
        _print_results(results, explain=explain)


def _print_results(results: list[tuple[str, Article, ExtractionResult]], *, explain: bool) -> None:
    console = TerminalConsole(soft_wrap=True, highlight=False)
    for _, _, result in results:
        render.print_result(result, console, explain=explain)


def _open_streams(files: tuple[Path, ...]) -> Iterator[BinaryIO]:
    for path in files or (Path("-"),):
        if str(path) == "-":
            yield sys.stdin.buffer
            continue
        try:
            with path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise Misconfigured(f"{path} can't be read: {error.strerror}") from None


def _tag_lines(
    stream: BinaryIO, reference: ReferenceData, installed: InstalledReader | None
) -> None:
    for line in stream:
        if line.strip():
            sys.stdout.buffer.write(tag_line(line, reference, installed) + b"\n")
            sys.stdout.buffer.flush()


def _read_articles(files: tuple[Path, ...]) -> Iterator[tuple[str, Article]]:
    for stream in _open_streams(files):
        name = Path(getattr(stream, "name", "-")).name
        entries = parse_entries(Path(name), stream.read(), MAX_TEXT)
        for submission in select_submissions(entries):
            value = submission.model_dump(mode="json", include={"headline", "body", "language"})
            yield name, parse_article(value | {"id": name, "published_at": submission.published_at})


if __name__ == "__main__":
    tag()
