"""`pactwire send`: says of each file and entry what becomes of it; the dry run needs no broker."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from intake_documents import item, rss
from loopback_app import serve_app
from pactwire.cli import main
from pactwire.cli.send import IngestApi, send_rows
from pactwire.cli.submissions import parse_entries

FEED = rss(
    item("Ferry back", "https://quay.example/1", "s-1", "<description>It sails.</description>"),
    item("", "https://quay.example/2", "s-2"),
    item("Bridge shut", "http://[quay.example/3", "s-3"),
)
LINES = '{"headline": "One", "guid": "1"}\n{"headlin": "Two"}\n{"headline": "Three", "guid": "3"}\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def run(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["send", *arguments], input=given)


def dry_run(*files: str) -> tuple[list[dict[str, Any]], int]:
    result = run("--dry-run", "--json", *files)
    return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code


def test_a_dry_run_shows_the_article_of_each_entry_and_what_is_left_out() -> None:
    rows, code = dry_run(write("feed.xml", FEED))
    assert code == 0
    assert [row["outcome"] for row in rows] == ["would_send", "left_out", "would_send"]
    assert [set(row) for row in rows] == [
        {"file", "entry", "outcome", "article", "field", "why"}
    ] * 3
    assert [(row["file"], row["entry"]) for row in rows] == [("feed.xml", n) for n in (1, 2, 3)]
    article = rows[0]["article"]
    assert list(article) == [
        "article_id", "url", "guid", "headline", "body", "language", "published_at", "pub_status",
        "source",
    ]  # fmt: skip
    assert (article["headline"], article["body"]) == ("Ferry back", "It sails.")
    assert article["source"]["name"] == "Quay"
    assert rows[0]["why"] is None
    assert rows[1]["article"] is None
    assert "headline" in rows[1]["why"]
    assert "link" in rows[2]["why"]


def test_a_line_that_is_refused_costs_no_other_and_names_its_field() -> None:
    rows, code = dry_run(write("lines.ndjson", LINES))
    assert code == 1
    assert [row["outcome"] for row in rows] == ["would_send", "refused", "would_send"]
    assert (rows[1]["entry"], rows[1]["field"]) == (2, "headlin")
    assert "there is no such field" in rows[1]["why"]


def test_a_file_that_is_refused_is_refused_by_name_and_the_others_are_read() -> None:
    picture = write("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(64)))
    rows, code = dry_run(picture, write("b.txt", "Ferry\n\nIt is back."), write("c.xml", rss()))
    assert code == 1
    assert [(row["file"], row["entry"], row["outcome"]) for row in rows] == [
        ("a.png", None, "refused"), ("b.txt", 1, "would_send"), ("c.xml", None, "left_out"),
    ]  # fmt: skip
    assert rows[0]["why"] == "this is a PNG image, not an article"
    assert rows[2]["why"] == "the RSS or Atom document has no entries"


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    result = run("--dry-run", "none.txt", write("empty.txt", " \n"), write("a.txt", "Ferry."))
    assert result.exit_code == 2
    assert "none.txt: No such file" in result.stderr
    assert "empty.txt: the document is empty" in result.stderr
    assert "would send" in result.stdout


def test_a_program_is_told_of_files_that_cannot_be_read_too() -> None:
    rows, code = dry_run("none.txt", write("empty.txt", " \n"), write("a.txt", "Ferry."))
    assert code == 2
    assert {row["file"]: (row["outcome"], row["why"]) for row in rows} == {
        "none.txt": ("refused", "No such file or directory"),
        "empty.txt": ("refused", "the document is empty"),
        "a.txt": ("would_send", None),
    }


def test_a_dry_run_for_people_is_a_line_an_entry_and_a_total() -> None:
    result = run("--dry-run", write("feed.xml", FEED), write("lines.ndjson", LINES))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 6
    assert (
        "left out  feed.xml, entry 2 (s-2): it has neither a headline nor a text" in result.stdout
    )
    assert (
        "refused  lines.ndjson, entry 2: line 2: headlin: there is no such field" in result.stdout
    )
    assert "4 would send, 1 left out, 1 refused" in result.stderr


def test_that_a_long_file_is_read_is_said_before_it_is() -> None:
    row = json.dumps({"guid": "1", "headline": "Ferry back", "body": "It sails. " * 250_000})
    name = write("long.ndjson", row)
    assert run("--dry-run", name).stderr.startswith("reading long.ndjson, 3 MB\n")
    assert run("--dry-run", "--json", name).stderr == ""


def test_standard_input_may_be_a_gzip() -> None:
    result = run("--dry-run", "--json", "-", given=gzip.compress(FEED.encode()))
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["-"] * 3


@pytest.fixture
def api() -> Iterator[Any]:
    """An ingest API that refuses headlines with the word `bad`, and knows `old` already."""

    async def post(request: web.Request) -> web.Response:
        rows = [json.loads(line) for line in (await request.read()).splitlines()]
        for number, row in enumerate(rows, 1):
            if "bad" in row["headline"]:
                problem = {"detail": "headline: not that", "field": "headline", "line": number}
                return web.json_response(problem, status=400)
        receipts = [
            {
                "article_id": "0" * 32,
                "version": 3 if "new" in row["headline"] else 1,
                "outcome": "duplicate" if "old" in row["headline"] else "accepted",
            }
            for row in rows
        ]
        return web.json_response({"articles": receipts}, status=202)

    app = web.Application()
    app.router.add_post("/v1/articles", post)
    return app


def test_each_entry_gets_what_became_of_it_though_the_api_refuses_some(
    api: web.Application,
) -> None:
    async def send_all() -> list[dict[str, Any]]:
        lines = [f'{{"headline": "{name}"}}' for name in ("bad 1", "fresh", "old", "new", "bad 2")]
        raw = "\n".join(["{}", *lines]).encode()
        async with serve_app(api) as port:
            url = f"http://127.0.0.1:{port}"
            rows = parse_entries(Path("a"), raw, 1000)
            return await send_rows(rows, IngestApi(url), quiet=True)

    reports = asyncio.run(send_all())
    assert [report["outcome"] for report in reports] == [
        "refused", "refused", "accepted", "duplicate", "accepted", "refused",
    ]  # fmt: skip
    assert reports[4]["version"] == 3
    assert reports[5]["why"] == "headline: not that"
    assert reports[5]["field"] == "headline"


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1", "text": "Ferry back.", "date": "2026-02-30"},
        {"headline": "Ferry back", "published_at": "9999-12-31T00:00:00Z"},
        {"headline": "Ferry back", "published_at": 1e18},
    ],
)
def test_a_date_that_an_article_is_taken_without_is_told(row: dict[str, Any]) -> None:
    (found,), code = dry_run(write("a.json", json.dumps(row)))
    assert (code, found["outcome"], found["article"]["published_at"]) == (0, "would_send", None)
    assert "without its date" in found["why"]
