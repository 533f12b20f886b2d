"""Queries of ingest: which articles that are named by a guid have an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import article_addresses, articles
from pactwire.edges.store.upsert import upsert


@dataclass(frozen=True)
class ArticleAddress:
    """An article's address and source, as ids."""

    address_id: str
    source_id: str
    article_id: str


def save_addresses(tx: Transaction, found: Iterable[ArticleAddress], at: datetime) -> None:
    """Keep the addresses of articles that came at that time."""
    rows = [{**vars(one), "seen_at": at} for one in sorted(set(found), key=repr)]
    upsert(tx, article_addresses, rows)


def list_articles_at(tx: Transaction, address_id: str, source_id: str | None) -> list[str]:
    """The ids of a source's articles at an address; of every source's when none is given."""
    statement = select(article_addresses.c.article_id).where(
        article_addresses.c.address_id == address_id
    )
    if source_id:
        statement = statement.where(article_addresses.c.source_id == source_id)
    return sorted(tx.execute(statement.distinct()).scalars())


def is_article_known(tx: Transaction, article_id: str) -> bool:
    """Whether a version of the article was reserved."""
    found = select(articles.c.version).where(articles.c.article_id == article_id).limit(1)
    return tx.execute(found).first() is not None
