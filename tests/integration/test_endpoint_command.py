"""`pactwire endpoint` over a real store, with a receiver that verifies what comes."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner, Result
from sqlalchemy import text, update
from standardwebhooks import Webhook, WebhookVerificationError

from delivering import alert, dispatching, enqueue, last_attempts, states, until
from loopback_app import serve_app
from pactwire.cli import main
from pactwire.cli.wiring.secrets import prepare_secrets
from pactwire.domain.delivery.signature import encode_secret
from pactwire.edges.store import Store, prepare_store, read_transaction, write_transaction
from pactwire.edges.store.delivery_tables import endpoint_secrets
from pactwire.edges.store.endpoints import add_endpoint, get_endpoint, set_enabled
from pactwire.edges.store.secret_box import SecretBox, open_secret_box
from pactwire.errors import Misconfigured
from pactwire.settings import load

MINE = encode_secret(b"my own secret, 24 bytes or more")
URL = "https://example.org/hook/T0123456/hush-hush"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_STORE__URL", store_url)
    return tmp_path


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """The store of the service that delivers."""
    opened = prepare_store(store_url, "deliver")
    yield opened
    opened.dispose()


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["endpoint", *arguments], input=given)


def output(*arguments: str, given: str = "") -> dict[str, Any]:
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_new_endpoint_shows_its_secret_once_and_a_new_address_keeps_it(store: Store) -> None:
    first = output("add", "desk", URL)
    assert (first["new"], first["secret"][:6]) == (True, "whsec_")
    again = output("add", "desk", "https://elsewhere.example/hook")
    assert (again["new"], again["secret"]) == (False, None)
    said = run("add", "desk", "https://third.example/hook").stdout
    assert "its secret stays" in said
    assert "whsec_" not in said
    with read_transaction(store) as tx:
        found = get_endpoint(tx, "desk")
    assert found.url == "https://third.example/hook"
    assert len(found.secrets(datetime.now(UTC))) == 1
    box = prepare_secrets(store, load())
    assert box.open(found.secrets(datetime.now(UTC))[0]) == first["secret"]


def test_every_secret_younger_than_a_day_signs_and_older_ones_are_forgotten(store: Store) -> None:
    made = [output("add", "desk", URL)["secret"]]
    made += [output("rotate", "desk")["secret"] for _ in range(3)]
    box = prepare_secrets(store, load())
    now = datetime.now(UTC)
    with read_transaction(store) as tx:
        found = get_endpoint(tx, "desk")
    assert [box.open(one) for one in found.secrets(now)] == made[::-1]
    assert [box.open(one) for one in found.secrets(now + timedelta(hours=25))] == made[:2:-1]
    with write_transaction(store) as tx:
        old = update(endpoint_secrets).where(endpoint_secrets.c.number < 3)
        tx.execute(old.values(replaced_at=now - timedelta(hours=25)))
    assert output("rotate", "desk")["signing"] == 3
    with read_transaction(store) as tx:
        assert len(get_endpoint(tx, "desk").known_secrets) == 3


def test_a_secret_comes_from_a_file_or_from_standard_input(here: Path) -> None:
    (here / "desk.secret").write_text(MINE + "\n")
    assert output("add", "desk", URL, "--secret", "@desk.secret")["secret"] == MINE
    assert output("add", "desk", URL, "--secret", "-", given=MINE + "\n")["secret"] is None
    assert output("rotate", "desk", "--secret", "-", given=MINE + "\n")["secret"] == MINE
    seen = run("rotate", "desk", "--secret", MINE)
    assert seen.exit_code == 0
    assert "seen by others" in seen.stderr


@pytest.mark.parametrize(
    ("given", "said"), [("@none", "No such file"), ("@.", "directory"), ("-", "24 to 64 bytes")]
)
def test_a_secret_that_cannot_be_read_is_one_sentence(given: str, said: str) -> None:
    result = run("add", "desk", URL, "--secret", given)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://exa mple.org/", "https://example.org/\x1b[2J", "https://example.org/a\nb",
        "https://[::1/", "https://example.org:99999/", "https://example.org:0/", "https://",
        "ftp://example.org/", "https://user@example.org/", "https://example.org\\@evil.example/",
        "http://example.org/", "https://a..b/", "https://\u202eexample.org/", "",
        "https://127。0。0。1/", "https://①②⑦.0.0.1/", "https://ⓛocalhost/", "https://169.254。169.254/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_one_sentence(url: str) -> None:
    result = run("add", "desk", "--", url)
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("pactwire: ")
    assert len(result.stderr.splitlines()) == 1


def test_lists_show_state_last_error_and_next_attempt_and_no_keys(store: Store) -> None:
    said = run("add", "desk", URL).stdout + run("list").stdout + run("list", "--json").stdout
    assert "hush" not in said
    assert "https://example.org/***" in said
    (listed,) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (listed["state"], listed["last_error"], listed["next_attempt_at"]) == ("on", None, None)
    assert not {"secret", "known_secrets"} & listed.keys()
    with write_transaction(store) as tx:
        set_enabled(tx, "desk", "the receiver answered 410 Gone")
    assert "off because the receiver answered 410 Gone" in run("list").stdout


class Desk:
    """A receiver that fails until it is mended."""

    def __init__(self) -> None:
        self.is_broken = True
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.is_broken:
            return web.Response(status=500, text="broken\x1b[31m")
        self.got.append((dict(request.headers), body))
        return web.Response()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    app = web.Application()
    app.router.add_post("/desk", made.handle)
    async with serve_app(app) as port:
        made.url = f"http://127.0.0.1:{port}/desk"
        yield made


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS", "true")


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("command", ["retry", "enable", "add"])
async def test_what_waits_is_sent_now(store: Store, desk: Desk, command: str) -> None:
    made = await asyncio.to_thread(output, "add", "desk", desk.url)
    box = await asyncio.to_thread(prepare_secrets, store, load())
    enqueue(store, alert(1, "desk"))
    async with dispatching(store, open_secret=box.open, retry_schedule=(3600.0,)):
        await until(lambda: last_attempts(store).keys() == {"desk"})
        lines = (await asyncio.to_thread(run, "list", "--json")).stdout.splitlines()
        (listed,) = [line for line in lines if line.startswith("{")]  # others are the dispatcher's
        status = json.loads(listed)
        assert (status["state"], status["last_error"]) == ("failing", "500: broken [31m")
        assert status["next_attempt_at"] > datetime.now(UTC).isoformat()
        assert "last error: 500: broken" in (await asyncio.to_thread(run, "list")).stdout
        if command == "enable":
            with write_transaction(store) as tx:
                set_enabled(tx, "desk", "for a test")
            refused = await asyncio.to_thread(run, "retry", "desk")
            assert (refused.exit_code, "endpoint enable desk" in refused.stderr) == (2, True)
        desk.is_broken = False
        address = [desk.url] if command == "add" else []
        assert (await asyncio.to_thread(run, command, "desk", *address)).exit_code == 0
        await until(lambda: states(store, "desk") == {"delivered": 1})
    headers, body = desk.got[0]
    assert Webhook(made["secret"]).verify(body, headers)


@pytest.mark.usefixtures("loopback")
async def test_after_two_changes_of_the_secret_all_receivers_can_verify(
    store: Store, desk: Desk
) -> None:
    desk.is_broken = False
    made = [(await asyncio.to_thread(output, "add", "desk", desk.url))["secret"]]
    made += [(await asyncio.to_thread(output, "rotate", "desk"))["secret"] for _ in range(2)]
    box = await asyncio.to_thread(prepare_secrets, store, load())
    enqueue(store, alert(1, "desk"))
    async with dispatching(store, open_secret=box.open):
        await until(lambda: states(store, "desk") == {"delivered": 1})
    headers, body = desk.got[0]
    for secret in made:
        assert Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(MINE).verify(body, headers)
    tested = await asyncio.to_thread(run, "test", "desk")
    assert "delivered (200)" in tested.stdout


def test_secrets_are_encrypted_in_the_store_with_a_key_of_the_state_folder(
    here: Path, store: Store
) -> None:
    secret = output("add", "desk", URL)["secret"]
    key = here / ".pactwire" / "secrets.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with read_transaction(store) as tx:
        (stored,) = tx.execute(text("SELECT secret FROM endpoint_secrets")).scalars()
    assert stored.startswith("sealed:")
    assert secret.removeprefix("whsec_") not in stored
    store.dispose()
    for file in here.rglob("store*.db*"):
        assert secret.removeprefix("whsec_").encode() not in file.read_bytes()


def test_secrets_from_before_are_encrypted_at_the_next_start(store: Store) -> None:
    with write_transaction(store) as tx:
        add_endpoint(tx, "desk", URL, MINE, datetime.now(UTC))
    box = prepare_secrets(store, load())
    with read_transaction(store) as tx:
        (stored,) = get_endpoint(tx, "desk").secrets(datetime.now(UTC))
    assert stored.startswith("sealed:")
    assert box.open(stored) == MINE


def test_another_key_is_one_sentence_that_says_what_to_do(
    here: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    output("add", "desk", URL)
    (here / ".pactwire" / "secrets.key").unlink()
    with pytest.raises(Misconfigured, match="PACTWIRE_STORE__SECRETS_KEY"):
        prepare_secrets(store, load())
    assert output("rotate", "desk")["secret"]
    prepare_secrets(store, load())
    for wrong in ("short", "not base64 at all"):
        monkeypatch.setenv("PACTWIRE_STORE__SECRETS_KEY", wrong)
        result = run("rotate", "desk")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "32 bytes" in result.stderr


def test_processes_that_start_at_once_make_one_key(here: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        boxes: list[SecretBox] = list(pool.map(lambda _: open_secret_box(None, here), range(64)))
    sealed = boxes[0].seal(MINE)
    assert {box.open(sealed) for box in boxes} == {MINE}
    assert [one.name for one in here.glob("secrets.key*")] == ["secrets.key"]


@pytest.mark.parametrize("wrong", ["-desk", "Desk", "a b", "", "d" * 64, "desk\n"])
def test_an_id_that_no_watch_could_name_is_refused(wrong: str) -> None:
    done = CliRunner().invoke(main, ["endpoint", "add", "--", wrong, "https://example.org/"])
    assert (done.exit_code, "an endpoint's id" in done.output) == (2, True), wrong
