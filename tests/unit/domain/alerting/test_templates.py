"""Sentences of alerts: fixed words for every change, and only what the event says."""

from typing import get_args

import pytest

from ledger_history import Ledger, report
from pactwire.domain.alerting.templates import (
    VERBS,
    add_article,
    describe_change,
    format_ordinal,
)
from pactwire_schemas.enrichment import Action, Stage
from sample_events import COALITION, SYRIA, claim, later


def test_every_action_at_every_stage_has_its_words() -> None:
    assert VERBS.keys() == {
        (action, stage) for action in get_args(Action) for stage in get_args(Stage)
    }


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (90, "90th"), (113, "113th"),
     (122, "122nd")],
)  # fmt: skip
def test_ordinals_have_their_ending(number: int, written: str) -> None:
    assert format_ordinal(number) == written


def test_a_long_name_takes_its_article_and_an_acronym_none() -> None:
    assert add_article(COALITION) == "the Global Coalition to Defeat ISIS"
    assert add_article(SYRIA.model_copy(update={"name": "NATO"})) == "NATO"


def test_a_denial_after_the_fact_is_told_as_a_denial() -> None:
    ledger = Ledger()
    ledger.add(claim(article=report(1)))
    ledger.add(claim(stage="rejected", article=report(2, later(hours=1))))
    denied = "It is denied that Syria has joined the Global Coalition to Defeat ISIS"
    assert describe_change(ledger.developments[-1]) == denied
