"""English verbs in all their forms, by a library: no form is ever typed."""

from collections.abc import Iterator
from functools import cache

import lemminflect

FORMS = ("VB", "VBZ", "VBD", "VBN", "VBG")
"""Penn tags: base, third person, past, participle and -ing form."""
MISSPELLED = frozenset({"staid", "staves", "teared", "payed"})
"""Forms of other meanings, which the library gives "stay", "tear" and "pay"."""
PREFIXES = ("un", "re", "re-", "de", "de-", "un-")


def split_phrases(text: str) -> list[str]:
    """Phrases with commas between."""
    return [" ".join(part.split()) for part in text.split(",")]


@cache
def inflect(phrase: str) -> tuple[tuple[str, str], ...]:
    """All forms of a verb, its particles behind it, each with its Penn tag."""
    lemma, _, rest = phrase.partition(" ")
    tail = f" {rest}" if rest else ""
    return tuple((form + tail, tag) for form, tag in inflect_verb(lemma))


def inflect_verb(lemma: str) -> Iterator[tuple[str, str]]:
    """All forms of a verb; the participle is the past where the library names no other."""
    found = find_forms(lemma)
    for tag in FORMS:
        for form in found.get(tag) or found["VBD"]:
            if form not in MISSPELLED:
                yield form, tag


def find_forms(lemma: str) -> dict[str, tuple[str, ...]]:
    """The forms by tag; "unfreeze" goes as "freeze" does."""
    known: dict[str, tuple[str, ...]] = lemminflect.getAllInflections(lemma, upos="VERB")
    if known:
        return known
    for prefix in PREFIXES:
        stem = lemma.removeprefix(prefix)
        plain = lemminflect.getAllInflections(stem, upos="VERB")
        if stem != lemma and plain:
            return {tag: tuple(prefix + form for form in forms) for tag, forms in plain.items()}
    guessed: dict[str, tuple[str, ...]] = lemminflect.getAllInflectionsOOV(lemma, upos="VERB")
    return guessed
