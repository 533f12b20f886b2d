"""The scorecard: prints the figures, lists errors, writes docs/quality.md, raises the floors.

Run as `python -m quality.scorecard` with `tests` on the path, which is what `make quality` does.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from pactwire.edges.reference import load_reference
from pactwire.errors import Misconfigured
from quality import floors
from quality.figures import find_history_as_news
from quality.page import render_page
from quality.scoring import Scored, ScoredCase, ScoredTags, score_all_claims, score_all_tags

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


@click.command()
@click.option("--write", is_flag=True, help="Write docs/quality.md.")
@click.option("--raise-floors", is_flag=True, help="Raise floors.toml; a new set gets floors.")
@click.option("--errors", is_flag=True, help="List the texts that went wrong.")
@click.option("--held-back", is_flag=True, help="List held-back texts too; never while tuning.")
@click.option("--kind", default="", help="Only errors of classes or files with this in their name.")
def scorecard(write: bool, raise_floors: bool, errors: bool, held_back: bool, kind: str) -> None:
    """How good the extraction is on the project's own labelled cases."""
    console = Console(width=112, highlight=False)
    try:
        load_reference()
    except Misconfigured as error:
        console.print(str(error), style="red")
        sys.exit(2)
    if errors:
        for line in list_errors(kind, held_back=held_back):
            console.print(line, markup=False)
    else:
        console.print(Markdown(render_page()))
    if write:
        PAGE.write_text(render_page(), "utf-8")
    if raise_floors:
        floors.write_floors(floors.raise_floors(floors.measure_sets(), floors.load_floors()))
    below = list(floors.find_fallen(floors.measure_sets(), floors.load_floors()))
    for line in below:
        console.print(line, style="red", markup=False)
    sys.exit(1 if below else 0)


def list_errors(kind: str, *, held_back: bool) -> Iterator[str]:
    """A block of lines for each text with an error."""
    for one in select_cases(score_all_claims(), kind, held_back=held_back):
        yield from _list_claim_errors(one)
    for tags in select_cases(score_all_tags(), kind, held_back=held_back):
        yield from _list_tag_errors(tags)


def select_cases(cases: Iterable[Scored], kind: str, *, held_back: bool) -> Iterator[Scored]:
    """Those asked for; the held-back third only when it was asked for by name."""
    for one in cases:
        if kind in f"{one.case.file} {one.case.case_class}" and (
            held_back or not one.case.held_back
        ):
            yield one


def _list_claim_errors(one: ScoredCase) -> Iterator[str]:
    lines = [*_list_wrong_claims(one), *_list_history_as_news(one), *_list_wrong_details(one)]
    if lines:
        yield f"{one.case.id} {one.case.file}/{one.case.case_class}: {one.case.text}"
        yield from lines


def _list_wrong_claims(one: ScoredCase) -> Iterator[str]:
    exact, relaxed = one.levels["exact"], one.levels["relaxed"]
    for claim in exact.missed:
        level = "missed" if claim in relaxed.missed else "stage "
        parts = (claim.organisation, claim.member, claim.action, "/".join(sorted(claim.stages)))
        yield f"    {level} {' '.join(parts)}"
    for found in exact.wrong:
        yield f"    {'wrong ' if found in relaxed.wrong else 'given '} {found.summary}"


def _list_history_as_news(one: ScoredCase) -> Iterator[str]:
    for claim in find_history_as_news(one):
        yield f"    history as news: {claim.organisation} {claim.member} {claim.action}"


def _list_wrong_details(one: ScoredCase) -> Iterator[str]:
    for detail in one.details:
        if not detail.right:
            yield (
                f"    {detail.name} of {detail.claim}: {_format_value(detail.found)} instead of "
                f"{_format_value(detail.expected)}"
            )


def _format_value(value: object) -> str:
    return "nothing" if value is None else str(value)


def _list_tag_errors(one: ScoredTags) -> Iterator[str]:
    if one.right:
        return
    case, found = one.case, one.found
    everything = found.countries | found.others
    wanted = case.countries | case.organisations
    yield f"{case.id} {case.file}/{case.case_class}: {case.text}"
    for title, ids in (
        ("missed", wanted - everything - case.optional),
        ("wrong", everything - wanted - case.optional),
        ("no team", case.teams - found.teams),
    ):
        if ids:
            yield f"    {title} {' '.join(sorted(ids))}"


if __name__ == "__main__":
    scorecard()
