"""Numbers and dates that belong to a claim: which date is the saying's, which the change's."""

import re
from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.attribution import saying
from pactwire.domain.extraction.claims.attributes.dates import MONTHS, Found, find_date, may_date
from pactwire.domain.extraction.claims.attributes.ordinals import as_member, member_count, ordinal
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import DatedFact

YEAR = re.compile(r"(?:19|20)\d\d")
EVENTS_OPEN = frozenset({"before", "after", "since", "following", "ahead of", "until"})
SAID = frozenset({"REL", "SUBORD", "PRON", "VERB", "BE", "HAVE", "FUT", "WOULD", "COND"})
"""Labels of words with which what was said begins."""
HYPHENS = frozenset("-‑–—")


@dataclass(frozen=True, slots=True)
class Quantities:
    """Numbers of a clause."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None


def quantities(reading: Reading, frame: Frame) -> Quantities:
    """What the clause of a frame counts and dates; may turn old news into background."""
    dates = clause_dates(reading, frame)
    settle_date(reading, frame, dates)
    announced, effective = days(reading, frame, dates)
    return Quantities(
        ordinal(reading, frame) if frame.action == "join" and len(frame.members) == 1 else None,
        member_count(reading, frame),
        announced,
        effective,
    )


def days(
    reading: Reading, frame: Frame, dates: list[Found]
) -> tuple[DatedFact | None, DatedFact | None]:
    """When it was said or decided, and when it takes effect."""
    stage = frame.outcome.stage
    spoken = said_date(reading, frame)
    around = [
        found
        for found in dates
        if found != spoken and not of_event(reading, found.index, frame.verb)
    ]
    to_come = [found.fact for found in around if awaited(reading, frame, found)]
    told = [found.fact for found in around if found.fact not in to_come]
    said = spoken.fact if spoken else None
    if stage == "effective":
        return said, next(iter([*told, *to_come]), None)
    decided = said or next((fact for fact in told if fact), None)
    if stage == "approved":
        return decided, next((fact for fact in to_come if fact), None)
    if stage in {"applied", "rejected"}:
        return decided, None
    steps = [
        found.fact
        for found in around
        if found.fact in told and found.index < frame.verb and stepped(reading, frame, found.index)
    ]
    return said or next(iter(steps), None), None


def stepped(reading: Reading, frame: Frame, index: int) -> bool:
    """Whether a date before a predicate is that of a deed: "backed a bill on Monday to leave"."""
    near = reading.tokens[max(0, index - 6) : frame.verb]
    return any(token.has("VERB") and token.has("f:ed") for token in near)


def of_event(reading: Reading, index: int, verb: int) -> bool:
    """As in "After the vote on Monday, X left": the date of what went before."""
    for back in range(index, max(-1, index - 7), -1):
        if reading.low(back) in EVENTS_OPEN:
            return any(reading.low(at) == "," for at in range(index, verb))
        if reading.low(back) == ",":
            return False
    return False


def awaited(reading: Reading, frame: Frame, found: Found) -> bool:
    """Whether a date is that of a change to come, not that of the decision."""
    if found.coming or found.fact is None:
        return found.coming
    published = reading.context.on
    if published is None:
        return frame.outcome.stage == "approved"
    whole = {"day": 10, "month": 7, "year": 4}[found.fact.precision]
    begun = found.fact.on.isoformat()[:whole] == published.isoformat()[:whole]
    return begun and future(reading, frame, found.index)


def future(reading: Reading, frame: Frame, index: int) -> bool:
    """Whether "will", "is to" or the like stands between a date and the predicate, or before it."""
    first, last = min(index, frame.verb - 4), max(index, frame.verb)
    if reading.tokens[frame.verb].has("f:s") and index > frame.verb and told_of(reading, frame):
        return True
    return any(
        token.has("FUT", "WOULD") or (token.has("BE") and reading.low(at + 1) == "to")
        for at, token in enumerate(reading.tokens[max(0, first) : last], max(0, first))
    )


def told_of(reading: Reading, frame: Frame) -> bool:
    """As in "leaves on Friday, a minister said": told in the past, so the present is planned."""
    index = None if reading.sentence.headline else saying(reading, frame)
    return index is not None and reading.tokens[index].has("f:ed")


def said_date(reading: Reading, frame: Frame) -> Found | None:
    """The date of the saying: "said on Monday that", "told the radio on Friday"."""
    index = saying(reading, frame) if dated_elsewhere(reading, frame) else None
    if index is None:
        return None
    published, end = reading.context.on, speech_end(reading, index)
    found = find_date(reading.tokens, index + 1, end, published)
    if found is None:
        start = speech_start(reading, frame, index)
        found = find_date(reading.tokens, start, index, published)
        if found is not None and of_event(reading, found.index, index):
            return None
    return None if found is None or found.coming else found


def dated_elsewhere(reading: Reading, frame: Frame) -> bool:
    """Whether a word of a date stands outside the words from the predicate to its clause's end."""
    end = clause_end(reading, frame.last)
    return any(
        may_date(token) and not frame.verb <= index < end
        for index, token in enumerate(reading.tokens)
    )


def speech_start(reading: Reading, frame: Frame, index: int) -> int:
    """Where a date before a verb of saying may stand: "On Monday, X said", "X on Monday said"."""
    first = max(0, index - 10, frame.last + 1 if index > frame.last else 0)
    for back in range(index - 1, first, -1):
        token = reading.tokens[back]
        after = index > frame.last and token.low == ","
        if token.has("REL"):
            return index
        if after or token.has("CONJ") or token.low in HYPHENS:
            return back
    return first


def speech_end(reading: Reading, index: int) -> int:
    """Where what was said begins, at most nine words behind the verb of saying."""
    end = min(index + 10, len(reading.tokens))
    for position in range(index + 1, end):
        token = reading.tokens[position]
        if not (token.low in {"'s", "may"} or token.tags.isdisjoint(SAID)):
            return position
        if token.low in {";", ":"} or (token.low == "," and not dated(reading, position)):
            return position
    return end


def clause_dates(reading: Reading, frame: Frame) -> list[Found]:
    """The date after the predicate, one to come after that, and the one before the predicate."""
    verb, end = frame.verb, clause_end(reading, frame.last)
    found = dates_after(reading, frame, verb, end)
    start, published = clause_start(reading, verb), reading.context.on
    before = find_date(reading.tokens, start, verb, published)
    if before is not None and not decided_then(reading, before.index):
        ahead = future(reading, frame, before.index)
        before = find_date(reading.tokens, start, verb, published, ahead)
    return found if before is None else [*found, before]


def dates_after(reading: Reading, frame: Frame, start: int, end: int) -> list[Found]:
    """As in "on Sunday with effect from 1 June": the first, and a second that begins something."""
    tokens, published = reading.tokens, reading.context.on
    ahead = future(reading, frame, min(frame.last + 3, end))
    first = find_date(tokens, start, end, published, ahead)
    if first is None:
        return []
    if frame.outcome.stage == "approved" and begins(reading, first.index):
        first = find_date(tokens, start, end, published, ahead=True) or first
    second = find_date(tokens, first.index + 1, end, published, ahead=True)
    if second is None or not (second.coming and begins(reading, second.index)):
        return [first]
    return [first, second]


def begins(reading: Reading, index: int) -> bool:
    """As in "invited to join from 1 January", "as of June"."""
    return bool(
        {reading.low(back) for back in range(index - 3, index)} & {"from", "as", "starting"}
    )


def decided_then(reading: Reading, index: int) -> bool:
    """Whether a date follows a verb in the past: "agreed on Monday to"."""
    near = reading.tokens[max(0, index - 3) : index]
    return any(token.has("VERB") and token.has("f:ed") for token in near)


def clause_start(reading: Reading, verb: int) -> int:
    """Where a date before a predicate may stand: behind an apposition, at most eight words back."""
    first = max(0, verb - 8)
    for index in range(verb - 1, first, -1):
        token = reading.tokens[index]
        if token.has("REL") or token.low in HYPHENS or token.low in {";", ":"}:
            return index
        if token.low == "," and (not opens_party(reading, index + 1) or goes_on(reading, index)):
            return index
    return first


def opens_party(reading: Reading, index: int) -> bool:
    """Whether a party's name begins at an index, or behind an article there."""
    parties, token = reading.phrases.party_at, reading.token(index)
    return index in parties or (
        index + 1 in parties and token is not None and not token.has("VERB", "REPORT")
    )


def goes_on(reading: Reading, comma: int) -> bool:
    """As in "X was elected in June, and Y joined": a new clause behind a comma."""
    following = reading.token(comma + 1)
    if following is None or not following.has("CONJ"):
        return False
    return any(token.has("VERB", "BE", "HAVE") for token in reading.tokens[:comma])


def clause_end(reading: Reading, last: int) -> int:
    """Where the clause after a predicate ends: at a mark or a new clause, at most ten words on."""
    for index in range(last + 1, min(last + 11, len(reading.tokens))):
        token = reading.tokens[index]
        if (token.low in {",", ";", ":"} and not dated(reading, index)) or token.has("CONJ"):
            return index
        cause = token.low in {"due to", "because of", "over", "amid"}
        if cause or (token.has("REL", "SUBORD") and not as_member(reading, index)):
            return index
    return min(last + 11, len(reading.tokens))


def dated(reading: Reading, index: int) -> bool:
    """The comma of "May 5, 2004", ", in 2007", "Sunday, 7 May" or ", on 1 June"."""
    following, second = reading.low(index + 1), reading.token(index + 2)
    if following == "in" and YEAR.fullmatch(reading.low(index + 2)):
        return True
    if following == "on" or is_month(reading.tokens[index + 1 : index + 2]):
        return following != "on" or is_month(reading.tokens[index + 2 : index + 4])
    if second is not None and following.isdigit() and is_month([second]):
        return True
    return reading.low(index - 1).isdigit() and following.isdigit()


def is_month(tokens: list[Token]) -> bool:
    """Whether one of the words is a month's name."""
    return any(token.low in MONTHS for token in tokens)


def settle_date(reading: Reading, frame: Frame, dates: list[Found]) -> None:
    """Past events with an old date are recalled; those with a coming date aren't finished."""
    if spanned(reading, frame.last):
        frame.outcome.background = True
        frame.outcome.why.append("a span of years")
        return
    if not dates or frame.outcome.stage not in {"effective", "approved"}:
        return
    found = dates[0]
    begun = len(dates) > 1 and dates[1].coming and dates[1].index > found.index > frame.verb
    if frame.outcome.stage == "effective" and (begun or (found.coming and not frame.past)):
        frame.outcome.to("approved", "a date to come")
    undated = reading.context.on is None and found.bare_year and found.fact is not None
    if frame.past and (found.old or undated):
        frame.outcome.background = True
        frame.outcome.why.append("an old date")


def spanned(reading: Reading, last: int) -> bool:
    """As in "between 2011 and 2023", "from 1987 to 1997": over and done."""
    first, second = reading.low(last + 2), reading.low(last + 4)
    opens = reading.low(last + 1) in {"between", "from"}
    return bool(opens and YEAR.fullmatch(first) and YEAR.fullmatch(second))
