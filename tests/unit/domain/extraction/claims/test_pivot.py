"""French and Spanish sentences: who joins or leaves what, and how far it has got."""

import pytest

from marked_text import claims_in, findings, marked

FRENCH = [
    ("La [Suède|SE] rejoint l'[OTAN|x-nato].", {"SE join x-nato effective"}),
    ("La [Suède|SE] rejoindra l'[OTAN|x-nato].", {"SE join x-nato approved"}),
    ("La [Suède|SE] pourrait rejoindre l'[OTAN|x-nato].", {"SE join x-nato considered"}),
    ("La [Suède|SE] veut rejoindre l'[OTAN|x-nato].", {"SE join x-nato considered"}),
    ("La [Suède|SE] demande à rejoindre l'[OTAN|x-nato].", {"SE join x-nato applied"}),
    ("La [Suède|SE] refuse de rejoindre l'[OTAN|x-nato].", {"SE join x-nato rejected"}),
    ("La [Suède|SE] n'a pas rejoint l'[OTAN|x-nato].", set()),
    ("La [Suède|SE] ne rejoindra jamais l'[OTAN|x-nato].", {"SE join x-nato rejected"}),
    ("La [Suède|SE] adhère à l'[OTAN|x-nato].", {"SE join x-nato effective"}),
    ("La [Suède|SE] est entrée mardi dans l'[OTAN|x-nato].", {"SE join x-nato effective"}),
    ("Le [Niger|NE] s'est retiré de la [Cédéao|x-ecowas].", {"NE leave x-ecowas effective"}),
    ("Le [Niger|NE] sort de la [Cédéao|x-ecowas].", {"NE leave x-ecowas effective"}),
    ("Le [Niger|NE] va quitter la [Cédéao|x-ecowas].", {"NE leave x-ecowas approved"}),
    ("La [Cédéao|x-ecowas] a suspendu le [Niger|NE].", {"NE suspend x-ecowas effective"}),
    ("Le [Niger|NE] est suspendu de la [Cédéao|x-ecowas].", {"NE suspend x-ecowas effective"}),
    ("Le [Niger|NE] a été exclu de la [Cédéao|x-ecowas].", {"NE expel x-ecowas effective"}),
    ("La [Cédéao|x-ecowas] lève la suspension du [Niger|NE].", {"NE reinstate x-ecowas effective"}),
    ("Le [Niger|NE] annonce son retrait de l'[OPEP|x-opec].", {"NE leave x-opec approved"}),
    ("Le [Niger|NE] dément avoir quitté l'[OPEP|x-opec].", set()),
    ("L'[Ukraine|UA] dépose sa candidature à l'[UE|x-eu].", {"UA join x-eu applied"}),
    ("La [Hongrie|HU] ratifie l'adhésion de la [Suède|SE] à l'[OTAN|x-nato].",
     {"SE join x-nato approved"}),
    ("[Damas|x-damascus] réintègre l'[OPEP|x-opec].", {"SY join x-opec effective"}),
    ("Le Parlement [turc|TR|adjective] ratifie la [convention d'Ottawa|x-mines].",
     {"TR join x-mines approved"}),
]  # fmt: skip
SPANISH = [
    ("[Suecia|SE] ingresa en la [OTAN|x-nato].", {"SE join x-nato effective"}),
    ("[Suecia|SE] se unió ayer a la [OTAN|x-nato].", {"SE join x-nato effective"}),
    ("[Suecia|SE] se incorporará a la [OTAN|x-nato].", {"SE join x-nato approved"}),
    ("[Suecia|SE] podría incorporarse a la [OTAN|x-nato].", {"SE join x-nato considered"}),
    ("[Suecia|SE] quiere adherirse a la [OTAN|x-nato].", {"SE join x-nato considered"}),
    ("[Suecia|SE] pide ingresar en la [OTAN|x-nato].", {"SE join x-nato applied"}),
    ("[Suecia|SE] se niega a entrar en la [OTAN|x-nato].", {"SE join x-nato rejected"}),
    ("[Suecia|SE] no ha ingresado en la [OTAN|x-nato].", set()),
    ("[Suecia|SE] nunca ingresará en la [OTAN|x-nato].", {"SE join x-nato rejected"}),
    ("[Suecia|SE] vuelve a incorporarse a la [OTAN|x-nato].", {"SE join x-nato effective"}),
    ("[Níger|NE] abandonará la [CEDEAO|x-ecowas].", {"NE leave x-ecowas approved"}),
    ("[Níger|NE] se retira de la [CEDEAO|x-ecowas].", {"NE leave x-ecowas effective"}),
    ("[Níger|NE] amenaza con salir de la [CEDEAO|x-ecowas].", {"NE leave x-ecowas considered"}),
    ("La [CEDEAO|x-ecowas] suspendió a [Níger|NE].", {"NE suspend x-ecowas effective"}),
    ("[Níger|NE] fue expulsado de la [CEDEAO|x-ecowas].", {"NE expel x-ecowas effective"}),
    ("La [CEDEAO|x-ecowas] readmite a [Níger|NE].", {"NE reinstate x-ecowas effective"}),
    ("[Níger|NE] confirma su salida de la [OPEP|x-opec].", {"NE leave x-opec approved"}),
    ("[Ucrania|UA] solicita su ingreso en la [UE|x-eu].", {"UA join x-eu applied"}),
    ("[Perú|PE] quiere que [Chile|CL] se incorpore a la [OPEP|x-opec].",
     {"CL join x-opec considered"}),
    ("[Hungría|HU] bloquea la entrada de [Suecia|SE] en la [OTAN|x-nato].",
     {"SE join x-nato rejected"}),
    ("[Níger|NE] se retira de la [CEDEAO|x-ecowas] y de la [OPEP|x-opec].",
     {"NE leave x-ecowas effective", "NE leave x-opec effective"}),
]  # fmt: skip
NEAR_MISSES = [
    ("fr", "La [Suède|SE] est membre de l'[OTAN|x-nato]."),
    ("fr", "La [Suède|SE] rejoint l'[OTAN|x-nato] dans sa condamnation du putsch."),
    ("fr", "La délégation du [Niger|NE] quitte la réunion de la [Cédéao|x-ecowas]."),
    ("fr", "L'[UE|x-eu] suspend son aide au [Niger|NE]."),
    ("fr", "Le [Niger|NE] expulse l'ambassadeur de l'[UE|x-eu]."),
    ("fr", "L'[OTAN|x-nato] entre dans une ère nouvelle, dit la [Suède|SE]."),
    ("es", "[Suecia|SE] es miembro de la [OTAN|x-nato]."),
    ("es", "[Suecia|SE] se une a la [OTAN|x-nato] en unas maniobras."),
    ("es", "La [UE|x-eu] expulsa a [Rusia|RU] del sistema de pagos."),
    ("es", "La [UE|x-eu] prohíbe la entrada de productos de [Rusia|RU]."),
    ("es", "El ministro de [Chile|CL] abandona la cumbre de la [OTAN|x-nato]."),
    ("es", "[Chile|CL] denuncia a [Perú|PE] ante la [UE|x-eu]."),
]


@pytest.mark.parametrize(("text", "claims"), FRENCH)
def test_french_sentences(text, claims):
    assert claims_in(text, language="fr") == claims


@pytest.mark.parametrize(("text", "claims"), SPANISH)
def test_spanish_sentences(text, claims):
    assert claims_in(text, language="es") == claims


@pytest.mark.parametrize(("language", "text"), NEAR_MISSES)
def test_near_misses_stay_silent(language, text):
    assert claims_in(text, language=language) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La [Suède|SE] va-t-elle quitter l'[OTAN|x-nato] ?"),
        ("fr", "La [Suède|SE] quittera l'[OTAN|x-nato] ?"),
        ("es", "¿[Suecia|SE] abandonará la [OTAN|x-nato]?"),
    ],
)
def test_a_question_decides_nothing(language, text):
    assert claims_in(text, language=language) == {"SE leave x-nato considered"}


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("fr", "La [Suède|SE], qui a rejoint l'[OTAN|x-nato], arme.", "SE join x-nato effective"),
        ("fr", "Il y a un an, la [Suède|SE] entrait à l'[OTAN|x-nato].",
         "SE join x-nato effective"),
        ("fr", "La [Suède|SE] a rejoint l'[OTAN|x-nato] en 2009.", "SE join x-nato effective"),
        ("fr", "Le [Mali|ML], suspendu de l'[OPEP|x-opec] depuis 2012, attend.",
         "ML suspend x-opec effective"),
        ("es", "[España|ES], que ingresó en la [OTAN|x-nato], vota.", "ES join x-nato effective"),
        ("es", "[España|ES] ingresó en la [OTAN|x-nato] en 1982.", "ES join x-nato effective"),
    ],
)  # fmt: skip
def test_what_is_recalled_is_background(language, text, claim):
    assert claims_in(text, "2024-05-01", language) == {f"{claim} (background)"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La [Suède|SE] est devenue jeudi le 32e membre de l'[OTAN|x-nato]."),
        ("fr", "La [Suède|SE] deviendra en mars le 32e membre de l'[OTAN|x-nato]."),
        ("es", "[Suecia|SE] se convirtió en el miembro número 32 de la [OTAN|x-nato]."),
        ("es", "[Suecia|SE] se convierte en el 32.º miembro de la [OTAN|x-nato]."),
    ],
)
def test_ordinals_are_read(language, text):
    (claim,) = findings(text, language=language).claims
    assert claim.ordinal == 32


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La [Suède|SE] a rejoint l'[OTAN|x-nato] le 7 mars 2024."),
        ("es", "[Suecia|SE] ingresó en la [OTAN|x-nato] el 7 de marzo de 2024."),
    ],
)
def test_dates_are_read(language, text):
    (claim,) = findings(text, "2024-03-08", language).claims
    assert claim.effective_on is not None
    assert claim.effective_on.on.isoformat() == "2024-03-07"


def test_the_country_and_the_bloc_are_resolved():
    text = "L'[OTAN|x-nato] siège. Le président de la [Suède|SE] annonce que son pays y pense. "
    assert claims_in(text + "Le pays a rejoint l'alliance.", language="fr") == {
        "SE join x-nato effective"
    }


def test_evidence_is_the_sentence_in_the_text():
    text = "Rien. Le [Niger|NE] ne quittera pas l'[OPEP|x-opec], dit-on. Rien."
    (claim,) = findings(text, language="fr").claims
    plain = marked(text).text
    assert plain[claim.start : claim.end] == "Le Niger ne quittera pas l'OPEP, dit-on."


def test_their_words_mean_nothing_in_english():
    assert claims_in("[Chad|TD] sort of quitte [OPEC|x-opec].") == set()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_adversarial_texts_give_no_claims(language):
    noise = "l' d' qu' se ne no que quitter a à de la 32e il y a hace en 2004 ? « " * 60
    text = f"[Chad|TD] {noise} [OPEC|x-opec] quitte {noise}"
    assert claims_in(text, language=language) == set()
