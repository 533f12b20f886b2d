"""Rules alone, the trained reader alone, and both together, on the same held-back texts."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from pactwire.cli.tag_ndjson import parse_article
from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.enrich import join_readers, text_input
from pactwire.domain.extraction.entities import tag_text
from pactwire.domain.extraction.text_kind import TextKind, classify_text
from pactwire.domain.extraction.verdict import InstalledReader
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import FIRM_STAGES
from quality.claim_matching import (
    Counts,
    FoundClaim,
    compare_firm,
    compare_level,
    count_comparison,
    match_change,
)
from quality.labelled import ClaimCase
from quality.reading import load_patient_reader, write_line

By = Literal["rules alone", "reader alone", "both"]


class ReaderScore(NamedTuple):
    """What one way of reading made of the texts of one kind."""

    kind: TextKind
    by: By
    texts: int
    relaxed: Counts
    exact: Counts
    firm: Counts
    retold: int
    """Firm claims of what the text only recalls."""


def score_readers(cases: Iterable[ClaimCase]) -> Iterator[ReaderScore]:
    """A score for each kind of text and each way of reading; none without an installed reader."""
    installed = load_patient_reader()
    if installed is None:
        return
    read = [(case, read_both(case, installed)) for case in cases]
    for kind in get_args(TextKind):
        own = [(case, drafts) for case, (found, drafts) in read if found == kind]
        for by in get_args(By):
            yield sum_scores(kind, by, [(case, drafts[by]) for case, drafts in own])


def read_both(
    case: ClaimCase, installed: InstalledReader
) -> tuple[TextKind, dict[By, list[FoundClaim]]]:
    """The kind of a case's text, and the news that each way of reading finds in it."""
    reference = load_reference()
    document = tag_text(text_input(parse_article(write_line(case))), reference)
    rules = find_claims(document, reference).claims

    def join(claims: tuple[ClaimCandidate, ...], reader: InstalledReader) -> list[FoundClaim]:
        return list_news(join_readers(document, claims, reference, reader)[0])

    ways: dict[By, list[FoundClaim]] = {
        "rules alone": list_news(rules),
        "reader alone": join((), trust_reader(installed)),
        "both": join(rules, installed),
    }
    return classify_text(document, document.headline_end), ways


def trust_reader(installed: InstalledReader) -> InstalledReader:
    """The reader believed in whatever it thinks more likely than not, alone."""
    thresholds = {
        kind: one._replace(alone=0.5, alone_firm=0.5, alone_considered=0.5, alone_doubtful=0.5)
        for kind, one in installed.policy.thresholds.items()
    }
    return installed._replace(policy=installed.policy._replace(thresholds=thresholds))


def list_news(claims: Iterable[ClaimCandidate]) -> list[FoundClaim]:
    """The claims that aren't history, as they are compared."""
    return [
        FoundClaim(
            one.organisation.entity_id,
            one.member.entity_id,
            one.action,
            one.stage,
            doubtful=one.doubt is not None,
        )
        for one in claims
        if not one.background
    ]


def sum_scores(
    kind: TextKind, by: By, read: list[tuple[ClaimCase, list[FoundClaim]]]
) -> ReaderScore:
    """The counts of all texts together."""
    level = {
        name: sum(
            (count_comparison(compare_level(name, case.claims, found)) for case, found in read),
            Counts(),
        )
        for name in ("relaxed", "exact")
    }
    firm = sum(
        (count_comparison(compare_firm(case.claims, found)) for case, found in read), Counts()
    )
    retold = sum(count_retold(case, found) for case, found in read)
    return ReaderScore(kind, by, len(read), level["relaxed"], level["exact"], firm, retold)


def count_retold(case: ClaimCase, found: Iterable[FoundClaim]) -> int:
    """How many firm claims a text only recalls."""
    news = [one for one in case.claims if not one.optional]
    history = [one for one in case.claims if one.optional == "background"]
    return sum(
        any(match_change(one, claim) for one in history)
        and not any(match_change(one, claim) for one in news)
        for claim in found
        if claim.stage in FIRM_STAGES
    )
