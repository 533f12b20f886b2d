"""Runs the extraction itself over the cases, in this process. Judges nothing."""

from typing import NamedTuple

from pactwire.cli.tag_ndjson import article_of
from pactwire.domain.extraction.enrich import Reading, understood
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import DatedFact, MembershipClaim
from quality.counting import Found, Told
from quality.labelled import Labelled


class Tagged(NamedTuple):
    """The entity ids a text was tagged with."""

    countries: frozenset[str]
    teams: frozenset[str]
    others: frozenset[str]


def read(case: Labelled) -> Reading:
    """What the extraction makes of a case, as of a line given to `pactwire tag --ndjson`."""
    line: dict[str, object] = {"id": case.id, "text": case.text, "language": case.language}
    if case.published:
        line["published_at"] = f"{case.published.isoformat()}T12:00:00+00:00"
    return understood(article_of(line), load_reference())


def claims_of(reading: Reading) -> list[Found]:
    """The claims, those that only recall history included."""
    return [
        Found(
            claim.organisation.entity_id,
            claim.member.entity_id,
            claim.action,
            claim.stage,
            claim.background,
            told(claim),
            claim.confidence,
        )
        for claim in reading.claims
    ]


def told(claim: MembershipClaim) -> Told:
    """The details of a claim."""
    speaker = claim.attributed_to
    return Told(
        claim.ordinal,
        claim.member_count,
        written(claim.announced_on),
        written(claim.effective_on),
        speaker.name if speaker else None,
        speaker.official if speaker else None,
    )


def written(fact: DatedFact | None) -> str | None:
    """A date no more exact than it is known: 2026, 2026-07 or 2026-07-01."""
    lengths = {"year": 4, "month": 7, "day": 10}
    return fact.on.isoformat()[: lengths[fact.precision]] if fact else None


def tags_of(reading: Reading) -> Tagged:
    """Countries by code; organisations, coalitions and armed groups by id."""
    countries = [one for one in reading.mentions if one.kind == "country"]
    return Tagged(
        frozenset(one.iso2 or one.entity_id for one in countries),
        frozenset(one.iso2 or one.entity_id for one in countries if one.form == "team"),
        frozenset(
            one.entity_id
            for one in reading.mentions
            if one.kind in {"organisation", "coalition", "armed_group"}
        ),
    )
