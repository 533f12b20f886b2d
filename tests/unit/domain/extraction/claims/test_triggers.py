"""Trigger words: their spelling and their labels."""

from pactwire.domain.extraction.claims.triggers import TRIGGERS


def test_trigger_words_are_lower_case_and_labelled():
    assert all(form == form.lower() and labels for form, labels in TRIGGERS.items())


def test_trigger_words_carry_a_mark_that_english_texts_pass_over():
    assert TRIGGERS["quittera"] == ("romance",)
    assert "romance" in TRIGGERS["suspension"]
    assert len(TRIGGERS["suspension"]) > 1
