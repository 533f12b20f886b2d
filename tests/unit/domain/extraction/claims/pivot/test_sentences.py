"""Verb forms of French and Spanish, and the English words that stand for a sentence."""

import pytest

from marked import WORLD, marked
from pactwire.domain.extraction.claims.pivot.conjugation import french, spanish
from pactwire.domain.extraction.claims.pivot.lexicon import english_word, lexicon
from pactwire.domain.extraction.claims.pivot.sentences import glossed
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.triggers import CUES
from pactwire.domain.extraction.entities.language import guessed
from pactwire.domain.text.normalise import view


def english(text: str, language: str) -> str:
    """The English words of the first sentence of a marked text."""
    sentence = next(glossed(ArticleContext(marked(text, language=language), WORLD), language))
    return " ".join(token.low for token in sentence.tokens)


@pytest.mark.parametrize(
    ("lemma", "tense", "forms"),
    [
        ("rejoindre", "fut", {"rejoindra", "rejoindront", "rejoindrons"}),
        ("annoncer", "past", {"annonçait", "annonçaient", "annonça", "annoncèrent"}),
        ("réintégrer", "pres", {"réintègre", "réintègrent", "réintégrons"}),
        ("exclure", "part", {"exclu", "exclue", "exclus", "exclues"}),
        ("admettre", "part", {"admis", "admise", "admises"}),
        ("bannir", "pres", {"bannit", "bannissent", "bannissons"}),
    ],
)
def test_french_verbs_are_inflected(lemma, tense, forms):
    assert {form.spelling for form in french(lemma) if form.tense == tense} == forms


@pytest.mark.parametrize(
    ("lemma", "tense", "forms"),
    [
        ("salir", "fut", {"saldrá", "saldrán", "saldremos"}),
        ("ratificar", "subj", {"ratifique", "ratifiquen", "ratificara", "ratificaran"}),
        ("retirar", "inf", {"retirar", "retirarse", "retirarlo", "retirarla"}),
        ("adherir", "past", {"adhirió", "adhirieron", "adhería", "adherían"}),
    ],
)
def test_spanish_verbs_are_inflected(lemma, tense, forms):
    assert {form.spelling for form in spanish(lemma) if form.tense == tense} == forms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le [Togo|TG] ne quittera pas l'[OPEP|x-opec].", "the togo will not leave the opep ."),
        ("Le [Togo|TG] n'a pas quitté l'[OPEP|x-opec].", "the togo has not left the opep ."),
        ("Le [Togo|TG] a quitté l'[OPEP|x-opec].", "the togo left the opep ."),
        ("Le retrait du [Togo|TG] de l'[OPEP|x-opec].",
         "the withdrawal of the togo from the opep ."),
        ("Le Parlement [turc|TR|adjective] quitte l'[OPEP|x-opec].",
         "the turc parliament leaves the opep ."),
        ("Le [Togo|TG] sort en janvier de l'[OPEP|x-opec].",
         "the togo leaves the opep in january ."),
    ],
)  # fmt: skip
def test_french_is_put_into_english_order(text, words):
    assert english(text, "fr") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Togo|TG] no abandonará la [OPEP|x-opec].", "togo will not leave the opep ."),
        ("[Togo|TG] se ha retirado de la [OPEP|x-opec].", "togo has withdrawn from the opep ."),
        ("La [OPEP|x-opec] suspende a [Togo|TG].", "the opep suspends togo ."),
        ("[Togo|TG] acaba de salir de la [OPEP|x-opec].", "togo has just left the opep ."),
    ],
)
def test_spanish_is_put_into_english_order(text, words):
    assert english(text, "es") == words


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_verb_has_an_english_one_the_grammar_knows(language):
    tables = lexicon(language)
    unknown = {gloss for gloss in tables.plain.values() if not english_word(gloss).tags}
    assert unknown == set()


def test_trigger_words_carry_a_mark_that_english_texts_pass_over():
    assert CUES["quittera"] == ("romance",)
    assert "romance" in CUES["suspension"]
    assert len(CUES["suspension"]) > 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Finlandia ingresa en la OTAN.", "es"),
        ("L'Espagne quitte l'Unesco", "fr"),
        ("Colombia solicita su adhesión a los BRICS", "es"),
        ("Côte d'Ivoire joins BRICS", "en"),
        ("Sweden, Finland apply to NATO", "en"),
    ],
)
def test_headlines_show_their_language(text, language):
    assert guessed(view(text).haystack) == language
