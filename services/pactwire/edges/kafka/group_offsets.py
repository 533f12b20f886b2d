"""Sets the offsets of a consumer group anew, after a topic was deleted or made anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from confluent_kafka import (
    ConsumerGroupState,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, OffsetSpec  # type: ignore[attr-defined]

from pactwire.edges.kafka.connecting import require_broker
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.edges.kafka.refusals import describe_refusal
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

REQUEST_TIMEOUT = 10.0
CONNECT_TIMEOUT = 5.0

ResetTarget = Literal["earliest", "latest"] | datetime
"""Where a group goes on: an end of the topic, or the first record from a moment on."""


@dataclass(frozen=True)
class OffsetChange:
    """What a reset does to one partition; `before` is None where the group had no offset."""

    topic: str
    partition: int
    before: int | None
    after: int
    passed_over: int
    """Records that the group will not see: behind its offset, or from the first one on."""
    again: int
    """Records that it will see again."""


def reset_offsets(
    broker: BrokerSettings, group: str, topic: str, to: ResetTarget, *, dry_run: bool
) -> list[OffsetChange]:
    """Set the offsets of a group on a topic; with `dry_run` only say what would change.

    Raises:
        Misconfigured: the topic isn't there, the group is at work, or the broker refuses.
        Retryable: no broker answers.
    """
    forbid_in_transaction("offsets are set")
    require_broker(broker, CONNECT_TIMEOUT)
    client = AdminClient({**librdkafka_config(broker, "reset"), "log_level": 0})
    try:
        parts = list_partitions(client, topic)
        if not dry_run:
            refuse_running_group(client, group)
        changes = plan_changes(
            fetch_offsets(client, parts, OffsetSpec.earliest()),  # type: ignore[no-untyped-call]
            fetch_offsets(client, parts, OffsetSpec.latest()),  # type: ignore[no-untyped-call]
            fetch_target(client, parts, to),
            fetch_committed(client, group, parts),
        )
        if not dry_run:
            write_offsets(client, group, changes)
    except KafkaException as error:
        raise to_error(broker, group, error) from error
    except TimeoutError as error:
        raise Retryable(f"the broker at {broker.bootstrap} did not answer") from error
    return changes


def plan_changes(
    first: Mapping[Partition, int],
    end: Mapping[Partition, int],
    target: Mapping[Partition, int],
    committed: Mapping[Partition, int],
) -> list[OffsetChange]:
    """The change of each partition; a target below 0, where no record is so late, is the end."""
    changes = []
    for partition in sorted(end):
        lowest, highest = first[partition], end[partition]
        after = target[partition] if 0 <= target[partition] <= highest else highest
        before = committed.get(partition)
        seen = lowest if before is None else min(max(before, lowest), highest)
        changes.append(
            OffsetChange(*partition, before, after, max(0, after - seen), max(0, seen - after))
        )
    return changes


def list_partitions(client: AdminClient, topic: str) -> list[TopicPartition]:
    """The topic's partitions."""
    found = client.list_topics(topic, timeout=REQUEST_TIMEOUT).topics[topic]
    if found.error is not None:
        raise Misconfigured(f"there is no topic {topic}; `pactwire topics create` makes it")
    return [TopicPartition(topic, number) for number in sorted(found.partitions)]


def fetch_target(
    client: AdminClient, parts: list[TopicPartition], to: ResetTarget
) -> dict[Partition, int]:
    """The offset of the target in each partition; below 0 where no record is that late."""
    if isinstance(to, datetime):
        spec: Any = OffsetSpec.for_timestamp(int(to.timestamp() * 1000))
    else:
        spec = OffsetSpec.earliest() if to == "earliest" else OffsetSpec.latest()  # type: ignore[no-untyped-call]
    return fetch_offsets(client, parts, spec)


def fetch_offsets(
    client: AdminClient, parts: list[TopicPartition], spec: Any
) -> dict[Partition, int]:
    """One offset a partition."""
    answers = client.list_offsets(dict.fromkeys(parts, spec), request_timeout=REQUEST_TIMEOUT)
    return {
        (part.topic, part.partition): answers[part].result(REQUEST_TIMEOUT).offset for part in parts
    }


def fetch_committed(
    client: AdminClient, group: str, parts: list[TopicPartition]
) -> dict[Partition, int]:
    """The group's offsets, of partitions where it has one."""
    asked = [ConsumerGroupTopicPartitions(group, parts)]
    answer = client.list_consumer_group_offsets(asked, request_timeout=REQUEST_TIMEOUT)[group]
    found = answer.result(REQUEST_TIMEOUT).topic_partitions or ()
    return {(part.topic, part.partition): part.offset for part in found if part.offset >= 0}


def refuse_running_group(client: AdminClient, group: str) -> None:
    """A group at work would go on where it is, and commit over what is set."""
    answer = client.describe_consumer_groups([group], request_timeout=REQUEST_TIMEOUT)[group]
    try:
        state = answer.result(REQUEST_TIMEOUT).state
    except KafkaException as error:
        if error.args[0].code() == KafkaError.GROUP_ID_NOT_FOUND:
            return
        raise
    if state not in (ConsumerGroupState.EMPTY, ConsumerGroupState.DEAD):
        raise Misconfigured(f"the group {group} is at work: stop its services first")


def write_offsets(client: AdminClient, group: str, changes: list[OffsetChange]) -> None:
    """Commit the new offsets for the group."""
    parts = [TopicPartition(one.topic, one.partition, one.after) for one in changes]
    asked = [ConsumerGroupTopicPartitions(group, parts)]
    answer = client.alter_consumer_group_offsets(asked, request_timeout=REQUEST_TIMEOUT)[group]
    for part in answer.result(REQUEST_TIMEOUT).topic_partitions or ():
        if part.error is not None:
            raise KafkaException(part.error)


def to_error(
    broker: BrokerSettings, group: str, error: KafkaException
) -> Misconfigured | Retryable:
    """The broker's error as one of ours."""
    refused = error.args[0]
    if refused.code() == KafkaError.GROUP_AUTHORIZATION_FAILED:
        return Misconfigured(describe_refusal(broker, "Read", "group", group))
    if refused.retriable() or refused.code() == KafkaError._TRANSPORT:
        return Retryable(f"the broker at {broker.bootstrap} says {refused.str()}")
    return Misconfigured(f"the broker at {broker.bootstrap} says {refused.str()}")
