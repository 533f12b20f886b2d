"""How well reports of one happening are folded: pairs of reports, against the labelled stories."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import yaml

from pactwire.domain.alerting.dedup import COPY_WINDOW
from pactwire.domain.alerting.happenings import Happening, list_term_bands
from pactwire.domain.alerting.story_folding import KnownStory, find_fold
from pactwire.domain.alerting.story_terms import list_story_terms
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.identity import content_id
from pactwire.edges.reference import load_reference
from pactwire_schemas import Article, EnrichedArticle
from sample_events import START, reference

FOLDER = Path(__file__).parent / "stories"
FIRST_SENTENCES = 2


class Report(NamedTuple):
    """A labelled report, read as the enrich service does."""

    subject: str
    happening: tuple[str, int]
    """The subject and the place of the happening in it."""
    enriched: EnrichedArticle


class PairScore(NamedTuple):
    """Pairs of reports within the window of copies, by whether they were folded together."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs that were folded, those that are one happening."""
        return self.found / (self.found + self.wrong)

    @property
    def recall(self) -> float:
        """Of the pairs that are one happening, those that were folded."""
        return self.found / (self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.found / (2 * self.found + self.wrong + self.missed)


def load_reports(*names: str) -> list[Report]:
    """The labelled reports of these files, in the order in which they came."""
    found: list[Report] = []
    for name in names:
        for subject in yaml.safe_load((FOLDER / name).read_text("utf-8")):
            for place, reports in enumerate(subject["happenings"]):
                for given in reports:
                    found.append(_read(subject["subject"], place, given))  # noqa: PERF401
    return sorted(found, key=lambda one: one.enriched.article.received_at)


def trim(report: Report) -> Report:
    """The report as a paper with little room brings it, an hour later: its first sentences."""
    article = report.enriched.article
    body = ". ".join(article.body.split(". ")[:FIRST_SENTENCES])
    given = {"hours": 1 + (article.received_at - START) / timedelta(hours=1),
             "headline": article.headline, "body": body}  # fmt: skip
    return _read(report.subject, report.happening[1], given)


def fold_reports(reports: Sequence[Report]) -> list[str]:
    """The first report that each is folded into, its own where it makes an alert."""
    known: list[tuple[frozenset[int], KnownStory]] = []
    firsts = []
    for report in reports:
        article = report.enriched.article
        enriched = report.enriched
        terms = list_story_terms(article, enriched.mentions, enriched.claims)
        bands = frozenset(list_term_bands(terms))
        happening = Happening(terms, article.received_at)
        story = KnownStory(
            article.article_id, article.content_hash, b"", article.article_id, happening
        )
        since = article.received_at - COPY_WINDOW
        near = [one for its, one in known if its & bands and one.happening
                and one.happening.at >= since]  # fmt: skip
        fold = find_fold(story, near)
        firsts.append(fold.story.alert_id if fold else article.article_id)
        if fold is None:
            known.append((bands, story))
    return firsts


def score_pairs(reports: Sequence[Report], firsts: Sequence[str]) -> PairScore:
    """Every pair that came within the window of copies."""
    found = wrong = missed = 0
    for (one, first), (other, second) in list_pairs(reports, firsts):
        same, folded = one.happening == other.happening, first == second
        found += same and folded
        wrong += folded and not same
        missed += same and not folded
    return PairScore(found, wrong, missed)


def list_swallowed(reports: Sequence[Report], firsts: Sequence[str]) -> list[str]:
    """The first reports of happenings that made no alert."""
    seen: set[tuple[str, int]] = set()
    swallowed = []
    for report, first in zip(reports, firsts, strict=True):
        article = report.enriched.article
        if report.happening not in seen and first != article.article_id:
            swallowed.append(article.headline)
        seen.add(report.happening)
    return swallowed


def list_pairs(
    reports: Iterable[Report], firsts: Iterable[str]
) -> Iterator[tuple[tuple[Report, str], tuple[Report, str]]]:
    """Pairs of reports, with what they were folded into, that came within the window."""
    for one, other in combinations(zip(reports, firsts, strict=True), 2):
        apart = other[0].enriched.article.received_at - one[0].enriched.article.received_at
        if apart <= COPY_WINDOW:
            yield one, other


def _read(subject: str, place: int, given: dict[str, object]) -> Report:
    headline, body, hours = str(given["headline"]), str(given["body"]), float(str(given["hours"]))
    at = START + timedelta(hours=hours)
    named = content_id(subject, headline, body)
    ref = reference(1, at=at, article_id=named, content_hash=named, headline=headline)
    article = Article(**ref.model_dump(), body=body)
    return Report(subject, (subject, place), enrich(article, load_reference()))
