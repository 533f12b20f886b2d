"""The index of watches finds what a plain loop over them finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pactwire.domain.watches import (
    MatchableArticle,
    MembershipSets,
    WatchMatcher,
    all_held,
    change_clauses,
    story_clauses,
)
from pactwire_schemas import Development, EnrichedArticle, Party
from sample_events import enriched, mention
from sample_watches import SETS, STORY, development, watch


def test_equal_conditions_are_evaluated_once_for_all_their_watches() -> None:
    matcher = WatchMatcher()
    for number in range(3):
        matcher.add(watch({"mentioned": {"any": ["SY"]}}, id=f"w-{number}"), revision=number)
    assert len(matcher._conditions) == 1
    hits = matcher.match_article(STORY)
    assert [(hit.watch.watch_id, hit.watch.revision) for hit in hits] == [
        ("w-0", 0), ("w-1", 1), ("w-2", 2),
    ]  # fmt: skip
    matcher.remove("w-1")
    assert [hit.watch.watch_id for hit in matcher.match_article(STORY)] == ["w-0", "w-2"]


def test_a_changed_and_a_disabled_watch_are_followed() -> None:
    matcher = WatchMatcher()
    matcher.add(watch({"mentioned": {"any": ["IL"]}}))
    assert matcher.match_article(STORY) == []
    matcher.add(watch({"mentioned": {"any": ["SY"]}}), revision=2)
    assert [hit.watch.revision for hit in matcher.match_article(STORY)] == [2]
    matcher.add(watch({"mentioned": {"any": ["SY"]}}, enabled=False))
    assert (matcher.match_article(STORY), len(matcher)) == ([], 0)


def test_sets_follow_the_ledger() -> None:
    matcher = WatchMatcher(MembershipSets())
    matcher.add(watch({"mentioned": {"any": [{"members_of": "x-un"}]}}))
    assert matcher.match_article(STORY) == []
    matcher.use_memberships(SETS)
    assert len(matcher.match_article(STORY)) == 1
    matcher.use_memberships(MembershipSets())
    assert matcher.match_article(STORY) == []


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
    articles: list[EnrichedArticle],
    known: list[Development],
) -> None:
    watches = {f"w-{number}": watch(when, id=f"w-{number}") for number, when in enumerate(whens)}
    matcher = WatchMatcher(MembershipSets())
    for one in watches.values():
        matcher.add(one)
    for number in dropped:
        matcher.remove(f"w-{number}")
        watches.pop(f"w-{number}", None)
    matcher.use_memberships(SETS)
    for story in articles:
        plain = {
            w.id
            for w in watches.values()
            if all_held(story_clauses(w, MatchableArticle(story), SETS)) is not None
        }
        assert {hit.watch.watch_id for hit in matcher.match_article(story)} == plain
    for change in known:
        plain = {
            w.id for w in watches.values() if all_held(change_clauses(w, change, SETS)) is not None
        }
        assert {hit.watch.watch_id for hit in matcher.match_development(change)} == plain
