"""What was extracted, as the contract has it: mentions and claims with fields, ids and versions."""

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import TypeAdapter

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.document import Document, EntityMention
from pactwire.domain.extraction.entities.roles import find_role
from pactwire.domain.identity import claim_id
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.normalise import replace_typography
from pactwire_schemas.article import Article, ArticleRef
from pactwire_schemas.enrichment import Evidence, FieldName, MembershipClaim, Mention, Party

MENTIONS = TypeAdapter(tuple[Mention, ...])


class Versions(NamedTuple):
    """What a claim was made with."""

    extractor: str
    dictionary: str
    reader: str = ""


def build_mentions(
    document: Document, article: Article, reference: ReferenceData
) -> tuple[Mention, ...]:
    """The entity mentions as the contract has them: offsets count from the start of their field."""
    if not document.mentions:
        return ()
    entities = reference.entities
    text = replace_typography(document.text)
    return MENTIONS.validate_python(
        [
            mention_fields(
                mention,
                text,
                locate_field(mention.start, article),
                entities[mention.entity_id].wikidata,
            )
            for mention in document.mentions
        ]
    )


def mention_fields(
    mention: EntityMention, text: str, place: tuple[FieldName, int], wikidata: str | None
) -> dict[str, object]:
    """The fields of one mention; `place` is its article field and where that starts in the text."""
    start, end, surface, entity_id, kind, name, iso2, form, score, why = mention
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
        "role": find_role(mention, text),
        "iso2": iso2,
        "wikidata": wikidata,
        "score": score,
        "why": why,
    }


def build_claims(
    drafts: Iterable[ClaimCandidate], document: Document, article: Article, versions: Versions
) -> tuple[MembershipClaim, ...]:
    """The drafts as events of their article; the same draft gives the same id."""
    found = list(drafts)
    if not found:
        return ()
    article_ref = article.reference()
    return tuple(build_claim(draft, document, article, article_ref, versions) for draft in found)


def locate_field(offset: int, article: Article) -> tuple[FieldName, int]:
    """The field that holds an offset of the article's text, and where that field starts."""
    if not article.headline:
        return "body", 0
    if not article.body or offset <= len(article.headline):
        return "headline", 0
    return "body", len(article.headline) + 1


def build_claim(
    draft: ClaimCandidate,
    document: Document,
    article: Article,
    article_ref: ArticleRef,
    versions: Versions,
) -> MembershipClaim:
    """One draft as an event."""
    organisation, member = draft.organisation, draft.member
    parties = (organisation.entity_id, member.entity_id)
    return MembershipClaim(
        claim_id=claim_id(article.article_id, *parties, draft.action, draft.stage),
        article=article_ref,
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
        evidence=build_evidence(draft, document, article),
        confidence=draft.confidence,
        confidence_parts=draft.parts,
        rule=draft.rule,
        read_by=draft.read_by,
        doubt=draft.doubt,
        extractor_version=versions.extractor,
        dictionary_version=versions.dictionary,
        reader_version=versions.reader,
    )


def build_evidence(draft: ClaimCandidate, document: Document, article: Article) -> Evidence:
    """The words a draft was read from, placed in their field."""
    field, shift = locate_field(draft.start, article)
    return Evidence(
        quote=document.text[draft.start : draft.end],
        field=field,
        start=draft.start - shift,
        end=draft.end - shift,
        quoted_speech=draft.quoted,
    )
