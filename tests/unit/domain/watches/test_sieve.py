"""Records that no watch can fit are passed over by their bytes; none that fits ever is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.backtesting import Simulation
from pactwire.domain.watches import MembershipSets, RecordSieve, WatchMatcher
from pactwire_schemas import EnrichedArticle, Watch
from sample_events import enriched, mention, reference

SETS = MembershipSets([("x-nato", "ES"), ("x-nato", "SE")])
TEXTS = st.text(alphabet="Sß ſKéİ.\n\"\\aorelgn'", max_size=12)
WORDS = st.sampled_from(["foreign fighters", "Foreign\nFIGHTERS", "straße", "STRASSE", "x"])
ENTITIES = st.sampled_from(["SY", "ES", "SE", "x-nato"])
CONDITIONS: list[dict[str, Any]] = [
    {"mentioned": {"any": ["SY"]}},
    {"mentioned": {"all": ["SY", {"members_of": "x-nato"}]}},
    {"mentioned": {"any": ["x-nato"], "text": {"any": ["foreign fighters", "Straße"]}}},
    {"mentioned": {"text": {"all": ["foreign fighters"]}}},
    {"mentioned": {"any": [{"all": ["SY", {"not": "ES"}]}]}},
    {"mentioned": {"any": [{"not": "SY"}]}},
    {"mentioned": {"text": {"any": ["é"]}}},
]


def watch(condition: dict[str, Any]) -> Watch:
    return Watch.model_validate({"id": "w", "name": "W", "when": condition})


def sieve_of(*conditions: dict[str, Any]) -> RecordSieve:
    watches = [
        watch(one).model_copy(update={"id": f"w{place}"}) for place, one in enumerate(conditions)
    ]
    return Simulation(watches, SETS).build_sieve()


def record_of(article: EnrichedArticle) -> bytes:
    return article.model_dump_json(exclude_none=True).encode()


@given(
    st.sampled_from(CONDITIONS), TEXTS, WORDS, TEXTS, st.lists(ENTITIES, max_size=3),
    st.booleans(),
)  # fmt: skip
def test_a_record_that_fits_always_passes(
    condition: dict[str, Any], before: str, words: str, after: str, named: list[str], escaped: bool
) -> None:
    article = enriched(1, *map(mention, named), body=f"{before} {words} {after}")
    matcher = WatchMatcher(SETS)
    matcher.add(watch(condition))
    record = record_of(article)
    if escaped:
        record = json.dumps(json.loads(record)).encode()
    if matcher.match_article(article):
        assert sieve_of(condition).may_fit(record)


@pytest.mark.parametrize(
    ("conditions", "passes"),
    [
        ([CONDITIONS[0]], False),
        ([CONDITIONS[3]], False),
        ([CONDITIONS[0], CONDITIONS[3]], False),
        ([{"changed": {}}], False),
        ([CONDITIONS[0], CONDITIONS[5]], True),
        ([{"mentioned": {"text": {"any": ["Farmers"]}}}], True),
        ([{"mentioned": {"any": ["FJ"]}}], True),
    ],
)
def test_a_record_is_passed_over_where_no_watch_can_fit(
    conditions: list[dict[str, Any]], passes: bool
) -> None:
    record = record_of(enriched(1, mention("FJ"), body="The farmers are content."))
    assert sieve_of(*conditions).may_fit(record) == passes


def test_a_canceled_article_concerns_whoever_was_told() -> None:
    record = record_of(enriched(1, article=reference(1, pub_status="canceled")))
    assert sieve_of(CONDITIONS[0]).may_fit(record)
