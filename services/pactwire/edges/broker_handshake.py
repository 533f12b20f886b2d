"""Why a broker can't be spoken with: found out step by step, with sockets alone.

Client libraries say "unable to bootstrap" for a wrong certificate, a wrong port and a wrong
mechanism alike. What is an operator's mistake is told apart from a broker that is away.
"""

import socket
import ssl
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from pactwire.edges.broker_ping import API_VERSIONS_REQUEST, is_kafka_at
from pactwire.settings import BrokerSettings

TIMEOUT = 3.0
"""Seconds for each step."""
SASL_HANDSHAKE, SASL_VERSION, CORRELATION = 17, 1, 7
WRONG_MECHANISM, NO_SASL_HERE = 33, 34
METADATA_REQUEST = struct.pack(">ihhihi", 14, 3, 1, CORRELATION, -1, 0)
"""For no topic, version 1."""
MAX_ANSWER_BYTES = 1024 * 1024
LENGTH = struct.Struct(">i")
SECURITY, CA_FILE = "PACTWIRE_BROKER__SECURITY", "PACTWIRE_BROKER__CA_FILE"

EXPIRED, NOT_YET_VALID, NOT_FOR_SERVERS = 10, 9, 26
OTHER_NAMES = (62, 63, 64)
"""OpenSSL's codes: the certificate is for another host, address or mailbox."""
NOT_AGREED = ("UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "NO_SHARED_CIPHER")
"""OpenSSL's reasons for what it refuses itself."""
TOO_WEAK = (66, 67, 68)
"""Its key, its authority's key, or the digest that was signed."""


@dataclass(frozen=True)
class HandshakeFailure:
    """Why the broker at an address can't be spoken with, as one sentence."""

    reason: str
    is_mistake: bool
    """True for an operator's mistake, False where trying again may help."""


def find_failure(broker: BrokerSettings, address: str) -> HandshakeFailure | None:
    """None when a Kafka at `host:port` speaks as the settings say; passwords are not tried."""
    host, _, port = address.rpartition(":")
    try:
        number = int(port)
        with socket.create_connection((host.strip("[]"), number), TIMEOUT) as connection:
            connection.settimeout(TIMEOUT)
            if broker.security.endswith("SSL"):
                return find_tls_failure(broker, address, connection)
            return find_kafka_failure(broker, address, connection)
    except socket.gaierror:
        return HandshakeFailure(f"the name {host} is not known here", is_mistake=False)
    except OSError as error:
        return HandshakeFailure(error.strerror or str(error), is_mistake=False)
    except (ValueError, OverflowError):
        return HandshakeFailure(f"{address} is not HOST:PORT", is_mistake=True)


def find_tls_failure(
    broker: BrokerSettings, address: str, connection: socket.socket
) -> HandshakeFailure | None:
    """Why TLS fails, or what fails after it."""
    host = address.rpartition(":")[0].strip("[]")
    try:
        context = ssl.create_default_context(cafile=broker.ca_file)
    except OSError as error:  # ssl.SSLError is one
        why = "is not there" if isinstance(error, FileNotFoundError) else "holds no certificate"
        if isinstance(error, PermissionError):
            why = "may not be read"
        return mistake(f"{CA_FILE} names {broker.ca_file}, which {why}")
    try:
        secured = context.wrap_socket(connection, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        return mistake(describe_certificate(broker, address, error))
    except OSError as error:
        return explain_no_tls(broker, address, error)
    with secured:
        return find_kafka_failure(broker, address, secured)


def explain_no_tls(broker: BrokerSettings, address: str, error: OSError) -> HandshakeFailure:
    """Why there was no TLS; a broker that is slow to begin, or ends, may be a restarting one."""
    if is_kafka_at(address, TIMEOUT):
        plain = "SASL_PLAINTEXT" if broker.security == "SASL_SSL" else "PLAINTEXT"
        return mistake(f"the broker at {address} speaks without TLS: set {SECURITY} to {plain}")
    if isinstance(error, TimeoutError):
        return HandshakeFailure(f"nothing was said within {TIMEOUT:g} s", is_mistake=False)
    if not isinstance(error, ssl.SSLError) or isinstance(error, ssl.SSLEOFError):
        return HandshakeFailure("it ended the connection", is_mistake=False)
    reason = error.reason or ""
    if "ALERT" in reason or reason in NOT_AGREED:
        return mistake(
            f"the broker at {address} does not agree with us on TLS ({reason}): it asks for "
            "a client's certificate, and we have none, or for other versions than 1.2 and 1.3"
        )
    return mistake(f"what answers at {address} does not speak TLS; is it a Kafka?")


def describe_certificate(
    broker: BrokerSettings, address: str, error: ssl.SSLCertVerificationError
) -> str:
    """What is wrong with the broker's certificate, and what to do."""
    its = f"the certificate of the broker at {address}"
    if error.verify_code == EXPIRED:
        return f"{its} has expired: the broker needs a new one"
    if error.verify_code == NOT_YET_VALID:
        return f"{its} is not valid yet: is this machine's clock right?"
    if error.verify_code == NOT_FOR_SERVERS:
        return f"{its} is not one for servers: the broker needs another"
    if error.verify_code in TOO_WEAK:
        return f"{its} is too weak ({error.verify_message}): the broker needs another"
    if error.verify_code in OTHER_NAMES:
        return f"{its} is for another host: use a name that it is for in PACTWIRE_BROKER__BOOTSTRAP"
    if broker.ca_file:
        return f"{its} is not signed by the certificates of {broker.ca_file} ({CA_FILE})"
    return (
        f"{its} is signed by nobody this machine trusts: set {CA_FILE} to the file of its authority"
    )


def find_kafka_failure(
    broker: BrokerSettings, address: str, connection: socket.socket
) -> HandshakeFailure | None:
    """Whether a Kafka answers on the connection, and whether it wants a password."""
    try:
        connection.sendall(API_VERSIONS_REQUEST)
        if len(read_answer(connection)) < LENGTH.size:
            raise ConnectionResetError("it ended the connection")
    except TimeoutError:
        return HandshakeFailure(f"nothing was said within {TIMEOUT:g} s", is_mistake=False)
    except OSError as error:
        return explain_silence(broker, address, error)
    return find_sasl_failure(broker, address, connection)


def explain_silence(broker: BrokerSettings, address: str, error: OSError) -> HandshakeFailure:
    """Why a connection that stood was ended, or answered with what no Kafka says."""
    if isinstance(error, ssl.SSLError) and "CERTIFICATE" in str(error).upper():
        return mistake(f"the broker at {address} asks for a client's certificate, and we have none")
    if not broker.security.endswith("SSL") and speaks_tls(address):
        secure = "SASL_SSL" if broker.security.startswith("SASL") else "SSL"
        return mistake(f"the broker at {address} speaks TLS: set {SECURITY} to {secure}")
    if isinstance(error, ProtocolError):
        return mistake(f"what answers at {address} is no Kafka")
    return HandshakeFailure(error.strerror or str(error), is_mistake=False)


def find_sasl_failure(
    broker: BrokerSettings, address: str, connection: socket.socket
) -> HandshakeFailure | None:
    """Whether broker and settings agree on passwords; a broker that doesn't say is believed."""
    if not broker.security.startswith("SASL"):
        return find_password_wanted(broker, address, connection)
    try:
        connection.sendall(sasl_handshake(broker.sasl_mechanism))
        code, mechanisms = parse_sasl_answer(read_answer(connection))
    except (OSError, ValueError, struct.error):
        return None
    if code == NO_SASL_HERE:
        plain = broker.security.removeprefix("SASL_")
        return mistake(f"the broker at {address} asks for no password: set {SECURITY} to {plain}")
    if code == WRONG_MECHANISM:
        others = " or ".join(mechanisms) or "one that it takes"
        return mistake(
            f"the broker at {address} takes no {broker.sasl_mechanism}: set "
            f"PACTWIRE_BROKER__SASL_MECHANISM to {others}"
        )
    return None


def find_password_wanted(
    broker: BrokerSettings, address: str, connection: socket.socket
) -> HandshakeFailure | None:
    """A broker that wants a password ends the connection at the first request without one."""
    try:
        connection.sendall(METADATA_REQUEST)
        read_answer(connection)
    except TimeoutError:
        return None
    except OSError:
        return mistake(describe_password_wanted(broker, address))
    return None


def describe_password_wanted(broker: BrokerSettings, address: str) -> str:
    """What to set for a broker that asks for a password."""
    secure = "SASL_SSL" if broker.security == "SSL" else "SASL_PLAINTEXT"
    return (
        f"the broker at {address} asks for a name and a password: set {SECURITY} to {secure}, "
        "and PACTWIRE_BROKER__USERNAME and __PASSWORD"
    )


class ProtocolError(OSError):
    """An answer that no Kafka gives."""


def read_answer(connection: socket.socket) -> bytes:
    """An answer of the Kafka protocol, without its length."""
    (size,) = LENGTH.unpack(read_exactly(connection, LENGTH.size))
    if not LENGTH.size <= size <= MAX_ANSWER_BYTES:
        raise ProtocolError(f"an answer of {size} bytes")
    return read_exactly(connection, size)


def read_exactly(connection: socket.socket, count: int) -> bytes:
    """So many bytes."""
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionResetError("it ended the connection")
        data += part
    return data


def sasl_handshake(mechanism: str) -> bytes:
    """The request that names a mechanism."""
    name = mechanism.encode()
    body = struct.pack(">hhihh", SASL_HANDSHAKE, SASL_VERSION, CORRELATION, -1, len(name)) + name
    return LENGTH.pack(len(body)) + body


def parse_sasl_answer(answer: bytes) -> tuple[int, list[str]]:
    """Error code and the mechanisms that the broker takes."""
    code, count = struct.unpack_from(">hi", answer, LENGTH.size)
    at, names = LENGTH.size + 6, []
    for _ in range(max(0, min(count, 20))):
        (size,) = struct.unpack_from(">h", answer, at)
        names.append(answer[at + 2 : at + 2 + size].decode("ascii"))
        at += 2 + size
    return code, names


def speaks_tls(address: str) -> bool:
    """Whether a TLS handshake succeeds there, whatever the certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host, _, port = address.rpartition(":")
    try:
        with (
            socket.create_connection((host.strip("[]"), int(port)), TIMEOUT) as connection,
            context.wrap_socket(connection),
        ):
            return True
    except OSError:
        return False


def mistake(reason: str) -> HandshakeFailure:
    """An operator's."""
    return HandshakeFailure(reason, is_mistake=True)


def choose_failure(failures: Iterable[HandshakeFailure]) -> HandshakeFailure:
    """The one to tell: a mistake before what may pass."""
    return max(failures, key=lambda failure: failure.is_mistake)
