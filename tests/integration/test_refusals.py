"""What a secured broker refuses is said in our own sentence, and shows in /ready."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
)

from pactwire.edges.http import health_client
from pactwire.edges.kafka.producer import EventProducer, librdkafka_config
from pactwire.edges.kafka.topics import ensure_topics
from pactwire.errors import Refused
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES, Article
from sample_events import enriched
from secured_kafka import SecuredKafka
from service_process import ServiceProcess, environment, service

ALICE = "User:alice"


class AccessLists:
    """The broker's access lists, as its operator changes them."""

    def __init__(self, secured: SecuredKafka) -> None:
        config = librdkafka_config(secured.settings("OPEN"), "tests")
        self.client = AdminClient({**config, "log_level": 0})

    def allow(self, kind: ResourceType, name: str, *operations: AclOperation) -> None:
        """Let alice do these; the name * is all of them."""
        self.finish(self.client.create_acls([self.binding(kind, name, op) for op in operations]))

    def deny(self, kind: ResourceType, name: str, operation: AclOperation) -> None:
        """Forbid one operation, whatever else is allowed."""
        forbidden = AclBinding(
            kind, name, ResourcePatternType.LITERAL, ALICE, "*", operation, AclPermissionType.DENY
        )
        self.finish(self.client.create_acls([forbidden]))

    def clear(self) -> None:
        everything = AclBindingFilter(
            ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY,
            AclPermissionType.ANY,
        )  # fmt: skip
        self.finish(self.client.delete_acls([everything]))

    def allow_everything(self) -> None:
        for kind in (ResourceType.TOPIC, ResourceType.GROUP):
            self.allow(kind, "*", AclOperation.ALL)

    @staticmethod
    def binding(kind: ResourceType, name: str, operation: AclOperation) -> AclBinding:
        return AclBinding(
            kind, name, ResourcePatternType.LITERAL, ALICE, "*", operation, AclPermissionType.ALLOW
        )

    @staticmethod
    def finish(futures: dict[object, "object"]) -> None:
        for future in futures.values():
            future.result(20)  # type: ignore[attr-defined]


@pytest.fixture
def access(secured: SecuredKafka) -> Iterator[AccessLists]:
    lists = AccessLists(secured)
    ensure_topics(secured.settings("OPEN"))
    lists.clear()
    lists.allow_everything()
    yield lists
    lists.clear()


@pytest.fixture
def alice(secured: SecuredKafka, prefix: str) -> BrokerSettings:
    return secured.settings("SASL", client_prefix=prefix)


def with_password(broker: BrokerSettings) -> dict[str, str]:
    assert broker.password
    return {"PACTWIRE_BROKER__PASSWORD": broker.password.get_secret_value()}


def until(holds: Callable[[], bool], within: float = 30) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return False


def readiness(running: ServiceProcess) -> tuple[int, str]:
    answer = health_client.get_probe(f"{running.base}/ready")
    return answer.status, answer.body


@pytest.mark.fault("refusals")
def test_a_service_that_may_not_write_says_so_and_goes_on_once_it_may(
    access: AccessLists, alice: BrokerSettings, tmp_path: Path
) -> None:
    with service("enrich", alice, tmp_path, **with_password(alice)) as running:
        access.deny(ResourceType.TOPIC, "news.enriched.v1", AclOperation.WRITE)
        assert until(lambda: readiness(running)[0] == 503)
        body = readiness(running)[1]
        access.clear()
        access.allow_everything()
        assert until(lambda: readiness(running)[0] == 200)

    assert "the broker does not let User:alice write to the topic news.enriched.v1" in body
    assert "--operation Write --topic news.enriched.v1" in body


@pytest.mark.parametrize("name", ["ingest", "enrich", "alert", "deliver"])
def test_a_service_without_its_permissions_ends_with_a_sentence_for_each(
    access: AccessLists, alice: BrokerSettings, tmp_path: Path, name: str
) -> None:
    refused = {
        "ingest": ("news.articles.v1", AclOperation.WRITE, "write to the topic news.articles.v1"),
        "enrich": ("news.articles.v1", AclOperation.READ, "read the topic news.articles.v1"),
        "alert": ("news.claims.v1.dead", AclOperation.WRITE, "write to the topic news.claims"),
        "deliver": (f"{alice.client_prefix}.deliver", AclOperation.READ, "read the group"),
    }  # fmt: skip
    topic, operation, sentence = refused[name]
    kind = ResourceType.GROUP if name == "deliver" else ResourceType.TOPIC
    access.deny(kind, topic, operation)
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", name], env=environment(alice, tmp_path)
        | with_password(alice), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert f"the broker does not let User:alice {sentence}" in done.stderr
    assert "kafka-acls --bootstrap-server" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_publish_that_is_refused_names_principal_operation_and_topic(
    access: AccessLists, alice: BrokerSettings
) -> None:
    producer = EventProducer(alice, "ingest", Metrics("ingest", "test"))
    article = enriched().article
    try:
        access.deny(ResourceType.TOPIC, ARTICLES.name, AclOperation.WRITE)
        with pytest.raises(
            Refused, match=r"User:alice write to the topic news\.articles\.v1; allow"
        ):
            producer.publish(ARTICLES, article).result(40)
        access.clear()
        access.allow_everything()
        assert until(lambda: is_taken(producer, article))
    finally:
        producer.close()


def is_taken(producer: EventProducer, article: Article) -> bool:
    try:
        producer.publish(ARTICLES, article).result(40)
    except Refused:  # the lists reach the broker a moment later
        return False
    return True


@pytest.mark.fault("refusals")
def test_one_failed_authentication_is_forgotten_when_the_next_succeeds(
    access: AccessLists, secured: SecuredKafka
) -> None:
    producer = EventProducer(secured.settings("SASL"), "ingest", Metrics("ingest", "test"))
    wrong = EventProducer(
        secured.settings("SASL", password="wrong"), "ingest", Metrics("ingest", "test")
    )
    try:
        assert until(lambda: "refuses" in (wrong.find_broker_error() or ""))
        producer._authentication_error = wrong._authentication_error
        assert producer.find_broker_error() is None
        producer.publish(ARTICLES, enriched().article).result(40)
    finally:
        producer.close()
        wrong.close()
