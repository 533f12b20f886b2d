"""One look-up table per language: word or phrase -> labels and lemma."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pactwire.domain.extraction.claims.lexicon import verbs, words
from pactwire.domain.extraction.claims.lexicon.phrases import PHRASES

NO_TAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a language do in a sentence about membership."""

    tags: Mapping[str, frozenset[str]]
    lemmas: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, frozenset[str], str], ...]]
    """First word -> (words, text, labels, lemma), longest first."""


class VocabularyBuilder:
    """Gathers labels; a word that stands in several tables has the labels of all."""

    def __init__(self) -> None:
        """Start empty."""
        self.tags: dict[str, set[str]] = {}
        self.lemmas: dict[str, str] = {}
        self.phrases: dict[tuple[str, ...], tuple[set[str], str]] = {}

    def word(self, form: str, labels: frozenset[str], lemma: str | None = None) -> None:
        """Add labels to a single word; the first table to name a lemma wins."""
        self.tags.setdefault(form, set()).update(labels)
        if lemma:
            self.lemmas.setdefault(form, lemma)

    def table(self, table: Mapping[str, str]) -> None:
        """Add a table of labels -> words."""
        for labels, forms in table.items():
            for form in forms.split():
                self.word(form, frozenset(labels.split()))

    def phrase(self, parts: tuple[str, ...], labels: frozenset[str], lemma: str) -> None:
        """Add labels to a phrase of several words."""
        known, _ = self.phrases.setdefault(parts, (set(), lemma))
        known.update(labels)

    def build(self) -> Vocabulary:
        """Freeze, with the longest phrases of each first word in front."""
        grouped: dict[str, list[tuple[tuple[str, ...], str, frozenset[str], str]]] = {}
        for parts, (labels, lemma) in self.phrases.items():
            entry = (parts, " ".join(parts), frozenset(labels), lemma)
            grouped.setdefault(parts[0], []).append(entry)
        return Vocabulary(
            tags={form: frozenset(labels) for form, labels in self.tags.items()},
            lemmas=self.lemmas,
            phrases={
                first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
                for first, entries in grouped.items()
            },
        )


@cache
def build_english() -> Vocabulary:
    """The English vocabulary."""
    builder = VocabularyBuilder()
    for form, lemma, labels in verbs.list_verb_forms():
        builder.word(form, labels, lemma)
    for parts, lemma, labels in verbs.list_phrasal_verb_forms():
        builder.phrase(parts, labels, lemma)
    for table in (words.NOUNS, words.MODIFIERS, words.NUMBERS, words.HEADS):
        builder.table(table)
    for phrase, phrase_labels in PHRASES.items():
        builder.phrase(tuple(phrase.split()), frozenset(phrase_labels.split()), phrase)
    for label, group in (
        ("REP", words.REPRESENTATIVES),
        ("AGENT", words.BODY_AGENTS),
        ("GPARTY", words.GENERIC_PARTY),
        ("GBODY", words.GENERIC_BODY),
    ):
        for form in group:
            builder.word(form, frozenset({label}))
    return builder.build()
