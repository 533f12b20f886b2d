"""The enrich service alone, as a process on a real broker, read with kafka-python."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from kafka_python_client import Tail, put
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES, CLAIMS, ENRICHED, Article, EnrichedArticle, Source
from sample_events import START
from service_process import ServiceProcess, service

pytestmark = pytest.mark.usefixtures("broker")

TEXT = "Kenya and Peru signed a trade accord on Monday. Officials of the African Union were there."


def article(name: str, **fields: object) -> Article:
    given = {
        "article_id": name, "source": Source(name="The Test Courier"), "headline": "A trade accord",
        "body": TEXT, "language": "en", "received_at": START, "content_hash": "c",
    }  # fmt: skip
    return Article.model_validate(given | fields)


def admit(broker: BrokerSettings, *articles: Article) -> None:
    records = [ARTICLES.encode(one) for one in articles]
    put(broker, ARTICLES.name, [(record.key, record.value) for record in records])


def test_articles_come_out_with_their_mentions_and_claims_on_their_own_topic(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    enriched_tail, claims_tail = tail(ENRICHED.name), tail(CLAIMS.name)
    joins = article("joins", headline="", body="Peru joined the African Union on Monday.")
    admit(fresh, article("plain"), joins, joins.model_copy(
        update={"article_id": "withdrawn", "pub_status": "canceled"}))  # fmt: skip
    with service("enrich", fresh, tmp_path) as running:
        records = enriched_tail.take(3)
        found = {r.key: ENRICHED.decode(r.value, r.headers) for r in records}
        claims = claims_tail.silence(1)
        mentions = running.metric("pactwire_enrich_mentions_total")

    assert isinstance(found[b"plain"], EnrichedArticle)
    assert {m.entity_id for m in found[b"plain"].mentions} >= {"KE", "PE"}
    assert found[b"plain"].article.body == TEXT
    assert mentions == sum(len(one.mentions) for one in found.values())
    assert found[b"withdrawn"].mentions == found[b"joins"].mentions
    assert found[b"withdrawn"].claims == ()
    assert [CLAIMS.decode(r.value, r.headers) for r in claims] == list(found[b"joins"].claims)


def test_a_service_that_is_stopped_leaves_nothing_behind_and_repeats_nothing(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    enriched = tail(ENRICHED.name)
    for turn in range(2):
        with service("enrich", fresh, tmp_path) as running:
            admit(fresh, *(article(f"{turn}-{number}") for number in range(50)))
            enriched.take(50)
            running.child.process.send_signal(signal.SIGTERM)
            assert running.child.process.wait(10) == 0, running.log()
    with service("enrich", fresh, tmp_path):
        assert enriched.silence(2) == []


def test_readiness_reports_partitions_lag_and_broker(fresh: BrokerSettings, tmp_path: Path) -> None:
    with service("enrich", fresh, tmp_path) as running:
        assert running.metric("pactwire_partitions_assigned") == ARTICLES.partitions
        assert running.metric("pactwire_consumer_lag_records") == 0
        assert running.metric("pactwire_ready") == 1


def test_without_a_broker_the_service_says_so_and_ends(tmp_path: Path) -> None:
    nowhere = BrokerSettings(bootstrap="127.0.0.1:1", client_prefix="nowhere")
    running = ServiceProcess("enrich", nowhere, tmp_path)

    assert running.child.process.wait(40) == 1
    assert "no Kafka answers at 127.0.0.1:1" in running.log()
    assert "Traceback" not in running.log()
