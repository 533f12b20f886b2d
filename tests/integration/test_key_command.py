"""Keys that are made and revoked by command."""

import getpass
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pactwire.cli import main
from pactwire.edges.store import audits, prepare_store, read_transaction


@pytest.fixture(autouse=True)
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_STORE__URL", f"sqlite:///{tmp_path / 'store.db'}")
    return f"sqlite:///{tmp_path / 'store.db'}"


def run(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["key", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_who_made_and_who_revoked_a_key_stands_in_the_log_of_changes(store_url: str) -> None:
    made = run("create", "--owner", "ana", "--scope", "read")
    run("revoke", made["key_id"])
    store = prepare_store(store_url, "alert")
    with read_transaction(store) as tx:
        log = [(one.owner, one.key_id, one.action, one.subject)
               for one in audits.list_audit(tx, 10)]  # fmt: skip
    store.dispose()
    who = getpass.getuser()
    assert log == [
        (who, "command", "key.revoked", made["key_id"]),
        (who, "command", "key.made", f"{made['key_id']} for ana"),
    ]
