"""Each clause of a watch says what decided it."""

import pytest

from pactwire.domain.watches import (
    MatchableArticle,
    MembershipSets,
    change_clauses,
    story_clauses,
)
from pactwire_schemas import Development, EnrichedArticle, Source, Watch
from sample_events import COALITION, enriched, mention, reference
from sample_watches import SETS, STORY, development, watch


def why(asked: Watch, about: EnrichedArticle | Development, sets: MembershipSets = SETS):
    clauses = (
        change_clauses(asked, about, sets)
        if isinstance(about, Development)
        else story_clauses(asked, MatchableArticle(about), sets)
    )
    return list(clauses)


def failed(asked: Watch, about: EnrichedArticle | Development) -> tuple[str, str] | None:
    """The first clause that failed."""
    return next(((c.clause, c.because) for c in why(asked, about) if not c.held), None)


@pytest.mark.parametrize(
    ("when", "clause", "because"),
    [
        ({"any": ["SY"]}, None, ""),
        ({"any": ["IL", "SY"]}, None, ""),
        ({"any": ["IL"]}, "when.mentioned.any", "IL is not mentioned"),
        ({"any": ["RU"]}, "when.mentioned.any", "RU is mentioned only as source"),
        ({"any": ["RU"], "roles": ["source"]}, None, ""),
        ({"any": ["TR"]}, "when.mentioned.any", "TR is mentioned with score 0.4, below 0.5"),
        ({"all": ["SY", "x-isis"]}, None, ""),
        ({"all": ["SY", "IL"]}, "when.mentioned.all", "IL is not mentioned"),
        ({"any": ["SY"], "not": ["x-isis"]}, "when.mentioned.not", "x-isis is object in the body"),
        ({"any": [{"all": ["SY", {"not": "IL"}]}]}, None, ""),
        ({"any": [{"members_of": "x-un"}]}, None, ""),
        ({"any": [{"members_of": "x-nato"}]}, "when.mentioned.any", "of the members of x-nato"),
        ({"any": [{"organisations_of": "SY"}]}, "when.mentioned.any", "none of 1 is mentioned"),
        ({"text": {"any": ["foreign fighters"]}}, None, ""),
        ({"text": {"any": ["strasse"]}}, None, ""),
        ({"text": {"any": ["foreign fighter"]}}, "when.mentioned.text.any", "it says none of"),
        ({"text": {"all": ["envoys", "oil"]}}, "when.mentioned.text.all", "doesn't say 'oil'"),
    ],
)
def test_a_story_watch_says_which_clause_decided(
    when: dict, clause: str | None, because: str
) -> None:
    found = failed(watch({"mentioned": when}), STORY)
    assert (found[0] if found else None) == clause
    assert because in (found[1] if found else "")


@pytest.mark.parametrize(
    ("fields", "clause"),
    [
        ({"languages": ["en", "fr"]}, None),
        ({"languages": ["fr"]}, "languages"),
        ({"sources": {"tier_at_most": 2}}, None),
        ({"sources": {"tier_at_most": 1}}, "sources.tier_at_most"),
        ({"sources": {"only": ["Wire.Example"]}}, None),
        ({"sources": {"only": ["other.example"]}}, "sources.only"),
        ({"sources": {"not": ["the wire"]}}, "sources.not"),
    ],
)
def test_sources_and_languages_count_for_both_kinds(fields: dict, clause: str | None) -> None:
    wire = reference(1, source=Source(name="The Wire", domain="wire.example", tier=2))
    story = enriched(1, mention("SY"), article=wire)
    for asked, about in (
        (watch({"mentioned": {"any": ["SY"]}}, **fields), story),
        (watch({"changed": {}}, **fields), development(article=wire)),
    ):
        found = failed(asked, about)
        assert (found[0] if found else None) == clause


@pytest.mark.parametrize(
    ("when", "fields", "clause"),
    [
        ({}, {}, None),
        ({"organisation": COALITION.entity_id}, {}, None),
        ({"organisation": "x-nato"}, {}, "when.changed.organisation"),
        ({"organisation": {"organisations_of": "SY"}}, {}, "when.changed.organisation"),
        ({"member": ["IQ", "SY"]}, {}, None),
        ({"member": {"members_of": "x-un"}}, {}, None),
        ({"member": {"not": "SY"}}, {}, "when.changed.member"),
        ({"action": ["leave"]}, {}, "when.changed.action"),
        ({"stage_at_least": "effective"}, {}, None),
        ({"stage_at_least": "effective"}, {"stage": "approved"}, "when.changed.stage_at_least"),
        ({}, {"confidence": 0.3}, "min_confidence"),
    ],
)
def test_a_change_watch_says_which_clause_decided(
    when: dict, fields: dict, clause: str | None
) -> None:
    found = failed(watch({"changed": when}), development(**fields))
    assert (found[0] if found else None) == clause


def test_an_article_of_unknown_language_is_not_lost() -> None:
    story = enriched(1, mention("SY"), article=reference(1, language="und"))
    assert failed(watch({"mentioned": {"any": ["SY"]}}, languages=["fr"]), story) is None


def test_the_trace_of_a_match_names_every_clause() -> None:
    asked = watch(
        {"changed": {"organisation": COALITION.entity_id, "action": "join"}}, languages=["en"]
    )
    clauses = [clause.clause for clause in why(asked, development())]
    assert clauses == [
        "when.changed.organisation", "when.changed.member", "when.changed.action",
        "when.changed.stage_at_least", "min_confidence", "languages",
    ]  # fmt: skip
