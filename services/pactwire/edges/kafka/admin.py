"""A short-lived Kafka admin client whose errors are raised as our own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka import errors as kafka_errors

from pactwire.edges.kafka.connecting import require_broker
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

CONNECT_TIMEOUT = 5.0
"""Seconds to wait for a broker that doesn't answer."""
REQUEST_TIMEOUT_MS = 10_000
AUTHORIZATION_ERRORS = (
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
def open_admin_client(broker: BrokerSettings) -> Iterator[KafkaAdminClient]:
    """A kafka-python admin client that is closed again.

    Raises:
        Misconfigured: the broker refuses our name, password, rights, or what was asked for.
        Retryable: no broker answers.
    """
    forbid_in_transaction("the broker is administered")
    # The library leaves sockets open when it finds nobody, and doesn't say why, so look before.
    require_broker(broker, CONNECT_TIMEOUT)
    client = None
    try:
        with muted_client_logs():
            client = KafkaAdminClient(
                **client_options(broker, "admin"),
                request_timeout_ms=REQUEST_TIMEOUT_MS,
                bootstrap_timeout_ms=REQUEST_TIMEOUT_MS,
            )
        yield client
    except AUTHORIZATION_ERRORS as error:
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
def muted_client_logs() -> Iterator[None]:
    """Keep the client library from logging each failed connection: our error reports it once."""
    log = logging.getLogger("kafka")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
