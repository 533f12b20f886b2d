"""The alert service as a process on a real broker, read with kafka-python."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kafka_python_client import Tail, put, start_groups_at_end
from pactwire.settings import BrokerSettings
from pactwire_schemas import (
    ALERTS,
    CLAIMS,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    MEMBERSHIPS,
    Alert,
    Event,
    Party,
    Topic,
)
from sample_events import claim, enriched, later, mention, reference
from service_process import ServiceProcess, environment, service

pytestmark = pytest.mark.usefixtures("broker")

BODY = Party(entity_id="x-test-league", name="Test League")
CHANGES = """\
id: changes
name: Changes of the test league
when: {changed: {stage_at_least: approved}}
deliver: [{topic: alerts.service-test}]
"""
STORIES = "id: stories\nname: Syria\nwhen: {mentioned: {any: [Syria]}}\n"


def member(number: int) -> Party:
    return Party(entity_id=f"x-member-{number}", name=f"Member {number}")


@pytest.fixture
def settings(fresh: BrokerSettings) -> BrokerSettings:
    topics = [topic.name for topic in (CLAIMS, ENRICHED, DEVELOPMENTS, MATCHES)]
    start_groups_at_end(fresh, topics, ["alert.match.changes"])
    return fresh


@pytest.fixture
def store_at(tmp_path: Path) -> dict[str, str]:
    return {"PACTWIRE_STORE__URL": f"sqlite:///{tmp_path / 'store.db'}"}


@pytest.fixture
def watches(tmp_path: Path) -> Path:
    folder = tmp_path / "watches"
    folder.mkdir()
    (folder / "changes.yaml").write_text(CHANGES)
    return folder


def send(broker: BrokerSettings, topic: Topic, events: Iterable[Event]) -> None:
    records = [topic.encode(event) for event in events]
    put(broker, topic.name, [(record.key, record.value) for record in records])


def read(tail: Tail, count: int, within: float = 30) -> list[Alert]:
    return [ALERTS.decode(r.value, r.headers) for r in tail.take(count, within)]


def command(broker: BrokerSettings, state: Path, *arguments: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *arguments], capture_output=True, text=True,
        check=False, env=environment(broker, state) | more,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ten_reports_a_retraction_and_bad_records(
    settings: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    store_at: dict[str, str],
    watches: Path,
) -> None:
    told, ledger, dead = tail(ALERTS.name), tail(MEMBERSHIPS.name), tail(CLAIMS.dead)
    with service(
        "alert", settings, tmp_path, PACTWIRE_ALERT__WATCHES=str(watches), **store_at
    ) as own:
        routed = tail("alerts.service-test", from_start=True)
        ten_reports_are_one_alert(settings, own, told, ledger)
        assert len(routed.take(1)) == 1
        bad_records_are_set_aside_and_the_good_pass(settings, told, dead)
        a_canceled_article_ends_its_alert(settings, told)
        shown = command(settings, tmp_path, "memberships", "--changed", "--json", **store_at)
    records = [json.loads(line) for line in shown.splitlines()]
    ten = next(one for one in records if one["member"]["entity_id"] == "x-member-1")
    assert len(ten["history"]) == len(ten["developments"]) == 10
    assert len({one["article"]["article_id"] for one in ten["claims"]}) == 10


def ten_reports_are_one_alert(
    settings: BrokerSettings, own: ServiceProcess, told: Tail, ledger: Tail
) -> None:
    reports = [
        claim(organisation=BODY, member=member(1), article=reference(n, at=later(minutes=n)))
        for n in range(10)
    ]
    send(settings, CLAIMS, reports)
    alert = read(told, 1)[0]
    rows = [MEMBERSHIPS.decode(r.value, r.headers) for r in ledger.take(10)]
    assert told.silence(2) == []
    assert (alert.msg_type, alert.reason, alert.watch.watch_id) == ("alert", "first", "changes")
    assert alert.evidence[0].quote == reports[0].evidence.quote
    assert rows[-1].independent_sources == 10
    assert own.metric("pactwire_article_to_alert_seconds_count") == 1
    assert own.metric("pactwire_alert_verdicts_total", {"verdict": "corroborated"}) == 9
    assert own.metric("pactwire_alert_watches") == 1


def bad_records_are_set_aside_and_the_good_pass(
    settings: BrokerSettings, told: Tail, dead: Tail
) -> None:
    good = CLAIMS.encode(claim(organisation=BODY, member=member(3), article=reference(30)))
    put(settings, CLAIMS.name, [(b"k", b"no json"), (b"k", b"{}"), (good.key, good.value)])
    assert len(read(told, 1)) == 1
    assert sorted(record.value for record in dead.take(2)) == [b"no json", b"{}"]


def a_canceled_article_ends_its_alert(settings: BrokerSettings, told: Tail) -> None:
    said = claim(organisation=BODY, member=member(2), article=reference(20))
    send(settings, ENRICHED, [enriched(20, claims=(said,))])
    send(settings, CLAIMS, [said])
    first = read(told, 1)[0]
    canceled = reference(20, version=2, pub_status="canceled", content_hash="gone")
    send(settings, ENRICHED, [enriched(20, article=canceled)])
    second = read(told, 1)[0]
    assert (second.msg_type, second.reason) == ("cancel", "retracted")
    assert second.references == (first.alert_id,)


def test_watches_come_into_force_and_go_while_the_service_runs(
    settings: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path, store_at: dict[str, str]
) -> None:
    told = tail(ALERTS.name)
    file = tmp_path / "stories.yaml"
    file.write_text(STORIES)
    stories = [
        enriched(n, mention("SY"), article=reference(n), body=f"Text {n}.") for n in range(3)
    ]
    with service("alert", settings, tmp_path, **store_at) as own:
        send(settings, ENRICHED, stories[:1])
        assert told.silence(2) == []
        command(settings, tmp_path, "watch", "add", str(file), **store_at)
        in_force(own, 1)
        send(settings, ENRICHED, stories[1:2])
        assert [alert.kind for alert in read(told, 1)] == ["mentioned"]
        command(settings, tmp_path, "watch", "remove", "stories", **store_at)
        in_force(own, 0)
        send(settings, ENRICHED, stories[2:])
        assert told.silence(2) == []


def in_force(own: ServiceProcess, count: int) -> None:
    """The service says so within the two seconds that are promised, given a busy machine."""
    deadline = time.monotonic() + 10
    while own.metric("pactwire_alert_watches") != count:
        assert time.monotonic() < deadline, own.log()
        time.sleep(0.1)


def test_killed_while_claims_flow_it_loses_none_and_alerts_none_twice(
    settings: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    store_at: dict[str, str],
    watches: Path,
) -> None:
    told = tail(ALERTS.name)
    more = {"PACTWIRE_ALERT__WATCHES": str(watches), **store_at}
    pairs = 150
    claims = [
        claim(organisation=BODY, member=member(number), article=reference(1000 * voice + number))
        for voice in range(2)
        for number in range(100, 100 + pairs)
    ]
    with service("alert", settings, tmp_path, **more) as own:
        send(settings, CLAIMS, claims)
        seen = told.take(20)
        own.kill()
    seen += told.poll()
    with service("alert", settings, tmp_path, **more):
        seen += told.until(
            lambda got: len(alert_ids(seen + got)) >= pairs, 60, f"{pairs} different alerts"
        )
        seen += told.silence(2)
    alerts = {alert.alert_id: alert for alert in (ALERTS.decode(r.value) for r in seen)}
    about = Counter(
        alert.development.member.entity_id for alert in alerts.values() if alert.development
    )
    assert about == Counter({member(number).entity_id: 1 for number in range(100, 100 + pairs)})


def alert_ids(records: Iterable) -> set[str]:
    return {ALERTS.decode(record.value).alert_id for record in records}


def test_a_watch_file_with_a_mistake_stops_the_service_with_a_sentence(
    settings: BrokerSettings, tmp_path: Path, store_at: dict[str, str], watches: Path
) -> None:
    (watches / "wrong.yaml").write_text(STORIES.replace("any", "anny"))
    more = {"PACTWIRE_ALERT__WATCHES": str(watches), **store_at}
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "alert"], capture_output=True, text=True, timeout=60,
        check=False, env=environment(settings, tmp_path) | more,
    )  # fmt: skip
    assert done.returncode == 2
    assert (
        "wrong.yaml:3: when.mentioned.anny: unknown key 'anny'; did you mean 'any'?" in done.stderr
    )
    assert "Traceback" not in done.stderr
