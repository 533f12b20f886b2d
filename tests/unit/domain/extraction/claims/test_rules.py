"""Returns, refusals, verdicts on a noun, references: the grammar beyond plain verbs."""

import pytest

from marked_text import claims_in, findings


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[NATO|x-nato] welcomed [Chad|TD] back.", {"TD reinstate x-nato effective"}),
        ("[Chad|TD] was welcomed back into [NATO|x-nato].", {"TD reinstate x-nato effective"}),
        ("[Chad|TD] gets its seat in [NATO|x-nato] back.", {"TD reinstate x-nato effective"}),
        ("[NATO|x-nato] agreed to return [Chad|TD] to full membership.",
         {"TD reinstate x-nato approved"}),
        ("[Chad|TD], suspended from [ECOWAS|x-ecowas] in 2009, was readmitted.",
         {"TD suspend x-ecowas effective (background)", "TD reinstate x-ecowas effective"}),
    ],
)  # fmt: skip
def test_a_return_is_a_reinstatement(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[NATO|x-nato] slams the door on [Chad|TD].", {"TD join x-nato rejected"}),
        ("[NATO|x-nato] turned down [Chad|TD]'s bid for membership.", {"TD join x-nato rejected"}),
        ("[Chad|TD]'s membership of [NATO|x-nato] is out of the question.",
         {"TD join x-nato rejected"}),
        ("Joining [NATO|x-nato] is out of the question for [Chad|TD].",
         {"TD join x-nato rejected"}),
        ("[NATO|x-nato] invited [Mali|ML] and [Togo|TG] but turned down [Chad|TD].",
         {"ML join x-nato approved", "TG join x-nato approved", "TD join x-nato rejected"}),
        ("[Chad|TD] will stay away from the [Mine Ban Treaty|x-mines].",
         {"TD join x-mines rejected"}),
        ("[Chad|TD] denied reports that it was leaving [NATO|x-nato].",
         {"TD leave x-nato rejected"}),
        ("Neither [Chad|TD] nor [Mali|ML] will join [NATO|x-nato].",
         {"TD join x-nato rejected", "ML join x-nato rejected"}),
    ],
)  # fmt: skip
def test_a_refusal_rejects_the_change(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[Mali|ML] drops its objections to [Chad|TD]'s entry into [NATO|x-nato].",
         {"TD join x-nato approved"}),
        ("[Chad|TD] was granted membership of [NATO|x-nato].", {"TD join x-nato approved"}),
        ("[Chad|TD] becomes a member of [NATO|x-nato], pending ratification.",
         {"TD join x-nato approved"}),
        ("[Chad|TD]'s withdrawal from [NATO|x-nato] was condemned by [Mali|ML].",
         {"TD leave x-nato effective"}),
        ("With the entry of [Chad|TD] [NATO|x-nato] counts 33 members.",
         {"TD join x-nato effective"}),
        ("[NATO|x-nato] threatens [Chad|TD] with expulsion.", {"TD expel x-nato considered"}),
        ("[Chad|TD] must ask its voters before leaving [NATO|x-nato].",
         {"TD leave x-nato considered"}),
        ("The law under which [Chad|TD] leaves [NATO|x-nato] was signed.",
         {"TD leave x-nato approved"}),
    ],
)  # fmt: skip
def test_what_stands_around_a_change_sets_its_stage(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[ECOWAS|x-ecowas] met. They suspended [Chad|TD].", {"TD suspend x-ecowas effective"}),
        ("[Chad|TD] and [Mali|ML] met. Both countries will leave [NATO|x-nato].",
         {"TD leave x-nato approved", "ML leave x-nato approved"}),
        ("[CHAD|TD], [MALI|ML], [TOGO|TG] QUIT [NATO|x-nato]",
         {"TD leave x-nato effective", "ML leave x-nato effective", "TG leave x-nato effective"}),
        ("A majority of [Chadians|TD|demonym] voted to join [NATO|x-nato].",
         {"TD join x-nato approved"}),
    ],
)  # fmt: skip
def test_whom_a_phrase_means(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "Ever since [Chad|TD] joined [NATO|x-nato], prices rose.",
        "[Chad|TD] was suspended from [ECOWAS|x-ecowas] between 2011 and 2023.",
        "People recall the day [Chad|TD] joined [NATO|x-nato].",
        "[Chad|TD], suspended from [ECOWAS|x-ecowas] in 2009, holds a vote.",
    ],
)
def test_history_is_background(text):
    assert all(claim.background for claim in findings(text).claims)
    assert findings(text).claims


@pytest.mark.parametrize(
    "text",
    [
        "Members of [NATO|x-nato], among them [Chad|TD], join in a minute of silence.",
        "Neither [Chad|TD] nor [Mali|ML] has joined [NATO|x-nato].",
        "[ECOWAS|x-ecowas] joined [NATO|x-nato] in condemning the coup.",
        "The case of [Chad|TD] returns to the [International Criminal Court|x-icc] in May.",
        "An official of [NATO|x-nato] said that [Chad|TD] had left once before.",
        "[NATO|x-nato] invited [Chad|TD] to a summit.",
    ],
)
def test_near_misses_stay_silent(text):
    assert claims_in(text) == set()


def test_a_clause_of_its_own_gives_no_speaker():
    text = (
        "[ECOWAS|x-ecowas] suspended [Chad|TD], a day after officers in [Mali|ML] said they ruled."
    )
    (claim,) = findings(text).claims

    assert claim.speaker is None


def test_brexit_needs_a_world_with_the_union_in_it():
    assert claims_in("Brexit was completed on Friday, [Chad|TD] noted.") == set()
