"""How explanations look in a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from pactwire.domain.explaining import AlertFacts, Journey, Step, explain_alert
from pactwire_schemas import Clause

PASSED, STOPPED = "[green]✓[/]", "[red]✗[/]"


def print_alert(facts: AlertFacts, console: Console) -> None:
    """Why an alert came: its steps, then what was reported on the same membership or story."""
    alert = facts.alert
    console.print(f"[bold]{escape(alert.headline)}[/]")
    console.print(f"alert {alert.alert_id}, {alert.alerted_at:%Y-%m-%d %H:%M:%S} UTC")
    print_steps(explain_alert(facts).steps, console)
    if facts.reports:
        console.print("reports on this membership:")
    for report in facts.reports:
        claim, source = report.claim, report.claim.article.source.name
        day = claim.article.published_at or claim.article.received_at
        said = f"{day:%Y-%m-%d}  {source}: {claim.action} {claim.stage}"
        console.print(f"  {escape(said)}, {report.verdict}: {escape(report.explanation)}")
    if facts.folded:
        console.print("also reported by:")
    for folded in facts.folded:
        article = folded.article
        line = f"{article.received_at:%Y-%m-%d %H:%M}  {article.source.name}: {article.headline}"
        console.print(f"  {escape(line)}; {escape(folded.because)}")


def print_journey(journey: Journey, console: Console) -> None:
    """One journey, its end first."""
    obstacle = journey.obstacle
    verdict = f"[bold]stopped at {obstacle.name}[/]" if obstacle else "[bold green]alerts[/]"
    reason = f": {escape(obstacle.because)}" if obstacle else ""
    console.print(f"{verdict}{reason}")
    console.print(f"  {escape(journey.about)}")
    print_steps(journey.steps, console)


def print_steps(steps: Iterable[Step], console: Console) -> None:
    """Each step with its reason, and below it the clauses of the watch."""
    for step in steps:
        sign = PASSED if step.passed else STOPPED
        console.print(f"  {sign} {step.name:<9} {escape(step.because)}")
        for clause in step.clauses:
            print_clause(clause, console)


def print_clause(clause: Clause, console: Console) -> None:
    """A clause of a watch, below its step."""
    sign = PASSED if clause.held else STOPPED
    console.print(f"      {sign} {escape(clause.clause)}: {escape(clause.because)}")
