"""Assigns numbers and dates to a claim: which date is of the announcement, which of the change."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.attribution import find_reporting_verb, has_comma
from pactwire.domain.extraction.claims.attributes.dates import DateMention, find_date
from pactwire.domain.extraction.claims.attributes.number_words import is_year, open_number_words
from pactwire.domain.extraction.claims.attributes.ordinals import (
    find_member_count,
    find_ordinal,
    is_role_phrase,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire_schemas.enrichment import DatedFact

SAID = frozenset({"REL", "SUBORD", "PRON", "VERB", "BE", "HAVE", "FUT", "WOULD", "COND"})
"""Labels of words with which what was said begins."""
HYPHENS = frozenset("-‑–—")


@dataclass(frozen=True, slots=True)
class ClaimSlots:
    """Numbers of a clause."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None


def assign_slots(analysis: SentenceAnalysis, frame: ClauseFrame) -> ClaimSlots:
    """What the clause of a frame counts and dates; may turn old news into background."""
    dates = find_clause_dates(analysis, frame)
    apply_date(analysis, frame, dates)
    announced, effective = assign_dates(analysis, frame, dates)
    return ClaimSlots(
        find_ordinal(analysis, frame)
        if frame.action == "join" and len(frame.members) == 1
        else None,
        find_member_count(analysis, frame),
        announced,
        effective,
    )


def assign_dates(
    analysis: SentenceAnalysis, frame: ClauseFrame, dates: list[DateMention]
) -> tuple[DatedFact | None, DatedFact | None]:
    """When it was said or decided, and when it takes effect."""
    stage, spoken = frame.factuality.stage, find_reporting_date(analysis, frame)
    said = spoken.fact if spoken else None
    known, to_come = sort_dates(analysis, frame, [one for one in dates if one != spoken])
    if stage == "effective":
        return said, next(iter([*known, *to_come]), None)
    said = said or next(filter(None, known), None)
    return said, next(filter(None, to_come), None) if stage == "approved" else None


def sort_dates(
    analysis: SentenceAnalysis, frame: ClauseFrame, dates: list[DateMention]
) -> tuple[list[DatedFact | None], list[DatedFact | None]]:
    """Dates of what was decided or done, and of a change to come; those of other events aside."""
    own = [one for one in dates if not dates_an_event(analysis, one.index, frame.verb)]
    to_come = [one.fact for one in own if dates_a_future_change(analysis, frame, one)]
    known = [one.fact for one in own if dates_a_step(analysis, frame, one.index)]
    return [fact for fact in known if fact not in to_come], to_come


def dates_a_step(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """Whether a date may be that of a step: of a mere plan, "backed a bill on Monday to leave"."""
    deed = index < frame.verb and has_past_verb(analysis, index - 6, frame.verb)
    return deed or frame.factuality.stage != "considered"


def has_past_verb(analysis: SentenceAnalysis, start: int, end: int) -> bool:
    """Whether a verb in the past stands between two places."""
    near = analysis.tokens[max(0, start) : end]
    return any(token.has("VERB") and token.has("f:ed") for token in near)


def dates_an_event(analysis: SentenceAnalysis, index: int, verb: int) -> bool:
    """As in "After the vote on Monday, X left": the date of what went before."""
    for back in range(index, max(-1, index - 7), -1):
        if analysis.among(back, "EVENTS_OPEN"):
            return has_comma(analysis, index, verb)
        if analysis.low(back) == ",":
            return False
    return False


def dates_a_future_change(
    analysis: SentenceAnalysis, frame: ClauseFrame, found: DateMention
) -> bool:
    """Whether a date is that of a change to come, not that of the decision."""
    if found.coming or found.fact is None:
        return found.coming
    published = analysis.context.on
    if published is None:
        return frame.factuality.stage == "approved"
    whole = {"day": 10, "month": 7, "year": 4}[found.fact.precision]
    begun = found.fact.on.isoformat()[:whole] == published.isoformat()[:whole]
    return begun and is_future(analysis, frame, found.index)


def is_future(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """Whether "will", "is to" or the like stands between a date and the predicate, or before it."""
    first, last = min(index, frame.verb - 4), max(index, frame.verb)
    if (
        analysis.tokens[frame.verb].has("f:s")
        and index > frame.verb
        and is_reported_in_past(analysis, frame)
    ):
        return True
    return any(
        token.has("FUT", "WOULD") or (token.has("BE") and analysis.among(at + 1, "TO_DO"))
        for at, token in enumerate(analysis.tokens[max(0, first) : last], max(0, first))
    )


def is_reported_in_past(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "leaves on Friday, a minister said": reported in the past, so it is planned."""
    index = None if analysis.sentence.headline else find_reporting_verb(analysis, frame)
    return index is not None and analysis.tokens[index].has("f:ed")


def find_reporting_date(analysis: SentenceAnalysis, frame: ClauseFrame) -> DateMention | None:
    """The date of the reporting verb: "said on Monday that", "facts the radio on Friday"."""
    index = find_reporting_verb(analysis, frame) if has_date_elsewhere(analysis, frame) else None
    if index is None:
        return None
    found = find_date(analysis, index + 1, find_speech_end(analysis, index))
    if found is None:
        found = find_date(analysis, find_speech_start(analysis, frame, index), index)
        if found is not None and dates_an_event(analysis, found.index, index):
            return None
    return None if found is None or found.coming else found


def has_date_elsewhere(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """Whether a word of a date stands outside the words from the predicate to its clause's end."""
    end = find_clause_end(analysis, frame.last)
    words = open_number_words(analysis.context.world.grammar)
    return any(
        words.may_start_date(token.low) and not frame.verb <= index < end
        for index, token in enumerate(analysis.tokens)
    )


def find_speech_start(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> int:
    """Where a date before a verb of saying may stand: "On Monday, X said", "X on Monday said"."""
    first = max(0, index - 10, frame.last + 1 if index > frame.last else 0)
    for back in range(index - 1, first, -1):
        token = analysis.tokens[back]
        after = index > frame.last and token.low == ","
        if token.has("REL"):
            return index
        if after or token.has("CONJ") or token.low in HYPHENS:
            return back
    return first


def find_speech_end(analysis: SentenceAnalysis, index: int) -> int:
    """Where what was said begins, at most nine words behind the verb of saying."""
    end = min(index + 10, len(analysis.tokens))
    for position in range(index + 1, end):
        token = analysis.tokens[position]
        if not (token.among("S", "ALSO_MODAL") or token.tags.isdisjoint(SAID)):
            return position
        if token.low in {";", ":"} or (token.low == "," and not is_date_comma(analysis, position)):
            return position
    return end


def find_clause_dates(analysis: SentenceAnalysis, frame: ClauseFrame) -> list[DateMention]:
    """The date after the predicate, one to come after that, and the one before the predicate."""
    verb, end = frame.verb, find_clause_end(analysis, frame.last)
    found = find_dates_after(analysis, frame, verb, end)
    start = find_clause_start(analysis, verb)
    before = find_date(analysis, start, verb)
    if before is not None and not dates_a_decision(analysis, before.index):
        before = find_date(analysis, start, verb, is_future(analysis, frame, before.index))
    return found if before is None else [*found, before]


def find_dates_after(
    analysis: SentenceAnalysis, frame: ClauseFrame, start: int, end: int
) -> list[DateMention]:
    """As in "on Sunday with effect from 1 June": the first, and a second that begins something."""
    ahead = is_future(analysis, frame, min(frame.last + 3, end))
    first = find_date(analysis, start, end, ahead)
    if first is None:
        return []
    if frame.factuality.stage == "approved" and introduces_start_date(analysis, first.index):
        first = find_date(analysis, start, end, ahead=True) or first
    second = find_date(analysis, first.index + 1, end, ahead=True)
    if second is None or not (second.coming and introduces_start_date(analysis, second.index)):
        return [first]
    return [first, second]


def introduces_start_date(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "invited to join from 1 January", "as of June", "takes effect on 1 May"."""
    return any(analysis.among(back, "STARTING") for back in range(index - 3, index))


def dates_a_decision(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a date follows a verb in the past: "agreed on Monday to"."""
    return has_past_verb(analysis, index - 3, index)


def find_clause_start(analysis: SentenceAnalysis, verb: int) -> int:
    """Where a date before a predicate may stand: behind an apposition, at most eight words back."""
    first = max(0, verb - 8)
    for index in range(verb - 1, first, -1):
        token = analysis.tokens[index]
        if token.has("REL") or token.low in HYPHENS or token.low in {";", ":"}:
            return index
        if token.low == "," and (
            not starts_party(analysis, index + 1) or starts_new_clause(analysis, index)
        ):
            return index
    return first


def starts_party(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a party's name begins at an index, or behind an article there."""
    parties, token = analysis.phrases.party_at, analysis.token(index)
    return index in parties or (
        index + 1 in parties and token is not None and not token.has("VERB", "REPORT")
    )


def starts_new_clause(analysis: SentenceAnalysis, comma: int) -> bool:
    """As in "X was elected in June, and Y joined": a new clause behind a comma."""
    following = analysis.token(comma + 1)
    if following is None or not following.has("CONJ"):
        return False
    return any(token.has("VERB", "BE", "HAVE") for token in analysis.tokens[:comma])


MARKS = frozenset({",", ";", ":"})
"""Where a clause may end."""


def find_clause_end(analysis: SentenceAnalysis, last: int) -> int:
    """Where the clause after a predicate ends: at a mark or a new clause, at most ten words on."""
    for index in range(last + 1, min(last + 11, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low not in MARKS and not token.bears("CONJ", "CAUSE_LINK", "REL", "SUBORD"):
            continue
        if (token.low in MARKS and not is_date_comma(analysis, index)) or token.has("CONJ"):
            return index
        if token.among("CAUSE_LINK") or (
            token.has("REL", "SUBORD") and not is_role_phrase(analysis, index)
        ):
            return index
    return min(last + 11, len(analysis.tokens))


def is_date_comma(analysis: SentenceAnalysis, index: int) -> bool:
    """The comma of "May 5, 2004", ", in 2007", "Sunday, 7 May" or ", on 1 June"."""
    months = open_number_words(analysis.context.world.grammar).months
    following, *later = (analysis.low(at) for at in range(index + 1, index + 4))
    if analysis.among(index + 1, "IN") and is_year(later[0]):
        return True
    if analysis.among(index + 1, "ON"):
        return not months.keys().isdisjoint(later)
    numbered = later[0] in months or analysis.low(index - 1).isdigit()
    return following in months or (following.isdigit() and numbered)


def apply_date(analysis: SentenceAnalysis, frame: ClauseFrame, dates: list[DateMention]) -> None:
    """Past events with an old date are recalled; those with a coming date aren't finished."""
    value = frame.factuality
    if is_closed_period(analysis, frame.last):
        value.recall("a span of years")
    elif dates and value.firm:
        if value.stage == "effective" and is_to_come(frame, dates):
            value.to("approved", "a date to come")
        if frame.past and dates[0].old:
            value.recall("an old date")


def is_to_come(frame: ClauseFrame, dates: list[DateMention]) -> bool:
    """Whether a change has a date that is yet to come, or begins on a second date."""
    found = dates[0]
    begun = len(dates) > 1 and dates[1].coming and dates[1].index > found.index > frame.verb
    return begun or (found.coming and not frame.past)


def is_closed_period(analysis: SentenceAnalysis, last: int) -> bool:
    """As in "between 2011 and 2023", "from 1987 to 1997": over and done."""
    years = is_year(analysis.low(last + 2)) and is_year(analysis.low(last + 4))
    return years and analysis.among(last + 1, "SPANNING")
