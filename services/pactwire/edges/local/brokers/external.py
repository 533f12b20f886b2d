"""A broker somebody else runs: taken as it is, never stopped."""

from collections.abc import Sequence

from pactwire.edges.broker_handshake import HandshakeFailure, choose_failure, find_failure
from pactwire.edges.local.brokers.running import Broker
from pactwire.errors import Misconfigured
from pactwire.setting_values import split_addresses
from pactwire.settings import BrokerSettings


def connect(settings: BrokerSettings) -> Broker:
    """The broker at `settings.bootstrap`.

    Raises:
        Misconfigured: an address is no `host:port`, or no Kafka answers at any.
    """
    addresses = list_addresses(settings.bootstrap)
    found = [find_failure(settings, address) for address in addresses]
    failures = [failure for failure in found if failure is not None]
    if len(failures) == len(found):
        raise Misconfigured(describe_failures(settings.bootstrap, failures))
    return Broker("external", settings)


def list_addresses(bootstrap: str) -> list[str]:
    """The addresses of `host:port,host:port`.

    Raises:
        Misconfigured: one of them is not HOST:PORT.
    """
    try:
        return [f"{host}:{port}" for host, port in split_addresses(bootstrap)]
    except ValueError as error:
        raise Misconfigured(str(error)) from None


def describe_failures(bootstrap: str, failures: Sequence[HandshakeFailure]) -> str:
    """Why no broker of several can be spoken with."""
    failure = choose_failure(failures)
    if failure.is_mistake:
        return failure.reason
    return f"no Kafka answers at {bootstrap}: {failure.reason}; is it running?"
