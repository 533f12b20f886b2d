"""`pactwire why ALERT`: everything that led to an alert."""

import json

import click

from pactwire.cli.context import load_effective_settings, open_stores
from pactwire.cli.help_text import show_examples
from pactwire.cli.journeys import print_alert
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.desk.explanations import load_alert_facts
from pactwire.domain.explaining import describe_alert


@click.command(epilog=show_examples("pactwire alerts", "pactwire why 3f9c"))
@click.argument("alert", metavar="ALERT")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def why(alert: str, *, as_json: bool) -> None:
    """Show why an alert came: the words, the rule, each clause, the ledger, the sources.

    ALERT is its id, or how it begins; `pactwire alerts` lists them.
    """
    with open_stores(load_effective_settings()) as stores:
        facts = load_alert_facts(stores, alert)
    if as_json:
        echo(json.dumps(describe_alert(facts), ensure_ascii=False))
    else:
        print_alert(facts, TerminalConsole(soft_wrap=True, highlight=False))
