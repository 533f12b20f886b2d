"""How the demo looks: headings, articles with what was found, alerts with quotes, the numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Protocol

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pactwire.cli.demo.webhook_receiver import Received
from pactwire.cli.status_view import processes
from pactwire.edges.local.runfile import RunInfo
from pactwire.up.flow import PipelineTotals
from pactwire.up.prober import Status
from pactwire.up.supervisor import SupervisorEvent
from pactwire_schemas import Alert, EnrichedArticle, MembershipClaim, MembershipState

SEVERITY = {"high": "red", "medium": "yellow", "low": "cyan"}
KINDS = {"country": "green", "organisation": "blue", "coalition": "magenta", "armed_group": "red"}
MARGIN = "   "
VERBS = {
    "join": "joins",
    "leave": "leaves",
    "suspend": "is suspended from",
    "expel": "is expelled from",
    "reinstate": "is taken back by",
}
STANDINGS = {"none": "no member", "former": "a former member", "member": "a member already"}


class Through(Protocol):
    """One article and what became of it."""

    @property
    def enriched(self) -> EnrichedArticle: ...  # noqa: D102
    @property
    def alerts(self) -> tuple[Alert, ...]: ...  # noqa: D102
    @property
    def webhooks(self) -> tuple[Received, ...]: ...  # noqa: D102


class View:
    """Writes the demo, one thing under the other."""

    def __init__(self, console: Console) -> None:
        """Write to this console."""
        self._console = console

    def line(self, text: str) -> None:
        """A quiet line."""
        self._console.print(Text(text, style="dim"))

    def heading(self, text: str) -> None:
        """A part begins."""
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left", style="dim")

    def opening(self, given: int, own: int) -> None:
        """What is about to happen."""
        self._console.print(
            Text("pactwire", style="bold cyan").append(
                " watches the news for changes in who belongs to which alliance", style="default"
            )
        )
        yours = f"{given} of yours and " if given else ""
        self.line(f"{yours}{own} seed articles go in; alerts and signed webhooks should come out")
        self.heading("Starting everything on this machine")

    def event(self, event: SupervisorEvent) -> None:
        """What the supervisor tells: only ends are worth a line here."""
        if event.event != "exit":
            return
        self._console.print(Text(f"{event.text}: {event.data.get('last_words')}", style="red"))

    @contextmanager
    def waiting(self) -> Iterator[Callable[[Status], None]]:
        """A spinner that says who is ready."""
        with self._console.status("starting") as spinner:

            def show(status: Status) -> None:
                ready = [service.name for service in status.services if service.state == "ready"]
                late = [service.name for service in status.services if service.state != "ready"]
                spinner.update(
                    f"ready: {', '.join(ready) or 'none'}; waiting for {', '.join(late)}"
                )

            yield show

    @contextmanager
    def patience(self, file: Path) -> Iterator[None]:
        """A spinner while an article is on its way."""
        with self._console.status(f"{file.name} is on its way"):
            yield

    def ready(self, status: Status, run_info: RunInfo) -> None:
        """Everything is up."""
        self._console.print(processes(status))
        self.line(f"all ready after {status.seconds:.1f} s; state and logs in {run_info.state}")

    def endpoint(self, name: str, url: str, watches: Sequence[Path]) -> None:
        """Who is told of what."""
        self.heading("Who is told")
        self._console.print(
            labelled(
                "webhook",
                Text.assemble(
                    f"{name} at {url} ", ("checks every signature with standardwebhooks", "dim")
                ),
            )
        )
        for watch in watches:
            first = watch.read_text().splitlines()[0].lstrip("# ")
            line = Text.assemble(f"{watch.stem} ", (first, "dim"))
            self._console.print(labelled("watch", line))

    def duplicate(self, file: Path, number: str) -> None:
        """An article that was here before."""
        self.heading(f"{number}  {file.name}")
        self.line(f"{MARGIN}the same article was here already: one article, no second alert")

    def article(
        self,
        file: Path,
        number: str,
        through: Through,
        rows: Mapping[str, MembershipState],
        *,
        yours: bool,
    ) -> None:
        """One article, top to bottom: what was found, who was told, what was received.

        `rows` are the ledger's rows of claims that nobody is told of, by claim id.
        """
        enriched = through.enriched
        article = enriched.article
        self.heading(f"{number}  {article.headline or file.name}")
        again = f", version {article.version}" if article.version > 1 else ""
        named = dict.fromkeys((article.source.name, file.name))
        self.line(f"{MARGIN}{'yours, ' if yours else ''}{', '.join(named)}{again}")
        self._console.print(labelled("mentions", mentions(enriched)))
        for claim in enriched.claims:
            self._console.print(labelled("claim", claimed(claim)))
            if claim.claim_id in rows:
                self._console.print(labelled("ledger", in_ledger(claim, rows[claim.claim_id])))
        for alert in sorted(through.alerts, key=lambda alert: alert.kind):
            self._console.print(Padding(alerted(alert), (0, 0, 0, len(MARGIN))))
        for webhook in through.webhooks:
            self._console.print(labelled("webhook", received(webhook)))
        if not through.alerts:
            self._console.print(labelled("no alert", Text(why_none(enriched))))

    def closing(
        self,
        before: PipelineTotals,
        after: PipelineTotals,
        through: Sequence[Through],
        seconds: float,
    ) -> None:
        """The numbers."""
        alerts = [alert for one in through for alert in one.alerts]
        webhooks = [webhook for one in through for webhook in one.webhooks]
        self.heading("The numbers that moved")
        self._console.print(moved(before, after))
        took = sorted((a.alerted_at - a.received_at).total_seconds() for a in alerts)
        summary = Text.assemble(
            (f"{len(alerts)} alerts", "bold green"), f" from {len(through)} articles, ",
            (f"{len(webhooks)} webhooks, every signature verified", "bold green"),
            f"; from article to alert {median(took):.2f} s in the middle, {took[-1]:.2f} s at most",
        )  # fmt: skip
        self._console.print(summary)
        self.line(
            f"{seconds:.0f} s in all; now run it for yourself: pactwire up --watches seeds/watches"
        )

    def failed(self, why: str) -> None:
        """What went wrong, in a sentence."""
        self._console.print()
        self._console.print(Panel(Text(why), title="the demo failed", border_style="red"))


def labelled(label: str, text: Text) -> Table:
    """A line with its label in the margin; what is long wraps under itself."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=len(MARGIN) + 8)
    table.add_column()
    table.add_row(Text(MARGIN + label, style="bold"), text)
    return table


def mentions(enriched: EnrichedArticle) -> Text:
    """Whom the article mentions, each once, countries first."""
    seen = {m.entity_id: m for m in enriched.mentions if m.kind in KINDS}
    order = sorted(seen.values(), key=lambda m: list(KINDS).index(m.kind))
    text = Text()
    for number, one in enumerate(order):
        text.append(" · " if number else "", style="dim").append(one.name, style=KINDS[one.kind])
    return text if order else text.append("nobody we know", style="dim")


def claimed(claim: MembershipClaim) -> Text:
    """A claim in a line."""
    more: list[str] = [claim.stage]
    if claim.ordinal:
        more.append(f"member number {claim.ordinal}")
    if claim.attributed_to:
        more.append(f"says {claim.attributed_to.name}")
    if claim.background:
        more.append("recalled history")
    more.append(f"confidence {claim.confidence:.2f}")
    return Text.assemble(
        (claim.member.name, "green"), f" {VERBS[claim.action]} ",
        (claim.organisation.name, "magenta"), (f"  {', '.join(more)}", "dim"),
    )  # fmt: skip


def in_ledger(claim: MembershipClaim, row: MembershipState) -> Text:
    """What the ledger made of a claim that nobody is told of."""
    verdict = next(e.verdict for e in row.history if e.claim_id == claim.claim_id)
    voices = f"{row.independent_sources} independent sources"
    return Text.assemble(
        (f"{verdict.replace('_', ' ')}", "yellow"),
        f": {row.member.name} is {STANDINGS.get(row.status, row.status)}, ",
        f"by {voices if row.independent_sources > 1 else 'one source'}; no second alert",
    )


def alerted(alert: Alert) -> Panel:
    """An alert as a card, with the words it rests on."""
    lines = [told(alert)]
    for quote in alert.evidence[: 2 if alert.kind == "changed" else 1]:
        lines.append(Text(f"“{quote.quote.strip()}”", style="italic"))
        said = f"{quote.speaker}, in " if quote.speaker else ""
        lines.append(Text(f"{said}{quote.source}  {quote.url or ''}", style="dim"))
    took = (alert.alerted_at - alert.received_at).total_seconds()
    title = f"{alert.msg_type.upper()}  {alert.severity}  {alert.watch.watch_id}  ({alert.reason})"
    return Panel(
        Group(*lines), title=title, title_align="left", border_style=SEVERITY[alert.severity],
        subtitle=f"{took:.2f} s after the article came in", subtitle_align="right",
        box=box.ROUNDED, padding=(0, 1),
    )  # fmt: skip


def told(alert: Alert) -> Text:
    """Headline and summary, without saying the same twice."""
    text = Text(alert.headline, style="bold")
    if alert.kind == "changed" and alert.summary.startswith(alert.headline):
        return text.append(alert.summary.removeprefix(alert.headline), style="not bold")
    return text


def received(webhook: Received) -> Text:
    """A webhook in a line."""
    good = ("signature verified", "bold green")
    bad = (f"BAD SIGNATURE: {webhook.why_not}", "bold red")
    return Text.assemble(
        good if webhook.verified else bad,
        f"  {webhook.body.get('type')}",
        (f"  {webhook.size:,} bytes, id {webhook.webhook_id[:8]}…", "dim"),
    )


def why_none(enriched: EnrichedArticle) -> str:
    """Why nobody was told, as far as the article goes."""
    firm = [claim for claim in enriched.claims if not claim.background]
    if enriched.article.version > 1:
        return "a new version that changes nothing that was told"
    if not firm:
        return "nobody joined or left anything that is an alliance"
    return "all of it was known already, or no watch asks for it"


def moved(before: PipelineTotals, after: PipelineTotals) -> Table:
    """The metrics that changed."""
    table = Table(box=None, pad_edge=False, show_header=False)
    metrics = {
        "articles": "pactwire_ingest_articles_total{outcome=accepted}",
        "mentions": "pactwire_enrich_mentions_total",
        "claims": "pactwire_enrich_claims_total",
        "alerts": "pactwire_alert_decisions_total{decision=alerted}",
        "delivered": "pactwire_deliver_attempts_total{outcome=delivered}",
    }
    for name, metric in metrics.items():
        was, now = getattr(before, name), getattr(after, name)
        table.add_row(Text(metric, style="dim"), f"{was} →", Text(str(now), style="bold cyan"))
    if after.article_to_alert is not None:
        mean = Text(f"{after.article_to_alert:.3f} s", style="bold cyan")
        table.add_row(Text("pactwire_article_to_alert_seconds (mean)", style="dim"), "", mean)
    return table
