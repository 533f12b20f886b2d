"""Alerts of a watch, followed over real HTTP as they are sent."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from desk_api import DeskApi, hear_reports, open_desk_api
from pactwire.edges.store import api_keys, migrate, open_store, stored_watches, write_transaction
from sample_events import claim, later, reference

CHANGES = {"id": "anas", "name": "A", "when": {"changed": {"stage_at_least": "approved"}}}
PARTIES = ["IQ", "JO", "LB", "OM"]


@pytest.fixture
def desk(tmp_path) -> Iterator[DeskApi]:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    migrate(store)
    with open_desk_api(store) as api:
        api.keep_watch("ana", CHANGES)
        yield api
    store.dispose()


def hear(desk: DeskApi, number: int) -> str:
    member = claim().member.model_copy(update={"entity_id": PARTIES[number]})
    (alert,) = hear_reports(desk.store, claim(article=reference(number + 1), member=member))
    return str(alert.alert_id)


def follow(desk: DeskApi, count: int, last_id: str | None = None, *, begun=None) -> list[Any]:
    """The next events; `begun` is called once the answer has begun."""
    headers = authorise(desk.make_key("ana", "alerts"))
    if last_id:
        headers["Last-Event-ID"] = last_id
    events: list[Any] = []
    address = f"{desk.client.base_url}/v1/watches/anas/live"
    with httpx.stream("GET", address, headers=headers, timeout=20) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if begun and line.startswith(": following"):
                begun()
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
            if len(events) == count:
                break
    return [event["alert_id"] for event in events]


def test_an_alert_that_is_sent_while_somebody_follows_arrives(desk: DeskApi) -> None:
    hear(desk, 0)
    desk.clock[0] = later(minutes=30)  # the moment at which the stages send
    made: list[str] = []
    while_following = threading.Thread(target=lambda: made.append(hear(desk, 1)))
    found = follow(desk, 1, begun=while_following.start)
    while_following.join()
    assert found == made


def test_who_comes_back_gets_what_was_sent_since_and_nothing_twice(desk: DeskApi) -> None:
    made = [hear(desk, number) for number in range(4)]
    assert sorted(follow(desk, 3, last_id=min(made))) == sorted(set(made) - {min(made)})
    assert follow(desk, 1, last_id=sorted(made)[2]) == [max(made)]


@pytest.mark.parametrize("ended_by", ["revoked", "expired", "removed"])
def test_who_follows_is_let_go_when_the_key_or_the_watch_is_over(
    desk: DeskApi, ended_by: str
) -> None:
    token = desk.make_key("ana", "alerts", "watches", expires_at=later(hours=2))

    def end() -> None:
        with write_transaction(desk.store) as tx:
            if ended_by == "revoked":
                api_keys.revoke_key(tx, token.split("_")[1], later())
            elif ended_by == "removed":
                stored_watches.delete_watches(tx, ["anas"])
        if ended_by == "expired":
            desk.pass_time(hours=3)

    address, headers = f"{desk.client.base_url}/v1/watches/anas/live", authorise(token)
    with httpx.stream("GET", address, headers=headers, timeout=20) as answer:
        lines = answer.iter_lines()
        assert next(lines) == ": following"
        end()
        assert not any(line.startswith("data:") for line in lines)  # and the answer ends
    again = httpx.get(address, headers=headers, timeout=20)
    assert again.status_code == (404 if ended_by == "removed" else 401)


def authorise(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_an_id_that_is_unknown_is_refused_with_what_to_do(desk: DeskApi) -> None:
    headers = {"Last-Event-ID": "0" * 32}
    token = desk.make_key("ana", "alerts")
    answer = desk.ask(token, "GET", "/v1/watches/anas/live", headers=headers)
    assert (answer.status_code, "/v1/alerts" in answer.json()["detail"]) == (422, True)
