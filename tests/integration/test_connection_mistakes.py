"""Each mistake with TLS, passwords and addresses has a sentence of its own and exit code 2."""

import gc
import http.server
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.edges.kafka.topics import ensure_topics
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings
from secured_kafka import SecuredKafka
from service_process import environment

MISTAKES: dict[str, tuple[str, dict[str, str], str]] = {
    "wrong password": ("SASL", {"password": "wrong"}, "refuses the name alice or its password"),
    "wrong password, SCRAM": ("SASL", {"password": "wrong", "sasl_mechanism": "SCRAM-SHA-256"},
                              r"its password \(SCRAM-SHA-256\)"),
    "wrong password over TLS": ("BOTH", {"password": "wrong"}, "refuses the name alice"),
    "unknown user": ("SASL", {"username": "nobody"}, "refuses the name nobody or its password"),
    "unknown user, SCRAM": ("SASL", {"username": "nobody", "sasl_mechanism": "SCRAM-SHA-256"},
                            "refuses the name nobody"),
    "no user": ("SASL", {"username": ""}, "needs a name and a password"),
    "wrong mechanism": ("SASL", {"sasl_mechanism": "SCRAM-SHA-512"},
                        "takes no SCRAM-SHA-512: set PACTWIRE_BROKER__SASL_MECHANISM to .*PLAIN"),
    "wrong authority": ("TLS", {"ca_file": "other-ca.pem"}, "is not signed by the certificates of"),
    "no authority": ("TLS", {"ca_file": ""}, "nobody this machine trusts: set PACTWIRE_BROKER__CA"),
    "missing file of authorities": ("TLS", {"ca_file": "nowhere.pem"}, "nowhere.pem, which is not"),
    "file without certificates": ("TLS", {"ca_file": "text.pem"}, "which holds no certificate"),
    "another host": ("OTHERHOST", {}, "is for another host"),
    "expired": ("EXPIRED", {}, "has expired"),
    "TLS against plain": ("TLS", {"port": "OPEN"}, "without TLS: .*SECURITY to PLAINTEXT"),
    "TLS against a plain port with passwords": ("BOTH", {"port": "SASL"},
                                                "without TLS: .*SECURITY to SASL_PLAINTEXT"),
    "plain against TLS": ("OPEN", {"port": "TLS"}, "speaks TLS: set .*SECURITY to SSL"),
    "password, plain, against TLS": ("SASL", {"port": "BOTH"},
                                     "speaks TLS: set .*SECURITY to SASL_SSL"),
    "no password where one is asked": ("OPEN", {"port": "SASL"}, "asks for a name and a password"),
    "no password over TLS": ("TLS", {"port": "BOTH"}, "asks for a name .*SECURITY to SASL_SSL"),
    "password where none is asked": ("SASL", {"port": "OPEN"},
                                     "asks for no password: set .*SECURITY to PLAINTEXT"),
    "password over TLS where none is asked": ("BOTH", {"port": "TLS"},
                                              "asks for no password: set .*SECURITY to SSL"),
    "a web server": ("OPEN", {"port": "WEB"}, "is no Kafka"),
    "a web server, TLS": ("TLS", {"port": "WEB"}, "does not speak TLS; is it a Kafka"),
    "no address": ("OPEN", {"bootstrap": "localhost"}, "is not HOST:PORT"),
}  # fmt: skip
RIGHT = [
    ("OPEN", {}), ("TLS", {}), ("SASL", {}), ("BOTH", {}),
    ("SASL", {"sasl_mechanism": "SCRAM-SHA-256"}), ("BOTH", {"sasl_mechanism": "SCRAM-SHA-256"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def web() -> Iterator[int]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def wrong_settings(
    secured: SecuredKafka, web: int, listener: str, changed: dict[str, str]
) -> BrokerSettings:
    (secured.folder / "text.pem").write_text("This is no certificate.")
    given: dict[str, object] = {**changed}
    address = given.pop("bootstrap", None)
    port = given.pop("port", None)
    if port:
        address = f"127.0.0.1:{secured.ports.get(str(port), web)}"
    if "ca_file" in given:
        given["ca_file"] = secured.folder / changed["ca_file"] if changed["ca_file"] else None
    settings = secured.settings(listener, **given)
    return settings.model_copy(update={"bootstrap": address}) if address else settings


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_said_in_one_sentence(secured: SecuredKafka, web: int, what: str) -> None:
    listener, changed, sentence = MISTAKES[what]
    broker = wrong_settings(secured, web, listener, changed)
    with pytest.raises(Misconfigured, match=sentence) as caught:
        ensure_topics(broker)
    assert "\n" not in str(caught.value)
    with pytest.raises(Misconfigured, match=sentence):
        list(read_records(broker, ["news.alerts.v1"]))


@pytest.mark.parametrize(("listener", "changed"), RIGHT)
def test_right_settings_pass(secured: SecuredKafka, listener: str, changed: dict[str, str]) -> None:
    assert list(read_records(secured.settings(listener, **changed), ["no.such.topic"])) == []


@pytest.mark.parametrize("command", [["topics", "list"], ["enrich"], ["listen"], ["dead", "list"]])
@pytest.mark.parametrize("what", ["wrong password", "wrong authority", "plain against TLS"])
def test_every_command_ends_with_it_and_exit_code_2(
    secured: SecuredKafka, web: int, tmp_path: Path, what: str, command: list[str]
) -> None:
    listener, changed, _ = MISTAKES[what]
    broker = wrong_settings(secured, web, listener, changed)
    secret = broker.password.get_secret_value() if broker.password else ""
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *command], capture_output=True, text=True, timeout=60,
        env=environment(broker, tmp_path) | {"PACTWIRE_BROKER__PASSWORD": secret}, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("pactwire: the ")
    assert secret == "" or secret not in done.stderr


@pytest.mark.parametrize(
    ("bootstrap", "reason"),
    [("127.0.0.1:1", "Connection refused"), ("no-such-host.invalid:9092", "is not known here")],
)
def test_a_broker_that_is_away_is_no_mistake(bootstrap: str, reason: str) -> None:
    with pytest.raises(Retryable, match=f"no Kafka answers at {bootstrap}: .*{reason}"):
        ensure_topics(BrokerSettings(bootstrap=bootstrap))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_address_that_answers_is_enough(secured: SecuredKafka) -> None:
    port = secured.ports["TLS"]
    both = secured.settings("TLS", bootstrap=f"127.0.0.1:1,127.0.0.1:{port}")
    assert list(read_records(both, ["no.such.topic"])) == []
    gc.collect()  # the client library leaves the socket that found nobody


def test_a_silent_port_is_told(secured: SecuredKafka) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Retryable, match="nothing was said within"):
            ensure_topics(BrokerSettings(bootstrap=address))
