"""Composes what newsrooms call a body: words of the entry times the nouns of its kind.

"the oil club", "the Vienna-based cartel", "a China-led bloc", "the ban on land mines". Only what no
entry names outright is composed; what it takes to be read as the body, the tagger decides.
"""

from collections.abc import Iterable, Iterator, Mapping

from pactwire.domain.reference.compiler.templates import expand_template
from pactwire.domain.reference.tables import (
    COMPOSED,
    COMPOSED_BY_CHANGE,
    COMPOSED_BY_COUNT,
    COMPOSED_LOOSELY,
    Ambiguity,
)

_BLOC = (
    "bloc, grouping, club, regional bloc, regional body, regional group, regional grouping, "
    "trade bloc, trading bloc, trade club, economic bloc, political bloc, states' bloc, "
    "nations' bloc, states' club, nations' club, tent"
)
_NOUNS = {
    "alliance": "alliance, pact, military alliance, military pact, military bloc, "
    "security alliance, security pact, security bloc, defence alliance, defense alliance, "
    "defence pact, defense pact, defence bloc, defense bloc",
    "bloc": _BLOC,
    "union": f"{_BLOC}, union",
    "igo": f"{_BLOC}, body, watchdog",
    "forum": "club, grouping, bloc, forum",
    "cartel": "cartel, club, bloc",
    "treaty": "treaty, pact, accord, agreement, deal",
    "court": "court, tribunal",
    "development_bank": "bank, lender",
    "monetary_union": "currency union, currency zone, currency area, currency bloc, "
    "currency club, monetary union",
}
NOUNS = {kind: tuple(nouns.split(", ")) for kind, nouns in _NOUNS.items()}
"""Nouns that a body of each kind is called by."""
SUBJECT_NOUNS = {
    "alliance": ("alliance", "pact", "tent"),
    "bloc": ("tent", "table"),
    "union": ("tent",),
    "cartel": ("cartel", "bloc"),
    "treaty": ("treaty", "pact"),
    "court": ("court", "tribunal"),
}
"""Nouns that go with what a body is about, besides its own: no wine club, no arms sales deal."""
LOOSE = frozenset({"bloc", "grouping", "body", "regional bloc", "regional body", "trade bloc"})
"""Those that go with a word which says little: "the African bloc", but no "African club"."""
_FIRMS = """
    group agency union association institution fund bank board scheme process state network system
    commission
"""
FIRMS = frozenset(_FIRMS.split())
"""Nouns that make a firm or an office of a subject: an oil group, a coffee association."""
COUNTED_TOO = frozenset({"organisation", "organization", "community", "union", "league", "forum"})
"""Nouns of its own that a counted body is called by, besides those of its kind."""
TITLES = {
    "treaty": (
        "treaty",
        "convention",
        "protocol",
        "pact",
        "accord",
        "agreement",
        "deal",
        "statute",
    ),
    "court": ("court", "tribunal", "statute", "treaty"),
}
"""Nouns that go with a short name or a topic where a state joins it or leaves it."""
BILATERAL = frozenset({"agreement", "deal"})
"""Two states have those on many a topic."""
NEEDS = {"seat": COMPOSED_LOOSELY, "perhaps": COMPOSED_LOOSELY, "short": COMPOSED_BY_CHANGE}
UNITS = ("nation", "member", "state", "country")
PAPERS = frozenset({"treaty", "convention", "pact", "accord", "agreement", "ban"})
ABOUT = "(on|against|banning|outlawing|prohibiting|that bans|that outlaws|that prohibits) (the )?"


def compose_descriptions(
    words: Mapping[str, Iterable[str]], kind: str, generic: Iterable[str]
) -> Iterator[tuple[str, Ambiguity]]:
    """Every description of the words of an entry, and what it takes to mean the body.

    `words` has words by part: region, topics, seat, led_by, subject, of, perhaps and short.
    """
    own = tuple(dict.fromkeys(generic))
    narrow = [noun for noun in own if noun not in FIRMS]
    usual = NOUNS.get(kind, ())
    subject = [*SUBJECT_NOUNS.get(kind, ()), *narrow]
    parts: dict[str, tuple[str, Iterable[str]]] = {
        "region": ("{word} {noun}", [*usual, *narrow]),
        "topics": ("{word} {noun}", subject),
        "seat": ("{word}-based {noun}", [*usual, *own]),
        "led_by": ("{word}-(led|dominated) {noun}", [*usual, *own]),
        "subject": (f"{{noun}} {ABOUT}{{word}}", PAPERS & {"treaty", "convention", *own}),
        "of": ("{noun} of (the )?{word}", [*(noun for noun in usual if " " not in noun), *own]),
        "perhaps": ("{word} {noun}", LOOSE & {*usual, *own}),
        "short": ("{word} {noun}", [*usual, *own, *TITLES.get(kind, ())]),
    }
    for part, given in words.items():
        template, fitting = parts[part]
        yield from _join_words(template, given, fitting, NEEDS.get(part, COMPOSED))
    papers = set(TITLES.get(kind, ())) - {*subject, *BILATERAL}
    yield from _join_words("{word} {noun}", words.get("topics", ()), papers, COMPOSED_BY_CHANGE)


def _join_words(
    template: str, given: Iterable[str], nouns: Iterable[str], needs: str
) -> Iterator[tuple[str, Ambiguity]]:
    """Every word with every noun."""
    for word in given:
        for noun in sorted(set(nouns)):
            for form in expand_template(template.format(word=word, noun=noun)):
                yield form, Ambiguity(("something else",), needs)


def compose_counted(kind: str, generic: Iterable[str]) -> Iterator[tuple[str, Ambiguity]]:
    """What stands behind the number of a body's members: "nation bloc", "member grouping"."""
    for noun in sorted({*NOUNS.get(kind, ()), *COUNTED_TOO.intersection(generic)}):
        for unit in UNITS:
            yield f"{unit} {noun}", Ambiguity(("other bodies",), COMPOSED_BY_COUNT)
