"""Starting a broker of this machine, or taking one that is there already.

`start` gives a `Broker`: its address, how clients should speak to it, and how to stop it.
"""

from pathlib import Path

from pactwire.edges.local.brokers import apache, embedded, external
from pactwire.edges.local.brokers.running import Broker, BrokerKind
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

__all__ = ["Broker", "BrokerKind", "start"]


def start(choice: str, state: Path, base: BrokerSettings | None = None, port: int = 0) -> Broker:
    """The broker of that choice: `embedded`, `kafka`, or `HOST:PORT[,HOST:PORT]`.

    Data, downloads and logs go under `state`; `port` 0 picks a free one.

    Raises:
        Misconfigured: what it needs is missing, or nothing answers at that address.
    """
    base = base or BrokerSettings()
    if choice == "embedded":
        return embedded.start(state, base, port)
    if choice == "kafka":
        return apache.start(state, base, port)
    if ":" in choice:
        return external.connect(base.model_copy(update={"bootstrap": choice}))
    raise Misconfigured(f"broker {choice!r} is neither 'embedded', 'kafka' nor HOST:PORT")
