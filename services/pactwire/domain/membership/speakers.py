"""Who said it: the speaker of the sentence, whether official, and whether the words are quoted."""

import re

from pactwire.domain.membership.context import Context
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import is_word
from pactwire_schemas.enrichment import Speaker

OFFICIAL = re.compile(r"(?:\b[\w.’'-]+ ){0,3}officials?\b", re.IGNORECASE)
BACK = 1200
OPENING, CLOSING = "“«„", "”»"


def is_quoted(reading: Reading, frame: Frame) -> bool:
    """Whether the predicate stands between quotation marks."""
    return inside_quotes(reading, reading.tokens[frame.verb].start)


def inside_quotes(reading: Reading, position: int) -> bool:
    """Whether more quotations open than close between the line's start and a position."""
    text = reading.context.document.text
    start = text.rfind("\n", 0, position) + 1
    before = text[max(start, position - 1500) : position]
    curly = sum(map(before.count, OPENING)) > sum(map(before.count, CLOSING))
    return curly or before.count('"') % 2 == 1


def speaker_of(reading: Reading, frame: Frame) -> Speaker | None:
    """The speaker of the clause: before or after a verb of saying, or after "according to"."""
    for index, token in enumerate(reading.tokens):
        if token.low == "according to":
            return speaker(reading, index + 1, forward=True)
        if not token.has("REPORT") and token.lemma not in {"announce", "confirm", "declare"}:
            continue
        if token.has("f:ing", "f:base") or inside_quotes(reading, token.start):
            continue
        if aside(reading, frame, index):
            continue
        before = speaker(reading, index - 1, forward=False)
        if before is not None:
            return before
        if index and not is_word(reading.tokens[index - 1]):
            return speaker(reading, index + 1, forward=True)
    return None


def aside(reading: Reading, frame: Frame, index: int) -> bool:
    """As in "..., a day after officers said": a verb of saying in a clause of its own."""
    tokens = reading.tokens
    if index > frame.last:
        return any(token.has("SUBORD") for token in tokens[frame.last + 1 : index])
    opens = max((at for at in range(index) if tokens[at].has("SUBORD")), default=-1)
    if opens < 0 or index >= frame.verb:
        return False
    inside = any(tokens[at].low == "," for at in range(opens, index))
    return not inside and any(tokens[at].low == "," for at in range(index, frame.verb))


def speaker(reading: Reading, index: int, forward: bool) -> Speaker | None:
    """The noun phrase on one side of a verb of saying."""
    first, last = span(reading, index, forward)
    if first > last:
        return None
    tokens = reading.tokens[first : last + 1]
    official = any(token.has("REP", "AGENT") for token in tokens)
    entity = None
    for position in range(first, last + 1):
        hit = reading.tokens[position].hit
        if hit is not None:
            entity = hit.entity_id
            official = official or hit.kind in {
                "person",
                "country",
                "organisation",
                "coalition",
                "place",
            }
            break
    if tokens[-1].has("PRON"):
        return None
    name = reading.context.document.text[tokens[0].start : tokens[-1].end]
    if entity is None and name.lower() in {"the official", "the officials", "officials"}:
        return earlier_official(reading.context, tokens[0].start)
    if entity is None and not official:
        return None
    return Speaker(name=without_article(name), official=official, entity_id=entity)


def span(reading: Reading, index: int, forward: bool) -> tuple[int, int]:
    """First and last token of the noun phrase that starts or ends at an index."""
    step = 1 if forward else -1
    at = index
    while 0 <= at < len(reading.tokens) and abs(at - index) < 8:
        token = reading.tokens[at]
        if (not is_word(token) and token.low not in {"'s", "'"}) or token.has(
            "REL", "CONJ", "SUBORD", "HAVE"
        ):
            break
        if token.has("VERB") and not token.has("REP", "AGENT", "f:ed"):
            break
        at += step
    return (index, at - 1) if forward else (at + 1, index)


def earlier_official(context: Context, position: int) -> Speaker | None:
    """Whom "the official" means: the last official that was introduced with a state or body."""
    text = context.document.text
    low = max(0, position - BACK)
    best = None
    for match in OFFICIAL.finditer(text, low, position):
        for hit in context.document.hits:
            if match.start() <= hit.start < match.end() and hit.kind in {
                "country",
                "organisation",
                "coalition",
            }:
                best = Speaker(
                    name=without_article(match.group()), official=True, entity_id=hit.entity_id
                )
    return best or Speaker(name="official", official=True)


def without_article(name: str) -> str:
    """A name without a leading article."""
    return re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)
