"""One service's process: started, watched, started again; knows nothing of the others."""

from collections.abc import Callable
from dataclasses import dataclass

from pactwire.edges.local.child_process import ChildProcess
from pactwire.up import restarts
from pactwire.up.plan import Service

Start = Callable[[Service], ChildProcess]


@dataclass(frozen=True)
class Ended:
    """A service's process came to its end by itself."""

    service: str
    verdict: restarts.Verdict
    exit_code: int
    last_words: str
    log: str


@dataclass
class Runner:
    """Keeps one service running. `start` makes its process; times are monotonic seconds."""

    service: Service
    start: Start
    child: ChildProcess | None = None
    since: float = 0.0
    again_at: float | None = None
    failures: int = 0
    restarted: int = 0
    last_words: str = ""

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return self.child.pid if self.child and self.child.exit_code is None else None

    @property
    def is_given_up(self) -> bool:
        """True when the service will not start again: its configuration is wrong."""
        return self.child is None and self.again_at is None

    def begin(self, now: float) -> None:
        """Start the process."""
        self.child, self.since, self.again_at = self.start(self.service), now, None

    def tick(self, now: float) -> Ended | None:
        """Notice an end, or start again when the wait is over."""
        if self.again_at is not None and now >= self.again_at:
            self.restarted += 1
            self.begin(now)
        if self.child is None or self.child.exit_code is None:
            return None
        return self.note_end(self.child, now)

    def note_end(self, child: ChildProcess, now: float) -> Ended:
        """Judge an ended process and plan the next."""
        code = child.exit_code or 0
        verdict = restarts.judge(code, now - self.since, self.failures)
        self.failures, self.child = verdict.failures, None
        self.last_words = child.read_last_error()
        self.again_at = None if verdict.after is None else now + verdict.after
        return Ended(self.service.name, verdict, code, self.last_words, str(child.log))
