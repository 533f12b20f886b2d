"""Ordinals, member counts and dates that belong to a claim."""

import re
from dataclasses import dataclass

from pactwire.domain.membership.dates import Found, find_date
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.tokens import Token
from pactwire_schemas.enrichment import DatedFact

ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
YEAR = re.compile(r"(?:19|20)\d\d")
COUNT = re.compile(r"(\d{1,3})-(?:member|nation|country|state|strong)")
UNITS = tuple(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()  # noqa: SIM905
)
TENS = {
    "twent": 20,
    "thirt": 30,
    "fort": 40,
    "fift": 50,
    "sixt": 60,
    "sevent": 70,
    "eight": 80,
    "ninet": 90,
}
NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True, slots=True)
class Quantities:
    """Numbers of a clause."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None


def spelled_ordinals() -> dict[str, int]:
    """Ordinals up to ninety-ninth in words."""
    table = {word: number for number, word in enumerate(UNITS, start=1)}
    for stem, value in TENS.items():
        table[stem + "ieth"] = value
        for number, word in enumerate(UNITS[:9], start=1):
            table[f"{stem}y-{word}"] = value + number
    return table


SPELLED = spelled_ordinals()


def ordinal_of(word: str) -> int | None:
    """The number an ordinal stands for: 90th, tenth, thirty-second."""
    if word[:1].isdigit():
        match = ORDINAL.fullmatch(word)
        return int(match.group(1)) if match else None
    return SPELLED.get(word)


def quantities(reading: Reading, frame: Frame) -> Quantities:
    """What the clause of a frame counts and dates; may turn old news into background."""
    settle_date(reading, frame)
    found = clause_date(reading, frame)
    fact = found.fact if found is not None else None
    stage = frame.outcome.stage
    effective = fact if stage in {"effective", "approved"} else None
    known = reading.context.on is not None
    if known and stage == "approved" and found is not None and not found.coming:
        effective = None
    announced = fact if stage in {"approved", "applied", "rejected"} and effective is None else None
    return Quantities(
        ordinal(reading, frame) if frame.action == "join" and len(frame.members) == 1 else None,
        member_count(reading, frame),
        announced,
        effective,
    )


def clause_date(reading: Reading, frame: Frame) -> Found | None:
    """The date after the predicate, else one before it in the clause."""
    published = reading.context.on
    end = clause_end(reading, frame.last)
    after = find_date(reading.tokens, frame.verb, end, published)
    return after or find_date(
        reading.tokens, clause_start(reading, frame.verb), frame.verb, published
    )


def clause_start(reading: Reading, verb: int) -> int:
    """Where a date before a predicate may stand: behind an apposition, at most eight words back."""
    first = max(0, verb - 8)
    for index in range(verb - 1, first, -1):
        opened = {index + 1, index + 2} & reading.phrases.party_at.keys()
        if reading.low(index) == "," and not opened:
            return index
    return first


def clause_end(reading: Reading, last: int) -> int:
    """Where the clause after a predicate ends: at a mark or a new clause, at most ten words on."""
    for index in range(last + 1, min(last + 11, len(reading.tokens))):
        token = reading.tokens[index]
        if (token.low in {",", ";", ":"} and not dated(reading, index)) or token.has(
            "REL", "SUBORD"
        ):
            return index
        if token.has("CONJ"):
            return index
    return min(last + 11, len(reading.tokens))


def dated(reading: Reading, index: int) -> bool:
    """The comma of "May 5, 2004", or of ", in 2007"."""
    if reading.low(index + 1) == "in" and YEAR.fullmatch(reading.low(index + 2)):
        return True
    return reading.low(index - 1).isdigit() and reading.low(index + 1).isdigit()


def settle_date(reading: Reading, frame: Frame) -> None:
    """Past events with an old date are recalled; those with a coming date aren't finished."""
    if spanned(reading, frame.last):
        frame.outcome.background = True
        frame.outcome.why.append("a span of years")
        return
    found = clause_date(reading, frame)
    if found is None or frame.outcome.stage not in {"effective", "approved"}:
        return
    if found.coming and frame.outcome.stage == "effective" and not frame.past:
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


def ordinal(reading: Reading, frame: Frame) -> int | None:
    """As in "the 90th member", "the tenth country to"."""
    for index in range(frame.verb, min(len(reading.tokens), frame.last + 12)):
        number = ordinal_of(reading.low(index))
        if number is None:
            continue
        for ahead in range(index + 1, min(index + 7, len(reading.tokens))):
            if reading.tokens[ahead].has("MEMBER", "NATION", "PARTY", "GPARTY"):
                return number
    return None


def member_count(reading: Reading, frame: Frame) -> int | None:
    """As in "the 54-member bloc", "bringing membership to 32"."""
    for index in range(frame.first, min(len(reading.tokens), frame.last + 14)):
        low = reading.low(index)
        match = COUNT.fullmatch(low) if low[:1].isdigit() else None
        if match:
            return int(match.group(1))
        token = reading.tokens[index]
        if token.low in {"membership", "members"} and reading.low(index + 1) == "to":
            return small_number(reading.token(index + 2))
    return None


def small_number(token: Token | None) -> int | None:
    """A number up to 999 in digits or words up to twelve."""
    if token is None:
        return None
    if token.low.isdigit() and len(token.low) <= 3:
        return int(token.low)
    return NUMBERS.index(token.low) + 1 if token.low in NUMBERS else None
