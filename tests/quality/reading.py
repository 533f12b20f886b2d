"""Runs the extraction itself over the cases, in this process. Judges nothing."""

from typing import NamedTuple

from pactwire.cli.tagged import article_of
from pactwire.domain.enrichment import Reading, understood
from pactwire.edges.reference import reference
from quality.counting import Found
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
    return understood(article_of(line), reference())


def claims_of(reading: Reading) -> list[Found]:
    """The claims, those that only recall history included."""
    return [
        Found(
            claim.organisation.entity_id,
            claim.member.entity_id,
            claim.action,
            claim.stage,
            claim.background,
        )
        for claim in reading.claims
    ]


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
