"""What is held or suppressed, and why: each rule alone, and any of them together."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.alerting.calm import CalmFacts, Silence, decide_calm
from pactwire.domain.alerting.dedup import StoryComparison, decide_story
from pactwire.domain.alerting.matches import build_story_match
from pactwire.domain.alerting.story_folding import describe_story
from pactwire_schemas import Alert, Watch, WatchRef
from sample_events import enriched, later, mention

REF = WatchRef(watch_id="desk", name="Desk")


def watch(**notify: Any) -> Watch:
    return Watch.model_validate(
        {"id": "desk", "name": "Desk", "when": {"mentioned": {"any": ["SY"]}}, "notify": notify}
    )


def alert() -> Alert:
    story = enriched(1, mention("SY"))
    match = build_story_match(REF, story, (), later())
    match = match.model_copy(update={"mentions": story.mentions})
    made = decide_story(
        match, watch(), (), StoryComparison(describe_story(match), ()), later()
    ).alert
    assert made
    return made


ALERT = alert()


def test_a_watch_that_asks_for_nothing_sends_at_once() -> None:
    assert decide_calm(ALERT, watch(), CalmFacts(), later()).outcome == "send"


def test_alerts_are_grouped_from_the_first_on() -> None:
    asked, first = watch(wait="5m"), later(minutes=-2)
    held = decide_calm(ALERT, asked, CalmFacts(arrived_at=first), later())
    assert (held.reason, held.due_at) == ("waiting", later(minutes=3))
    assert (
        decide_calm(ALERT, asked, CalmFacts(arrived_at=first), later(minutes=3)).outcome == "send"
    )


def test_over_budget_waits_until_the_budget_allows_one_more() -> None:
    sent = [later(minutes=-50), later(minutes=-20)]
    held = decide_calm(ALERT, watch(at_most="2/hour"), CalmFacts(sent=sent), later())
    assert (held.reason, held.due_at) == ("over_budget", later(minutes=10))
    assert "2 were sent within the hour, and 2/hour is the budget" in held.because


def test_a_digest_holds_everything_until_its_time() -> None:
    held = decide_calm(ALERT, watch(digest="daily 07:00", tz="Europe/Paris"), CalmFacts(), later())
    assert (held.reason, held.due_at) == ("digest", datetime.fromisoformat("2025-11-11T06:00Z"))


def test_the_longest_hold_decides() -> None:
    asked = watch(wait="10m", quiet_hours={"from": "20:00", "to": "06:00"})
    held = decide_calm(ALERT, asked, CalmFacts(), later())
    assert (held.reason, held.due_at) == (
        "quiet_hours",
        datetime.fromisoformat("2025-11-11T06:00Z"),
    )


def test_a_silence_says_who_why_and_until_when() -> None:
    silence = Silence("1", later(hours=1), "ana", "known exercise", entity_id="SY")
    told = decide_calm(ALERT, watch(), CalmFacts(silences=[silence]), later())
    assert told.outcome == "suppress"
    assert told.because == "silenced by ana until 2025-11-10 22:00 UTC: known exercise"
    assert (
        decide_calm(ALERT, watch(), CalmFacts(silences=[silence]), later(hours=1)).outcome == "send"
    )
    other = Silence("2", later(hours=1), "ana", "another matter", watch_id="other")
    assert decide_calm(ALERT, watch(), CalmFacts(silences=[other]), later()).outcome == "send"


def test_an_expired_watch_is_silent_from_the_day_after() -> None:
    asked = watch(expires=date(2025, 11, 10), tz="Asia/Tokyo")
    told = decide_calm(ALERT, asked, CalmFacts(), later())  # the 11th in Tokyo
    assert (told.outcome, told.reason) == ("suppress", "expired")


def test_a_membership_alert_inhibits_the_plain_mention() -> None:
    told = decide_calm(ALERT, watch(), CalmFacts(inhibitor="abc"), later())
    assert told.because == "the membership alert abc tells of the same story"


settings = st.fixed_dictionaries(
    {},
    optional={
        "wait": st.sampled_from(["0s", "30s", "5m", "2h"]),
        "at_most": st.sampled_from(["1/minute", "2/hour", "3/day"]),
        "digest": st.sampled_from(["daily 07:00", "monday 07:00"]),
        "tz": st.sampled_from(["UTC", "Europe/Paris", "America/New_York"]),
        "quiet_hours": st.just({"from": "22:00", "to": "06:00"}),
    },
)
moments = st.integers(0, 400 * 24 * 60).map(lambda minutes: later(minutes=minutes))


@given(settings, moments, st.lists(st.integers(1, 3000), max_size=6))
def test_what_is_held_is_sent_in_the_end(
    asked: dict[str, Any], arrived: datetime, past: list[int]
) -> None:
    """Whatever the settings, the moments of decision rise until the alert is sent."""
    sent = [arrived - timedelta(minutes=ago) for ago in past]
    facts, at = CalmFacts(sent=sent, arrived_at=arrived), arrived
    for _ in range(12):
        decision = decide_calm(ALERT, watch(**asked), facts, at)
        if decision.outcome == "send":
            break
        assert decision.outcome == "hold"
        assert decision.due_at
        assert decision.due_at > at
        at = decision.due_at
    assert decision.outcome == "send"
    assert at - arrived < timedelta(days=10)
