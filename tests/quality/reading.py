"""Runs the extraction over a case, in this process, and lists what it found. Scores nothing."""

from functools import cache
from typing import NamedTuple

from pactwire.cli.tag_ndjson import parse_article
from pactwire.domain.extraction.enrich import ExtractionResult, extract_article
from pactwire.domain.extraction.reader.reading import Reader
from pactwire.domain.extraction.verdict import InstalledReader
from pactwire.edges.reader import load_reader
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import DatedFact, MembershipClaim
from quality.claim_matching import FoundClaim, FoundDetails
from quality.labelled import LabelledCase


class FoundTags(NamedTuple):
    """The entity ids a text was tagged with."""

    countries: frozenset[str]
    teams: frozenset[str]
    others: frozenset[str]


@cache
def read(case: LabelledCase) -> ExtractionResult:
    """What the extraction makes of a case, as of a line given to `pactwire tag --ndjson`.

    A case is read once a process.
    """
    return extract_article(parse_article(write_line(case)), load_reference(), load_patient_reader())


@cache
def load_patient_reader() -> InstalledReader | None:
    """The installed reader; a text that it read once in this process isn't read again."""
    installed = load_reader()
    return installed and installed._replace(reader=PatientReader(installed.reader))


class PatientReader:
    """Keeps what was read: the page and the floors look at the same texts."""

    def __init__(self, reader: Reader) -> None:
        """Around another reader."""
        self.version = reader.version
        self.read = cache(reader.read)


def write_line(case: LabelledCase) -> dict[str, object]:
    """A case as a line of NDJSON has it."""
    line: dict[str, object] = {"id": case.id, "text": case.text, "language": case.language}
    if case.published:
        line["published_at"] = f"{case.published.isoformat()}T12:00:00+00:00"
    return line


def list_claims(reading: ExtractionResult) -> list[FoundClaim]:
    """The claims, those that only recall history included."""
    return [
        FoundClaim(
            claim.organisation.entity_id,
            claim.member.entity_id,
            claim.action,
            claim.stage,
            claim.background,
            list_details(claim),
            claim.confidence,
            claim.rule,
            claim.doubt is not None,
        )
        for claim in reading.claims
    ]


def list_details(claim: MembershipClaim) -> FoundDetails:
    """The details of a claim."""
    speaker = claim.attributed_to
    return FoundDetails(
        claim.ordinal,
        claim.member_count,
        write_date(claim.announced_on),
        write_date(claim.effective_on),
        speaker.name if speaker else None,
        speaker.official if speaker else None,
    )


def write_date(fact: DatedFact | None) -> str | None:
    """A date no more exact than it is known: 2026, 2026-07 or 2026-07-01."""
    lengths = {"year": 4, "month": 7, "day": 10}
    return fact.on.isoformat()[: lengths[fact.precision]] if fact else None


def list_tags(reading: ExtractionResult) -> FoundTags:
    """Countries by code; organisations, coalitions and armed groups by id."""
    countries = [one for one in reading.mentions if one.kind == "country"]
    return FoundTags(
        frozenset(one.iso2 or one.entity_id for one in countries),
        frozenset(one.iso2 or one.entity_id for one in countries if one.form == "team"),
        frozenset(
            one.entity_id
            for one in reading.mentions
            if one.kind in {"organisation", "coalition", "armed_group"}
        ),
    )
