"""Whether watches would use up their own budgets: tried on the last days as they are saved."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pactwire.desk.backtest import BacktestRequest, Progress, run_backtest
from pactwire.edges.store import Store
from pactwire.errors import PactwireError
from pactwire.settings import BrokerSettings
from pactwire_schemas import Watch

DAYS = 3
"""The days on which a watch is tried; more would keep people waiting where news are many."""


def list_budget_warnings(
    store: Store, broker: BrokerSettings, watches: Sequence[Watch], now: datetime, step: Progress
) -> Iterator[str]:
    """A line for each watch that would have used up its budget; one where that can't be known."""
    budgeted = [one for one in watches if one.enabled and one.notify.at_most]
    if not budgeted:
        return
    try:
        request = BacktestRequest(budgeted, now - timedelta(days=DAYS))
        reports = run_backtest(store, broker, request, step)
    except PactwireError as error:
        yield f"whether budgets would do was not tried on the last {DAYS} days: {error}"
        return
    for report in reports:
        if report.over_budget:
            asked = report.watch.notify.at_most
            yield (
                f"{report.watch.id}: in the last {DAYS} days its budget of {asked} would have held "
                f"{report.over_budget} alerts; raise it, or narrow the watch"
            )
