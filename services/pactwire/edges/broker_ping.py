"""Knocking at a Kafka without a client library: does anyone answer there?"""

import socket
import struct
import time
from collections.abc import Sequence

# ApiVersions, version 0, correlation id 1, no client id: every Kafka answers it, asked or not.
HELLO = struct.pack(">ihhih", 10, 18, 0, 1, -1)
PAUSE = 0.2


def answers(address: str, timeout: float = 1.0) -> bool:
    """True when a Kafka without TLS and passwords answers at `host:port` within `timeout` s."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout) as connection:
            connection.settimeout(timeout)
            connection.sendall(HELLO)
            return len(connection.recv(8)) > 4
    except (OSError, ValueError, OverflowError):
        return False


def any_answers(addresses: Sequence[str], patience: float) -> bool:
    """True as soon as one of them answers; False after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not any(answers(address) for address in addresses):
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE)
    return True
