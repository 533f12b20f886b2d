"""From the drafts of the claim rules to claims of an article: ids, fields, versions."""

from collections.abc import Iterable

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.document import Document
from pactwire.domain.identity import claim_id
from pactwire_schemas.article import Article, ArticleRef
from pactwire_schemas.enrichment import Evidence, FieldName, MembershipClaim, Party

Versions = tuple[str, str]
"""Of the extractor and of the dictionary."""


def claims(
    drafts: Iterable[ClaimCandidate], document: Document, article: Article, versions: Versions
) -> tuple[MembershipClaim, ...]:
    """The drafts as events of their article; the same draft gives the same id."""
    listed = list(drafts)
    if not listed:
        return ()
    reference = article.reference()
    return tuple(claim(draft, document, article, reference, versions) for draft in listed)


def placed(offset: int, article: Article) -> tuple[FieldName, int]:
    """The field that holds an offset of the article's text, and where that field starts."""
    if not article.headline:
        return "body", 0
    if not article.body or offset <= len(article.headline):
        return "headline", 0
    return "body", len(article.headline) + 1


def claim(
    draft: ClaimCandidate,
    document: Document,
    article: Article,
    reference: ArticleRef,
    versions: Versions,
) -> MembershipClaim:
    """One draft as an event."""
    organisation, member = draft.organisation, draft.member
    parties = (organisation.entity_id, member.entity_id)
    return MembershipClaim(
        claim_id=claim_id(article.article_id, *parties, draft.action, draft.stage),
        article=reference,
        organisation=Party(entity_id=organisation.entity_id, name=organisation.name),
        member=Party(entity_id=member.entity_id, name=member.name, iso2=member.iso2),
        action=draft.action,
        stage=draft.stage,
        background=draft.background,
        ordinal=draft.ordinal,
        member_count=draft.member_count,
        announced_on=draft.announced_on,
        effective_on=draft.effective_on,
        attributed_to=draft.speaker,
        evidence=evidence(draft, document, article),
        confidence=draft.confidence,
        confidence_parts=draft.parts,
        rule=draft.rule,
        extractor_version=versions[0],
        dictionary_version=versions[1],
    )


def evidence(draft: ClaimCandidate, document: Document, article: Article) -> Evidence:
    """The words a draft was read from, placed in their field."""
    field, shift = placed(draft.start, article)
    return Evidence(
        quote=document.text[draft.start : draft.end],
        field=field,
        start=draft.start - shift,
        end=draft.end - shift,
        quoted_speech=draft.quoted,
    )
