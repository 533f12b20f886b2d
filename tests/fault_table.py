"""The table after a run with faults: what each run counted, and which promises held."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from faults.promises import PROMISES

COLUMNS = ("articles", "expected", "published", "posted", "lost", "told_twice", "repeated")
HEADS = ("run", "articles", "expected", "published", "posted", "lost", "twice", "repeated")
OUTCOMES = ("passed", "failed", "error", "skipped")


def note_promises(item: pytest.Item) -> None:
    """Let the item's reports tell which promises it is a fault run of."""
    for mark in item.iter_markers("fault"):
        assert mark.args[0] in PROMISES, f"{item.nodeid}: no promise is called {mark.args[0]}"
        item.user_properties.append(("promise", mark.args[0]))


def write(terminal: pytest.TerminalReporter) -> None:
    """Write the table; nothing when no run had a witness."""
    runs = [
        (report.nodeid.partition("::")[2].removeprefix("test_"), found["witness"])
        for _, report, found in list_reports(terminal)
        if "witness" in found
    ]
    if not runs:
        return
    terminal.section("faults")
    for line in format_runs(runs):
        terminal.write_line(line)
    terminal.write_line("")
    for promise, outcomes in sorted(count_promises(terminal).items()):
        said = ", ".join(f"{number} {name}" for name, number in outcomes.items())
        terminal.write_line(f"{PROMISES[promise]}: {said}")


def format_runs(runs: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """A row for each run, under a head."""
    rows = [HEADS] + [(name[:70], *(number(count[column]) for column in COLUMNS))
                      for name, count in sorted(runs)]  # fmt: skip
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    for row in rows:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *numbers))


def number(value: Any) -> str:
    """A number, or how many there are of what should be none."""
    return str(value if isinstance(value, int) else len(value))


def count_promises(terminal: pytest.TerminalReporter) -> dict[str, dict[str, int]]:
    """How many fault runs of each promise passed, failed or were left out."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome, report, _ in list_reports(terminal):
        for name, value in report.user_properties:
            if name == "promise":
                counts[value][outcome] += 1
    return counts


def list_reports(
    terminal: pytest.TerminalReporter,
) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The outcome, report and properties of each test that ran or was skipped."""
    for outcome in OUTCOMES:
        for report in terminal.stats.get(outcome, ()):
            yield outcome, report, dict(getattr(report, "user_properties", ()))
