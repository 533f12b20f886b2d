"""`pactwire up` as a service: broker, topics, services, and the loop that keeps and shows them."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pactwire.edges import clock
from pactwire.edges.kafka import topics
from pactwire.edges.local import brokers, child_process, runfile
from pactwire.edges.local.brokers import Broker
from pactwire.edges.local.child_process import ChildProcess
from pactwire.edges.local.ports import PortClaims
from pactwire.edges.local.runfile import BrokerInfo, RunInfo, ServiceInfo
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import Settings, child_environment
from pactwire.up import plan
from pactwire.up.plan import Service
from pactwire.up.prober import Prober, ServiceStatus, State, Status, View
from pactwire.up.runner import Runner
from pactwire.up.supervisor import Event, Supervisor

TICK = 0.2
TOPICS_PATIENCE = 20.0


class Display(Protocol):
    """Where events and status go."""

    def tell(self, event: Event) -> None:
        """Something happened."""

    def show(self, status: Status, places: RunInfo) -> None:
        """How it is now; called several times a second."""


@dataclass(frozen=True)
class Wish:
    """What to bring up, and where."""

    settings: Settings
    state: Path
    broker: str
    environment: Mapping[str, str] = field(default_factory=dict)
    """Further variables for every service."""


@dataclass
class System:
    """A system that is up."""

    supervisor: Supervisor
    prober: Prober
    places: RunInfo
    began: float

    def tick(self) -> None:
        """Keep it up.

        Raises:
            Misconfigured: no service can run, or the broker does not come back.
        """
        if self.supervisor.tick(clock.monotonic()):
            self.places = located(self.places, self.supervisor)
            runfile.write(self.places)
        if self.supervisor.all_given_up:
            said = self.supervisor.runners[0].last_words.removeprefix("pactwire: ")
            raise Misconfigured(f"no service can run: {said}")

    def rest(self) -> None:
        """Wait a moment, then keep it up."""
        time.sleep(TICK)
        self.tick()

    def status(self) -> Status:
        """How it is now."""
        broker, views = self.supervisor.broker, self.prober.views()
        return Status(
            broker=broker.kind,
            address=broker.address,
            broker_pid=broker.pid,
            services=tuple(
                service_status(runner, views[runner.service.name])
                for runner in self.supervisor.runners
            ),
            flow=self.prober.flow,
            seconds=clock.monotonic() - self.began,
        )


def serve(wish: Wish, display: Display, done: Callable[[Status], bool]) -> None:
    """Bring everything up and keep it so until `done`, or an exception such as Ctrl-C.

    Raises:
        Misconfigured: the state folder is in use, a port is taken, or there is no broker.
    """
    with running(wish, display.tell) as system:
        while not done(status := system.status()):
            display.show(status, system.places)
            system.rest()


@contextmanager
def running(wish: Wish, tell: Callable[[Event], None]) -> Iterator[System]:
    """A system that is up inside the block and gone after it, whatever happens."""
    began = clock.monotonic()
    with runfile.lock_state_folder(wish.state) as state, PortClaims() as ports:
        supervisor = prepare(wish, state, ports, tell)
        prober = Prober([runner.service for runner in supervisor.runners])
        try:
            supervisor.begin(clock.monotonic())
            places = located(first_places(wish, state, supervisor), supervisor)
            runfile.write(places)
            prober.start()
            yield System(supervisor, prober, places, began)
        finally:
            prober.halt()
            supervisor.stop()


def prepare(
    wish: Wish, state: Path, ports: PortClaims, tell: Callable[[Event], None]
) -> Supervisor:
    """Check the ports, start the broker, make the topics."""
    at = plan.ports(wish.settings, ports.claim)
    broker_port = ports.claim(9092, frozenset(at.values()))  # Kafka's usual port, or a free one
    broker = brokers.start(wish.broker, state, wish.settings.broker, broker_port)
    where = f"broker {broker.kind} at {broker.address}"
    tell(Event("broker", broker.kind, where, {"address": broker.address, "pid": broker.pid}))
    try:
        made = ensure_topics(broker)
        services = plan.services(wish.settings, state, broker, at)
    except BaseException:
        broker.stop()
        raise
    tell(Event("topics", broker.kind, f"{made} topics made", {"created": made}))

    def restart(old: Broker) -> Broker:
        port = int(old.address.rpartition(":")[2])
        again = brokers.start(wish.broker, state, wish.settings.broker, port)
        ensure_topics(again)
        return again

    return Supervisor(broker, restart, services, starter(state, wish.environment), tell)


def ensure_topics(broker: Broker) -> int:
    """Make missing topics, waiting for a broker that isn't ready yet; gives how many."""
    deadline = clock.monotonic() + TOPICS_PATIENCE
    while True:
        try:
            return len(topics.ensure_topics(broker.settings).created)
        except Retryable:
            if clock.monotonic() > deadline:
                raise
            time.sleep(TICK)


def starter(state: Path, more: Mapping[str, str]) -> Callable[[Service], ChildProcess]:
    """What starts a service's process, with its log in the state folder."""

    def start(service: Service) -> ChildProcess:
        command = [sys.executable, "-m", "pactwire", service.name]
        log = state / "logs" / f"{service.name}.log"
        return child_process.spawn(
            service.name, command, log, child_environment({**service.environment, **more})
        )

    return start


def first_places(wish: Wish, state: Path, supervisor: Supervisor) -> RunInfo:
    """Addresses for other commands; a store URL with a password stays out of the file."""
    store = plan.store_url(wish.settings, state)
    broker = supervisor.broker
    place = BrokerInfo(kind=broker.kind, pid=broker.pid, **client_settings(broker))
    api = next(r.service.url for r in supervisor.runners if r.service.name == "ingest")
    return RunInfo(
        pid=os.getpid(), state=state, broker=place, api=api, services={},
        store=None if "@" in store else store,
    )  # fmt: skip


def client_settings(broker: Broker) -> dict[str, str | float | bool]:
    """How clients should speak to this broker."""
    names = {"bootstrap", "fetch_wait", "session_timeout", "idempotent"}
    return broker.settings.model_dump(include=names)


def located(places: RunInfo, supervisor: Supervisor) -> RunInfo:
    """The addresses with the processes of this moment."""
    services = {
        r.service.name: ServiceInfo(pid=r.pid, url=r.service.url) for r in supervisor.runners
    }
    broker = places.broker.model_copy(update={"pid": supervisor.broker.pid})
    return places.model_copy(update={"services": services, "broker": broker})


def service_status(runner: Runner, view: View) -> ServiceStatus:
    """A service's process and answers in one."""
    state: State = view.state
    why = view.why
    if runner.is_given_up:
        state, why = "down", runner.last_words
    elif runner.pid is None:
        state, why = "restarting", runner.last_words
    service = runner.service
    return ServiceStatus(service.name, state, why, service.url, runner.pid, runner.restarted)
