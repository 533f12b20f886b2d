"""Counts what goes into a pipeline and what comes out of it, by id: lost and repeated apart.

An article that was accepted and tells a change has one alert, and each endpoint one webhook of it.
The same record or request again, under its id, is a repeat that a reader can drop; a second id
for one article is news told twice, and nobody can.
"""

import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from kafka.errors import KafkaError
from standardwebhooks import Webhook

from kafka_python_client import Tail
from pactwire.domain.delivery.signature import encode_secret
from pactwire.settings import BrokerSettings
from pactwire_schemas import ALERTS, Alert

SECRET = encode_secret(bytes(range(32)))
PATIENCE = 240.0
"""Seconds that anything may take; on a machine of its own nothing comes near it."""
QUIET = 2.0
"""Seconds of silence after which no repeat is waited for."""

Ids = dict[str, set[str]]
"""The ids under which each article was told."""


class SignedReceiver:
    """Endpoints of one address: each path verifies what it gets, hangs, or answers with bytes."""

    def __init__(self, answers: Mapping[str, bytes] | None = None) -> None:
        """`answers` are the bytes that a path answers with; the path `/hang` never answers."""
        self.got: list[tuple[str, str, dict[str, Any]]] = []
        """Path, webhook id and body of each verified request."""
        self.refused: list[str] = []
        self.asked: Counter[str] = Counter()
        self._answers = dict(answers or {})
        self._ending = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.asked[self.path] += 1
                if self.path.startswith("/hang"):
                    receiver._ending.wait()
                elif self.path in receiver._answers:
                    self.wfile.write(receiver._answers[self.path])
                else:
                    is_ours = receiver._verify(self.path, body, dict(self.headers))
                    self.send_response(204 if is_ours else 401)
                    self.end_headers()

            def log_message(self, *args: object) -> None:
                del args

        return Handler

    def _verify(self, path: str, body: bytes, headers: dict[str, str]) -> bool:
        try:
            found = Webhook(SECRET).verify(body, headers)
        except Exception as error:  # noqa: BLE001  whatever it is, the run tells it
            self.refused.append(str(error))
            return False
        self.got.append((path, headers["webhook-id"], found))
        return True

    def close(self) -> None:
        """Hang up everywhere."""
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Count:
    """What went in and what came out; articles are named by their address."""

    articles: int
    """Accepted."""
    expected: int
    """Alerts that they must make; one webhook of each for every endpoint."""
    published: int
    """Different alerts on the topic."""
    posted: int
    """Different webhooks at each endpoint: the fewest."""
    lost: tuple[str, ...] = ()
    """Articles without their alert, or without a webhook at some endpoint."""
    told_twice: tuple[str, ...] = ()
    """Articles with two alerts, or two webhooks at one endpoint."""
    unasked: tuple[str, ...] = ()
    """Articles that told no change and made an alert."""
    repeated: int = 0
    """Requests under an id that its endpoint had got before."""


class Witness:
    """Sends articles, reads the topic of alerts, and receives webhooks."""

    def __init__(
        self, broker: BrokerSettings, answers: Mapping[str, bytes] | None = None,
        endpoints: Sequence[str] = ("desk",),
    ) -> None:  # fmt: skip
        """Alerts count from now on; `endpoints` are those that must get every alert."""
        self.receiver = SignedReceiver(answers)
        self.endpoints = tuple(endpoints)
        self.news: dict[str, str] = {}
        """Articles that were accepted and tell a change: address by id."""
        self.others: dict[str, str] = {}
        self.foreign: set[str] = set()
        """Articles that somebody else writes, by id: what is made of them does not count."""
        self.failures: list[str] = []
        self._alerts: list[Alert] = []
        self._broker = broker
        with Tail(broker, ALERTS.name) as now:
            self._began = now.began
        self._tail: Tail | None = None

    def address_of(self, endpoint: str) -> str:
        """Where an endpoint's webhooks go."""
        return f"{self.receiver.url}/{endpoint}"

    def send(self, api: str, article: Mapping[str, str], *, news: bool = True) -> None:
        """Post until it is accepted, as a careful sender does."""
        request = urllib.request.Request(
            f"{api}/v1/articles", json.dumps(article).encode(), {"Content-Type": "application/json"}
        )
        deadline = time.monotonic() + PATIENCE
        while (receipt := ask(request)) is None:
            assert time.monotonic() < deadline, f"{article['url']} is not accepted"
            time.sleep(0.1)
        (self.news if news else self.others)[receipt["article_id"]] = article["url"]

    @contextmanager
    def sending(
        self, api: str, news: Iterable[Mapping[str, str]], others: Iterable[Mapping[str, str]] = (),
        pause: float = 0.2,
    ) -> Iterator[threading.Thread]:  # fmt: skip
        """Send in the background while the block does its worst; ends when all are accepted."""
        articles = [(one, True) for one in news] + [(one, False) for one in others]
        articles.sort(key=lambda pair: crc32(pair[0]["url"].encode()))  # mixed, and repeatable

        def send_all() -> None:
            try:
                for article, is_news in articles:
                    self.send(api, article, news=is_news)
                    time.sleep(pause)
            except Exception as error:  # noqa: BLE001  told by the one who waits
                self.failures.append(repr(error))

        sender = threading.Thread(target=send_all)
        sender.start()
        try:
            yield sender
        finally:
            sender.join(PATIENCE)
        assert not sender.is_alive()
        assert self.failures == []

    def settle(self, within: float = PATIENCE) -> Count:
        """The count, once everything has come and nothing more does, or time is up."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and self._is_something_missing():
            self._read_alerts()
        quiet = time.monotonic() + QUIET
        while time.monotonic() < quiet:
            self._read_alerts()
        return self.count()

    def count(self) -> Count:
        """What was seen so far."""
        published = self.published()
        posted = [self.posted(endpoint) for endpoint in self.endpoints]
        told = [published, *posted]
        paths = {f"/{endpoint}" for endpoint in self.endpoints}
        requests = [(path, name) for path, name, _ in self.receiver.got if path in paths]
        return Count(
            articles=len(self.news) + len(self.others),
            expected=len(self.news),
            published=sum(len(ids) for ids in published.values()),
            posted=min(sum(len(ids) for ids in found.values()) for found in posted),
            lost=self._addresses(one for one in self.news if not all(one in ids for ids in told)),
            told_twice=self._addresses(
                one for ids in told for one, names in ids.items() if len(names) > 1
            ),
            unasked=self._addresses(one for ids in told for one in ids if one not in self.news),
            repeated=len(requests) - len(set(requests)),
        )

    def published(self, kind: str = "alert") -> Ids:
        """The alerts (or updates, or cancels) of each article on the topic."""
        found: Ids = defaultdict(set)
        for alert in (one for one in self._alerts if one.msg_type == kind):
            if alert.article.article_id not in self.foreign:
                found[alert.article.article_id].add(alert.alert_id)
        return found

    def posted(self, endpoint: str, kind: str = "alert") -> Ids:
        """The webhooks of each article's alerts (or updates, or cancels) at an endpoint."""
        found: Ids = defaultdict(set)
        for path, name, body in list(self.receiver.got):
            article_id = body["data"]["article"]["article_id"]
            is_asked = path == f"/{endpoint}" and body["data"]["msg_type"] == kind
            if is_asked and article_id not in self.foreign:
                found[article_id].add(name)
        return found

    def _is_something_missing(self) -> bool:
        told = [self.published(), *(self.posted(endpoint) for endpoint in self.endpoints)]
        return not all(one in ids for ids in told for one in self.news)

    def _read_alerts(self) -> None:
        """Read on; from where it began with a new reader, as the broker may have gone and come."""
        try:
            if self._tail is None:
                self._alerts = []
                self._tail = Tail(self._broker, ALERTS.name, at=self._began)
            self._alerts += [ALERTS.decode(one.value, one.headers) for one in self._tail.poll()]
        except KafkaError:
            self._close_tail()
            time.sleep(1)

    def _close_tail(self) -> None:
        if self._tail is not None:
            self._tail.close()
            self._tail = None

    def _addresses(self, ids: Iterable[str]) -> tuple[str, ...]:
        known = self.news | self.others
        return tuple(sorted({known.get(one, one) for one in ids}))

    def close(self) -> None:
        """Stop receiving and reading."""
        self.receiver.close()
        self._close_tail()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def ask(request: urllib.request.Request) -> dict[str, Any] | None:
    """The receipt; None when the same should be sent again. What is refused for good is raised."""
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            receipt: dict[str, Any] = json.loads(answer.read())
            return receipt
    except urllib.error.HTTPError as error:
        with error:
            if error.code != 503:
                raise
        return None
    except (OSError, ValueError):
        return None


def check_count(count: Count, note: Callable[[str, Any], None]) -> None:
    """Nothing lost, nothing told twice; `note` keeps the count for the table of runs."""
    note("witness", asdict(count))
    assert count.lost == (), count
    assert count.told_twice == (), count
    assert count.unasked == (), count
    assert count.published == count.posted == count.expected, count
