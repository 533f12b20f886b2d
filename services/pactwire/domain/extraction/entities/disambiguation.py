"""Decides what each name stands for: the rules in order, the first that knows wins."""

from collections.abc import Callable, Sequence

from pactwire.domain.extraction.entities.acronyms import acronym
from pactwire.domain.extraction.entities.common_nouns import (
    THINGS,
    company,
    currency,
    firm,
    first_nation,
    language,
    pronoun,
    river,
    thing,
)
from pactwire.domain.extraction.entities.countries import generic, shared
from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.leaders import leader
from pactwire.domain.extraction.entities.people import person
from pactwire.domain.extraction.entities.places import channel_island, georgia, town
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.teams import team
from pactwire.domain.extraction.entities.text_context import REACH, Scene
from pactwire.domain.reference import Sense, SpellingEntry

Rule = Callable[[Look], Choice | None]

NOUNS: Sequence[Rule] = (
    town, person, thing, river, channel_island, georgia, generic, shared,
)  # fmt: skip
ADJECTIVES: Sequence[Rule] = (town, person, thing, language, company, first_nation, georgia, shared)
ABBREVIATIONS: Sequence[Rule] = (currency, pronoun, shared)
ORDER = {"country": 0, "organisation": 1, "coalition": 1, "armed_group": 1, "place": 3, "person": 4}
RULES: dict[str, Sequence[Rule]] = {
    "name": NOUNS,
    "alias": NOUNS,
    "former": NOUNS,
    "adjective": ADJECTIVES,
    "demonym": ADJECTIVES,
    "abbreviation": ABBREVIATIONS,
}


def decided(candidate: Candidate, scene: Scene) -> Choice:
    """What a candidate stands for, and the reason."""
    start, end, senses, named = candidate
    if named is not None and named[2] and (named[2] == 2 or is_plain(start, end, named, scene)):
        choice = tuple.__new__(Choice, (senses[0], senses[0].why, 1.0, None))
        return teamed(Look(candidate, senses[0], scene), choice) if scene.sporty else choice
    sense = senses[0] if len(senses) == 1 else min(senses, key=_order)
    entity = sense.entity
    if entity.type == "guard":
        return guarded(sense, scene)
    look = Look(candidate, sense, scene)
    if entity.kind == "country":
        return _country(look)
    if entity.kind == "person":
        return leader(look) or _plain(look)
    if entity.kind == "place":
        return (person(look) if " " not in sense.spelling else None) or _plain(look)
    if sense.ambiguity is None and len(senses) == 1:
        return firm(look) or _plain(look)
    return acronym(look) or firm(look) or _plain(look)


def guarded(sense: Sense, scene: Scene) -> Choice:
    """A drop; bare repeats of the town or the person follow."""
    form, kind = sense.spelling, sense.entity.name
    why = f"{form} is a {kind.replace('_', ' ')}"
    if kind == "us_city" and ", " in form:
        scene.elsewhere[form.partition(",")[0]] = why
    elif kind == "person" and form.count(" ") == 1:
        scene.elsewhere |= dict.fromkeys(form.split(), why)
    return dropped(why)


def _order(sense: Sense) -> int:
    return ORDER.get(sense.entity.kind, 5)


def is_plain(start: int, end: int, named: SpellingEntry, scene: Scene) -> bool:
    """Whether nothing beside a name calls for a closer look; most names are plain."""
    text = scene.plain
    beside = text[end : end + 3]
    if beside[:1] == " ":
        if beside[1:2] == "r" or beside[1:2].isupper():
            return False
    elif beside[:2] == ", " and beside[2:].isupper():
        return False
    spelling = named[0][0][5]
    if start < 2 or text[start - 1] != " " or " " in spelling:
        return True
    if spelling in THINGS:
        return False
    before = text[text.rfind(" ", start - REACH if start > REACH else 0, start - 1) + 1]
    return not before.isupper() and before not in "('\""


def teamed(look: Look, choice: Choice) -> Choice:
    """The choice as a team, where it is a country at play."""
    if choice.sense is None or choice.sense.entity.kind != "country":
        return choice
    return team(look, choice)


def _country(look: Look) -> Choice:
    for rule in RULES.get(look.sense.form, NOUNS):
        choice = rule(look)
        if choice is not None:
            break
    else:
        choice = _plain(look)
    return teamed(look, choice) if look.scene.sporty else choice


def _plain(look: Look) -> Choice:
    return Choice(look.sense, look.sense.why)
