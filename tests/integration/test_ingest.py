"""The ingest service alone: requests and feeds in, records on a real broker, answers to trust."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ingest_service import find_free_port, running, until
from kafka_python_client import Tail
from loopback_app import serve_app
from pactwire.domain.identity import content_id
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import migrate, open_store
from pactwire.ingest import accept
from pactwire.ingest.app import IngestDependencies, serve
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, IngestSettings
from pactwire_schemas import ARTICLES, Article

NDJSON = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}


async def articles(tail: Tail, count: int) -> list[Article]:
    records = await asyncio.to_thread(tail.take, count)
    return [ARTICLES.decode(record.value, record.headers) for record in records]


async def test_an_article_is_on_the_topic_when_202_is_answered(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    async with running(fresh, tmp_path) as service:
        status, receipt = await service.post(
            json={
                "url": "https://paper.example/1?utm_source=x",
                "headline": "Norway joins a pact",
                "source": {"name": "Paper", "tier": 2},
            }
        )
        assert status == 202
        (article,) = await articles(reader, 1)
    assert (article.article_id, article.version) == (receipt["article_id"], 1)
    assert article.canonical_url == "https://paper.example/1"
    assert article.source.domain == "paper.example"


async def test_the_same_article_twice_is_one_and_a_changed_body_is_a_version(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    first = {"url": "https://paper.example/2", "headline": "a", "body": "one"}
    async with running(fresh, tmp_path) as service:
        outcomes = [(await service.post(json=first))[1]["outcome"] for _ in range(2)]
        changed = await service.post(json=first | {"body": "two"})
        gone = await service.post(json={"url": first["url"], "pub_status": "canceled"})
        versions = [article.version for article in await articles(reader, 3)]
    assert outcomes == ["accepted", "duplicate"]
    assert changed[1]["version"] == 2
    assert gone[1]["version"] == 3
    assert versions == [1, 2, 3]


GUID = {"url": "https://paper.example/9?utm_source=x", "guid": "tag:paper,9", "source": "Paper"}
WORDS = {"headline": "Norway joins a pact", "body": "Norway has formally joined a pact."}
GONE = {"url": "https://paper.example/9", "pub_status": "canceled"}


@pytest.mark.parametrize("given", [{}, {"source": "PAPER"}], ids=["address", "address and source"])
async def test_a_retraction_by_address_alone_finds_the_one_article_with_a_guid(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, given: dict[str, str]
) -> None:
    reader = tail(ARTICLES.name)
    async with running(fresh, tmp_path) as service:
        _, first = await service.post(json=GUID | WORDS)
        _, gone = await service.post(json=GONE | given)
        _, again = await service.post(json=GONE | given)
        found = await articles(reader, 2)
    assert (gone["article_id"], gone["version"]) == (first["article_id"], 2)
    assert gone["outcome"] == "accepted"
    assert again == gone | {"outcome": "duplicate"}
    assert [article.pub_status for article in found] == ["usable", "canceled"]
    assert {article.article_id for article in found} == {first["article_id"]}


async def test_a_retraction_by_address_that_several_articles_have_says_so(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    async with running(fresh, tmp_path) as service:
        await service.post(json=GUID | WORDS)
        await service.post(json=GUID | WORDS | {"guid": "tag:paper,10"})
        status, refused = await service.post(json=GONE)
        _, other = await service.post(json=GUID | WORDS | {"source": "Gazette"})
        named, gone = await service.post(json=GONE | {"source": "Gazette"})
        lines = "\n".join(json.dumps(one) for one in (GUID | WORDS | {"guid": "z", "source": "Z"},
                                                      GONE | {"source": "Z"}))  # fmt: skip
        _, both = await service.post(data=lines, headers=NDJSON)
        await articles(reader, 6)
    assert (status, refused["field"]) == (400, "guid")
    assert "2 articles of paper.example have this address" in refused["detail"]
    assert (named, gone["article_id"]) == (202, other["article_id"])
    assert len({one["article_id"] for one in both["articles"]}) == 1
    assert reader.silence(0.5) == []


async def test_a_retraction_by_address_of_what_is_known_by_its_address_stays_its_own(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    plain = {"url": "https://paper.example/9", "headline": "Another page"}
    async with running(fresh, tmp_path) as service:
        _, by_address = await service.post(json=plain)
        await service.post(json=GUID | WORDS)
        _, gone = await service.post(json=GONE)
        await articles(reader, 3)
    assert (gone["article_id"], gone["version"]) == (by_address["article_id"], 2)


async def test_ndjson_is_taken_whole_or_not_at_all(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    good = b"\n".join(b'{"headline": "row %d", "guid": "g%d"}' % (n, n) for n in range(100))
    async with running(fresh, tmp_path) as service:
        bad = await service.post(data=good[:60] + b'\n{"headline": 4}\n', headers=NDJSON)
        whole = await service.post(data=good, headers=NDJSON)
        many = await service.post(data=good + b'\n{"headline": "x"}', headers=NDJSON)
        assert bad[0] == 400
        assert bad[1]["line"] > 1
        assert whole[0] == 202
        assert len(whole[1]["articles"]) == 100
        assert many[0] == 413
        assert len(await articles(reader, 100)) == 100
    assert reader.silence(0.5) == []


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        ({"data": b"{", "headers": JSON}, 400, "not JSON"),
        ({"json": {"headline": 5}}, 400, "headline"),
        ({"json": {"heading": "x"}}, 400, "heading"),
        ({"json": [1]}, 400, "JSON object"),
        ({"data": b"", "headers": NDJSON}, 400, "no article"),
        ({"data": b"x", "headers": {"Content-Type": "image/png"}}, 415, "application/json"),
        ({"json": {"body": "x" * 200_001}}, 413, "200,000 characters"),
        ({"data": io.BytesIO(b" " * (1024 * 1024 + 1)), "headers": JSON}, 413, "1,048,576 bytes"),
    ],
)
async def test_a_mistake_is_answered_with_its_field_and_reason(
    fresh: BrokerSettings, tmp_path: Path, options: dict[str, Any], status: int, told: str
) -> None:
    async with running(fresh, tmp_path) as service:
        answer = await service.post(**options)
    assert answer[0] == status
    assert told in answer[1]["detail"]


async def test_the_field_at_fault_is_named_apart(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        _, answer = await service.post(json={"headline": "a", "published_at": "soon"})
    assert answer["field"] == "published_at"


async def test_without_a_broker_it_says_503_and_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accept, "PUBLISH_TIMEOUT", 1.0)
    nowhere = BrokerSettings(bootstrap=f"127.0.0.1:{find_free_port()}")
    async with running(nowhere, tmp_path) as service:
        status, answer = await service.post(json={"headline": "a"})
        assert status == 503
        assert answer["retry_after"] == "5"
        assert (await service.get("/live"))[0] == 200
        ready, checks = await service.get("/ready")
        assert ready == 503
        assert "broker" in checks
        again, _ = await service.post(json={"headline": 1})
        assert again == 400


async def test_what_was_refused_for_want_of_a_broker_is_published_when_sent_again(
    fresh: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accept, "PUBLISH_TIMEOUT", 1.0)
    reader = tail(ARTICLES.name)
    story = {"url": "https://paper.example/3", "headline": "a"}
    async with running(
        BrokerSettings(bootstrap=f"127.0.0.1:{find_free_port()}"), tmp_path
    ) as service:
        assert (await service.post(json=story))[0] == 503
    async with running(fresh, tmp_path) as service:
        status, receipt = await service.post(json=story)
        assert (status, receipt["outcome"], receipt["version"]) == (202, "accepted", 1)
        assert len(await articles(reader, 1)) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"headline": "a", "version": 10**20}, 400, "version"),
        ({"headline": "a", "version": 2**31}, 400, "version"),
        ({"headline": "a", "version": 2**63}, 400, "version"),
        ({"headline": "a", "body": "x" * 1_200_000}, 400, None),
    ],
)
@pytest.mark.fault("neighbours")
async def test_only_the_sender_at_fault_is_refused(
    fresh: BrokerSettings, tmp_path: Path, wrong: dict[str, Any], status: int, field: str | None
) -> None:
    limits = {"max_body": 4_000_000, "max_text": 2_000_000}
    good = [{"headline": f"good {number}", "guid": str(number)} for number in range(8)]
    async with running(fresh, tmp_path, **limits) as service:
        for _ in range(3):
            answers = await asyncio.gather(
                *(
                    service.post(data=io.BytesIO(json.dumps(one).encode()), headers=JSON)
                    for one in [*good[:4], wrong, *good[4:]]
                )
            )
            refused = answers.pop(4)
            assert refused[0] == status
            assert refused[1].get("field") == field
            assert [answer for answer, _ in answers] == [202] * 8


async def test_a_bug_over_one_article_is_not_its_neighbours(
    fresh: BrokerSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = accept.reserve_versions

    def stumble(tx: Any, requests: list[Any]) -> Any:
        words = content_id("content", "stumble", "", "usable")
        if any(one.content_hash == words for one in requests):
            raise KeyError("a bug")
        return reserve(tx, requests)

    monkeypatch.setattr(accept, "reserve_versions", stumble)
    async with running(fresh, tmp_path) as service:
        answers = await asyncio.gather(
            *(service.post(json={"headline": word}) for word in ("one", "stumble", "two")),
            return_exceptions=True,
        )
    statuses = [answer[0] if isinstance(answer, tuple) else 500 for answer in answers]
    assert statuses == [202, 500, 202]


async def test_the_store_away_is_said_as_it_is(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        (tmp_path / "store.db").rename(tmp_path / "kept.db")
        status, answer = await service.post(json={"headline": "a"})
        (tmp_path / "kept.db").rename(tmp_path / "store.db")
        again, _ = await service.post(json={"headline": "a"})
    assert status == 503
    assert "the store is away: its file" in answer["detail"]
    assert "broker" not in answer["title"]
    assert again == 202


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one request"])
async def test_an_older_version_that_comes_late_is_outdated(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, *, together: bool
) -> None:
    read = tail(ARTICLES.name)
    sent = [
        {"guid": "g", "source": "s", "headline": f"version {number}", "version": number}
        for number in (2, 1, 3, 2)
    ]
    async with running(fresh, tmp_path) as service:
        if together:
            lines = "\n".join(map(json.dumps, sent))
            _, answer = await service.post(data=lines, headers=NDJSON)
            receipts = answer["articles"]
        else:
            receipts = [(await service.post(json=one))[1] for one in sent]
        published = await articles(read, 2)
    assert [(one["version"], one["outcome"]) for one in receipts] == [
        (2, "accepted"), (2, "outdated"), (3, "accepted"), (3, "outdated"),
    ]  # fmt: skip
    assert [(one.version, one.headline) for one in published] == [
        (2, "version 2"), (3, "version 3"),
    ]  # fmt: skip


async def test_the_metrics_count_what_came_in(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        await service.post(json={"headline": "a", "guid": "1"})
        await service.post(json={"headline": "a", "guid": "1"})
        await service.post(json={"headline": 1})
        _, text = await service.get("/metrics")
    for outcome in ("accepted", "duplicate", "invalid"):
        sample = f'pactwire_ingest_articles_total{{intake="api",outcome="{outcome}"}} 1.0'
        assert sample in text
    assert "pactwire_ingest_request_seconds_count 3.0" in text


ENTRY = (
    "<item><title>{0}</title><link>https://paper.example/{0}</link>"
    "<guid>{0}</guid><description>Words of {0}.</description></item>"
)


def rss(*names: str) -> bytes:
    items = "".join(ENTRY.format(name) for name in names)
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


class Paper:
    """A small newspaper: a good feed, a broken one, a huge one and one that never answers."""

    def __init__(self) -> None:
        self.names = ["one", "two"]
        self.asked: list[str | None] = []
        self.packed_asked: list[str | None] = []
        self.hanging = asyncio.Event()

    async def good(self, request: web.Request) -> web.Response:
        tag = f'"{"-".join(self.names)}"'
        self.asked.append(request.headers.get("If-None-Match"))
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(body=rss(*self.names), headers={"ETag": tag})

    async def broken(self, request: web.Request) -> web.Response:
        del request
        return web.Response(text="<html>sorry</html>")

    async def huge(self, request: web.Request) -> web.Response:
        del request
        return web.Response(body=rss(*(f"n{n}" for n in range(2000))))

    async def packed(self, request: web.Request) -> web.Response:
        """A gzip, cut off at first and whole from the third time on; each with a validator."""
        self.packed_asked.append(request.headers.get("If-None-Match"))
        body = gzip.compress(gzip.compress(rss("packed").decode().encode("utf-16")))
        cut = len(self.packed_asked) < 3
        headers = {"Content-Encoding": "gzip", "ETag": '"cut"' if cut else '"whole"'}
        return web.Response(body=body[:-9] if cut else body, headers=headers)

    async def mixed(self, request: web.Request) -> web.Response:
        """Entries that share a link, one without a usable link, and one without words."""
        del request
        items = "".join(
            f"<item>{words}</item>"
            for words in (
                "<title>m1</title><link>/front</link><guid>m-1</guid>",
                "<title>m2</title><link>/front</link><guid>m-2</guid>",
                "<title>m3</title><link>http://[::</link><guid>m-3</guid>",
                "<guid>m-4</guid>",
            )
        )
        feed = f'<rss version="2.0"><channel><title>Mixed</title>{items}</channel></rss>'
        return web.Response(text=feed)

    async def sorry(self, request: web.Request) -> web.Response:
        del request
        page = "<html><head><title>Quay</title></head><body><p>Norway joined.</p></body></html>"
        return web.Response(text=page, headers={"ETag": '"page"'})

    async def silent(self, request: web.Request) -> web.Response:
        del request
        await self.hanging.wait()
        return web.Response()


@pytest.fixture
async def paper() -> AsyncIterator[tuple[Paper, str]]:
    made = Paper()
    app = web.Application()
    for path in ("good", "broken", "huge", "silent", "packed", "mixed", "sorry"):
        app.router.add_get(f"/{path}", getattr(made, path))
    async with serve_app(app) as port:
        yield made, f"http://127.0.0.1:{port}"
        made.hanging.set()


async def test_feeds_are_read_once_each_and_one_that_fails_delays_no_other(
    fresh: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    paper: tuple[Paper, str],
) -> None:
    made, base = paper
    reader = tail(ARTICLES.name)
    feeds = [
        {"url": f"{base}/{path}", "interval": 0.2} for path in ("silent", "broken", "huge", "good")
    ]
    feeds[3] |= {"name": "The Paper", "tier": 2, "language": "en"}
    async with running(
        fresh, tmp_path, feeds=tuple(feeds), feed_max_bytes=50_000, feed_timeout=1
    ) as service:
        found = await articles(reader, 2)
        made.names.append("three")
        found += await articles(reader, 1)

        async def polled_thrice() -> bool:
            return len(made.asked) > 3

        await until(polled_thrice)
        _, text = await service.get("/metrics")
    assert {article.headline for article in found} == {"one", "two", "three"}
    assert all(article.source.tier == 2 for article in found)
    assert found[0].source.name == "The Paper"
    assert found[0].language == "en"
    assert made.asked[0] is None
    assert '"one-two"' in made.asked
    assert 'pactwire_ingest_feed_polls_total{result="failed"}' in text
    assert reader.silence(0.5) == []


async def test_a_feed_on_a_private_address_is_not_asked(
    fresh: BrokerSettings, tmp_path: Path, paper: tuple[Paper, str]
) -> None:
    made, base = paper
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    migrate(store)
    settings = IngestSettings(
        port=find_free_port(),
        feeds=({"url": f"{base}/good", "interval": 0.1},),  # type: ignore[arg-type]
    )
    metrics = Metrics("ingest", "test")
    producer = EventProducer(fresh, "ingest", metrics)
    stop = asyncio.Event()
    deps = IngestDependencies(store, producer, metrics, Health())
    service = asyncio.create_task(serve(settings, deps, stop))

    async def failed() -> bool:
        return b'feed_polls_total{result="failed"} 0.0' not in metrics.render()

    await until(failed)
    stop.set()
    await service
    producer.close()
    store.dispose()
    assert made.asked == []


async def test_a_gzip_that_is_cut_off_is_a_failure_whose_validator_is_forgotten(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, paper: tuple[Paper, str]
) -> None:
    made, base = paper
    reader = tail(ARTICLES.name)
    feeds = ({"url": f"{base}/packed", "interval": 0.1},)
    async with running(fresh, tmp_path, feeds=feeds) as service:
        (article,) = await articles(reader, 1)

        async def asked_again() -> bool:
            return len(made.packed_asked) > 3

        await until(asked_again)
        _, text = await service.get("/metrics")
    assert article.headline == "packed"
    assert made.packed_asked[:4] == [None, None, None, '"whole"']
    assert 'pactwire_ingest_feed_polls_total{result="failed"} 2.0' in text


async def test_entries_of_a_feed_are_judged_alone_and_what_is_left_out_is_counted_once(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, paper: tuple[Paper, str]
) -> None:
    _, base = paper
    reader = tail(ARTICLES.name)
    feeds = ({"url": f"{base}/mixed", "interval": 0.1},)
    async with running(fresh, tmp_path, feeds=feeds) as service:
        found = sorted(await articles(reader, 3), key=lambda article: article.headline)

        async def polled_thrice() -> bool:
            _, text = await service.get("/metrics")
            return 'pactwire_ingest_feed_polls_total{result="new"} 3.0' in text

        await until(polled_thrice)
        _, text = await service.get("/metrics")
    assert [article.headline for article in found] == ["m1", "m2", "m3"]
    assert len({article.article_id for article in found}) == 3
    assert [article.url for article in found] == [f"{base}/front", f"{base}/front", None]
    assert {article.version for article in found} == {1}
    assert 'pactwire_ingest_articles_total{intake="feed",outcome="invalid"} 1.0' in text
    assert reader.silence(0.5) == []


async def test_a_page_at_a_feeds_address_is_no_article(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, paper: tuple[Paper, str]
) -> None:
    _, base = paper
    reader = tail(ARTICLES.name)
    feeds = ({"url": f"{base}/sorry", "interval": 0.1},)
    async with running(fresh, tmp_path, feeds=feeds) as service:

        async def failed() -> bool:
            _, text = await service.get("/metrics")
            return 'feed_polls_total{result="failed"} 0.0' not in text

        await until(failed)
    assert reader.silence(0.5) == []


async def test_a_page_that_alternates_settles(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    shown = [
        {"url": "https://paper.example/4", "headline": headline, "body": "Norway joins a pact."}
        for headline in ("A day in Oslo", "Oslo has news")
    ]
    async with running(fresh, tmp_path) as service:
        outcomes = [
            (receipt["outcome"], receipt["version"])
            for turn in (0, 1, 0, 1, 0)
            for _, receipt in [await service.post(json=shown[turn])]
        ]
        small = shown[1] | {"headline": "OSLO  has “news”"}
        outcomes.append((await service.post(json=small))[1]["outcome"])
        again = shown[0] | {"version": 7}
        outcomes.append((await service.post(json=again))[1]["version"])
        assert len(await articles(reader, 3)) == 3
    assert outcomes == [
        ("accepted", 1), ("accepted", 2), ("duplicate", 1), ("duplicate", 2), ("duplicate", 1),
        "duplicate", 7,
    ]  # fmt: skip
    assert reader.silence(0.5) == []
