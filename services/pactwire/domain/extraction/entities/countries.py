"""Names that several countries share: Korea, Congo, Guinea, Dominican; and lists by compass."""

from collections.abc import Mapping

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.scan import Candidate
from pactwire.domain.extraction.entities.text_context import TextContext
from pactwire.domain.reference import Sense

USUAL: Mapping[str, str] = {
    "Korea": "KR", "Korean": "KR", "Koreans": "KR", "Congo": "CD", "Congolese": "CD",
    "Dominican": "DO", "Dominicans": "DO", "Virgin Islands": "VI", "Samoan": "WS", "Samoans": "WS",
    "Guinean": "GN", "Guineans": "GN", "Micronesia": "FM", "Saint Martin": "MF", "Irish": "IE",
}  # fmt: skip
"""Which one a bare name means where nothing else is said."""

COMPASS: Mapping[str, Mapping[str, str]] = {
    "Korea": {"North": "KP", "South": "KR", "north": "KP", "south": "KR"},
    "Korean": {"North": "KP", "South": "KR"},
    "Koreans": {"North": "KP", "South": "KR"},
    "Germany": {"East": "DD", "West": "DE"},
    "Sudan": {"South": "SS"},
    "Cyprus": {"Northern": "x-northern-cyprus", "northern": "x-northern-cyprus"},
    "Ireland": {"Northern": "x-northern-ireland"},
}
PAIRS = frozenset({"Koreas", "Congos", "Sudans", "Germanys", "Germanies"})
"""Plurals that stand for two countries at once."""
LINKS = frozenset({"and", "or", "&"})


def resolve_shared_name(context: CandidateContext) -> EntityDecision | None:
    """The country that fits the rest of the text, else the usual one."""
    senses = [sense for sense in context.candidate.senses if sense.entity.kind == "country"]
    if len(senses) < 2:
        return None
    named = [s for s in senses if context.text.names_otherwise(s.entity.id, s.spelling)]
    if len(named) == 1:
        return EntityDecision(named[0], f"the text names {named[0].entity.name} too", 0.9)
    usual = _usual(senses)
    return EntityDecision(usual, f"usually {usual.entity.name}", 0.7)


def pair_member(
    candidate: Candidate, decision: EntityDecision
) -> tuple[Candidate, EntityDecision] | None:
    """The second country of "the two Koreas", in the same place as the first."""
    if decision.sense is None or decision.sense.spelling not in PAIRS:
        return None
    for sense in candidate.senses:
        if sense.entity.id != decision.sense.entity.id:
            why = f"one of a pair: {sense.spelling}"
            return Candidate(candidate.start, candidate.end, (sense,)), EntityDecision(
                sense, why, 0.9
            )
    return None


def resolve_generic_name(context: CandidateContext) -> EntityDecision | None:
    """The States, the Islamic Republic: only where the text names the country otherwise too."""
    if not context.is_also("generic"):
        return None
    if context.text.names_otherwise(context.sense.entity.id, context.sense.spelling):
        return EntityDecision(context.sense, "the text names the country otherwise too", 0.8)
    return reject("a common noun: the text does not name the country otherwise")


def _usual(senses: list[Sense]) -> Sense:
    code = USUAL.get(senses[0].spelling)
    return next((sense for sense in senses if sense.entity.id == code), senses[0])


def compass_lists(text: TextContext, candidate: Candidate, sense: Sense) -> Candidate | None:
    """The first half of "North and South Korea": "North", standing for the other country."""
    root = sense.spelling.rpartition(" ")[2]
    halves = COMPASS.get(root)
    if halves is None or " " not in sense.spelling:
        return None
    link = text.before(candidate.start)
    if link not in LINKS:
        return None
    link_start = candidate.start - len(link) - 1
    half = text.before(link_start)
    entity = text.reference.entity(halves.get(half.strip("(\"'"), ""))
    if entity is None or entity.id == sense.entity.id:
        return None
    end = link_start - 1
    other = sense._replace(entity=entity, spelling=f"{half} {root}", form="alias")
    return Candidate(end - len(half.lstrip("(\"'")), end, (other,))
