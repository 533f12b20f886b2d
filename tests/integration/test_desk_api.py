"""The desk's API over real stores: every route against every scope, owner and mistake."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest

from alert_steps import CHANGES
from desk_api import FEEDS, DeskApi, hear_reports, open_desk_api
from pactwire.domain.access import SCOPES
from pactwire.domain.identity import content_id
from pactwire.edges.store import Store, api_keys, endpoints, read_transaction, write_transaction
from sample_events import claim, later, reference

PROBLEM = "application/problem+json"
ANAS = {
    "id": "anas",
    "name": "Ana's",
    "when": {"changed": {"stage_at_least": "approved"}},
    "deliver": [{"topic": "alerts.ana"}],
}
FEED_ID = content_id("feed", str(FEEDS[0].url))
TEXT = {"text": "Fiji has asked to join ASEAN."}


@dataclass(frozen=True)
class Route:
    """A route as the table test asks it; `ask` is answered well to whoever may."""

    scope: str
    method: str
    path: str
    body: object = None
    status: int = 200
    away: bool = False
    """Whether it needs a broker, of which there is none here."""


ROUTES = [
    Route("read", "GET", "/v1/memberships?organisation=NATO"),
    Route("read", "GET", "/v1/timelines?organisation=NATO&on=2003-01-01"),
    Route("read", "GET", "/v1/developments"),
    Route("read", "GET", "/v1/entities/{name}"),
    Route("read", "GET", "/v1/articles", away=True),
    Route("read", "GET", "/v1/articles/{article_id}", away=True),
    Route("watches", "GET", "/v1/watches"),
    Route("watches", "GET", "/v1/watches/{watch_id}"),
    Route("watches", "PUT", "/v1/watches/{watch_id}", ANAS, 428),
    Route("watches", "DELETE", "/v1/watches/{watch_id}", None, 428),
    Route("watches", "POST", "/v1/watches/{watch_id}/why-not", TEXT),
    Route("watches", "POST", "/v1/watches/backtests", ANAS, away=True),
    Route("alerts", "GET", "/v1/alerts"),
    Route("alerts", "GET", "/v1/alerts/{alert_id}"),
    Route("alerts", "GET", "/v1/alerts/{alert_id}/why"),
    Route("alerts", "PUT", "/v1/alerts/{alert_id}/feedback", {"label": "useful"}, 204),
    Route("alerts", "GET", "/v1/watches/{watch_id}/alerts.atom"),
    Route("alerts", "GET", "/v1/watches/{watch_id}/live"),
    Route("watches", "GET", "/v1/silences"),
    Route("watches", "POST", "/v1/silences", {"watch": "anas", "until": "2031-01-01T00:00:00Z",
                                              "because": "drill"}, 201),
    Route("watches", "DELETE", "/v1/silences/{silence_id}", None, 404),
    Route("endpoints", "GET", "/v1/endpoints"),
    Route("endpoints", "GET", "/v1/endpoints/{endpoint_id}"),
    Route("endpoints", "PUT", "/v1/endpoints/{endpoint_id}", {"url": "https://ana.example/"}, 428),
    Route("endpoints", "DELETE", "/v1/endpoints/{endpoint_id}", None, 428),
    Route("endpoints", "POST", "/v1/endpoints/{endpoint_id}/rotate", {}),
    Route("endpoints", "POST", "/v1/endpoints/{endpoint_id}/retry"),
    Route("endpoints", "POST", "/v1/endpoints/{endpoint_id}/enable"),
    Route("endpoints", "POST", "/v1/endpoints/{endpoint_id}/pause", {"because": "drill"}, 204),
    Route("feeds", "GET", "/v1/feeds"),
    Route("feeds", "POST", "/v1/feeds", {"url": "https://other.example/rss"}, 201),
    Route("feeds", "GET", "/v1/feeds/{feed_id}"),
    Route("feeds", "PUT", "/v1/feeds/{feed_id}", {"tier": 2}, 409),
    Route("feeds", "DELETE", "/v1/feeds/{feed_id}", None, 409),
    Route("feeds", "POST", "/v1/feeds/{feed_id}/poll", None, 202),
    Route("admin", "GET", "/v1/keys"),
    Route("admin", "POST", "/v1/keys", {"owner": "new", "scopes": ["read"]}, 201),
    Route("admin", "DELETE", "/v1/keys/{key_id}", None, 404),
    Route("admin", "GET", "/v1/audit"),
]  # fmt: skip
OWNED = [
    route for route in ROUTES
    if any(name in route.path for name in ("{watch_id}", "{alert_id}", "{endpoint_id}"))
]  # fmt: skip


@pytest.fixture
def desk(store: Store) -> Iterator[DeskApi]:
    with open_desk_api(store) as api:
        api.keep_watch("ana", ANAS)
        with write_transaction(store) as tx:
            endpoints.add_endpoint(tx, "ana-hook", "https://ana.example/", "s", later())
        yield api


@pytest.fixture
def alert_id(desk: DeskApi) -> str:
    (alert,) = hear_reports(desk.store, claim(article=reference(1)))
    return str(alert.alert_id)


def fill(route: Route, alert_id: str = "0" * 32) -> str:
    names = {
        "name": "Syria", "article_id": "0" * 32, "watch_id": "anas", "alert_id": alert_id,
        "silence_id": "00", "key_id": "none", "endpoint_id": "ana-hook", "feed_id": FEED_ID,
    }  # fmt: skip
    return route.path.format(**names)


def ask(desk: DeskApi, token: str | None, route: Route, alert_id: str = "0" * 32):
    given = {"json": route.body} if route.body is not None else {}
    return desk.ask(token, route.method, fill(route, alert_id), **given)


def check_problem(answer, status: int) -> str:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM), answer.text
    problem = answer.json()
    assert problem.keys() == {"status", "title", "detail"}
    assert problem["status"] == status
    return str(problem["detail"])


def test_the_table_names_every_route(desk: DeskApi) -> None:
    documented = {
        (method.upper(), path)
        for path, methods in desk.client.get("/openapi.json").json()["paths"].items()
        for method in methods
    }
    assert documented == {(route.method, route.path.partition("?")[0]) for route in ROUTES}


def test_no_route_answers_without_a_key_or_scope_and_each_to_its_own(
    desk: DeskApi, alert_id: str
) -> None:
    tokens = {scope: desk.make_key("ana", scope) for scope in SCOPES}
    for route in ROUTES:
        check_problem(ask(desk, None, route, alert_id), 401)
        check_problem(ask(desk, "pw_none_none", route, alert_id), 401)
        for scope, token in tokens.items():
            if scope not in {route.scope, "admin"}:
                detail = check_problem(ask(desk, token, route, alert_id), 403)
                assert detail == f"this key has no scope {route.scope!r}"
        if not route.path.endswith("/live"):
            answer = ask(desk, tokens[route.scope], route, alert_id)
            assert answer.status_code == (503 if route.away else route.status), answer.text


@pytest.mark.parametrize("route", OWNED, ids=lambda one: f"{one.method} {one.path}")
def test_an_owner_never_sees_what_is_another_s(desk: DeskApi, alert_id: str, route: Route) -> None:
    stranger = desk.make_key("ben", route.scope)
    missing = 409 if (route.method, route.path) == ("PUT", "/v1/watches/{watch_id}") else 404
    if (route.method, route.path) == ("PUT", "/v1/endpoints/{endpoint_id}"):
        missing = 403  # whether it is there or not
    answer = ask(desk, stranger, route, alert_id)
    if missing == 409:  # ids are shared: that one is taken is all that a stranger learns
        assert answer.status_code == 403  # alerts.ana is not ben's
        own = {name: value for name, value in ANAS.items() if name != "deliver"}
        answer = desk.ask(stranger, "PUT", "/v1/watches/anas", json=own)
    check_problem(answer, missing)


def test_lists_hold_what_is_the_owner_s_alone(desk: DeskApi, alert_id: str) -> None:
    with write_transaction(desk.store) as tx:
        for name in ("ben-hook", "anabel-hook"):
            endpoints.add_endpoint(tx, name, "http://127.0.0.1:9/", "s", later())
    tokens = {one: desk.make_key(one, "watches", "alerts", "endpoints") for one in ("ana", "ben")}
    desk.ask(tokens["ana"], "POST", "/v1/silences", json=silence())

    def count(owner: str, path: str) -> int:
        found = desk.ask(tokens[owner], "GET", path).json()
        return len(found if isinstance(found, list) else found["items"])

    for path in ("/v1/watches", "/v1/alerts", "/v1/silences", "/v1/endpoints"):
        assert (count("ana", path), count("ben", path)) == (1, path == "/v1/endpoints"), path
    assert desk.ask(tokens["ben"], "POST", "/v1/silences", json=silence()).status_code == 404


def silence() -> dict:
    return {"watch": "anas", "until": "2031-01-01T00:00:00Z", "because": "drill"}


def test_a_silence_of_another_s_can_t_be_ended(desk: DeskApi) -> None:
    ana, ben = desk.make_key("ana", "watches"), desk.make_key("ben", "watches")
    made = desk.ask(ana, "POST", "/v1/silences", json=silence()).json()["silence_id"]
    check_problem(desk.ask(ben, "DELETE", f"/v1/silences/{made}"), 404)
    assert desk.ask(ana, "DELETE", f"/v1/silences/{made}").status_code == 204


def test_a_watch_delivers_to_its_owner_s_places_alone(desk: DeskApi) -> None:
    ana = desk.make_key("ana", "watches")
    for place in ({"endpoint": "ben-hook"}, {"topic": "alerts.anabel"}, {"topic": "alerts.ben"}):
        theirs = {**ANAS, "id": "other", "deliver": [place]}
        check_problem(desk.ask(ana, "PUT", "/v1/watches/other", json=theirs), 403)


def test_a_change_of_a_watch_must_name_the_revision_that_it_is_of(desk: DeskApi) -> None:
    ana = desk.make_key("ana", "watches")

    def put(etag: str | None, name: str):
        headers = {"If-Match": etag} if etag else {}
        changed = {**ANAS, "name": name}
        return desk.ask(ana, "PUT", "/v1/watches/anas", json=changed, headers=headers)

    first = desk.ask(ana, "GET", "/v1/watches/anas").headers["ETag"]
    check_problem(put(None, "New"), 428)
    changed = put(first, "New")
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)
    check_problem(put(first, "Newer"), 412)
    assert put(changed.headers["ETag"], "Newer").headers["ETag"] == '"3"'
    removed = desk.ask(ana, "DELETE", "/v1/watches/anas", headers={"If-Match": '"3"'})
    assert removed.status_code == 204
    check_problem(put('"3"', "Gone"), 412)


def test_an_admin_s_change_leaves_a_watch_with_its_owner(desk: DeskApi) -> None:
    admin, ana = desk.make_key("root", "admin"), desk.make_key("ana", "watches")
    changed = {**ANAS, "name": "Changed"}
    desk.ask(admin, "PUT", "/v1/watches/anas", json=changed, headers={"If-Match": "*"})
    kept = desk.ask(ana, "GET", "/v1/watches/anas").json()
    assert (kept["origin"], kept["watch"]["name"]) == ("owner:ana", "Changed")


def test_a_repeat_with_its_idempotency_key_is_done_once(desk: DeskApi) -> None:
    ana = desk.make_key("ana", "watches")

    def post(named: str, because: str = "drill", token: str = ana):
        body = {**silence(), "because": because}
        headers = {"Idempotency-Key": named}
        return desk.ask(token, "POST", "/v1/silences", json=body, headers=headers)

    first, again = post("one"), post("one")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    check_problem(post("one", "other"), 422)
    assert post("two").json() != first.json()
    assert post("one", token=desk.make_key("ana", "watches")).json() != first.json()
    desk.pass_time(days=2)
    post("three")
    assert "Idempotent-Replayed" not in post("one").headers


def test_pages_lead_through_a_list_without_gap_or_repeat(desk: DeskApi) -> None:
    parties = ["IQ", "JO", "LB", "OM", "YE"]
    hear_reports(
        desk.store,
        *(
            claim(article=reference(number),
                  member=claim().member.model_copy(update={"entity_id": one}))
            for number, one in enumerate(parties, 1)
        ),
    )  # fmt: skip
    ana, found, after = desk.make_key("ana", "alerts"), [], ""
    while True:
        page = desk.ask(ana, "GET", f"/v1/alerts?limit=2{after}").json()
        found += [one["alert_id"] for one in page["items"]]
        if not page.get("next"):
            break
        after = f"&after={page['next']}"
    assert (len(found), len(set(found))) == (5, 5)
    check_problem(desk.ask(ana, "GET", "/v1/alerts?after=unknown"), 422)


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "/nothing/here", {}, 404),
        ("PATCH", "/v1/watches", {}, 405),
        ("GET", "/v1/alerts?limit=0", {}, 422),
        ("GET", "/v1/alerts?since=yesterday", {}, 422),
        ("GET", "/v1/alerts?unknown=1", {}, 422),
        ("GET", "/v1/alerts/short", {}, 422),
        ("GET", "/v1/memberships", {}, 422),
        ("GET", "/v1/entities/nowhere-at-all", {}, 404),
        ("PUT", "/v1/watches/new", {"content": b"{"}, 422),
        ("PUT", "/v1/watches/new", {"json": {"id": "new"}}, 422),
        ("PUT", "/v1/watches/new", {"json": ANAS}, 422),
        ("POST", "/v1/watches/anas/why-not", {"json": {}}, 422),
        ("POST", "/v1/silences", {"content": b"x" * (3 * 1024 * 1024)}, 413),
    ],
)
def test_a_mistake_is_a_problem_document(
    desk: DeskApi, method: str, path: str, given: dict, status: int
) -> None:
    admin = desk.make_key("root", "admin")
    assert check_problem(desk.ask(admin, method, path, **given), status)


def test_a_body_is_not_looked_at_without_a_key(desk: DeskApi) -> None:
    check_problem(desk.ask(None, "PUT", "/v1/watches/new", content=b"{"), 401)


def test_a_key_has_so_many_requests_a_minute_and_is_told_when_the_next_is_its_turn(
    desk: DeskApi,
) -> None:
    token = desk.make_key("ana", "read", per_minute=2)
    asked = [desk.ask(token, "GET", "/v1/developments") for _ in range(3)]
    assert [answer.status_code for answer in asked[:2]] == [200, 200]
    check_problem(asked[2], 429)
    desk.pass_time(seconds=int(asked[2].headers["Retry-After"]))
    assert desk.ask(token, "GET", "/v1/developments").status_code == 200


def test_a_key_that_expired_or_was_revoked_opens_nothing(desk: DeskApi) -> None:
    admin = desk.make_key("root", "admin")
    expiring = desk.make_key("ana", "read", expires_at=later(hours=2))
    revoked = desk.make_key("ana", "read")
    for token in (expiring, revoked):
        assert desk.ask(token, "GET", "/v1/developments").status_code == 200
    desk.ask(admin, "DELETE", f"/v1/keys/{revoked.split('_')[1]}")
    desk.pass_time(hours=2)
    assert "expired" in check_problem(desk.ask(expiring, "GET", "/v1/developments"), 401)
    assert "revoked" in check_problem(desk.ask(revoked, "GET", "/v1/developments"), 401)


def test_a_key_is_shown_once_and_kept_as_a_hash(desk: DeskApi) -> None:
    admin = desk.make_key("root", "admin")
    asked = {"owner": "cleo", "scopes": ["read"]}
    made = desk.ask(admin, "POST", "/v1/keys", json=asked).json()
    assert desk.ask(made["token"], "GET", "/v1/developments").status_code == 200
    secret = made["token"].split("_", 2)[2]
    assert secret not in desk.ask(admin, "GET", "/v1/keys").text
    with read_transaction(desk.store) as tx:
        kept = api_keys.find_key(tx, made["key_id"])
    assert kept
    assert secret not in repr(kept)


def test_every_change_is_in_the_log_with_who_made_it(desk: DeskApi, alert_id: str) -> None:
    admin, ana = desk.make_key("root", "admin"), desk.make_key("ana", "watches", "alerts")
    made = desk.ask(ana, "POST", "/v1/silences", json=silence()).json()["silence_id"]
    desk.ask(ana, "DELETE", f"/v1/silences/{made}")
    desk.ask(ana, "PUT", f"/v1/alerts/{alert_id}/feedback", json={"label": "noise"})
    headers = {"If-Match": '"1"'}
    desk.ask(ana, "PUT", "/v1/watches/anas", json={**ANAS, "name": "N"}, headers=headers)
    desk.ask(ana, "DELETE", "/v1/watches/anas", headers={"If-Match": '"2"'})
    key = desk.ask(admin, "POST", "/v1/keys", json={"owner": "cleo", "scopes": ["read"]}).json()
    desk.ask(admin, "DELETE", f"/v1/keys/{key['key_id']}")
    rows = desk.ask(admin, "GET", "/v1/audit").json()
    assert [(row["owner"], row["action"]) for row in reversed(rows)] == [
        ("ana", "silence.added"), ("ana", "silence.removed"), ("ana", "feedback.given"),
        ("ana", "watch.saved"), ("ana", "watch.deleted"), ("root", "key.made"),
        ("root", "key.revoked"),
    ]  # fmt: skip


def test_an_atom_feed_is_well_formed_and_holds_the_alerts(desk: DeskApi, alert_id: str) -> None:
    answer = desk.ask(desk.make_key("ana", "alerts"), "GET", "/v1/watches/anas/alerts.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml"
    names = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.fromstring(answer.content)
    assert [one.text for one in feed.findall("a:entry/a:id", names)] == [
        f"urn:pactwire:alert:{alert_id}"
    ]
    for required in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{required}", None, names), required


def test_why_not_says_what_a_text_would_do(desk: DeskApi) -> None:
    ana = desk.make_key("ana", "watches")
    (journey, *_) = desk.ask(ana, "POST", "/v1/watches/anas/why-not", json=TEXT).json()
    assert journey["stopped_at"]


def test_why_says_what_led_to_an_alert(desk: DeskApi, alert_id: str) -> None:
    ana = desk.make_key("ana", "alerts")
    why = desk.ask(ana, "GET", f"/v1/alerts/{alert_id}/why").json()
    assert claim().evidence.quote in str(why)


def test_a_locked_store_is_503_for_writes_until_it_is_free(
    desk: DeskApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    if desk.store.dialect.name != "sqlite":
        pytest.skip("a SQLite file has one lock for all")
    ana = desk.make_key("ana", "watches")
    other = sqlite3.connect(desk.store.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = desk.ask(ana, "POST", "/v1/silences", json=silence())
    check_problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    other.execute("ROLLBACK")
    other.close()
    assert len(desk.ask(ana, "GET", "/v1/silences").json()) == 0
    assert desk.ask(ana, "POST", "/v1/silences", json=silence()).status_code == 201


def test_a_store_that_is_gone_is_503_until_it_is_back(desk: DeskApi) -> None:
    ana = desk.make_key("ana", "watches")
    with write_transaction(desk.store) as tx:
        tx.exec_driver_sql("ALTER TABLE watches RENAME TO away")
    check_problem(desk.ask(ana, "GET", "/v1/watches"), 503)
    with write_transaction(desk.store) as tx:
        tx.exec_driver_sql("ALTER TABLE away RENAME TO watches")
    assert desk.ask(ana, "GET", "/v1/watches").status_code == 200


def test_watches_of_the_command_are_the_admin_s_alone(desk: DeskApi) -> None:
    desk.keep_watch("nobody", CHANGES)
    assert len(desk.ask(desk.make_key("root", "admin"), "GET", "/v1/watches").json()) == 2
    assert len(desk.ask(desk.make_key("ana", "watches"), "GET", "/v1/watches").json()) == 1
