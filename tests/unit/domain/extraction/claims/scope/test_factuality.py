"""How far a change has got: what governs the predicate, from the inside out."""

import pytest

from marked_text import claims_in


@pytest.mark.parametrize(
    ("predicate", "stage"),
    [
        ("joins", "effective"),
        ("has joined", "effective"),
        ("will join", "approved"),
        ("is to join", "approved"),
        ("is joining", "approved"),
        ("to join", "approved"),
        ("is set to join", "approved"),
        ("voted to join", "approved"),
        ("agreed to join", "approved"),
        ("was invited to join", "approved"),
        ("applied to join", "applied"),
        ("asked to join", "applied"),
        ("wants to join", "considered"),
        ("may join", "considered"),
        ("is considering joining", "considered"),
        ("has not ruled out joining", "considered"),
        ("will not join", "rejected"),
        ("refuses to join", "rejected"),
        ("rules out joining", "rejected"),
        ("has no plans to join", "rejected"),
        ("does not want to join", "rejected"),
        ("says it will join", "approved"),
        ("said it would join", "approved"),
        ("said it had joined", "effective"),
        ("hopes to be allowed to join", "considered"),
    ],
)
def test_the_verb_group_and_its_governors_set_the_stage(predicate, stage):
    assert claims_in(f"[Chad|TD] {predicate} [NATO|x-nato].") == {f"TD join x-nato {stage}"}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[Chad|TD] blocks [Mali|ML]'s bid to join [NATO|x-nato].", {"ML join x-nato rejected"}),
        (
            "[Chad|TD] will block [Mali|ML]'s bid to join [NATO|x-nato].",
            {"ML join x-nato considered"},
        ),
        ("[Chad|TD] suspends its accession to [NATO|x-nato].", {"TD join x-nato rejected"}),
        ("[Chad|TD] suspends its membership of [NATO|x-nato].", {"TD suspend x-nato effective"}),
        ("[NATO|x-nato] lifts the suspension of [Chad|TD].", {"TD reinstate x-nato effective"}),
        ("[Chad|TD] signs the [Mine Ban Treaty|x-mines].", {"TD join x-mines approved"}),
        ("[Chad|TD] reverses its decision to leave [NATO|x-nato].", {"TD leave x-nato rejected"}),
        ("[Chad|TD] will quit [NATO|x-nato] if it loses.", {"TD leave x-nato considered"}),
        ("Should [Chad|TD] join [NATO|x-nato]?", {"TD join x-nato considered"}),
        (
            "[Chad|TD] urged that [Mali|ML] be expelled from [NATO|x-nato].",
            {"ML expel x-nato considered"},
        ),
        ("[Chad|TD] is no longer a member of [NATO|x-nato].", {"TD leave x-nato effective"}),
        ("[Mali|ML] welcomed [Chad|TD]'s entry into [NATO|x-nato].", {"TD join x-nato effective"}),
    ],
)
def test_decisions_of_others_and_decisions_taken_back(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "[Chad|TD] has not joined [NATO|x-nato].",
        "[Chad|TD] has yet to join [NATO|x-nato].",
        "[Chad|TD] denied that it had left [NATO|x-nato].",
        "Reports that [Chad|TD] has joined [NATO|x-nato] are wrong.",
    ],
)
def test_what_did_not_happen_is_no_claim(text):
    assert claims_in(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[Chad|TD], which joined [NATO|x-nato] in 1999, sent troops.",
        "Since joining [NATO|x-nato], [Chad|TD] has built roads.",
        "[Chad|TD] joined [NATO|x-nato] in 1999.",
        "Prices rose after [Chad|TD] joined [NATO|x-nato].",
    ],
)
def test_recalled_history_is_background(text):
    assert claims_in(text) == {"TD join x-nato effective (background)"}


def test_the_publication_date_decides_what_is_old():
    text = "[Chad|TD] joined [NATO|x-nato] in 2024."

    assert claims_in(text, published="2024-05-02") == {"TD join x-nato effective"}
    assert claims_in(text, published="2026-05-02") == {"TD join x-nato effective (background)"}


def test_the_furthest_stage_of_an_article_holds():
    text = "[Chad|TD] wants to join [NATO|x-nato]. On Monday it joined [NATO|x-nato]."

    assert claims_in(text) == {"TD join x-nato effective"}


def test_the_text_corrects_a_headline_in_the_present_tense():
    text = "[Chad|TD] joins [NATO|x-nato]\n[Chad|TD] will join [NATO|x-nato] in May."

    assert claims_in(text) == {"TD join x-nato approved"}
