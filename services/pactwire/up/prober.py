"""Probes the services in a thread of its own, so that one that hangs delays nobody."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pactwire import metrics
from pactwire.edges.http import health_client
from pactwire.up.flow import CounterTotals, PipelineTotals
from pactwire.up.plan import Service

PROBE_INTERVAL = 0.5

ServiceState = Literal["starting", "ready", "not ready", "restarting", "down"]


@dataclass(frozen=True)
class ProbeResult:
    """The state of a service by its probes; `why` when it is not ready."""

    state: ServiceState
    why: str = ""


@dataclass(frozen=True)
class ServiceStatus:
    """A service's process and probes together."""

    name: str
    state: ServiceState
    why: str
    url: str
    pid: int | None
    restarts: int


@dataclass(frozen=True)
class Status:
    """The whole system at one moment."""

    broker: str
    address: str
    broker_pid: int | None
    services: tuple[ServiceStatus, ...]
    flow: PipelineTotals
    seconds: float
    """Since the start."""

    @property
    def all_ready(self) -> bool:
        """True when every service is ready."""
        return all(service.state == "ready" for service in self.services)


class Prober(threading.Thread):
    """Probes every service in turn until it is stopped."""

    def __init__(self, services: Sequence[Service]) -> None:
        """Take the services; `start` begins to probe."""
        super().__init__(name="prober", daemon=True)
        self._services = tuple(services)
        self._totals = CounterTotals()
        self._results: dict[str, ProbeResult] = {
            service.name: ProbeResult("starting") for service in services
        }
        self._flow = PipelineTotals()
        self._stop_requested = threading.Event()

    def run(self) -> None:
        """Probe all, wait, probe again."""
        while not self._stop_requested.wait(PROBE_INTERVAL):
            for service in self._services:
                self._results[service.name] = self.probe_service(service)
            self._flow = self._totals.summarise()

    def probe_service(self, service: Service) -> ProbeResult:
        """One service's readiness; its metrics are added to the totals."""
        ready = health_client.get_probe(f"{service.url}/ready")
        if ready.status == 0:
            return ProbeResult("starting")
        exposition = health_client.get_probe(f"{service.url}/metrics")
        if exposition.status == 200:
            self.record_metrics(service.name, exposition.body)
        if ready.status == 200:
            return ProbeResult("ready")
        return ProbeResult("not ready", health_client.find_unready_reason(ready))

    def record_metrics(self, name: str, exposition: str) -> None:
        """Add the service's counters; what is no exposition is ignored."""
        try:
            self._totals.add_samples(name, metrics.parse_exposition(exposition))
        except ValueError:
            return

    def results(self) -> Mapping[str, ProbeResult]:
        """The newest result of each service."""
        return dict(self._results)

    @property
    def flow(self) -> PipelineTotals:
        """The totals so far."""
        return self._flow

    def stop(self) -> None:
        """Probe no more."""
        self._stop_requested.set()
