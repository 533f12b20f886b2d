"""The language of a text, guess_language from its words."""

import pytest

from pactwire.domain.extraction.entities.language import guess_language
from pactwire.domain.text.normalise import normalise_text


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
    assert guess_language(normalise_text(text).haystack) == language


def test_the_language_is_guessed_when_nobody_says_it(reading):
    assert reading("Le ministre de la Russie et les chefs des armées", "und").language == "fr"
    assert reading("Президент России и министры", "und").language == "ru"
    assert reading("The minister of the interior", "und").language == "en"
