"""Claims a second of the ledger's stage: now, at an earlier commit, and beside SQLite's own limit.

    make bench-ledger
    make bench-ledger REF=v0.1.0

Every figure of a run comes from the same claims on the same machine, one process after another,
so their ratios hold on a busy one; CPU time is steadier than the wall's. Claims are judged and
committed as the service does it, a full batch in a transaction, with all waits for the disk. Two
kinds are measured: on quiet pairs, three claims each, and on pairs in the news, fifty. The limit is
what the driver takes to insert the rows that this leaves behind, in as many transactions.
"""

import argparse
import gc
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from checkouts import ROOT, checkout, run_apart

from pactwire.alert import app
from pactwire.alert.ledger import LedgerStage
from pactwire.edges.clock import now
from pactwire.edges.local.process import COLLECTED_AFTER
from pactwire.edges.store import migrate, open_store
from pactwire.metrics import Metrics
from pactwire_schemas import MembershipClaim, Party
from postgres_server import NoPostgres, postgres
from sample_events import claim, later, reference

BEFORE = "c76ddf0"
"""The commit before claims were judged in sets."""
BATCH = getattr(app, "LEDGER_BATCH_SIZE", app.BATCH_SIZE)
"""Claims in a transaction, as the service whose packages are measured takes them."""
CLAIMS = 10_000
CLAIMS_BEFORE = 1_000
"""Fewer of the slower one; its cost a claim is the same."""
QUIET, IN_THE_NEWS = 3_000, 200
"""Pairs that the claims are about: three claims on each, or fifty."""
BODIES = 100
PUBLISHERS = 500
STAGES = ("considered", "applied", "approved", "effective")
TABLES = ("claims", "ledger", "developments")


def make_claims(number: int, pairs: int) -> list[MembershipClaim]:
    """The same claims in every run: several publishers on each pair, one in ten with an ordinal."""
    dice = random.Random(11)
    made = []
    for at in range(number):
        pair = dice.randrange(pairs)
        article = reference(at, owner=f"o{dice.randrange(PUBLISHERS)}", at=later(seconds=at))
        body, member = f"x-body-{pair % BODIES}", f"x-m{pair}"
        made.append(
            claim(
                "join",
                dice.choice(STAGES),
                article=article,
                organisation=Party(entity_id=body, name=f"Body {pair % BODIES}"),
                member=Party(entity_id=member, name=f"Member {pair}"),
                ordinal=pair % 40 + 1 if dice.random() < 0.1 else None,
            )
        )
    return made


def judge(url: str, number: int, pairs: int) -> dict[str, float]:
    """Judge claims in a fresh store; seconds of wall and CPU for each claim."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    store = open_store(url)
    migrate(store)
    claims = make_claims(number, pairs)
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    stage = LedgerStage(store, Metrics("alert", "bench"), now, frozenset({"x-body-1"}))
    wall, cpu = time.perf_counter(), time.process_time()
    for first in range(0, number, BATCH):
        stage.handle(claims[first : first + BATCH])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    store.dispose()
    return {"wall": wall / number, "cpu": cpu / number}


def judge_apart(tree: Path, url: str, number: int, pairs: int = QUIET) -> dict[str, float]:
    """The same by the code of another tree, in a process of its own."""
    given = ("--judge", url, "--claims", number, "--pairs", pairs)
    return run_apart(tree, "bench_ledger.py", *given)


def insert_raw(file: Path, number: int) -> dict[str, float]:
    """The rows that judging left, inserted by the driver alone into the same tables."""
    read = sqlite3.connect(file)
    write = sqlite3.connect(file.with_name("raw.db"), isolation_level=None)
    write.execute("PRAGMA journal_mode=WAL")
    write.execute("PRAGMA synchronous=FULL")
    made = f"SELECT sql FROM sqlite_master WHERE sql NOT NULL AND tbl_name IN {TABLES}"
    for (statement,) in read.execute(made).fetchall():
        write.execute(statement)
    rows = {name: read.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    batches = max(1, number // BATCH)
    wall, cpu = time.perf_counter(), time.process_time()
    for at in range(batches):
        write.execute("BEGIN IMMEDIATE")
        for name, of_table in rows.items():
            insert_slice(write, name, of_table[at::batches])
        write.execute("COMMIT")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall": wall / number, "cpu": cpu / number}


def insert_slice(write: sqlite3.Connection, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert some rows of a table."""
    if rows:
        places = ",".join("?" * len(rows[0]))
        write.executemany(f"INSERT INTO {name} VALUES ({places})", rows)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def show(name: str, figures: dict[str, float], beside: dict[str, float] | None = None) -> None:
    """A line of the result; `beside` is what it is compared with."""
    ratio = f"   {beside['cpu'] / figures['cpu']:5.1f} x its CPU" if beside else ""
    say(
        f"{name:32} {1 / figures['wall']:9,.0f} claims/s"
        f" {figures['cpu'] * 1e6:8.0f} us CPU a claim{ratio}"
    )


def main(ref: str) -> None:
    """Measure all, and print it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "now.db"
        current = judge_apart(ROOT, f"sqlite:///{file}", CLAIMS)
        show("SQLite, now", current)
        show("SQLite, the rows by themselves", insert_raw(file, CLAIMS), current)
        news = judge_apart(ROOT, f"sqlite:///{folder}/news.db", CLAIMS, IN_THE_NEWS)
        show("SQLite, now, pairs in the news", news)
        with checkout(ref) as before:
            earlier = judge_apart(before, f"sqlite:///{folder}/before.db", CLAIMS_BEFORE)
        show(f"SQLite, at {ref}", earlier, current)
        fewer = judge_apart(ROOT, f"sqlite:///{folder}/fewer.db", CLAIMS_BEFORE)
        show("SQLite, now, as few claims", fewer)
        say(f"faster by CPU time: {earlier['cpu'] / fewer['cpu']:.1f} times")
    try:
        with postgres() as url:
            show("PostgreSQL, now", judge_apart(ROOT, url, CLAIMS), current)
        with postgres() as url:
            news = judge_apart(ROOT, url, CLAIMS, IN_THE_NEWS)
            show("PostgreSQL, now, pairs in the news", news)
    except NoPostgres as why:
        say(f"PostgreSQL: not measured: {why}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ref", nargs="?", default=BEFORE)
    parser.add_argument("--judge", metavar="URL")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--pairs", type=int, default=QUIET)
    given = parser.parse_args()
    if given.judge:
        say(json.dumps(judge(given.judge, given.claims, given.pairs)))
    else:
        main(given.ref)
