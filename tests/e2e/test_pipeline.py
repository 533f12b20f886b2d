"""The whole pipeline as processes: articles in, verified webhooks out, whatever is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from kafka_python_client import Tail
from pactwire.domain.delivery.signature import encode_secret
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo
from pactwire.settings import BrokerSettings
from pactwire_schemas import ALERTS, DEVELOPMENTS
from service_process import environment

SECRET = encode_secret(bytes(range(32)))
SERVICES = ("ingest", "enrich", "alert", "deliver")
BODIES = ("Mercosur", "the Nordic Council", "the Visegrad Group", "AUKUS", "the Arctic Council")
COUNTRIES = (
    "Bhutan", "Nepal", "Mongolia", "Fiji", "Tonga", "Samoa", "Botswana", "Lesotho", "Zambia",
    "Malawi", "Belize", "Jamaica",
)  # fmt: skip

WATCH = """
id: everything
name: Every change
when:
  changed: {stage_at_least: approved}
deliver:
  - topic: alerts.everything
  - endpoint: desk
"""


def story(country: str, body: str) -> dict[str, str]:
    name = body.removeprefix("the ")
    return {
        "url": f"https://pipeline.example/{country}-{name.replace(' ', '-')}".lower(),
        "source": "The Pipeline",
        "headline": f"{country} joins {name}",
        "body": f"{country} has formally joined {body}, its secretary-general said on Monday.",
        "language": "en",
    }


STORIES = [story(country, body) for country in COUNTRIES for body in BODIES]


class Desk:
    """A receiver that verifies each request with the public library."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[str] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    found = Webhook(SECRET).verify(body, dict(self.headers))
                    desk.got.append((self.headers["webhook-id"], found))
                except Exception as error:  # noqa: BLE001
                    desk.refused.append(str(error))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                del args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def developments(self) -> set[str]:
        return {
            found["data"]["development"]["development_id"]
            for _, found in self.got
            if found.get("data")
        }

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *words],
        env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def pipeline(broker: BrokerSettings, state: Path) -> Iterator[tuple[RunInfo, dict[str, str]]]:
    """`pactwire up` with a watch and an endpoint, until the block ends; then Ctrl-C."""
    env = environment(broker, state)
    command = [sys.executable, "-m", "pactwire", "up", "--json", "--state", str(state)]
    log = (state / "up.log").open("wb")
    process = subprocess.Popen(
        [*command, "--broker", broker.bootstrap], env=env, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield ready(process, state), {**env, "PACTWIRE_STATE": str(state)}
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
        log.close()
        assert code == 0, (state / "up.log").read_text()[-3000:]


def ready(process: subprocess.Popen[bytes], state: Path, within: float = 60) -> RunInfo:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        assert process.poll() is None, (state / "up.log").read_text()[-3000:]
        run_info = runfile.read(state)
        if run_info and all(
            answers(f"{service.url}/ready") for service in run_info.services.values()
        ):
            return run_info
        time.sleep(0.2)
    logs = {path.name: path.read_text()[-1500:] for path in (state / "logs").glob("*")}
    pytest.fail(f"not ready within {within} s: {json.dumps(logs, indent=1)}")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def send(api: str, article: dict[str, str], within: float = 60) -> None:
    """Post until it is taken, as a careful sender does."""
    request = urllib.request.Request(
        f"{api}/v1/articles", json.dumps(article).encode(), {"Content-Type": "application/json"}
    )
    until(lambda: taken(request), within, lambda: article["url"])


def taken(request: urllib.request.Request) -> bool:
    """False when it should be sent again; anything but 202 and 503 fails the test."""
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return bool(answer.status == 202)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise
        return False
    except OSError:
        return False


def until(held: Callable[[], bool], within: float, what: Callable[[], object]) -> None:
    deadline = time.monotonic() + within
    while not held():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)


def prepare(env: dict[str, str], state: Path, desk: Desk) -> None:
    (state / "watch.yaml").write_text(WATCH)
    run(env, "watch", "add", str(state / "watch.yaml"))
    run(env, "endpoint", "add", "desk", desk.url, "--secret", SECRET)


def test_an_article_becomes_one_verified_webhook_and_a_repeat_becomes_nothing(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, desk: Desk
) -> None:
    reader = tail(ALERTS.name)
    with pipeline(fresh, tmp_path) as (run_info, env):
        prepare(env, tmp_path, desk)
        for paper in range(10):
            report = STORIES[0] | {"url": f"https://paper{paper}.example/1", "source": f"P{paper}"}
            send(run_info.api, report)
        until(lambda: bool(desk.got), 30, lambda: desk.refused)
        alerts = reader.take(1) + reader.silence(3)
        told = run(env, "memberships", "BT", "--json")
    assert desk.refused == []
    assert len(desk.got) == 1
    body = desk.got[0][1]
    assert body["type"] == "membership.join.effective"
    assert body["data"]["development"]["member"]["iso2"] == "BT"
    assert "formally joined Mercosur" in body["data"]["evidence"][0]["quote"] or (
        "joins Mercosur" in body["data"]["evidence"][0]["quote"]
    )
    assert len({ALERTS.decode(one.value, one.headers).alert_id for one in alerts}) == 1
    assert all(f"paper{paper}.example" in told for paper in range(10))


def test_with_each_service_killed_once_nothing_is_lost_and_nothing_is_alerted_twice(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, desk: Desk
) -> None:
    reader, changes = tail(ALERTS.name), tail(DEVELOPMENTS.name)
    with pipeline(fresh, tmp_path) as (run_info, env):
        prepare(env, tmp_path, desk)
        sender = threading.Thread(target=lambda: [slowly(run_info.api, one) for one in STORIES])
        sender.start()
        for service in SERVICES:
            time.sleep(2)
            kill(tmp_path, service)
        sender.join(120)
        until(lambda: len(desk.developments()) >= len(STORIES), 90, lambda: len(desk.got))
        records = reader.silence(3)
        developments = [DEVELOPMENTS.decode(one.value) for one in changes.silence(1)]
    alerts = [ALERTS.decode(record.value, record.headers) for record in records]
    per_development: dict[str, set[str]] = {}
    for alert in alerts:
        assert alert.development
        per_development.setdefault(alert.development.development_id, set()).add(alert.alert_id)
    assert len(per_development) == len(STORIES)
    assert all(len(ids) == 1 for ids in per_development.values())
    assert len({one.development_id for one in developments}) == len(STORIES)
    assert len({one.subject for one in developments}) == len(STORIES)
    assert desk.refused == []
    assert len({webhook_id for webhook_id, _ in desk.got}) == len(STORIES)


def slowly(api: str, article: dict[str, str]) -> None:
    send(api, article)
    time.sleep(0.1)


def kill(state: Path, service: str) -> None:
    run_info = runfile.read(state)
    assert run_info
    pid = run_info.services[service].pid
    assert pid
    os.kill(pid, signal.SIGKILL)
