"""What is no country though called like one: the bird, the nut, the language, the currency."""

from collections.abc import Mapping

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject

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


def reject_common_noun(context: CandidateContext) -> EntityDecision | None:
    """A drop when a neighbour makes the name a thing."""
    neighbours = THINGS.get(context.sense.spelling)
    if neighbours is None or context.sense.spelling in NOT_DROPPED:
        return None
    before, after = context.before.lower().strip(",.'\""), context.after.lower()
    if before in neighbours[0] or after in neighbours[1]:
        return reject(f"a thing: {before} {context.surface} {after}".strip())
    if context.sense.spelling == "Georgian" and context.text.plain.startswith(
        (" town house", " country house"), context.candidate.end
    ):
        return reject("a style of building")
    return _by_subject(context, before)


def _by_subject(context: CandidateContext, before: str) -> EntityDecision | None:
    text, form = context.text, context.sense.spelling
    noun = context.after[:1].islower() and context.after not in {
        "in",
        "for",
        "with",
        "and",
        "is",
        "on",
    }
    if form == "Polish" and text.mentions_polish and not (noun or text.names_otherwise("PL", form)):
        return reject("what nails are painted with: the text speaks of polish")
    if form != "Turkey" or text.labels["food"] < BIRD_WORDS or before in {"in", "from"}:
        return None
    if text.names_otherwise("TR", form):
        return None
    return reject("the bird: the text speaks of food")


def reject_river(context: CandidateContext) -> EntityDecision | None:
    """The river of that name, called so or with an article: across the Jordan."""
    if context.sense.form != "name":
        return None
    if context.after in {"River", "river"}:
        return reject(f"a river: {context.surface} {context.after}")
    bare = context.is_also("river") and context.sense.entity.id not in WITH_ARTICLE
    if bare and context.before in {"the", "The"} and _stands_alone(context):
        return reject(f"a river: the {context.surface}")
    return None


WITH_ARTICLE = frozenset({"GM", "CD", "CG"})
"""The Gambia and the Congos: states that have an article as their rivers do."""


def _stands_alone(context: CandidateContext) -> bool:
    """Whether no noun follows that an article in front may belong to."""
    ended = context.text.plain[context.candidate.end : context.candidate.end + 1] in {"", ".", ";"}
    return ended or context.after in BARE_FOLLOWERS or context.after in {"near", "into", "at"}


def tag_language(context: CandidateContext) -> EntityDecision | None:
    """The language: after speaking and writing, with no noun behind; or before "language"."""
    if context.sense.form not in {"adjective", "demonym"} or not context.is_also("language"):
        return None
    text, after = context.text, context.after
    before = context.before.lower().strip(",.")
    if after in text.word_set("language_after") or context.text.plain[
        context.candidate.end : context.candidate.end + 9
    ] in {"-language", "-speaking"}:
        return _as_language(context, f"{context.surface} {after}")
    bare = not after[:1].islower() or after in BARE_FOLLOWERS
    if before in {"only", "fluent", "perfect", "broken", "good", "better", "some"}:
        before = text.before(context.candidate.start - len(context.before) - 1).lower()
    if bare and _follows_speaking(before, context):
        return _as_language(context, f"{before} {context.surface}")
    return None


def _follows_speaking(before: str, context: CandidateContext) -> bool:
    spoken = before == "in" or before in context.text.word_set("speaking")
    return spoken or _listed_language(context)


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


def _listed_language(context: CandidateContext) -> bool:
    start = context.candidate.start
    words = context.text.plain[max(0, start - 40) : start].replace(",", " ").split()
    if words[-1:] == ["some"]:
        words.pop()
    if not words or words[-1] not in {"and", "or"} or len(words) < 2:
        return False
    return (
        words[-2] in LANGUAGE_NAMES
        and len(words) > 2
        and (words[-3] in {"in", "In"} or words[-3] in context.text.word_set("speaking"))
    )


def _as_language(context: CandidateContext, quoted: str) -> EntityDecision:
    return EntityDecision(context.sense, f"the language: {quoted}", 0.3, "language")


def reject_currency(context: CandidateContext) -> EntityDecision | None:
    """US dollars and US$ are money, not the country."""
    if context.sense.entity.id != "US" or context.sense.form != "abbreviation":
        return None
    end = context.candidate.end
    if context.text.plain[end : end + 1] == "$" or context.after.lower() in context.text.word_set(
        "currency_after"
    ):
        return reject("a currency: US dollars")
    return None


def reject_pronoun(context: CandidateContext) -> EntityDecision | None:
    """US in a line of capitals may be the pronoun."""
    text, candidate = context.text, context.candidate
    if context.surface != "US" or not text.in_capitals(candidate.start, candidate.end):
        return None
    before, after = context.before.strip("\"',"), context.after
    if text.plain.startswith("-", candidate.end):
        return None
    all_of_us = after == "ALL" or before in text.word_set("pronoun_before")
    if all_of_us or (before and not after):
        return reject(f"the pronoun, in capitals: {before} US")
    return None


def reject_first_nation(context: CandidateContext) -> EntityDecision | None:
    """Indians of America, not of India."""
    if context.sense.entity.id != "IN" or context.sense.form not in {"adjective", "demonym"}:
        return None
    before, after = context.before, context.after.lower()
    if before == "American" or after in {"reservation", "tribe", "tribes", "gaming", "casino"}:
        return reject("a people of America")
    if context.text.labels["tribal"] and not context.text.names_otherwise(
        "IN", context.sense.spelling
    ):
        return reject("a people of America: the text speaks of tribes")
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


def reject_firm(context: CandidateContext) -> EntityDecision | None:
    """A firm that is called like a body: OPEC Systems."""
    if context.after in FIRMS:
        return reject(f"a firm: {context.surface} {context.after}")
    return None


def reject_company_name(context: CandidateContext) -> EntityDecision | None:
    """An adjective inside the name of a company, school or society: American Registry."""
    if context.sense.form not in {"adjective", "demonym"}:
        return None
    after = context.after
    if not after[:1].isupper() or context.candidate.end + 1 in context.text.starts:
        return None
    text = context.text
    if text.in_title_case(context.candidate.end):
        return None
    if after in text.word_set("company") and after not in text.word_set("offices"):
        return reject(f"part of a name: {context.surface} {after}")
    return None
