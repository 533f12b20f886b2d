"""Whether a match becomes an alert: every reason, from the alerts its watch had before."""

from base64 import b64encode
from dataclasses import dataclass, replace
from itertools import pairwise
from struct import pack
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.alerting.dedup import (
    SEVERITY,
    DecisionReason,
    StoryComparison,
    decide_change,
    decide_story,
)
from pactwire.domain.alerting.story_folding import MIN_RESEMBLANCE, KnownStory, describe_story
from pactwire.domain.text.minhash import resemblance
from pactwire_schemas import Alert, Match, Watch
from pactwire_schemas.alert import AlertReason, MessageType, WatchRef
from pactwire_schemas.enrichment import Stage
from sample_events import later, reference
from sample_watches import development, watch

CHANGE_ID = "the first development of the change"
ANY_STAGE = watch({"changed": {}})
FROM_APPROVED = watch({"changed": {"stage_at_least": "approved"}})
STORIES = watch({"mentioned": {"any": ["SY"]}})
REF = WatchRef(watch_id="w", name="W")

VERSIONS = (
    "first", "advanced", "corroborated", "reaffirmed", "reversed", "conflict", "disputed",
    "corrected", "retracted",
)  # fmt: skip
Step = tuple[str, str]
"""Reason and stage of a development."""


def changed(reason: str, stage: str) -> Match:
    """The match of a development; all are about one change, each from a version of its own."""
    claimed = development().claim
    article = claimed.article.model_copy(update={"version": 1 + VERSIONS.index(reason)})
    found = development().model_copy(
        update={
            "claim": claimed.model_copy(update={"article": article}),
            "development_id": f"{reason} {stage}",
            "references": (CHANGE_ID,),
            "reason": reason,
            "stage": stage,
            "explanation": f"It is {reason} at {stage}.",
        }
    )
    return Match(
        match_id=f"match of {reason} {stage}",
        watch=REF,
        kind="changed",
        article=found.claim.article,
        development=found,
        matched_at=later(),
    )


def notified(*steps: Step) -> list[Alert]:
    """The alerts of a watch after these developments, oldest first."""
    alerts: list[Alert] = []
    for reason, stage in steps:
        alert = decide_change(changed(reason, stage), ANY_STAGE, alerts, later()).alert
        assert alert
        alerts.append(alert)
    return alerts


@dataclass(frozen=True)
class Change:
    """A development, what the watch was alerted to before it, and what is decided."""

    before: tuple[Step, ...]
    step: Step
    decided: str
    because: str
    alert: tuple[str, str] | None = None
    """Message type and reason."""
    references: int = 0
    """How many of the alerts before it, counted from the newest, the alert refers to."""


APPROVED = ("first", "approved")
EFFECTIVE = ("advanced", "effective")
RETRACTED = ("retracted", "effective")
CHANGES = {
    "a change that is new to the watch": Change(
        (), ("first", "effective"), "alerted", "It is first at effective.", ("alert", "first")
    ),
    "a second voice makes it sure enough": Change(
        (), ("corroborated", "approved"), "alerted", "It is corroborated at approved.",
        ("alert", "corroborated"),
    ),
    "new, and its numbers clash": Change(
        (), ("conflict", "effective"), "alerted", "It is conflict at effective.",
        ("alert", "first"),
    ),
    "a further stage": Change(
        (APPROVED,), EFFECTIVE, "alerted", "It is advanced at effective.",
        ("update", "advanced"), 1,
    ),
    "a further stage, and its numbers clash": Change(
        (APPROVED,), ("conflict", "effective"), "alerted", "It is conflict at effective.",
        ("update", "advanced"), 1,
    ),
    "taken back by those who decide": Change(
        (APPROVED,), ("reversed", "rejected"), "alerted", "It is reversed at rejected.",
        ("update", "reversed"), 1,
    ),
    "denied and confirmed by turns, at the stage of the last alert": Change(
        (APPROVED,), ("disputed", "approved"), "alerted", "It is disputed at approved.",
        ("update", "disputed"), 1,
    ),
    "corrected after two alerts": Change(
        (APPROVED, EFFECTIVE), ("corrected", "effective"), "alerted",
        "It is corrected at effective.", ("update", "corrected"), 2,
    ),
    "retracted": Change(
        (APPROVED, EFFECTIVE), RETRACTED, "alerted", "It is retracted at effective.",
        ("cancel", "retracted"), 2,
    ),
    "said again after a retraction": Change(
        (APPROVED, ("retracted", "approved")), ("first", "approved"), "alerted",
        "It is first at approved.", ("alert", "first"),
    ),
    "the same stage by another path": Change(
        (APPROVED,), ("reversed", "approved"), "repeat", "told at stage approved: {last}"
    ),
    "one more voice for a stage that was alerted": Change(
        (APPROVED,), ("corroborated", "approved"), "immaterial", "told at stage approved: {last}"
    ),
    "clashing numbers of a stage that was alerted": Change(
        (APPROVED,), ("conflict", "approved"), "immaterial", "told at stage approved: {last}"
    ),
    "corrected, but the watch was not alerted": Change(
        (), ("corrected", "effective"), "immaterial", "corrected, and never told"
    ),
    "retracted, but the watch was not alerted": Change(
        (), RETRACTED, "immaterial", "retracted, and never told"
    ),
    "retracted a second time": Change(
        (APPROVED, RETRACTED), RETRACTED, "immaterial", "retracted, and never told"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_alerts_once_a_stage(case: Change) -> None:
    alerts, match = notified(*case.before), changed(*case.step)
    decision = decide_change(match, ANY_STAGE, alerts, later(hours=1))
    because = case.because.format(last=alerts[-1].alert_id if alerts else "")
    assert (decision.reason, decision.because) == (case.decided, because)
    assert (decision.change_id, decision.story) == (CHANGE_ID, None)
    alert = decision.alert
    assert (alert and (alert.msg_type, alert.reason)) == case.alert
    if alert:
        earlier = alerts[len(alerts) - case.references :]
        assert alert.references == tuple(one.alert_id for one in earlier)
        assert (alert.development, alert.alerted_at) == (match.development, later(hours=1))


def test_a_report_that_mends_what_it_said_and_says_how_it_is_makes_one_update() -> None:
    denied, said = notified(("first", "effective"), ("reversed", "rejected")), changed(*EFFECTIVE)
    update = decide_change(said, ANY_STAGE, denied, later()).alert
    assert update
    mended = changed("corrected", "effective")
    assert said.development
    assert mended.development
    same = mended.development.model_copy(update={"claim": said.development.claim})
    again = decide_change(
        mended.model_copy(update={"development": same}), ANY_STAGE, [*denied, update], later()
    )
    assert (again.reason, again.because) == ("repeat", f"told so already: {update.alert_id}")


REPEATABLE = {
    name: case
    for name, case in CHANGES.items()
    if case.alert and case.step[0] not in {"corrected", "retracted"}
}


@pytest.mark.parametrize("case", REPEATABLE.values(), ids=REPEATABLE.keys())
def test_what_was_alerted_is_never_alerted_again(case: Change) -> None:
    alerts, match = notified(*case.before), changed(*case.step)
    first = decide_change(match, ANY_STAGE, alerts, later()).alert
    assert first
    again = decide_change(match, ANY_STAGE, [*alerts, first], later(days=30))
    assert again.alert is None
    assert again.reason in {"repeat", "immaterial"}


def test_a_match_without_a_development_is_immaterial() -> None:
    match = changed("first", "effective").model_copy(update={"development": None})
    decision = decide_change(match, ANY_STAGE, (), later())
    assert (decision.reason, decision.because, decision.alert) == (
        "immaterial", "there is no development in it", None,
    )  # fmt: skip
    assert decision.change_id == match.match_id


def test_a_rejection_before_the_stage_that_is_asked_for_is_immaterial() -> None:
    match = changed("first", "rejected")
    decision = decide_change(match, FROM_APPROVED, (), later())
    assert (decision.reason, decision.because, decision.alert) == (
        "immaterial", "rejected before the stage that is asked for", None,
    )  # fmt: skip
    assert decide_change(match, ANY_STAGE, (), later()).reason == "alerted"
    assert decide_change(match, FROM_APPROVED, notified(APPROVED), later()).reason == "alerted"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["first", "advanced", "reversed", "corroborated", "conflict"]),
            st.sampled_from(get_args(Stage)),
        ),
        max_size=12,
    )
)
def test_no_stage_is_alerted_twice_in_a_row(steps: list[Step]) -> None:
    alerts: list[Alert] = []
    for reason, stage in steps:
        decision = decide_change(changed(reason, stage), ANY_STAGE, alerts, later())
        assert (decision.alert is not None) == (decision.reason == "alerted")
        if decision.alert:
            alerts.append(decision.alert)
    stages = [alert.development.stage for alert in alerts if alert.development]
    assert all(one != other for one, other in pairwise(stages))
    assert [alert.msg_type for alert in alerts] == ["alert", *["update"] * len(alerts)][
        : len(alerts)
    ]


@pytest.mark.parametrize("stage", get_args(Stage))
def test_an_alert_is_as_severe_as_its_stage_or_as_its_watch_says(stage: Stage) -> None:
    own = watch({"changed": {}}, severity={stage: "low"})
    match = changed("first", stage)
    severities = [decide_change(match, asked, (), later()).alert for asked in (ANY_STAGE, own)]
    assert [alert and alert.severity for alert in severities] == [SEVERITY[stage], "low"]


def signed(equal: int = 128) -> bytes:
    """A signature of which so many values are those of `signed()`."""
    return pack(">128I", *(at if at < equal else at + 1000 for at in range(128)))


def mentioned(number: int, signature: bytes = b"", **article: object) -> Match:
    return Match(
        match_id=f"match of article {number}",
        watch=REF,
        kind="mentioned",
        article=reference(number, **article),
        signature=b64encode(signature).decode(),
        matched_at=later(),
    )


TOLD = ("Zamboanga", "Trisha", "317", "28", "ferry", "divers")
REWORDED = ("Zamboanga", "Trisha", "317", "ship", "capsized")
HIGHER_TOLL = ("Zamboanga", "Trisha", "317", "31", "ship", "capsized")
ELSEWHERE = ("Cebu", "90", "ferry", "tide", "aground", "divers")


def tells(number: int, *terms: str, **fields: object) -> Match:
    return mentioned(number, content_hash=f"text {number}").model_copy(
        update={"terms": terms} | fields
    )


SIGNED = b64encode(signed()).decode()
CANCELED = {"pub_status": "canceled", "version": 2, "content_hash": "canceled"}


def decide_match(match, watch, previous, stories, at):
    """The decision on a match of a story, beside those its watch knows."""
    return decide_story(match, watch, previous, StoryComparison(describe_story(match), stories), at)


FIRST = decide_match(mentioned(1, signed()), STORIES, (), (), later())
assert FIRST.alert
assert FIRST.story
WITHDRAWN = decide_match(mentioned(1, **CANCELED), STORIES, [FIRST.alert], (), later())
assert WITHDRAWN.alert
FERRY = decide_match(tells(3, *TOLD), STORIES, (), (), later())
assert FERRY.alert
assert FERRY.story


@dataclass(frozen=True)
class Seen:
    """The match of an article, what the watch knows, and what is decided."""

    match: Match
    alerted: tuple[Alert, ...]
    stories: tuple[KnownStory, ...]
    decided: str
    because: str
    alert: tuple[str, str] | None = None


FIRST_ID = reference(1).article_id
STORY_CASES = {
    "a new story": Seen(
        mentioned(1, signed()), (), (), "alerted", "a new story", ("alert", "first")
    ),
    "another story": Seen(
        mentioned(2, signed(0)), (), (FIRST.story,), "alerted", "a new story", ("alert", "first")
    ),
    "just under the resemblance of a copy": Seen(
        mentioned(2, signed(89)), (), (FIRST.story,), "alerted", "a new story", ("alert", "first")
    ),
    "too short for a signature": Seen(
        mentioned(2), (), (FIRST.story,), "alerted", "a new story", ("alert", "first")
    ),
    "a signature of another length": Seen(
        mentioned(2, signed()[:64]), (), (FIRST.story,), "alerted", "a new story",
        ("alert", "first"),
    ),
    "published again after it was canceled": Seen(
        mentioned(1, version=3), (FIRST.alert, WITHDRAWN.alert), (), "alerted", "a new story",
        ("alert", "first"),
    ),
    "the same article again": Seen(
        mentioned(1, signed(), version=2), (FIRST.alert,), (FIRST.story,), "repeat",
        f"told of this article: {FIRST.alert.alert_id}",
    ),
    "the same text": Seen(
        mentioned(2, content_hash=reference(1).content_hash), (), (FIRST.story,), "near_copy",
        f"the same text as {FIRST_ID}",
    ),
    "nearly the same text": Seen(
        mentioned(2, signed(90)), (), (FIRST.story,), "near_copy",
        f"nearly the same text as {FIRST_ID}",
    ),
    "the same happening in other words": Seen(
        tells(4, *REWORDED), (), (FIRST.story, FERRY.story), "same_story",
        f"the same happening as {FERRY.story.article_id}: shares Zamboanga, Trisha, 317",
    ),
    "another happening of the kind": Seen(
        tells(4, *ELSEWHERE), (), (FIRST.story, FERRY.story), "alerted", "a new story",
        ("alert", "first"),
    ),
    "canceled": Seen(
        mentioned(1, **CANCELED), (FIRST.alert,), (FIRST.story,), "alerted",
        "the publisher canceled the article", ("cancel", "retracted"),
    ),
    "canceled, but the watch was not alerted": Seen(
        mentioned(1, **CANCELED), (), (FIRST.story,), "immaterial",
        "canceled, and the watch was never told",
    ),
    "canceled a second time": Seen(
        mentioned(1, **CANCELED), (FIRST.alert, WITHDRAWN.alert), (), "immaterial",
        "canceled, and the watch was never told",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STORY_CASES.values(), ids=STORY_CASES.keys())
def test_a_story_alerts_once_whoever_copies_it(case: Seen) -> None:
    decision = decide_match(case.match, STORIES, case.alerted, case.stories, later())
    assert (decision.reason, decision.because) == (case.decided, case.because)
    assert decision.change_id == case.match.article.article_id
    alert = decision.alert
    assert (alert and (alert.msg_type, alert.reason)) == case.alert


def test_a_new_story_is_kept_and_a_copy_is_kept_with_the_alert_it_was_folded_into() -> None:
    assert FIRST.alert
    assert FIRST.story == KnownStory(
        FIRST_ID, reference(1).content_hash, signed(), FIRST.alert.alert_id
    )
    copy = decide_match(mentioned(2, signed(100)), STORIES, (), [FIRST.story], later())
    assert copy.story == KnownStory(
        reference(2).article_id, reference(2).content_hash, signed(100), FIRST.alert.alert_id,
        folded_because=f"nearly the same text as {FIRST_ID}", report=reference(2),
    )  # fmt: skip


UPDATES = watch({"mentioned": {"any": ["SY"]}}, notify={"repeat": "updates"})


def test_a_report_with_something_new_is_an_update_where_a_watch_asks_for_updates() -> None:
    assert FERRY.alert
    update = decide_match(tells(4, *HIGHER_TOLL), UPDATES, (), [FERRY.story], later())
    assert update.alert
    assert update.alert.msg_type == "update"
    assert update.alert.references == (FERRY.alert.alert_id,)
    assert update.because.endswith("shares Zamboanga, Trisha, 317; new in it: 31")
    assert update.story
    assert update.story.alert_id == FERRY.alert.alert_id


def test_the_same_news_a_second_time_is_no_second_update() -> None:
    update = decide_match(tells(4, *HIGHER_TOLL), UPDATES, (), [FERRY.story], later())
    known = [FERRY.story, update.story]
    again = decide_match(tells(5, *HIGHER_TOLL), UPDATES, (), known, later())
    assert (again.reason, again.alert) == ("same_story", None)


@pytest.mark.parametrize(
    ("asked", "terms"), [(STORIES, HIGHER_TOLL), (UPDATES, REWORDED)], ids=["not asked", "no news"]
)
def test_no_update_comes_unasked_or_without_substance(asked: Watch, terms: tuple[str, ...]) -> None:
    folded = decide_match(tells(4, *terms), asked, (), [FERRY.story], later())
    assert (folded.reason, folded.alert) == ("same_story", None)


def test_a_copy_with_a_higher_toll_is_an_update_too() -> None:
    copy = tells(4, *HIGHER_TOLL, article=reference(4, content_hash="text 3"))
    update = decide_match(copy, UPDATES, (), [FERRY.story], later())
    assert update.alert
    assert update.because.endswith("new in it: 31")


def test_a_story_known_by_its_text_alone_makes_no_update() -> None:
    old = replace(FERRY.story, happening=None)
    copy = tells(4, *HIGHER_TOLL, article=reference(4, content_hash="text 3"))
    assert decide_match(copy, UPDATES, (), [old], later()).reason == "near_copy"


def test_reports_are_compared_with_the_first_so_that_no_chain_wanders() -> None:
    folded = decide_match(tells(4, *REWORDED), STORIES, (), [FERRY.story], later()).story
    assert folded
    next_of_chain = tells(5, "ship", "capsized", "Trisha", "Basilan", "Jolo", "storm")
    known = [FERRY.story, folded]
    assert decide_match(next_of_chain, STORIES, (), known, later()).reason == "alerted"
    first_of_its_own = replace(folded, folded_because="")
    known = [FERRY.story, first_of_its_own]
    assert decide_match(next_of_chain, STORIES, (), known, later()).reason == "same_story"


def test_a_cancellation_refers_to_the_alert_it_takes_back() -> None:
    assert FIRST.alert
    assert WITHDRAWN.alert
    assert WITHDRAWN.alert.references == (FIRST.alert.alert_id,)
    assert WITHDRAWN.alert.alert_id != FIRST.alert.alert_id


def test_a_denial_in_the_same_words_is_news() -> None:
    claimed, denied = "=join:effective:SY:x-nato", "=join:rejected:SY:x-nato"
    told = decide_match(tells(3, claimed, *TOLD, signature=SIGNED), STORIES, (), (), later())
    assert told.story
    denial = tells(4, denied, *TOLD, signature=SIGNED)
    assert decide_match(denial, STORIES, (), [told.story], later()).reason == "alerted"
    copy = tells(5, claimed, *TOLD, signature=SIGNED)
    assert decide_match(copy, STORIES, (), [told.story], later()).reason == "near_copy"


def test_a_cancellation_without_words_is_told_in_those_of_its_alert() -> None:
    silent = mentioned(1, headline="", **CANCELED)
    assert FIRST.alert
    cancel = decide_match(silent, STORIES, [FIRST.alert], (), later()).alert
    assert cancel
    assert cancel.headline == f"Withdrawn: {FIRST.alert.headline}"


def test_every_reason_has_a_case() -> None:
    decided = {case.decided for case in [*CHANGES.values(), *STORY_CASES.values()]}
    # A match that came before is `seen`: the store says so, and neither decision is asked.
    assert decided == set(get_args(DecisionReason)) - {"seen"}
    made = [case.alert for case in [*CHANGES.values(), *STORY_CASES.values()] if case.alert]
    assert {kind for kind, _ in made} == set(get_args(MessageType))
    assert {reason for _, reason in made} == set(get_args(AlertReason))


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (signed(), signed(), 1.0),
        (signed(), signed(64), 0.5),
        (signed(), signed(0), 0.0),
        (b"", b"", 0.0),
        (signed(), b"", 0.0),
        (signed(), signed()[:256], 0.0),
    ],
)
def test_resemblance_is_the_share_of_equal_values(one: bytes, other: bytes, share: float) -> None:
    assert resemblance(one, other) == share


def test_two_texts_are_copies_from_seven_tenths_of_equal_values() -> None:
    assert resemblance(signed(), signed(90)) >= MIN_RESEMBLANCE > resemblance(signed(), signed(89))
