"""Reads a text into a Document: view, scan, longest names, then one decision for each name."""

from datetime import datetime
from typing import NamedTuple

from pactwire.domain.extraction.document import Cue, Document, Hit
from pactwire.domain.extraction.entities.acronyms import new_acronyms
from pactwire.domain.extraction.entities.countries import COMPASS, PAIRS, compass_lists, paired
from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.disambiguation import decided
from pactwire.domain.extraction.entities.language import guessed
from pactwire.domain.extraction.entities.nested_names import (
    Decided,
    Lost,
    freed,
    left_out,
    place_of,
)
from pactwire.domain.extraction.entities.people import meant_as_country
from pactwire.domain.extraction.entities.scan import Candidate, longest, scan
from pactwire.domain.extraction.entities.text_context import Scene
from pactwire.domain.reference import LANGUAGES, ReferenceData
from pactwire.domain.text.normalise import View, view

OTHER_LANGUAGE = 1 << len(LANGUAGES)
DOUBLES = (*COMPASS, *PAIRS)
MOST_HALVES = 300
"""Second countries of pairs like "the two Koreas" in one text; no text speaks of them so often."""


class Text(NamedTuple):
    """What is to be read, and what is known about it."""

    text: str
    headline_end: int = 0
    language: str = "und"
    """BCP 47; `und` makes the reader guess."""
    published_at: datetime | None = None


def read(text: Text, reference: ReferenceData, explain: bool = False) -> Document:
    """All names and trigger words of a text; with `explain` also what was left out, and why."""
    seen = view(text.text)
    language = text.language.partition("-")[0].lower()
    if language in {"", "und"}:
        language = guessed(seen.haystack)
    found = scan(seen, reference, _bit(language))
    kept, lost = longest(found.candidates)
    scene = Scene(seen, reference, kept, found.words)
    scene.on = text.published_at.date() if text.published_at else None
    choices = _decisions(kept, lost, scene)
    return Document(
        text.text, text.headline_end, language, text.published_at,
        tuple([_hit(candidate, choice, seen) for candidate, choice in choices if choice[0]]),
        tuple(_moved(found.cues, seen)),
        left_out(choices, lost, seen) if explain else (),
    )  # fmt: skip


def _bit(language: str) -> int:
    return 1 << LANGUAGES.index(language) if language in LANGUAGES else OTHER_LANGUAGE


def _decisions(kept: list[Candidate], lost: Lost, scene: Scene) -> list[Decided]:
    choices = [(candidate, decided(candidate, scene)) for candidate in kept]
    extra = [(inner, decided(inner, scene)) for inner in freed(choices, lost, scene.plain)]
    if extra:
        choices += extra
    if scene.elsewhere:
        choices = [_followed(candidate, choice, scene) for candidate, choice in choices]
    extra += _halves(choices, scene)
    if "(" in scene.plain:
        extra += [_introduced(short) for short in new_acronyms(scene, choices)]
    if not extra:
        return choices
    apart = {_place_and_entity(*pair): pair for pair in (*choices, *extra)}
    return sorted(apart.values(), key=_start)


def _introduced(short: Candidate) -> Decided:
    return short, Choice(short.senses[0], "introduced by its long form in this text", 0.95)


def _place_and_entity(candidate: Candidate, choice: Choice) -> tuple[int, int, str]:
    second = choice.sense is not None and choice.sense.spelling in PAIRS
    return (*place_of(candidate), choice.sense.entity.id if second and choice.sense else "")


def _start(pair: Decided) -> int:
    return pair[0].start


def _followed(candidate: Candidate, choice: Choice, scene: Scene) -> Decided:
    """Bare repeats of a form that was someone or somewhere else follow it."""
    sense = choice.sense
    if sense is None or sense.form not in {"name", "alias", "demonym"}:
        return candidate, choice
    why = scene.elsewhere.get(sense.spelling)
    if why is None or meant_as_country(Look(candidate, sense, scene)):
        return candidate, choice
    return candidate, dropped(f"as before, {why}")


def _halves(choices: list[Decided], scene: Scene) -> list[Decided]:
    """The countries that stand in half a name: "North and South Korea", "the two Koreas"."""
    found: list[Decided] = []
    for candidate, choice in choices:
        sense = choice[0]
        if sense is None or not sense[5].endswith(DOUBLES):
            continue
        if len(found) >= MOST_HALVES:
            break
        half = compass_lists(scene, candidate, sense)
        if half is not None:
            found.append((half, Choice(half.senses[0], f"one half of a pair: {sense.spelling}")))
        other = paired(candidate, choice)
        if other is not None:
            found.append(other)
    return found


def _hit(candidate: Candidate, choice: Choice, seen: View) -> Hit:
    start, end, _, named = candidate
    sense, why, score, form = choice
    if seen.origin is not None:
        start, end = seen.span(start, end)
    if named is not None and why is named[3][6] and form is None:
        return tuple.__new__(Hit, (start, end, seen.text[start:end], *named[3]))
    assert sense is not None  # noqa: S101  the caller asked
    iso2 = None if form == "language" else sense.entity.iso2
    entity = sense.entity
    return Hit(
        start, end, seen.text[start:end], entity.id, entity.kind, entity.name, iso2,
        form or sense.form, score, why,
    )  # fmt: skip


def _moved(cues: list[Cue], seen: View) -> list[Cue]:
    if seen.origin is None:
        return cues
    return [Cue(*seen.span(cue.start, cue.end), cue.form, cue.labels) for cue in cues]
