"""People who are called like countries: Michael Jordan, Chad Smith, Thomas Finn, USS Holland."""

from pactwire.domain.extraction.entities.decision import Choice, Look, dropped
from pactwire.domain.extraction.entities.text_context import Scene

NAMELIKE = frozenset({"given_name", "surname", "person"})
QUESTION = 200
"""How far away the mark of a question is looked for."""


def person(look: Look) -> Choice | None:
    """A drop when the name is a person's or a ship's here; bare repeats follow it later."""
    if " " in look.sense.spelling:
        return None
    why = _here(look)
    if why is None:
        return None
    if look.is_also(*NAMELIKE):
        look.scene.elsewhere[look.sense.spelling] = why
    return dropped(why)


def _here(look: Look) -> str | None:
    before = look.before.lstrip("(\"'")
    if before[:1].isupper():
        if before in look.scene.word_set("ships"):
            return f"the ship {before} {look.surface}"
        why = _family_name(look, before)
        if why:
            return why
    if look.is_also("given_name", "person") and not _one_of_many(look):
        return _given_name(look, before)
    return None


def _family_name(look: Look, before: str) -> str | None:
    scene = look.scene
    bare = before.rstrip(".")
    if bare in scene.word_set("titles") and not look.is_also("us_state"):
        return f"a person: {before} {look.surface}"
    given = scene.word_set("given_names")
    if before in given or (before.partition("-")[0] in given and before[-1:].islower()):
        return None if _asks(before, look) else f"a person: {before} {look.surface}"
    if not look.is_also(*NAMELIKE) or (not before.isalpha() and not _is_initial(before)):
        return None
    start = look.candidate.start - len(before) - 1
    if scene.titled(start) or _is_known(before, start, scene):
        return None
    if scene.opens_sentence(start) and not _opens_with_a_name(before, scene):
        return None
    return f"a person: {before} {look.surface}"


def _asks(word: str, look: Look) -> bool:
    """Whether the word opens a question: `Will Italy leave?`."""
    if word not in look.scene.word_set("openers"):
        return False
    plain, end = look.scene.plain, look.candidate.end
    stop = plain.find("?", end, end + QUESTION)
    return stop > 0 and plain.find(". ", end, stop) < 0


def _opens_with_a_name(word: str, scene: Scene) -> bool:
    """Whether a capitalised first word of a sentence is no ordinary one: Agnieszka, not Yet."""
    return word.isalpha() and word not in scene.word_set("openers") and not word.endswith(ORDINARY)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0] != "N" and word[0] != "S"


def _is_known(word: str, start: int, scene: Scene) -> bool:
    if start in scene.starts or start + len(word) in scene.ends:
        return True
    if word.rstrip(".") in scene.word_set("offices"):
        return True
    if word.lower() in scene.word_set("georgia_before") or word.lower() in scene.word_set(
        "locatives"
    ):
        return True
    return word.isupper() or len(word) < 3 or word in NOT_NAMES


ORDINARY = ("ing", "ed", "ly", "s", "ic", "ous", "ful", "less", "able", "teen", "ty", "est")
"""How words end that open a sentence and are no given names."""
_NOT_NAMES = """
    The And But Or Nor Of Our Their His Her Its This That These Those When While After Before Since
    January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday New Old Greater Upper Lower Republic Kingdom
    Free Union Radio Bank Air Visit Love Little Saint
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())


def _one_of_many(look: Look) -> bool:
    """Whether the Finn stands among a Swede and a Dane, as sport likes to call its people."""
    scene = look.scene
    return look.sense.form == "demonym" and scene.sporty and len(scene.countries) > 1


PLACING = frozenset("in from near across throughout inside into neighbouring outside".split())  # noqa: SIM905


def _given_name(look: Look, before: str) -> str | None:
    after = look.after
    if len(after) < 2 or not after[0].isupper() or not after[1].islower():
        return None
    scene, end = look.scene, look.candidate.end
    if before.lower() in PLACING or scene.titled(end):
        return None
    if end + 1 in scene.starts or after in scene.word_set("offices") or after in FOLLOWERS:
        return None
    if look.sense.form in {"adjective", "demonym"} and _is_full_name(end + 1, after, scene):
        return None
    if any(after in scene.word_set(name) for name in ("places_after", "georgia_after", "company")):
        return None
    return f"a person: {look.surface} {after}"


def _is_full_name(start: int, given: str, scene: Scene) -> bool:
    """Whether a whole name begins here, so that the word in front tells a nationality."""
    surname = scene.after(start + len(given))
    return given in scene.word_set("given_names") and surname[:1].isupper()


_FOLLOWERS = """
    River Valley Times Basin Lake Republic Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December Peace
    Telecom Airlines Airways Bank Stock Company Post Radio Television Nation News Islands Is
"""
FOLLOWERS = frozenset(_FOLLOWERS.split())


def meant_as_country(look: Look) -> bool:
    """Whether a form that was a person or a town elsewhere in the text is the country here."""
    scene, before = look.scene, look.before.lower()
    if before in PLACING and not look.is_also("us_city"):
        return True
    return scene.speaks_of(look.sense.entity.id, look.sense.spelling)
