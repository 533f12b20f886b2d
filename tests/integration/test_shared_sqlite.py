"""A SQLite store that several processes have open at once loses nothing of any of them."""

import subprocess
import sys
from pathlib import Path

from pactwire.edges.store import migrate, open_store, read_transaction, write_transaction
from pactwire.edges.store.upsert import increment_counter, read_counter

READER = """
import sys
from pactwire.edges.store import open_store, read_transaction
from pactwire.edges.store.upsert import read_counter
store = open_store(sys.argv[1])
with read_transaction(store) as tx:
    print(read_counter(tx, "writes"))
store.dispose()
"""


def read_elsewhere(url: str) -> int:
    """What another process reads, which then ends."""
    done = subprocess.run(
        [sys.executable, "-c", READER, url], capture_output=True, text=True, check=True, timeout=60
    )
    return int(done.stdout)


def test_what_is_written_after_another_process_has_ended_is_seen_by_the_next(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    migrate(store)
    with read_transaction(store), read_transaction(store) as tx:  # two connections of one process
        assert read_counter(tx, "writes") == 0
    for number in range(3):
        assert read_elsewhere(url) == number
        with write_transaction(store) as tx:
            increment_counter(tx, "writes")
    assert (tmp_path / "store.db-wal").exists()
    store.dispose()
