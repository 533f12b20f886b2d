"""`pactwire feedback`: what an alert was worth; precision by rule and watch; labelled cases."""

import getpass
import json
from collections.abc import Iterable

import click
import yaml

from pactwire.cli.change_log import log_change
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.terminal import echo
from pactwire.cli.watch import open_configured_store
from pactwire.desk.explanations import find_alert
from pactwire.domain.alerting.feedback import LABELS, Feedback, Label, Precision, build_cases
from pactwire.edges import clock
from pactwire.edges.store import feedback as stored
from pactwire.edges.store import read_transaction, write_transaction


class FeedbackGroup(SentenceGroup):
    """Takes `feedback ALERT LABEL` for `feedback give ALERT LABEL`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The sub-command that is named, else `give`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["give", *args]
        return super().resolve_command(ctx, args)


@click.group(
    cls=FeedbackGroup,
    epilog=show_examples("pactwire feedback 3f9c useful", "pactwire feedback precision"),
)
def feedback() -> None:
    """Say what an alert was worth: `pactwire feedback ALERT useful`; see how precise rules are."""


@feedback.command(epilog=show_examples("pactwire feedback give 3f9c noise --note passing"))
@click.argument("alert", metavar="ALERT")
@click.argument("label", type=click.Choice(LABELS))
@click.option("--note", default="", help="Why, for whoever mends it.")
@click.option("--by", "given_by", metavar="WHO", help="Who says so; you when left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def give(alert: str, label: Label, note: str, given_by: str | None, *, as_json: bool) -> None:
    """Label ALERT (how its id begins will do); the last word counts."""
    who = given_by or getpass.getuser()
    with open_configured_store() as store, write_transaction(store) as tx:
        given = Feedback(find_alert(tx, alert), label, note, who, clock.now())
        stored.save_feedback(tx, given)
        log_change(tx, "feedback.given", f"{given.alert.alert_id} {label}")
    alert_id, watch_id = given.alert.alert_id, given.alert.watch.watch_id
    if as_json:
        row = {"alert_id": alert_id, "label": label, "rule": given.rule, "watch_id": watch_id}
        echo(json.dumps(row, ensure_ascii=False))
    else:
        echo(f"{alert_id}: {label} ({given.rule}, watch {watch_id})")


@feedback.command(epilog=show_examples("pactwire feedback precision --json"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a rule or watch.")
def precision(*, as_json: bool) -> None:
    """Show how many labelled alerts were useful, by rule and by watch."""
    with open_configured_store() as store, read_transaction(store) as tx:
        rules, watches = stored.measure_precision(tx)
    print_precision("rule", rules, as_json=as_json)
    print_precision("watch", watches, as_json=as_json)
    if not rules and not as_json:
        click.echo("no alert has been labelled yet: pactwire feedback ALERT useful")


@feedback.command(epilog=show_examples("pactwire feedback export > cases.yaml"))
@click.option("--json", "as_json", is_flag=True, help="As JSON, which is YAML too.")
def export(*, as_json: bool) -> None:
    """Print labelled cases in the format of the quality sets (YAML)."""
    with open_configured_store() as store, read_transaction(store) as tx:
        cases = build_cases(stored.list_feedback(tx))
    if as_json:
        echo(json.dumps(cases, ensure_ascii=False, default=str))
    else:
        echo(yaml.safe_dump(cases, allow_unicode=True, sort_keys=False).rstrip("\n"))


def print_precision(kind: str, found: Iterable[Precision], *, as_json: bool) -> None:
    """Precision by rule or watch, for programs or people."""
    for one in found:
        if as_json:
            row = {kind: one.name, "useful": one.useful, "labelled": one.labelled}
            echo(json.dumps(row, ensure_ascii=False))
        else:
            echo(f"{kind} {one.name}: {one.useful} of {one.labelled} useful ({one.share:.0%})")
