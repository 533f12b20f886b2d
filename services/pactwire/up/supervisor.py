"""Broker and services of one machine: started in order, kept up, stopped in order.

Call it from the main thread; it never sleeps, its caller does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pactwire.edges import clock
from pactwire.edges.local.brokers import Broker
from pactwire.up.plan import Service
from pactwire.up.runner import Runner, ServiceExit, ServiceStarter

SERVICES_TIMEOUT = 5.0
BROKER_TIMEOUT = 3.0
"""Together below the ten seconds in which all must be gone."""
LOST_BROKER_TIMEOUT = 1.0
"""For services whose broker is gone: they could save nothing."""


@dataclass(frozen=True)
class SupervisorEvent:
    """What happened, to which part, and a sentence for people; `data` is for programs."""

    event: str
    subject: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


EventHandler = Callable[[SupervisorEvent], None]


class Supervisor:
    """Keeps a broker and its services up."""

    def __init__(
        self,
        broker: Broker,
        restart_broker: Callable[[Broker], Broker],
        services: Sequence[Service],
        start: ServiceStarter,
        on_event: EventHandler,
    ) -> None:
        """Take a running broker and the services that should run; starts nothing yet."""
        self.broker = broker
        self.runners = [Runner(service, start) for service in services]
        self._restart_broker = restart_broker
        self._on_event = on_event

    def start_services(self, now: float) -> None:
        """Start every service."""
        for runner in self.runners:
            runner.launch(now)

    def tick(self, now: float) -> bool:
        """Notice what ended, start what is due, limit logs; True when processes changed.

        Raises:
            Misconfigured: the broker ended and does not come up again.
        """
        if self.broker.exit_code is not None:
            self.replace_broker(now)
            return True
        for child in (self.broker.child, *(runner.child for runner in self.runners)):
            if child:
                child.limit_log()
        pids = [runner.pid for runner in self.runners]
        for runner in self.runners:
            ended = runner.tick(now)
            if ended:
                self._on_event(describe_exit(ended))
        return pids != [runner.pid for runner in self.runners]

    def replace_broker(self, now: float) -> None:
        """Start the broker again, and the services with it when it forgot everything."""
        forgets = self.broker.kind == "embedded"
        lost = "; it keeps nothing, so what was under way is lost" if forgets else ""
        self._on_event(
            SupervisorEvent("broker", self.broker.kind, f"broker ended, starting it again{lost}")
        )
        if forgets:
            self.stop_services(LOST_BROKER_TIMEOUT)
        self.broker = self._restart_broker(self.broker)
        self._on_event(
            SupervisorEvent("broker", self.broker.kind, f"broker up at {self.broker.address}")
        )
        if forgets:
            self.start_services(now)

    @property
    def all_given_up(self) -> bool:
        """True when no service runs or will run."""
        return all(runner.is_given_up for runner in self.runners)

    def stop_services(self, timeout: float = SERVICES_TIMEOUT) -> None:
        """Ask all services to stop at once, then wait for each; the slow are killed."""
        children = [runner.child for runner in self.runners if runner.child]
        for child in children:
            child.terminate()
        deadline = clock.monotonic() + timeout
        for child in children:
            child.stop(max(0.0, deadline - clock.monotonic()))
        for runner in self.runners:
            runner.child = None

    def stop(self) -> None:
        """Stop services, then the broker, within ten seconds."""
        self.stop_services()
        self.broker.stop(BROKER_TIMEOUT)


def describe_exit(ended: ServiceExit) -> SupervisorEvent:
    """The event of a process that ended."""
    decision = ended.decision
    how = f"signal {-ended.exit_code}" if ended.exit_code < 0 else f"code {ended.exit_code}"
    then = f"again in {decision.after:g} s" if decision.after is not None else "left down"
    text = f"{ended.service} {decision.reason} ({how}), {then}"
    data = {
        "code": ended.exit_code,
        "reason": decision.reason,
        "restart_in": decision.after,
        "log": ended.log,
        "last_words": ended.last_error,
    }
    return SupervisorEvent("exit", ended.service, text, data)
