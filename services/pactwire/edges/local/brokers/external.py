"""A broker somebody else runs: taken as it is, never stopped."""

from pactwire.edges.broker_ping import wait_for_any_broker
from pactwire.edges.local.brokers.running import Broker
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

ANSWER_TIMEOUT = 2.0


def connect(settings: BrokerSettings) -> Broker:
    """The broker at `settings.bootstrap`.

    Raises:
        Misconfigured: the address is no `host:port`, or nothing answers there.
    """
    addresses = [part.strip() for part in settings.bootstrap.split(",")]
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit():
            raise Misconfigured(f"broker address {address!r} is not HOST:PORT")
    if settings.security == "PLAINTEXT" and not wait_for_any_broker(addresses, ANSWER_TIMEOUT):
        raise Misconfigured(f"no Kafka answers at {settings.bootstrap}; is it running?")
    return Broker("external", settings)
