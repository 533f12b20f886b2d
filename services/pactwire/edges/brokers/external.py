"""A broker somebody else runs: taken as it is, never stopped."""

import time

from pactwire.edges.brokers.running import Broker, answers
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

TRIES = 5


def take(settings: BrokerSettings) -> Broker:
    """The broker at `settings.bootstrap`.

    Raises:
        Misconfigured: the address is no `host:port`, or nothing answers there.
    """
    addresses = [part.strip() for part in settings.bootstrap.split(",")]
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit():
            raise Misconfigured(f"broker address {address!r} is not HOST:PORT")
    if settings.security == "PLAINTEXT" and not any_answers(addresses):
        raise Misconfigured(f"no Kafka answers at {settings.bootstrap}; is it running?")
    return Broker("external", settings)


def any_answers(addresses: list[str]) -> bool:
    """True when one of them answers; tried for a few seconds."""
    for attempt in range(TRIES):
        if any(answers(address) for address in addresses):
            return True
        time.sleep(0.2 * attempt)
    return False
