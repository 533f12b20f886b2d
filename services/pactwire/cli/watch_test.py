"""Tries watches on an article offline: extract, judge against the reference data, trace."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from pactwire.alert.ledger_seed import read_initial_rows
from pactwire.cli.submissions import read_submissions
from pactwire.domain.alerting import templates
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.intake import admit
from pactwire.domain.ledger import (
    PRESENT_STATUSES,
    LedgerRow,
    decide_claim,
    empty_row,
)
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import MatchableArticle, MembershipSets, change_clauses, story_clauses
from pactwire.edges import clock
from pactwire.edges.reader import load_reader
from pactwire.errors import InvalidEvent, Misconfigured
from pactwire_schemas import Clause, Development, EnrichedArticle, MembershipClaim, Watch

MAX_TEXT = 1_000_000

RowsByPair = dict[tuple[str, str], LedgerRow]


@dataclass(frozen=True)
class Trial:
    """One watch on one story or one claim of it."""

    watch: Watch
    about: str
    """The headline, or what the claim says."""
    clauses: tuple[Clause, ...]

    @property
    def fires(self) -> bool:
        """Whether every clause holds."""
        return bool(self.clauses) and all(clause.held for clause in self.clauses)


def run_trials(
    watches: list[Watch], path: Path, reference: ReferenceData, opens: date
) -> list[Trial]:
    """Every watch on every article of a file, and on every claim for watches of changes.

    Raises:
        Misconfigured: the file can't be read, or holds no article.
    """
    rows = {
        (row.state.organisation.entity_id, row.state.member.entity_id): row
        for row in read_initial_rows(reference, opens)
    }
    sets = MembershipSets(
        pair for pair, row in rows.items() if row.state.status in PRESENT_STATUSES
    )
    found: list[Trial] = []
    for story in _read_stories(path, reference):
        for watch in watches:
            found += (
                _try_claims(watch, story, rows, sets)
                if watch.when.changed
                else [_try_story(watch, story, sets)]
            )
    return found


def describe_trial(trial: Trial) -> dict[str, Any]:
    """A trial as JSON."""
    return {
        "watch": trial.watch.id,
        "fires": trial.fires,
        "about": trial.about,
        "clauses": [clause.model_dump() for clause in trial.clauses],
    }


def print_trial(trial: Trial, console: Console) -> None:
    """A trial for people."""
    mark = "[bold green]fires[/]" if trial.fires else "[bold]does not fire[/]"
    console.print(f"{mark}  {escape(trial.watch.id)}: {escape(trial.about)}")
    for clause in trial.clauses:
        sign = "[green]✓[/]" if clause.held else "[red]✗[/]"
        console.print(f"  {sign} {escape(clause.clause)}: {escape(clause.because)}")


def _read_stories(path: Path, reference: ReferenceData) -> list[EnrichedArticle]:
    submissions = read_submissions(path, MAX_TEXT)
    try:
        articles = [admit(one, clock.now()).article(1) for one in submissions]
    except InvalidEvent as error:
        raise Misconfigured(f"{path}: {error}") from None
    return [enrich(article, reference, load_reader()) for article in articles]


def _try_story(watch: Watch, story: EnrichedArticle, sets: MembershipSets) -> Trial:
    about = story.article.headline or story.article.body[:60]
    return Trial(watch, about, tuple(story_clauses(watch, MatchableArticle(story), sets)))


def _try_claims(
    watch: Watch, story: EnrichedArticle, rows: RowsByPair, sets: MembershipSets
) -> list[Trial]:
    if not story.claims:
        none = Clause(clause="when.changed", held=False, because="no claim was read out of it")
        return [Trial(watch, story.article.headline, (none,))]
    return [_try_claim(watch, claim, rows, sets) for claim in story.claims]


def _try_claim(
    watch: Watch, claim: MembershipClaim, rows: RowsByPair, sets: MembershipSets
) -> Trial:
    pair = claim.organisation.entity_id, claim.member.entity_id
    row = rows.get(pair) or empty_row(claim.organisation, claim.member, clock.now())
    verdict, _, development = decide_claim(row, claim, clock.now())
    ledger = Clause(
        clause="ledger",
        held=development is not None,
        because=f"{verdict.reason}: {verdict.explanation}",
    )
    clauses = (ledger, *change_clauses(watch, development, sets)) if development else (ledger,)
    return Trial(watch, _describe_claim(claim, development), clauses)


def _describe_claim(claim: MembershipClaim, development: Development | None) -> str:
    if development:
        return templates.describe_change(development)
    return f"{claim.member.name}, {claim.action} {claim.stage}, {claim.organisation.name}"
