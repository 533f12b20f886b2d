"""Articles that the topics hold."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from pactwire.desk.api.deps import Desk, Reader
from pactwire.desk.api.kept_route import KeyedRoute
from pactwire.desk.api.ledger_routes import Text, resolve
from pactwire.desk.api.pages import TimeQuery
from pactwire.desk.api.problems import ApiError
from pactwire.edges.kafka.article_search import find_article, list_articles
from pactwire_schemas import EnrichedArticle

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=KeyedRoute)


class ArticleQuery(TimeQuery):
    """Which of the newest articles."""

    entity: Text | None = None
    """Only what mentions this country or body."""


@router.get("")
def search_articles(
    desk: Desk, key: Reader, asked: Annotated[ArticleQuery, Query()]
) -> list[EnrichedArticle]:
    """The newest articles that the topics hold, each in its newest version."""
    del key
    entity = resolve(desk, asked.entity)
    found = list_articles(desk.broker, asked.since, asked.until, entity)
    return found[: asked.limit]


@router.get("/{article_id}")
def get_article(
    desk: Desk, key: Reader, article_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
) -> EnrichedArticle:
    """One article with its mentions and claims, in its newest version."""
    del key
    found = find_article(desk.broker, article_id)
    if found is None:
        raise ApiError(404, f"the topics hold no article {article_id}")
    return found
