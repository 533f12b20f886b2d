"""French and Spanish verb forms of the third person, each with its tense; looks at no text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

Tense = Literal["inf", "pres", "past", "fut", "cond", "subj", "part", "ger"]


class VerbForm(NamedTuple):
    """One spelling of a verb and the tense it shows."""

    spelling: str
    tense: Tense


def parse_irregular_verbs(table: str) -> dict[str, list[str]]:
    """Lemma -> its principal parts."""
    rows = [line.split() for line in table.split("\n") if line]
    return {row[0]: row[1:] for row in rows}


def conjugate_french(lemma: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[VerbForm]:
    """All forms of a French verb."""
    parts = irregular.get(lemma) or derive_principal_parts(lemma)
    single, plural, imperfect, simple, future, part, subjunctive = parts
    plural_past = lemma[:-2] + "èrent" if simple.endswith("a") else simple[:-1] + "rent"
    plural_part = part if part.endswith("s") else part + "s"
    yield VerbForm(lemma, "inf")
    yield from list_forms("pres", "", (single, plural, imperfect + "ons"))
    yield from list_forms("past", imperfect, ("ait", "aient"))
    yield from list_forms("past", "", (simple, plural_past))
    yield from list_forms("fut", future, ("a", "ont", "ons"))
    yield from list_forms("cond", future, ("ait", "aient"))
    yield from list_forms("subj", subjunctive, ("", "nt"))
    yield from list_forms("part", "", (part, part + "e", plural_part, part + "es"))
    yield VerbForm(imperfect + "ant", "ger")


def list_forms(tense: Tense, stem: str, ends: Iterable[str]) -> Iterator[VerbForm]:
    """The forms of one tense: a stem with each of its ends."""
    return (VerbForm(stem + end, tense) for end in ends)


CLOSED = frozenset("aeiouy")


def derive_principal_parts(lemma: str) -> tuple[str, str, str, str, str, str, str]:
    """Principal parts of a regular verb, in -er or in -ir."""
    if lemma.endswith("er"):
        return turn_stem(lemma[:-2])
    stem = lemma[:-1]
    return (
        stem + "t", stem + "ssent", stem + "ss", stem + "t", lemma, stem, stem + "sse",
    )  # fmt: skip


def turn_stem(stem: str) -> tuple[str, str, str, str, str, str, str]:
    """Principal parts of a verb in -er, with the turns of its last vowel and consonant."""
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    open_stem = stem
    acute = stem.rfind("é")
    if acute >= 0 and acute in {len(stem) - 2, len(stem) - 3} and CLOSED.isdisjoint(stem[acute:]):
        open_stem = stem[:acute] + "è" + stem[acute + 1 :]
    return (
        open_stem + "e", open_stem + "ent", soft, soft + "a", stem + "er", stem + "é",
        open_stem + "e",
    )  # fmt: skip


SPANISH_ENDINGS = {
    "ar": ("a", "an", "ó", "aron", "ado", "e", "ando", "aba"),
    "er": ("e", "en", "ió", "ieron", "ido", "a", "iendo", "ía"),
    "ir": ("e", "en", "ió", "ieron", "ido", "a", "iendo", "ía"),
}
SOFTENED = (("car", "qu"), ("gar", "gu"), ("zar", "c"))


def conjugate_spanish(lemma: str, irregular: Mapping[str, Sequence[str]]) -> Iterator[VerbForm]:
    """All forms of a Spanish verb, the infinitive with "se" written on to it."""
    stem, ending = lemma[:-2], lemma[-2:]
    ends = SPANISH_ENDINGS[ending]
    soft = next((lemma[:-3] + to for last, to in SOFTENED if lemma.endswith(last)), stem)
    single, plural, past, pasts, part, future = (
        stem + ends[0], stem + ends[1], stem + ends[2], stem + ends[3], stem + ends[4], lemma,
    )  # fmt: skip
    subjunctive = soft + ends[5]
    if lemma in irregular:
        single, plural, past, pasts, future, part, subjunctive = irregular[lemma]
    we = stem + {"ar": "amos", "er": "emos", "ir": "imos"}[ending]
    imperfect = pasts[:-2] + "a"
    accented = ends[6].replace("ando", "ándo").replace("iendo", "iéndo")
    yield from list_forms("inf", lemma, ("", "se", "lo", "la"))
    yield from list_forms("pres", "", (single, plural, we))
    yield from list_forms("past", "", (past, pasts, stem + ends[7], stem + ends[7] + "n"))
    yield from list_forms("fut", future, ("á", "án", "emos"))
    yield from list_forms("cond", future, ("ía", "ían"))
    yield from list_forms("subj", subjunctive, ("", "n"))
    yield from list_forms("subj", imperfect, ("", "n"))
    yield from list_forms("part", part[:-1], ("o", "a", "os", "as"))
    yield from list_forms("ger", stem, (ends[6], accented + "se"))
