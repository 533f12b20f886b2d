"""Compiles a language that is transferred into English: its words with glosses, its verb forms."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grammar_compiler.conjugation import (
    conjugate_french,
    conjugate_spanish,
    parse_irregular_verbs,
)
from grammar_compiler.inflection import inflect, split_phrases

CONJUGATE = {"fr": conjugate_french, "es": conjugate_spanish}
FORMS = ("VB", "VBZ", "VBD", "VBN", "VBG")
SETS = (
    "particles", "clitics", "denials", "reflexive", "links", "to_party", "purpose", "again",
    "dating", "within_dates", "numero", "ago", "adverbial", "moving",
)  # fmt: skip
"""Small words, by what they do."""
BY_MEANING = ("have", "be", "modals", "negations", "contracted", "words")
"""Words under the tense or English word that they stand for."""


def compile_language(file: Mapping[str, Any], more: Iterable[str]) -> dict[str, Any]:
    """The tables of one language; `more` glosses are inflected, too."""
    verbs = {lemma: gloss for gloss, text in file["verbs"].items() for lemma in text.split()}
    frames = group_frames(file["frames"])
    lemmas = dict.fromkeys((*verbs, *frames, *file["neutral"].split()))
    glosses = {*verbs.values(), *file["frames"], *more}
    return {
        **{name: file.get(name, "").split() for name in SETS},
        **{name: turn_round(file.get(name, {})) for name in BY_MEANING},
        "language": file["language"],
        "simple_past": file["simple_past"],
        "body_nouns": file["body_nouns"].split(),
        "verbs": verbs,
        "frames": frames,
        "phrases": list(list_phrases(file["phrases"])),
        "forms": conjugate(file, lemmas),
        "glosses": {gloss: inflect_gloss(gloss) for gloss in sorted(glosses)},
    }


def turn_round(table: Mapping[str, str]) -> dict[str, str]:
    """Word -> what it stands for."""
    return {word: meaning for meaning, text in table.items() for word in text.split()}


def group_frames(table: Mapping[str, str]) -> dict[str, list[tuple[bool, str, str]]]:
    """Lemma -> its meanings with a preposition: whether reflexive, the preposition, English."""
    found: dict[str, list[tuple[bool, str, str]]] = {}
    for gloss, text in table.items():
        for entry in text.split():
            verb, _, preposition = entry.partition(":")
            reflexive = verb.startswith("se-")
            lemma = verb.removeprefix("se-")
            found.setdefault(lemma, []).append((reflexive, preposition, gloss))
    return found


def list_phrases(table: Mapping[str, str]) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each phrase and its English words, longest first."""
    phrases = [
        (phrase.split(), gloss.split())
        for gloss, text in table.items()
        for phrase in split_phrases(text)
    ]
    yield from sorted(phrases, key=lambda phrase: -len(phrase[0]))


def conjugate(
    file: Mapping[str, Any], lemmas: Mapping[str, None]
) -> dict[str, list[tuple[str, str]]]:
    """Spelling -> each lemma and tense that it may be."""
    irregular = parse_irregular_verbs(file["irregular"])
    forms: dict[str, list[tuple[str, str]]] = {}
    for lemma in lemmas:
        for spelling, tense in CONJUGATE[file["language"]](lemma, irregular):
            forms.setdefault(spelling, []).append((lemma, tense))
    return forms


def inflect_gloss(gloss: str) -> list[str]:
    """Base, third person, past, participle and -ing form of an English gloss, one of each."""
    forms: dict[str, str] = {}
    for form, tag in inflect(gloss):
        forms.setdefault(tag, form)
    return [forms[tag] for tag in FORMS]


def list_change_words(
    table: Mapping[str, Any], changing: frozenset[str], telling: frozenset[str]
) -> Iterator[str]:
    """The words of a language that may tell of a change: whose English verb or noun does."""
    for spelling, entries in table["forms"].items():
        for lemma, _ in entries:
            frames = [gloss for _, _, gloss in table["frames"].get(lemma, ())]
            glosses = [table["verbs"].get(lemma, ""), *frames]
            if any(gloss.partition(" ")[0] in changing for gloss in glosses):
                yield spelling
    for word, gloss in table["words"].items():
        if gloss in telling:
            yield word
