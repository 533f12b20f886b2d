"""Every change by command stands in the log of changes, with the account that made it."""

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from alert_steps import AlertSteps
from pactwire.cli import main
from pactwire.desk.stores import list_changes, open_desk_stores
from pactwire.domain.identity import content_id
from pactwire.edges.store import prepare_store
from sample_events import claim, later

WATCH = "id: {id}\nname: {id}\nwhen: {{changed: {{}}}}\n"
FEED = "https://paper.example/rss"
FEED_ID = content_id("feed", FEED)


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_STORE__URL", found)
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "127.0.0.1:1")
    return found


def run(line: str) -> str:
    return CliRunner().invoke(main, line.split()).stdout


def read_log(url: str) -> Iterator[tuple[str, str]]:
    """What was logged, the oldest first."""
    with open_desk_stores(url) as stores:
        for one in reversed(list_changes(stores, 100)):
            assert (one.owner, one.key_id) == (getpass.getuser(), "command")
            yield one.action, one.subject


def test_watches_silences_and_feedback(url: str, tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(WATCH.format(id="mine"))
    run("watch add w.yaml")
    run("watch add w.yaml")  # changes nothing
    store = prepare_store(url, "alert")
    (alert,) = AlertSteps(store, clock=later(minutes=30)).hear(claim())
    store.dispose()
    run(f"feedback {alert.alert_id} useful")
    silence = run("silence add --watch mine --until 2h --why drill").split()[0]
    run(f"silence remove {silence}")
    run("silence remove 00000000")  # is not there
    run("watch remove mine")
    assert list(read_log(url)) == [
        ("watch.saved", "mine revision 1"), ("feedback.given", f"{alert.alert_id} useful"),
        ("silence.added", silence), ("silence.removed", silence), ("watch.deleted", "mine"),
    ]  # fmt: skip


def test_endpoints(url: str) -> None:
    for line in ("add desk https://desk.example/", "rotate desk", "pause desk", "retry desk",
                 "enable desk", "retry desk", "remove desk"):  # fmt: skip
        run(f"endpoint {line}")
    done = ("saved", "rotated", "paused", "enabled", "retried", "removed")  # a pause stops a retry
    assert list(read_log(url)) == [(f"endpoint.{one}", "desk") for one in done]


def test_feeds(url: str) -> None:
    for line in (f"add {FEED}", f"add {FEED}", f"add {FEED} --tier 2", "poll --timeout 0",
                 f"remove {FEED}"):  # fmt: skip
        run(f"feeds {line}")
    done = ("added", "changed", "polled", "removed")
    assert list(read_log(url)) == [(f"feed.{one}", FEED_ID) for one in done]


def test_keys(url: str) -> None:
    key_id = run("key create --owner ana --scope read").split("_")[1]
    run(f"key revoke {key_id}")
    assert list(read_log(url)) == [("key.made", f"{key_id} for ana"), ("key.revoked", key_id)]
