"""Renders a tagged text: colours for a terminal, marks for a browser."""

from collections.abc import Iterable
from html import escape

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pactwire.cli.effective_reference import load_effective_reference
from pactwire.domain.extraction.enrich import ExtractionResult
from pactwire.domain.extraction.explain import (
    EVIDENCE,
    Explanation,
    explain_claims,
    explain_mentions,
    explain_readings,
    explain_rejected,
    segment_text,
)
from pactwire.edges.reader import load_reader
from pactwire_schemas.enrichment import MembershipClaim

STYLES = {
    "country": "bold cyan",
    "organisation": "bold green",
    "coalition": "bold green",
    "armed_group": "bold red",
    "person": "magenta",
    "place": "yellow",
    "media": "blue",
    EVIDENCE: "underline",
}
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.6 Georgia, serif; max-width: 46rem; margin: 2rem auto; color: #222 }}
.text {{ white-space: pre-wrap }}
mark {{ background: none; border-radius: 3px; padding: 0 2px }}
.country {{ background: #d5eef5 }} .organisation, .coalition {{ background: #d9f0d3 }}
.armed_group {{ background: #f7d4d0 }} .person {{ background: #ecdcf2 }}
.place {{ background: #f6eccb }} .media {{ background: #dde3f7 }}
.evidence {{ border-bottom: 2px solid #c60 }}
sub {{ font: 10px sans-serif; color: #666 }}
table {{ border-collapse: collapse; font: 14px sans-serif }} td {{ padding: 2px 12px 2px 0 }}
</style>
<h1>{title}</h1><div class="text">{text}</div>{tables}</html>
"""


def list_evidence_spans(result: ExtractionResult) -> list[tuple[int, int]]:
    """The claims' evidence as offsets of the document, which begins with the headline."""
    shift = result.document.headline_end + 1 if result.document.headline_end else 0
    return [
        (claim.evidence.start + add, claim.evidence.end + add)
        for claim in result.claims
        for add in (shift if claim.evidence.field == "body" else 0,)
    ]


def print_result(result: ExtractionResult, console: Console, *, explain: bool) -> None:
    """The text in colours, then the claims; with `explain` every reason."""
    text = Text()
    for segment in segment_text(result.document, list_evidence_spans(result)):
        text.append(segment.text, " ".join(STYLES[mark] for mark in segment.marks))
        if segment.label:
            text.append(f"[{segment.label}]", "dim")
    console.print(text)
    for line in format_claims(result.claims):
        console.print(line, markup=False)
    for title, reasons in list_reasons(result) if explain else ():
        console.print(_build_reason_table(title, reasons))


def list_reasons(result: ExtractionResult) -> list[tuple[str, list[Explanation]]]:
    """Every list of reasons that isn't empty, under its title."""
    installed = load_reader()
    readings = (
        explain_readings(result.readings, load_effective_reference(), installed.reader)
        if installed
        else []
    )
    titled = [
        ("verdicts", explain_claims(result.claims, result.reasons)),
        ("trained reader", readings),
        ("mentions", explain_mentions(result.document)),
        ("left out", explain_rejected(result.document)),
    ]
    return [(title, reasons) for title, reasons in titled if reasons]


def format_claims(claims: Iterable[MembershipClaim]) -> list[str]:
    """One line a claim, for people."""
    return [
        f"{claim.member.name} / {claim.organisation.name}: {claim.action}, {claim.stage}"
        + (", recalled" if claim.background else "")
        + (f", number {claim.ordinal}" if claim.ordinal else "")
        + (f", said by {claim.attributed_to.name}" if claim.attributed_to else "")
        + (", quoted" if claim.evidence.quoted_speech else "")
        + (f", doubtful ({claim.doubt.stage} by one reader)" if claim.doubt else "")
        + f" ({claim.confidence:.2f}; rule {claim.rule}, read by {claim.read_by})"
        for claim in claims
    ]


def _build_reason_table(title: str, reasons: list[Explanation]) -> Table:
    table = Table(title=title, title_justify="left", box=None, show_header=False)
    for reason in reasons:
        table.add_row(str(reason.start), Text(reason.surface), Text(reason.what), Text(reason.why))
    return table


def render_page(results: Iterable[tuple[str, ExtractionResult]]) -> str:
    """All texts as one HTML page that needs nothing else."""
    texts, tables, title = [], [], "Tagged"
    for name, result in results:
        title = name
        texts.append("".join(_render_text(result)))
        tables.append(_render_claims(result))
        tables += [_render_reasons(title.capitalize(), why) for title, why in list_reasons(result)]
    return PAGE.format(title=escape(title), text="<hr>".join(texts), tables="".join(tables))


def _render_text(result: ExtractionResult) -> Iterable[str]:
    for segment in segment_text(result.document, list_evidence_spans(result)):
        if not segment.marks:
            yield escape(segment.text)
            continue
        label = f"<sub>{escape(segment.label)}</sub>" if segment.label else ""
        yield f'<mark class="{" ".join(segment.marks)}">{escape(segment.text)}{label}</mark>'


def _render_claims(result: ExtractionResult) -> str:
    rows = "".join(f"<li>{escape(line)}</li>" for line in format_claims(result.claims))
    return f"<h2>Claims</h2><ul>{rows}</ul>" if rows else ""


def _render_reasons(title: str, reasons: list[Explanation]) -> str:
    rows = "".join(
        f"<tr><td>{reason.start}<td>{escape(reason.surface)}"
        f"<td>{escape(reason.what)}<td>{escape(reason.why)}"
        for reason in reasons
    )
    return f"<h2>{title}</h2><table>{rows}</table>" if rows else ""
