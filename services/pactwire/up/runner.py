"""One service's process: started, watched, started again; knows nothing of the others."""

from collections.abc import Callable
from dataclasses import dataclass

from pactwire.edges.local.child_process import ChildProcess
from pactwire.up.plan import Service
from pactwire.up.restarts import STEADY, RestartDecision, decide_restart

ServiceStarter = Callable[[Service], ChildProcess]


@dataclass(frozen=True)
class ServiceExit:
    """How a service's process ended, and what was decided about its restart."""

    service: str
    decision: RestartDecision
    exit_code: int
    last_error: str
    log: str


@dataclass
class Runner:
    """Keeps one service running. `start` makes its process; times are monotonic seconds."""

    service: Service
    start: ServiceStarter
    child: ChildProcess | None = None
    started_at: float = 0.0
    restart_at: float | None = None
    failures: int = 0
    restart_count: int = 0
    last_error: str = ""
    has_run: bool = False
    """Whether a process of it ran steadily."""

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return self.child.pid if self.child and self.child.exit_code is None else None

    @property
    def is_given_up(self) -> bool:
        """True when the service will not start again: its configuration is wrong."""
        return self.child is None and self.restart_at is None

    def launch(self, now: float) -> None:
        """Start the process."""
        self.child, self.started_at, self.restart_at = self.start(self.service), now, None

    def tick(self, now: float) -> ServiceExit | None:
        """Notice an end, or start again when the wait is over."""
        if self.restart_at is not None and now >= self.restart_at:
            self.restart_count += 1
            self.launch(now)
        if self.child is None or self.child.exit_code is None:
            return None
        return self.handle_exit(self.child, now)

    def handle_exit(self, child: ChildProcess, now: float) -> ServiceExit:
        """Judge an ended process and plan the next."""
        code = child.exit_code or 0
        ran_for = now - self.started_at
        self.has_run = self.has_run or ran_for >= STEADY
        decision = decide_restart(code, ran_for, self.failures, has_run=self.has_run)
        self.failures, self.child = decision.failures, None
        self.last_error = child.read_last_error()
        self.restart_at = None if decision.after is None else now + decision.after
        return ServiceExit(self.service.name, decision, code, self.last_error, str(child.log))
