"""A timeline as a page of its own: one HTML file with a drawing, no script, nothing fetched."""

from html import escape

from pactwire.cli.timeline_view import Span, bounds_of, describe_standing, name_rows, shorten
from pactwire.domain.ledger import MembershipHistory
from pactwire_schemas.ledger import Status

COLOURS: dict[Status, str] = {
    "member": "#2b6cb0", "suspended": "#dd6b20", "observer": "#90cdf4", "candidate": "#cbd5e0",
}  # fmt: skip
WIDTH, NAME_WIDTH, ROW = 1100, 260, 22
MAX_NAME = 38
MAX_YEAR_MARKS = 12

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:14px sans-serif;margin:2em}}li{{margin:.2em 0}}</style></head>
<body><h1>{title}</h1>
<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}">
{drawing}
</svg>
<p>{legend}</p>
{lists}
</body></html>
"""


def render_page(title: str, histories: list[MembershipHistory], span: Span) -> str:
    """The whole page; everything from outside is escaped."""
    names = name_rows(histories)
    rows = [
        _draw_row(number, name, history, span)
        for number, (name, history) in enumerate(zip(names, histories, strict=True), start=1)
    ]
    lists = [
        f"<h2>{escape(name)}</h2>\n<ul>"
        + "".join(f"<li>{escape(describe_standing(one))}</li>" for one in history.intervals)
        + "</ul>"
        for name, history in zip(names, histories, strict=True)
    ]
    legend = " ".join(
        f'<span style="color:{colour}">&#9632;</span> {status}'
        for status, colour in COLOURS.items()
    )
    return PAGE.format(
        title=escape(title),
        width=WIDTH,
        height=(len(histories) + 2) * ROW,
        drawing="\n".join([*_draw_years(span, len(histories)), *rows]),
        legend=legend,
        lists="\n".join(lists),
    )


def _draw_row(number: int, name: str, history: MembershipHistory, span: Span) -> str:
    y = number * ROW
    parts = [f'<text x="0" y="{y + 15}" font-size="13">{escape(shorten(name, MAX_NAME))}</text>']
    for interval in history.intervals:
        begin, end = bounds_of(interval, span)
        x, width = _across(begin), max(2.0, _across(end) - _across(begin))
        colour = COLOURS.get(interval.status, "#718096")
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="{ROW - 6}"'
            f' fill="{colour}"><title>{escape(describe_standing(interval))}</title></rect>'
        )
    return "".join(parts)


def _draw_years(span: Span, rows: int) -> list[str]:
    step = max(1, (span.last.year - span.first.year) // MAX_YEAR_MARKS)
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{ROW}" y2="{(rows + 1) * ROW}" stroke="#eee"/>'
        f'<text x="{x:.1f}" y="14" font-size="12" fill="#666">{year}</text>'
        for year in range(span.first.year, span.last.year + 1, step)
        for x in [_across(span.place(span.first.replace(year=year)))]
    ]


def _across(share: float) -> float:
    return NAME_WIDTH + share * (WIDTH - NAME_WIDTH - 40)
