"""National sides: in a text about sport a country that plays is a team, not a state."""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision
from pactwire.domain.extraction.entities.people import NOT_NAMES

_PLACED = """
    in from to near across throughout inside into around northern southern eastern western
    neighbouring neighboring visit visiting leave left
"""
PLACED = frozenset(_PLACED.split())
_PLAYING = """
    beat beats beating defeated defeats thrashed thrash draw drew win wins won lose loses lost v vs
    play plays played playing scored score trail trailed lead leads led host hosts face faces bowled
    batted declared advanced qualified reached crashed edged stunned eliminated upset
"""
PLAYING = frozenset(_PLAYING.split())
LOST = re.compile(r"\b(?:los[est]+|losing|beaten|defeats?|went down|fell|\d{1,3}-\d{1,3})\b")
LOST_REACH = 40
EVENTS = frozenset({"Cup", "League", "Championship", "Championships", "Games", "Final", "Trophy"})
"""What no side is in as in a town: "In the Nations Cup, Kenya"."""
DATELINE = frozenset(",(-0123456789")
"""What stands behind the country of a dateline."""


def tag_team(context: CandidateContext, decision: EntityDecision) -> EntityDecision:
    """The same decision, as a team where the text is about sport and the name isn't a place."""
    sense = decision.sense
    if sense is None or sense.form not in {"name", "alias", "abbreviation"}:
        return decision
    if _is_place(context):
        return decision
    return decision._replace(why=f"{decision.why}, as a team: the text is about sport", form="team")


def _is_place(context: CandidateContext) -> bool:
    """Whether the name says where: `in Spain`, `Galle, Sri Lanka`; but `lost 2-0 to Spain`."""
    start = context.candidate.start
    before = context.before.lower().strip("\"'(")
    if before in PLACED and context.after.lower() not in PLAYING:
        near = context.text.plain[max(0, start - LOST_REACH) : start]
        return before != "to" or not LOST.search(near)
    return before.endswith(",") and _locates(context)


def _locates(context: CandidateContext) -> bool:
    """Whether a comma in front ties the name to a town: `Galle, Sri Lanka`; not to other sides."""
    town, text = context.before[:-1], context.text
    if not town[:1].isupper() or town in NOT_NAMES | EVENTS or town in text.word_set("openers"):
        return False
    end = context.candidate.end
    if town.isupper() and text.plain[end : end + 2].lstrip(" ")[:1] not in DATELINE:
        return False
    listed = text.ends.get(context.candidate.start - 2)
    return listed is None or listed.senses[0].entity.kind != "country"
