"""Makes sure that the broker can be spoken with, or says why not in one sentence."""

import time

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from pactwire.edges import clock
from pactwire.edges.broker_handshake import choose_failure, find_failure
from pactwire.edges.kafka.producer import AUTHENTICATION_CODES, librdkafka_config
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

RETRY_INTERVAL = 0.2
AUTHENTICATION_TIMEOUT = 10.0
"""Seconds for a password to be taken or refused."""
STEP = 0.5


def require_broker(broker: BrokerSettings, timeout: float) -> None:
    """Return once a broker answers as the settings say.

    Raises:
        Misconfigured: an operator's mistake: address, TLS, certificate, mechanism, password.
        Retryable: none answers within `timeout` seconds.
    """
    if broker.security.startswith("SASL") and not (broker.username and broker.password):
        raise Misconfigured(
            f"{broker.security} needs a name and a password: set PACTWIRE_BROKER__USERNAME and "
            "PACTWIRE_BROKER__PASSWORD"
        )
    wait_for_handshake(broker, timeout)
    if broker.security.startswith("SASL"):
        require_authentication(broker)


def wait_for_handshake(broker: BrokerSettings, timeout: float) -> None:
    """Wait until one of the addresses answers; a mistake ends the wait at once."""
    addresses = [address.strip() for address in broker.bootstrap.split(",")]
    deadline = clock.monotonic() + timeout
    while True:
        found = [find_failure(broker, address) for address in addresses]
        failures = [failure for failure in found if failure is not None]
        if len(failures) < len(found):
            return
        failure = choose_failure(failures)
        if failure.is_mistake:
            raise Misconfigured(failure.reason)
        if clock.monotonic() >= deadline:
            raise Retryable(f"no Kafka answers at {broker.bootstrap}: {failure.reason}")
        time.sleep(RETRY_INTERVAL)


def require_authentication(broker: BrokerSettings) -> None:
    """Log in once; librdkafka says why it is refused, where others only fail to bootstrap."""
    refusals: list[KafkaError] = []

    def note(error: KafkaError) -> None:
        if error.code() in AUTHENTICATION_CODES:
            refusals.append(error)

    config = {**librdkafka_config(broker, "login"), "error_cb": note, "log_level": 0}
    client = AdminClient(config)
    deadline = clock.monotonic() + AUTHENTICATION_TIMEOUT
    reason = "it was not answered"
    while clock.monotonic() < deadline and not refusals:
        try:
            client.list_topics(timeout=STEP)
        except KafkaException as error:
            reason = str(error.args[0].str())
            client.poll(0)
        else:
            return
    if not refusals:
        raise Retryable(f"no Kafka answers at {broker.bootstrap}: {reason}")
    said = str(refusals[0].str()).partition("authentication error: ")[2].partition(" (after")[0]
    raise Misconfigured(
        f"the broker at {broker.bootstrap} refuses the name {broker.username} or its password "
        f"({broker.sasl_mechanism}): check PACTWIRE_BROKER__USERNAME and PACTWIRE_BROKER__PASSWORD"
        + (f"; it says: {said}" if said else "")
    )
