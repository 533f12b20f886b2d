"""`pactwire feeds` beside a running system: what is added is polled, and what came is said."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from up_process import Up

ITEM = "<item><guid>{0}</guid><title>Story {0}</title><link>https://p.example/{0}</link></item>"
RSS = "<rss version='2.0'><channel><title>The Paper</title>{}</channel></rss>"


class PaperServer(ThreadingHTTPServer):
    """A newspaper with one feed, and pages that are none."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), PaperHandler)
        self.stories = ["one"]
        self.asked = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class PaperHandler(BaseHTTPRequestHandler):
    server: PaperServer

    def do_GET(self) -> None:
        is_feed = self.path.startswith("/rss")
        self.server.asked += is_feed
        body = RSS.format("".join(map(ITEM.format, self.server.stories))).encode()
        self.send_response(200 if is_feed else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="module")
def paper() -> Iterator[PaperServer]:
    with PaperServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("feeds")
    with Up(folder, environment={"PACTWIRE_INGEST__ALLOW_PRIVATE_FEEDS": "true"}) as up:
        up.until_ready("ingest")
        yield folder
        assert up.stop() == 0


def feeds(
    folder: Path, *words: str, given: str | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pactwire", "feeds", *words], input=given,
        cwd=folder, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ),
    )  # fmt: skip


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    done = feeds(folder, "list", "--json")
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def until(holds: Callable[[], bool], within: float = 60) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_feed_is_added_polled_listed_and_removed(folder: Path, paper: PaperServer) -> None:
    address, options = f"{paper.base}/rss?key=secret", ("--name", "Paper", "--interval", "3600")
    added = feeds(folder, "add", address, *options, "--json")
    assert json.loads(added.stdout)["outcome"] == "added", added.stderr
    assert "unchanged" in feeds(folder, "add", address, *options).stdout
    until(lambda: listed(folder)["Paper"]["polled_at"] is not None)
    row = listed(folder)["Paper"]
    assert (row["ok"], row["entries"], row["origin"]) == (True, 1, "command")
    assert row["url"] == f"{paper.base}/rss?key=***"

    paper.stories.append("two")
    asked = paper.asked
    polled = feeds(folder, "poll", "Paper")
    assert polled.returncode == 0, polled.stderr
    assert "Paper: 2 entries" in polled.stdout
    assert paper.asked == asked + 1
    shown = feeds(folder, "list").stdout
    assert "2 entries" in shown
    assert "secret" not in shown

    taken_out = feeds(folder, "list", "--opml").stdout
    assert feeds(folder, "remove", "Paper").stdout.strip() == "removed Paper"
    assert "there are no feeds" in feeds(folder, "list").stdout
    taken_in = feeds(folder, "add", "-", given=taken_out)
    assert taken_in.returncode == 0, taken_in.stderr
    assert listed(folder)["Paper"]["interval"] == 3600
    until(lambda: paper.asked > asked + 1)
    feeds(folder, "remove", "Paper")


def test_a_poll_that_fails_says_why(folder: Path, paper: PaperServer) -> None:
    feeds(folder, "add", f"{paper.base}/none", "--name", "None")
    polled = feeds(folder, "poll", "None", "--json")
    assert polled.returncode == 1
    row = json.loads(polled.stdout)
    assert (row["ok"], row["why"]) == (False, "the server answered 404")
    assert row["failures"] >= 1
    feeds(folder, "remove", "None")


def test_a_poll_that_no_service_takes_up_says_so(tmp_path: Path) -> None:
    assert feeds(tmp_path, "add", "https://a.example/rss").returncode == 0
    polled = feeds(tmp_path, "poll", "--timeout", "1")
    assert polled.returncode == 1
    assert "no ingest service polled it within 1 s" in polled.stderr
    assert "`pactwire up` starts it" in polled.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "ftp://a.example"), "ftp://a.example: give an absolute http or https address"),
        (("add", "https://"), "https://: give an absolute http or https address"),
        (("add", "none.opml"), "none.opml: No such file"),
        (("add", "https://a.example/", "--interval", "0"), "interval: "),
        (("poll",), "there are no feeds"),
        (("remove", "x"), "there are no feeds"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    done = feeds(tmp_path, *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_feeds_of_the_settings_are_listed_and_not_removed_by_command(tmp_path: Path) -> None:
    (tmp_path / "pactwire.toml").write_text(
        '[[ingest.feeds]]\nurl = "https://a.example/rss"\nname = "A"\n'
    )
    assert listed(tmp_path)["A"]["origin"] == "settings"
    assert "in the settings already" in feeds(tmp_path, "add", "https://a.example/rss").stdout
    refused = feeds(tmp_path, "remove", "A")
    assert refused.returncode == 2
    assert "A is in the settings" in refused.stderr
