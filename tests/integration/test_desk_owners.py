"""What was an owner's stays the owner's: when its watch is gone, and beside namesakes."""

from collections.abc import Iterator

import pytest

from desk_api import DeskApi, hear_reports, open_desk_api
from pactwire.domain.alerting.calm import Silence
from pactwire.edges.store import Store, silences, write_transaction
from sample_events import claim, later, reference

ANAS = {"id": "anas", "name": "Ana's", "when": {"changed": {}}}


@pytest.fixture
def desk(store: Store) -> Iterator[DeskApi]:
    with open_desk_api(store) as api:
        api.keep_watch("ana", ANAS)
        yield api


def test_the_id_of_a_removed_watch_and_its_alerts_stay_its_owner_s(desk: DeskApi) -> None:
    (alert,) = hear_reports(desk.store, claim(article=reference(1)))
    ana, ben = (desk.make_key(one, "watches", "alerts") for one in ("ana", "ben"))
    removed = desk.ask(ana, "DELETE", "/v1/watches/anas", headers={"If-Match": "*"})
    assert removed.status_code == 204
    assert desk.ask(ben, "PUT", "/v1/watches/anas", json=ANAS).status_code == 409
    assert desk.ask(ben, "GET", f"/v1/alerts/{alert.alert_id}").status_code == 404
    assert desk.ask(ana, "PUT", "/v1/watches/anas", json=ANAS).status_code == 200
    assert desk.ask(ana, "GET", f"/v1/alerts/{alert.alert_id}").status_code == 200


def test_silences_are_those_of_the_owner_s_watches_and_not_of_a_namesake(desk: DeskApi) -> None:
    """A silence by command names who wants it freely, and may be of every watch."""
    made = [
        Silence("00000001", later(days=9), "ana", "exercise", None, "SY", later()),
        Silence("00000002", later(days=9), "root", "exercise", "anas", None, later()),
    ]
    with write_transaction(desk.store) as tx:
        for one in made:
            silences.add_silence(tx, one, later())
    ana = desk.make_key("ana", "watches")
    shown = desk.ask(ana, "GET", "/v1/silences").json()
    assert [one["silence_id"] for one in shown] == ["00000002"]
    assert desk.ask(ana, "DELETE", "/v1/silences/00000001").status_code == 404
    assert desk.ask(ana, "DELETE", "/v1/silences/00000002").status_code == 204
