"""Heads of state and government: full names at once, surnames only where they can be meant."""

from datetime import date

from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.text_context import Scene
from pactwire.domain.reference import ReferenceData, Sense

_OFFICES = """
    President Minister Premier Chancellor King Queen Emir Sultan Chairman Prince Leader leader
    President-elect Taoiseach Secretary Ayatollah Pope Mr Mr. dictator strongman
"""
OFFICES = frozenset(_OFFICES.split())


def leader(look: Look) -> Choice | None:
    """The person a name stands for: by full name, by office in front, or by what the text says."""
    if look.sense.entity.kind != "person":
        return None
    if look.sense.form == "name" and " " in look.sense.spelling:
        return Choice(look.sense, look.sense.why)
    best = _best(look.candidate.senses, look.scene)
    before = look.before.strip("\"'(,")
    if before in OFFICES:
        return Choice(best, f"{before} in front", 0.95)
    if _fully_named(best, look.scene):
        return Choice(best, "the full name is in the text", 0.95)
    if before in look.scene.word_set("given_names"):
        return dropped(f"another person: {before} {look.surface}")
    if _follows_a_name(before, look):
        return dropped(f"another person: {before} {look.surface}")
    if look.after[:1].isupper() and not look.scene.titled(look.candidate.start):
        return dropped(f"another person: {look.surface} {look.after}")
    return _by_surname(look, best)


def _follows_a_name(before: str, look: Look) -> bool:
    """Whether the word in front may be a given name: capitalised, and no usual first word."""
    if not before[:1].isupper():
        return False
    scene = look.scene
    if not scene.opens_sentence(look.candidate.start - len(before) - 1):
        return True
    return scene.sporty and before.isalpha() and before not in scene.word_set("openers")


def _by_surname(look: Look, best: Sense) -> Choice:
    scene = look.scene
    state = best.entity.parent or ""
    common = look.sense.spelling in scene.word_set("common_surnames")
    if state in scene.sure and (in_office(best, scene) or not common):
        return Choice(best, "the text speaks of their state", 0.8)
    if common or look.sense.spelling.lower() in scene.word_set("small_words"):
        return dropped("a common surname, and nothing speaks for the leader")
    return Choice(best, "a surname known for one leader", 0.6)


def _best(senses: tuple[Sense, ...], scene: Scene) -> Sense:
    people = [sense for sense in senses if sense.entity.kind == "person"]
    if len(people) == 1:
        return people[0]
    return max(
        people,
        key=lambda sense: (
            _fully_named(sense, scene),
            (sense.entity.parent or "") in scene.sure,
            in_office(sense, scene),
            _last_day(sense, scene.reference),
        ),
    )


def _fully_named(sense: Sense, scene: Scene) -> bool:
    return sense.entity.id in scene.fully_named


def in_office(sense: Sense, scene: Scene) -> bool:
    """Whether the person led a state on the day of the text; without one, whether they do now."""
    for office in scene.reference.offices.get(sense.entity.id, ()):
        if scene.on is None:
            if office.until is None:
                return True
        elif (office.since is None or office.since <= scene.on) and (
            office.until is None or scene.on < office.until
        ):
            return True
    return False


def _last_day(sense: Sense, reference: ReferenceData) -> date:
    days = [office.until or date.max for office in reference.offices.get(sense.entity.id, ())]
    return max(days, default=date.min)
