"""Apache Kafka from its Maven artefacts, one node that is broker and controller (KRaft).

Needs Java 17 or later, and Maven the first time. The jars and the data stay in the state folder.
"""

import os
import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

from pactwire.edges.local.brokers.running import (
    Broker,
    broker_log,
    local_client_settings,
    wait_until_answering,
)
from pactwire.edges.local.child_process import LOOPBACK, spawn
from pactwire.edges.local.ports import find_free_port
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

VERSION = "4.3.1"
OLDEST_JAVA = 17
CLUSTER = "cGFjdHdpcmUtb25lLWhvcw"
"""Any 16 bytes in base64: the cluster never has a second node."""
START_TIMEOUT = 240.0
"""Seconds until it answers; a machine under load takes a minute and more."""
DOWNLOAD_TIMEOUT = 600.0
"""Seconds Maven gets for about 50 MB."""
BROKER_JVM_OPTIONS = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC")
TOOL_JVM_OPTIONS = ("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
ALTERNATIVES = "or take the embedded broker (leave --broker out) or your own (--broker HOST:PORT)"


def start(state: Path, base: BrokerSettings, port: int = 0) -> Broker:
    """Fetch the jars once, format the storage once, start the broker on loopback.

    Raises:
        Misconfigured: no Java 17, no Maven, no download, or the broker does not come up.
    """
    java, home = find_java(), state / "kafka"
    libs = ensure_jars(home)
    port = port or find_free_port()
    config = write_config(home, port, find_free_port(taken=frozenset({port})))
    log4j = home / "log4j2.yaml"
    log4j.write_text(read_resource("log4j2.yaml"))
    run = [java, f"-Dlog4j2.configurationFile={log4j}", "-cp", f"{libs}/*"]
    if not (home / "data" / "meta.properties").exists():
        tool = [*run[:1], *TOOL_JVM_OPTIONS, *run[1:], "kafka.tools.StorageTool"]
        format_storage([*tool, "format", "-t", CLUSTER, "-c", str(config)])
    command = [*run[:1], *BROKER_JVM_OPTIONS, *run[1:], "kafka.Kafka", str(config)]
    child = spawn("Kafka broker", command, broker_log(state))
    wait_until_answering(child, f"{LOOPBACK}:{port}", START_TIMEOUT)
    return Broker("kafka", local_client_settings(LOOPBACK, port, base), child)


def find_java() -> str:
    """Absolute path of a Java that is new enough.

    Raises:
        Misconfigured: none is on the path, or it is too old.
    """
    java = shutil.which("java")
    if java is None:
        raise Misconfigured(
            f"Kafka needs Java {OLDEST_JAVA} or later, none is here; {ALTERNATIVES}"
        )
    banner = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = re.search(r'version "(\d+)', banner)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise Misconfigured(
            f"Kafka needs Java {OLDEST_JAVA} or later: {banner.strip()}; {ALTERNATIVES}"
        )
    return java


def ensure_jars(home: Path) -> Path:
    """The folder with Kafka's jars, fetched by Maven when it is not there yet.

    Raises:
        Misconfigured: Maven is missing or cannot reach its repository.
    """
    libs = home / f"libs-{VERSION}"
    if libs.is_dir():
        return libs
    maven = shutil.which("mvn")
    if maven is None:
        raise Misconfigured(f"Kafka's jars come by Maven, and mvn is not here; {ALTERNATIVES}")
    download = home / f"fetching-{os.getpid()}"
    download.mkdir(parents=True, exist_ok=True)
    pom = download / "pom.xml"
    pom.write_text(read_resource("pom.xml").replace("@KAFKA_VERSION@", VERSION))
    try:
        download_jars(maven, pom, download / "libs")
        install_jars(download / "libs", libs)
    finally:
        shutil.rmtree(download, ignore_errors=True)
    return libs


def download_jars(maven: str, pom: Path, into: Path) -> None:
    """Let Maven copy the jars of `pom`, checksums verified, into a folder."""
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={into}"]
    command = [maven, "-q", "-B", "-ntp", "-C", "-f", str(pom), *goal]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, timeout=DOWNLOAD_TIMEOUT
        )
    except subprocess.TimeoutExpired:
        raise Misconfigured(
            f"Maven took over {DOWNLOAD_TIMEOUT:.0f} s for Kafka; {ALTERNATIVES}"
        ) from None
    if done.returncode:
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "no reason")
        raise Misconfigured(f"Maven cannot fetch Kafka {VERSION}: {reason}; {ALTERNATIVES}")


def install_jars(fetched: Path, libs: Path) -> None:
    """Move the complete folder into place; another process may have been first."""
    try:
        fetched.rename(libs)
    except OSError:
        if not libs.is_dir():
            raise


def write_config(home: Path, port: int, controller: int) -> Path:
    """Write the broker's properties for these ports; gives the file."""
    text = read_resource("server.properties")
    for name, value in {
        "@HOST@": LOOPBACK,
        "@PORT@": str(port),
        "@CONTROLLER@": str(controller),
        "@DATA@": str((home / "data").resolve()),
    }.items():
        text = text.replace(name, value)
    config = home / "server.properties"
    config.write_text(text)
    return config


def format_storage(command: list[str]) -> None:
    """Run Kafka's own format tool."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last_line = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Misconfigured(f"Kafka cannot format its storage: {' '.join(last_line)}")


def read_resource(name: str) -> str:
    """Text of a file that lies beside this module."""
    return (resources.files("pactwire.edges.local.brokers") / "kafka" / name).read_text()
