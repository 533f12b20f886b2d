"""A broker that runs, and how to know that it answers. Knows nothing about kinds of brokers."""

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pactwire.edges.broker_ping import is_kafka_at
from pactwire.edges.local.child_process import ChildProcess
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

BrokerKind = Literal["embedded", "kafka", "external"]

POLL = 0.05
REPORT_INTERVAL = 5.0
"""Seconds between two lines about a broker that is still starting."""
LOG_LINES = 60
MAX_COMPLAINT = 300
COMPLAINT = re.compile(
    r"\b(ERROR|FATAL)\b|Exception|Error\b|[Cc]annot|No space left|Address already"
)


@dataclass(frozen=True)
class Broker:
    """A broker with its settings for clients; `child` is None when it isn't ours to stop."""

    kind: BrokerKind
    settings: BrokerSettings
    child: ChildProcess | None = None

    @property
    def address(self) -> str:
        """`host:port`, several with commas."""
        return self.settings.bootstrap

    @property
    def pid(self) -> int | None:
        """Process id of a broker we started."""
        return self.child.pid if self.child else None

    @property
    def exit_code(self) -> int | None:
        """None while it runs or when it isn't ours."""
        return self.child.exit_code if self.child else None

    def stop(self, timeout: float = 5.0) -> None:
        """End the broker if it is ours; a second call does nothing."""
        if self.child:
            self.child.stop(timeout)


def wait_until_answering(child: ChildProcess, address: str, seconds: float) -> None:
    """Wait for the first answer of a broker just started; stops it when none comes.

    A wait of some seconds is said on standard error, again and again.

    Raises:
        Misconfigured: it ended or stayed silent; the message says what its log says is wrong.
    """
    began = time.monotonic()
    reported = began
    while child.exit_code is None and (now := time.monotonic()) < began + seconds:
        if is_kafka_at(address):
            return
        if now - reported >= REPORT_INTERVAL:
            reported = now
            report_wait(child, now - began, seconds)
        time.sleep(POLL)
    ended = child.exit_code
    child.stop(1)
    what = f"ended with code {ended}" if ended is not None else f"was silent for {seconds:.0f} s"
    raise Misconfigured(f"the {child.name} {what}: {find_complaint(child)}; see {child.log}")


def report_wait(child: ChildProcess, waited: float, longest: float) -> None:
    """Say that a broker is still starting, and what it did last."""
    last = child.read_log_tail()[:MAX_COMPLAINT] or "its log is empty"
    print(  # noqa: T201  progress for the person who waits
        f"the {child.name} is starting, {waited:.0f} of at most {longest:.0f} s: {last}",
        file=sys.stderr,
    )


def find_complaint(child: ChildProcess) -> str:
    """The last line of a broker's log that complains, or its last line."""
    lines = [line.strip() for line in child.read_log_tail(LOG_LINES).splitlines() if line.strip()]
    complaints = [line for line in lines if COMPLAINT.search(line)]
    return (complaints or lines or ["it has written nothing"])[-1][:MAX_COMPLAINT]


def local_client_settings(host: str, port: int, base: BrokerSettings) -> BrokerSettings:
    """Settings for a broker of this machine: plain text, one copy of each partition."""
    return base.model_copy(
        update={"bootstrap": f"{host}:{port}", "security": "PLAINTEXT", "replication": 1}
    )


def broker_log(state: Path) -> Path:
    """Where a broker's output goes."""
    return state / "logs" / "broker.log"
