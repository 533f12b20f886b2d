"""The compiled words: what each does in a sentence about membership, and what is one word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pactwire.domain.reference.tables import GrammarTables

NO_TAGS: frozenset[str] = frozenset()


class Phrase(NamedTuple):
    """Several words that are read as one."""

    parts: tuple[str, ...]
    text: str
    labels: frozenset[str]
    lemma: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a language do in a sentence about membership."""

    tags: Mapping[str, frozenset[str]]
    lemmas: Mapping[str, str]
    phrases: Mapping[str, tuple[Phrase, ...]]
    """By first word, longest first."""
    houses: Mapping[str, str]
    """Parliaments that go by a name of their own, and their states."""
    form_groups: Mapping[str, frozenset[str]]
    """The groups of `seeds/grammar/groups.yaml` that a word is in as it stands."""
    lemma_groups: Mapping[str, frozenset[str]]

    def find_groups(self, low: str, lemma: str) -> frozenset[str]:
        """The groups of a word in lower case, and those of its lemma."""
        own = self.form_groups.get(low, NO_TAGS)
        return own | self.lemma_groups[lemma] if lemma in self.lemma_groups else own


@lru_cache(maxsize=4)
def open_english(grammar: GrammarTables) -> Vocabulary:
    """The English vocabulary of a grammar; opened once."""
    table = grammar.content["en"]
    labels = [frozenset(row) for row in table["labels"]]
    phrases: dict[str, list[Phrase]] = {}
    for text, (row, lemma) in table["phrases"].items():
        parts = tuple(text.split(" "))
        phrases.setdefault(parts[0], []).append(Phrase(parts, text, labels[row], lemma))
    return Vocabulary(
        tags={form: labels[row] for form, (row, _) in table["words"].items()},
        lemmas={form: lemma for form, (_, lemma) in table["words"].items() if lemma},
        phrases={
            first: tuple(sorted(found, key=lambda phrase: -len(phrase.parts)))
            for first, found in phrases.items()
        },
        houses={
            name: state
            for state, names in grammar.content["lexicon"]["houses"].items()
            for name in names.split()
        },
        form_groups=turn_groups(grammar.content["groups"]["forms"]),
        lemma_groups=turn_groups(grammar.content["groups"]["lemmas"]),
    )


def turn_groups(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Each word with the names of its groups; `~` stands for a blank."""
    found: dict[str, set[str]] = {}
    for name, words in table.items():
        for word in words.split():
            found.setdefault(word.replace("~", " "), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}
