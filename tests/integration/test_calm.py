"""Held, suppressed, released: the alert service's stages and its releaser over a real store."""

import asyncio
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import pytest

from alert_steps import AlertSteps
from pactwire.alert.release import Releaser
from pactwire.domain.alerting.calm import Silence
from pactwire.edges.store import Store, read_transaction, silences, write_transaction
from pactwire.edges.store.search import SearchFilter, search_alerts
from pactwire.errors import Retryable
from pactwire_schemas import ALERTS, Alert
from sample_events import claim, enriched, later, mention, reference


class Sent:
    """A producer that keeps what it is given, or has no broker."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []
        self.broker_away = False

    def publish(self, topic: Any, event: Any, traceparent: str | None = None) -> "Future[None]":
        done: Future[None] = Future()
        if self.broker_away:
            done.set_exception(Retryable("no broker answers"))
            return done
        done.set_result(None)
        if topic == ALERTS:
            self.alerts.append(event)
        return done


class Calm:
    """The stages and the releaser at a clock that is set by hand."""

    def __init__(self, store: Store) -> None:
        self.service = AlertSteps(store)
        self.sent = Sent()
        self.releaser = Releaser(store, self.sent, lambda: self.service.clock)  # type: ignore[arg-type]

    def watch(self, **notify: Any) -> None:
        document = {
            "id": "stories", "name": "Stories", "when": {"mentioned": {"any": ["SY"]}},
            "notify": notify, "deliver": [{"endpoint": "desk"}],
        }  # fmt: skip
        self.service.watch(document)

    def read(self, number: int, **passed: float) -> list[Alert]:
        self.service.clock = later(**passed)
        return self.service.read(enriched(number, mention("SY"), body=f"Story number {number}."))

    def release(self, **passed: float) -> list[Alert]:
        """What the releaser sends at that moment."""
        self.service.clock = later(**passed)
        before = len(self.sent.alerts)
        self.releaser.release_due()
        asyncio.run(self.releaser.publish_released())
        return self.sent.alerts[before:]

    def recorded(self) -> list[Alert]:
        with read_transaction(self.service.store) as tx:
            return list(search_alerts(tx, SearchFilter(watch="stories")))


@pytest.fixture
def calm(store: Store) -> Calm:
    return Calm(store)


def test_alerts_within_the_wait_are_one_message_that_names_them(calm: Calm) -> None:
    calm.watch(wait="5m")
    assert calm.read(1) == calm.read(2, minutes=3) == []
    assert calm.release(minutes=4) == []
    (digest,) = calm.release(minutes=5)
    assert len(digest.digest_of) == 2
    assert digest.headline.startswith("2 alerts: ")
    assert digest.endpoints == ("desk",)
    assert calm.release(minutes=6) == []


def test_a_single_alert_that_waited_is_sent_as_itself(calm: Calm) -> None:
    calm.watch(wait="5m")
    calm.read(1)
    (alert,) = calm.release(minutes=5)
    assert alert.digest_of == ()
    assert alert.headline == "A headline with the number 1"


def test_quiet_hours_hold_until_they_end(calm: Calm) -> None:
    calm.watch(quiet_hours={"from": "20:00", "to": "06:00"})  # the clock stands at 21:00
    assert calm.read(1) == []
    assert calm.release(hours=8, minutes=59) == []
    assert len(calm.release(hours=9)) == 1
    assert len(calm.read(2, hours=10)) == 1


def test_what_is_over_budget_goes_into_one_digest(calm: Calm) -> None:
    calm.watch(at_most="2/hour")
    assert [len(calm.read(number, minutes=number)) for number in range(6)] == [1, 1, 0, 0, 0, 0]
    (digest,) = calm.release(minutes=61)
    assert len(digest.digest_of) == 4
    assert len(calm.read(7, minutes=62)) == 1  # the first of the hour is over, the digest counts
    assert calm.read(8, minutes=63) == []


def test_a_daily_digest_comes_at_its_time(calm: Calm) -> None:
    calm.watch(digest="daily 07:00", tz="Europe/Paris")
    assert calm.read(1) == calm.read(2, hours=1) == []
    assert calm.release(hours=8, minutes=59) == []
    assert len(calm.release(hours=9)) == 1


def test_a_silenced_alert_is_on_record_with_who_and_why(calm: Calm) -> None:
    calm.watch()
    with write_transaction(calm.service.store) as tx:
        silence = Silence("1", later(hours=2), "ana", "exercise", watch_id="stories")
        silences.add_silence(tx, silence, later())
    assert calm.read(1) == []
    (kept,) = calm.recorded()
    assert kept.suppressed_because == "silenced by ana until 2025-11-10 23:00 UTC: exercise"
    assert calm.service.decisions("stories") == ["alerted"]
    assert len(calm.read(2, hours=2)) == 1


def test_a_release_survives_a_broker_that_is_away_and_is_sent_once(calm: Calm) -> None:
    calm.watch(wait="5m")
    calm.read(1)
    calm.sent.broker_away = True
    with pytest.raises(Retryable):
        calm.release(minutes=5)
    calm.sent.broker_away = False
    assert len(calm.release(minutes=6)) == 1
    assert calm.release(minutes=7) == []


def test_a_match_that_comes_again_while_its_alert_is_held_sends_nothing(calm: Calm) -> None:
    calm.watch(wait="5m")
    assert calm.read(1) == calm.read(1, minutes=1) == []
    assert len(calm.release(minutes=5)) == 1


def test_a_watch_that_is_removed_sends_nothing_of_what_it_held(calm: Calm) -> None:
    calm.watch(wait="5m")
    calm.read(1)
    calm.service.watch(
        {
            "id": "stories",
            "name": "Stories",
            "when": {"mentioned": {"any": ["SY"]}},
            "enabled": False,
        }
    )
    assert calm.release(minutes=5) == []
    assert calm.recorded()[0].suppressed_because == "the watch is no longer in force"


def test_a_membership_alert_silences_the_mention_of_its_story(calm: Calm) -> None:
    calm.watch()
    calm.service.watch(
        {
            "id": "changes",
            "name": "Changes",
            "when": {"changed": {}},
            "deliver": [{"endpoint": "desk"}],
        }
    )
    article = reference(1)
    story = enriched(1, mention("SY"), article=article, claims=(claim(article=article),))
    assert [alert.watch.watch_id for alert in calm.service.read(story)] == ["changes"]
    assert calm.release(seconds=3) == []
    because = calm.recorded()[0].suppressed_because
    assert because
    assert because.endswith("tells of the same story")


def test_a_mention_whose_membership_was_known_is_sent_after_a_moment(calm: Calm) -> None:
    calm.watch()
    article = reference(1)
    story = enriched(1, mention("SY"), article=article, claims=(claim(article=article),))
    assert calm.service.read(story) == []
    assert len(calm.release(seconds=3)) == 1


def test_what_was_withdrawn_before_it_was_due_is_not_sent(calm: Calm) -> None:
    calm.watch(wait="5m")
    calm.read(1)
    calm.service.clock = later(minutes=1)
    gone = enriched(1, article=reference(1, pub_status="canceled", version=2))
    assert calm.service.read(gone) == []
    assert calm.release(minutes=5) == calm.release(minutes=6) == []
    assert all(alert.suppressed_because for alert in calm.recorded())


def test_after_a_restart_what_was_held_is_still_due(calm: Calm) -> None:
    calm.watch(wait="5m")
    calm.read(1)
    again = Calm(calm.service.store)
    assert len(again.release(minutes=5)) == 1
    assert timedelta(0) <= later(minutes=5) - again.sent.alerts[0].alerted_at
