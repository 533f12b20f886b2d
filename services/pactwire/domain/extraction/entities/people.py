"""People who are called like countries: Michael Jordan, Chad Smith, Thomas Finn, USS Holland."""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.text_context import TextContext

NAMELIKE = frozenset({"given_name", "surname", "person"})
QUESTION = 200
"""How far away the mark of a question is looked for."""


def reject_person(context: CandidateContext) -> EntityDecision | None:
    """A drop when the name is a person's or a ship's here; bare repeats follow it later."""
    if " " in context.sense.spelling:
        return None
    why = _here(context)
    if why is None:
        return None
    if context.is_also(*NAMELIKE):
        context.text.other_meanings[context.sense.spelling] = why
    return reject(why)


def _here(context: CandidateContext) -> str | None:
    before = context.before.lstrip("(\"'")
    why = _by_front(context, before) if before[:1].isupper() else None
    if why:
        return why
    if context.is_also("given_name", "person") and not _one_of_many(context):
        return _given_name(context, before) or _by_private_life(context)
    return _by_private_life(context) if context.is_also("surname") else None


def _by_front(context: CandidateContext, before: str) -> str | None:
    """A ship, a byline, a family name, by the word with a capital in front."""
    if before in context.text.word_set("ships"):
        return f"the ship {before} {context.surface}"
    if before == "BY" and context.after.isupper() and context.is_also("given_name"):
        return f"a person: {before} {context.surface} {context.after}"
    return _family_name(context, before)


def _family_name(context: CandidateContext, before: str) -> str | None:
    text, why = context.text, f"a person: {before} {context.surface}"
    if before.rstrip(".") in text.word_set("titles") and not context.is_also("us_state"):
        return why
    if _is_given_name(before, text):
        return None if _asks(before, context) else why
    if not context.is_also(*NAMELIKE) or (not before.isalpha() and not _is_initial(before)):
        return None
    start = context.candidate.start - len(before) - 1
    return None if _is_no_name(before, start, text) else why


def _is_given_name(word: str, text: TextContext) -> bool:
    given = text.word_set("given_names")
    return word in given or (word.partition("-")[0] in given and word[-1:].islower())


def _is_no_name(word: str, start: int, text: TextContext) -> bool:
    """Whether the capital of a word at this place does not make it a given name."""
    if text.in_title_case(start) or _is_known(word, start, text):
        return True
    return text.opens_sentence(start) and not _opens_with_a_name(word, text)


def _asks(word: str, context: CandidateContext) -> bool:
    """Whether the word opens a question: `Will Italy leave?`."""
    if word not in context.text.word_set("openers"):
        return False
    plain, end = context.text.plain, context.candidate.end
    stop = plain.find("?", end, end + QUESTION)
    return stop > 0 and plain.find(". ", end, stop) < 0


def _opens_with_a_name(word: str, text: TextContext) -> bool:
    """Whether a capitalised first word of a sentence is no ordinary one: Agnieszka, not Yet."""
    return word.isalpha() and word not in text.word_set("openers") and not word.endswith(ORDINARY)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0] != "N" and word[0] != "S"


def _is_known(word: str, start: int, text: TextContext) -> bool:
    if start in text.starts or start + len(word) in text.ends:
        return True
    if word.rstrip(".") in text.word_set("offices"):
        return True
    if word.lower() in text.word_set("georgia_before") or word.lower() in text.word_set(
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


def _one_of_many(context: CandidateContext) -> bool:
    """Whether the Finn stands among a Swede and a Dane, as sport likes to call its people."""
    text = context.text
    return context.sense.form == "demonym" and text.is_about_sport and len(text.countries) > 1


PLACING = frozenset("in from near across throughout inside into neighbouring outside".split())  # noqa: SIM905


def _given_name(context: CandidateContext, before: str) -> str | None:
    after = context.after
    if len(after) < 2 or not after[0].isupper() or not after[1].islower():
        return None
    text, end = context.text, context.candidate.end
    if before.lower() in PLACING or text.in_title_case(end):
        return None
    if _is_no_surname(after, end + 1, text):
        return None
    if context.sense.form in {"adjective", "demonym"} and _is_full_name(end + 1, after, text):
        return None
    return f"a person: {context.surface} {after}"


BEHIND_A_PERSON = re.compile(
    r", (?:aged )?\d{1,2}, (?:of|from|was|is|who|has|had|said|told|an?)\b"
    r"|, who (?:plays|played|served|grew up|died|lives?|lived|works|worked|turned|graduated|"
    r"studied|married|starred|retired|coached|was born|is \d\d)\b"
    r"|'s (?:wife|husband|mother|father|mom|dad|parents|brother|sister|son|daughter|girlfriend|"
    r"boyfriend|teammates?|classmates?)\b"
    r"| (?:joined|left|quit) the (?:choir|band|cast|firm|army|navy|marines|orchestra|faculty|"
    r"church|squad|newspaper)\b(?! of)"
)
"""What only a person has: an age, a school, a wife, a choir."""
_KIN = """
    brother sister son daughter father mother husband wife boyfriend girlfriend cousin uncle nephew
    niece teammate classmate roommate
"""
KIN = frozenset(_KIN.split())
OWNER = re.compile(r"(?:\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)|'s) (?:\w+ )?\w+,? $")
OWNER_REACH = 30
BEHIND = (",", "'s", " joined ", " left ", " quit ")
PRIVATE = re.compile(
    r" (?:scored|added|had|averaged) \d+ (?:points|rebounds|assists|yards|tackles)\b"
    r"| (?:was|is|has been|got) (?:born in|raised|arrested|charged|convicted|sentenced|booked|"
    r"jailed|hospitalized|hospitalised|married|divorced|fired|hired|pregnant|survived by)\b"
    r"| (?:pleaded (?:not )?guilty|testified|graduated|enlisted|starred|stabbed|grew up|texted|"
    r"told (?:his|her|me)|moved in with|hugged|laughed|smiled|hit a|will start at)\b"
    r"|(?: is|,) (?:an?|his|her) (?:[\w-]+ )?(?:(?:freshman|sophomore|junior|senior)(?=[,.]| at )|"
    r"(?:student|graduate|teacher|nurse|plumber|carpenter|welder|waitress|waiter)\b)"
)
"""What a person does where no affairs of state are told."""


def _by_private_life(context: CandidateContext) -> str | None:
    """By what only people have or are; where no affairs of state are told, also by company kept."""
    if context.sense.form not in {"name", "alias"}:
        return None
    plain, (start, end, _, _) = context.text.plain, context.candidate
    found = BEHIND_A_PERSON.match(plain, end) if plain.startswith(BEHIND, end) else None
    if found is None and context.before.rstrip(",") in KIN:
        found = OWNER.search(plain[max(0, start - OWNER_REACH) : start])
    if found is None and no_affairs(context):
        found = PRIVATE.match(plain, end)
        partner = _partner(context)
        if partner:
            return f"a person, beside {partner}"
    return f"a person: {found[0].strip()}" if found else None


def no_affairs(context: CandidateContext) -> bool:
    """Whether no other country than the United States, no body and no office of states is named."""
    text, sense = context.text, context.sense
    if text.labels["national"] or text.may_name_bodies:
        return False
    if text.named_countries - {"US", sense.entity.id, *NAMED_LIKE_PEOPLE}:
        return False
    return not text.names_otherwise(sense.entity.id, sense.spelling)


NAMED_LIKE_PEOPLE = frozenset({"JO", "TD", "GE"})
"""Jordan, Chad, Georgia: one doesn't vouch that another is a country."""


def _partner(context: CandidateContext) -> str:
    """The name of a person that "and" ties to this one; empty without one."""
    text, (start, end, _, _) = context.text, context.candidate
    beside = []
    if text.plain.startswith(" and ", end):
        beside.append((text.after(end + 4), end + 5))
    if text.plain.startswith(" and ", start - 5):
        word = text.before(start - 4)
        beside.append((word, start - 5 - len(word)))
    first = min([start, *(at for _, at in beside)])
    if text.before(first).lower() in PLACING:
        return ""
    return next((word for word, at in beside if _may_be_named(word, at, text)), "")


def _may_be_named(word: str, start: int, text: TextContext) -> bool:
    if word in text.word_set("given_names"):
        return True
    return word.isalpha() and word.istitle() and not _is_no_name(word, start, text)


NOT_SURNAMES = ("offices", "places_after", "georgia_after", "company")
"""Word sets of the reference data."""


def _is_no_surname(word: str, start: int, text: TextContext) -> bool:
    if start in text.starts or word in FOLLOWERS:
        return True
    return any(word in text.word_set(name) for name in NOT_SURNAMES)


def _is_full_name(start: int, given: str, text: TextContext) -> bool:
    """Whether a whole name begins here, so that the word in front tells a nationality."""
    surname = text.after(start + len(given))
    return given in text.word_set("given_names") and surname[:1].isupper()


_FOLLOWERS = """
    River Valley Times Basin Lake Republic Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December Peace
    Telecom Airlines Airways Bank Stock Company Post Radio Television Nation News Islands Is
"""
FOLLOWERS = frozenset(_FOLLOWERS.split())


def meant_as_country(context: CandidateContext) -> bool:
    """Whether a form that was a person or a town elsewhere in the text is the country here."""
    text, before = context.text, context.before.lower()
    if before in PLACING and not context.is_also("us_city"):
        return True
    return text.names_otherwise(context.sense.entity.id, context.sense.spelling)
