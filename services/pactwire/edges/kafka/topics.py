"""Topics on a broker: create the declared ones, list them, and find where they differ.

The declarations are in `pactwire_schemas`; this module only applies them to a broker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kafka import KafkaAdminClient, TopicPartition
from kafka import errors as kafka_errors
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec

from pactwire.edges.kafka.admin import open_admin_client
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings
from pactwire_schemas import DEAD_RETENTION, TOPICS, Topic, alerts_topic

DLQ_HEADER_BYTES = 64 * 1024
"""Bytes a dead letter may be larger than the record it holds."""
MIN_REPLICATION_FOR_ISR = 3
"""From this many replicas on, two must have a record before it counts as written."""

Reason = Literal[
    "missing", "partitions", "replication", "cleanup.policy", "retention.ms",
    "max.message.bytes", "min.insync.replicas",
]  # fmt: skip


@dataclass(frozen=True)
class TopicSpec:
    """How a topic should be on the broker."""

    name: str
    partitions: int
    replication: int
    config: dict[str, str]


@dataclass(frozen=True)
class EnsuredTopics:
    """Names of the topics that `ensure_topics` created, and of those that were present."""

    created: tuple[str, ...]
    present: tuple[str, ...]


@dataclass(frozen=True)
class TopicDifference:
    """One property of a topic that isn't as declared."""

    topic: str
    reason: Reason
    declared: str
    found: str


@dataclass(frozen=True)
class TopicSummary:
    """A topic as it is: number of partitions, and of records it holds now."""

    name: str
    partitions: int
    records: int


def declared_specs(broker: BrokerSettings, extra: Iterable[str] = ()) -> list[TopicSpec]:
    """All declared topics, those named `extra` (`alerts.<name>`), and a dead-letter topic each."""
    topics: list[Topic[Any]] = [*TOPICS, *(alerts_topic(name) for name in sorted(set(extra)))]
    return [
        spec
        for topic in topics
        for spec in (event_topic_spec(topic, broker), dlq_topic_spec(topic, broker))
    ]


def event_topic_spec(topic: Topic[Any], broker: BrokerSettings) -> TopicSpec:
    """The topic that events are published to."""
    config = {"cleanup.policy": topic.cleanup, "max.message.bytes": str(topic.max_bytes)}
    if topic.retention is not None:
        config["retention.ms"] = str(int(topic.retention.total_seconds() * 1000))
    return TopicSpec(
        topic.name, topic.partitions, broker.replication, config | durability_config(broker)
    )


def dlq_topic_spec(topic: Topic[Any], broker: BrokerSettings) -> TopicSpec:
    """Its dead-letter topic: one partition, so that records stay in the order of the failures."""
    config = {
        "cleanup.policy": "delete",
        "max.message.bytes": str(topic.max_bytes + DLQ_HEADER_BYTES),
        "retention.ms": str(int(DEAD_RETENTION.total_seconds() * 1000)),
    }
    return TopicSpec(topic.dead, 1, broker.replication, config | durability_config(broker))


def durability_config(broker: BrokerSettings) -> dict[str, str]:
    """The setting for how many replicas must have a record before it counts as written."""
    return {"min.insync.replicas": "2"} if broker.replication >= MIN_REPLICATION_FOR_ISR else {}


def ensure_topics(broker: BrokerSettings, extra: Iterable[str] = ()) -> EnsuredTopics:
    """Create the topics that are missing and leave the others alone; safe to call concurrently.

    Raises:
        Misconfigured: the broker refuses a topic, e.g. more copies than it has nodes.
        Retryable: no broker answers, or it isn't ready yet.
    """
    declared = declared_specs(broker, extra)
    with open_admin_client(broker) as client:
        existing = set(client.list_topics())
        missing = [spec for spec in declared if spec.name not in existing]
        if missing:
            create_topics(client, missing)
    present = tuple(spec.name for spec in declared if spec.name in existing)
    return EnsuredTopics(tuple(spec.name for spec in missing), present)


def create_topics(client: KafkaAdminClient, missing: list[TopicSpec]) -> None:
    """Create topics and wait until each has a leader; one created meanwhile by others is fine."""
    asked = {
        spec.name: {
            "num_partitions": spec.partitions,
            "replication_factor": spec.replication,
            "configs": spec.config,
        }
        for spec in missing
    }
    for answer in client.create_topics(asked, raise_errors=False)["topics"]:
        error = kafka_errors.for_code(answer["error_code"])
        if error in (kafka_errors.NoError, kafka_errors.TopicAlreadyExistsError):
            continue
        message = f"topic {answer['name']}: {answer['error_message'] or error.__name__}"
        raise Retryable(message) if error.retriable else Misconfigured(message)
    client.wait_for_topics(list(asked))


def list_topics(broker: BrokerSettings) -> list[TopicSummary]:
    """Every topic of the broker that isn't internal, by name, with the records it holds now.

    Raises:
        Misconfigured, Retryable: as `ensure_topics`.
    """
    with open_admin_client(broker) as client:
        found = sorted(
            (topic for topic in client.describe_topics() if not topic["is_internal"]),
            key=lambda topic: str(topic["name"]),
        )
        parts = [
            TopicPartition(topic["name"], part["partition_index"])
            for topic in found
            for part in topic["partitions"]
        ]
        first = client.list_partition_offsets(dict.fromkeys(parts, OffsetSpec.EARLIEST))
        last = client.list_partition_offsets(dict.fromkeys(parts, OffsetSpec.LATEST))
    held = dict.fromkeys((topic["name"] for topic in found), 0)
    for part in parts:
        held[part.topic] += max(0, last[part].offset - first[part].offset)
    return [TopicSummary(t["name"], len(t["partitions"]), held[t["name"]]) for t in found]


def find_differences(broker: BrokerSettings, extra: Iterable[str] = ()) -> list[TopicDifference]:
    """Where the broker's topics differ from their declarations; empty when all is well.

    A broker that reports no configuration (the embedded one) is compared by what it does report.

    Raises:
        Misconfigured, Retryable: as `ensure_topics`.
    """
    declared = declared_specs(broker, extra)
    with open_admin_client(broker) as client:
        found = {str(topic["name"]): topic for topic in client.describe_topics()}
        existing = [spec for spec in declared if spec.name in found]
        configs = fetch_topic_configs(client, [spec.name for spec in existing])
    differences = [
        TopicDifference(spec.name, "missing", "a topic", "nothing")
        for spec in declared
        if spec.name not in found
    ]
    for spec in existing:
        differences += compare_topic(spec, found[spec.name], configs.get(spec.name, {}))
    return differences


def fetch_topic_configs(client: KafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """Configuration values by topic."""
    if not names:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    described = client.describe_configs(asked, config_filter="all").get("topic", {})
    return {
        name: {key: str(entry["value"]) for key, entry in values.items()}
        for name, values in described.items()
    }


def compare_topic(
    spec: TopicSpec, found: dict[str, Any], config: dict[str, str]
) -> list[TopicDifference]:
    """Where one topic as found on the broker differs from its declaration."""
    partitions = found["partitions"]
    copies = min((len(part["replica_nodes"]) for part in partitions), default=0)
    differences = []
    if len(partitions) != spec.partitions:
        differences.append(
            TopicDifference(spec.name, "partitions", str(spec.partitions), str(len(partitions)))
        )
    if copies < spec.replication:
        differences.append(
            TopicDifference(spec.name, "replication", str(spec.replication), str(copies))
        )
    for key, value in spec.config.items():
        if config and config.get(key) != value:
            reason: Reason = key  # type: ignore[assignment]
            differences.append(TopicDifference(spec.name, reason, value, config.get(key, "unset")))
    return differences
