"""Towns, states and islands that share a country's name: Lebanon, Ohio; Georgia; New Jersey."""

from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.text_context import Scene

CLOSERS = frozenset(",.;:)\n\"'-?!")


def town(look: Look) -> Choice | None:
    """A drop when the name is that of a town in the United States, here or earlier on."""
    form = look.sense.spelling
    if " " in form and not look.is_also("us_city"):
        return None
    street = look.before in STREETS and look.is_also("us_city")
    if look.before.endswith(",") and not street:
        return None
    if street or is_town(look):
        why = f"a town: {_quoted(look)}"
        if look.is_also("us_city"):
            look.scene.elsewhere[form] = why
        return dropped(why)
    if look.is_also("us_city") and _all_american(look):
        return dropped("a town: the text speaks of places in the United States alone")
    return None


STREETS = frozenset(
    {"St.,", "Street,", "Ave.,", "Avenue,", "Rd.,", "Road,", "Dr.,", "Lane,", "Blvd.,"}
)
LOCAL = (
    " elementary", " high school", " middle school", " school district", " school board",
    " township", " city council", " town council", " county ",
)  # fmt: skip
"""What follows a town that shares a country's name, in lower case."""


def _all_american(look: Look) -> bool:
    """Whether American places and offices are named, and no other country or body."""
    scene = look.scene
    if scene.labels["us_state"] + scene.labels["us_local"] < 2 or scene.labels["national"]:
        return False
    if scene.countries - {"US"} or scene.speaks_of(look.sense.entity.id, look.sense.spelling):
        return False
    return not scene.bodies


def is_town(look: Look) -> bool:
    """Whether the words behind make it a town: a state after a comma, or County, Township."""
    scene, end = look.scene, look.candidate.end
    state = scene.after_comma(end)
    if state[:1].isupper():
        after = scene.plain[end + 2 + len(state) : end + 3 + len(state)]
        if state in scene.word_set("us_abbreviations") or state.rstrip(".") in scene.word_set(
            "us_abbreviations"
        ):
            return state.endswith(".") or after in CLOSERS or not after or after == " "
        if state in US_STATES and (not after or after in CLOSERS):
            return scene.after_comma(end + 2 + len(state)) not in US_STATES
    if scene.plain.startswith(TWO_WORDS, end):
        return True
    if look.sense.form not in {"name", "alias"}:
        return False
    return look.after in scene.word_set("places_after") or scene.plain.startswith(LOCAL, end)


_STATES = """
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho
    Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota
    Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas
    Utah Vermont Virginia Wisconsin Wyoming
"""
US_STATES = frozenset(_STATES.split())


_TWO_WORDS = """
    New York, New Jersey, New Mexico, New Hampshire, North Carolina, South Carolina, North Dakota,
    South Dakota, Rhode Island, West Virginia
"""
TWO_WORDS = tuple(
    f", {state.strip()}{mark}"
    for state in _TWO_WORDS.split(",")
    for mark in (".", ",", ";", ")", "\n")
)
"""A state of two words that closes an address; "Cuba, New York and Rome" is a list."""


def _quoted(look: Look) -> str:
    end = look.candidate.end
    return look.scene.plain[look.candidate.start : end + 14].split("\n")[0].strip()


def georgia(look: Look) -> Choice | None:
    """The state in the south of the United States, or the country in the Caucasus."""
    if not look.is_also("us_state", "us_state_resident", "us_region"):
        return None
    scene = look.scene
    local = _georgia_here(look)
    if local is not None:
        return local
    if georgian_state(scene):
        return dropped("the US state, by what the text speaks of")
    return Choice(look.sense, "the country, by what the text speaks of", 0.9)


def _georgia_here(look: Look) -> Choice | None:
    scene = look.scene
    before, after = look.before, look.after
    if look.sense.form in {"name", "alias"} and (
        before.lower().rstrip(",") in scene.word_set("georgia_before")
        or after in scene.word_set("georgia_after")
    ):
        return dropped(f"the US state: {before} {look.surface} {after}".strip())
    if before.endswith(",") and before[:-1] in {
        "Atlanta",
        "Savannah",
        "Augusta",
        "Macon",
        "Athens",
    }:
        return dropped(f"the US state: {before} {look.surface}")
    if scene.sporty and len(scene.countries - {"US", "GE"}) > 1 and not scene.labels["us_georgia"]:
        return Choice(look.sense, "the country: others play too", 0.9)
    if before.endswith(",") and before[:-1] == "Tbilisi":
        return Choice(look.sense, "the country: Tbilisi")
    return None


def georgian_state(scene: Scene) -> bool:
    """Whether the text's Georgia is the US state."""
    labels = scene.labels
    east = 3 * labels["caucasus"] + (3 if scene.speaks_of("GE", "Georgia") else 0)
    south = 2 * labels["us_georgia"] + labels["us_state"] + labels["us_local"]
    if east == south:
        abroad = scene.labels["national"] or scene.countries - {"US", "GE"} or scene.bodies
        return not abroad
    return south > east


def channel_island(look: Look) -> Choice | None:
    """Jersey and Guernsey: the islands only where the text speaks of them."""
    if look.sense.entity.id not in {"JE", "GG"} or look.sense.form not in {"name", "alias"}:
        return None
    if look.scene.labels["channel_islands"] or len(look.scene.islands) > 1:
        return Choice(look.sense, "the island: the text speaks of the Channel Islands", 0.9)
    return dropped("a garment, a breed or a county: nothing speaks of the Channel Islands")
