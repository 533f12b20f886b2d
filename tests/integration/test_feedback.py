"""What people thought of alerts: kept, counted by rule and watch, and exported as cases."""

import pytest
import yaml

from alert_steps import CHANGES, STORIES, AlertSteps
from pactwire import __version__
from pactwire.alert.feedback_counts import update_counts
from pactwire.domain.alerting.feedback import Feedback, build_cases
from pactwire.edges.store import Store, feedback, read_transaction, write_transaction
from pactwire.metrics import Metrics
from pactwire_schemas import Alert
from quality.labelled import ClaimCase
from sample_events import claim, enriched, later, mention


@pytest.fixture
def told(store: Store) -> tuple[Store, Alert, Alert]:
    service = AlertSteps(store)
    service.watch(CHANGES, STORIES)
    (change,) = service.hear(claim())
    (story,) = service.read(enriched(1, mention("SY")))
    return store, change, story


def give(store: Store, alert: Alert, label: str) -> None:
    with write_transaction(store) as tx:
        feedback.save_feedback(tx, Feedback(alert, label, "a note", "ana", later()))  # type: ignore[arg-type]


def test_the_last_word_on_an_alert_counts(told: tuple[Store, Alert, Alert]) -> None:
    store, change, story = told
    give(store, change, "noise")
    give(store, change, "useful")
    give(store, story, "noise")
    with read_transaction(store) as tx:
        rules, watches = feedback.measure_precision(tx)
    assert [(one.name, one.useful, one.labelled) for one in rules] == [
        ("mention", 0, 1), ("test.rule", 1, 1),
    ]  # fmt: skip
    assert {one.name: one.share for one in watches} == {"changes": 1.0, "stories": 0.0}


def test_the_counts_are_metrics(told: tuple[Store, Alert, Alert]) -> None:
    store, change, _ = told
    give(store, change, "wrong_event")
    metrics = Metrics("alert", __version__)
    update_counts(store, metrics)
    line = (
        'pactwire_alert_feedback_alerts{label="wrong_event",rule="test.rule",watch="changes"} 1.0'
    )
    assert line in metrics.render().decode()


@pytest.mark.parametrize(("label", "claims"), [("useful", 1), ("late", 1), ("wrong_event", 0)])
def test_a_label_makes_a_case_of_the_quality_sets(
    told: tuple[Store, Alert, Alert], label: str, claims: int
) -> None:
    store, change, _ = told
    give(store, change, label)
    with read_transaction(store) as tx:
        (built,) = build_cases(feedback.list_feedback(tx))
    case = ClaimCase.model_validate(yaml.safe_load(yaml.safe_dump(built)))
    assert case.text == claim().evidence.quote
    assert len(case.claims) == claims


def test_what_decides_nothing_about_a_reading_makes_no_case(
    told: tuple[Store, Alert, Alert],
) -> None:
    _, change, story = told
    assert build_cases([Feedback(story, "noise", "", "ana", later())]) == []
    assert build_cases([Feedback(change, "wrong_entity", "", "ana", later())]) == []


def test_a_text_is_one_case_whatever_was_said_of_how_many_alerts(
    told: tuple[Store, Alert, Alert],
) -> None:
    """Two alerts are on one claim, a third on another claim of the same sentence."""
    _, change, _ = told
    assert change.development
    other = change.development.claim.model_copy(
        update={"member": claim().member.model_copy(update={"entity_id": "IQ"})}
    )
    also = change.model_copy(
        update={"development": change.development.model_copy(update={"claim": other})}
    )

    def build(*labels: tuple[Alert, str]) -> list[tuple[str, list[str]]]:
        words = [Feedback(alert, label, "", "ana", later()) for alert, label in labels]  # type: ignore[arg-type]
        return [
            (case["class"], [one["member"] for one in case["claims"]])
            for case in build_cases(words)
        ]

    own = claim().member.entity_id
    assert build((change, "useful"), (also, "noise")) == [("joining", [own, "IQ"])]
    assert build((change, "useful"), (also, "wrong_event")) == [("joining", [own])]
    assert build((change, "useful"), (change, "wrong_event")) == [("near-other-sense", [])]
