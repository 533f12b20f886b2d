"""The past read anew: what is the same says nothing, what differs says exactly that."""

import random
from typing import Any

import pytest

from pactwire.domain.backtesting import Opening, ReplayDiff, Rereading, compare_readings
from pactwire.domain.watches import MembershipSets
from pactwire_schemas import EnrichedArticle, Party, Watch
from sample_events import claim, enriched, later, mention, reference

WATCHES = [
    Watch.model_validate({"id": "changes", "name": "Changes", "when": {"changed": {}}}),
    Watch.model_validate(
        {"id": "stories", "name": "Stories", "when": {"mentioned": {"any": ["SY"]}}}
    ),
]
OPENING = Opening((), frozenset(), WATCHES, MembershipSets())
ACTIONS = ("join", "leave", "suspend")
STAGES = ("considered", "applied", "approved", "effective")


def read(articles: list[EnrichedArticle]) -> Rereading:
    reading = Rereading(OPENING)
    for one in articles:
        reading.add(one)
    reading.finish()
    return reading


def compare(then: list[EnrichedArticle], now: list[EnrichedArticle]) -> ReplayDiff:
    return compare_readings(read(then), read(now), later(days=-1))


def tell(number: int, **claimed: Any) -> EnrichedArticle:
    article = reference(number, at=later(hours=number))
    claims = (claim(article=article, **claimed),) if claimed else ()
    return enriched(number, mention("SY"), article=article, claims=claims, body=f"Text {number}.")


def generate(count: int) -> list[EnrichedArticle]:
    dice = random.Random(5)
    made = []
    for number in range(count):
        member = Party(entity_id=f"M{dice.randrange(40)}", name=f"Member {number}")
        made.append(
            tell(number, action=dice.choice(ACTIONS), stage=dice.choice(STAGES), member=member)
        )
    return made


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_articles_read_twice_in_another_order_differ_in_nothing(count: int) -> None:
    articles = generate(count)
    shuffled = random.Random(1).sample(articles, len(articles))
    then, now = read(articles), read(shuffled)
    assert compare_readings(then, now, later(days=-1)).is_empty
    assert len(now.alerts) > count / 10


def test_a_claim_that_is_read_now_appears_with_its_development_and_alert() -> None:
    diff = compare([tell(1)], [tell(1, action="join", stage="effective")])
    assert [len(part.appeared) for part in diff] == [1, 1, 1]
    assert [len(part.vanished) for part in diff] == [0, 0, 0]
    assert [one.withdrawn for one in diff.list_promoted()] == [False]


def test_a_claim_that_is_no_longer_read_vanishes_and_would_be_withdrawn() -> None:
    diff = compare([tell(1, action="join", stage="effective")], [tell(1)])
    assert [len(part.vanished) for part in diff] == [1, 1, 1]
    assert [one.withdrawn for one in diff.list_promoted()] == [True]


def test_another_version_of_the_reader_that_says_the_same_is_no_difference() -> None:
    then = tell(1, action="join", stage="effective", extractor_version="1")
    now = tell(1, action="join", stage="effective", extractor_version="2")
    assert compare([then], [now]).is_empty


def test_details_that_differ_are_a_change() -> None:
    then = tell(1, action="join", stage="effective")
    now = tell(1, action="join", stage="effective", ordinal=90)
    diff = compare([then], [now])
    assert len(diff.claims.changed) == 1
    assert diff.list_promoted() == ()


def test_what_came_before_the_day_is_known_but_not_told_again() -> None:
    then = [tell(1), tell(30, action="join", stage="effective")]
    now = [tell(1, action="join", stage="effective"), tell(30, action="join", stage="effective")]
    diff = compare_readings(read(then), read(now), later(hours=20))
    assert diff.claims.is_empty
    assert [one.reason for one in diff.developments.vanished] == ["first"]
