"""Names that go on and then stand for a paper, a street or a stadium: Cuba Street, Stade de France.

The words that make them so are word sets; set phrases and well-known titles are guards in the data.
"""

import re

from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject

AGENCY = re.compile(r"(?: [A-Z][\w'-]+){0,3} (?:News|Press) Agency\b")
"""How the name of a news agency goes on: Korean Central News Agency."""
BETWEEN = frozenset("de du d des di del do da dos".split())  # noqa: SIM905
LOOK_BACK = 40
WORD = re.compile(r"\w+")
CAPITALISED = re.compile(r"(?: [A-Z][\w-]*)+")
LISTING = frozenset({"and", "The", "the"})
LIST_MARKS = (",", ".", ";", ":", ")", " and ", " or ")


def reject_medium(context: CandidateContext) -> EntityDecision | None:
    """A rejection where the name is that of a paper, a station or a news agency: Samoa Observer."""
    text, after = context.text, context.after
    if context.before in text.word_set("magazines"):
        return reject(f"a medium: {context.before} {context.surface}")
    if not after[:1].isupper():
        return None
    if AGENCY.match(text.plain, context.candidate.end):
        return reject(f"a news agency: {context.surface} {after}")
    sure, usual = text.word_set("media"), text.word_set("media_words")
    if context.sense.form in {"name", "alias"}:
        usual |= text.word_set("stations")
    parts = after.split("-")
    if not (sure | usual).issuperset(parts):
        return None
    if sure.isdisjoint(parts) and _in_headline(context):
        return None
    return reject(f"a medium: {context.surface} {after}")


def reject_street(context: CandidateContext) -> EntityDecision | None:
    """A rejection where the name is that of a street, a stadium, a station: Holland Tunnel."""
    text, after = context.text, context.after
    if not after[:1].isupper():
        return _reject_behind_street(context)
    usual = after in text.word_set("landmarks") and not _in_headline(context)
    if usual or after in text.word_set("streets"):
        return reject(f"a street or building: {context.surface} {after}")
    return _reject_behind_street(context)


def reject_street_of_body(context: CandidateContext) -> EntityDecision | None:
    """A rejection where a street or a stadium is called like a body: Commonwealth Stadium."""
    if context.after in context.text.word_set("streets") and not _in_headline(context):
        return reject(f"a street or building: {context.surface} {context.after}")
    return None


def _in_headline(context: CandidateContext) -> bool:
    """Whether capitals say nothing here: all words of the line have them, and it is no list."""
    text, start, end = context.text, context.candidate.start, context.candidate.end
    if not text.in_title_case(end):
        return False
    name = CAPITALISED.match(text.plain, end)
    listed = name is not None and text.plain.startswith(LIST_MARKS, name.end())
    opens = start == 0 or context.before.endswith((",", ";")) or context.before in LISTING
    return not (listed and opens)


def _reject_behind_street(context: CandidateContext) -> EntityDecision | None:
    """A rejection behind the word of a street, with or without "de": Rue de Rome, Plaza Cuba."""
    before, start = context.before, context.candidate.start
    plain = context.text.plain
    if context.sense.form not in {"name", "alias"} or not _may_follow_street(before, start, plain):
        return None
    words = WORD.findall(plain, max(0, start - LOOK_BACK), start)
    if words and words[-1] in BETWEEN:
        words.pop()
    if words and words[-1] in context.text.word_set("street_words"):
        return reject(f"a street or building: {words[-1]} {context.surface}")
    return None


def _may_follow_street(before: str, start: int, plain: str) -> bool:
    """Whether a capital, "de" or an apostrophe stands in front."""
    return before[:1].isupper() or before in BETWEEN or plain.startswith("'", start - 1)
