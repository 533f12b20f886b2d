"""Checks without a client library whether a Kafka broker answers at an address."""

import socket
import struct
import time
from collections.abc import Sequence

# ApiVersions, version 0, correlation id 1, no client id: every Kafka answers it, asked or not.
API_VERSIONS_REQUEST = struct.pack(">ihhih", 10, 18, 0, 1, -1)
RETRY_INTERVAL = 0.2


def is_kafka_at(address: str, timeout: float = 1.0) -> bool:
    """True when a Kafka without TLS and passwords answers at `host:port` within `timeout` s."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout) as connection:
            connection.settimeout(timeout)
            connection.sendall(API_VERSIONS_REQUEST)
            return len(connection.recv(8)) > 4
    except (OSError, ValueError, OverflowError):
        return False


def wait_for_any_broker(addresses: Sequence[str], timeout: float) -> bool:
    """True as soon as one of them answers; False after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not any(is_kafka_at(address) for address in addresses):
        if time.monotonic() >= deadline:
            return False
        time.sleep(RETRY_INTERVAL)
    return True
