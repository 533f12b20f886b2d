"""The ledger's opening day, as people are shown it."""

from datetime import date
from pathlib import Path

from pactwire.alert.ledger_seed import read_opening_day
from pactwire.edges.store import open_store
from pactwire.errors import PactwireError
from pactwire.settings import LEDGER_OPENS, Settings
from pactwire.up.plan import find_store_url
from pactwire.up.supervisor import SupervisorEvent


def describe_opening(settings: Settings, state: Path) -> SupervisorEvent:
    """What `up` says of the day with whose memberships the ledger begins."""
    chosen = settings.alert.ledger_opens
    before = find_opening_day(find_store_url(settings, state.absolute()))
    day = chosen or before or LEDGER_OPENS
    if before and before != day:
        text = f"the ledger opened with {before}; rows no article has touched are now of {day}"
    elif before:
        text = f"the ledger opened with the memberships of {day}, and goes on from there"
    else:
        text = f"the ledger opens with the memberships of {day}: what came later is news"
        text += "" if chosen else "; for another day say --opens DAY at the first start"
    return SupervisorEvent("ledger", "alert", text, {"opens": day.isoformat(), "first": not before})


def find_opening_day(url: str) -> date | None:
    """The day the ledger of a store was opened with; None when there is none, or it is away."""
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not file.exists():
        return None
    try:
        store = open_store(url)
    except PactwireError:
        return None
    try:
        return read_opening_day(store)
    except PactwireError:
        return None
    finally:
        store.dispose()
