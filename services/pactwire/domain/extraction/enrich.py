"""From an article to an enriched article: mentions with fields and roles, claims, signature."""

from dataclasses import replace
from typing import NamedTuple

from pydantic import TypeAdapter

from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.document import Document, Hit
from pactwire.domain.extraction.entities import Text, read
from pactwire.domain.extraction.entities.roles import role
from pactwire.domain.extraction.events import claims, placed
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.minhash import compute_signature
from pactwire.domain.text.normalise import replace_typography
from pactwire_schemas.article import Article
from pactwire_schemas.enrichment import EnrichedArticle, FieldName, MembershipClaim, Mention

MENTIONS = TypeAdapter(tuple[Mention, ...])
EXTRACTOR_VERSION = "1"
"""Changes with the rules; an attribute of what was read, never a part of an id."""


class Reading(NamedTuple):
    """What was read out of an article, with the document it was read from."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[MembershipClaim, ...]


def enrich(article: Article, reference: ReferenceData) -> EnrichedArticle:
    """Everything that can be read out of an article; the same article gives the same result."""
    reading = understood(article, reference)
    return EnrichedArticle(
        article=article,
        signature=compute_signature(article.body or article.headline),
        mentions=reading.mentions,
        claims=reading.claims,
        extractor_version=EXTRACTOR_VERSION,
        dictionary_version=reference.version,
    )


def understood(article: Article, reference: ReferenceData, *, explain: bool = False) -> Reading:
    """Mentions and claims; with `explain` the document also tells what was left out."""
    document = documented(article, reference, explain=explain)
    found = find_claims(document, reference, explain)
    if found.dropped:
        document = replace(document, dropped=document.dropped + found.dropped)
    versions = (EXTRACTOR_VERSION, reference.version)
    told = claims(found.claims, document, article, versions)
    return Reading(document, mentions(document, article, reference), told)


def documented(article: Article, reference: ReferenceData, *, explain: bool = False) -> Document:
    """The article's text with all names and trigger words."""
    headline_end = len(article.headline) if article.headline and article.body else 0
    text = Text(article.text, headline_end, article.language, article.published_at)
    return read(text, reference, explain=explain)


def mentions(document: Document, article: Article, reference: ReferenceData) -> tuple[Mention, ...]:
    """The hits as the contract wants them: offsets count from the start of their field."""
    if not document.hits:
        return ()
    entities = reference.entities
    text = replace_typography(document.text)
    return MENTIONS.validate_python(
        [
            mention(hit, text, placed(hit.start, article), entities[hit.entity_id].wikidata)
            for hit in document.hits
        ]
    )


def mention(
    hit: Hit, text: str, place: tuple[FieldName, int], wikidata: str | None
) -> dict[str, object]:
    """One hit as the fields of a mention; `place` is its field and where that starts."""
    start, end, surface, entity_id, kind, name, iso2, form, score, why = hit
    field, shift = place
    return {
        "entity_id": entity_id,
        "kind": kind,
        "name": name,
        "field": field,
        "start": start - shift,
        "end": end - shift,
        "surface": surface,
        "form": form,
        "role": role(hit, text),
        "iso2": iso2,
        "wikidata": wikidata,
        "score": score,
        "why": why,
    }
