"""Ctrl-C: `pactwire send` says what is in and that sending again is safe; others that they stop."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ARTICLES = 250
HEEDING_CTRL_C = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("pactwire", run_name="__main__", alter_sys=True)
"""
"""A shell lets what it starts in the background ignore Ctrl-C, and children inherit that."""


class HangingIngest(ThreadingHTTPServer):
    """An ingest API that answers the first request and holds the second."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = 0
        self.held = threading.Event()
        self.let_go = threading.Event()


class Handler(BaseHTTPRequestHandler):
    server: HangingIngest

    def do_POST(self) -> None:
        rows = self.rfile.read(int(self.headers["Content-Length"])).splitlines()
        self.server.requests += 1
        if self.server.requests > 1:
            self.server.held.set()
            self.server.let_go.wait(30)
            return
        receipt = {"article_id": "a" * 32, "version": 1, "outcome": "accepted"}
        body = json.dumps({"articles": [receipt] * len(rows)}).encode()
        self.send_response(202)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def ingest() -> Iterator[HangingIngest]:
    with HangingIngest() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.let_go.set()
        server.shutdown()


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_ctrl_c_says_what_is_in(
    options: tuple[str, ...], ingest: HangingIngest, tmp_path: Path
) -> None:
    rows = ({"guid": str(n), "body": f"Article number {n}."} for n in range(ARTICLES))
    (tmp_path / "all.ndjson").write_text("\n".join(map(json.dumps, rows)))
    url = f"http://127.0.0.1:{ingest.server_port}"
    sending = start("send", "--url", url, "all.ndjson", *options, cwd=tmp_path)
    assert ingest.held.wait(60)
    sending.send_signal(signal.SIGINT)
    _, errors = sending.communicate(timeout=30)
    assert sending.returncode == 130
    assert "100 of 250 articles are in, and up to 100 more may be" in errors
    assert "sending the same again is safe" in errors
    assert "Traceback" not in errors


def start(*arguments: str, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HEEDING_CTRL_C, *arguments],
        cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def press_ctrl_c(process: "subprocess.Popen[str]") -> str:
    """What it said on standard error; pressed again as a person would who sees nothing happen.

    A signal that comes just before a read begins is noticed only when that read ends.
    """
    for _ in range(12):
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=5)[1]
    process.kill()
    raise AssertionError(f"not stopped: {process.communicate()[1]}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("send",), "stopped while files were read: nothing was sent"),
        (("send", "--json"), "stopped while files were read: nothing was sent"),
        (("tag", "--ndjson"), "pactwire: stopped"),
        (("replay", "--opens", "2026-01-01"), "pactwire: stopped"),
    ],
)
def test_ctrl_c_while_a_file_is_read_says_so_without_a_stack_trace(
    command: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "endless.ndjson")
    reading = start(*command, "endless.ndjson", cwd=tmp_path)
    with (tmp_path / "endless.ndjson").open("w") as lines:  # opens when the command reads
        lines.write('{"guid": "1", "body": "Article number 1."}\n')
        lines.flush()
        errors = press_ctrl_c(reading)
    assert reading.returncode == 130
    assert said in errors
    assert "Traceback" not in errors
