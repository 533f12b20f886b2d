"""Compiles `seeds/grammar/`: words with their labels in all forms, and the words that trigger.

Every file may name words, by what they do in a sentence about membership; see the comments of
`lexicon.yaml`. A file that names its language is transferred into English. What else a file holds
is handed on as it stands, under the file's name.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from grammar_compiler.inflection import inflect, split_phrases
from grammar_compiler.transfer import compile_language, list_change_words
from pactwire.domain.extraction.claims.lexicon.labels import LABELS

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
File = Mapping[str, Any]
OLDER_TAGS = {"VB": "f:base", "VBZ": "f:s", "VBD": "f:ed", "VBN": "f:en", "VBG": "f:ing"}
SECTIONS = ("verbs", "phrasal_verbs", "words", "phrases")
PLAIN = "PLAIN"
"""In place of labels: a verb, or a phrase that is one word, without any of its own."""
EVENT, CHANGE, HINT, FOREIGN = "N_BREXIT", "change", "hint", "romance"
"""Kinds of triggers: a body with its change, a change, what the trained reader looks at only."""


class InvalidGrammar(Exception):  # noqa: N818  what the sources are
    """A grammar file says something that can't be compiled."""


def read_grammar(folder: Path) -> dict[str, File]:
    """The parsed files of the grammar, by name."""
    return {
        path.stem: yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506  a safe loader
        for path in sorted(folder.glob("*.yaml"))
    }


def compile_grammar(files: Mapping[str, File]) -> dict[str, Any]:
    """All the grammar needs at run time.

    Raises:
        InvalidGrammar: a label is unknown, or a file can't be read as it should.
    """
    languages = {table["language"]: table for table in compile_languages(files)}
    rest = {
        name: {key: value for key, value in file.items() if key not in SECTIONS}
        for name, file in list_english(files)
    }
    return {**rest, **languages, "en": gather_words(files).packed()}


def compile_languages(files: Mapping[str, File]) -> list[dict[str, Any]]:
    """The tables of the languages that are transferred into English."""
    foreign = [file for file in files.values() if "language" in file]
    more = files["lexicon"]["transfer"]["more"].split() if foreign else []
    return [compile_language(file, more) for file in foreign]


def list_english(files: Mapping[str, File]) -> list[tuple[str, File]]:
    """The files of the English grammar."""
    return [(name, file) for name, file in files.items() if "language" not in file]


def gather_words(files: Mapping[str, File]) -> "WordTable":
    """The English words of all files."""
    words = WordTable()
    for _, file in list_english(files):
        words.add_file(file)
    return words


class WordTable:
    """Words and phrases with their labels; what stands in several places has the labels of all."""

    def __init__(self) -> None:
        """Start empty."""
        self.words: dict[str, tuple[set[str], str]] = {}
        self.phrases: dict[str, tuple[set[str], str]] = {}

    def add_file(self, file: File) -> None:
        """All words that a file names."""
        for section in SECTIONS:
            for labels, text in file.get(section, {}).items():
                for entry in split_entries(section, text):
                    self.add_entry(section, entry, labels)

    def add_entry(self, section: str, entry: str, labels: str) -> None:
        """What one word or phrase of a section stands for."""
        if "verbs" in section:
            self.add_verb(entry, labels)
        elif section == "phrases":
            self.add(entry, labels.replace(PLAIN, "").split(), entry)
        else:
            self.add(entry, labels.split(), "")

    def add_verb(self, phrase: str, labels: str) -> None:
        """A verb in all its forms, with its particles if it has any."""
        lemma = phrase.replace(" ", "-")
        own = labels.replace(PLAIN, "").split()
        for form, tag in inflect(phrase):
            self.add(form, (*own, "VERB", tag, OLDER_TAGS[tag]), lemma)

    def add(self, form: str, labels: Iterable[str], lemma: str) -> None:
        """One form; the first place that names its lemma wins.

        Raises:
            InvalidGrammar: a label is unknown.
        """
        if unknown := set(labels) - LABELS:
            raise InvalidGrammar(f"{form!r} has unknown labels: {sorted(unknown)}")
        table = self.phrases if " " in form else self.words
        known, first = table.get(form, (set(), ""))
        table[form] = (known | set(labels), first or lemma)

    def packed(self) -> dict[str, Any]:
        """As few rows as there are sets of labels, and for each form the number of its row."""
        rows: dict[tuple[str, ...], int] = {}
        tables: dict[str, dict[str, tuple[int, str]]] = {}
        for name, table in (("words", self.words), ("phrases", self.phrases)):
            tables[name] = {
                form: (rows.setdefault(tuple(sorted(labels)), len(rows)), lemma)
                for form, (labels, lemma) in table.items()
            }
        return {"labels": list(rows), **tables}


def split_entries(section: str, text: str) -> list[str]:
    """The entries of a section's line: phrases have commas between, words have blanks."""
    return split_phrases(text) if "phras" in section else text.split()


def collect_triggers(files: Mapping[str, File]) -> dict[str, tuple[str, ...]]:
    """The words that make a sentence worth reading, and what kinds of triggers each is."""
    kinds: dict[str, set[str]] = {}
    for _, file in list_english(files):
        triggers = file.get("triggers", {})
        for form, labels in list_labelled(file, set(triggers.get("labels", "").split())):
            kinds.setdefault(form, set()).add(EVENT if EVENT in labels else CHANGE)
        more = [*list_forms(triggers.get("verbs", "").split())]
        for form in (*more, *split_phrases(triggers.get("phrases", ""))):
            kinds.setdefault(form, set()).add(CHANGE)
    for form in list_foreign(files):
        kinds.setdefault(form, set()).add(FOREIGN)
    for _, file in list_english(files):
        for form in split_phrases(file.get("triggers", {}).get("hints", "")):
            kinds.setdefault(form, {HINT})
    return {form: tuple(sorted(found)) for form, found in sorted(kinds.items()) if form}


def list_labelled(file: File, telling: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Words that have a telling label, verbs in all their forms."""
    for section in SECTIONS:
        for labels, text in file.get(section, {}).items():
            if telling.isdisjoint(labels.split()):
                continue
            entries = split_entries(section, text)
            for form in list_forms(entries) if "verbs" in section else entries:
                yield form, labels.split()


def list_forms(verbs: Iterable[str]) -> Iterator[str]:
    """All forms of verbs."""
    for verb in verbs:
        yield from (form for form, _ in inflect(verb))


def list_foreign(files: Mapping[str, File]) -> Iterator[str]:
    """Words of other languages that may tell of a change."""
    for table in compile_languages(files):
        transfer = files["lexicon"]["transfer"]
        nouns = list_words_labelled(gather_words(files), tuple(transfer["telling"].split()))
        yield from list_change_words(
            table, frozenset(transfer["changing"].split()), frozenset(nouns)
        )


def list_words_labelled(words: WordTable, beginnings: tuple[str, ...]) -> Iterator[str]:
    """English words and phrases that have a label with one of the beginnings."""
    for table in (words.words, words.phrases):
        for form, (labels, _) in table.items():
            if any(label.startswith(beginnings) for label in labels):
                yield form
