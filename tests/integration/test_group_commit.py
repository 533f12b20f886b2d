"""Writers of one process share a commit on SQLite: all have it or none, and faults stay apart."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from pactwire.edges.store import Store, open_store, read_transaction, write_transaction
from pactwire.edges.store.engine import SQLITE_WRITERS
from pactwire.errors import Retryable, WriteCollision

INSERT = text("INSERT INTO numbers VALUES (:number)")


@pytest.fixture
def numbers(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    with write_transaction(store) as tx:
        tx.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
    yield store
    store.dispose()


def write(store: Store, number: int) -> None:
    with write_transaction(store) as tx:
        tx.execute(INSERT, {"number": number})


def stored(store: Store) -> list[int]:
    with read_transaction(store) as tx:
        found = tx.execute(text("SELECT number FROM numbers ORDER BY number"))
        return list(found.scalars())


def outcomes_behind(
    store: Store, works: list[Callable[[], object]], first: Callable[[Any], object]
) -> list[BaseException | None]:
    """What became of `first` and of works that came while it was at work, in their order."""
    found: list[BaseException | None] = [None] * (1 + len(works))
    entered, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with write_transaction(store) as tx:
            entered.set()
            may_end.wait()
            first(tx)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  the test asserts on it
            found[place] = error

    threads = [threading.Thread(target=run, args=(0, hold))]
    threads += [threading.Thread(target=run, args=at) for at in enumerate(works, 1)]
    threads[0].start()
    entered.wait()
    for thread in threads[1:]:
        thread.start()
    while SQLITE_WRITERS[store].waiting < len(works):
        time.sleep(0.001)
    may_end.set()
    for thread in threads:
        thread.join()
    return found


def test_writers_that_wait_for_each_other_share_commits(numbers: Store) -> None:
    commits: list[object] = []
    event.listen(numbers, "commit", commits.append)
    works = [lambda number=number: write(numbers, number) for number in range(1, 20)]
    found = outcomes_behind(numbers, works, lambda tx: tx.execute(INSERT, {"number": 0}))
    assert found == [None] * 20
    assert stored(numbers) == list(range(20))
    assert len(commits) < 20


def test_what_one_did_wrong_is_taken_back_alone(numbers: Store) -> None:
    def fail() -> None:
        with write_transaction(numbers) as tx:
            tx.execute(INSERT, {"number": 50})
            raise KeyError("a bug")

    works = [
        lambda: write(numbers, 1), fail, lambda: write(numbers, 0), lambda: write(numbers, 2),
    ]  # fmt: skip
    found = outcomes_behind(numbers, works, lambda tx: tx.execute(INSERT, {"number": 0}))
    assert [type(one) for one in found] == [
        type(None), type(None), KeyError, WriteCollision, type(None),
    ]  # fmt: skip
    assert stored(numbers) == [0, 1, 2]


def test_a_first_writer_that_fails_takes_nobody_with_it(numbers: Store) -> None:
    def fail(_: Any) -> None:
        raise KeyError("a bug")

    found = outcomes_behind(numbers, [lambda: write(numbers, 1)], fail)
    assert [type(one) for one in found] == [KeyError, type(None)]
    assert stored(numbers) == [1]


def test_a_commit_that_fails_is_told_to_all_of_its_group(numbers: Store) -> None:
    def lose(connection: Any) -> None:
        connection.connection.driver_connection.rollback()
        connection.exec_driver_sql("SELECT no_such_function()")

    event.listen(numbers, "commit", lose)
    works = [lambda number=number: write(numbers, number) for number in range(1, 4)]
    found = outcomes_behind(numbers, works, lambda tx: tx.execute(INSERT, {"number": 0}))
    event.remove(numbers, "commit", lose)
    assert {type(one) for one in found} == {Retryable}
    assert stored(numbers) == []
    write(numbers, 7)
    assert stored(numbers) == [7]


def test_a_transaction_that_a_failure_has_ended_is_lost_to_all_of_its_group(
    numbers: Store,
) -> None:
    def lose() -> None:
        with write_transaction(numbers) as tx:
            raw: Any = tx.connection.driver_connection
            raw.rollback()  # as SQLite does by itself when the disk is full
            raise KeyError("the disk is full")

    works = [lose]
    found = outcomes_behind(numbers, works, lambda tx: tx.execute(INSERT, {"number": 0}))
    assert sum(one is None for one in found) == len(stored(numbers))
