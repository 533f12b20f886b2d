"""Claims that an earlier version of an article made and its newest doesn't: compared in sets."""

from collections.abc import Sequence
from datetime import datetime

from pactwire.domain.ledger import compare_claims
from pactwire.edges.store import Store, Transaction, alerting, read_transaction, write_transaction
from pactwire.edges.store.alerting import StoredClaims
from pactwire_schemas import Alert, EnrichedArticle, MembershipClaim


def find_alerts_of_canceled(
    store: Store, batch: Sequence[EnrichedArticle]
) -> dict[str, list[Alert]]:
    """The alerts that were made of articles which are canceled now, by article."""
    canceled = {one.article.article_id for one in batch if one.article.pub_status == "canceled"}
    if not canceled:
        return {}
    with read_transaction(store) as tx:
        return alerting.list_mention_alerts(tx, canceled)


def withdraw_claims(
    store: Store, batch: Sequence[EnrichedArticle], at: datetime
) -> list[tuple[MembershipClaim, ...]]:
    """The claims that each article takes back; the same ones on a repeat.

    Also notes which articles are canceled. Nothing is written, nor waited for, when no article is,
    and none claims or has claimed anything.
    """
    ids = {one.article.article_id for one in batch}
    with read_transaction(store) as tx:
        known = alerting.find_article_claims(tx, ids)
    concerned = known.keys() | {one.article.article_id for one in batch if is_noted(one)}
    if not concerned:
        return [() for _ in batch]
    with write_transaction(store) as tx:
        return _compare_versions(tx, batch, concerned, at)


def is_noted(enriched: EnrichedArticle) -> bool:
    """Whether an article is kept by what it says of itself: it claims something, or is canceled."""
    return enriched.article.pub_status == "canceled" or bool(list_claims(enriched))


def list_claims(enriched: EnrichedArticle) -> tuple[MembershipClaim, ...]:
    """What an article claims; nothing once it is canceled."""
    return enriched.claims if enriched.article.pub_status == "usable" else ()


def _compare_versions(
    tx: Transaction, batch: Sequence[EnrichedArticle], concerned: set[str], at: datetime
) -> list[tuple[MembershipClaim, ...]]:
    known = alerting.find_article_claims(tx, concerned)
    fresh: dict[str, StoredClaims] = {}
    withdrawn = []
    for enriched in batch:
        article_id = enriched.article.article_id
        previous = fresh.get(article_id) or known.get(article_id)
        current = compare_version(previous, enriched)
        if current and current is not previous:
            fresh[article_id] = current
        is_newest = current and current.version == enriched.article.version
        withdrawn.append(current.withdrawn if current and is_newest else ())
    alerting.save_article_claims(tx, fresh, at)
    return withdrawn


def compare_version(
    previous: StoredClaims | None, enriched: EnrichedArticle
) -> StoredClaims | None:
    """The claims of the newest version after this one came; None when nothing is to be kept."""
    article, claims = enriched.article, list_claims(enriched)
    if previous and previous.version >= article.version:
        return previous
    if not previous and not is_noted(enriched):
        return None
    compared = compare_claims(previous.claims if previous else (), claims, article)
    canceled = article.pub_status == "canceled"
    return StoredClaims(article.version, compared.made, compared.withdrawn, canceled)
