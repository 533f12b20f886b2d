"""Sets the offsets of a consumer group anew, after a topic was deleted or made anew."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any, Literal, TypeVar

from confluent_kafka import (
    Consumer,
    ConsumerGroupState,
    KafkaError,
    KafkaException,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, OffsetSpec  # type: ignore[attr-defined]
from kafka import errors as kafka_errors

from pactwire.edges import clock
from pactwire.edges.kafka.connecting import require_broker
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.edges.kafka.refusals import describe_refusal
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

REQUEST_TIMEOUT = 10.0
CONNECT_TIMEOUT = 5.0
RETRY_PAUSE = 0.2

PASSING = (
    KafkaError._TRANSPORT, KafkaError._TIMED_OUT, KafkaError._WAIT_COORD,
    KafkaError._ALL_BROKERS_DOWN,
)  # fmt: skip
"""librdkafka's own errors that pass; those of the protocol are known to kafka-python."""

T = TypeVar("T")
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
        with open_group(broker, group) as member:
            changes = plan_changes(
                fetch_offsets(client, parts, OffsetSpec.earliest()),  # type: ignore[no-untyped-call]
                fetch_offsets(client, parts, OffsetSpec.latest()),  # type: ignore[no-untyped-call]
                fetch_target(client, parts, to),
                fetch_committed(member, parts),
            )
            if not dry_run:
                write_offsets(member, changes)
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

    def ask() -> dict[Partition, int]:
        answers = client.list_offsets(dict.fromkeys(parts, spec), request_timeout=REQUEST_TIMEOUT)
        found = {part: answers[part].result(REQUEST_TIMEOUT).offset for part in parts}
        return {(part.topic, part.partition): offset for part, offset in found.items()}

    return ask_again(ask)


@contextmanager
def open_group(broker: BrokerSettings, group: str) -> Iterator[Consumer]:
    """A consumer that asks and sets the offsets of a group without joining it.

    librdkafka's admin client ends the process where a group's coordinator is not there yet.
    """
    config = {**librdkafka_config(broker, "reset"), "group.id": group, "log_level": 0}
    member = Consumer({**config, "enable.auto.commit": False})
    try:
        yield member
    finally:
        member.close()


def fetch_committed(member: Consumer, parts: list[TopicPartition]) -> dict[Partition, int]:
    """The group's offsets, of partitions where it has one."""
    found = ask_again(lambda: raise_first_error(member.committed(parts, timeout=REQUEST_TIMEOUT)))
    return {(part.topic, part.partition): part.offset for part in found if part.offset >= 0}


def ask_again(ask: Callable[[], T]) -> T:
    """Ask until no error comes that passes: a leader or coordinator that is not there yet.

    Raises:
        KafkaException: the broker refuses, or the error lasts for `REQUEST_TIMEOUT`.
    """
    deadline = clock.monotonic() + REQUEST_TIMEOUT
    while True:
        try:
            return ask()
        except KafkaException as error:
            if not is_passing(error.args[0]) or clock.monotonic() > deadline:
                raise
        sleep(RETRY_PAUSE)


def is_passing(error: KafkaError) -> bool:
    """Whether the same may succeed later; librdkafka itself says it of transactions only."""
    return error.code() in PASSING or bool(kafka_errors.for_code(error.code()).retriable)


def raise_first_error(parts: list[TopicPartition] | None) -> list[TopicPartition]:
    """The partitions, when none of them was refused."""
    for part in parts or ():
        if part.error is not None:
            raise KafkaException(part.error)
    return parts or []


def refuse_running_group(client: AdminClient, group: str) -> None:
    """A group at work would go on where it is, and commit over what is set."""

    def ask() -> ConsumerGroupState:
        answer = client.describe_consumer_groups([group], request_timeout=REQUEST_TIMEOUT)[group]
        state: ConsumerGroupState = answer.result(REQUEST_TIMEOUT).state
        return state

    try:
        state = ask_again(ask)
    except KafkaException as error:
        if error.args[0].code() == KafkaError.GROUP_ID_NOT_FOUND:
            return
        raise
    if state not in (ConsumerGroupState.EMPTY, ConsumerGroupState.DEAD):
        raise Misconfigured(f"the group {group} is at work: stop its services first")


def write_offsets(member: Consumer, changes: list[OffsetChange]) -> None:
    """Commit the new offsets for the group."""
    parts = [TopicPartition(one.topic, one.partition, one.after) for one in changes]
    ask_again(lambda: raise_first_error(member.commit(offsets=parts, asynchronous=False)))


def to_error(
    broker: BrokerSettings, group: str, error: KafkaException
) -> Misconfigured | Retryable:
    """The broker's error as one of ours."""
    refused = error.args[0]
    if refused.code() == KafkaError.GROUP_AUTHORIZATION_FAILED:
        return Misconfigured(describe_refusal(broker, "Read", "group", group))
    if is_passing(refused):
        return Retryable(f"the broker at {broker.bootstrap} says {refused.str()}")
    return Misconfigured(f"the broker at {broker.bootstrap} says {refused.str()}")
