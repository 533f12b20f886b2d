"""Two writers at once: whatever is read and then written is one step, on both stores."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pactwire.alert.ledger import LedgerStage
from pactwire.alert.matching import withdraw_claims
from pactwire.alert.notify import NotifyStage
from pactwire.domain.identity import match_id
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.domain.ledger import empty_row
from pactwire.edges.store import (
    Store,
    ledgers,
    open_store,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.article_versions import (
    VersionRequest,
    load_feed_validators,
    reserve_versions,
    save_feed_validators,
)
from pactwire.metrics import Metrics
from pactwire_schemas import DEVELOPMENTS, Clause, Development, Match, Party, Watch, WatchRef
from sample_events import claim, enriched, later, reference

TRIES = 15


@pytest.fixture
def two(store: Store) -> Iterator[tuple[Store, Store]]:
    """The store as two processes have it."""
    other = open_store(store.url.render_as_string(hide_password=False))
    yield store, other
    other.dispose()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread, begun at the same moment; what they gave, or raised."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[number] = work()
        except Exception as error:  # noqa: BLE001  compared by the test
            results[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def ledger(store: Store) -> LedgerStage:
    return LedgerStage(store, Metrics("alert", "test"), later, frozenset())


def reasons(results: list[Any]) -> Counter[str]:
    """How many developments of each reason were put out."""
    assert all(isinstance(one, list) for one in results), results
    return Counter(
        output.event.reason
        for answers in results
        for outputs in answers
        for output in outputs
        if output.topic == DEVELOPMENTS and isinstance(output.event, Development)
    )


def party(name: str) -> Party:
    return Party(entity_id=f"x-{name}", name=name)


@pytest.mark.fault("races")
def test_a_pair_without_a_row_has_one_first(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):
        said = [
            claim(member=party(f"m{number}"), article=reference(10 * number + owner))
            for owner in range(2)
        ]
        results = at_once(
            *(lambda s=s, c=c: ledger(s).handle([c]) for s, c in zip(two, said, strict=True))
        )
        assert reasons(results) == {"first": 1, "corroborated": 1}


def test_two_members_of_one_number_are_a_conflict(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):
        body = party(f"body{number}")
        said = [
            claim(
                organisation=body, member=party(f"m{owner}"), article=reference(owner), ordinal=90
            )
            for owner in range(2)
        ]
        results = at_once(
            *(lambda s=s, c=c: ledger(s).handle([c]) for s, c in zip(two, said, strict=True))
        )
        assert reasons(results) == {"first": 1, "conflict": 1}


def test_batches_in_opposite_order_do_not_wait_for_each_other(two: tuple[Store, Store]) -> None:
    bodies = [party(f"body{number}") for number in range(20)]
    for number in range(5):
        batches = [
            [claim(organisation=body, member=party(f"m{number}"), article=reference(owner))
             for body in bodies[:: 1 - 2 * (owner % 2)]]
            for owner in (2 * number, 2 * number + 1)
        ]  # fmt: skip
        results = at_once(
            *(lambda s=s, b=b: ledger(s).handle(b) for s, b in zip(two, batches, strict=True))
        )
        assert reasons(results) == {"first": 20, "corroborated": 20}


def test_the_opening_takes_back_no_claim_that_is_judged_meanwhile(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):
        body = party(f"body{number}")
        opened = [empty_row(body, party(f"m{at}"), later()) for at in range(50)]

        def write_opening(number: int = number, opened: list[Any] = opened) -> None:
            with write_transaction(two[0]) as tx:
                ledgers.write_opening_balance(tx, lambda: opened, f"data {number}")

        said = claim(organisation=body, member=party("m7"))
        results = at_once(write_opening, lambda said=said: ledger(two[1]).handle([said]))
        assert not any(isinstance(one, Exception) for one in results), results
        with read_transaction(two[0]) as tx:
            row = next(iter(ledgers.list_rows(tx, body.entity_id, "x-m7")), None)
        assert row
        assert (row.state.status, row.state.revision) == ("member", 1)


def test_each_content_of_an_article_has_a_version_of_its_own(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):

        def reserve(store: Store, content: str, article: str = f"a{number}") -> int:
            with write_transaction(store) as tx:
                return reserve_versions(tx, [VersionRequest(article, content, later())])[0].version

        results = at_once(lambda: reserve(two[0], "one"), lambda: reserve(two[1], "two"))
        assert sorted(results) == [1, 2]
        again = at_once(lambda: reserve(two[0], "three"), lambda: reserve(two[1], "three"))
        assert again == [3, 3]


def test_the_validators_of_a_feed_are_saved_by_both(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):

        def save(store: Store, etag: str, url: str = f"https://x.example/{number}") -> None:
            with write_transaction(store) as tx:
                save_feed_validators(tx, url, FeedValidators(etag, None), later())

        assert at_once(lambda: save(two[0], "a"), lambda: save(two[1], "b")) == [None, None]
        with read_transaction(two[0]) as tx:
            assert load_feed_validators(tx, f"https://x.example/{number}").etag in {"a", "b"}


def story(watch_id: str, article: int, content: str) -> Match:
    return Match(
        match_id=match_id(watch_id, f"article-{article}"),
        watch=WatchRef(watch_id=watch_id, revision=1, name="W"),
        kind="mentioned",
        article=reference(article, content_hash=content),
        clauses=(Clause(clause="mentioned", held=True, because="it is"),),
        extractor_version="1",
        dictionary_version="1",
        matched_at=later(),
    )


def test_two_copies_of_a_story_are_one_alert(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):
        watch = Watch.model_validate(
            {"id": f"w{number}", "name": "W", "when": {"mentioned": {"any": ["SY"]}}}
        )
        with write_transaction(two[0]) as tx:
            stored_watches.save_watch(tx, watch, "command", later())
        copies = [story(watch.id, article, "same") for article in range(2)]
        stages = [NotifyStage(store, Metrics("alert", "test"), later) for store in two]
        results = at_once(
            *(lambda s=s, c=c: s.handle([c]) for s, c in zip(stages, copies, strict=True))
        )
        assert sorted(len(outputs) for (outputs,) in results) == [0, 1], results


def test_one_match_that_two_workers_decide_is_one_decision(two: tuple[Store, Store]) -> None:
    watch = Watch.model_validate({"id": "w", "name": "W", "when": {"mentioned": {"any": ["SY"]}}})
    with write_transaction(two[0]) as tx:
        stored_watches.save_watch(tx, watch, "command", later())
    for number in range(TRIES):
        match = story("w", number, f"content {number}")
        stages = [NotifyStage(store, Metrics("alert", "test"), later) for store in two]
        results = at_once(*(lambda s=s, m=match: s.handle([m]) for s in stages))
        first, second = (outputs for (outputs,) in results)
        assert [output.event for output in first] == [output.event for output in second]


def test_a_claim_is_withdrawn_once_whoever_reads_the_new_version(two: tuple[Store, Store]) -> None:
    for number in range(TRIES):
        article = reference(number)
        said = claim(article=article)
        newer = article.model_copy(update={"version": 2, "content_hash": "newer"})

        def read(store: Store, story: Any) -> Any:
            (withdrawn,) = withdraw_claims(store, [story], later())
            return withdrawn

        read(two[0], enriched(article=article, claims=(said,)))
        story_2 = enriched(article=newer)
        first, second = at_once(
            lambda s=story_2: read(two[0], s), lambda s=story_2: read(two[1], s)
        )
        assert first == second
        assert len(first) == 1


def test_each_change_of_a_watch_is_a_revision(two: tuple[Store, Store]) -> None:
    def save(store: Store, name: str) -> int | None:
        document = {"id": "w", "name": name, "when": {"changed": {}}}
        with write_transaction(store) as tx:
            return stored_watches.save_watch(tx, Watch.model_validate(document), "command", later())

    seen = []
    for number in range(TRIES):
        seen += at_once(
            lambda n=number: save(two[0], f"a{n}"), lambda n=number: save(two[1], f"b{n}")
        )
    assert sorted(seen) == list(range(1, 2 * TRIES + 1))
