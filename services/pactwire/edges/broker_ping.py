"""Checks without a client library whether a Kafka broker answers at an address."""

import socket
import struct

# ApiVersions, version 0, correlation id 1, no client id: every Kafka answers it, asked or not.
CORRELATION_ID = struct.pack(">i", 1)
API_VERSIONS_REQUEST = struct.pack(">ihhih", 10, 18, 0, 1, -1)


def is_kafka_at(address: str, timeout: float = 1.0) -> bool:
    """True when a Kafka without TLS and passwords answers at `host:port` within `timeout` s."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout) as connection:
            connection.settimeout(timeout)
            connection.sendall(API_VERSIONS_REQUEST)
            return connection.recv(8, socket.MSG_WAITALL)[4:] == CORRELATION_ID
    except (OSError, ValueError, OverflowError):
        return False
