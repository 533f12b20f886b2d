"""Topics on a real broker."""

import pytest

from broker_choice import TestBroker
from kafka_python_client import put, start_groups_at_end
from pactwire.edges.kafka import topics
from pactwire.errors import Misconfigured
from pactwire_schemas import ARTICLES, TOPICS


def test_declared_topics_are_there_and_as_declared(broker: TestBroker) -> None:
    names = {listed.name for listed in topics.list_topics(broker.settings)}
    assert {t.name for t in TOPICS} | {t.dead for t in TOPICS} <= names
    assert topics.find_differences(broker.settings) == []


def test_ensuring_again_creates_nothing(broker: TestBroker) -> None:
    again = topics.ensure_topics(broker.settings)
    assert again.created == ()
    assert len(again.present) == 2 * len(TOPICS)


def test_a_topic_a_watch_names_comes_with_its_dead_letters(broker: TestBroker, prefix: str) -> None:
    name = f"alerts.{prefix}"
    found = {(d.topic, d.reason) for d in topics.find_differences(broker.settings, [name])}
    assert found == {(name, "missing"), (f"{name}.dead", "missing")}
    assert topics.ensure_topics(broker.settings, [name]).created == (name, f"{name}.dead")
    assert topics.find_differences(broker.settings, [name]) == []


def test_a_topic_made_otherwise_is_reported(broker: TestBroker, prefix: str) -> None:
    name = f"alerts.{prefix}"
    with topics.open_admin_client(broker.settings) as client:
        client.create_topics({name: {"num_partitions": 2, "replication_factor": 1}})
        client.wait_for_topics([name])
    told = {
        d.reason: (d.declared, d.found) for d in topics.find_differences(broker.settings, [name])
    }
    assert told["partitions"] == ("4", "2")
    if broker.is_kafka:
        assert told["retention.ms"] == ("7776000000", "604800000")


def test_more_copies_than_nodes_is_a_mistake(broker: TestBroker, prefix: str) -> None:
    if not broker.is_kafka:
        pytest.skip("the embedded broker takes any number of copies and keeps one")
    many = broker.settings.model_copy(update={"replication": 3})
    with pytest.raises(Misconfigured, match=r"(?i)replication"):
        topics.ensure_topics(many, [f"alerts.{prefix}"])


def test_a_fresh_group_sees_only_what_comes(broker: TestBroker, fresh, tail) -> None:  # type: ignore[no-untyped-def]
    reader = tail(ARTICLES.name)
    put(broker.settings, ARTICLES.name, [(b"k", b"before")])
    assert [record.value for record in reader.take(1)] == [b"before"]
    start_groups_at_end(fresh, [ARTICLES.name], ["enrich"])
    with topics.open_admin_client(fresh) as client:
        group = f"{fresh.client_prefix}.enrich"
        at = client.list_group_offsets({group: None})[group]
    held = next(t for t in topics.list_topics(fresh) if t.name == ARTICLES.name).records
    assert sum(place.offset for place in at.values()) >= held >= 1
