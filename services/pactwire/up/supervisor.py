"""Broker and services of one machine: started in order, kept up, stopped in order.

Call it from the main thread; it never sleeps, its caller does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pactwire.edges import clock
from pactwire.edges.local.brokers import Broker
from pactwire.up.plan import Service
from pactwire.up.runner import Ended, Runner, Start

SERVICES_TIMEOUT = 5.0
BROKER_PATIENCE = 3.0
"""Together below the ten seconds in which all must be gone."""
HASTE = 1.0
"""For services whose broker is gone: they could save nothing."""


@dataclass(frozen=True)
class Event:
    """Something to tell: what happened, to whom, and a sentence."""

    event: str
    subject: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


Tell = Callable[[Event], None]


class Supervisor:
    """Keeps a broker and its services up."""

    def __init__(
        self,
        broker: Broker,
        restart_broker: Callable[[Broker], Broker],
        services: Sequence[Service],
        start: Start,
        tell: Tell,
    ) -> None:
        """Take a running broker and the services that should run; starts nothing yet."""
        self.broker = broker
        self.runners = [Runner(service, start) for service in services]
        self._restart_broker = restart_broker
        self._tell = tell

    def begin(self, now: float) -> None:
        """Start every service."""
        for runner in self.runners:
            runner.begin(now)

    def tick(self, now: float) -> bool:
        """Notice what ended and start what is due; True when processes changed.

        Raises:
            Misconfigured: the broker ended and does not come up again.
        """
        if self.broker.exit_code is not None:
            self.replace_broker(now)
            return True
        pids = [runner.pid for runner in self.runners]
        for runner in self.runners:
            ended = runner.tick(now)
            if ended:
                self._tell(told(ended))
        return pids != [runner.pid for runner in self.runners]

    def replace_broker(self, now: float) -> None:
        """Start the broker again, and the services with it when it forgot everything."""
        forgets = self.broker.kind == "embedded"
        lost = "; it keeps nothing, so what was under way is lost" if forgets else ""
        self._tell(Event("broker", self.broker.kind, f"broker ended, starting it again{lost}"))
        if forgets:
            self.stop_services(HASTE)
        self.broker = self._restart_broker(self.broker)
        self._tell(Event("broker", self.broker.kind, f"broker up at {self.broker.address}"))
        if forgets:
            self.begin(now)

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
        self.broker.stop(BROKER_PATIENCE)


def told(ended: Ended) -> Event:
    """An end as an event."""
    verdict = ended.verdict
    how = f"signal {-ended.exit_code}" if ended.exit_code < 0 else f"code {ended.exit_code}"
    then = f"again in {verdict.after:g} s" if verdict.after is not None else "left down"
    text = f"{ended.service} {verdict.reason} ({how}), {then}"
    data = {
        "code": ended.exit_code,
        "reason": verdict.reason,
        "restart_in": verdict.after,
        "log": ended.log,
        "last_words": ended.last_words,
    }
    return Event("exit", ended.service, text, data)
