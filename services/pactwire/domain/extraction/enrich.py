"""An article's way from its text to an enriched article, in four steps that never call back.

    tag_text        entities    text -> Document with entity mentions and cues
    find_claims     claims      Document -> drafts of claims
    build_mentions  events      entity mentions -> mentions as the contract has them
    build_claims    events      drafts -> claims as the contract has them

The values that pass between the steps stand in `document`.
"""

from dataclasses import replace
from typing import NamedTuple

from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.events import build_claims, build_mentions
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.minhash import compute_signature
from pactwire_schemas.article import Article
from pactwire_schemas.enrichment import EnrichedArticle, MembershipClaim, Mention

EXTRACTOR_VERSION = "1"
"""Changes with the rules; an attribute of what was extracted, never a part of an id."""


class ExtractionResult(NamedTuple):
    """What was extracted from an article, with the document it was extracted from."""

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[MembershipClaim, ...]


def enrich(article: Article, reference: ReferenceData) -> EnrichedArticle:
    """The article with mentions, claims and signature; equal articles give equal results."""
    result = extract_article(article, reference)
    return EnrichedArticle(
        article=article,
        signature=compute_signature(article.body or article.headline),
        mentions=result.mentions,
        claims=result.claims,
        extractor_version=EXTRACTOR_VERSION,
        dictionary_version=reference.version,
    )


def extract_article(
    article: Article, reference: ReferenceData, *, explain: bool = False
) -> ExtractionResult:
    """Mentions and claims; with `explain` the document also has the rejected candidates."""
    document = tag_text(text_input(article), reference, explain=explain)
    findings = find_claims(document, reference, explain=explain)
    if findings.dropped:
        document = replace(document, rejected=document.rejected + findings.dropped)
    versions = (EXTRACTOR_VERSION, reference.version)
    return ExtractionResult(
        document,
        build_mentions(document, article, reference),
        build_claims(findings.claims, document, article, versions),
    )


def text_input(article: Article) -> TextInput:
    """Headline and body as one text, with what the article says about it."""
    headline_end = len(article.headline) if article.headline and article.body else 0
    return TextInput(article.text, headline_end, article.language, article.published_at)
