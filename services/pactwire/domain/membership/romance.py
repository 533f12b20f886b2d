"""Builds the French and Spanish vocabularies, and their trigger words."""

from collections.abc import Iterator
from functools import cache

from pactwire.domain.membership import french, spanish
from pactwire.domain.membership.vocabulary import Builder, Vocabulary

TRIGGERS = frozenset(
    {"JOIN", "LEAVE", "ADOPT", "SIGN", "SUSPEND", "EXPEL", "ADMIT", "REINSTATE", "INVITE", "BECOME"}
)


def french_phrases() -> Iterator[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Verbs with their prepositions: "se retire de", "adhère à"."""
    for labels, entries in french.PARTICLES.items():
        for entry in entries.split():
            parts = entry.split("-")
            reflexive = parts[0] == "se"
            verb, *rest = parts[1:] if reflexive else parts
            for form, tags in french.forms(verb):
                head = ("se", form) if reflexive else (form,)
                yield (*head, *rest), entry, frozenset((*labels.split(), "VERB", *tags))


def spanish_phrases() -> Iterator[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Verbs with their prepositions: "se retira de", "ingresa en"."""
    for labels, entries in spanish.PARTICLES.items():
        for entry in entries.split():
            verb, link = entry.split("-")
            reflexive = verb.startswith("se~")
            for form, tags in spanish.forms(verb.removeprefix("se~")):
                every = frozenset((*labels.split(), "VERB", *tags))
                for word in spanish.PARTICLE_WORDS[link]:
                    if reflexive and "f:inf" in tags:
                        yield (form + "se", word), entry, every
                    else:
                        yield (("se", form, word) if reflexive else (form, word)), entry, every


@cache
def romance(language: str) -> Vocabulary:
    """The vocabulary of "fr" or "es"."""
    source = french if language == "fr" else spanish
    builder = Builder()
    builder.lows = source.LOWS
    for labels, lemmas in source.VERBS.items():
        for lemma in lemmas.split():
            for form, tags in source.forms(lemma):
                builder.word(form, frozenset((*labels.split(), "VERB", *tags)), lemma)
    phrases = french_phrases() if language == "fr" else spanish_phrases()
    for parts, lemma, every in phrases:
        builder.phrase(tuple(source.LOWS.get(part, part) for part in parts), every, lemma)
    builder.table(source.NOUNS)
    return builder.build()


def romance_triggers() -> dict[str, set[str]]:
    """Trigger words of both languages: form -> labels."""
    table: dict[str, set[str]] = {}
    for form, labels in (*verb_triggers(), *noun_triggers()):
        table.setdefault(form, set()).update(labels)
    for phrases in (french_phrases(), spanish_phrases()):
        for parts, _, every in phrases:
            table.setdefault(" ".join(parts), set()).update(every & TRIGGERS)
    return table


def verb_triggers() -> Iterator[tuple[str, frozenset[str]]]:
    """All forms of the verbs of change."""
    for source in (french, spanish):
        for labels, lemmas in source.VERBS.items():
            kept = TRIGGERS.intersection(labels.split())
            for lemma in lemmas.split() if kept else ():
                for form, _ in source.forms(lemma):
                    yield form, kept


def noun_triggers() -> Iterator[tuple[str, frozenset[str]]]:
    """The nouns of change."""
    for source in (french, spanish):
        for labels, words in source.NOUNS.items():
            if labels.startswith(("N_", "MEMBER")):
                for word in words.split():
                    yield word, frozenset({labels})
