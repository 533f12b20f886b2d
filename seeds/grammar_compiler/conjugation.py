"""French and Spanish verb forms of the third person, each with its tense; looks at no text."""

from collections.abc import Iterator, Mapping, Sequence
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
    if lemma in irregular:
        single, plural, imperfect, simple, future, part, subjunctive = irregular[lemma]
    elif lemma.endswith("er"):
        single, plural, imperfect, simple, future, part, subjunctive = derive_principal_parts(lemma)
    else:
        stem = lemma[:-1]
        single, plural, imperfect = stem + "t", stem + "ssent", stem + "ss"
        simple, future, part, subjunctive = stem + "t", lemma, stem, stem + "sse"
    yield VerbForm(lemma, "inf")
    yield from (VerbForm(form, "pres") for form in (single, plural, imperfect + "ons"))
    yield from (VerbForm(imperfect + end, "past") for end in ("ait", "aient"))
    plural_past = lemma[:-2] + "èrent" if simple.endswith("a") else simple[:-1] + "rent"
    yield from (VerbForm(form, "past") for form in (simple, plural_past))
    yield from (VerbForm(future + end, "fut") for end in ("a", "ont", "ons"))
    yield from (VerbForm(future + end, "cond") for end in ("ait", "aient"))
    yield from (VerbForm(form, "subj") for form in (subjunctive, subjunctive + "nt"))
    plural_end = "" if part.endswith("s") else "s"
    yield from (
        VerbForm(form, "part") for form in (part, part + "e", part + plural_end, part + "es")
    )
    yield VerbForm(imperfect + "ant", "ger")


CLOSED = frozenset("aeiouy")


def derive_principal_parts(lemma: str) -> tuple[str, str, str, str, str, str, str]:
    """Principal parts of a verb in -er, with the turns of its last vowel and consonant."""
    stem = lemma[:-2]
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
    yield from (VerbForm(form, "inf") for form in (lemma, lemma + "se", lemma + "lo", lemma + "la"))
    we = stem + {"ar": "amos", "er": "emos", "ir": "imos"}[ending]
    yield from (VerbForm(form, "pres") for form in (single, plural, we))
    yield from (
        VerbForm(form, "past") for form in (past, pasts, stem + ends[7], stem + ends[7] + "n")
    )
    yield from (VerbForm(future + end, "fut") for end in ("á", "án", "emos"))
    yield from (VerbForm(future + end, "cond") for end in ("ía", "ían"))
    yield from (VerbForm(form, "subj") for form in (subjunctive, subjunctive + "n"))
    imperfect = pasts[:-2] + "a"
    yield from (VerbForm(form, "subj") for form in (imperfect, imperfect + "n"))
    base = part[:-1]
    yield from (VerbForm(base + end, "part") for end in ("o", "a", "os", "as"))
    yield VerbForm(stem + ends[6], "ger")
    yield VerbForm(stem + ends[6].replace("ando", "ándo").replace("iendo", "iéndo") + "se", "ger")
