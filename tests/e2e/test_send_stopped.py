"""Ctrl-C in `pactwire send`: what is in is said, and that sending again is safe."""

import json
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
    sending = subprocess.Popen(
        [sys.executable, "-c", HEEDING_CTRL_C, "send", "--url", url, "all.ndjson", *options],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert ingest.held.wait(60)
    sending.send_signal(signal.SIGINT)
    _, errors = sending.communicate(timeout=30)
    assert sending.returncode == 130
    assert "100 of 250 articles are in, and up to 100 more may be" in errors
    assert "sending the same again is safe" in errors
    assert "Traceback" not in errors
