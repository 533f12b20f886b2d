"""Matching articles with many watches: time, memory and additions, by the number of watches.

    make bench-watches [AGAINST=worktree of another commit] [SIZES="1000 100000 1000000"]

Each size is measured in a process of its own. Times are CPU time, so they hold on a busy machine
as far as its caches do: of finding what fits, and of putting one reason into words. The limit
beside them is the automaton alone, which finds the same phrases in the same folded texts. Another
commit is measured with the same watches and articles, from a worktree of it, up to 100,000.
"""

import argparse
import gc
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from checkouts import ROOT, run_apart
from watch_world import WatchWorld, WatchWriter, build_world, write_articles

from pactwire.domain.watches import MembershipSets, WatchMatcher
from pactwire_schemas import EnrichedArticle

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WORDS = (200, 1_000)
ARTICLES = 200
ADDITIONS = 2_000
OTHERS_LARGEST = 100_000
"""The most watches that another commit is measured with."""


def measure(world: WatchWorld, count: int) -> dict[str, Any]:
    """Everything about so many watches."""
    gc.disable()
    matcher = WatchMatcher(MembershipSets(world.memberships))
    watches = WatchWriter(world, count + ADDITIONS).write(count + ADDITIONS)
    before = resident_bytes()
    for _, watch in zip(range(count), watches, strict=False):
        matcher.add(watch)
    compile_phrases(matcher)
    gc.collect()
    found: dict[str, Any] = {"bytes": resident_bytes() - before}
    for words in WORDS:
        articles = [EnrichedArticle.model_validate(one)
                    for one in write_articles(world, ARTICLES, words)]  # fmt: skip
        found[str(words)] = measure_matching(matcher, articles)
    added = list(watches)
    found["add"] = median_us(matcher.add, added)
    found["after adding"] = measure_matching(matcher, articles)
    found["remove"] = median_us(matcher.remove, [watch.id for watch in added])
    return found


def measure_matching(matcher: WatchMatcher, articles: list[EnrichedArticle]) -> dict[str, float]:
    """Percentiles of one match in microseconds, matches, and the limit."""
    for article in articles:
        matcher.match_article(article)
    taken, fits, reasons = [], [], 0.0
    for article in articles:
        began = time.thread_time_ns()
        matches = matcher.match_article(article)
        taken.append((time.thread_time_ns() - began) / 1000)
        fits.append(len(matches))
        began = time.thread_time_ns()
        for match in matches:
            _ = match.clauses
        reasons += (time.thread_time_ns() - began) / 1000
    cuts = statistics.quantiles(taken, n=100)
    return {
        "p50": cuts[49], "p99": cuts[98], "fits": statistics.median(fits),
        "reasons": reasons / max(1, sum(fits)),
        "limit": median_us(*limit(matcher, articles)),
    }  # fmt: skip


def limit(
    matcher: WatchMatcher, articles: list[EnrichedArticle]
) -> tuple[Callable[[bytes], object], list[bytes]]:
    """The automaton alone, on texts that are folded already."""
    compiled = getattr(getattr(matcher, "phrases", None), "_compiled", None)
    find = compiled.automaton.find_overlapping if compiled and compiled.automaton else len
    return find, [" ".join(one.article.text.casefold().split()).encode() for one in articles]


def median_us(act: Callable[[Any], object], arguments: list[Any]) -> float:
    """The median of the CPU microseconds of a call."""
    taken = []
    for argument in arguments:
        began = time.thread_time_ns()
        act(argument)
        taken.append((time.thread_time_ns() - began) / 1000)
    return statistics.median(taken)


def compile_phrases(matcher: WatchMatcher) -> None:
    """As the service does once the watches are read; other commits have nothing to compile."""
    getattr(matcher, "compile_phrases", bool)()


def resident_bytes() -> int:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def measure_apart(world: Path, count: int, tree: Path = ROOT) -> dict[str, Any]:
    """The same in a process of its own, with the code of a tree."""
    return run_apart(tree, "bench_watches.py", "--world", world, "--one", count)


def write_world(folder: Path) -> Path:
    """The file of the world that all sizes are measured with."""
    from pactwire.edges.reference import load_reference

    path = folder / "world.json"
    path.write_text(json.dumps(asdict(build_world(load_reference()))))
    return path


def lines(count: int, found: dict[str, Any], other: dict[str, Any] | None) -> Iterator[str]:
    """What is shown of one size."""
    before = other or {}
    yield (
        f"{count:>9,} watches  {found['bytes'] / count:.0f} bytes each"
        f"  adding {found['add']:.0f} us  removing {found['remove']:.0f} us"
        + "".join(ratio(name, found[name], before.get(name)) for name in ("add", "bytes"))
    )
    for articles in (*map(str, WORDS), "after adding"):
        one, was = found[articles], before.get(articles, {})
        yield (
            f"{articles:>14}  p50 {one['p50']:7.0f} us  p99 {one['p99']:7.0f} us"
            f"  limit {one['limit']:.0f} us"
            f"  {one['fits']:.0f} fit, {one['reasons']:.0f} us a reason"
            + "".join(ratio(name, one[name], was.get(name)) for name in ("p50", "p99"))
        )


def ratio(name: str, now: float, before: float | None) -> str:
    """How much smaller a figure is than that of the other commit."""
    return f"  {name} 1/{before / now:.1f} of {before:,.0f}" if before else ""


def main() -> None:
    """Measure every size, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--against", type=Path, help="a worktree of another commit")
    parser.add_argument("--world", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        world = WatchWorld(**json.loads(asked.world.read_text()))
        sys.stdout.write(json.dumps(measure(world, asked.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = write_world(Path(folder))
        for count in asked.sizes:
            found = measure_apart(path, count)
            compared = asked.against and count <= OTHERS_LARGEST
            other = measure_apart(path, count, asked.against) if compared else None
            for line in lines(count, found, other):
                sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
