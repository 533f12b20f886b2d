"""An article's way from its text to an enriched article, in five steps that never call back.

    tag_text        entities    text -> Document with entity mentions and cues
    find_claims     claims      Document -> drafts of claims, by the grammar
    read_pairs      reader      Document and drafts -> what the trained reader makes of each pair
    join_readings   verdict     drafts and readings -> drafts, firm or doubtful, news or history
    build_mentions, build_claims  events  -> mentions and claims as the contract has them

The values that pass between the steps stand in `document`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.events import Versions, build_claims, build_mentions
from pactwire.domain.extraction.reader.reading import PairReading, read_pairs
from pactwire.domain.extraction.text_kind import EVERY_KIND
from pactwire.domain.extraction.verdict import InstalledReader, join_readings, judge_unaided
from pactwire.domain.extraction.version import compute_version
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.minhash import compute_signature
from pactwire_schemas.article import Article
from pactwire_schemas.enrichment import EnrichedArticle, MembershipClaim, Mention

PUBLISHED_YEARS = range(1900, 2200)
"""Years of articles; from others no calendar counts on to "last month" and "in ten years"."""


class ExtractionResult(NamedTuple):
    """What was extracted from an article, with the document it was extracted from."""

    document: Document
    versions: Versions
    mentions: tuple[Mention, ...]
    claims: tuple[MembershipClaim, ...]
    reasons: tuple[tuple[str, ...], ...] = ()
    """Of each claim: the operators that govern it, then the verdict of both readers."""
    readings: tuple[PairReading, ...] = ()
    """What the trained reader made of each pair it was asked about."""


def enrich(
    article: Article, reference: ReferenceData, installed: InstalledReader | None = None
) -> EnrichedArticle:
    """The article with mentions, claims and signature; equal articles give equal results."""
    return build_enriched(article, extract_article(article, reference, installed))


def build_enriched(article: Article, result: ExtractionResult) -> EnrichedArticle:
    """The article with what was extracted from it, as the contract has it."""
    return EnrichedArticle(
        article=article,
        signature=compute_signature(article.body or article.headline),
        mentions=result.mentions,
        claims=result.claims,
        extractor_version=result.versions.extractor,
        dictionary_version=result.versions.dictionary,
    )


def extract_article(
    article: Article,
    reference: ReferenceData,
    installed: InstalledReader | None = None,
    *,
    explain: bool = False,
) -> ExtractionResult:
    """Mentions and claims; with `explain` the document also has the rejected candidates.

    Without a trained reader no claim in running prose is firm.
    """
    document = tag_text(text_input(article), reference, explain=explain)
    findings = find_claims(document, reference, explain=explain)
    if findings.dropped:
        document = replace(document, rejected=document.rejected + findings.dropped)
    drafts, readings = join_readers(
        document, findings.claims, reference, installed, explain=explain
    )
    versions = list_versions(reference, installed)
    return ExtractionResult(
        document,
        versions,
        build_mentions(document, article, reference),
        build_claims(drafts, document, article, versions),
        tuple(draft.why for draft in drafts),
        readings,
    )


def list_versions(reference: ReferenceData, installed: InstalledReader | None) -> Versions:
    """What an article is read with."""
    reader = installed.reader.version if installed else ""
    return Versions(compute_version(reference.version, reader), reference.version, reader)


def join_readers(
    document: Document,
    claims: Sequence[ClaimCandidate],
    reference: ReferenceData,
    installed: InstalledReader | None,
    *,
    explain: bool = False,
) -> tuple[list[ClaimCandidate], tuple[PairReading, ...]]:
    """The grammar's claims as the trained reader leaves them, with what it read.

    Pairs that can't become a claim are read only to be explained.
    """
    if installed is None:
        return list(judge_unaided(claims, document, reference)), ()
    beyond_claims = EVERY_KIND if explain else installed.policy.trusting_alone
    readings = read_pairs(
        document, claims, reference, installed.reader, beyond_claims=beyond_claims
    )
    joined = join_readings(claims, readings, document, reference, installed.policy)
    return list(joined), tuple(readings.values())


def text_input(article: Article) -> TextInput:
    """Headline and body as one text, with what the article says about it."""
    headline_end = len(article.headline) if article.headline and article.body else 0
    published = article.published_at
    dated = published is not None and published.year in PUBLISHED_YEARS
    return TextInput(article.text, headline_end, article.language, published if dated else None)
