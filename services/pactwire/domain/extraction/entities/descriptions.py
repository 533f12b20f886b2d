"""Bodies named by what they are: "the oil club", "the China-led bloc", "the ban on land mines".

The data composes them. Here is decided whether one stands for a body: not for any such body, not
for a firm of that name, and not for two.
"""

import re
from datetime import timedelta

from pactwire.domain.extraction.entities.acronyms import list_possible_members
from pactwire.domain.extraction.entities.change_words import find_change
from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import NEEDS_OF_COMPOSED, REACH
from pactwire.domain.reference import COMPOSED, COMPOSED_BY_CHANGE, COMPOSED_BY_COUNT, Sense
from pactwire.domain.text.numerals import read_numbers

INDEFINITE = frozenset("a an any no some every each another other such own".split())  # noqa: SIM905
COUNTED = re.compile(r"([\w-]+)[- ](?:member|nation|country|state|party) $")
NEARLY = 2
"""By so many members a count in the news may be off: some are suspended, leaving, about to join."""
NUMBER = re.compile(r"(?<![\w-])((?:\d|[A-Za-z])[\w-]*)[- ]$")
AROUND = (timedelta(0), timedelta(days=-120), timedelta(days=120))
"""News of a change still has the number before it, or already the one behind it."""
NEGATING = ("non-", "anti-", "un-", "sub-")


def is_composed(sense: Sense) -> bool:
    """Whether a sense is a description that was composed from the words of its body."""
    ambiguity = sense.ambiguity
    return ambiguity is not None and ambiguity.needs in NEEDS_OF_COMPOSED


def resolve_description(context: CandidateContext) -> EntityDecision:
    """The one body that is meant, or why none is."""
    why = _belongs_to_another(context)
    if why:
        return reject(f"{why}: {context.before} {context.surface}".strip())
    fitting = [sense for sense in context.candidate.senses if _fits_day(sense, context)]
    named = [sense for sense in fitting if _is_named(sense, context)]
    if len(named) == 1:
        return EntityDecision(named[0], "the text names it by another name too", 0.9)
    sure = [sense for sense in fitting if _is_sure(sense, context)]
    if len(sure) == 1:
        return EntityDecision(sure[0], f"what it is: {context.surface}", 0.9)
    return _by_members(fitting, context)


def _is_sure(sense: Sense, context: CandidateContext) -> bool:
    needs = sense.ambiguity.needs if sense.ambiguity else ""
    return needs == COMPOSED or (needs == COMPOSED_BY_CHANGE and find_change(context) != "")


def _fits_day(sense: Sense, context: CandidateContext) -> bool:
    """Whether there was such a body, and of that size, when the text was published."""
    if sense.ambiguity and sense.ambiguity.needs == COMPOSED_BY_COUNT:
        return _has_so_many(sense, context)
    return context.text.existed(sense.entity) and _is_as_large(sense, context)


def _has_so_many(sense: Sense, context: CandidateContext) -> bool:
    """Whether the number in front is exactly that of the members about that day."""
    text, on = context.text, context.text.published_on
    said = _read_count(NUMBER, context)
    if said is None or on is None:
        return False
    return said in {len(text.reference.members(sense.entity.id, on + days)) for days in AROUND}


def _read_count(written: re.Pattern[str], context: CandidateContext) -> int | None:
    """The number in front, if one stands there as it is written."""
    found = find_in_front(written, context.text.plain, context.candidate.start)
    said = list(read_numbers(found[1].split("-"))) if found else []
    return int(said[0]) if said and said[0].isdecimal() else None


def find_in_front(written: re.Pattern[str], plain: str, start: int) -> re.Match[str] | None:
    """What stands right before a place."""
    return written.search(plain, max(0, start - REACH), start)


def begin_with_number(plain: str, start: int, sense: Sense) -> int:
    """Where the number begins that belongs to a counted description; else `start`."""
    if sense.ambiguity is None or sense.ambiguity.needs != COMPOSED_BY_COUNT:
        return start
    number = find_in_front(NUMBER, plain, start)
    return number.start() if number else start


def _by_members(fitting: list[Sense], context: CandidateContext) -> EntityDecision:
    """The one body of which the text names a member, where it names no other body."""
    text = context.text
    if any(_is_body(one) for one in text.candidates):
        return reject(f"{context.surface} may be another body that the text names")
    states = text.named_countries | text.countries
    supported = [
        sense
        for sense in fitting
        if not _takes_change(sense) and list_possible_members(sense, text.reference) & states
    ]
    if len(supported) != 1:
        return reject(f"{context.surface} may be any of {len(supported)} bodies")
    return EntityDecision(supported[0], "the one such body of a state in the text", 0.8)


def _takes_change(sense: Sense) -> bool:
    return sense.ambiguity is not None and sense.ambiguity.needs == COMPOSED_BY_CHANGE


def _is_body(candidate: Candidate) -> bool:
    """Whether it is the name, perhaps another's as well, of a body that states can join."""
    sense = candidate.senses[0]
    return sense.entity.membership and not is_composed(sense)


def _belongs_to_another(context: CandidateContext) -> str:
    """Why the words around make it something else; empty where they don't."""
    text, (start, end, _, _) = context.text, context.candidate
    if is_indefinite(context):
        return "any such body"
    if text.plain[:start].lower().endswith(NEGATING):
        return "its opposite"
    if text.touches_sport:
        return "a text on sport"
    if text.in_title_case(start) or text.in_capitals(start, end):
        return ""
    if _is_title(context.surface) and not _is_title(context.sense.spelling):
        return "a name"
    return "part of a longer name" if _continues_name(context) else ""


def _continues_name(context: CandidateContext) -> bool:
    """Whether the word in front has a capital that its place doesn't give it.

    Of a body it has it too: "the UN convention on narcotic drugs".
    """
    before, owner = context.before, context.text.ends.get(context.candidate.start - 1)
    if owner is not None and _is_body(owner):
        return False
    return before[:1].isupper() and before.isalpha() and not _opens_sentence(context)


def is_indefinite(context: CandidateContext) -> bool:
    """Whether any such body is meant: "a Gulf bloc", "any real climate pact"."""
    plain, start = context.text.plain, context.candidate.start
    return not INDEFINITE.isdisjoint(plain[max(0, start - REACH) : start].lower().split()[-2:])


def _is_title(surface: str) -> bool:
    """Whether the noun at the end has a capital, as in the name of a firm."""
    return surface.rpartition(" ")[2][:1].isupper()


def _opens_sentence(context: CandidateContext) -> bool:
    """Whether the word in front has its capital from its place."""
    start = context.candidate.start - len(context.before) - 1
    return context.text.opens_sentence(start)


def _is_as_large(sense: Sense, context: CandidateContext) -> bool:
    """Whether the number in front, if there is one, is about that of the members on that day."""
    text, on = context.text, context.text.published_on
    said = _read_count(COUNTED, context) if on else None
    members = text.reference.members(sense.entity.id, on)
    return said is None or not members or abs(said - len(members)) <= NEARLY


def _is_named(sense: Sense, context: CandidateContext) -> bool:
    return context.text.names_otherwise(sense.entity.id, sense.spelling)
