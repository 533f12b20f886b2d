"""Runs broker, topics and services on this machine, and the loop that supervises and shows them."""

import os
import re
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
from pactwire.setting_sources import child_environment
from pactwire.settings import Settings
from pactwire.up import plan
from pactwire.up.in_force import list_settings_in_force
from pactwire.up.plan import Service
from pactwire.up.prober import Prober, ProbeResult, ServiceState, ServiceStatus, Status
from pactwire.up.runner import Runner
from pactwire.up.supervisor import EventHandler, Supervisor, SupervisorEvent

TICK_SECONDS = 0.2
TOPICS_TIMEOUT = 20.0
HOLDS_PASSWORD = re.compile(r"@|pass(word|file)?=", re.IGNORECASE)
"""What the URL of a store looks like when it may hold a password."""
KAFKA_PORT = 9092
ALLOCATOR = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072"}
"""For the C library: two heaps a process, and large pieces go back to the system once freed."""


class StatusDisplay(Protocol):
    """Shows events and status."""

    def show_event(self, event: SupervisorEvent) -> None:
        """Show that something happened."""

    def show_status(self, status: Status, run_info: RunInfo) -> None:
        """Show the status; called several times a second."""


@dataclass(frozen=True)
class UpOptions:
    """What to bring up, and where."""

    settings: Settings
    state: Path
    broker: str
    environment: Mapping[str, str] = field(default_factory=dict)
    """Further variables for every service."""
    broker_port: int | None = None
    """The port of a broker that is started here; 9092 or a free one when left out."""


@dataclass
class RunningSystem:
    """A system that is up, with its addresses and the moment it began (monotonic seconds)."""

    supervisor: Supervisor
    prober: Prober
    run_info: RunInfo
    began: float

    def tick(self) -> None:
        """Restart what ended.

        Raises:
            Misconfigured: no service can run, or the broker does not come back.
        """
        if self.supervisor.tick(clock.monotonic()):
            self.run_info = update_run_info(self.run_info, self.supervisor)
            runfile.write(self.run_info)
        if self.supervisor.all_given_up:
            reason = self.supervisor.runners[0].last_error.removeprefix("pactwire: ")
            raise Misconfigured(f"no service can run: {reason}")

    def wait_and_tick(self) -> None:
        """Wait a moment, then restart what ended."""
        time.sleep(TICK_SECONDS)
        self.tick()

    def get_status(self) -> Status:
        """The status at this moment."""
        broker, probes = self.supervisor.broker, self.prober.results()
        return Status(
            broker=broker.kind,
            address=broker.address,
            broker_pid=broker.pid,
            services=tuple(
                build_service_status(runner, probes[runner.service.name])
                for runner in self.supervisor.runners
            ),
            flow=self.prober.flow,
            seconds=clock.monotonic() - self.began,
        )


def serve(options: UpOptions, display: StatusDisplay, done: Callable[[Status], bool]) -> None:
    """Bring everything up and supervise it until `done`, or an exception such as Ctrl-C.

    Raises:
        Misconfigured: the state folder is in use, a port is taken, or there is no broker.
    """
    with run_system(options, display.show_event) as system:
        while not done(status := system.get_status()):
            display.show_status(status, system.run_info)
            system.wait_and_tick()


@contextmanager
def run_system(options: UpOptions, on_event: EventHandler) -> Iterator[RunningSystem]:
    """A system that is up inside the block and gone after it, whatever happens."""
    began = clock.monotonic()
    with runfile.lock_state_folder(options.state) as state, PortClaims() as ports:
        supervisor = prepare_supervisor(options, state, ports, on_event)
        prober = Prober([runner.service for runner in supervisor.runners])
        try:
            supervisor.start_services(clock.monotonic())
            run_info = update_run_info(build_run_info(options, state, supervisor), supervisor)
            runfile.write(run_info)
            prober.start()
            yield RunningSystem(supervisor, prober, run_info, began)
        finally:
            prober.stop()
            supervisor.stop()


def prepare_supervisor(
    options: UpOptions, state: Path, ports: PortClaims, on_event: EventHandler
) -> Supervisor:
    """Check the ports, start the broker, make the topics."""
    service_ports = plan.choose_ports(options.settings, ports.claim)
    broker_port = claim_broker_port(options.broker_port, ports, service_ports)
    broker = brokers.start(options.broker, state, options.settings.broker, broker_port)
    where = f"broker {broker.kind} at {broker.address}"
    on_event(
        SupervisorEvent(
            "broker", broker.kind, where, {"address": broker.address, "pid": broker.pid}
        )
    )
    try:
        created = ensure_topics(broker)
        services = plan.plan_services(options.settings, state, broker, service_ports)
    except BaseException:
        broker.stop()
        raise
    on_event(SupervisorEvent("topics", broker.kind, f"{created} topics made", {"created": created}))

    def restart(old: Broker) -> Broker:
        port = int(old.address.rpartition(":")[2])
        restarted = brokers.start(options.broker, state, options.settings.broker, port)
        ensure_topics(restarted)
        return restarted

    return Supervisor(
        broker, restart, services, make_service_starter(state, options.environment), on_event
    )


def claim_broker_port(
    wanted: int | None, ports: PortClaims, service_ports: Mapping[str, int]
) -> int:
    """The port that was asked for, else Kafka's usual one, else a free one.

    Raises:
        Misconfigured: the one that was asked for is taken.
    """
    port = ports.claim(wanted or KAFKA_PORT, frozenset(service_ports.values()))
    if wanted and port != wanted:
        raise Misconfigured(f"--broker-port: port {wanted} is taken; free it or take another")
    return port


def ensure_topics(broker: Broker) -> int:
    """Make missing topics, waiting for a broker that isn't ready yet; gives how many."""
    deadline = clock.monotonic() + TOPICS_TIMEOUT
    while True:
        try:
            return len(topics.ensure_topics(broker.settings).created)
        except Retryable:
            if clock.monotonic() > deadline:
                raise
            time.sleep(TICK_SECONDS)


def make_service_starter(
    state: Path, environment: Mapping[str, str]
) -> Callable[[Service], ChildProcess]:
    """A function that starts a service's process, with its log in the state folder."""

    def start(service: Service) -> ChildProcess:
        command = [sys.executable, "-m", "pactwire", service.name]
        log = state / "logs" / f"{service.name}.log"
        variables = {**ALLOCATOR, **service.environment, **environment}
        return child_process.spawn(service.name, command, log, child_environment(variables))

    return start


def build_run_info(options: UpOptions, state: Path, supervisor: Supervisor) -> RunInfo:
    """Addresses for other commands; a store URL with a password stays out of the file."""
    store = plan.find_store_url(options.settings, state)
    environment = dict(options.environment)
    for runner in supervisor.runners:
        environment |= runner.service.environment
    broker = supervisor.broker
    broker_info = BrokerInfo(kind=broker.kind, pid=broker.pid, **dump_client_settings(broker))
    api = next(r.service.url for r in supervisor.runners if r.service.name == "ingest")
    return RunInfo(
        pid=os.getpid(), state=state, broker=broker_info, api=api, services={},
        desk=find_desk(environment),
        store=None if HOLDS_PASSWORD.search(store) else store,
        settings=list_settings_in_force(environment),
    )  # fmt: skip


def find_desk(environment: Mapping[str, str]) -> str | None:
    """Where the desk answers, as its process is told."""
    host, port = (environment.get(f"PACTWIRE_DESK__{name}") for name in ("HOST", "PORT"))
    return plan.format_address(host, int(port)) if host is not None and port else None


def dump_client_settings(broker: Broker) -> dict[str, str | float | bool]:
    """The settings that clients need for this broker."""
    names = {"bootstrap", "fetch_wait", "session_timeout", "idempotent"}
    return broker.settings.model_dump(include=names)


def update_run_info(run_info: RunInfo, supervisor: Supervisor) -> RunInfo:
    """The addresses with the processes of this moment."""
    services = {
        r.service.name: update_service_info(run_info.services.get(r.service.name), r)
        for r in supervisor.runners
    }
    broker = run_info.broker.model_copy(update={"pid": supervisor.broker.pid})
    return run_info.model_copy(update={"services": services, "broker": broker})


def update_service_info(before: ServiceInfo | None, runner: Runner) -> ServiceInfo:
    """A service's process with when it was started."""
    if before and before.pid == runner.pid:
        return before
    return ServiceInfo(pid=runner.pid, url=runner.service.url, since=clock.now())


def build_service_status(runner: Runner, probe: ProbeResult) -> ServiceStatus:
    """Combine a service's process and probes."""
    state: ServiceState = probe.state
    why = probe.why
    if runner.is_given_up:
        state, why = "down", runner.last_error
    elif runner.pid is None:
        state, why = "restarting", runner.last_error
    service = runner.service
    return ServiceStatus(service.name, state, why, service.url, runner.pid, runner.restart_count)
