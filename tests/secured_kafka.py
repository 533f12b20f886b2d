"""Apache Kafka with TLS, passwords and access lists, as a cluster of others would be."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pactwire.edges.local.brokers import apache
from pactwire.edges.local.brokers.running import wait_until_answering
from pactwire.edges.local.child_process import LOOPBACK, spawn
from pactwire.edges.local.ports import find_free_port
from pactwire.settings import BrokerSettings

PASSWORD = "correct-horse"
LISTENERS = {
    "OPEN": "PLAINTEXT", "TLS": "SSL", "SASL": "SASL_PLAINTEXT", "BOTH": "SASL_SSL",
    "EXPIRED": "SSL", "OTHERHOST": "SSL",
}  # fmt: skip
"""Name and protocol of each listener; `OPEN` is for the tests' own administration."""
AUTHORITY = """\
[ca]
default_ca=c
[c]
database=index.txt
serial=serial
new_certs_dir=.
policy=p
default_md=sha256
[p]
commonName=supplied
"""
MECHANISMS = ("PLAIN", "SCRAM-SHA-256")


@dataclass(frozen=True)
class SecuredKafka:
    """A running one: the port of each listener, and the certificates."""

    ports: dict[str, int]
    folder: Path
    pid: int

    def settings(self, listener: str, **changed: object) -> BrokerSettings:
        """Right settings for a listener, or wrong ones where `changed` says so."""
        given: dict[str, object] = {
            "bootstrap": f"{LOOPBACK}:{self.ports[listener]}",
            "security": LISTENERS[listener],
        }
        if LISTENERS[listener].endswith("SSL"):
            given["ca_file"] = self.folder / "ca.pem"
        if LISTENERS[listener].startswith("SASL"):
            given |= {"username": "alice", "password": PASSWORD, "sasl_mechanism": "PLAIN"}
        return BrokerSettings.model_validate(given | changed)


@contextmanager
def secured_kafka(folder: Path, libs: Path) -> Iterator[SecuredKafka]:
    """A broker with every listener; `libs` is the folder of its jars."""
    folder.mkdir(parents=True, exist_ok=True)
    make_certificates(folder)
    taken: list[int] = []
    for _ in range(len(LISTENERS) + 1):
        taken.append(find_free_port(taken=frozenset(taken)))
    ports = dict(zip(LISTENERS, taken, strict=False))
    config = folder / "server.properties"
    config.write_text(properties(folder, ports, taken[-1]))
    run = [apache.find_java(), "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{libs}/*"]
    scram = f"SCRAM-SHA-256=[name=alice,password={PASSWORD}]"
    apache.format_storage(
        [*run, "kafka.tools.StorageTool", "format", "-t", apache.CLUSTER, "-c", str(config),
         "--add-scram", scram]
    )  # fmt: skip
    child = spawn("secured Kafka", [*run, "kafka.Kafka", str(config)], folder / "kafka.log")
    try:
        wait_until_answering(child, f"{LOOPBACK}:{ports['OPEN']}", 120)
        yield SecuredKafka(ports, folder, child.pid)
    finally:
        child.stop(20)


def properties(folder: Path, ports: dict[str, int], controller: int) -> str:
    """The broker's settings."""
    listeners = [f"{name}://{LOOPBACK}:{port}" for name, port in ports.items()]
    protocols = [f"{name}:{protocol}" for name, protocol in LISTENERS.items()]
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required "
    users = " ".join(f'user_{name}="{PASSWORD}"' for name in ("alice", "bob", "carol"))
    lines = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
        "controller.listener.names": "CONTROLLER",
        "listeners": ",".join([*listeners, f"CONTROLLER://{LOOPBACK}:{controller}"]),
        "advertised.listeners": ",".join(listeners),
        "listener.security.protocol.map": ",".join([*protocols, "CONTROLLER:PLAINTEXT"]),
        "inter.broker.listener.name": "OPEN",
        "log.dirs": folder / "data",
        "auto.create.topics.enable": "false",
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 1,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "group.initial.rebalance.delay.ms": 0,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        "sasl.enabled.mechanisms": ",".join(MECHANISMS),
    }
    for name in ("sasl", "both"):
        lines[f"listener.name.{name}.plain.sasl.jaas.config"] = f"{plain}{users};"
        lines[f"listener.name.{name}.scram-sha-256.sasl.jaas.config"] = (
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        )
    for name in ("TLS", "BOTH", "EXPIRED", "OTHERHOST"):
        which = {"EXPIRED": "expired", "OTHERHOST": "otherhost"}.get(name, "server")
        prefix = f"listener.name.{name.lower()}.ssl"
        lines[f"{prefix}.keystore.type"] = "PEM"
        lines[f"{prefix}.keystore.location"] = folder / f"{which}.keystore.pem"
    return "\n".join(f"{name}={value}" for name, value in lines.items())


def make_certificates(folder: Path) -> None:
    """An authority, another that signed nothing here, and three servers."""
    for authority in ("ca", "other-ca"):
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                "-subj", f"/CN=tests {authority}", "-keyout", f"{authority}.key",
                "-out", f"{authority}.pem")  # fmt: skip
    here = "IP:127.0.0.1,DNS:localhost"
    make_server(folder, "server", here, (2020, 2049))
    make_server(folder, "expired", here, (2020, 2021))
    make_server(folder, "otherhost", "DNS:kafka.elsewhere.example", (2020, 2049))


def make_server(folder: Path, name: str, host: str, years: tuple[int, int]) -> None:
    """A server's key and certificate, in one file as Kafka takes them."""
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")  # fmt: skip
    (folder / f"{name}.ext").write_text(f"subjectAltName={host}\n")
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01")
    (folder / "ca.cnf").write_text(AUTHORITY)
    openssl(folder, "ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
            "-in", f"{name}.csr", "-out", f"{name}.pem", "-extfile", f"{name}.ext", "-notext",
            "-startdate", f"{years[0]}0101000000Z",
            "-enddate", f"{years[1]}0101000000Z")  # fmt: skip
    openssl(folder, "pkcs8", "-topk8", "-nocrypt", "-in", f"{name}.key", "-out", f"{name}.pk8")
    parts = [folder / f"{name}.pk8", folder / f"{name}.pem", folder / "ca.pem"]
    (folder / f"{name}.keystore.pem").write_text("".join(part.read_text() for part in parts))


def openssl(folder: Path, *words: str) -> None:
    """Run openssl in the folder."""
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
