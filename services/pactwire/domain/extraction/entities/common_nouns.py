"""What is no country though called like one: the bird, the nut, the language, the currency."""

from collections.abc import Mapping

from pactwire.domain.extraction.entities.decision import Choice, Look, dropped

Neighbours = tuple[frozenset[str], frozenset[str]]


def _words(before: str, after: str) -> Neighbours:
    return frozenset(before.split()), frozenset(after.split())


THINGS: Mapping[str, Neighbours] = {
    "Turkey": _words(
        "roast roasted ground wild smoked fried butterball thanksgiving cold whole frozen deli",
        "breast sandwich sandwiches burger burgers dinner dinners talk leg legs trot hunt hunters "
        "hunting season shoot bacon soup stuffing club wrap gravy creek run meat giveaway drive",
    ),
    "Pole": _words("on from takes claims wins grabs clinches", "position lap vault vaulter dance"),
    "Chile": _words("green red", "pepper peppers relleno rellenos verde powder sauce con"),
    "China": _words("bone fine", "cabinet cabinets plate plates shop doll dolls set closet"),
    "Polish": _words("nail shoe furniture silver gel", "remover your up"),
    "Guinea": _words("", "pig pigs fowl worm hen hens"),
    "Brazil": _words("", "nut nuts"),
    "Panama": _words("", "hat hats"),
    "Jersey": _words("", "cow cows cattle milk barrier barriers shore boys"),
    "Guernsey": _words("", "cow cows cattle milk"),
    "Iceland": _words("", "supermarket supermarkets store stores Foods freezer"),
    "Cuba": _words("", "libre"),
    "Wales": _words("", "ship"),
    "Greek": _words("", "fraternity fraternities sorority sororities row"),
    "Georgian": _words(
        "elegant fine listed grand period handsome",
        "townhouse townhouses terrace terraces mansion mansions architecture furniture facade "
        "facades silver silverware rectory manor era London Dublin Bath England Britain "
        "crescent windows sash-windows splendour elegance Bay",
    ),
    "Vietnam": _words("", "veteran veterans vet vets memorial-wall"),
}
NOT_DROPPED = frozenset({"Vietnam", "Wales"})
BIRD_WORDS = 3


def thing(look: Look) -> Choice | None:
    """A drop when a neighbour makes the name a thing."""
    neighbours = THINGS.get(look.sense.spelling)
    if neighbours is None or look.sense.spelling in NOT_DROPPED:
        return None
    before, after = look.before.lower().strip(",.'\""), look.after.lower()
    if before in neighbours[0] or after in neighbours[1]:
        return dropped(f"a thing: {before} {look.surface} {after}".strip())
    if look.sense.spelling == "Georgian" and look.scene.plain.startswith(
        (" town house", " country house"), look.candidate.end
    ):
        return dropped("a style of building")
    return _by_subject(look, before)


def _by_subject(look: Look, before: str) -> Choice | None:
    scene, form = look.scene, look.sense.spelling
    noun = look.after[:1].islower() and look.after not in {"in", "for", "with", "and", "is", "on"}
    if form == "Polish" and scene.speaks_of_polish and not (noun or scene.speaks_of("PL", form)):
        return dropped("what nails are painted with: the text speaks of polish")
    if form != "Turkey" or scene.labels["food"] < BIRD_WORDS or before in {"in", "from"}:
        return None
    if scene.speaks_of("TR", form):
        return None
    return dropped("the bird: the text speaks of food")


def river(look: Look) -> Choice | None:
    """The river of that name."""
    if look.sense.form == "name" and look.after in {"River", "river"}:
        return dropped(f"a river: {look.surface} {look.after}")
    return None


def language(look: Look) -> Choice | None:
    """The language: after speaking and writing, with no noun behind; or before "language"."""
    if look.sense.form not in {"adjective", "demonym"} or not look.is_also("language"):
        return None
    scene, after = look.scene, look.after
    before = look.before.lower().strip(",.")
    if after in scene.word_set("language_after") or look.scene.plain[
        look.candidate.end : look.candidate.end + 9
    ] in {"-language", "-speaking"}:
        return _as_language(look, f"{look.surface} {after}")
    bare = not after[:1].islower() or after in BARE_FOLLOWERS
    if before in {"only", "fluent", "perfect", "broken", "good", "better", "some"}:
        before = scene.before(look.candidate.start - len(look.before) - 1).lower()
    if bare and (before in scene.word_set("speaking") or before == "in" or _listed_language(look)):
        return _as_language(look, f"{before} {look.surface}")
    return None


_BARE = """
    and or when but as at to with because on for while in is was that well fluently which who she
    he they so after during than too before since from by if poorly
"""
BARE_FOLLOWERS = frozenset(_BARE.split())
_LANGUAGES = """
    English French Spanish German Arabic Russian Chinese Mandarin Italian Portuguese Hindi Japanese
    Farsi Persian Latin Hebrew Dutch Turkish
"""
LANGUAGE_NAMES = frozenset(_LANGUAGES.split())


def _listed_language(look: Look) -> bool:
    start = look.candidate.start
    words = look.scene.plain[max(0, start - 40) : start].replace(",", " ").split()
    if words[-1:] == ["some"]:
        words.pop()
    if not words or words[-1] not in {"and", "or"} or len(words) < 2:
        return False
    return (
        words[-2] in LANGUAGE_NAMES
        and len(words) > 2
        and (words[-3] in {"in", "In"} or words[-3] in look.scene.word_set("speaking"))
    )


def _as_language(look: Look, quoted: str) -> Choice:
    return Choice(look.sense, f"the language: {quoted}", 0.3, "language")


def currency(look: Look) -> Choice | None:
    """US dollars and US$ are money, not the country."""
    if look.sense.entity.id != "US" or look.sense.form != "abbreviation":
        return None
    end = look.candidate.end
    if look.scene.plain[end : end + 1] == "$" or look.after.lower() in look.scene.word_set(
        "currency_after"
    ):
        return dropped("a currency: US dollars")
    return None


def pronoun(look: Look) -> Choice | None:
    """US in a line of capitals may be the pronoun."""
    scene, candidate = look.scene, look.candidate
    if look.surface != "US" or not scene.shouted(candidate.start, candidate.end):
        return None
    before, after = look.before.strip("\"',"), look.after
    if scene.plain.startswith("-", candidate.end):
        return None
    all_of_us = after == "ALL" or before in scene.word_set("pronoun_before")
    if all_of_us or (before and not after):
        return dropped(f"the pronoun, in capitals: {before} US")
    return None


def first_nation(look: Look) -> Choice | None:
    """Indians of America, not of India."""
    if look.sense.entity.id != "IN" or look.sense.form not in {"adjective", "demonym"}:
        return None
    before, after = look.before, look.after.lower()
    if before == "American" or after in {"reservation", "tribe", "tribes", "gaming", "casino"}:
        return dropped("a people of America")
    if look.scene.labels["tribal"] and not look.scene.speaks_of("IN", look.sense.spelling):
        return dropped("a people of America: the text speaks of tribes")
    return None


FIRMS = frozenset(
    [
        "Systems",
        "Inc",
        "Corp",
        "Ltd",
        "LLC",
        "PLC",
        "Plc",
        "GmbH",
        "Technologies",
        "Holdings",
        "Records",
        "Motors",
        "Pharma",
        "Industries",
        "Solutions",
        "Consulting",
        "Logistics",
    ]
)


def firm(look: Look) -> Choice | None:
    """A firm that is called like a body: OPEC Systems."""
    if look.after in FIRMS:
        return dropped(f"a firm: {look.surface} {look.after}")
    return None


def company(look: Look) -> Choice | None:
    """An adjective inside the name of a company, school or society: American Registry."""
    if look.sense.form not in {"adjective", "demonym"}:
        return None
    after = look.after
    if not after[:1].isupper() or look.candidate.end + 1 in look.scene.starts:
        return None
    scene = look.scene
    if scene.titled(look.candidate.end):
        return None
    if after in scene.word_set("company") and after not in scene.word_set("offices"):
        return dropped(f"part of a name: {look.surface} {after}")
    return None
