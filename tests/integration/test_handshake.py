"""What goes wrong with TLS before any Kafka speaks: told apart, and mistakes from what may pass."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pactwire.edges import broker_handshake
from pactwire.edges.broker_handshake import HandshakeFailure, find_failure
from pactwire.settings import BrokerSettings

Change = Callable[[ssl.SSLContext, Path], None]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_handshake, "TIMEOUT", 1.0)


def make_certificate(folder: Path, *words: str, key: str = "rsa:2048") -> Path:
    """A certificate that signs itself, for 127.0.0.1, and its key in one file."""
    command = ["openssl", "req", "-x509", "-newkey", key, "-nodes", "-days", "99", "-subj", "/CN=b",
               "-addext", "subjectAltName=IP:127.0.0.1", *words,
               "-keyout", "key.pem", "-out", "cert.pem"]  # fmt: skip
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


@contextmanager
def listening(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """A port that does this with every connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ending = threading.Event()
        server.settimeout(0.1)

        def serve() -> None:
            while not ending.is_set():
                with suppress(OSError, ValueError):
                    connection, _ = server.accept()
                    with connection:
                        connection.settimeout(5)
                        answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        ending.set()
        thread.join(10)


def find(address: str, trusted: Path | None) -> HandshakeFailure:
    found = find_failure(BrokerSettings(security="SSL", ca_file=trusted), address)
    assert found
    return found


def ask_for_a_certificate(context: ssl.SSLContext, file: Path) -> None:
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(file)
    context.maximum_version = ssl.TLSVersion.TLSv1_2


def speak_an_old_version(context: ssl.SSLContext, file: Path) -> None:
    del file
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("change", [ask_for_a_certificate, speak_an_old_version])
def test_a_broker_that_refuses_our_tls_is_said_to_speak_it(tmp_path: Path, change: Change) -> None:
    file = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    change(context, file)
    with listening(lambda one: context.wrap_socket(one, server_side=True).recv(99)) as address:
        found = find(address, file)
    assert found.is_mistake
    assert "does not agree with us on TLS" in found.reason
    assert "client's certificate" in found.reason


@pytest.mark.parametrize(
    ("words", "key", "why"),
    [
        (("-addext", "extendedKeyUsage=clientAuth"), "rsa:2048", "is not one for servers"),
        ((), "rsa:1024", "is too weak"),
    ],
)
def test_a_certificate_that_is_known_and_no_good_is_not_said_to_be_unknown(
    tmp_path: Path, words: tuple[str, ...], key: str, why: str
) -> None:
    file = make_certificate(tmp_path, *words, key=key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(file)
    with listening(lambda one: context.wrap_socket(one, server_side=True).recv(99)) as address:
        found = find(address, file)
    assert found.is_mistake
    assert why in found.reason


@pytest.mark.parametrize("answer", [lambda one: one.recv(9999), lambda one: one.recv(1)])
def test_a_broker_that_ends_the_handshake_may_come_back(
    tmp_path: Path, answer: Callable[[socket.socket], object]
) -> None:
    with listening(answer) as address:
        found = find(address, make_certificate(tmp_path))
    assert not found.is_mistake, found.reason


def test_a_broker_that_stands_still_in_the_handshake_may_go_on(tmp_path: Path) -> None:
    ending = threading.Event()
    with listening(lambda _: ending.wait(9)) as address:
        found = find(address, make_certificate(tmp_path))
        ending.set()
    assert (found.is_mistake, found.reason) == (False, "nothing was said within 1 s")
