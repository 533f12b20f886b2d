"""Heads of state and government: full names at once, surnames only where they can be meant."""

from datetime import date

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.text_context import TextContext
from pactwire.domain.reference import ReferenceData, Sense

_OFFICES = """
    President Minister Premier Chancellor King Queen Emir Sultan Chairman Prince Leader leader
    President-elect Taoiseach Secretary Ayatollah Pope Mr Mr. dictator strongman
"""
OFFICES = frozenset(_OFFICES.split())


def resolve_leader(context: CandidateContext) -> EntityDecision | None:
    """The person a name stands for: by full name, by office in front, or by what the text says."""
    if context.sense.entity.kind != "person":
        return None
    if context.sense.form == "name" and " " in context.sense.spelling:
        return EntityDecision(context.sense, context.sense.why)
    best = _best(context.candidate.senses, context.text)
    before = context.before.strip("\"'(,")
    if before in OFFICES:
        return EntityDecision(best, f"{before} in front", 0.95)
    if _fully_named(best, context.text):
        return EntityDecision(best, "the full name is in the text", 0.95)
    if before in context.text.word_set("given_names"):
        return reject(f"another person: {before} {context.surface}")
    if _follows_a_name(before, context):
        return reject(f"another person: {before} {context.surface}")
    if context.after[:1].isupper() and not context.text.in_title_case(context.candidate.start):
        return reject(f"another person: {context.surface} {context.after}")
    return _by_surname(context, best)


def _follows_a_name(before: str, context: CandidateContext) -> bool:
    """Whether the word in front may be a given name: capitalised, and no usual first word."""
    if not before[:1].isupper():
        return False
    text = context.text
    if not text.opens_sentence(context.candidate.start - len(before) - 1):
        return True
    return text.is_about_sport and before.isalpha() and before not in text.word_set("openers")


def _by_surname(context: CandidateContext, best: Sense) -> EntityDecision:
    text = context.text
    state = best.entity.parent or ""
    common = context.sense.spelling in text.word_set("common_surnames")
    if state in text.certain_entities and (in_office(best, text) or not common):
        return EntityDecision(best, "the text speaks of their state", 0.8)
    if common or context.sense.spelling.lower() in text.word_set("small_words"):
        return reject("a common surname, and nothing speaks for the leader")
    return EntityDecision(best, "a surname known for one leader", 0.6)


def _best(senses: tuple[Sense, ...], text: TextContext) -> Sense:
    people = [sense for sense in senses if sense.entity.kind == "person"]
    if len(people) == 1:
        return people[0]
    return max(
        people,
        key=lambda sense: (
            _fully_named(sense, text),
            (sense.entity.parent or "") in text.certain_entities,
            in_office(sense, text),
            _last_day(sense, text.reference),
        ),
    )


def _fully_named(sense: Sense, text: TextContext) -> bool:
    return sense.entity.id in text.fully_named


def in_office(sense: Sense, text: TextContext) -> bool:
    """Whether the person led a state on the day of the text; without one, whether they do now."""
    for office in text.reference.offices.get(sense.entity.id, ()):
        if text.published_on is None:
            if office.until is None:
                return True
        elif (office.since is None or office.since <= text.published_on) and (
            office.until is None or text.published_on < office.until
        ):
            return True
    return False


def _last_day(sense: Sense, reference: ReferenceData) -> date:
    days = [office.until or date.max for office in reference.offices.get(sense.entity.id, ())]
    return max(days, default=date.min)
