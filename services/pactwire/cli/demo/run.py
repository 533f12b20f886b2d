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
from pathlib import Path
from typing import Any

import click
from rich.console import Console

import pactwire_seeds
from pactwire.cli import MISUSED
from pactwire.cli.demo.topic_tail import TopicTail
from pactwire.cli.demo.view import View
from pactwire.cli.demo.webhook_receiver import Received, Receiver
from pactwire.cli.send import deliver, read_file
from pactwire.cli.up import ENDINGS, interrupt
from pactwire.edges import clock
from pactwire.errors import Misconfigured, PactwireError
from pactwire.settings import (
    BrokerSettings,
    IngestSettings,
    Settings,
    StoreSettings,
    child_environment,
    load,
)
from pactwire.up.app import RunningSystem, UpOptions, run_system
from pactwire.up.flow import PipelineTotals
from pactwire.up.prober import Status
from pactwire_schemas import Alert, EnrichedArticle, MembershipState

ENDPOINT = "desk"
"""The webhook endpoint that the demo watches deliver to."""
OPENS = "2025-01-01"
"""The ledger's opening day: what the seed articles tell happened after it."""
READY = 40.0
SENT = 20.0
SETTLED = 15.0
QUIET = 0.6
"""Seconds; `QUIET` without a record on any topic means that an article is through."""
WIDEST = 110
"""Columns; longer lines are hard to read."""
FAILED, STOPPED = 1, 130


class DemoFailed(PactwireError):  # noqa: N818
    """What should have come did not; the message says what."""


@dataclass(frozen=True)
class Through:
    """One article and what became of it."""

    enriched: EnrichedArticle
    alerts: tuple[Alert, ...]
    webhooks: tuple[Received, ...]


@dataclass
class Demo:
    """The parts of a demo that is under way."""

    system: RunningSystem
    pipeline: TopicTail
    receiver: Receiver
    view: View
    seen: int = 0
    told: int = 0
    """Alerts and webhooks shown so far."""
    through: list[Through] = field(default_factory=list)


@click.command()
@click.argument("articles", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--broker", default="embedded", metavar="embedded|kafka|HOST:PORT", show_default=True)
def demo(articles: tuple[Path, ...], broker: str) -> None:
    """Run everything for a minute: articles in, alerts and signed webhooks out.

    Files given as ARTICLES go first, then the seed articles.
    """
    console = Console()
    console.width = min(console.width, WIDEST)
    view = View(console)
    for ending in ENDINGS:
        signal.signal(ending, interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix="pactwire-demo-") as folder:
            run(articles, broker, Path(folder) / "state", view)
    except KeyboardInterrupt:
        view.line("stopped")
        sys.exit(STOPPED)
    except PactwireError as error:
        view.failed(str(error))
        sys.exit(MISUSED if isinstance(error, Misconfigured) else FAILED)


def run(articles: Sequence[Path], broker: str, state: Path, view: View) -> None:
    """The demo from start to end; everything it started is gone when it returns.

    Raises:
        DemoFailed: something that should have come did not.
    """
    began = clock.monotonic()
    settings, own = demo_settings(), seeds("articles", "*.json")
    view.opening(len(articles), len(own))
    options = UpOptions(settings, state, broker, {"PACTWIRE_ALERT__LEDGER_OPENS": OPENS})
    with ExitStack() as stack:
        system = stack.enter_context(run_system(options, view.event))
        receiver = stack.enter_context(Receiver())
        wait_until_ready(system, view)
        receiver.secret = add_endpoint(system, receiver.url)
        view.endpoint(ENDPOINT, receiver.url, seeds("watches", "*.yaml"))
        pipeline = stack.enter_context(TopicTail(system.supervisor.broker.settings))
        going = Demo(system, pipeline, receiver, view)
        before = system.prober.flow
        for number, file in enumerate((*articles, *own), 1):
            send(going, file, f"{number}/{len(articles) + len(own)}", yours=file in articles)
        after = measured(going)
        judge(going, system.get_status())
        view.closing(before, after, going.through, clock.monotonic() - began)
    view.line("everything stopped, nothing left behind")


def demo_settings() -> Settings:
    """Settings of a system apart from any other: own broker, own store, the demo watches."""
    settings = load()
    watches = settings.alert.model_copy(update={"watches": seeds_folder("watches")})
    deliver = settings.deliver.model_copy(update={"allow_private_targets": True})
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


def seeds(name: str, pattern: str) -> list[Path]:
    """The files of that folder, in order."""
    return sorted(seeds_folder(name).glob(pattern))


def wait_until_ready(system: RunningSystem, view: View) -> None:
    """Wait for every service's own word."""
    deadline = clock.monotonic() + READY
    with view.waiting() as show:
        while not (status := system.get_status()).all_ready:
            show(status)
            if clock.monotonic() > deadline:
                raise DemoFailed(unready(status, system.run_info.state))
            system.wait_and_tick()
    view.ready(status, system.run_info)


def unready(status: Status, state: Path) -> str:
    """Which service is not ready and what it said."""
    late = next(service for service in status.services if service.state != "ready")
    words = late.why or last_line(state / "logs" / f"{late.name}.log")
    return f"{late.name} is {late.state} after {READY:.0f} s: {words}"


def last_line(log: Path) -> str:
    """The end of a log."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"


def command(system: RunningSystem, *words: str) -> str:
    """Run `pactwire WORDS` beside the system, as a person would; gives its output.

    Raises:
        DemoFailed: it did not end well.
    """
    environment = child_environment(system.supervisor.runners[0].service.environment)
    environment["PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS"] = "true"
    done = subprocess.run(  # noqa: S603  the command is ours
        [sys.executable, "-m", "pactwire", *words],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise DemoFailed(f"`pactwire {' '.join(words)}` failed: {done.stderr.strip()}")
    return done.stdout


def add_endpoint(system: RunningSystem, url: str) -> str:
    """Make the endpoint; gives its signing secret."""
    told = json.loads(command(system, "endpoint", "add", ENDPOINT, url, "--json"))
    return str(told["secret"])


def send(demo: Demo, file: Path, number: str, *, yours: bool) -> None:
    """Send a file, wait until its articles are through, show what became of them."""
    found = read_file(file, IngestSettings().max_text)
    receipts = asyncio.run(deliver(found, demo.system.run_info.api, quiet=True))
    with demo.view.patience(file):
        for receipt in receipts:
            await_article(demo, file, receipt)
        demo.pipeline.wait(lambda: demo.pipeline.quiet_for(QUIET), SETTLED)
    alerts = demo.pipeline.alerts_since(demo.seen)
    demo.seen += len(alerts)
    webhooks = await_webhooks(demo, alerts)
    for receipt in receipts:
        show(demo, file, number, receipt, alerts, webhooks, yours=yours)
    demo.system.tick()


def await_article(demo: Demo, file: Path, receipt: dict[str, Any]) -> None:
    """Wait for what was read out of an article; one seen before is not read again."""
    named = receipt["article_id"], receipt["version"]
    if receipt["outcome"] == "duplicate":
        return
    if not demo.pipeline.wait(lambda: demo.pipeline.enriched(*named) is not None, SENT):
        raise DemoFailed(f"{file.name} was accepted, but not enriched within {SENT:.0f} s")


def await_webhooks(demo: Demo, alerts: Sequence[Alert]) -> list[Received]:
    """Wait for the webhook of every alert that has an endpoint."""
    for alert in alerts:
        if alert.endpoints and not demo.pipeline.wait(lambda a=alert: reached(demo, a), SETTLED):  # type: ignore[misc]
            raise DemoFailed(f"no webhook came within {SETTLED:.0f} s for: {alert.headline}")
    new = demo.receiver.received[demo.told :]
    demo.told += len(new)
    return new


def reached(demo: Demo, alert: Alert) -> bool:
    """True when a webhook carried the alert, or named its watch among others of one recipient."""
    return any(carries(webhook, alert) for webhook in tuple(demo.receiver.received))


def carries(webhook: Received, alert: Alert) -> bool:
    """True when this webhook is about that alert."""
    data = webhook.body.get("data") or {}
    return data.get("alert_id") == alert.alert_id or (
        alert.watch.watch_id in webhook.body.get("also", ())
        and (data.get("article") or {}).get("article_id") == alert.article.article_id
    )


def show(
    demo: Demo,
    file: Path,
    number: str,
    receipt: dict[str, Any],
    alerts: Sequence[Alert],
    webhooks: Sequence[Received],
    *,
    yours: bool,
) -> None:
    """Show one article of a file with its alerts and webhooks."""
    enriched = demo.pipeline.enriched(receipt["article_id"], receipt["version"])
    if enriched is None:
        demo.view.duplicate(file, number)
        return
    own = tuple(a for a in alerts if a.article.article_id == receipt["article_id"])
    brought = tuple(w for w in webhooks if any(carries(w, alert) for alert in own))
    through = Through(enriched, own, brought)
    demo.through.append(through)
    demo.view.article(file, number, through, untold(demo, through), yours=yours)


def untold(demo: Demo, through: Through) -> dict[str, MembershipState]:
    """The ledger's rows of the article's claims that brought no alert, by claim id."""
    told = {a.development.subject for a in through.alerts if a.development}
    rows = {
        entry.claim_id: row
        for row in demo.pipeline.of(MembershipState)
        for entry in row.history
        if entry.article_id == through.enriched.article.article_id
    }
    quiet = [claim for claim in through.enriched.claims if claim.subject not in told]
    return {claim.claim_id: rows[claim.claim_id] for claim in quiet if claim.claim_id in rows}


def measured(demo: Demo) -> PipelineTotals:
    """The totals once the prober has seen the last delivery."""
    alerts = len(demo.pipeline.of(Alert))
    flow = demo.system.prober
    demo.pipeline.wait(lambda: flow.flow.alerts >= alerts, 3)
    demo.pipeline.wait(lambda: flow.flow.delivered >= len(demo.receiver.received), 3)
    return flow.flow


def judge(demo: Demo, status: Status) -> None:
    """Whether it all was as it should be.

    Raises:
        DemoFailed: it was not.
    """
    forged = [w for w in demo.receiver.received if not w.verified]
    fallen = [service.name for service in status.services if service.restarts]
    if forged:
        raise DemoFailed(f"{len(forged)} webhooks came with a bad signature: {forged[0].why_not}")
    if not demo.pipeline.of(Alert):
        raise DemoFailed("no alert came")
    if not demo.receiver.received:
        raise DemoFailed("no webhook came")
    if fallen:
        raise DemoFailed(f"had to be restarted: {', '.join(fallen)}")
