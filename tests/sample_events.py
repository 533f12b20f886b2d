"""Articles, claims and developments as tests write them: short, with what matters spelled out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pactwire.domain.identity import claim_id, content_id
from pactwire_schemas import (
    Article,
    ArticleRef,
    EnrichedArticle,
    Evidence,
    MembershipClaim,
    Mention,
    Party,
    Source,
)

START = datetime(2025, 11, 10, 21, 0, tzinfo=UTC)
COALITION = Party(entity_id="x-global-coalition", name="Global Coalition to Defeat ISIS")
SYRIA = Party(entity_id="SY", name="Syria", iso2="SY")


def later(**passed: float) -> datetime:
    return START + timedelta(**passed)


def reference(
    number: int = 1, *, owner: str | None = None, at: datetime = START, **fields: Any
) -> ArticleRef:
    producer = owner or f"owner-{number}"
    source = fields.pop("source", None) or Source(
        name=f"{producer.title()} Daily {number}", domain=f"{producer}-{number}.example",
        owner=producer, tier=2,
    )  # fmt: skip
    given = {
        "article_id": content_id("test", str(number)),
        "url": f"https://{source.domain}/{number}",
        "source": source,
        "headline": f"A headline with the number {number}",
        "language": "en",
        "published_at": at,
        "received_at": at,
        "content_hash": content_id("content", str(number)),
    }
    return ArticleRef(**(given | fields))


def claim(
    action: str = "join",
    stage: str = "effective",
    *,
    article: ArticleRef | None = None,
    organisation: Party = COALITION,
    member: Party = SYRIA,
    quote: str | None = None,
    **fields: Any,
) -> MembershipClaim:
    article_ref = article or reference()
    words = quote or f"{member.name}, {action} {stage}, said {article_ref.source.name}."
    given = {
        "claim_id": claim_id(
            article_ref.article_id, organisation.entity_id, member.entity_id, action, stage
        ),
        "article": article_ref,
        "organisation": organisation,
        "member": member,
        "action": action,
        "stage": stage,
        "evidence": Evidence(quote=words, field="body", start=0, end=len(words)),
        "confidence": 0.8,
        "rule": "test.rule",
        "extractor_version": "1",
        "dictionary_version": "1",
    }
    return MembershipClaim.model_validate(given | fields)


def mention(entity: str, kind: str = "country", **fields: Any) -> Mention:
    given = {
        "entity_id": entity, "kind": kind, "name": entity, "field": "body", "start": 0,
        "end": len(entity), "surface": entity, "form": "name", "role": "subject", "why": "test",
    }  # fmt: skip
    return Mention.model_validate(given | fields)


def enriched(
    number: int = 1, *mentions: Mention, body: str = "Some words.", **fields: Any
) -> EnrichedArticle:
    article_ref = fields.pop("article", None) or reference(number)
    article = Article(**article_ref.model_dump(), body=body)
    given = {"article": article, "mentions": mentions, "extractor_version": "1",
             "dictionary_version": "1"}  # fmt: skip
    return EnrichedArticle.model_validate(given | fields)
