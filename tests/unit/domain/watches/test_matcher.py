"""The index of watches finds what a plain loop over them finds."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pactwire.domain.watches import (
    MatchableArticle,
    MembershipSets,
    WatchMatch,
    WatchMatcher,
    all_held,
    change_clauses,
    story_clauses,
)
from pactwire.domain.watches.phrases import (
    PhraseIndex,
    compile_automaton,
    fold_text,
    fold_to_utf8,
    has_phrase,
)
from pactwire_schemas import Clause, Development, EnrichedArticle, Party
from sample_events import enriched, mention, reference
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


WORDS = ["oil", "war", "peace talks", "和平", "foreign fighters", "É-mail", "(war)", "straße", " "]


PUBLISHERS = ["Owner-1 Daily 1", "owner-1-1.example", "owner-2-2.example", "elsewhere.example"]


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


bodies = st.builds(
    lambda words, between: between.join(words),
    st.lists(st.sampled_from([*WORDS, "and", "oily", "WAR", "é-mail.", "STRASSE"]), max_size=5),
    st.sampled_from([" ", "\n\n", "", "“ ", ", "]),
)


stories = st.builds(
    lambda number, found, body, language: enriched(
        number, *found, body=body, article=reference(number, language=language)
    ),
    st.integers(1, 2), mentions, bodies, st.sampled_from(["en", "fr-CA", "und"]),
)  # fmt: skip


changes = st.builds(
    lambda body, member, action, stage: development(
        action=action, stage=stage, organisation=Party(entity_id=body, name=body),
        member=Party(entity_id=member, name=member),
    ),
    st.sampled_from(BODIES), st.sampled_from(IDS), st.sampled_from(["join", "leave", "expel"]),
    st.sampled_from(["considered", "approved", "effective"]),
)  # fmt: skip


profiles = st.fixed_dictionaries(
    {},
    optional={
        "min_confidence": st.sampled_from([0.3, 0.5, 0.7]),
        "languages": st.lists(st.sampled_from(["en", "fr", "und"]), min_size=1, max_size=2),
        "sources": st.fixed_dictionaries(
            {},
            optional={
                "only": st.lists(st.sampled_from(PUBLISHERS), min_size=1, max_size=2),
                "not": st.lists(st.sampled_from(PUBLISHERS), min_size=1, max_size=2),
                "tier_at_most": st.integers(1, 3),
            },
        ),
    },
)


steps = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "compile", "sets"]), st.integers(0, 9), whens,
              profiles),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(steps, st.lists(stories, max_size=3), st.lists(changes, max_size=2))
def test_after_any_additions_and_removals_the_index_finds_and_explains_as_a_plain_loop_does(
    changes_of_watches: list[tuple[str, int, dict, dict]],
    articles: list[EnrichedArticle],
    known: list[Development],
) -> None:
    matcher, watches, sets = WatchMatcher(MembershipSets()), {}, MembershipSets()
    for step, number, when, profile in changes_of_watches:
        if step == "add":
            one = watches[f"w-{number}"] = watch(when, id=f"w-{number}", **profile)
            matcher.add(one)
        elif step == "remove":
            watches.pop(f"w-{number}", None)
            matcher.remove(f"w-{number}")
        elif step == "sets":
            sets = SETS if number % 2 else MembershipSets()
            matcher.use_memberships(sets)
        else:
            force_automaton(matcher)
    for story in articles:
        about = MatchableArticle(story)
        plain = {one.id: all_held(story_clauses(one, about, sets)) for one in watches.values()}
        assert explained(matcher.match_article(story)) == {k: v for k, v in plain.items() if v}
    for change in known:
        plain = {one.id: all_held(change_clauses(one, change, sets)) for one in watches.values()}
        assert explained(matcher.match_development(change)) == {k: v for k, v in plain.items() if v}


def explained(matches: list[WatchMatch]) -> dict[str, tuple[Clause, ...]]:
    return {match.watch.watch_id: match.clauses for match in matches}


def force_automaton(matcher: WatchMatcher) -> None:
    """Make the automaton anew however little has changed."""
    listed = matcher.phrases.list_all()
    matcher.phrases.use_automaton(compile_automaton(listed))


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


letters = st.text("aAß éÉĳ\u0130\u00a0\u2028“'-_.,\n\t和平1", max_size=30) | st.text(max_size=30)


@given(letters)
def test_a_text_is_folded_alike_in_utf_8(text: str) -> None:
    assert fold_to_utf8(text).decode() == fold_text(text)


@given(letters, st.lists(st.text("aAß éÉ“-_.和平1", min_size=1, max_size=4), max_size=6),
       st.booleans())  # fmt: skip
def test_the_phrase_index_finds_what_the_evaluator_finds(
    text: str, phrases: list[str], compiled: bool
) -> None:
    index, wanted = PhraseIndex(), {fold_text(phrase) for phrase in phrases} - {""}
    for phrase in wanted:
        index.use(index.intern(phrase))
    if compiled:
        index.use_automaton(compile_automaton(index.list_all()))
    found = {index.phrase(number) for number in index.find(fold_to_utf8(text))}
    assert found == {phrase for phrase in wanted if has_phrase(fold_text(text), phrase)}


def test_a_phrase_taken_up_again_while_an_automaton_is_made_is_still_found() -> None:
    index = PhraseIndex()
    number = index.intern("grain corridor")
    index.use(number)
    index.use_automaton(compile_automaton(index.list_all()))
    index.release(number)
    listed = index.list_all()
    index.use(index.intern("grain corridor"))
    index.use_automaton(compile_automaton(listed))
    assert index.find(b"the grain corridor reopened") == {number}
    index.use_automaton(compile_automaton(index.list_all()))
    assert index.find(b"the grain corridor reopened") == {number}


def test_phrases_that_nobody_asks_for_any_more_make_room() -> None:
    matcher = WatchMatcher()
    for number in range(400):
        when = {"mentioned": {"text": {"any": [f"phrase number {number}"]}}}
        matcher.add(watch(when, id=f"w-{number % 10}"))
        matcher.compile_phrases()
    assert len(matcher.phrases) < 100
    assert len(matcher) == 10


def test_many_watches_of_the_same_few_entities_are_divided_and_still_found() -> None:
    dice = random.Random(1)
    watches, matcher = {}, WatchMatcher(SETS)
    for number in range(600):
        terms = dice.sample([*IDS, {"members_of": "x-nato"}], dice.randint(1, 3))
        when = {"mentioned": {dice.choice(["any", "all"]): terms}}
        if dice.random() < 0.5:
            when["mentioned"]["text"] = {"any": [f"word{dice.randrange(9)}", "oil"]}
        only = [f"paper-{dice.randrange(30)}.example", "owner-1-1.example"]
        one = watch(when, id=f"w-{number}", sources={"only": only[dice.randrange(2) :]})
        watches[one.id] = one
        matcher.add(one)
        if number % 3 == 0:
            gone = f"w-{dice.randrange(number + 1)}"
            watches.pop(gone, None)
            matcher.remove(gone)
    for entities in (["SY"], ["SY", "US"], ["US", "TR", "FR"], ["x-isis"], []):
        story = enriched(1, *map(mention, entities), body="Oil, and word3.")
        about = MatchableArticle(story)
        plain = {one.id for one in watches.values() if all_held(story_clauses(one, about, SETS))}
        assert {match.watch.watch_id for match in matcher.match_article(story)} == plain
        assert bool(plain) == bool(entities)
    for watch_id in watches:
        matcher.remove(watch_id)
    assert (len(matcher), len(matcher._conditions)) == (0, 0)
    assert matcher.match_article(enriched(1, mention("US"), body="oil")) == []
