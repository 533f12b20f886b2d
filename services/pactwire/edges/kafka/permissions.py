"""Whether the broker lets a service do what it has to: asked of the broker, changing nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import AdminClient

from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.edges.kafka.refusals import Operation, ResourceKind, describe_refusal
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings
from pactwire_schemas import TOPICS

REQUEST_TIMEOUT = 10.0
Operations = frozenset[str]
SILENT: Operations = frozenset({"no access lists"})
"""The answer of a broker that keeps none, such as the embedded one."""
REFUSED = (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED)


@dataclass(frozen=True)
class NeededPermission:
    """One operation on one topic or group."""

    operation: Operation
    kind: ResourceKind
    name: str


def list_needed(
    service: str, groups: Iterable[str] = (), extra_topics: Iterable[str] = ()
) -> list[NeededPermission]:
    """What a service does: by the topics' declarations, with `extra_topics` that it writes to."""
    written = [topic.name for topic in TOPICS if service in topic.writers]
    read = [topic for topic in TOPICS if service in topic.readers]
    dead = [topic.dead for topic in read]
    return [
        *(NeededPermission("Write", "topic", name) for name in (*written, *dead, *extra_topics)),
        *(NeededPermission("Read", "topic", topic.name) for topic in read),
        *(NeededPermission("Read", "group", name) for name in groups),
    ]


class PermissionChecker:
    """Asks with a connection of its own; a broker that keeps no access lists refuses nothing."""

    def __init__(
        self,
        broker: BrokerSettings,
        service: str,
        list_needs: Callable[[], Sequence[NeededPermission]],
    ) -> None:
        """`list_needs` gives what is needed at the moment; connects when first needed."""
        self._broker = broker
        self._list_needs = list_needs
        self._config = {**librdkafka_config(broker, f"{service}.permissions"), "log_level": 0}
        self._client: AdminClient | None = None
        self._has_access_lists = True

    def find_refusals(self) -> list[str]:
        """A sentence for each operation that is refused; none while the broker is away."""
        if not self._has_access_lists:
            return []
        if self._client is None:
            self._client = AdminClient(self._config)
        needs = self._list_needs()
        allowed = {kind: self._fetch_allowed(self._client, kind, needs) for kind in ASKED}
        return [
            describe_refusal(self._broker, need.operation, need.kind, need.name)
            for need in needs
            if not is_allowed(need, allowed[need.kind])
        ]

    def find_problem(self) -> str | None:
        """The first refusal; for readiness."""
        return next(iter(self.find_refusals()), None)

    def require(self) -> None:
        """Refuse to start without the permissions.

        Raises:
            Misconfigured: some are missing; the message lists them, one a line.
        """
        if refusals := self.find_refusals():
            raise Misconfigured("\n".join(refusals))

    def _fetch_allowed(
        self, client: AdminClient, kind: ResourceKind, needs: Sequence[NeededPermission]
    ) -> dict[str, Operations | None]:
        """Names of the allowed operations by resource; None where the broker doesn't say."""
        names = list(dict.fromkeys(need.name for need in needs if need.kind == kind))
        if not names or not self._has_access_lists:
            return {}
        answers = {name: wait_for(answer) for name, answer in ASKED[kind](client, names).items()}
        self._has_access_lists = not any(answer is SILENT for answer in answers.values())
        return {name: None if answer is SILENT else answer for name, answer in answers.items()}


def wait_for(answer: Any) -> Operations | None:
    """Names of the allowed operations; None when the broker is away, `SILENT` without lists."""
    try:
        operations = answer.result(REQUEST_TIMEOUT).authorized_operations
    except (KafkaException, TimeoutError) as error:
        is_refused = isinstance(error, KafkaException) and error.args[0].code() in REFUSED
        return frozenset() if is_refused else None
    if operations is None:
        return SILENT
    return frozenset(one.name.replace("_", "").lower() for one in operations)


def is_allowed(need: NeededPermission, allowed: dict[str, Operations | None]) -> bool:
    """Whether the operation is among those allowed, or the broker did not say."""
    operations = allowed.get(need.name)
    return operations is None or need.operation.lower() in operations


def describe_topics(client: AdminClient, names: list[str]) -> Any:
    """Futures by topic."""
    return client.describe_topics(
        TopicCollection(names),
        include_authorized_operations=True, request_timeout=REQUEST_TIMEOUT,
    )  # fmt: skip


def describe_groups(client: AdminClient, names: list[str]) -> Any:
    """Futures by group."""
    return client.describe_consumer_groups(
        names, include_authorized_operations=True, request_timeout=REQUEST_TIMEOUT
    )


ASKED: dict[ResourceKind, Callable[[AdminClient, list[str]], Any]] = {
    "topic": describe_topics,
    "group": describe_groups,
}
