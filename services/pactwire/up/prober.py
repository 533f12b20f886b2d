"""Asks the services how they do, in a thread of its own: one that hangs delays nobody."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pactwire import metrics
from pactwire.edges.http import health_client
from pactwire.up.flow import Flow, Meter
from pactwire.up.plan import Service

EVERY = 0.5

State = Literal["starting", "ready", "not ready", "restarting", "down"]


@dataclass(frozen=True)
class View:
    """How a service answers its probes."""

    state: State
    why: str = ""


@dataclass(frozen=True)
class ServiceStatus:
    """A service as a whole."""

    name: str
    state: State
    why: str
    url: str
    pid: int | None
    restarts: int


@dataclass(frozen=True)
class Status:
    """All there is to show."""

    broker: str
    address: str
    broker_pid: int | None
    services: tuple[ServiceStatus, ...]
    flow: Flow
    seconds: float
    """Since the start."""

    @property
    def all_ready(self) -> bool:
        """True when every service says so."""
        return all(service.state == "ready" for service in self.services)


class Prober(threading.Thread):
    """Asks every service in turn until it is told to stop."""

    def __init__(self, services: Sequence[Service]) -> None:
        """Take the services; `start` begins to ask."""
        super().__init__(name="prober", daemon=True)
        self._services = tuple(services)
        self._meter = Meter()
        self._views: dict[str, View] = {service.name: View("starting") for service in services}
        self._flow = Flow()
        self._halt = threading.Event()

    def run(self) -> None:
        """Ask, wait, ask again."""
        while not self._halt.wait(EVERY):
            for service in self._services:
                self._views[service.name] = self.ask(service)
            self._flow = self._meter.flow()

    def ask(self, service: Service) -> View:
        """One service's readiness; its metrics go to the meter."""
        ready = health_client.get_probe(f"{service.url}/ready")
        if ready.status == 0:
            return View("starting")
        exposition = health_client.get_probe(f"{service.url}/metrics")
        if exposition.status == 200:
            self.measure(service.name, exposition.body)
        if ready.status == 200:
            return View("ready")
        return View("not ready", health_client.find_unready_reason(ready))

    def measure(self, name: str, exposition: str) -> None:
        """Count what the service counted; something else on that port counts nothing."""
        try:
            self._meter.read(name, metrics.parse_exposition(exposition))
        except ValueError:
            return

    def views(self) -> Mapping[str, View]:
        """The last answers."""
        return dict(self._views)

    @property
    def flow(self) -> Flow:
        """What came through so far."""
        return self._flow

    def halt(self) -> None:
        """Ask no more."""
        self._halt.set()
