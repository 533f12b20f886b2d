"""The words of French and Spanish and the English ones that stand for them."""

import pytest

from pactwire.domain.extraction.claims.pivot.lexicon import load_lexicon, look_up_english


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_verb_has_an_english_one_the_grammar_knows(language):
    tables = load_lexicon(language)
    unknown = {gloss for gloss in tables.plain.values() if not look_up_english(gloss).tags}
    assert unknown == set()
