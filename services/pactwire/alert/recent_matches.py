"""Which watches the last articles fitted: a retraction may come before anybody was told."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pactwire_schemas import WatchRef

MAX_REFS = 200_000
"""Watches that are remembered, over all articles: some ten thousand articles of a busy day."""


@dataclass
class RecentMatches:
    """Watches by article, the oldest forgotten first; an article has one worker, so one memory."""

    _by_article: OrderedDict[str, dict[str, WatchRef]] = field(default_factory=OrderedDict)
    _count: int = 0

    def add(self, article_id: str, watches: Iterable[WatchRef]) -> None:
        """Remember the watches that an article fits, beside those it fitted before."""
        known = self._by_article.pop(article_id, {})
        fitted = known | {one.watch_id: one for one in watches}
        if not fitted:
            return
        self._by_article[article_id] = fitted
        self._count += len(fitted) - len(known)
        while self._count > MAX_REFS:
            _, forgotten = self._by_article.popitem(last=False)
            self._count -= len(forgotten)

    def list_watches(self, article_id: str) -> list[WatchRef]:
        """The watches that an article fitted lately."""
        return list(self._by_article.get(article_id, {}).values())
