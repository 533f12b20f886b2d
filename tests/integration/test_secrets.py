"""Secrets stay where they belong: not in errors, lists or files that others can read."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from pactwire.cli import main
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.http.feeds import FeedUnavailable, fetch_feed
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.store import check_writable, migrate, open_store
from pactwire.ingest.app import feed_egress, feed_limits
from pactwire.settings import IngestSettings, Settings, StoreSettings
from pactwire.up.app import HOLDS_PASSWORD
from raw_receiver import raw_receiver, response

KEY = "open-sesame-0123456789"


@pytest.fixture
def permissive() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.glob("store.db*")}


@pytest.mark.usefixtures("permissive")
def test_the_stores_files_are_their_owners_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'state' / 'store.db'}")
    migrate(store)
    assert check_writable(store) is None
    with store.connect():
        found = modes(tmp_path / "state")
    assert found.keys() == {"store.db", "store.db-wal", "store.db-shm"}
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    store.dispose()


@pytest.mark.usefixtures("permissive")
def test_a_store_that_others_could_read_is_closed_at_the_next_start(tmp_path: Path) -> None:
    first = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(first)
    with first.connect():
        for file in tmp_path.glob("store.db*"):
            file.chmod(0o666)
        second = open_store(f"sqlite:///{tmp_path / 'store.db'}")
        assert check_writable(second) is None
        with second.connect():
            assert set(modes(tmp_path).values()) == {0o600}
    first.dispose()
    second.dispose()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/{key}?token={key}", "http://nowhere.invalid/{key}",
        "http://me:{key}@127.0.0.1:1/", "http://10.0.0.1/{key}", "http://[::1/{key}",
        "http://127.0.0.1:99999/{key}", "http://127.0.0.1:1/{key}\n", "https://127.0.0.1:1/{key}",
    ],
)  # fmt: skip
async def test_no_error_of_a_feed_shows_its_address(address: str) -> None:
    settings = IngestSettings(allow_private_feeds="127.0.0.0/8", feed_timeout=2)  # type: ignore[arg-type]
    async with open_session(feed_limits(settings), feed_egress(settings)) as session:
        with pytest.raises(FeedUnavailable) as failed:
            await fetch_feed(session, address.format(key=KEY), FeedValidators(), 1000)
    assert KEY not in str(failed.value)


async def test_no_error_of_a_feed_that_answers_oddly_shows_its_address() -> None:
    loop = response("302 Found", f"Location: /{KEY}")
    answers = {
        KEY: loop,
        "gzip": response("200 OK", "Content-Encoding: gzip"),
        "odd": b"odd\r\n\r\n",
    }
    settings = IngestSettings(allow_private_feeds="127.0.0.0/8", feed_timeout=2)  # type: ignore[arg-type]
    async with (
        raw_receiver(answers) as receiver,
        open_session(feed_limits(settings), feed_egress(settings)) as session,
    ):
        for name in answers:
            with pytest.raises(FeedUnavailable) as failed:
                await fetch_feed(session, f"{receiver.url}/{name}", FeedValidators(), 1000)
            assert KEY not in str(failed.value)
            assert receiver.url not in str(failed.value)


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        ("sqlite:////tmp/x.db", False), ("postgresql+psycopg:///x", False),
        ("postgresql+psycopg://me:x@db/x", True), ("postgresql+psycopg://db/x?password=x", True),
        ("postgresql+psycopg://db/x?passfile=/x", True),
    ],
)  # fmt: skip
def test_a_store_url_with_a_password_is_left_out_of_the_runfile(url: str, holds: bool) -> None:
    assert bool(HOLDS_PASSWORD.search(url)) == holds


def test_config_and_mistakes_show_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_STORE__URL", f"postgresql+psycopg://me:{KEY}@127.0.0.1:1/x")
    monkeypatch.setenv("PACTWIRE_DELIVER__PROXY", f"http://me:{KEY}@127.0.0.1:1")
    monkeypatch.setenv("PACTWIRE_INGEST__FEEDS", json.dumps([{"url": f"https://x.example/{KEY}"}]))
    for words in (["config"], ["config", "--json"], ["endpoint", "list"], ["doctor"]):
        result = CliRunner().invoke(main, words)
        assert KEY not in result.output
    assert KEY not in repr(Settings(store=StoreSettings(url=SecretStr(f"sqlite:///{KEY}"))))
