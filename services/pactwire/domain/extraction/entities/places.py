"""Towns, states and islands that share a country's name: Lebanon, Ohio; Georgia; New Jersey."""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.people import no_affairs
from pactwire.domain.extraction.entities.text_context import TextContext

CLOSERS = frozenset(",.;:)\n\"'-?!")


def reject_town(context: CandidateContext) -> EntityDecision | None:
    """A rejection when the name is that of a town in the United States, here or earlier on."""
    also_us_city = context.is_also("us_city")
    if " " in context.sense.spelling and not also_us_city:
        return None
    street = context.before in STREETS and also_us_city
    if context.before.endswith(",") and not street:
        return None
    if street or _is_town_here(context):
        return _reject_as_town(context)
    if also_us_city and _all_american(context):
        return reject("a town: the text speaks of places in the United States alone")
    return None


LOCAL_PERSON = re.compile(
    r" (?:man|woman|teen|teenager|couple|resident|residents|motorcyclist|motorist|toddler|native)\b"
)


def _is_town_here(context: CandidateContext) -> bool:
    return is_town(context) or _at_home(context)


def _at_home(context: CandidateContext) -> bool:
    """Whether local news tells of a "Jordan man": of the country he would be a Jordanian."""
    if not context.is_also("us_city", "surname") or context.sense.form not in {"name", "alias"}:
        return False
    found = LOCAL_PERSON.match(context.text.plain, context.candidate.end)
    return found is not None and no_affairs(context)


def _reject_as_town(context: CandidateContext) -> EntityDecision:
    """The rejection; bare repeats of a town in the United States follow it."""
    why = f"a town: {_quoted(context)}"
    if context.is_also("us_city"):
        context.text.other_meanings[context.sense.spelling] = why
    return reject(why)


STREETS = frozenset(
    {"St.,", "Street,", "Ave.,", "Avenue,", "Rd.,", "Road,", "Dr.,", "Lane,", "Blvd.,"}
)
LOCAL = (
    " elementary", " high school", " middle school", " school district", " school board",
    " township", " city council", " town council", " county ",
)  # fmt: skip
"""What follows a town that shares a country's name, in lower case."""


def _all_american(context: CandidateContext) -> bool:
    """Whether American places and offices are named, and no other country or body."""
    text = context.text
    if text.labels["us_state"] + text.labels["us_local"] < 2 or text.labels["national"]:
        return False
    if text.countries - {"US"} or text.names_otherwise(
        context.sense.entity.id, context.sense.spelling
    ):
        return False
    return not text.bodies


def is_town(context: CandidateContext) -> bool:
    """Whether the words behind make it a town: a state after a comma, or County, Township."""
    text, end = context.text, context.candidate.end
    by_state = _closes_with_state(text, end)
    if by_state is not None:
        return by_state
    if text.plain.startswith(TWO_WORDS, end):
        return True
    if context.sense.form not in {"name", "alias"}:
        return False
    return context.after in text.word_set("places_after") or text.plain.startswith(LOCAL, end)


def _closes_with_state(text: TextContext, end: int) -> bool | None:
    """Whether a state behind a comma closes the address; None where no state stands there."""
    state = text.after_comma(end)
    if not state[:1].isupper():
        return None
    after = text.plain[end + 2 + len(state) : end + 3 + len(state)]
    closed = not after or after in CLOSERS
    abbreviations = text.word_set("us_abbreviations")
    if state in abbreviations or state.rstrip(".") in abbreviations:
        return state.endswith(".") or closed or after == " "
    if state in US_STATES and closed:
        return text.after_comma(end + 2 + len(state)) not in US_STATES
    return None


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


def _quoted(context: CandidateContext) -> str:
    end = context.candidate.end
    return context.text.plain[context.candidate.start : end + 14].split("\n")[0].strip()


def resolve_channel_island(context: CandidateContext) -> EntityDecision | None:
    """Jersey and Guernsey: the islands only where the text speaks of them."""
    if context.sense.entity.id not in {"JE", "GG"} or context.sense.form not in {"name", "alias"}:
        return None
    if context.text.labels["channel_islands"] or len(context.text.channel_islands) > 1:
        return EntityDecision(
            context.sense, "the island: the text speaks of the Channel Islands", 0.9
        )
    return reject("a garment, a breed or a county: nothing speaks of the Channel Islands")
