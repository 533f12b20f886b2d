"""Assigns numbers and dates to a claim: which date is of the announcement, which of the change."""

import re
from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.attribution import find_reporting_verb
from pactwire.domain.extraction.claims.attributes.dates import (
    MONTHS,
    DateMention,
    find_date,
    may_start_date,
)
from pactwire.domain.extraction.claims.attributes.ordinals import (
    find_member_count,
    find_ordinal,
    is_role_phrase,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import DatedFact

YEAR = re.compile(r"(?:19|20)\d\d")

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
    stage = frame.factuality.stage
    spoken = find_reporting_date(analysis, frame)
    around = [one for one in dates if one != spoken and not dates_what_was(analysis, frame, one)]
    to_come = [one.fact for one in around if dates_a_future_change(analysis, frame, one)]
    facts = [one.fact for one in around if one.fact not in to_come]
    said = spoken.fact if spoken else None
    if stage == "effective":
        return said, next(iter([*facts, *to_come]), None)
    decided = said or next(filter(None, facts), None)
    if stage == "approved":
        return decided, next(filter(None, to_come), None)
    if stage in {"applied", "rejected"}:
        return decided, None
    before = [one for one in around if one.fact in facts and one.index < frame.verb]
    steps = (one.fact for one in before if dates_a_step(analysis, frame, one.index))
    return said or next(steps, None), None


def dates_what_was(analysis: SentenceAnalysis, frame: ClauseFrame, found: DateMention) -> bool:
    """Whether a date is that of another event, which went before."""
    return dates_an_event(analysis, found.index, frame.verb)


def dates_a_step(analysis: SentenceAnalysis, frame: ClauseFrame, index: int) -> bool:
    """Whether a date before a predicate is that of a deed: "backed a bill on Monday to leave"."""
    near = analysis.tokens[max(0, index - 6) : frame.verb]
    return any(token.has("VERB") and token.has("f:ed") for token in near)


def dates_an_event(analysis: SentenceAnalysis, index: int, verb: int) -> bool:
    """As in "After the vote on Monday, X left": the date of what went before."""
    for back in range(index, max(-1, index - 7), -1):
        if analysis.among(back, "EVENTS_OPEN"):
            return any(analysis.low(at) == "," for at in range(index, verb))
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
        token.has("FUT", "WOULD") or (token.has("BE") and analysis.low(at + 1) == "to")
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
    published, end = analysis.context.on, find_speech_end(analysis, index)
    found = find_date(analysis.tokens, index + 1, end, published)
    if found is None:
        start = find_speech_start(analysis, frame, index)
        found = find_date(analysis.tokens, start, index, published)
        if found is not None and dates_an_event(analysis, found.index, index):
            return None
    return None if found is None or found.coming else found


def has_date_elsewhere(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """Whether a word of a date stands outside the words from the predicate to its clause's end."""
    end = find_clause_end(analysis, frame.last)
    return any(
        may_start_date(token) and not frame.verb <= index < end
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
        if not (token.low in {"'s", "may"} or token.tags.isdisjoint(SAID)):
            return position
        if token.low in {";", ":"} or (token.low == "," and not is_date_comma(analysis, position)):
            return position
    return end


def find_clause_dates(analysis: SentenceAnalysis, frame: ClauseFrame) -> list[DateMention]:
    """The date after the predicate, one to come after that, and the one before the predicate."""
    verb, end = frame.verb, find_clause_end(analysis, frame.last)
    found = find_dates_after(analysis, frame, verb, end)
    start, published = find_clause_start(analysis, verb), analysis.context.on
    before = find_date(analysis.tokens, start, verb, published)
    if before is not None and not dates_a_decision(analysis, before.index):
        ahead = is_future(analysis, frame, before.index)
        before = find_date(analysis.tokens, start, verb, published, ahead)
    return found if before is None else [*found, before]


def find_dates_after(
    analysis: SentenceAnalysis, frame: ClauseFrame, start: int, end: int
) -> list[DateMention]:
    """As in "on Sunday with effect from 1 June": the first, and a second that begins something."""
    tokens, published = analysis.tokens, analysis.context.on
    ahead = is_future(analysis, frame, min(frame.last + 3, end))
    first = find_date(tokens, start, end, published, ahead)
    if first is None:
        return []
    if frame.factuality.stage == "approved" and introduces_start_date(analysis, first.index):
        first = find_date(tokens, start, end, published, ahead=True) or first
    second = find_date(tokens, first.index + 1, end, published, ahead=True)
    if second is None or not (second.coming and introduces_start_date(analysis, second.index)):
        return [first]
    return [first, second]


def introduces_start_date(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "invited to join from 1 January", "as of June", "takes effect on 1 May"."""
    before = {analysis.low(back).rpartition(" ")[2] for back in range(index - 3, index)}
    return not before.isdisjoint({"from", "as", "starting", "effect", "force"})


def dates_a_decision(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a date follows a verb in the past: "agreed on Monday to"."""
    near = analysis.tokens[max(0, index - 3) : index]
    return any(token.has("VERB") and token.has("f:ed") for token in near)


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


def find_clause_end(analysis: SentenceAnalysis, last: int) -> int:
    """Where the clause after a predicate ends: at a mark or a new clause, at most ten words on."""
    for index in range(last + 1, min(last + 11, len(analysis.tokens))):
        token = analysis.tokens[index]
        if (token.low in {",", ";", ":"} and not is_date_comma(analysis, index)) or token.has(
            "CONJ"
        ):
            return index
        cause = token.low in {"due to", "because of", "over", "amid"}
        if cause or (token.has("REL", "SUBORD") and not is_role_phrase(analysis, index)):
            return index
    return min(last + 11, len(analysis.tokens))


def is_date_comma(analysis: SentenceAnalysis, index: int) -> bool:
    """The comma of "May 5, 2004", ", in 2007", "Sunday, 7 May" or ", on 1 June"."""
    following, second = analysis.low(index + 1), analysis.token(index + 2)
    if following == "in" and YEAR.fullmatch(analysis.low(index + 2)):
        return True
    if following == "on" or has_month_name(analysis.tokens[index + 1 : index + 2]):
        return following != "on" or has_month_name(analysis.tokens[index + 2 : index + 4])
    if second is not None and following.isdigit() and has_month_name([second]):
        return True
    return analysis.low(index - 1).isdigit() and following.isdigit()


def has_month_name(tokens: list[Token]) -> bool:
    """Whether one of the words is a month's name."""
    return any(token.low in MONTHS for token in tokens)


def apply_date(analysis: SentenceAnalysis, frame: ClauseFrame, dates: list[DateMention]) -> None:
    """Past events with an old date are recalled; those with a coming date aren't finished."""
    if is_closed_period(analysis, frame.last):
        frame.factuality.background = True
        frame.factuality.why.append("a span of years")
        return
    if not dates or not frame.factuality.firm:
        return
    if frame.factuality.stage == "effective" and is_to_come(frame, dates):
        frame.factuality.to("approved", "a date to come")
    found = dates[0]
    undated = analysis.context.on is None and found.bare_year and found.fact is not None
    if frame.past and (found.old or undated):
        frame.factuality.background = True
        frame.factuality.why.append("an old date")


def is_to_come(frame: ClauseFrame, dates: list[DateMention]) -> bool:
    """Whether a change has a date that is yet to come, or begins on a second date."""
    found = dates[0]
    begun = len(dates) > 1 and dates[1].coming and dates[1].index > found.index > frame.verb
    return begun or (found.coming and not frame.past)


def is_closed_period(analysis: SentenceAnalysis, last: int) -> bool:
    """As in "between 2011 and 2023", "from 1987 to 1997": over and done."""
    first, second = analysis.low(last + 2), analysis.low(last + 4)
    opens = analysis.low(last + 1) in {"between", "from"}
    return bool(opens and YEAR.fullmatch(first) and YEAR.fullmatch(second))
