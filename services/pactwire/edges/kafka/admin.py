"""One short conversation with a broker's administration, in the words of our own errors."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka import errors as kafka_errors

from pactwire.edges.broker_ping import any_answers
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

PATIENCE = 5.0
"""Seconds to wait for a broker that doesn't answer."""
REQUEST_MS = 10_000
REFUSED = (
    kafka_errors.AuthorizationError,
    kafka_errors.SaslAuthenticationFailedError,
    kafka_errors.UnsupportedSaslMechanismError,
)


def client_options(broker: BrokerSettings, name: str) -> dict[str, Any]:
    """Connection arguments of every kafka-python client; `name` ends the client id."""
    options: dict[str, Any] = {
        "bootstrap_servers": broker.bootstrap.split(","),
        "client_id": f"{broker.client_prefix}.{name}",
        "security_protocol": broker.security,
    }
    if broker.security.endswith("SSL") and broker.ca_file:
        options["ssl_cafile"] = str(broker.ca_file)
    if broker.security.startswith("SASL"):
        options["sasl_mechanism"] = broker.sasl_mechanism
        options["sasl_plain_username"] = broker.username
        options["sasl_plain_password"] = broker.password and broker.password.get_secret_value()
    return options


@contextmanager
def administration(broker: BrokerSettings) -> Iterator[KafkaAdminClient]:
    """A kafka-python admin client that is closed again.

    Raises:
        Misconfigured: the broker refuses our name, password, rights, or what was asked for.
        Retryable: no broker answers.
    """
    # The library leaves sockets open when it finds nobody, so look before it does.
    if broker.security == "PLAINTEXT" and not any_answers(broker.bootstrap.split(","), PATIENCE):
        raise Retryable(f"no Kafka answers at {broker.bootstrap}")
    client = None
    try:
        with quiet():
            client = KafkaAdminClient(
                **client_options(broker, "admin"),
                request_timeout_ms=REQUEST_MS,
                bootstrap_timeout_ms=REQUEST_MS,
            )
        yield client
    except REFUSED as error:
        raise Misconfigured(f"the broker at {broker.bootstrap} refuses us: {error}") from None
    except (kafka_errors.KafkaConnectionError, kafka_errors.KafkaTimeoutError) as error:
        raise Retryable(f"no Kafka answers at {broker.bootstrap}: {error}") from error
    except kafka_errors.KafkaError as error:
        if error.retriable:
            raise Retryable(f"the broker at {broker.bootstrap} says {error}") from error
        raise Misconfigured(f"the broker at {broker.bootstrap} says {error}") from None
    finally:
        if client is not None:
            client.close()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the client library from telling every failed connection; our error tells it once."""
    log = logging.getLogger("kafka")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
