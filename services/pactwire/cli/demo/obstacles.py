"""What stopped an article that made no alert, asked as `pactwire why-not` asks it."""

from pactwire.desk.explanations import trace_article
from pactwire.desk.stores import open_desk_stores
from pactwire.domain.explaining import Step
from pactwire.domain.explaining.why_not import NOT_DECIDED, NOT_JUDGED
from pactwire.edges.store import read_transaction, stored_watches
from pactwire_schemas import EnrichedArticle

DECIDING = frozenset({"judged", "told"})
"""The steps at which an article is stopped that came close to an alert."""


def find_obstacles(store_url: str | None, enriched: EnrichedArticle) -> tuple[str, ...]:
    """What stopped an article that the ledger or a watch had to decide on, each once."""
    steps = (step for step in list_obstacles(store_url, enriched) if step.name in DECIDING)
    return tuple(dict.fromkeys(step.because for step in steps))


def is_under_way(store_url: str | None, enriched: EnrichedArticle) -> bool:
    """Whether ledger or watches have yet to decide on an article."""
    steps = list_obstacles(store_url, enriched)
    return any(step.because in {NOT_DECIDED, NOT_JUDGED} for step in steps)


def list_obstacles(store_url: str | None, enriched: EnrichedArticle) -> list[Step]:
    """What stopped an article on its way to the alert of each watch; nothing without a store."""
    if store_url is None:
        return []
    article_id = enriched.article.article_id
    with open_desk_stores(store_url) as stores:
        with read_transaction(stores.alert) as tx:
            watches = [one.watch for one in stored_watches.list_watches(tx)]
        journeys = [
            journey
            for watch in watches
            for journey in trace_article(stores, watch, article_id, enriched)
        ]
    return [one.obstacle for one in journeys if one.obstacle]
