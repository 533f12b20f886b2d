"""`pactwire demo`: the whole pipeline once, here, with a receiver of its own, then gone."""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

import pactwire_seeds
from pactwire.cli import MISUSED
from pactwire.cli.demo.obstacles import find_obstacles, is_under_way
from pactwire.cli.demo.outcome import ArticleOutcome, DemoFile
from pactwire.cli.demo.topic_tail import TopicTail
from pactwire.cli.demo.view import DemoView
from pactwire.cli.demo.webhook_receiver import ReceivedWebhook, WebhookReceiver, is_about
from pactwire.cli.help_text import show_examples
from pactwire.cli.preflight import check_up
from pactwire.cli.send import IngestApi, send_submissions
from pactwire.cli.submissions import read_submissions
from pactwire.cli.terminal import TerminalConsole
from pactwire.cli.up import STOP_SIGNALS, interrupt_once
from pactwire.domain.delivery.ssrf import LOOPBACK
from pactwire.edges import clock
from pactwire.errors import Misconfigured, PactwireError
from pactwire.setting_sources import child_environment
from pactwire.settings import (
    LEDGER_OPENS,
    BrokerSettings,
    IngestSettings,
    Settings,
    StoreSettings,
    load,
)
from pactwire.up.app import RunningSystem, UpOptions, run_system
from pactwire.up.flow import PipelineTotals
from pactwire.up.prober import Status
from pactwire_schemas import Alert, MembershipState

ENDPOINT = "desk"
"""The webhook endpoint that the demo watches deliver to."""
READY_TIMEOUT = 40.0
ENRICH_TIMEOUT = 20.0
ALERT_TIMEOUT = 15.0
COMMAND_TIMEOUT = 120
QUIET_SECONDS = 0.6
"""Seconds; `QUIET_SECONDS` without a record on any topic means that an article is processed."""
MAX_WIDTH = 110
"""Columns; longer lines are hard to read."""
FAILED, STOPPED = 1, 130


class DemoFailed(PactwireError):  # noqa: N818
    """What should have come did not; the message says what."""


SILENT = "Finland joined NATO on Tuesday."
"""A sentence that tells what the ledger knows already."""


@dataclass
class DemoRun:
    """The parts of a demo that is under way."""

    system: RunningSystem
    pipeline: TopicTail
    receiver: WebhookReceiver
    view: DemoView
    alerts_shown: int = 0
    webhooks_shown: int = 0
    """Alerts and webhooks printed so far."""
    outcomes: list[ArticleOutcome] = field(default_factory=list)


@click.command(epilog=show_examples("pactwire demo", "pactwire demo my-article.txt --broker kafka"))
@click.argument("articles", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--broker", default="embedded", metavar="embedded|kafka|HOST:PORT", show_default=True)
def demo(articles: tuple[Path, ...], broker: str) -> None:
    """Run everything for a minute: articles in, alerts and signed webhooks out.

    Files given as ARTICLES go first, then the seed articles.
    """
    console = TerminalConsole()
    console.width = min(console.width, MAX_WIDTH)
    view = DemoView(console)
    for signal_number in STOP_SIGNALS:
        signal.signal(signal_number, interrupt_once)
    try:
        with tempfile.TemporaryDirectory(prefix="pactwire-demo-") as folder:
            run_demo(articles, broker, Path(folder) / "state", view)
    except KeyboardInterrupt:
        view.print_line("stopped")
        sys.exit(STOPPED)
    except PactwireError as error:
        view.print_failure(str(error))
        sys.exit(MISUSED if isinstance(error, Misconfigured) else FAILED)


def run_demo(articles: Sequence[Path], broker: str, state: Path, view: DemoView) -> None:
    """The demo from start to end; everything it started is gone when it returns.

    Raises:
        DemoFailed: something that should have come did not.
    """
    began = clock.monotonic()
    settings, own = demo_settings(), list_seeds("articles", "*.json")
    check_up(settings)
    view.print_opening(len(articles), len(own))
    options = UpOptions(
        settings, state, broker, {"PACTWIRE_ALERT__LEDGER_OPENS": str(LEDGER_OPENS)}
    )
    with ExitStack() as stack:
        system = stack.enter_context(run_system(options, view.print_event))
        receiver = stack.enter_context(WebhookReceiver())
        wait_until_ready(system, view)
        receiver.secret = add_endpoint(system, receiver.url)
        view.print_endpoint(ENDPOINT, receiver.url, list_seeds("watches", "*.yaml"))
        pipeline = stack.enter_context(TopicTail(system.supervisor.broker.settings))
        demo = DemoRun(system, pipeline, receiver, view)
        before = system.prober.flow
        for number, path in enumerate((*articles, *own), 1):
            place = f"{number}/{len(articles) + len(own)}"
            send_file(demo, DemoFile(path, place, yours=path in articles))
        after = wait_for_totals(demo)
        check_results(demo, system.get_status())
        print_explanations(demo)
        view.print_summary(before, after, demo.outcomes, clock.monotonic() - began)
    view.print_line("everything stopped, nothing left behind")


def demo_settings() -> Settings:
    """Settings of a system apart from any other: own broker, own store, the demo watches."""
    settings = load()
    watches = settings.alert.model_copy(update={"watches": seeds_folder("watches")})
    deliver = settings.deliver.model_copy(update={"allow_private_targets": LOOPBACK})
    apart = {"broker": BrokerSettings(), "store": StoreSettings(), "ingest": IngestSettings()}
    return settings.model_copy(update={**apart, "alert": watches, "deliver": deliver})


def seeds_folder(name: str) -> Path:
    """A folder of the seeds: beside the package in a checkout, inside it when installed.

    Raises:
        Misconfigured: it is nowhere.
    """
    package = Path(pactwire_seeds.__file__).parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise Misconfigured(f"the seeds have no folder {name}; run the demo from a checkout")


def list_seeds(name: str, pattern: str) -> list[Path]:
    """The files of that folder, in order."""
    return sorted(seeds_folder(name).glob(pattern))


def wait_until_ready(system: RunningSystem, view: DemoView) -> None:
    """Wait until every service is ready."""
    deadline = clock.monotonic() + READY_TIMEOUT
    with view.show_startup() as show_status:
        while not (status := system.get_status()).all_ready:
            show_status(status)
            if clock.monotonic() > deadline:
                raise DemoFailed(describe_unready(status, system.run_info.state))
            system.wait_and_tick()
    view.print_ready(status, system.run_info)


def describe_unready(status: Status, state: Path) -> str:
    """Which service is not ready, with its reason or last log line."""
    late = next(service for service in status.services if service.state != "ready")
    words = late.why or read_last_line(state / "logs" / f"{late.name}.log")
    return f"{late.name} is {late.state} after {READY_TIMEOUT:.0f} s: {words}"


def read_last_line(log: Path) -> str:
    """The end of a log."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"


def run_command(system: RunningSystem, *words: str, ends_with: int = 0) -> str:
    """Run `pactwire WORDS` beside the system, as a person would; gives its output.

    Raises:
        DemoFailed: it did not end well.
    """
    environment = child_environment(system.supervisor.runners[0].service.environment)
    environment["PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS"] = ",".join(map(str, LOOPBACK))
    try:
        done = subprocess.run(  # noqa: S603  the command is ours
            [sys.executable, "-m", "pactwire", *words],
            env=environment, capture_output=True, text=True, check=False, timeout=COMMAND_TIMEOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DemoFailed(
            f"`pactwire {words[0]}` took over {COMMAND_TIMEOUT} s: this machine is too busy"
        ) from None
    if done.returncode != ends_with:
        raise DemoFailed(f"`pactwire {' '.join(words)}` failed: {done.stderr.strip()}")
    return done.stdout


def add_endpoint(system: RunningSystem, url: str) -> str:
    """Make the endpoint; gives its signing secret."""
    created = json.loads(run_command(system, "endpoint", "add", ENDPOINT, url, "--json"))
    return str(created["secret"])


def send_file(demo: DemoRun, file: DemoFile) -> None:
    """Send a file, wait until its articles are processed, print what they led to."""
    found = read_submissions(file.path, IngestSettings().max_text)
    receipts = asyncio.run(send_submissions(found, IngestApi(demo.system.run_info.api), quiet=True))
    with demo.view.show_progress(file.path):
        for receipt in receipts:
            await_article(demo, file.path, receipt)
        demo.pipeline.wait_until(lambda: is_processed(demo, receipts), ALERT_TIMEOUT)
    alerts = demo.pipeline.list_alerts_since(demo.alerts_shown)
    demo.alerts_shown += len(alerts)
    webhooks = await_webhooks(demo, alerts)
    for receipt in receipts:
        print_article(demo, file, receipt, alerts, webhooks)
    demo.system.tick()


def await_article(demo: DemoRun, file: Path, receipt: dict[str, Any]) -> None:
    """Wait for what was read out of an article; one seen before is not read again."""
    version = receipt["article_id"], receipt["version"]
    if receipt["outcome"] == "duplicate":
        return
    if not demo.pipeline.wait_until(
        lambda: demo.pipeline.find_enriched(*version) is not None, ENRICH_TIMEOUT
    ):
        raise DemoFailed(
            f"{file.name} was accepted, but not enriched within {ENRICH_TIMEOUT:.0f} s"
        )


def is_processed(demo: DemoRun, receipts: Sequence[dict[str, Any]]) -> bool:
    """Whether the topics are quiet, and all that was read out of articles is decided on."""
    if not demo.pipeline.is_quiet_for(QUIET_SECONDS):
        return False
    versions = [(receipt["article_id"], receipt["version"]) for receipt in receipts]
    read = [one for version in versions if (one := demo.pipeline.find_enriched(*version))]
    return not any(is_under_way(demo.system.run_info.store, one) for one in read)


def await_webhooks(demo: DemoRun, alerts: Sequence[Alert]) -> list[ReceivedWebhook]:
    """Wait for the webhook of every alert that has an endpoint."""
    for alert in alerts:
        if alert.endpoints and not demo.pipeline.wait_until(
            partial(is_delivered, demo, alert), ALERT_TIMEOUT
        ):
            raise DemoFailed(f"no webhook came within {ALERT_TIMEOUT:.0f} s for: {alert.headline}")
    new = demo.receiver.received[demo.webhooks_shown :]
    demo.webhooks_shown += len(new)
    return new


def is_delivered(demo: DemoRun, alert: Alert) -> bool:
    """True when a webhook carried the alert, or named its watch among others of one recipient."""
    return any(is_about(webhook, alert) for webhook in tuple(demo.receiver.received))


def print_article(
    demo: DemoRun,
    file: DemoFile,
    receipt: dict[str, Any],
    alerts: Sequence[Alert],
    webhooks: Sequence[ReceivedWebhook],
) -> None:
    """Print one article of a file with its alerts and webhooks."""
    enriched = demo.pipeline.find_enriched(receipt["article_id"], receipt["version"])
    if enriched is None:
        demo.view.print_duplicate(file)
        return
    own = tuple(a for a in alerts if a.article.article_id == receipt["article_id"])
    matching = tuple(w for w in webhooks if any(is_about(w, alert) for alert in own))
    stopped_by = () if own else find_obstacles(demo.system.run_info.store, enriched)
    outcome = ArticleOutcome(enriched, own, matching, stopped_by)
    demo.outcomes.append(outcome)
    demo.view.print_article(file, outcome, find_unalerted_rows(demo, outcome))


def find_unalerted_rows(demo: DemoRun, outcome: ArticleOutcome) -> dict[str, MembershipState]:
    """The ledger's rows of the article's claims that brought no alert, by claim id."""
    alerted = {a.development.subject for a in outcome.alerts if a.development}
    rows = {
        entry.claim_id: row
        for row in demo.pipeline.list_events(MembershipState)
        for entry in row.history
        if entry.article_id == outcome.enriched.article.article_id
    }
    unalerted = [claim for claim in outcome.enriched.claims if claim.subject not in alerted]
    return {claim.claim_id: rows[claim.claim_id] for claim in unalerted if claim.claim_id in rows}


def print_explanations(demo: DemoRun) -> None:
    """Ask why the first alert on a change came, and why a sentence would make none."""
    changes = [one for one in demo.pipeline.list_alerts_since(0) if one.development]
    if not changes:
        return
    short = changes[0].alert_id[:8]
    demo.view.print_heading(f"why this alert: pactwire why {short}")
    demo.view.print_line(run_command(demo.system, "why", short).rstrip())
    watch = changes[0].watch.watch_id
    demo.view.print_heading(f'and why none: pactwire why-not {watch} "{SILENT}"')
    demo.view.print_line(run_command(demo.system, "why-not", watch, SILENT, ends_with=1).rstrip())


def wait_for_totals(demo: DemoRun) -> PipelineTotals:
    """The totals once the prober has seen the last delivery."""
    alerts = len(demo.pipeline.list_events(Alert))
    prober = demo.system.prober
    demo.pipeline.wait_until(lambda: prober.flow.alerts >= alerts, 3)
    demo.pipeline.wait_until(lambda: prober.flow.delivered >= len(demo.receiver.received), 3)
    return prober.flow


def check_results(demo: DemoRun, status: Status) -> None:
    """Check that alerts and webhooks came, signatures held and nothing was restarted.

    Raises:
        DemoFailed: it was not.
    """
    forged = [w for w in demo.receiver.received if not w.verified]
    restarted = [service.name for service in status.services if service.restarts]
    if forged:
        raise DemoFailed(f"{len(forged)} webhooks came with a bad signature: {forged[0].why_not}")
    if not demo.pipeline.list_events(Alert):
        raise DemoFailed("no alert came")
    if not demo.receiver.received:
        raise DemoFailed("no webhook came")
    if restarted:
        raise DemoFailed(f"had to be restarted: {', '.join(restarted)}")
