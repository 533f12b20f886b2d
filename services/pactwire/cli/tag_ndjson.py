"""One line in, one line out, for `pactwire tag --ndjson`: what was read as plain values."""

from datetime import datetime
from typing import Any

import orjson

from pactwire.domain.extraction.enrich import ExtractionResult, extract_article
from pactwire.domain.extraction.verdict import InstalledReader
from pactwire.domain.identity import content_id
from pactwire.domain.intake.column_names import rename_columns
from pactwire.domain.intake.moments import is_written_moment, read_moment
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.clean import SeenText, remove_unseen
from pactwire_schemas.article import Article, Source
from pactwire_schemas.enrichment import DatedFact, Evidence, MembershipClaim, Mention, Party

UNKNOWN_MOMENT = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class BadLine(ValueError):  # noqa: N818  its name is what happened
    """The line holds no text to tag; the message says what is wrong."""


def tag_line(
    line: bytes, reference: ReferenceData, installed: InstalledReader | None = None
) -> bytes:
    """The answer to one line of NDJSON; a broken line is answered with an `error`."""
    identity: Any = None
    try:
        value = orjson.loads(line)
        identity = read_identity(value)
        article = parse_article(value)
        seen = remove_unseen(article.text)
        if seen.text == article.text:
            answer = tag_article(article, reference, installed)
        else:
            answer = tag_article(_without_unseen(article), reference, installed)
            _restore_offsets(answer, seen, article.text)
        return orjson.dumps({"id": identity, **answer})
    except orjson.JSONDecodeError as error:
        return orjson.dumps({"id": None, "error": f"this is not JSON: {error.msg}"})
    except BadLine as error:
        return orjson.dumps({"id": identity, "error": str(error)}, default=str)


def read_identity(value: object) -> Any:
    """What names the article of a line, as it was written."""
    if not isinstance(value, dict):
        return None
    return value.get("id", value.get("guid"))


def tag_article(
    article: Article, reference: ReferenceData, installed: InstalledReader | None
) -> dict[str, Any]:
    """Mentions and claims of an article, as plain values."""
    return dump_result(article, extract_article(article, reference, installed))


def _without_unseen(article: Article) -> Article:
    """The article without signs that show nothing, behind which a claim could hide."""
    words = {name: remove_unseen(getattr(article, name)).text for name in ("headline", "body")}
    return article.model_copy(update=words)


def _restore_offsets(answer: dict[str, Any], seen: SeenText, text: str) -> None:
    """Let offsets and quotes be those of the text as it was given."""
    places = [(mention, "surface") for mention in answer["mentions"]]
    places += [(claim["evidence"], "quote") for claim in answer["claims"]]
    for place, words in places:
        start, end = seen.span(place["start"], place["end"])
        place |= {"start": start, "end": end, words: text[start:end]}


def parse_article(value: object) -> Article:
    """An article of `{"id", "text"}` or `{"id", "headline", "body"}`, or other names of columns.

    `language` (BCP 47) and `published_at` (ISO 8601) are read where they stand; columns that are
    not ours are let be.

    Raises:
        BadLine: no object, no text, or a field of the wrong type.
    """
    if not isinstance(value, dict):
        raise BadLine("give a JSON object")
    named = rename_columns(value)
    body, headline = named.get("body") or "", named.get("headline") or ""
    if not isinstance(body, str) or not isinstance(headline, str):
        raise BadLine("text, headline and body must be strings")
    if not body and not headline:
        raise BadLine("give text, or headline and body")
    return Article.model_construct(
        article_id=content_id("line", str(read_identity(value))),
        source=Source.model_construct(name="line"),
        headline=headline,
        body=body,
        language=_parse_language(named.get("language")),
        published_at=_parse_moment(named.get("published_at")),
        received_at=UNKNOWN_MOMENT,
        content_hash="",
    )


def _parse_language(given: object) -> str:
    return given if isinstance(given, str) and given else "und"


def _parse_moment(given: object) -> datetime | None:
    moment = read_moment(given)
    if moment is None and given is not None and not is_written_moment(given):
        raise BadLine("published_at must be a date and time as in ISO 8601")
    return moment


def dump_result(article: Article, result: ExtractionResult) -> dict[str, Any]:
    """Mentions and claims with offsets that count code points of `Article.text`."""
    headed = bool(article.headline and article.body)
    return {
        "mentions": [_dump_mention(mention, article, headed=headed) for mention in result.mentions],
        "claims": [_dump_claim(claim, article, headed=headed) for claim in result.claims],
    }


def _offset(field: str, article: Article) -> int:
    return len(article.headline) + 1 if field == "body" and article.headline else 0


def _dump_mention(mention: Mention, article: Article, *, headed: bool) -> dict[str, Any]:
    shift = _offset(mention.field, article)
    values: dict[str, Any] = {"field": mention.field} if headed else {}
    return values | {
        "start": mention.start + shift,
        "end": mention.end + shift,
        "kind": mention.kind,
        "entity_id": mention.entity_id,
        "iso2": mention.iso2,
        "surface": mention.surface,
        "name": mention.name,
        "form": mention.form,
        "role": mention.role,
        "score": mention.score,
        "why": mention.why,
    }


def _dump_claim(claim: MembershipClaim, article: Article, *, headed: bool) -> dict[str, Any]:
    speaker = claim.attributed_to
    return {
        "organisation": {
            "entity_id": claim.organisation.entity_id,
            "name": claim.organisation.name,
        },
        "member": _dump_party(claim.member),
        "action": claim.action,
        "stage": claim.stage,
        "background": claim.background,
        "ordinal": claim.ordinal,
        "member_count": claim.member_count,
        "announced_on": _dump_date(claim.announced_on),
        "effective_on": _dump_date(claim.effective_on),
        "attributed_to": speaker and speaker.model_dump(),
        "evidence": _dump_evidence(claim.evidence, article, headed=headed),
        "confidence": claim.confidence,
        "confidence_parts": claim.confidence_parts,
        "rule": claim.rule,
        "read_by": claim.read_by,
        "doubt": claim.doubt and claim.doubt.model_dump(),
    }


def _dump_evidence(evidence: Evidence, article: Article, *, headed: bool) -> dict[str, Any]:
    shift = _offset(evidence.field, article)
    values: dict[str, Any] = {"field": evidence.field} if headed else {}
    return values | {
        "quote": evidence.quote,
        "start": evidence.start + shift,
        "end": evidence.end + shift,
        "quoted_speech": evidence.quoted_speech,
    }


def _dump_party(party: Party) -> dict[str, Any]:
    return {"entity_id": party.entity_id, "name": party.name, "iso2": party.iso2}


def _dump_date(fact: DatedFact | None) -> dict[str, Any] | None:
    return None if fact is None else {"on": fact.on.isoformat(), "precision": fact.precision}
