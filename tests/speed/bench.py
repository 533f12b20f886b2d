"""All benchmarks, as one table; with a commit to compare with, as ratios.

    make bench
    make bench-compare REF=commit

Every figure of both is measured in one run on one machine, one after the other. The table is
printed, and goes into docs/performance.md with `--write`; what cannot be measured here, or with the
packages of that commit, is left out and named.
"""

import os
import platform
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import bench_ledger
import bench_pipeline
import bench_stages
import bench_watches
import click
from checkouts import ROOT, NotMeasured, checkout, run_apart

from postgres_server import NoPostgres, postgres

PAGE = ROOT / "docs" / "performance.md"
PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
WATCHES = (100_000, 1_000_000)
CLAIMS = 10_000
Figures = dict[str, float]


@dataclass(frozen=True)
class Row:
    """A line of the table: a figure by its name, what is aimed at, and how it is written."""

    name: str
    key: str
    goal: float | None = None
    digits: int = 0
    more_is_better: bool = False


def more(name: str, key: str, goal: float | None = None) -> Row:
    """A figure that should be large."""
    return Row(name, key, goal, more_is_better=True)


PIPELINE_ROWS = (
    more("articles a second, all services, one in ten alerting", "articles/s", 1500),
    Row("µs of CPU an article, ingest, with a backlog", "ingest µs, alone", 250),
    Row("µs, enrich, with a backlog", "enrich µs, alone", 450),
    Row("µs, alert, with a backlog", "alert µs, alone", 350),
    Row("µs of ingest's own work", "ingest in all"),
    Row("µs of enrich's own work", "enrich in all"),
    Row("µs of alert's own work", "alert in all"),
    Row("µs of deliver's own work", "deliver in all"),
    Row("ms, article to alert, 100 a second, each alerting, p50", "p50 ms at 100/s", 25, 1),
    Row("ms, p99", "p99 ms at 100/s", 100, 1),
    more("claims a second of the ledger, SQLite", "ledger, SQLite", 5000),
    more("claims a second of the ledger, PostgreSQL", "ledger, PostgreSQL", 3000),
)
MATCHING_ROWS = (
    Row("µs, 200 words, 100,000 watches, p50", "100,000 watches, 200 words, p50", 100),
    Row("µs, p99", "100,000 watches, 200 words, p99", 1000),
    Row("µs, 1,000 words, 100,000 watches, p50", "100,000 watches, 1000 words, p50", 100),
    Row("µs, 200 words, 1,000,000 watches, p50", "1,000,000 watches, 200 words, p50", 350),
    Row("MB that 1,000,000 watches take", "1,000,000 watches, MB", 300),
    Row("µs to add a watch to 1,000,000", "1,000,000 watches, add", 50),
)
PROCESS_ROWS = (
    more("articles a second tagged, one core", "tagging"),
    more("articles a second read, one core", "everything, with the near-copy signature"),
    Row("s until the help is printed", "--help, s", 0.15, 2),
    Row(
        "s from `pactwire up` on the embedded broker to the first alert", "up: first alert, s", 6, 1
    ),
    Row("MiB resident, ingest", "ingest: MiB resident", 100),
    Row("MiB resident, enrich", "enrich: MiB resident", 130),
    Row("MiB resident, alert", "alert: MiB resident", 160),
    Row("MiB resident, deliver", "deliver: MiB resident", 100),
)
ROWS = (*PIPELINE_ROWS, *MATCHING_ROWS, *PROCESS_ROWS)


def measure_pipeline(tree: Path) -> Figures:
    """Throughput, CPU and latency of all services as processes."""
    return bench_pipeline.measure_pipeline("kafka", tree, 6000)


def measure_ledger(tree: Path) -> Figures:
    """Claims a second of the ledger's stage, on SQLite and where there is one on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        found = bench_ledger.judge_apart(tree, f"sqlite:///{folder}/ledger.db", CLAIMS)
    figures = {"ledger, SQLite": 1 / found["wall"], "ledger, SQLite, µs CPU": 1e6 * found["cpu"]}
    try:
        with postgres() as url:
            found = bench_ledger.judge_apart(tree, url, CLAIMS)
    except NoPostgres as why:
        click.echo(f"PostgreSQL: not measured: {why}", err=True)
        return figures
    return figures | {"ledger, PostgreSQL": 1 / found["wall"]}


def measure_watches(tree: Path) -> Figures:
    """Matching by the number of watches."""
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        world = bench_watches.write_world(Path(folder))
        for count in WATCHES:
            found = bench_watches.measure_apart(world, count, tree)
            name = f"{count:,} watches"
            figures |= {f"{name}, MB": found["bytes"] / 1e6, f"{name}, add": found["add"]}
            for words in map(str, bench_watches.WORDS):
                for cut in ("p50", "p99"):
                    figures[f"{name}, {words} words, {cut}"] = found[words][cut]
    return figures


BENCHES: dict[str, Callable[[Path], Figures]] = {
    "stages": bench_stages.measure_apart,
    "ledger": measure_ledger,
    "watches": measure_watches,
    "extraction": lambda tree: run_apart(tree, "bench_extraction.py", "--figures"),
    "start": lambda tree: run_apart(tree, "bench_start.py", 3),
    "pipeline": measure_pipeline,
}


def measure(tree: Path, names: Sequence[str]) -> Figures:
    """The figures of some benchmarks, with the packages of a tree."""
    figures: Figures = {}
    for name in names:
        began = time.monotonic()
        click.echo(f"{tree.name}: {name} ...", err=True, nl=False)
        try:
            figures |= BENCHES[name](tree)
            click.echo(f" {time.monotonic() - began:.0f} s", err=True)
        except (NotMeasured, SystemExit) as why:
            click.echo(f" not measured: {why}", err=True)
    return figures


def describe_machine() -> str:
    """The processor, and on what the figures were taken."""
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processor = found[1] if found else platform.processor()
    load = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} cores ({processor}), Python {platform.python_version()}, "
        f"load of the last quarter of an hour {load:.1f}"
    )


def format_rows(now: Figures, before: Figures, commit: str) -> Iterator[str]:
    """The table in Markdown; without a column for another commit where there is none."""
    yield f"{describe_machine()}.\n"
    others = f" {commit} | better |" if before else ""
    yield f"| what | now | aim |{others}"
    yield "|---|---:|---:|" + ("---:|---:|" if before else "")
    for row in ROWS:
        if row.key in now:
            yield format_row(row, now[row.key], before)


def format_row(row: Row, value: float, before: Figures) -> str:
    """One line; the ratio says how many times better it is than at the other commit."""
    aim = "" if row.goal is None else f"{'≥' if row.more_is_better else '≤'} {row.goal:,}"
    line = f"| {row.name} | {value:,.{row.digits}f} | {aim} |"
    if not before:
        return line
    if not (other := before.get(row.key)):
        return f"{line} | |"
    ratio = value / other if row.more_is_better else other / value
    return f"{line} {other:,.{row.digits}f} | {ratio:.1f} × |"


@click.command()
@click.option("--compare", "commit", default="", help="A commit that is measured too.")
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="Not all of them.")
@click.option("--write", is_flag=True, help="Put the table into docs/performance.md.")
def main(commit: str, only: tuple[str, ...], *, write: bool) -> None:
    """Measure, and print the table."""
    with ExitStack() as stack:
        before: Figures = {}
        if commit:
            before = measure(stack.enter_context(checkout(commit)), only or list(BENCHES))
        now = measure(ROOT, only or list(BENCHES))
    table = "\n".join(format_rows(now, before, commit)) + "\n"
    click.echo(table)
    if write:
        PAGE.write_text(PLACE.sub(lambda _: table, PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
