"""Topics on a broker: make the declared ones, list them, and say where they differ.

The declarations are in `pactwire_schemas`; this file only carries them to a broker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kafka import KafkaAdminClient, TopicPartition
from kafka import errors as kafka_errors
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec

from pactwire.edges.kafka.admin import administration
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings
from pactwire_schemas import DEAD_RETENTION, TOPICS, Topic, alerts_topic

HEADER_BYTES = 64 * 1024
"""Bytes a dead letter may be larger than the record it holds."""
SAFE_COPIES = 3
"""From this many copies on, two of them must have a record before it counts as written."""

Reason = Literal[
    "missing", "partitions", "replication", "cleanup.policy", "retention.ms",
    "max.message.bytes", "min.insync.replicas",
]  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """How a topic should be on the broker."""

    name: str
    partitions: int
    replication: int
    config: dict[str, str]


@dataclass(frozen=True)
class Report:
    """What `ensure` did."""

    created: tuple[str, ...]
    present: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A topic that isn't as declared."""

    topic: str
    reason: Reason
    declared: str
    found: str


@dataclass(frozen=True)
class Listed:
    """A topic as it is: partitions, and records kept now."""

    name: str
    partitions: int
    records: int


def specs(broker: BrokerSettings, extra: Iterable[str] = ()) -> list[Spec]:
    """All declared topics, those named `extra` (`alerts.<name>`), and a dead-letter topic each."""
    topics: list[Topic[Any]] = [*TOPICS, *(alerts_topic(name) for name in sorted(set(extra)))]
    return [spec for topic in topics for spec in (living(topic, broker), dead(topic, broker))]


def living(topic: Topic[Any], broker: BrokerSettings) -> Spec:
    """The topic itself."""
    config = {"cleanup.policy": topic.cleanup, "max.message.bytes": str(topic.max_bytes)}
    if topic.retention is not None:
        config["retention.ms"] = str(int(topic.retention.total_seconds() * 1000))
    return Spec(topic.name, topic.partitions, broker.replication, config | durability(broker))


def dead(topic: Topic[Any], broker: BrokerSettings) -> Spec:
    """Its dead-letter topic: one partition, so that it reads in the order things went wrong."""
    config = {
        "cleanup.policy": "delete",
        "max.message.bytes": str(topic.max_bytes + HEADER_BYTES),
        "retention.ms": str(int(DEAD_RETENTION.total_seconds() * 1000)),
    }
    return Spec(topic.dead, 1, broker.replication, config | durability(broker))


def durability(broker: BrokerSettings) -> dict[str, str]:
    """How many copies must have a record before it counts as written."""
    return {"min.insync.replicas": "2"} if broker.replication >= SAFE_COPIES else {}


def ensure(broker: BrokerSettings, extra: Iterable[str] = ()) -> Report:
    """Make the topics that are missing and leave the others alone; safe to call from many places.

    Raises:
        Misconfigured: the broker refuses a topic, e.g. more copies than it has nodes.
        Retryable: no broker answers, or it isn't ready yet.
    """
    wanted = specs(broker, extra)
    with administration(broker) as client:
        there = set(client.list_topics())
        missing = [spec for spec in wanted if spec.name not in there]
        if missing:
            create(client, missing)
    names = {spec.name for spec in missing}
    present = tuple(spec.name for spec in wanted if spec.name not in names)
    return Report(tuple(spec.name for spec in missing), present)


def create(client: KafkaAdminClient, missing: list[Spec]) -> None:
    """Create topics and wait until each has a leader; one made meanwhile by others is fine."""
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
        said = f"topic {answer['name']}: {answer['error_message'] or error.__name__}"
        raise Retryable(said) if error.retriable else Misconfigured(said)
    client.wait_for_topics(list(asked))


def listing(broker: BrokerSettings) -> list[Listed]:
    """Every topic of the broker that isn't its own, by name, with the records it holds now.

    Raises:
        Misconfigured, Retryable: as `ensure`.
    """
    with administration(broker) as client:
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
    return [Listed(t["name"], len(t["partitions"]), held[t["name"]]) for t in found]


def check(broker: BrokerSettings, extra: Iterable[str] = ()) -> list[Difference]:
    """Where the broker's topics differ from their declarations; empty when all is well.

    A broker that tells no configuration (the embedded one) is compared by what it does tell.

    Raises:
        Misconfigured, Retryable: as `ensure`.
    """
    wanted = specs(broker, extra)
    with administration(broker) as client:
        found = {str(topic["name"]): topic for topic in client.describe_topics()}
        there = [spec for spec in wanted if spec.name in found]
        configs = configurations(client, [spec.name for spec in there])
    differences = [
        Difference(spec.name, "missing", "a topic", "nothing")
        for spec in wanted
        if spec.name not in found
    ]
    for spec in there:
        differences += compare(spec, found[spec.name], configs.get(spec.name, {}))
    return differences


def configurations(client: KafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """Configuration values by topic."""
    if not names:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    told = client.describe_configs(asked, config_filter="all").get("topic", {})
    return {
        name: {key: str(entry["value"]) for key, entry in values.items()}
        for name, values in told.items()
    }


def compare(spec: Spec, found: dict[str, Any], config: dict[str, str]) -> list[Difference]:
    """One topic as declared against the same topic as it is."""
    partitions = found["partitions"]
    copies = min((len(part["replica_nodes"]) for part in partitions), default=0)
    differences = []
    if len(partitions) != spec.partitions:
        differences.append(
            Difference(spec.name, "partitions", str(spec.partitions), str(len(partitions)))
        )
    if copies < spec.replication:
        differences.append(Difference(spec.name, "replication", str(spec.replication), str(copies)))
    for key, value in spec.config.items():
        if config and config.get(key) != value:
            reason: Reason = key  # type: ignore[assignment]
            differences.append(Difference(spec.name, reason, value, config.get(key, "unset")))
    return differences
