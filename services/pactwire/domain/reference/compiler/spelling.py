"""The spellings of one name: accents left out, Arabic prefixes, Russian cases, saints.

Pure string rules; which entity a spelling belongs to is decided elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterable

ARABIC = re.compile(r"[\u0600-\u06ff]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
ARTICLE = "\u0627\u0644"
CODE = re.compile(r"^([A-Z]{1,4})-(\d{1,2})\b")
JOINABLE = re.compile(r"\b(Trans|Inter|Non|Euro|Pan)-([A-Z])(?=[a-z]{3})")
SUM = re.compile(r"(?<=\d)\+(?=\d)")
SAINTS = re.compile(r"^(St|Ste|Mt)(\.?) ")
RUSSIAN_ENDINGS = (
    ("ия", ("ии", "ию", "ией")),
    ("ья", ("ьи", "ье", "ью", "ьей")),
    ("ка", ("ки", "ке", "ку", "кой")),
    ("га", ("ги", "ге", "гу", "гой")),
    ("ша", ("ши", "ше", "шу", "шей")),
    ("а", ("ы", "е", "у", "ой")),
    ("я", ("и", "е", "ю", "ей")),
    ("ай", ("ая", "аю", "аем", "ае")),
    ("ей", ("ея", "ею", "еем", "ее")),
    ("ь", ("и", "ью", "я", "ю", "ем", "е")),
)
CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def spelling_variants(name: str) -> tuple[str, ...]:
    """The name as given first, then every further way of writing it, each once."""
    if ARABIC.search(name):
        return _once(_arabic(name))
    if CYRILLIC.search(name):
        return _once((name, *_russian_cases(name)))
    return _once(_latin(name))


def without_accents(name: str) -> str:
    """Latin letters without their marks: São Tomé as Sao Tome; other scripts stay."""
    decomposed = unicodedata.normalize("NFD", name)
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return bare.translate(LIGATURES)


LIGATURES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "ð": "d"})


def slug(name: str) -> str:
    """Lower-case letters and digits joined by hyphens; empty for names in other scripts."""
    return re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-")


def _latin(name: str) -> Iterable[str]:
    for written in (name, without_accents(name)):
        yield written
        saint = SAINTS.match(written)
        if saint:
            rest = written[saint.end() :]
            yield f"{saint[1]} {rest}"
            yield f"{saint[1]}. {rest}"
        if " & " in written:
            yield written.replace(" & ", " and ")
        elif " and " in written:
            yield written.replace(" and ", " & ")
        yield from _unhyphenated(written)


def _unhyphenated(name: str) -> Iterable[str]:
    """G-20 as G 20, Trans-Pacific as Transpacific, 16+1 as 16 + 1."""
    if CODE.match(name):
        yield CODE.sub(r"\1 \2", name)
    if SUM.search(name):
        yield SUM.sub(" + ", name)
    if JOINABLE.search(name):
        yield JOINABLE.sub(lambda found: found[1] + found[2].lower(), name)
        yield JOINABLE.sub(r"\1\2", name)


def _arabic(name: str) -> Iterable[str]:
    yield name
    if name.startswith(ARTICLE):
        yield "\u0644\u0644" + name[2:]


def _russian_cases(name: str) -> Iterable[str]:
    """The oblique cases of a one-word name; longer names come inflected from the data."""
    if not name.isalpha() or len(name) < 4 or name.isupper():
        return
    for ending, cases in RUSSIAN_ENDINGS:
        if name.endswith(ending):
            stem = name[: len(name) - len(ending)]
            yield from (stem + case for case in cases)
            return
    if name[-1] in CONSONANTS:
        yield from (name + case for case in ("а", "у", "ом", "е"))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
