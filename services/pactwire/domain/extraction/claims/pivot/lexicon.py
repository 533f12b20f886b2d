"""The look-up tables of a language: verb forms, words and phrases with their English glosses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS, Vocabulary, open_english
from pactwire.domain.reference.tables import GrammarTables

Tense = Literal["inf", "pres", "past", "fut", "cond", "subj", "part", "ger"]


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


class GlossForms(NamedTuple):
    """The forms of an English verb."""

    base: str
    third: str
    past: str
    part: str
    gerund: str


class GlossedPhrase(NamedTuple):
    """A fixed phrase and its English words."""

    parts: tuple[str, ...]
    glosses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferLexicon:
    """All a language needs to be glossed."""

    english: Vocabulary
    forms: Mapping[str, tuple[InflectedForm, ...]]
    plain: Mapping[str, str]
    frames: Mapping[str, tuple[PrepositionalSense, ...]]
    words: Mapping[str, str]
    phrases: Mapping[str, tuple[GlossedPhrase, ...]]
    glosses: Mapping[str, GlossForms]
    have: Mapping[str, str]
    be: Mapping[str, str]
    modals: Mapping[str, str]
    negations: Mapping[str, str]
    contracted: Mapping[str, str]
    particles: frozenset[str]
    clitics: frozenset[str]
    denials: frozenset[str]
    """What denies the verb behind it."""
    inner: frozenset[str]
    """What may stand inside a verb group."""
    reflexive: frozenset[str]
    links: frozenset[str]
    to_party: frozenset[str]
    purpose: frozenset[str]
    again: frozenset[str]
    """Verbs that say that the next one is done again."""
    dating: frozenset[str]
    within_dates: frozenset[str]
    numero: frozenset[str]
    moving: frozenset[str]
    """Verbs whose perfect is made with "to be"."""
    months: frozenset[str]
    perfect: Mapping[str, str]
    passive: Mapping[str, str]
    complements: Mapping[str, Mapping[str, str]]
    """What an English verb becomes by what follows."""
    gerund_after: frozenset[str]
    ago: tuple[str, ...]
    adverbial: tuple[str, ...]
    simple_past: bool
    may_mean_a_body: re.Pattern[str]
    seen: dict[str, GlossWord] = field(default_factory=dict)
    """English words that were looked up."""

    def look_up_english(self, low: str) -> GlossWord:
        """An English word or phrase (written with "~") as the claim rules see it."""
        known = self.seen.get(low)
        if known is None:
            known = self.seen[low] = find_english(self.english, low.replace("~", " "))
        return known


def find_english(english: Vocabulary, text: str) -> GlossWord:
    """An English word or phrase with its labels and lemma."""
    for phrase in english.phrases.get(text.partition(" ")[0], ()):
        if phrase.text == text:
            return GlossWord(text, phrase.labels, phrase.lemma)
    return GlossWord(text, english.tags.get(text, NO_TAGS), english.lemmas.get(text, ""))


@lru_cache(maxsize=8)
def open_language(grammar: GrammarTables, language: str) -> TransferLexicon:
    """The tables of "fr" or "es"; opened once."""
    table = grammar.content[language]
    tables = ("words", "have", "be", "modals", "negations", "contracted", "simple_past")
    sets = (
        "particles", "clitics", "denials", "reflexive", "links", "to_party", "purpose", "again",
        "dating", "within_dates", "numero", "moving",
    )  # fmt: skip
    nouns, english = "|".join(table["body_nouns"]), grammar.content["lexicon"]["transfer"]
    as_written: dict[str, Any] = {name: table[name] for name in tables}
    as_sets: dict[str, Any] = {name: frozenset(table[name]) for name in sets}
    return TransferLexicon(
        english=open_english(grammar),
        forms=group(table["forms"], InflectedForm),
        plain=table["verbs"],
        frames=group(table["frames"], PrepositionalSense),
        phrases=group_phrases(table["phrases"]),
        glosses={gloss: GlossForms(*forms) for gloss, forms in table["glosses"].items()},
        ago=tuple(table["ago"]),
        adverbial=tuple(table["adverbial"]),
        inner=frozenset(
            word
            for name in ("particles", "clitics", "denials", "negations")
            for word in table[name]
        ),
        months=frozenset(grammar.content["numbers"]["months"]),
        perfect=english["perfect"],
        passive=english["passive"],
        complements=english["complements"],
        gerund_after=frozenset(english["gerund_after"].split()),
        may_mean_a_body=re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE),
        **as_written,
        **as_sets,
    )


def group(table: Mapping[str, Any], row: Any) -> dict[str, tuple[Any, ...]]:
    """The rows of each key as what they are."""
    return {key: tuple(row(*values) for values in rows) for key, rows in table.items()}


def group_phrases(table: list[Any]) -> dict[str, tuple[GlossedPhrase, ...]]:
    """First word -> phrases, longest first."""
    found: dict[str, list[GlossedPhrase]] = {}
    for parts, glosses in table:
        found.setdefault(parts[0], []).append(GlossedPhrase(tuple(parts), tuple(glosses)))
    return {first: tuple(phrases) for first, phrases in found.items()}
