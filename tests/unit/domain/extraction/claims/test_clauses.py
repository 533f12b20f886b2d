"""Who joins what: subjects, objects, voice, lists and references."""

import pytest

from marked_text import claims_in, findings


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("[Syria|SY] joins [NATO|x-nato]", {"SY join x-nato effective"}),
        (
            "[Mali|ML], [Chad|TD] and [Niger|NE] left [ECOWAS|x-ecowas].",
            {
                "ML leave x-ecowas effective",
                "TD leave x-ecowas effective",
                "NE leave x-ecowas effective",
            },
        ),
        ("[Chad|TD] was admitted to [ECOWAS|x-ecowas].", {"TD join x-ecowas effective"}),
        ("[ECOWAS|x-ecowas] suspends [Mali|ML] after coup", {"ML suspend x-ecowas effective"}),
        ("[Mali|ML] suspended from [ECOWAS|x-ecowas]", {"ML suspend x-ecowas effective"}),
        (
            "[NATO|x-nato] welcomed [Finland|FI] as its 31st member.",
            {"FI join x-nato effective"},
        ),
        ("[Finland|FI]'s accession to [NATO|x-nato] was approved.", {"FI join x-nato approved"}),
        ("[Turkish|TR|adjective] voters rejected [EU|x-eu] membership.", {"TR join x-eu rejected"}),
        (
            "[Damascus|x-damascus] joined [NATO|x-nato] and the [EU|x-eu].",
            {"SY join x-nato effective", "SY join x-eu effective"},
        ),
        (
            "[Chad|TD] will join [Mali|ML] in leaving [ECOWAS|x-ecowas].",
            {"TD leave x-ecowas approved", "ML leave x-ecowas approved"},
        ),
        (
            "[NATO|x-nato] met in Rome. [Chad|TD] then joined the alliance.",
            {"TD join x-nato effective"},
        ),
        (
            "[Chad|TD] is poor. The country has quit [OPEC|x-opec].",
            {"TD leave x-opec effective"},
        ),
        ("[Scotland|x-scotland] joins [NATO|x-nato]", {"x-scotland join x-nato effective"}),
        ("[Latvia|LV] adopted the euro on Monday.", {"LV join x-eurozone effective"}),
        (
            "The president of [Chad|TD] took the country out of [OPEC|x-opec].",
            {"TD leave x-opec effective"},
        ),
        (
            "[Niger|NE] left [ECOWAS|x-ecowas] and [Chad|TD] may do the same.",
            {"NE leave x-ecowas effective", "TD leave x-ecowas considered"},
        ),
        (
            "[ECOWAS|x-ecowas] elects [Chad|TD] as a new member, but not [Mali|ML].",
            {"TD join x-ecowas effective", "ML join x-ecowas rejected"},
        ),
        (
            "Two states ([Chad|TD] and [Mali|ML]) leave [ECOWAS|x-ecowas].",
            {"TD leave x-ecowas effective", "ML leave x-ecowas effective"},
        ),
        (
            "[ECOWAS|x-ecowas] announces the suspension of [Mali|ML]'s membership.",
            {"ML suspend x-ecowas effective"},
        ),
        ("[Qatar|QA] no longer a member of [OPEC|x-opec]", {"QA leave x-opec effective"}),
        ("Has [Sweden|SE] joined [NATO|x-nato]? Yes.", {"SE join x-nato effective"}),
        ("Were [Chad|TD] to leave [OPEC|x-opec], it would pump.", {"TD leave x-opec considered"}),
    ],
)
def test_parties_and_bodies_are_found_by_their_place_in_the_clause(text, claims):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "[Chad|TD] joined [Mali|ML] in blaming [ECOWAS|x-ecowas].",
        "[Chad|TD] joins [NATO|x-nato] exercise in the Baltic",
        "[Chad|TD] joins [EU|x-eu] calls for a ceasefire",
        "A [Syrian|SY|demonym] joined [NATO|x-nato] as a clerk.",
        "The former [Turkish|TR|adjective] minister joined [NATO|x-nato].",
        "[Japan|JP|team] joins [NATO|x-nato] of the tennis world",
        "[Russia|RU] expels [NATO|x-nato] envoys",
        "[ECOWAS|x-ecowas] suspends aid to [Mali|ML].",
        "[ECOWAS|x-ecowas] suspends [Mali|ML]'s envoy.",
        "[Erdogan|x-leader] left the [G20|x-g20] early.",
        "[Chad|TD] is a member of [OPEC|x-opec].",
        "[Chad|TD] becomes the first [NATO|x-nato] member to ban the drug.",
        "[Italy|IT] paid 3 million euro to join the talks.",
        "[Italy|IT] left the [EU|x-eu] divided.",
        "[Italy|IT] denounced [NATO|x-nato] in a speech.",
        "False: [Chad|TD] has joined [OPEC|x-opec].",
        "[Chad|TD] has joined [OPEC|x-opec] (fake)",
        "Has [Chad|TD] joined [OPEC|x-opec]? Not yet.",
        "Had [Chad|TD] joined [OPEC|x-opec], it would pump less.",
        "[Chad|TD] almost joined [OPEC|x-opec].",
        "It is not true that [Chad|TD] has left [OPEC|x-opec].",
        "[Chad|TD] joined [OPEC|x-opec] as an observer.",
        "[Chad|TD] becomes the first country in [OPEC|x-opec] to tax wells.",
        "[Chad|TD]'s membership fees to [ECOWAS|x-ecowas] are overdue.",
    ],
)
def test_near_misses_stay_silent(text):
    assert claims_in(text) == set()


def test_a_dropped_trigger_says_why():
    found = findings("[Italy|IT] denounced [NATO|x-nato] in a speech.")

    assert [dropped.why for dropped in found.dropped] == ["one denounces treaties only"]


def test_the_return_of_a_suspended_member_is_a_reinstatement():
    assert claims_in("[Chad|TD] backs the return of [Guinea|GN] to [ECOWAS|x-ecowas].") == {
        "GN reinstate x-ecowas considered"
    }


@pytest.mark.parametrize(
    ("text", "language", "claims"),
    [
        ("La [Suède|SE] rejoint l'[OTAN|x-nato].", "fr", {"SE join x-nato effective"}),
        ("Le [Mali|ML] se retire de la [CEDEAO|x-ecowas].", "fr", {"ML leave x-ecowas effective"}),
        ("La [Suède|SE] ne rejoindra pas l'[OTAN|x-nato].", "fr", {"SE join x-nato rejected"}),
        ("[Ecuador|EC] abandona la [OPEP|x-opec].", "es", {"EC leave x-opec effective"}),
        ("[Serbia|RS] quiere entrar en la [UE|x-eu].", "es", {"RS join x-eu considered"}),
        ("La [OPEP|x-opec] readmite a [Gabón|GA].", "es", {"GA reinstate x-opec effective"}),
    ],
)
def test_french_and_spanish_are_read_by_the_same_grammar(text, language, claims):
    assert claims_in(text, language=language) == claims
