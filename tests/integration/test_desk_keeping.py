"""Endpoints and feeds through the desk's API: kept as the commands keep them, by their owners."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from desk_api import FEEDS, DeskApi, open_desk_api
from pactwire.domain.identity import content_id
from pactwire.edges.store import Store, feed_subscriptions, read_transaction, write_transaction
from pactwire.edges.store.answers import ANSWERS, KeptAnswer, NamedWrite, keep_answer
from pactwire.edges.store.delivery_tables import endpoint_answers, endpoint_audit
from pactwire.edges.store.endpoints import get_endpoint
from pactwire.edges.store.store_url import Owner
from sample_events import later

HOOK = {"url": "https://ana.example/hook?key=hidden"}
OWN_SECRET = "whsec_" + "c" * 43 + "="
FEED = {"url": "https://other.example/rss?token=hidden", "tier": 2}


@pytest.fixture
def desk(store: Store) -> Iterator[DeskApi]:
    with open_desk_api(store) as api:
        yield api


@pytest.fixture
def ana(desk: DeskApi) -> str:
    return desk.make_key("ana", "endpoints", "feeds")


def put(desk: DeskApi, token: str, body: dict, etag: str | None = None, **headers: str):
    sent = {"If-Match": etag} if etag else {}
    return desk.ask(token, "PUT", "/v1/endpoints/ana-hook", json=body, headers={**sent, **headers})


def post(desk: DeskApi, token: str, path: str, body: dict | None = None, **headers: str):
    return desk.ask(token, "POST", path, json=body, headers=headers)


def secrets_of(desk: DeskApi) -> list[str]:
    with read_transaction(desk.store) as tx:
        found = get_endpoint(tx, "ana-hook").secrets(desk.deps.now())
    return [desk.deps.box.open(one) for one in found]


def test_a_new_endpoint_shows_its_secret_once_and_keeps_it_sealed(desk: DeskApi, ana: str) -> None:
    made = put(desk, ana, HOOK)
    assert made.status_code == 200
    assert [made.json()["secret"]] == secrets_of(desk)
    shown = desk.ask(ana, "GET", "/v1/endpoints/ana-hook")
    assert "secret" not in shown.json()
    assert "hidden" not in shown.text
    assert shown.headers["ETag"] == made.headers["ETag"]


def test_a_changed_address_keeps_the_secret_and_must_name_what_it_changes(
    desk: DeskApi, ana: str
) -> None:
    made = put(desk, ana, HOOK)
    moved = {"url": "https://ana.example/other"}
    assert put(desk, ana, moved).status_code == 428
    changed = put(desk, ana, moved, made.headers["ETag"])
    assert (changed.status_code, changed.json()["secret"]) == (200, None)
    assert put(desk, ana, HOOK, made.headers["ETag"]).status_code == 412
    assert secrets_of(desk) == [made.json()["secret"]]


def test_a_secret_of_the_owner_s_choice_is_taken(desk: DeskApi, ana: str) -> None:
    put(desk, ana, {**HOOK, "secret": OWN_SECRET})
    assert secrets_of(desk) == [OWN_SECRET]
    assert put(desk, ana, {**HOOK, "secret": "short"}, "*").status_code == 422


def test_an_address_that_no_webhook_may_go_to_is_refused(desk: DeskApi, ana: str) -> None:
    for url in ("http://ana.example/", "https://127.0.0.1/", "https://", "ftp://x"):
        assert put(desk, ana, {"url": url}).status_code == 422, url


def test_a_rotation_is_done_once_and_its_answer_lies_sealed(desk: DeskApi, ana: str) -> None:
    first = put(desk, ana, HOOK).json()["secret"]
    named = {"Idempotency-Key": "rotate-1"}
    rotated, again = (
        post(desk, ana, "/v1/endpoints/ana-hook/rotate", {}, **named) for _ in range(2)
    )
    assert rotated.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert secrets_of(desk) == [rotated.json()["secret"], first]
    with read_transaction(desk.store) as tx:
        (kept,) = tx.execute(endpoint_answers.select()).all()
    assert rotated.json()["secret"] not in kept.body


def test_a_paused_endpoint_is_off_with_its_reason_until_it_is_enabled(
    desk: DeskApi, ana: str
) -> None:
    put(desk, ana, HOOK)
    paused = post(desk, ana, "/v1/endpoints/ana-hook/pause", {"because": "it moves house"})
    assert paused.status_code == 204
    shown = desk.ask(ana, "GET", "/v1/endpoints/ana-hook").json()
    assert (shown["state"], shown["disabled_because"]) == ("off", "it moves house")
    assert post(desk, ana, "/v1/endpoints/ana-hook/retry").status_code == 409
    assert post(desk, ana, "/v1/endpoints/ana-hook/enable").json()["waiting"] == 0
    assert post(desk, ana, "/v1/endpoints/ana-hook/retry").status_code == 200


def test_a_removed_endpoint_is_gone(desk: DeskApi, ana: str) -> None:
    etag = put(desk, ana, HOOK).headers["ETag"]
    gone = desk.ask(ana, "DELETE", "/v1/endpoints/ana-hook", headers={"If-Match": etag})
    assert gone.status_code == 204
    assert desk.ask(ana, "GET", "/v1/endpoints/ana-hook").status_code == 404
    assert put(desk, ana, HOOK, etag).status_code == 412


def test_a_feed_is_added_changed_polled_and_removed(desk: DeskApi, ana: str) -> None:
    added = post(desk, ana, "/v1/feeds", FEED)
    assert added.status_code == 201
    assert "hidden" not in added.text
    assert post(desk, ana, "/v1/feeds", FEED).status_code == 409
    path = f"/v1/feeds/{added.json()['feed_id']}"
    assert desk.ask(ana, "PUT", path, json={"tier": 3}).status_code == 428
    headers = {"If-Match": added.headers["ETag"]}
    changed = desk.ask(ana, "PUT", path, json={"tier": 3, "name": "Other"}, headers=headers)
    assert (changed.json()["tier"], changed.json()["name"]) == (3, "Other")
    assert [post(desk, ana, f"{path}/poll").json()["request"] for _ in range(2)] == [1, 2]
    assert len(desk.ask(ana, "GET", "/v1/feeds").json()) == 1 + len(FEEDS)
    assert desk.ask(ana, "DELETE", path, headers=headers).status_code == 412
    headers = {"If-Match": changed.headers["ETag"]}
    assert desk.ask(ana, "DELETE", path, headers=headers).status_code == 204
    with read_transaction(desk.store) as tx:
        assert feed_subscriptions.list_subscriptions(tx) == []


def test_a_feed_of_the_settings_is_changed_there(desk: DeskApi, ana: str) -> None:
    path = f"/v1/feeds/{content_id('feed', str(FEEDS[0].url))}"
    assert desk.ask(ana, "GET", path).json()["origin"] == "settings"
    for method, body in (("PUT", {"tier": 3}), ("DELETE", None)):
        answer = desk.ask(ana, method, path, json=body, headers={"If-Match": "*"})
        assert answer.status_code == 409


def test_what_is_no_feed_is_refused(desk: DeskApi, ana: str) -> None:
    wrong = {"url": "nowhere"}, {**FEED, "interval": 1}, {**FEED, "more": 1}, {"url": "file:///etc"}
    for body in wrong:
        assert post(desk, ana, "/v1/feeds", body).status_code == 422, body


def test_every_change_of_endpoints_and_feeds_is_in_the_log(desk: DeskApi, ana: str) -> None:
    put(desk, ana, HOOK)
    post(desk, ana, "/v1/endpoints/ana-hook/rotate", {})
    post(desk, ana, "/v1/endpoints/ana-hook/pause", {"because": "drill"})
    post(desk, ana, "/v1/endpoints/ana-hook/enable")
    desk.ask(ana, "DELETE", "/v1/endpoints/ana-hook", headers={"If-Match": "*"})
    desk.pass_time(seconds=1)
    feed = post(desk, ana, "/v1/feeds", FEED).json()["feed_id"]
    desk.ask(ana, "DELETE", f"/v1/feeds/{feed}", headers={"If-Match": "*"})
    rows = desk.ask(desk.make_key("root", "admin"), "GET", "/v1/audit").json()
    log = [(row["owner"], row["action"], row["subject"]) for row in rows]
    assert list(reversed(log)) == [
        ("ana", "endpoint.saved", "ana-hook"), ("ana", "endpoint.rotated", "ana-hook"),
        ("ana", "endpoint.paused", "ana-hook"), ("ana", "endpoint.enabled", "ana-hook"),
        ("ana", "endpoint.removed", "ana-hook"), ("ana", "feed.added", feed),
        ("ana", "feed.removed", feed),
    ]  # fmt: skip


def test_a_change_that_can_not_be_logged_is_not_made(desk: DeskApi, ana: str) -> None:
    before = put(desk, ana, HOOK).headers["ETag"]
    with write_transaction(desk.store) as tx:
        endpoint_audit.drop(tx)
    assert put(desk, ana, {"url": "https://ana.example/other"}, before).status_code == 503
    assert desk.ask(ana, "GET", "/v1/endpoints/ana-hook").headers["ETag"] == before


@pytest.mark.parametrize("kept_by", ANSWERS)
def test_a_write_and_the_answer_for_its_repeat_are_made_together_or_not_at_all(
    desk: DeskApi, kept_by: Owner
) -> None:
    desk.keep_watch("ana", {"id": "anas", "name": "Ana's", "when": {"changed": {}}})
    token = desk.make_key("ana", "watches", "endpoints", "feeds")
    silence = {"watch": "anas", "until": "2031-01-01T00:00:00Z", "because": "drill"}
    method, path, body, listed = {
        "alert": ("POST", "/v1/silences", silence, "/v1/silences"),
        "deliver": ("PUT", "/v1/endpoints/ana-hook", HOOK, "/v1/endpoints"),
        "ingest": ("POST", "/v1/feeds", FEED, "/v1/feeds"),
    }[kept_by]

    def write() -> int:
        named = {"Idempotency-Key": "one"}
        return desk.ask(token, method, path, json=body, headers=named).status_code

    def count() -> int:
        return len(desk.ask(token, "GET", listed).json())

    before, table = count(), ANSWERS[kept_by]
    with write_transaction(desk.store) as tx:
        tx.execute(text(f"ALTER TABLE {table.name} RENAME COLUMN body TO other"))
    assert (write(), count()) == (503, before)
    with write_transaction(desk.store) as tx:
        tx.execute(text(f"ALTER TABLE {table.name} RENAME COLUMN other TO body"))
    assert (write(), count()) == (write(), before + 1)
    with read_transaction(desk.store) as tx:
        assert len(tx.execute(table.select()).all()) == 1


def test_of_two_processes_that_do_the_same_write_one_has_done_it(store: Store) -> None:
    write, answer = NamedWrite("key", "one", "deliver"), KeptAnswer("hash", 200, "{}")
    with write_transaction(store) as tx:
        assert keep_answer(tx, write, answer, later())
        assert not keep_answer(tx, write, answer, later())


def test_a_repeat_to_another_process_gets_the_answer_of_the_first(store: Store) -> None:
    named = {"headers": {"Idempotency-Key": "one"}, "json": HOOK}
    with open_desk_api(store) as first, open_desk_api(store) as second:
        token = first.make_key("ana", "endpoints")
        made = first.ask(token, "PUT", "/v1/endpoints/ana-hook", **named)
        again = second.ask(token, "PUT", "/v1/endpoints/ana-hook", **named)
    assert (made.status_code, made.json()) == (again.status_code, again.json())
    assert again.headers["Idempotent-Replayed"] == "true"
