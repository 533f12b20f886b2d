"""A broker somebody else runs: taken as it is, never stopped."""

from pactwire.edges.broker_handshake import choose_failure, find_failure
from pactwire.edges.local.brokers.running import Broker
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings


def connect(settings: BrokerSettings) -> Broker:
    """The broker at `settings.bootstrap`.

    Raises:
        Misconfigured: the address is no `host:port`, or nothing answers there.
    """
    addresses = [part.strip() for part in settings.bootstrap.split(",")]
    for address in addresses:
        host, _, port = address.rpartition(":")
        if not host or not (port.isascii() and port.isdecimal()):
            raise Misconfigured(f"broker address {address!r} is not HOST:PORT")
    require_answer(settings, addresses)
    return Broker("external", settings)


def require_answer(settings: BrokerSettings, addresses: list[str]) -> None:
    """Refuse to go on unless one of the addresses answers as the settings say."""
    found = [find_failure(settings, address) for address in addresses]
    failures = [failure for failure in found if failure is not None]
    if len(failures) < len(found):
        return
    failure = choose_failure(failures)
    if failure.is_mistake:
        raise Misconfigured(failure.reason)
    raise Misconfigured(
        f"no Kafka answers at {settings.bootstrap}: {failure.reason}; is it running?"
    )
