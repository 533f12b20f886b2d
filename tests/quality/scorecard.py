"""The scorecard: prints the figures, lists errors, writes docs/quality.md, raises the floors.

Run as `python -m quality.scorecard` with `tests` on the path, which is what `make quality` does.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.markdown import Markdown

from pactwire.edges.reference import load_reference
from pactwire.errors import Misconfigured
from quality import floors
from quality.judging import Judged, JudgedTags, all_judged, all_judged_tags, history_told
from quality.page import page

One = TypeVar("One", Judged, JudgedTags)
PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


@click.command()
@click.option("--write", is_flag=True, help="Write docs/quality.md.")
@click.option("--raise-floors", is_flag=True, help="Raise floors.toml to what is measured now.")
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
        for line in listed(kind, held_back=held_back):
            console.print(line, markup=False)
    else:
        console.print(Markdown(page()))
    if write:
        PAGE.write_text(page(), "utf-8")
    if raise_floors:
        floors.write(floors.raised(floors.measured(), floors.written()))
    below = list(floors.fallen(floors.measured(), floors.written()))
    for line in below:
        console.print(line, style="red", markup=False)
    sys.exit(1 if below else 0)


def listed(kind: str, *, held_back: bool) -> Iterator[str]:
    """A block of lines for each text with an error."""
    for one in shown(all_judged(), kind, held_back=held_back):
        yield from _claim_errors(one)
    for tags in shown(all_judged_tags(), kind, held_back=held_back):
        yield from _tag_errors(tags)


def shown(cases: Iterable[One], kind: str, *, held_back: bool) -> Iterator[One]:
    """Those asked for; the held-back third only when it was asked for by name."""
    for one in cases:
        if kind in f"{one.case.file} {one.case.case_class}" and (
            held_back or not one.case.held_back
        ):
            yield one


def _claim_errors(one: Judged) -> Iterator[str]:
    exact, relaxed = one.levels["exact"], one.levels["relaxed"]
    history = history_told(one)
    wrong = [detail for detail in one.details if not detail.right]
    if not (exact.missed or exact.wrong or history or wrong):
        return
    yield f"{one.case.id} {one.case.file}/{one.case.case_class}: {one.case.text}"
    for claim in exact.missed:
        level = "missed" if claim in relaxed.missed else "stage "
        parts = (claim.organisation, claim.member, claim.action, "/".join(sorted(claim.stages)))
        yield f"    {level} {' '.join(parts)}"
    for found in exact.wrong:
        yield f"    {'wrong ' if found in relaxed.wrong else 'given '} {found.shown}"
    for claim in history:
        yield f"    told as news: {claim.organisation} {claim.member} {claim.action}"
    for detail in wrong:
        yield (
            f"    {detail.name} of {detail.claim}: {_said(detail.found)} instead of "
            f"{_said(detail.expected)}"
        )


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)


def _tag_errors(one: JudgedTags) -> Iterator[str]:
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
