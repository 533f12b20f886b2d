"""A batch costs as many statements as one event, and none of them reads a table from end to end."""

import asyncio
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from struct import pack
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import event

from delivering import add, alert, enqueue
from pactwire.alert.ledger import LedgerStage
from pactwire.alert.notify import NotifyStage
from pactwire.alert.withdrawals import find_alerts_of_canceled, withdraw_claims
from pactwire.deliver.attempt import LeasedDelivery
from pactwire.deliver.attempt_outbox import publish_batch
from pactwire.deliver.record import AttemptRecorder
from pactwire.deliver.threads import WorkThreads
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.domain.identity import match_id
from pactwire.domain.intake import Submission, admit
from pactwire.edges.store import Store, read_transaction, stored_watches, write_transaction
from pactwire.edges.store.article_versions import mark_published, reserve_versions
from pactwire.edges.store.columns import metadata
from pactwire.edges.store.endpoints import find_endpoints
from pactwire.edges.store.leases import beat, lease_deliveries
from pactwire.ingest.accept import request_version
from pactwire.metrics import Metrics
from pactwire_schemas import EnrichedArticle, Match, MembershipClaim, Party, Watch, WatchRef
from sample_events import claim, enriched, later, reference

MANY = 40
ORGANISATIONS = 3


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent while the block runs; many rows of one are one."""
    sent: list[str] = []

    def note(*given: Any) -> None:
        sent.append(given[2])

    event.listen(store, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store, "before_cursor_execute", note)


def count(store: Store, work: Callable[[], object]) -> int:
    with counted(store) as sent:
        work()
    assert find_scans(store, sent) == []
    return sum(not one.startswith(("SAVEPOINT", "RELEASE")) for one in sent)


def find_scans(store: Store, sent: Sequence[str]) -> list[tuple[str, str]]:
    """The statements that read a table from end to end, with the step of their plan, on SQLite."""
    if store.dialect.name != "sqlite":
        return []
    scans = []
    with read_transaction(store) as tx:
        for statement in dict.fromkeys(sent):
            if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
                continue
            nothing = (None,) * statement.count("?")
            plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)
            scans += [(statement, step[3]) for step in plan if is_scan(step[3])]
    return scans


def is_scan(step: str) -> bool:
    """Whether a step of a plan reads more of a table than it gives."""
    verb, name, *_ = step.split()
    if verb == "SEARCH" and name == "story_bands":
        return "band=?" not in step
    return verb == "SCAN" and name in metadata.tables


def claims_from(first: int, number: int) -> list[MembershipClaim]:
    """Claims with numbers, on as many pairs of a few bodies."""
    return [
        claim(
            "join",
            "effective",
            article=reference(one, at=later(seconds=one)),
            organisation=Party(entity_id=f"x-b{one % ORGANISATIONS}", name="Body"),
            member=Party(entity_id=f"x-m{one}", name=f"Member {one}"),
            ordinal=one,
        )
        for one in range(first, first + number)
    ]


def test_claims_are_judged_by_the_same_statements_however_many(store: Store) -> None:
    stage = LedgerStage(store, Metrics("alert", "1"), later, frozenset({"x-b0"}))
    one, many = claims_from(1, 1), claims_from(100, MANY)
    assert count(store, lambda: stage.handle(one)) == count(store, lambda: stage.handle(many))
    assert count(store, lambda: stage.handle(one)) == count(store, lambda: stage.handle(many))


def test_claims_that_come_late_are_judged_by_the_same_statements_however_many(
    store: Store,
) -> None:
    stage = LedgerStage(store, Metrics("alert", "1"), later, frozenset())

    def late(said: Sequence[MembershipClaim], number: int) -> list[MembershipClaim]:
        """Claims on the same pairs that were published before those."""
        article = reference(number, at=later(hours=-1))
        return [
            claim("join", "applied", article=article, organisation=one.organisation,
                  member=one.member)
            for one in said
        ]  # fmt: skip

    one, many = claims_from(1, 1), claims_from(100, MANY)
    stage.handle([*one, *many])
    spent = count(store, lambda: stage.handle(late(one, 1000)))
    assert count(store, lambda: stage.handle(late(many, 1001))) == spent


def stories_from(first: int, number: int, *, canceled: bool = False) -> list[EnrichedArticle]:
    """Articles that claim something."""
    found = []
    for one in range(first, first + number):
        fields = {"version": 2, "pub_status": "canceled"} if canceled else {}
        article = reference(one, **fields)
        found.append(enriched(article=article, claims=(claim(article=article),)))
    return found


def test_articles_are_compared_by_the_same_statements_however_many(store: Store) -> None:
    def compare(batch: Sequence[EnrichedArticle]) -> None:
        withdraw_claims(store, batch, later())
        find_alerts_of_canceled(store, batch)

    for canceled in (False, True):
        one = partial(compare, stories_from(1, 1, canceled=canceled))
        many = partial(compare, stories_from(100, MANY, canceled=canceled))
        assert count(store, one) == count(store, many)


def matches_from(first: int, number: int) -> list[Match]:
    """Stories of a few watches, each another text."""
    return [
        Match(
            match_id=match_id(f"w{one % 4}", f"article-{one}"),
            watch=WatchRef(watch_id=f"w{one % 4}", revision=1, name="W"),
            kind="mentioned",
            article=reference(one),
            signature=b64encode(pack(">128I", *(one * 1000 + at for at in range(128)))).decode(),
            matched_at=later(seconds=one),
        )
        for one in range(first, first + number)
    ]


def test_matches_are_decided_by_the_same_statements_however_many(store: Store) -> None:
    with write_transaction(store) as tx:
        for number in range(4):
            document = {
                "id": f"w{number}", "name": "W", "when": {"mentioned": {"any": ["SY"]}},
                "deliver": [{"topic": "alerts.x"}],
            }  # fmt: skip
            stored_watches.save_watch(tx, Watch.model_validate(document), "command", later())
    stage = NotifyStage(store, Metrics("alert", "1"), later)
    one, many = matches_from(1, 1), matches_from(100, MANY)
    told: list[int] = []

    def decide(batch: Sequence[Match]) -> None:
        told.append(sum(map(bool, stage.handle(batch))))

    assert count(store, lambda: decide(one)) == count(store, lambda: decide(many))
    assert told == [1, MANY]
    assert count(store, lambda: decide(one)) == count(store, lambda: decide(many))


def test_alerts_are_queued_by_the_same_statements_however_many(store: Store) -> None:
    one = [alert(1, "desk", "wire")]
    many = [alert(number, "desk", "wire") for number in range(100, 100 + MANY)]
    for _ in range(2):
        assert count(store, lambda: enqueue(store, *one)) == count(
            store, lambda: enqueue(store, *many)
        )


def test_articles_get_their_versions_by_the_same_statements_however_many(store: Store) -> None:
    def reserve(first: int, number: int) -> None:
        admitted = [
            admit(Submission.model_validate({"headline": f"a {one}", "guid": str(one)}), later())
            for one in range(first, first + number)
        ]
        with write_transaction(store) as tx:
            reserved = reserve_versions(tx, [request_version(one) for one in admitted])
            keys = [(one.article_id, 1) for one in admitted]
            mark_published(tx, keys)
        assert [one.version for one in reserved] == [1] * number

    for _ in range(2):
        assert count(store, lambda: reserve(1, 1)) == count(store, lambda: reserve(100, MANY))


@pytest.mark.parametrize("outcome", ["delivered", "failed"])
async def test_attempts_are_recorded_and_published_by_the_same_statements_however_many(
    store: Store, outcome: str
) -> None:
    names = [f"e{number}" for number in range(4)]
    add(store, *(f"http://127.0.0.1:1/{name}" for name in names))
    enqueue(store, *(alert(number, names[number % 4]) for number in range(1 + MANY)))
    threads = WorkThreads("store", 1)
    recorder = AttemptRecorder(store, threads, Metrics("deliver", "1"), (0.0, 5.0), "me")
    result = AttemptResult(cast("Any", outcome), None, 0.0, None)
    with write_transaction(store) as tx:
        beat(tx, "me")
    counts: dict[str, list[int]] = {"lease": [], "record": [], "publish": []}
    for share in (1, MANY):
        shares = {"e0": 1} if share == 1 else dict.fromkeys(names, MANY)
        with counted(store) as sent, write_transaction(store) as tx:
            endpoints = find_endpoints(tx, shares)
            rows = lease_deliveries(tx, "me", shares, later(days=9000))
        counts["lease"].append(len(sent))
        leased = [LeasedDelivery(row, endpoints[row.endpoint_id]) for row in rows]
        with counted(store) as sent:
            ends = (recorder.record(one, result, asyncio.Event()) for one in leased)
            await asyncio.gather(*ends)
        counts["record"].append(len(sent))
        with counted(store) as sent:
            assert await publish_batch(store, cast("Any", Confirming())) == len(rows)
        counts["publish"].append(len(sent))
    await threads.close()
    with read_transaction(store) as tx:
        assert find_endpoints(tx, ["e0"])["e0"].last_attempt_at
    assert {name: two[0] == two[1] for name, two in counts.items()} == dict.fromkeys(counts, True)


class Confirming(SimpleNamespace):
    """A broker that has everything at once."""

    def publish(self, *_: object) -> Any:
        from concurrent.futures import Future

        confirmed: Future[None] = Future()
        confirmed.set_result(None)
        return confirmed
