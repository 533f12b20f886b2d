"""Prints the demo: headings, articles with what was found, alerts with quotes, the totals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pactwire.cli.demo.outcome import ArticleOutcome, DemoFile
from pactwire.cli.demo.webhook_receiver import ReceivedWebhook
from pactwire.cli.status_view import build_process_table
from pactwire.edges.local.runfile import RunInfo
from pactwire.up.flow import PipelineTotals
from pactwire.up.prober import Status
from pactwire.up.supervisor import SupervisorEvent
from pactwire_schemas import Alert, EnrichedArticle, MembershipClaim, MembershipState

SEVERITY_STYLES = {"high": "red", "medium": "yellow", "low": "cyan"}
KIND_STYLES = {
    "country": "green",
    "organisation": "blue",
    "coalition": "magenta",
    "armed_group": "red",
}
MARGIN = "   "
VERBS = {
    "join": "joins",
    "leave": "leaves",
    "suspend": "is suspended from",
    "expel": "is expelled from",
    "reinstate": "is taken back by",
}
STATUS_PHRASES = {"none": "no member", "former": "a former member", "member": "a member already"}


class DemoView:
    """Writes the demo, one thing under the other."""

    def __init__(self, console: Console) -> None:
        """Write to this console."""
        self._console = console

    def print_line(self, text: str) -> None:
        """Print a dimmed line."""
        self._console.print(Text(text, style="dim"))

    def print_heading(self, text: str) -> None:
        """Print the heading of a part."""
        self._console.print()
        self._console.rule(Text(text, style="bold"), align="left", style="dim")

    def print_opening(self, given: int, own: int) -> None:
        """Print what is about to happen."""
        self._console.print(
            Text("pactwire", style="bold cyan").append(
                " watches the news for changes in who belongs to which alliance", style="default"
            )
        )
        yours = f"{given} of yours and " if given else ""
        self.print_line(
            f"{yours}{own} seed articles go in; alerts and signed webhooks should come out"
        )
        self.print_heading("Starting everything on this machine")

    def print_event(self, event: SupervisorEvent) -> None:
        """Print an event of the supervisor; only exits are worth a line here."""
        if event.event != "exit":
            return
        self._console.print(Text(f"{event.text}: {event.data.get('last_words')}", style="red"))

    @contextmanager
    def show_startup(self) -> Iterator[Callable[[Status], None]]:
        """Show a spinner that names the services that are ready."""
        with self._console.status("starting") as spinner:

            def show(status: Status) -> None:
                ready = [service.name for service in status.services if service.state == "ready"]
                late = [service.name for service in status.services if service.state != "ready"]
                spinner.update(
                    f"ready: {', '.join(ready) or 'none'}; waiting for {', '.join(late)}"
                )

            yield show

    @contextmanager
    def show_progress(self, file: Path) -> Iterator[None]:
        """Show a spinner while an article is on its way."""
        with self._console.status(f"{file.name} is on its way"):
            yield

    def print_ready(self, status: Status, run_info: RunInfo) -> None:
        """Print that everything is up."""
        self._console.print(build_process_table(status))
        self.print_line(
            f"all ready after {status.seconds:.1f} s; state and logs in {run_info.state}"
        )

    def print_endpoint(self, name: str, url: str, watches: Sequence[Path]) -> None:
        """Print the endpoint and the watches."""
        self.print_heading("Who is told")
        self._console.print(
            build_labelled_row(
                "webhook",
                Text.assemble(
                    f"{name} at {url} ", ("checks every signature with standardwebhooks", "dim")
                ),
            )
        )
        for watch in watches:
            first = watch.read_text().splitlines()[0].lstrip("# ")
            line = Text.assemble(f"{watch.stem} ", (first, "dim"))
            self._console.print(build_labelled_row("watch", line))

    def print_duplicate(self, file: DemoFile) -> None:
        """Print that an article was here before."""
        self.print_heading(f"{file.number}  {file.path.name}")
        self.print_line(f"{MARGIN}the same article was here already: one article, no second alert")

    def print_article(
        self, file: DemoFile, outcome: ArticleOutcome, rows: Mapping[str, MembershipState]
    ) -> None:
        """Print one article: mentions, claims, alerts and received webhooks.

        `rows` are the ledger's rows of claims without an alert, by claim id.
        """
        enriched = outcome.enriched
        article = enriched.article
        self.print_heading(f"{file.number}  {article.headline or file.path.name}")
        again = f", version {article.version}" if article.version > 1 else ""
        named = dict.fromkeys((article.source.name, file.path.name))
        self.print_line(f"{MARGIN}{'yours, ' if file.yours else ''}{', '.join(named)}{again}")
        self._console.print(build_labelled_row("mentions", format_mentions(enriched)))
        for claim in enriched.claims:
            self._console.print(build_labelled_row("claim", format_claim(claim)))
            if claim.claim_id in rows:
                self._console.print(
                    build_labelled_row("ledger", format_ledger_row(claim, rows[claim.claim_id]))
                )
        for alert in sorted(outcome.alerts, key=lambda alert: alert.kind):
            self._console.print(Padding(build_alert_panel(alert), (0, 0, 0, len(MARGIN))))
        for webhook in outcome.webhooks:
            self._console.print(build_labelled_row("webhook", format_webhook(webhook)))
        if not outcome.alerts:
            self._console.print(build_labelled_row("no alert", Text(explain_no_alert(outcome))))

    def print_summary(
        self,
        before: PipelineTotals,
        after: PipelineTotals,
        outcomes: Sequence[ArticleOutcome],
        seconds: float,
    ) -> None:
        """Print the totals and the times."""
        alerts = [alert for outcome in outcomes for alert in outcome.alerts]
        webhooks = [webhook for outcome in outcomes for webhook in outcome.webhooks]
        self.print_heading("The numbers that moved")
        self._console.print(build_totals_table(before, after))
        took = sorted((a.alerted_at - a.received_at).total_seconds() for a in alerts)
        summary = Text.assemble(
            (f"{len(alerts)} alerts", "bold green"), f" from {len(outcomes)} articles, ",
            (f"{len(webhooks)} webhooks, every signature verified", "bold green"),
            f"; from article to alert {median(took):.2f} s in the middle, {took[-1]:.2f} s at most",
        )  # fmt: skip
        self._console.print(summary)
        self.print_line(
            f"{seconds:.0f} s in all; now run it for yourself: pactwire up --watches seeds/watches"
        )

    def print_failure(self, why: str) -> None:
        """Print what went wrong, in a sentence."""
        self._console.print()
        self._console.print(Panel(Text(why), title="the demo failed", border_style="red"))


def build_labelled_row(label: str, text: Text) -> Table:
    """A line with its label in the margin; what is long wraps under itself."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=len(MARGIN) + 8)
    table.add_column()
    table.add_row(Text(MARGIN + label, style="bold"), text)
    return table


def format_mentions(enriched: EnrichedArticle) -> Text:
    """Whom the article mentions, each once, countries first."""
    seen = {m.entity_id: m for m in enriched.mentions if m.kind in KIND_STYLES}
    order = sorted(seen.values(), key=lambda m: list(KIND_STYLES).index(m.kind))
    text = Text()
    for number, one in enumerate(order):
        text.append(" · " if number else "", style="dim").append(
            one.name, style=KIND_STYLES[one.kind]
        )
    return text if order else text.append("nobody we know", style="dim")


def format_claim(claim: MembershipClaim) -> Text:
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


def format_ledger_row(claim: MembershipClaim, row: MembershipState) -> Text:
    """The ledger's verdict on a claim without an alert."""
    verdict = next(e.verdict for e in row.history if e.claim_id == claim.claim_id)
    sources = f"{row.independent_sources} independent sources"
    return Text.assemble(
        (f"{verdict.replace('_', ' ')}", "yellow"),
        f": {row.member.name} is {STATUS_PHRASES.get(row.status, row.status)}, ",
        f"by {sources if row.independent_sources > 1 else 'one source'}; no second alert",
    )


def build_alert_panel(alert: Alert) -> Panel:
    """An alert as a card, with the words it rests on."""
    lines = [format_headline(alert)]
    for quote in alert.evidence[: 2 if alert.kind == "changed" else 1]:
        lines.append(Text(f"“{quote.quote.strip()}”", style="italic"))
        speaker = f"{quote.speaker}, in " if quote.speaker else ""
        lines.append(Text(f"{speaker}{quote.source}  {quote.url or ''}", style="dim"))
    took = (alert.alerted_at - alert.received_at).total_seconds()
    title = f"{alert.msg_type.upper()}  {alert.severity}  {alert.watch.watch_id}  ({alert.reason})"
    return Panel(
        Group(*lines), title=title, title_align="left",
        border_style=SEVERITY_STYLES[alert.severity],
        subtitle=f"{took:.2f} s after the article came in", subtitle_align="right",
        box=box.ROUNDED, padding=(0, 1),
    )  # fmt: skip


def format_headline(alert: Alert) -> Text:
    """Headline and summary, without saying the same twice."""
    text = Text(alert.headline, style="bold")
    if alert.kind == "changed" and alert.summary.startswith(alert.headline):
        return text.append(alert.summary.removeprefix(alert.headline), style="not bold")
    return text


def format_webhook(webhook: ReceivedWebhook) -> Text:
    """A webhook in a line."""
    good = ("signature verified", "bold green")
    bad = (f"BAD SIGNATURE: {webhook.why_not}", "bold red")
    return Text.assemble(
        good if webhook.verified else bad,
        f"  {webhook.body.get('type')}",
        (f"  {webhook.size:,} bytes, id {webhook.webhook_id[:8]}…", "dim"),
    )


def explain_no_alert(outcome: ArticleOutcome) -> str:
    """Why there was no alert: as why-not says it, or as far as the article shows."""
    enriched = outcome.enriched
    if enriched.article.version > 1:
        return "a new version that changes nothing that was told"
    if outcome.stopped_by:
        return "; ".join(outcome.stopped_by)
    if not any(not claim.background for claim in enriched.claims):
        return "nobody joined or left anything that is an alliance"
    return "no watch asks for it"


def build_totals_table(before: PipelineTotals, after: PipelineTotals) -> Table:
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
