"""Our own sentence for what a broker refuses: who may not do what, and how to allow it."""

from typing import Literal

from pactwire.settings import BrokerSettings

Operation = Literal["Read", "Write", "Create", "Describe", "IdempotentWrite"]
"""As kafka-acls calls them."""
ResourceKind = Literal["topic", "group", "cluster"]

VERBS: dict[Operation, str] = {
    "Read": "read", "Write": "write to", "Create": "create", "Describe": "see",
    "IdempotentWrite": "write without repeats to",
}  # fmt: skip


def describe_refusal(
    broker: BrokerSettings, operation: Operation, kind: ResourceKind, name: str = ""
) -> str:
    """The sentence, with the line that allows it."""
    principal = f"User:{broker.username or 'ANONYMOUS'}"
    resource = f"--{kind} {name}".rstrip()
    return (
        f"the broker does not let {principal} {VERBS[operation]} {f'the {kind} {name}'.rstrip()}; "
        f"allow it: kafka-acls --bootstrap-server {broker.bootstrap} --add --allow-principal "
        f"{principal} --operation {operation} {resource}"
    )
