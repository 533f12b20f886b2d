"""`pactwire doctor`: what is wrong with this machine or configuration, and what to do about it."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pactwire.cli.context import beside
from pactwire.edges.kafka import topics
from pactwire.edges.local import diagnostics, runfile
from pactwire.edges.local.brokers import external
from pactwire.edges.local.diagnostics import CheckResult
from pactwire.edges.local.runfile import RunInfo
from pactwire.edges.reference import load_reference
from pactwire.errors import Misconfigured, PactwireError
from pactwire.settings import Settings, config_file, load
from pactwire.up import plan

WRONG = 1
SIGNS = {"ok": ("✓", "green"), "note": ("·", "yellow"), "wrong": ("✕", "bold red")}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def doctor(as_json: bool) -> None:
    """Say what is wrong here and what to do; exit 1 when something is wrong."""
    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            show(finding)
    wrong = [finding for finding in findings if finding.state == "wrong"]
    if as_json:
        told = {"ok": not wrong, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif wrong:
        click.echo(f"{len(wrong)} wrong")
    else:
        click.echo("nothing is wrong")
    sys.exit(WRONG if wrong else 0)


def examine() -> Iterator[CheckResult]:
    """Everything, from the machine up to what runs on it."""
    yield from (diagnostics.check_python(), diagnostics.check_packages(), diagnostics.check_clock())
    yield guarded("reference data", compiled, "run `make seeds`")
    yield from (
        diagnostics.check_embedded_broker(),
        diagnostics.check_java(),
        diagnostics.check_docker(),
    )
    try:
        settings = load()
    except Misconfigured as error:
        yield CheckResult("settings", "wrong", str(error), "mend it; `pactwire config` shows all")
        return
    source = config_file()
    yield CheckResult("settings", "ok", f"from {source}" if source.is_file() else "no file, fine")
    running = runfile.read(settings.state)
    yield from surroundings(settings, running)


def surroundings(settings: Settings, running: RunInfo | None) -> Iterator[CheckResult]:
    """What the settings point at."""
    yield diagnostics.check_disk(settings.state)
    if running:
        settings = beside(settings, running)
        yield CheckResult("up", "ok", f"runs here as pid {running.pid}")
        yield from services(running)
    else:
        yield CheckResult("up", "note", "not running here", "`pactwire up` starts everything")
        yield from diagnostics.check_ports(
            {name: plan.get_configured_port(settings, name) for name in plan.SERVICES}
        )
    yield guarded("store", lambda: store(settings), "check store.url, its folder and its rights")
    yield from watches(settings.alert.watches)
    if running or "bootstrap" in settings.broker.model_fields_set:
        yield from broker(settings)


def guarded(name: str, look: Callable[[], str], todo: str) -> CheckResult:
    """A look that raises when something is wrong."""
    try:
        return CheckResult(name, "ok", look())
    except (PactwireError, OSError) as error:
        return CheckResult(name, "wrong", str(error), todo)


def compiled() -> str:
    """The version of the compiled reference data."""
    return f"version {load_reference().version}"


def store(settings: Settings) -> str:
    """Whether the store takes writes; a SQLite file that isn't there yet is not made."""
    from pactwire.edges.store import engine

    url = settings.store.url.get_secret_value()
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not file.exists():
        return diagnostics.describe_creatable(file)
    opened = engine.open_store(url)
    try:
        why_not = engine.check_writable(opened)
    finally:
        opened.dispose()
    if why_not:
        raise Misconfigured(why_not)
    return f"{opened.url.render_as_string(hide_password=True)} takes writes"


def watches(folder: Path | None) -> Iterable[CheckResult]:
    """The folder of watch files, if one is set."""
    if folder and not folder.is_dir():
        yield CheckResult(
            "watches", "wrong", f"{folder} is no folder", "make it, or mend alert.watches"
        )


def services(running: RunInfo) -> Iterator[CheckResult]:
    """Each service's own word."""
    from pactwire.edges.http import health_client

    for name, place in running.services.items():
        answer = health_client.get_probe(f"{place.url}/ready")
        if answer.status == 200:
            yield CheckResult(name, "ok", f"ready at {place.url}")
        else:
            why = health_client.find_unready_reason(answer) or (
                "no answer" if not answer.status else "not ready"
            )
            todo = f"see {running.state}/logs/{name}.log"
            yield CheckResult(name, "wrong", f"{why} at {place.url}", todo)


def broker(settings: Settings) -> Iterator[CheckResult]:
    """The broker that is set or runs, and its topics."""
    at = settings.broker.bootstrap
    finding = guarded("broker", lambda: answering(settings), "start it, or mend broker.bootstrap")
    yield finding
    if finding.state == "wrong":
        return
    try:
        differences = topics.find_differences(settings.broker)
    except PactwireError as error:
        yield CheckResult(
            "topics", "wrong", str(error), "check broker.security, username, password"
        )
        return
    if not differences:
        yield CheckResult("topics", "ok", f"all there on {at}")
    missing = [row.topic for row in differences if row.reason == "missing"]
    if missing:
        yield CheckResult("topics", "wrong", f"{len(missing)} missing", "`pactwire topics create`")
    for row in differences:
        if row.reason != "missing":
            what = f"{row.topic}: {row.reason} is {row.found}, declared is {row.declared}"
            yield CheckResult("topics", "note", what, "alter the topic, or live with it")


def answering(settings: Settings) -> str:
    """Knock at the broker."""
    external.connect(settings.broker)
    return f"answers at {settings.broker.bootstrap}"


def show(finding: CheckResult) -> None:
    """A line, and under it what to do."""
    sign, style = SIGNS[finding.state]
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(width=16, no_wrap=True)
    table.add_column()
    table.add_row(Text(sign, style=style), finding.name, Text(finding.what))
    if finding.todo and finding.state != "ok":
        table.add_row("", "", Text(f"→ {finding.todo}", style=style))
    Console(soft_wrap=False).print(table)
