"""Compiling the grammar: verbs in all their forms, labels that are known, trigger words."""

from pathlib import Path

import pytest

from grammar_compiler import InvalidGrammar, collect_triggers, compile_grammar, read_grammar
from grammar_compiler.conjugation import (
    conjugate_french,
    conjugate_spanish,
    parse_irregular_verbs,
)
from grammar_compiler.inflection import inflect
from pactwire.domain.extraction.claims.attributes.merging import RANK
from pactwire.domain.extraction.claims.lexicon.labels import LABELS
from pactwire.domain.extraction.claims.scope.factuality import FORM, TENSE
from pactwire.domain.extraction.claims.scope.governors import UNREAL
from pactwire.domain.extraction.claims.scope.operator_table import open_operators
from pactwire.domain.reference.tables import GrammarTables

FILES = read_grammar(Path(__file__).parents[2] / "seeds" / "grammar")


def forms_of(verb: str, tag: str) -> set[str]:
    return {form for form, given in inflect(verb) if given == tag}


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("quit", "quit", "quitting"),
        ("ratify", "ratified", "ratifying"),
        ("expel", "expelled", "expelling"),
        ("opt", "opted", "opting"),
        ("scrap", "scrapped", "scrapping"),
        ("snub", "snubbed", "snubbing"),
        ("strip", "stripped", "stripping"),
        ("defer", "deferred", "deferring"),
        ("confer", "conferred", "conferring"),
        ("unfreeze", "unfroze", "unfreezing"),
        ("pull out of", "pulled out of", "pulling out of"),
        ("stay", "stayed", "staying"),
    ],
)
def test_english_verbs_are_inflected(verb, past, gerund):
    assert past in forms_of(verb, "VBD")
    assert forms_of(verb, "VBG") == {gerund}


def test_verbs_with_two_spellings_have_both():
    assert forms_of("cancel", "VBD") == {"canceled", "cancelled"}


def test_irregular_verbs_have_a_participle_of_their_own():
    assert forms_of("withdraw", "VBN") == {"withdrawn"}
    assert forms_of("withdraw", "VBD") == {"withdrew"}
    assert forms_of("admit", "VBN") == {"admitted"}


def test_every_verb_of_the_lexicon_has_all_forms():
    file = FILES["lexicon"]
    verbs = [verb for text in file["verbs"].values() for verb in text.split()]
    lacking = [verb for verb in verbs if len({tag for _, tag in inflect(verb)}) != 5]
    assert lacking == []
    misspelled = [form for verb in verbs for form, _ in inflect(verb) if form.endswith("yed") and
                  verb.endswith("y") and verb[-2] not in "aeou"]  # fmt: skip
    assert misspelled == []


def test_an_unknown_label_fails_the_build():
    with pytest.raises(InvalidGrammar, match="'enter' has unknown labels"):
        compile_grammar({"lexicon": {"verbs": {"JOYN": "enter"}}})


def test_a_word_of_several_places_has_the_labels_of_all():
    compiled = compile_grammar({"a": {"words": {"NEG": "no"}}, "b": {"words": {"DET": "no"}}})
    row, lemma = compiled["en"]["words"]["no"]
    assert compiled["en"]["labels"][row] == ("DET", "NEG")
    assert lemma == ""


def test_trigger_words_are_lower_case_and_of_a_known_kind():
    triggers = collect_triggers(FILES)
    assert all(form == form.lower() for form in triggers)
    kinds = {kind for kinds in triggers.values() for kind in kinds}
    assert kinds == {"change", "hint", "romance", "N_BREXIT"}


def test_trigger_words_carry_a_mark_that_english_texts_pass_over():
    triggers = collect_triggers(FILES)
    assert triggers["quittera"] == ("romance",)
    assert triggers["suspension"] == ("change", "romance")


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
    irregular = parse_irregular_verbs(FILES["french"]["irregular"])
    found = conjugate_french(lemma, irregular)
    assert {form.spelling for form in found if form.tense == tense} == forms


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
    irregular = parse_irregular_verbs(FILES["spanish"]["irregular"])
    found = conjugate_spanish(lemma, irregular)
    assert {form.spelling for form in found if form.tense == tense} == forms


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_verb_has_an_english_one_the_grammar_knows(language):
    compiled = compile_grammar(FILES)
    english = {*compiled["en"]["words"], *compiled["en"]["phrases"]}
    assert {*compiled[language]["verbs"].values()} - english == set()


def test_factuality_asks_for_known_operators_and_stages_only():
    table = open_operators(GrammarTables(compile_grammar(FILES)))
    known = LABELS | FORM.labels | TENSE.labels | {UNREAL}
    assert {label for row in table.rows for label in row.labels} - known == set()
    assert {row.stage for row in table.rows} <= {None, *RANK}
