"""Sentences of French and Spanish in English words and order."""

import pytest

from marked_text import WORLD, marked
from pactwire.domain.extraction.claims.pivot.sentences import transfer_sentences
from pactwire.domain.extraction.claims.tokens.context import ArticleContext


def english(text: str, language: str) -> str:
    """The English words of the first sentence of a marked text."""
    sentence = next(
        transfer_sentences(ArticleContext(marked(text, language=language), WORLD), language)
    )
    return " ".join(token.low for token in sentence.tokens)


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
