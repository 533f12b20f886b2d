"""Letters that stand for several bodies: decided by an introduction, by the text, or by default.

"the East African Community (EAC)" introduces EAC for the rest of the text; "the Eurasian Chess Club
(EAC)" introduces it as something that is none of ours.
"""

import re

from pactwire.domain.extraction.entities.change_words import find_change, resolve_euro
from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import TextContext, vague
from pactwire.domain.reference import ReferenceData, Sense

MOST = 500
"""Repeats of introduced acronyms beyond this number are not read."""
INTRODUCTION = 90
"""How far in front of the parenthesis a long form may begin."""
BODIES = frozenset({"organisation", "coalition", "armed_group"})
AGENCIES = frozenset({"AFP", "AP", "CP", "DPA", "PTI", "TASS", "UPI"})
"""News agencies: letters behind a headline that are nobody's short name."""
COMPETITION = (
    r" (?:[Cc]hampions (?:[Tt]rophy|League|Cup)|(?:(?:[Mm]en's|[Ww]omen's|World|Super|Nations) )*"
    r"(?:Cup|League|Champions|Championships?|Masters|Tour|T20|Twenty20|ODI|Test)|[Rr]ankings|[Cc]ricket|"
    r"[Ff]ootball|[Gg]olf|[Rr]ugby|[Tt]riathlon|match referee|umpires?)\b"
)
"""What follows the letters of a federation: the ICC Champions Trophy."""
SMALL_WORDS = frozenset("of the and for on in to de la le les des du et y del".split())  # noqa: SIM905


def resolve_acronym(context: CandidateContext) -> EntityDecision | None:
    """The body an ambiguous form stands for here, or a rejection."""
    surface = context.surface
    if surface.lower() == "euro":
        return resolve_euro(context)
    if _is_surname(context) or context.before in OF_ONE_STATE or _of_a_state(context):
        return reject(f"another's: {context.before} {surface} {context.after}".strip())
    short = surface.isupper() and " " not in surface
    known = _by_introduction(context) if short else None
    return known if known is not None else _by_support(context, short=short)


def _by_support(context: CandidateContext, *, short: bool) -> EntityDecision | None:
    """The first sense that the rest of the text speaks for; `short` for letters only."""
    text, surface = context.text, context.surface
    fitting = [sense for sense in context.candidate.senses if _fits(sense, context)]
    if not fitting and short and _beside_a_body(context):
        return EntityDecision(context.sense, "in one breath with another body", 0.8)
    if fitting:
        return EntityDecision(fitting[0], _reason(fitting[0], text), 0.9)
    if any(_needs_support(sense) for sense in context.candidate.senses):
        return reject(f"{surface} may be {_others(context)}, and nothing speaks for ours")
    return None


OF_ONE_STATE = frozenset({"National", "State", "Provincial", "Municipal", "City"})
"""What stands before the councils and commissions that states have as well as bodies do."""


def _is_surname(context: CandidateContext) -> bool:
    """Whether an initial stands in front: H. Wada."""
    before, surface = context.before, context.surface
    initial = len(before) == 2 and before[1] == "." and before[0].isupper()
    return initial and surface.istitle() and " " not in surface


COUNCILS = frozenset({"Security Council", "Human Rights Council", "Human Rights Commission"})


def _of_a_state(context: CandidateContext) -> bool:
    """As in "the Security Council of Russia", "Ukraine's Security Council"."""
    text, (start, end, _, _) = context.text, context.candidate
    if context.surface not in COUNCILS:
        return False
    owners = [text.ends.get(start - gap) for gap in (1, 3)]
    owners.append(text.starts.get(end + 4) if text.plain.startswith(" of ", end) else None)
    return any(one is not None and one.senses[0].entity.kind == "country" for one in owners)


def _by_introduction(context: CandidateContext) -> EntityDecision | None:
    owner = introduced(context.surface, context.text)
    if owner == "":
        return reject(f"{context.surface} is introduced as something else")
    for sense in context.candidate.senses:
        if sense.entity.id == owner:
            return EntityDecision(sense, "introduced by its long form in this text")
    return None


LINKS = frozenset({" and ", " and the ", ", ", ", the ", " or ", " or the ", "/", " with the "})


def _beside_a_body(context: CandidateContext) -> bool:
    """Whether the name next to it, linked by "and" or a comma, is a body without doubt."""
    text, (start, end, senses, _) = context.text, context.candidate
    if not text.bodies or any(_has_opposing_word(sense, text) for sense in senses):
        return False
    beside = [text.ends.get(start - len(link)) for link in LINKS if _ends_with(link, start, text)]
    beside += [
        text.starts.get(end + len(link)) for link in LINKS if text.plain.startswith(link, end)
    ]
    return any(other is not None and _is_sure_body(other, text) for other in beside)


def _is_sure_body(candidate: Candidate, text: TextContext) -> bool:
    return len(candidate.senses) == 1 and candidate.senses[0].entity.id in text.bodies


def _ends_with(link: str, end: int, text: TextContext) -> bool:
    """Whether the text up to here ends with a link."""
    return text.plain.startswith(link, max(0, end - len(link)))


def _has_opposing_word(sense: Sense, text: TextContext) -> bool:
    """Whether the text has a word of one of the others that share the letters."""
    against = sense.ambiguity.against if sense.ambiguity else ()
    if not against:
        return False
    key = (sense.entity.id, f"{sense.spelling} against")
    found = text.support_cache.get(key)
    if found is None:
        found = next((word for word in against if text.contains(word)), "")
        text.support_cache[key] = found
    return found != ""


def _needs_support(sense: Sense) -> bool:
    return sense.ambiguity is not None and bool(sense.ambiguity.needs)


def _fits(sense: Sense, context: CandidateContext) -> bool:
    text = context.text
    if sense.ambiguity is None or not sense.ambiguity.needs:
        return sense.ambiguity is None
    against = _has_opposing_word(sense, text)
    if against and vague(sense):
        return False
    if _in_small_letters(sense, context) or text.names_otherwise(sense.entity.id, sense.spelling):
        return True
    if against:
        return False
    if "change" in sense.ambiguity.needs:
        return _is_in_change(sense, sense.ambiguity.needs, context)
    return _is_spoken_for(sense, sense.ambiguity.needs, text)


def _is_in_change(sense: Sense, needs: str, context: CandidateContext) -> bool:
    """Whether a state joins it or leaves it in the words in front, or the text speaks for it.

    A form that takes a word, not a member, is none of a body that was not there on the day.
    """
    there = context.text.existed(sense.entity)
    if there and find_change(context):
        return True
    return (there or "context" in needs) and _is_spoken_for(sense, needs, context.text)


def _is_spoken_for(sense: Sense, needs: str, text: TextContext) -> bool:
    return ("context" in needs or "word" in needs) and _supporting_word(sense, text) != ""


def _in_small_letters(sense: Sense, context: CandidateContext) -> bool:
    """Whether capitals mean something here: the WHO, but not WHO WILL WIN."""
    if sense.ambiguity is None or "small letters" not in sense.ambiguity.needs:
        return False
    text, (start, end, _, _) = context.text, context.candidate
    return not text.in_capitals(start, end)


def _supporting_word(sense: Sense, text: TextContext) -> str:
    key = (sense.entity.id, sense.spelling)
    known = text.support_cache.get(key)
    if known is None:
        known = text.support_cache[key] = _find_supporting_word(sense, text)
    return known


def _find_supporting_word(sense: Sense, text: TextContext) -> str:
    """The word, member or habit that speaks for a body; empty when nothing does."""
    words = sense.ambiguity.context if sense.ambiguity else ()
    found = next((word for word in words if text.contains(word)), "")
    sport = text.touches_sport if sense.spelling.isupper() else text.is_about_sport
    if found or sport or (sense.ambiguity and "word" in sense.ambiguity.needs):
        return found
    return _find_supporting_member(sense, text)


def _find_supporting_member(sense: Sense, text: TextContext) -> str:
    """A member of the body that the text names; "countries" for bodies news names by letters."""
    members = list_possible_members(sense, text.reference) & text.mentioned_entities
    if members:
        return f"its member {text.reference.entities[min(members)].name}"
    usual = sense.spelling in text.word_set("usual_bodies") and bool(text.named_countries)
    return "countries" if usual else ""


JOINED_FROM_WITHIN = frozenset({"monetary_union", "court"})
"""Kinds of bodies that members of the body they are part of may enter: the euro, a common court."""


def list_possible_members(sense: Sense, reference: ReferenceData) -> frozenset[str]:
    """All that ever belonged to a body, and those of a larger one that may enter it.

    The latter do not vouch for letters: EMS is an ambulance in more countries than the euro's.
    """
    entity, members = sense.entity, reference.ever_members(sense.entity.id)
    if entity.parent is None or entity.type not in JOINED_FROM_WITHIN or sense.spelling.isupper():
        return members
    return members | reference.ever_members(entity.parent)


def _reason(sense: Sense, text: TextContext) -> str:
    if sense.ambiguity is None:
        return sense.why
    if text.names_otherwise(sense.entity.id, sense.spelling):
        return "the text names it by another name too"
    spoken = _supporting_word(sense, text)
    return f"the text speaks of {spoken}" if spoken else "capitals among small letters"


def _others(context: CandidateContext) -> str:
    ambiguity = context.sense.ambiguity
    return ", ".join(ambiguity.also[:3]) if ambiguity and ambiguity.also else "something else"


def introduced(surface: str, text: TextContext) -> str | None:
    """Who "(XYZ)" in this text is: an entity's id, "" for something unknown, None without one."""
    if surface not in text.introduced:
        text.introduced[surface] = _introduced(surface, text)
    return text.introduced[surface]


def _introduced(surface: str, text: TextContext) -> str | None:
    at = text.bracketed.get(surface)
    if at is None:
        return "" if _names_a_competition(surface, text) else None
    for end in (at - 1, at, at - 2):
        candidate = text.ends.get(end)
        if candidate is not None and candidate.end - candidate.start > len(surface):
            return candidate.senses[0].entity.id
    words = text.plain[max(0, at - INTRODUCTION) : at].split()
    initials = "".join(word[0].upper() for word in words if word.lower() not in SMALL_WORDS)
    return "" if initials.endswith(surface.replace(".", "")) else None


def _names_a_competition(surface: str, text: TextContext) -> bool:
    """Whether letters that sport uses too are those of a cup somewhere in the text."""
    if surface not in text.word_set("sport_letters"):
        return False
    return re.search(rf"\b{surface}{COMPETITION}", text.plain) is not None


def new_acronyms(
    text: TextContext, hits: list[tuple[Candidate, EntityDecision]]
) -> list[Candidate]:
    """Acronyms of this text alone: "the Lake Accord Group (LAG)" makes every later LAG a name."""
    found: list[Candidate] = []
    done: set[str] = set()
    for candidate, decision in hits:
        if len(found) > MOST:
            break
        if decision.sense is None or decision.sense.entity.kind not in BODIES:
            continue
        short = _bracketed_acronym(text.plain, candidate.end)
        if short and short not in done:
            done.add(short)
            found.extend(_occurrences(short, candidate.end, decision.sense, text))
    return found


def _bracketed_acronym(plain: str, end: int) -> str:
    """The acronym in the parenthesis that begins here; empty when there is none."""
    stop = plain.find(")", end, end + 12)
    if stop <= 0 or plain[end : end + 2] != " (":
        return ""
    short = plain[end + 2 : stop]
    fitting = 2 <= len(short) <= 8 and short.isalpha() and short.isupper()
    return short if fitting and short not in AGENCIES else ""


def _occurrences(short: str, start: int, sense: Sense, text: TextContext) -> list[Candidate]:
    alias = sense._replace(spelling=short, form="alias")
    found: list[Candidate] = []
    plain = text.plain
    at = plain.find(short, start)
    while at >= 0 and len(found) <= MOST:
        end = at + len(short)
        alone = not plain[at - 1].isalnum() and not plain[end : end + 1].isalnum()
        if alone and at not in text.starts:
            found.append(Candidate(at, end, (alias,)))
        at = plain.find(short, end)
    return found
