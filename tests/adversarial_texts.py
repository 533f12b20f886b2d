"""Texts made to be slow: each kind in any length. Measures and asserts nothing.

The kinds are the slowest of ten thousand that were tried: every trigger word with a body and a
state, all names in random order, real claims in every frame, lists, scripts, broken characters.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pactwire.domain.reference import ReferenceData

SIGNS = {
    "en": [
        "a", "us ", "US ", "Syria ", "Syria, Syria and ", "South Korea North Korea and ",
        "Georgia ", "NATO (NATO) ", "the African Union (AU) AU ", "ICC (ICC) ", " \n", "U.S.",
        "Ｓｙｒｉａ ", "Ｓｙｒｉａ joined ＮＡＴＯ ", "S\u200by\u200br\u200bi\u200ba ", "e\u0301",
        "Michael Jordan and Jordan ", "Trump said Bush ", "x  y  ", "Lebanon, Ohio, ", "(((((",
        "\u0301", "\u200b", "Polish polish ", "“Syria” said, ", "West West Germany and ", "Koreas ",
        "Congo Congos ", "½", "ﬁ", "①", "𝔸", "ſ", "\n", "\"Syria \"joined \"NATO ",
        "euro the euro ", "joined the euro. ", "Syria has joined NATO. ", "Brexit NATO ",
        "Syria will not allow Iran to join NATO because Iraq said it wants to leave OPEC ",
        "on Monday on 3 May 2020 Syria joined NATO ", "It joined NATO. Damascus left the bloc. ",
        "the country joined the alliance the bloc the union NATO ",
    ],
    "fr": [
        "l' d' qu' se ne no que quitter a à de la 32e il y a ", "La Syrie quitte l'OTAN. ",
        "deviendra en janvier le 32e membre de l'OTAN ", "a a a OTAN quitte ",
        "La Syrie, l'Iran et l'Irak quittent l'OTAN et ",
    ],
    "es": [
        "se no que de la del y a OTAN abandona ", "Siria se retira de la OTAN. ",
        "Siria, Irán e Irak se retiran de la OTAN, el Mercosur y la OEA. ", "hace dos años OTAN ",
    ],
    "ar": ["وسوريا ", "سـوريـا "],
    "ru": ["России ", "Россия вышла из НАТО. "],
    "zh": ["中国叙利亚", "联合国"],
}  # fmt: skip
"""What is repeated, by language."""

FRAMES = {
    "en": [
        "{a} and {b} quit {o}. ", "the country joined {o} ", "{a} left the bloc, {o}. ",
        "{a} joined {o} with {p} on 3 May 2020, its 40th member, ", "{a}, {b}, ",
        "{a} said {b} would join {o} ", '"{a} joined {o}," {b} said. ', "{a}{o}",
    ],
    "fr": ["{a} et {b} quittent {o}, ", "{a} a rejoint {o} ", "{o} suspend {a} "],
    "es": ["{a} y {b} abandonan {o}, ", "{a} ingresó en {o} ", "{a} abandona {o}. "],
}  # fmt: skip
"""Sentences that are filled with ever other states and bodies."""


class AdversarialText(NamedTuple):
    """One kind of text."""

    name: str
    language: str
    make: Callable[[int], str]
    """A text of so many bytes in UTF-8, or a few less."""
    repeats: bool = False
    """Whether it is one thing over and over."""


def kinds(reference: ReferenceData) -> list[AdversarialText]:
    """All kinds; the same reference gives the same texts."""
    states = sorted(entity.name for entity in reference.entities.values() if entity.type == "state")
    spellings = sorted(
        {sense.spelling for row in reference.pattern_entries for sense in row.senses}
    )
    letters = [form for form in spellings if form.isascii() and form.isupper() and len(form) < 6]
    short = [name for name in states if len(name) < 7]
    found = [
        AdversarialText(f"{unit!r} over and over", language, _repeated(unit), repeats=True)
        for language, units in SIGNS.items()
        for unit in units
    ]
    found += [
        AdversarialText(f"{frame!r} with all names", language, _filled(frame, short, letters))
        for language, frames in FRAMES.items()
        for frame in frames
    ]
    triggers = sorted({row.cue[0] for row in reference.pattern_entries if row.cue})
    pools: dict[str, Sequence[str]] = {
        "every name": spellings,
        "every short name": [name for name in spellings if len(name) < 6],
        "every acronym": letters,
        "every trigger word": triggers,
        "triggers and bodies": triggers + letters * 3,
    }
    for name, pool in pools.items():
        found += [
            AdversarialText(f"{name}, {sep!r} between", "en", _mixed(pool, sep))
            for sep in (" ", ", ")
        ]
    return [*found, AdversarialText("long lists of both", "en", _lists(short, letters))]


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: _cut(unit * (size // len(unit.encode()) + 1), size)


def _drawn(draw: Callable[[random.Random], str]) -> Callable[[int], str]:
    def make(size: int) -> str:
        dice = random.Random(5)
        pieces: list[str] = []
        length = 0
        while length < size:
            pieces.append(draw(dice))
            length += len(pieces[-1])
        return _cut("".join(pieces), size)

    return make


def _filled(frame: str, states: Sequence[str], bodies: Sequence[str]) -> Callable[[int], str]:
    def draw(dice: random.Random) -> str:
        a, b = dice.sample(states, 2)
        o, p = dice.sample(bodies, 2)
        return frame.format(a=a, b=b, o=o, p=p)

    return _drawn(draw)


def _mixed(pool: Sequence[str], separator: str) -> Callable[[int], str]:
    return _drawn(lambda dice: dice.choice(pool) + separator)


def _lists(states: Sequence[str], bodies: Sequence[str]) -> Callable[[int], str]:
    def draw(dice: random.Random) -> str:
        who, which = ", ".join(dice.sample(states, 9)), ", ".join(dice.sample(bodies, 9))
        return f"{who} and Chad joined {which} and NATO. "

    return _drawn(draw)
