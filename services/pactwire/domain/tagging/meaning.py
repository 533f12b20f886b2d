"""Decides what each name stands for: the rules in order, the first that knows wins."""

from collections.abc import Callable, Sequence

from pactwire.domain.knowledge import Sense
from pactwire.domain.tagging.acronyms import acronym
from pactwire.domain.tagging.choice import Choice, Look, dropped
from pactwire.domain.tagging.countries import generic, shared
from pactwire.domain.tagging.leaders import leader
from pactwire.domain.tagging.people import person
from pactwire.domain.tagging.places import channel_island, georgia, town
from pactwire.domain.tagging.scan import Candidate
from pactwire.domain.tagging.scene import Scene
from pactwire.domain.tagging.teams import team
from pactwire.domain.tagging.things import (
    company,
    currency,
    first_nation,
    language,
    pronoun,
    river,
    thing,
)

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
    senses = candidate.senses
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
        return _plain(look)
    return acronym(look) or _plain(look)


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


def _country(look: Look) -> Choice:
    for rule in RULES.get(look.sense.form, NOUNS):
        choice = rule(look)
        if choice is not None:
            return team(look, choice)
    return team(look, _plain(look))


def _plain(look: Look) -> Choice:
    sense = look.sense
    return Choice(sense, f"the {sense.form} {sense.spelling}")
