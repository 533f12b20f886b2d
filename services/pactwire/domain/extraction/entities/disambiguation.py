"""Decides what each name stands for: the rules in order, the first that knows wins."""

from collections.abc import Callable, Mapping, Sequence

from pactwire.domain.extraction.entities.acronyms import resolve_acronym
from pactwire.domain.extraction.entities.common_nouns import (
    THINGS,
    reject_common_noun,
    reject_company_name,
    reject_currency,
    reject_firm,
    reject_first_nation,
    reject_pronoun,
    reject_river,
    tag_language,
)
from pactwire.domain.extraction.entities.countries import resolve_generic_name, resolve_shared_name
from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.descriptions import (
    is_composed,
    is_indefinite,
    resolve_description,
)
from pactwire.domain.extraction.entities.georgia import resolve_georgia
from pactwire.domain.extraction.entities.leaders import resolve_leader
from pactwire.domain.extraction.entities.longer_names import (
    BETWEEN,
    reject_medium,
    reject_street,
    reject_street_of_body,
)
from pactwire.domain.extraction.entities.people import reject_person
from pactwire.domain.extraction.entities.places import reject_town, resolve_channel_island
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.teams import tag_team
from pactwire.domain.extraction.entities.text_context import REACH, TextContext, vague
from pactwire.domain.reference import Sense, SpellingEntry

Rule = Callable[[CandidateContext], EntityDecision | None]

NOUNS: Sequence[Rule] = (
    reject_town,
    reject_medium,
    reject_street,
    reject_person,
    reject_common_noun,
    reject_river,
    resolve_channel_island,
    resolve_georgia,
    resolve_generic_name,
    resolve_shared_name,
)
ADJECTIVES: Sequence[Rule] = (
    reject_town,
    reject_medium,
    reject_street,
    reject_person,
    reject_common_noun,
    tag_language,
    reject_company_name,
    reject_first_nation,
    resolve_georgia,
    resolve_shared_name,
)
ABBREVIATIONS: Sequence[Rule] = (reject_currency, reject_pronoun, resolve_shared_name)
ORDER = {"country": 0, "organisation": 1, "coalition": 1, "armed_group": 1, "place": 3, "person": 4}
RULES: dict[str, Sequence[Rule]] = {
    "name": NOUNS,
    "alias": NOUNS,
    "former": NOUNS,
    "adjective": ADJECTIVES,
    "demonym": ADJECTIVES,
    "abbreviation": ABBREVIATIONS,
}


def decide_entity(candidate: Candidate, text: TextContext) -> EntityDecision:
    """What a candidate stands for, and the reason."""
    start, end, senses, exact = candidate
    if exact is not None and _may_skip_rules(start, end, exact, text):
        decision = tuple.__new__(EntityDecision, (senses[0], senses[0].why, 1.0, None))
        if not text.is_about_sport:
            return decision
        return apply_team(CandidateContext(candidate, senses[0], text), decision)
    sense = senses[0] if len(senses) == 1 else min(senses, key=_order)
    entity = sense.entity
    if entity.type == "guard":
        return reject_guarded(sense, text)
    decide = DECIDE_BY_KIND.get(entity.kind, _decide_body)
    return decide(CandidateContext(candidate, sense, text))


def _may_skip_rules(start: int, end: int, exact: SpellingEntry, text: TextContext) -> bool:
    return exact.simple and is_plain(start, end, exact, text)


def reject_guarded(sense: Sense, text: TextContext) -> EntityDecision:
    """A drop; bare repeats of the town or the person follow."""
    form, kind = sense.spelling, sense.entity.name
    why = f"{form} is a {kind.replace('_', ' ')}"
    if kind == "us_city" and ", " in form:
        text.other_meanings[form.partition(",")[0]] = why
    elif kind == "person" and form.count(" ") == 1:
        text.other_meanings |= dict.fromkeys(form.split(), why)
    return reject(why)


def _order(sense: Sense) -> int:
    return ORDER.get(sense.entity.kind, 5)


def is_plain(start: int, end: int, exact: SpellingEntry, text: TextContext) -> bool:
    """Whether no neighbour of a name calls for the rules; most names are plain."""
    plain = text.plain
    beside = plain[end : end + 3]
    if _continues_a_name(beside):
        return False
    if exact.senses[0].entity.kind not in {"country", "place"}:
        return True
    spelling = exact.senses[0].spelling
    if start < 2 or plain[start - 1] not in " '" or " " in spelling:
        return True
    if spelling in THINGS:
        return False
    at = plain.rfind(" ", start - REACH if start > REACH else 0, start - 1) + 1
    before = plain[at : start - 1]
    return not before[:1].isupper() and before[:1] not in {"(", "'", '"'} and before not in BETWEEN


def _continues_a_name(beside: str) -> bool:
    """Whether the three code points behind a name may go on with it: a capital, "river", ", O"."""
    if beside[:1] == " ":
        return beside[1:2] == "r" or beside[1:2].isupper()
    return beside[:2] == ", " and beside[2:].isupper()


def apply_team(context: CandidateContext, decision: EntityDecision) -> EntityDecision:
    """The decision as a team, where it is a country at play."""
    if decision.sense is None or decision.sense.entity.kind != "country":
        return decision
    return tag_team(context, decision)


def _decide_country(context: CandidateContext) -> EntityDecision:
    for rule in RULES.get(context.sense.form, NOUNS):
        decision = rule(context)
        if decision is not None:
            break
    else:
        decision = _accept(context)
    return apply_team(context, decision) if context.text.is_about_sport else decision


def _decide_person(context: CandidateContext) -> EntityDecision:
    return resolve_leader(context) or _accept(context)


def _decide_place(context: CandidateContext) -> EntityDecision:
    person = None if " " in context.sense.spelling else reject_person(context)
    return person or reject_medium(context) or _accept(context)


def _decide_body(context: CandidateContext) -> EntityDecision:
    if is_composed(context.sense):
        return resolve_description(context)
    if vague(context.sense) and context.surface.islower() and is_indefinite(context):
        return reject(f"any such body: {context.before} {context.surface}")
    unambiguous = context.sense.ambiguity is None and len(context.candidate.senses) == 1
    acronym = None if unambiguous else resolve_acronym(context)
    return acronym or reject_firm(context) or reject_street_of_body(context) or _accept(context)


def _accept(context: CandidateContext) -> EntityDecision:
    return EntityDecision(context.sense, context.sense.why)


DECIDE_BY_KIND: Mapping[str, Callable[[CandidateContext], EntityDecision]] = {
    "country": _decide_country,
    "person": _decide_person,
    "place": _decide_place,
}
"""Every other kind is a body."""
