"""Shows a running system: live on a terminal, plain lines in a log, JSON lines for programs."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pactwire.edges import clock
from pactwire.edges.local.runfile import RunInfo
from pactwire.up.flow import PipelineTotals
from pactwire.up.prober import ServiceStatus, Status
from pactwire.up.supervisor import SupervisorEvent

STATE_STYLES = {
    "ready": ("●", "green"),
    "starting": ("◌", "yellow"),
    "not ready": ("◐", "yellow"),
    "restarting": ("↻", "red"),
    "down": ("✕", "bold red"),
}
MAX_EVENTS = 5
BROKER_REMARKS = {
    "embedded": "in memory: ends with it",
    "kafka": "Apache Kafka, durable",
    "external": "yours, left alone",
}


def list_next_commands(run_info: RunInfo) -> list[tuple[str, str]]:
    """What to try in another terminal, and what it shows."""
    before = (
        ""
        if run_info.state == Path(".pactwire").resolve()
        else f"PACTWIRE_STATE={format_state_folder(run_info)} "
    )
    return [
        (f"{before}pactwire listen", "alerts as they come"),
        (f"{before}pactwire send seeds/articles/*.json", "articles in"),
        (f"{before}pactwire watch list", "who is told of what"),
        (f"{before}pactwire endpoint add desk https://...", "a signed webhook for alerts"),
        (f"{before}pactwire key create --owner you --scope admin", f"for {run_info.desk}/docs"),
        (f"{before}pactwire doctor", "what is wrong, if something is"),
    ]


def format_state_folder(run_info: RunInfo) -> str:
    """The state folder, as short as can be typed here."""
    try:
        return (
            os.path.relpath(run_info.state)
            if run_info.state.is_relative_to(Path.cwd())
            else str(run_info.state)
        )
    except OSError:
        return str(run_info.state)


@dataclass
class JsonDisplay:
    """One JSON object a line, for programs: every event, and the status whenever it changed."""

    console: Console
    last_written: tuple[Any, ...] = ()

    def show_event(self, event: SupervisorEvent) -> None:
        """Write an event."""
        self.write_json(
            {"event": event.event, "subject": event.subject, "text": event.text, **event.data}
        )

    def show_status(self, status: Status, run_info: RunInfo) -> None:
        """Write the status if it isn't what was written last."""
        now = (status.broker_pid, status.services, status.flow)
        if now == self.last_written:
            return
        self.last_written = now
        values = asdict(status) | {"ready": status.all_ready, "api": run_info.api}
        values["desk"] = run_info.desk
        values["rooms"] = values["services"]  # what readers of 0.1 look for
        self.write_json({"event": "status", "state": str(run_info.state), **values})

    def write_json(self, row: dict[str, Any]) -> None:
        """One line, at once."""
        self.console.file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.console.file.flush()


@dataclass
class PlainDisplay:
    """A line for each event, and for each change of a service's state or of the totals."""

    console: Console
    states: dict[str, str] = field(default_factory=dict)
    flow: PipelineTotals = field(default_factory=PipelineTotals)
    was_ready: bool = False

    def show_event(self, event: SupervisorEvent) -> None:
        """Write an event, with the last log line of a process that ended."""
        self.write_line(event.text)
        words = event.data.get("last_words")
        if words:
            self.write_line(f"  it said: {words}")

    def show_status(self, status: Status, run_info: RunInfo) -> None:
        """Write what changed."""
        for service in status.services:
            self.show_service(service)
        if status.flow != self.flow:
            self.flow = status.flow
            self.write_line(format_totals(status.flow).plain)
        if status.all_ready and not self.was_ready:
            self.was_ready = True
            self.write_line(
                f"all ready after {status.seconds:.1f} s; send articles to {run_info.api}"
            )
            for command, what in list_next_commands(run_info):
                self.write_line(f"  {command:<40} {what}")

    def show_service(self, service: ServiceStatus) -> None:
        """Write a service's state when it is another; that it ended is an event."""
        if self.states.get(service.name) == service.state:
            return
        self.states[service.name] = service.state
        if service.state in {"starting", "ready", "not ready"}:
            why = f" ({service.why})" if service.why else ""
            self.write_line(f"{service.name} {service.state} at {service.url}{why}")

    def write_line(self, text: str) -> None:
        """One line with the time."""
        self.console.print(
            f"{clock.now():%H:%M:%S} {text}", markup=False, highlight=False, soft_wrap=True
        )


class TerminalDisplay:
    """A panel that stays in place, with the last events under it."""

    def __init__(self, console: Console) -> None:
        """Draw on this console; use it as a context."""
        self._events: list[str] = []
        self._live = Live(console=console, refresh_per_second=4, transient=False)

    def __enter__(self) -> "TerminalDisplay":
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop drawing; the last panel stays."""
        self._live.stop()

    def show_event(self, event: SupervisorEvent) -> None:
        """Keep the event among the last few; write the last one under the panel."""
        if event.event == "stopped":
            self._live.stop()
            self._live.console.print(event.text)
        self._events = [*self._events, f"{clock.now():%H:%M:%S} {event.text}"][-MAX_EVENTS:]

    def show_status(self, status: Status, run_info: RunInfo) -> None:
        """Draw."""
        self._live.update(build_panel(status, run_info, self._events))


def build_panel(status: Status, run_info: RunInfo, events: list[str]) -> RenderableType:
    """The whole panel."""
    parts: list[RenderableType] = [
        build_process_table(status),
        Text(),
        format_totals(status.flow),
        Text(),
    ]
    if status.all_ready:
        parts += [
            Text("Try next, in another terminal", style="bold"),
            build_command_table(run_info),
            Text(),
        ]
    parts += [Text(event, style="dim", overflow="ellipsis", no_wrap=True) for event in events]
    parts.append(
        Text(f"logs in {format_state_folder(run_info)}/logs · Ctrl-C stops everything", style="dim")
    )
    return Panel(Group(*parts), title="pactwire", title_align="left", border_style="cyan")


def build_process_table(status: Status) -> Table:
    """Broker and services: state, address, process."""
    table = Table.grid(padding=(0, 2))
    for _ in range(5):
        table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    table.add_row(
        Text("●", style="green"), "broker", status.broker, status.address,
        format_pid(status.broker_pid), Text(BROKER_REMARKS.get(status.broker, ""), style="dim"),
    )  # fmt: skip
    for service in status.services:
        sign, style = STATE_STYLES[service.state]
        table.add_row(
            Text(sign, style=style), service.name, Text(service.state, style=style), service.url,
            format_pid(service.pid),
            Text(format_remark(service), style="dim", overflow="ellipsis", no_wrap=True),
        )  # fmt: skip
    return table


def format_pid(pid: int | None) -> Text:
    """A process id, dimmed."""
    return Text(f"pid {pid}" if pid else "", style="dim")


def format_remark(service: ServiceStatus) -> str:
    """Restarts and reasons, where there are any."""
    again = f"restarted {service.restarts}x" if service.restarts else ""
    return " · ".join(part for part in (again, service.why) if part)


def format_totals(flow: PipelineTotals) -> Text:
    """The totals, in the pipeline's order."""
    line = Text()
    for name in ("articles", "mentions", "claims", "alerts", "delivered"):
        line.append(f"{name} ").append(str(getattr(flow, name)), style="bold cyan")
        if name == "claims" and flow.known:
            line.append(f" ({flow.known} known already)", style="dim")
        line.append("  →  " if name != "delivered" else "", style="dim")
    if flow.dead:
        line.append(f"   dead letters {flow.dead}", style="red")
    if flow.article_to_alert is not None:
        line.append(f"   article to alert {flow.article_to_alert:.2f} s on average", style="dim")
    return line


def build_command_table(run_info: RunInfo) -> Table:
    """The next commands."""
    table = Table.grid(padding=(0, 3))
    for command, what in list_next_commands(run_info):
        table.add_row(Text(f"  {command}", style="bold green"), Text(what, style="dim"))
    return table
