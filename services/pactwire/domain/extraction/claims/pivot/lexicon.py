"""The look-up tables of a language: verb forms, words and phrases with their English glosses."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import NamedTuple

from pactwire.domain.extraction.claims.lexicon.verbs import inflect
from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS, build_english
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.pivot import (
    conjugation,
    french,
    french_words,
    spanish,
    spanish_words,
)
from pactwire.domain.extraction.claims.pivot.conjugation import Tense, VerbForm

LANGUAGES = {"fr": french, "es": spanish}
TABLES = {"fr": french_words, "es": spanish_words}
MARK = "romance"
"""The label of trigger words that mean nothing in an English text."""
CHANGING = word_set(
    "join rejoin leave denounce sign ratify adopt suspend expel admit accept welcome invite elect "
    "reinstate become withdraw subscribe"
)
TELLING = ("N_", "MEMBER", "CANDIDATE", "APPLY")


class PrepositionalSense(NamedTuple):
    """A verb that has a meaning with one preposition only."""

    reflexive: bool
    preposition: str
    english: str


class InflectedForm(NamedTuple):
    """A verb form: its lemma and its tense."""

    lemma: str
    tense: Tense


class GlossWord(NamedTuple):
    """An English word with the labels the claim rules give it."""

    low: str
    tags: frozenset[str]
    lemma: str


Phrase = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TransferLexicon:
    """All a language needs to be glossed."""

    source: ModuleType
    forms: Mapping[str, tuple[InflectedForm, ...]]
    plain: Mapping[str, str]
    frames: Mapping[str, tuple[PrepositionalSense, ...]]
    words: Mapping[str, str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    moving: frozenset[str] = field(default=frozenset())
    """Verbs whose perfect is made with "to be"."""


def parse_table(table: str) -> Iterator[tuple[str, str]]:
    """English and the rest of each line of a table."""
    for line in table.split("\n"):
        if line:
            gloss, _, rest = line.partition("=")
            yield gloss, rest


def map_plain_verbs(source: ModuleType) -> dict[str, str]:
    """Lemma -> English lemma."""
    return {lemma: gloss for gloss, rest in parse_table(source.VERBS) for lemma in rest.split()}


def map_prepositional_verbs(source: ModuleType) -> dict[str, tuple[PrepositionalSense, ...]]:
    """Lemma -> its meanings with a preposition."""
    found: dict[str, tuple[PrepositionalSense, ...]] = {}
    for gloss, rest in parse_table(source.FRAMES):
        for entry in rest.split():
            verb, _, preposition = entry.partition(":")
            reflexive = verb.startswith("se-")
            lemma = verb.removeprefix("se-")
            found[lemma] = (
                *found.get(lemma, ()),
                PrepositionalSense(reflexive, preposition, gloss),
            )
    return found


def map_phrases(table: str) -> dict[str, tuple[Phrase, ...]]:
    """First word -> phrases, longest first."""
    found: dict[str, list[Phrase]] = {}
    for gloss, rest in parse_table(table):
        for entry in rest.split("|"):
            parts = tuple(entry.split())
            found.setdefault(parts[0], []).append((parts, tuple(gloss.split())))
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in found.items()
    }


@cache
def load_lexicon(language: str) -> TransferLexicon:
    """The tables of "fr" or "es"."""
    source = LANGUAGES[language]
    plain, frames = map_plain_verbs(source), map_prepositional_verbs(source)
    forms: dict[str, tuple[InflectedForm, ...]] = {}
    for lemma in dict.fromkeys((*plain, *frames, *source.NEUTRAL.split())):
        for spelling, tense in conjugate(language, lemma):
            forms[spelling] = (*forms.get(spelling, ()), InflectedForm(lemma, tense))
    words = {
        word: gloss for gloss, rest in parse_table(TABLES[language].WORDS) for word in rest.split()
    }
    moving = frozenset(source.MOVING.split())
    return TransferLexicon(
        source, forms, plain, frames, words, map_phrases(TABLES[language].PHRASES), moving
    )


def conjugate(language: str, lemma: str) -> Iterable[VerbForm]:
    """All forms of a verb."""
    make: Callable[[str], Iterable[VerbForm]] = (
        conjugation.conjugate_french if language == "fr" else conjugation.conjugate_spanish
    )
    return make(lemma)


@cache
def look_up_english(low: str) -> GlossWord:
    """An English word or phrase (written with "~") as the claim rules see it."""
    text = low.replace("~", " ")
    vocabulary = build_english()
    for _, phrase, tags, lemma in vocabulary.phrases.get(text.partition(" ")[0], ()):
        if phrase == text:
            return GlossWord(text, tags, lemma)
    return GlossWord(text, vocabulary.tags.get(text, NO_TAGS), vocabulary.lemmas.get(text, ""))


@cache
def inflect_gloss(lemma: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and -ing form of an English gloss."""
    verb, _, rest = lemma.partition(" ")
    base, third, past, part, gerund = inflect(verb)
    tail = " " + rest if rest else ""
    return base + tail, third + tail, past + tail, part + tail, gerund + tail


def collect_trigger_words() -> dict[str, set[str]]:
    """Trigger words of both languages, marked as such."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        tables = load_lexicon(language)
        for spelling, entries in tables.forms.items():
            if any(is_change_verb(tables, entry.lemma) for entry in entries):
                found[spelling] = {MARK}
        for word, gloss in tables.words.items():
            if any(tag.startswith(TELLING) for tag in look_up_english(gloss).tags):
                found[word] = {MARK}
    return found


def is_change_verb(tables: TransferLexicon, lemma: str) -> bool:
    """Whether a verb can mean a change."""
    glosses = {tables.plain.get(lemma, ""), *(f.english for f in tables.frames.get(lemma, ()))}
    return any(gloss.partition(" ")[0] in CHANGING for gloss in glosses)
