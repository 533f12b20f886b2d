"""What people thought of alerts: the last word on each, and counts by rule and watch."""

from collections.abc import Iterator

from sqlalchemy import func, select

from pactwire.domain.alerting import feedback as judging
from pactwire.domain.alerting.feedback import Feedback, Precision
from pactwire.edges.store.alert_tables import feedback
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import upsert
from pactwire_schemas import Alert


def save_feedback(tx: Transaction, given: Feedback) -> None:
    """Keep a word on an alert, in place of an earlier one."""
    row = {
        "alert_id": given.alert.alert_id,
        "watch_id": given.alert.watch.watch_id,
        "rule": given.rule,
        "label": given.label,
        "note": given.note,
        "given_by": given.given_by,
        "given_at": given.given_at,
        "body": given.alert.model_dump_json(exclude_none=True),
    }
    upsert(tx, feedback, [row])


def list_feedback(tx: Transaction) -> Iterator[Feedback]:
    """Every word, oldest first."""
    for row in tx.execute(select(feedback).order_by(feedback.c.given_at, feedback.c.alert_id)):
        alert = Alert.model_validate_json(row.body)
        yield Feedback(alert, row.label, row.note, row.given_by, row.given_at)


def count_labels(tx: Transaction) -> dict[tuple[str, str, str], int]:
    """How many alerts have a label, by rule, watch and label."""
    columns = feedback.c.rule, feedback.c.watch_id, feedback.c.label
    rows = tx.execute(select(*columns, func.count()).group_by(*columns))
    return {(rule, watch, label): count for rule, watch, label, count in rows}


def measure_precision(tx: Transaction) -> tuple[list[Precision], list[Precision]]:
    """How many labelled alerts were useful, by rule and by watch, the most labelled first."""
    rules: dict[str, list[int]] = {}
    watches: dict[str, list[int]] = {}
    for (rule, watch, label), count in count_labels(tx).items():
        for counted in (rules.setdefault(rule, [0, 0]), watches.setdefault(watch, [0, 0])):
            counted[0] += count if label == judging.USEFUL else 0
            counted[1] += count
    return _rank(rules), _rank(watches)


def _rank(counted: dict[str, list[int]]) -> list[Precision]:
    found = [Precision(name, useful, labelled) for name, (useful, labelled) in counted.items()]
    return sorted(found, key=lambda one: (-one.labelled, one.name))
