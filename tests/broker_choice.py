"""Which broker the tests run against, and the same one in a container."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pactwire.edges.local import brokers
from pactwire.edges.local.brokers import apache
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

VARIABLE = "PACTWIRE_TEST_BROKER"
IMAGE = f"apache/kafka:{apache.VERSION}"

Kind = Literal["external", "container", "kafka", "embedded"]
Running = tuple[BrokerSettings, int | None, Callable[[], object]]
"""Settings, process id if it is ours, and how to stop it."""
Started = tuple[BrokerSettings, int | None, Callable[[], object], Kind, str]


@dataclass(frozen=True)
class TestBroker:
    """The broker of this test run."""

    __test__ = False

    kind: Kind
    settings: BrokerSettings
    why: str
    pid: int | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port`."""
        return self.settings.bootstrap

    @property
    def is_kafka(self) -> bool:
        """False for the embedded broker; fault tests need a real Kafka."""
        return self.kind != "embedded"


def choice() -> tuple[Kind, str]:
    """The kind to take, and why; starts nothing."""
    asked = os.environ.get(VARIABLE)
    if asked:
        kinds: dict[str, Kind] = {k: k for k in ("embedded", "kafka", "container")}
        return kinds.get(asked, "external"), f"{VARIABLE}={asked}"
    if image_is_there():
        return "container", f"Docker answers and has {IMAGE}"
    if has_java_and_maven():
        return "kafka", "Java and Maven are here"
    return "embedded", "neither Docker with the image, nor Java with Maven, is here"


def has_java_and_maven() -> bool:
    """True when Apache Kafka can be had here."""
    return bool(shutil.which("java") and shutil.which("mvn"))


def image_is_there() -> bool:
    """True when a Docker daemon answers and need not download the image."""
    if not Path("/var/run/docker.sock").exists() and "DOCKER_HOST" not in os.environ:
        return False
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=5)
        try:
            client.images.get(IMAGE)
        finally:
            client.close()
    except DockerException:
        return False
    return True


@contextmanager
def running(state: Path, cache: Path) -> Iterator[TestBroker]:
    """The chosen broker; Kafka that cannot be had makes way for the embedded one, and says so."""
    kind, why = choice()
    settings, pid, stop, kind, why = started(kind, why, state, cache)
    try:
        yield TestBroker(kind, settings, why, pid)
    finally:
        stop()


def started(kind: Kind, why: str, state: Path, cache: Path) -> Started:
    """The broker of that kind, or the next that can be had unless it was asked for."""
    starters: dict[Kind, Callable[[], Running]] = {
        "external": lambda: local(os.environ[VARIABLE], state),
        "container": container,
        "kafka": lambda: local("kafka", with_jars(state, cache)),
        "embedded": lambda: local("embedded", state),
    }
    after: dict[Kind, Kind] = {"container": "kafka", "kafka": "embedded"}
    try:
        return (*starters[kind](), kind, why)
    except (Misconfigured, RuntimeError, TimeoutError) as error:
        if os.environ.get(VARIABLE) or kind not in after:
            raise
        first = str(error).splitlines()[0]
        return started(after[kind], f"{kind} would not start: {first}", state, cache)


def local(asked: str, state: Path) -> Running:
    """A broker by the project's own launchers."""
    broker = brokers.start(asked, state)
    return broker.settings, broker.pid, broker.stop


def with_jars(state: Path, cache: Path) -> Path:
    """The state folder with Kafka's jars linked from a cache that outlives the run."""
    with (cache / "lock").open("w") as lock:  # several workers of one run would all ask Maven
        fcntl.flock(lock, fcntl.LOCK_EX)
        libs = apache.ensure_jars(cache)
    home = state / "kafka"
    home.mkdir(parents=True, exist_ok=True)
    (home / libs.name).symlink_to(libs)
    return state


def container() -> Running:
    """Apache Kafka by testcontainers."""
    # No reaper image where no registry is; 127.0.0.1 since "localhost" may try ::1 first.
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")
    from apache_container import ApacheKafkaContainer

    kafka = ApacheKafkaContainer(IMAGE)
    try:
        kafka.start()
    except BaseException:
        kafka.stop()
        raise
    return BrokerSettings(bootstrap=kafka.get_bootstrap_server()), None, kafka.stop
