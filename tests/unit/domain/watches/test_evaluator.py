"""Matching: the index finds what a plain loop finds, and each clause tells what decided it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import COALITION, claim, enriched, later, mention, reference
from pactwire.domain.ledger import apply, develop, judge, untouched
from pactwire.domain.watches import (
    Book,
    Sets,
    StoryView,
    change_clauses,
    holds,
    story_clauses,
)
from pactwire_schemas import Development, EnrichedArticle, Party, Source, Watch

SETS = Sets([("x-nato", "US"), ("x-nato", "TR"), ("x-eu", "FR"), ("x-nato", "FR"), ("x-un", "SY")])


def watch(when: dict, **fields: object) -> Watch:
    given = {"id": "w", "name": "W", "when": when}
    return Watch.model_validate(given | fields)


def development(**fields: object) -> Development:
    said = claim(**fields)  # type: ignore[arg-type]
    row = untouched(said.organisation, said.member, later())
    verdict = judge(row, said)
    told = develop(row, apply(row, said, verdict, later()), said, verdict, later())
    assert told
    return told


def why(asked: Watch, about: EnrichedArticle | Development, sets: Sets = SETS):
    clauses = (
        change_clauses(asked, about, sets)
        if isinstance(about, Development)
        else story_clauses(asked, StoryView(about), sets)
    )
    return list(clauses)


def failed(asked: Watch, about: EnrichedArticle | Development) -> tuple[str, str] | None:
    """The first clause that failed."""
    return next(((c.clause, c.because) for c in why(asked, about) if not c.held), None)


STORY = enriched(
    1,
    mention("SY", name="Syria", field="headline"),
    mention("RU", role="source"),
    mention("TR", score=0.4),
    mention("x-isis", kind="armed_group", role="object"),
    body="Envoys spoke of FOREIGN\nfighters, and of the Straße.",
)


@pytest.mark.parametrize(
    ("when", "clause", "told"),
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
def test_a_story_watch_says_which_clause_decided(when: dict, clause: str | None, told: str) -> None:
    found = failed(watch({"mentioned": when}), STORY)
    assert (found[0] if found else None) == clause
    assert told in (found[1] if found else "")


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


def test_the_trace_of_a_match_tells_every_clause() -> None:
    asked = watch(
        {"changed": {"organisation": COALITION.entity_id, "action": "join"}}, languages=["en"]
    )
    clauses = [clause.clause for clause in why(asked, development())]
    assert clauses == [
        "when.changed.organisation", "when.changed.member", "when.changed.action",
        "when.changed.stage_at_least", "min_confidence", "languages",
    ]  # fmt: skip


def test_equal_conditions_are_one_and_each_watch_is_told() -> None:
    book = Book()
    for number in range(3):
        book.put(watch({"mentioned": {"any": ["SY"]}}, id=f"w-{number}"), revision=number)
    assert len(book._conditions) == 1
    hits = book.stories(STORY)
    assert [(hit.watch.watch_id, hit.watch.revision) for hit in hits] == [
        ("w-0", 0), ("w-1", 1), ("w-2", 2),
    ]  # fmt: skip
    book.drop("w-1")
    assert [hit.watch.watch_id for hit in book.stories(STORY)] == ["w-0", "w-2"]


def test_a_changed_and_a_disabled_watch_are_followed() -> None:
    book = Book()
    book.put(watch({"mentioned": {"any": ["IL"]}}))
    assert book.stories(STORY) == []
    book.put(watch({"mentioned": {"any": ["SY"]}}), revision=2)
    assert [hit.watch.revision for hit in book.stories(STORY)] == [2]
    book.put(watch({"mentioned": {"any": ["SY"]}}, enabled=False))
    assert (book.stories(STORY), len(book)) == ([], 0)


def test_sets_follow_the_ledger() -> None:
    book = Book(Sets())
    book.put(watch({"mentioned": {"any": [{"members_of": "x-un"}]}}))
    assert book.stories(STORY) == []
    book.follow(SETS)
    assert len(book.stories(STORY)) == 1
    book.follow(Sets())
    assert book.stories(STORY) == []


IDS = ["SY", "US", "TR", "FR", "x-isis"]
BODIES = ["x-nato", "x-eu", "x-un"]
WORDS = ["oil", "war", "peace talks", "和平", "foreign fighters"]
simple = st.sampled_from(IDS) | st.builds(
    lambda key, body: {key: body}, st.just("members_of"), st.sampled_from(BODIES)
)
simple |= st.builds(lambda one: {"organisations_of": one}, st.sampled_from(IDS))
terms = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=5,
)
some_terms = st.lists(terms, min_size=1, max_size=3)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)
texts = st.builds(
    lambda either, every: {"any": either, "all": every}, phrases, phrases | st.just([])
)
mentioned = st.fixed_dictionaries(
    {}, optional={"any": some_terms, "all": some_terms, "not": some_terms, "text": texts}
).filter(lambda part: part.keys() - {"not"})
changed = st.fixed_dictionaries(
    {},
    optional={
        "organisation": st.sampled_from(BODIES) | terms,
        "member": some_terms | terms,
        "action": st.sampled_from(["join", "leave", "any"]),
        "stage_at_least": st.sampled_from(["considered", "approved", "effective"]),
    },
)
whens = st.one_of(
    st.builds(lambda part: {"mentioned": part}, mentioned),
    st.builds(lambda part: {"changed": part}, changed),
)
mentions = st.lists(
    st.builds(
        lambda entity, role, score: mention(entity, role=role, score=score),
        st.sampled_from(IDS),
        st.sampled_from(["subject", "source"]),
        st.sampled_from([0.4, 0.9]),
    ),
    max_size=4,
)
bodies = st.lists(st.sampled_from([*WORDS, "and", "oily"]), max_size=5).map(" ".join)
stories = st.builds(lambda found, body: enriched(1, *found, body=body), mentions, bodies)
changes = st.builds(
    lambda body, member, action, stage: development(
        action=action, stage=stage, organisation=Party(entity_id=body, name=body),
        member=Party(entity_id=member, name=member),
    ),
    st.sampled_from(BODIES), st.sampled_from(IDS), st.sampled_from(["join", "leave", "expel"]),
    st.sampled_from(["considered", "approved", "effective"]),
)  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(whens, max_size=8),
    st.lists(st.integers(0, 7), max_size=3),
    st.lists(stories, max_size=4),
    st.lists(changes, max_size=3),
)
def test_the_index_finds_what_a_plain_loop_finds(
    whens: list[dict],
    dropped: list[int],
    told: list[EnrichedArticle],
    known: list[Development],
) -> None:
    watches = {f"w-{number}": watch(when, id=f"w-{number}") for number, when in enumerate(whens)}
    book = Book(Sets())
    for one in watches.values():
        book.put(one)
    for number in dropped:
        book.drop(f"w-{number}")
        watches.pop(f"w-{number}", None)
    book.follow(SETS)
    for story in told:
        plain = {
            w.id
            for w in watches.values()
            if holds(story_clauses(w, StoryView(story), SETS)) is not None
        }
        assert {hit.watch.watch_id for hit in book.stories(story)} == plain
    for change in known:
        plain = {
            w.id for w in watches.values() if holds(change_clauses(w, change, SETS)) is not None
        }
        assert {hit.watch.watch_id for hit in book.changes(change)} == plain
