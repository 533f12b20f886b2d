"""`pactwire doctor`: what is wrong with this machine or configuration, and what to do about it."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from pactwire.cli.context import with_run_info
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.preflight import find_broker_mistakes
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.edges import clock
from pactwire.edges.kafka import topics
from pactwire.edges.local import diagnostics, runfile
from pactwire.edges.local.brokers import external
from pactwire.edges.local.diagnostics import CheckResult
from pactwire.edges.local.runfile import RunInfo, ServiceInfo
from pactwire.edges.reader import load_reader
from pactwire.errors import Misconfigured, PactwireError
from pactwire.setting_sources import config_file
from pactwire.settings import Settings, load
from pactwire.up import plan

EXIT_WRONG = 1
STARTING_TIME = timedelta(seconds=45)
"""How long a service may take until it is ready on a busy machine."""
ASK_AGAIN = "ask again in some seconds"
STATE_STYLES = {"ok": ("✓", "green"), "note": ("·", "yellow"), "wrong": ("✕", "bold red")}


@click.command(epilog=show_examples("pactwire doctor", "pactwire doctor --json"))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def doctor(*, as_json: bool) -> None:
    """Say what is wrong here and what to do; exit 1 when something is wrong."""
    results = []
    for result in run_checks():
        results.append(result)
        if not as_json:
            print_result(result)
    wrong = [result for result in results if result.state == "wrong"]
    if as_json:
        report = {"ok": not wrong, "findings": [asdict(result) for result in results]}
        echo(json.dumps(report, indent=2, ensure_ascii=False))
    elif wrong:
        click.echo(f"{len(wrong)} wrong")
    else:
        click.echo("nothing is wrong")
    sys.exit(EXIT_WRONG if wrong else 0)


def run_checks() -> Iterator[CheckResult]:
    """All checks, from the machine up to what runs on it."""
    yield from (diagnostics.check_python(), diagnostics.check_packages(), diagnostics.check_clock())
    yield check_reader()
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
    yield run_check("reference data", describe_reference, "mend the overlay, or run `make seeds`")
    running = runfile.read(settings.state)
    yield from check_environment(settings, running)


def check_environment(settings: Settings, running: RunInfo | None) -> Iterator[CheckResult]:
    """Checks of what the settings name: disk, ports, store, watches, broker."""
    yield diagnostics.check_disk(settings.state)
    if running:
        settings = with_run_info(settings, running)
        yield CheckResult("up", "ok", f"runs here as pid {running.pid}")
        yield from check_services(running)
    elif runfile.is_locked(settings.state):
        yield CheckResult("up", "note", "starting: its broker is not up yet", ASK_AGAIN)
    else:
        yield CheckResult("up", "note", "not running here", "`pactwire up` starts everything")
        yield from diagnostics.check_ports(
            {name: plan.get_configured_port(settings, name) for name in plan.ADDRESSES}
        )
    yield run_check(
        "store", lambda: describe_stores(settings), "check store.url, its folder and its rights"
    )
    yield from check_watch_folder(settings.alert.watches)
    if running or "bootstrap" in settings.broker.model_fields_set:
        yield from check_broker(settings)


def run_check(name: str, check: Callable[[], str], todo: str) -> CheckResult:
    """The result of a check that raises when something is wrong."""
    try:
        return CheckResult(name, "ok", check())
    except (PactwireError, OSError) as error:
        return CheckResult(name, "wrong", str(error), todo)


def describe_reference() -> str:
    """The version of the compiled reference data."""
    return f"version {load_effective_reference().version}"


def check_reader() -> CheckResult:
    """Whether the trained reader is installed and whole; everything runs without it."""
    name, todo = "trained reader", "`pip install 'pactwire[reader]'`"
    try:
        installed = load_reader()
    except Misconfigured as error:
        return CheckResult(name, "wrong", str(error), todo)
    if installed is None:
        return CheckResult(name, "note", "not installed: nothing in running prose is firm", todo)
    return CheckResult(name, "ok", f"version {installed.reader.version}")


def describe_stores(settings: Settings) -> str:
    """Whether each service's store takes writes; a SQLite file that isn't there yet is not made."""
    from pactwire.edges.store.store_url import OWNERS, locate_store

    url = settings.store.url.get_secret_value()
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not file.exists():
        return diagnostics.describe_creatable(file)
    return "; ".join(describe_store(owner, locate_store(url, owner)) for owner in OWNERS)


def describe_store(owner: str, url: str) -> str:
    """Whether a service's store takes writes."""
    from pactwire.edges.store import open_store, probes

    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not file.exists():
        return f"{owner}'s is made by the next service"
    opened = open_store(url)
    try:
        if not probes.has_tables(opened):
            return f"{owner}'s has no tables of this release yet; the next service makes them"
        why_not = probes.check_writable(opened)
    finally:
        opened.dispose()
    if why_not:
        raise Misconfigured(why_not)
    shown = opened.url.set(query={}).render_as_string(hide_password=True)
    return f"{owner}'s, {shown}, takes writes"


def check_watch_folder(folder: Path | None) -> Iterable[CheckResult]:
    """The folder of watch files, if one is set."""
    if folder and not folder.is_dir():
        yield CheckResult(
            "watches", "wrong", f"{folder} is no folder", "make it, or mend alert.watches"
        )


def check_services(running: RunInfo) -> Iterator[CheckResult]:
    """Each service's own /ready."""
    from pactwire.edges.http import health_client

    for name, service in running.services.items():
        answer = health_client.get_probe(f"{service.url}/ready")
        why = health_client.find_unready_reason(answer) or (
            "no answer" if not answer.status else "not ready"
        )
        if answer.status == 200:
            yield CheckResult(name, "ok", f"ready at {service.url}")
        elif is_starting(service, clock.now()):
            yield CheckResult(name, "note", f"starting at {service.url}: {why}", ASK_AGAIN)
        else:
            todo = f"see {running.state}/logs/{name}.log"
            yield CheckResult(name, "wrong", f"{why} at {service.url}", todo)


def is_starting(service: ServiceInfo, now: datetime) -> bool:
    """Whether a service's process is too young to be ready."""
    if service.pid is None or service.since is None:
        return False
    return abs(now - service.since) < STARTING_TIME


def check_broker(settings: Settings) -> Iterator[CheckResult]:
    """Checks of the broker that is set or runs, and of its topics."""
    at = settings.broker.bootstrap
    result = run_check(
        "broker", lambda: connect_to_broker(settings), "start it, or mend broker.bootstrap"
    )
    yield result
    if result.state == "wrong":
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


def connect_to_broker(settings: Settings) -> str:
    """Ping the broker; gives its address."""
    for path, why in find_broker_mistakes(settings):
        raise Misconfigured(f"{'.'.join(path)}: {why}")
    external.connect(settings.broker)
    return f"answers at {settings.broker.bootstrap}"


def print_result(result: CheckResult) -> None:
    """Print a line, and under it what to do."""
    sign, style = STATE_STYLES[result.state]
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(width=16, no_wrap=True)
    table.add_column()
    table.add_row(Text(sign, style=style), result.name, Text(result.what))
    if result.todo and result.state != "ok":
        table.add_row("", "", Text(f"→ {result.todo}", style=style))
    TerminalConsole(soft_wrap=False).print(table)
