"""Verb forms of French and Spanish."""

import pytest

from pactwire.domain.extraction.claims.pivot.conjugation import conjugate_french, conjugate_spanish


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
    assert {form.spelling for form in conjugate_french(lemma) if form.tense == tense} == forms


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
    assert {form.spelling for form in conjugate_spanish(lemma) if form.tense == tense} == forms
