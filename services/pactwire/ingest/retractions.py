"""Finds the article that a retraction by address alone means, when it was named by a guid.

An article's identity is its guid where it has one, so the address alone is another identity. A
publisher that takes an article back often sends no more than the address.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pactwire.domain.intake import Admission
from pactwire.edges.store import Transaction
from pactwire.edges.store.article_addresses import (
    ArticleAddress,
    is_article_known,
    list_articles_at,
)
from pactwire.errors import InvalidEvent


def resolve_retractions(tx: Transaction, admissions: Sequence[Admission]) -> list[Admission]:
    """The admissions; a retraction by address alone under the id of the article it means.

    Raises:
        InvalidEvent: several articles have the address.
    """
    resolved: list[Admission] = []
    for admission in admissions:
        is_open = admission.retracts_by_address and not is_article_known(tx, admission.article_id)
        resolved.append(resolve_retraction(tx, admission, resolved) if is_open else admission)
    return resolved


def resolve_retraction(
    tx: Transaction, admission: Admission, earlier: Iterable[Admission]
) -> Admission:
    """The retraction under the id of the one article at its address; as it is where none is.

    Raises:
        InvalidEvent: several articles have the address.
    """
    if any(one.article_id == admission.article_id for one in earlier):
        return admission
    source = admission.source_id if admission.submission.source else None
    found = set(list_articles_at(tx, admission.address_id, source))
    found |= {
        one.article_id
        for one in list_addresses(earlier)
        if one.address_id == admission.address_id and source in {None, one.source_id}
    }
    if len(found) > 1:
        raise InvalidEvent(
            f"{len(found)} articles of {admission.source.name} have this address: "
            "send the guid of the one that is meant",
            "guid",
        )
    return replace(admission, article_id=found.pop()) if found else admission


def list_addresses(admissions: Iterable[Admission]) -> Iterator[ArticleAddress]:
    """The addresses of those that are named by their guid."""
    for one in admissions:
        if one.submission.guid and one.canonical_url:
            yield ArticleAddress(one.address_id, one.source_id, one.article_id)
