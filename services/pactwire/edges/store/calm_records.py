"""What decisions on calm look at, read from the store at once: for the stages and for the desk."""

from collections.abc import Collection, Mapping
from datetime import datetime

from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.edges.store import held_alerts, silences
from pactwire.edges.store.engine import Transaction
from pactwire_schemas import Watch
from pactwire_schemas.notify import parse_rate


def load_calm_records(
    tx: Transaction, watches: Mapping[str, Watch], articles: Collection[str], at: datetime
) -> CalmRecords:
    """What alerts of these watches on these articles may need."""
    since = {
        watch.id: at - parse_rate(watch.notify.at_most)[1]
        for watch in watches.values()
        if watch.notify.at_most
    }
    return CalmRecords(
        silences.list_silences(tx, at),
        held_alerts.list_sent_moments(tx, since),
        held_alerts.find_first_held(tx, watches.keys()),
        held_alerts.list_membership_alerts(tx, articles),
    )
