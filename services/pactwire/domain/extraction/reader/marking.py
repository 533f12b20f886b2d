"""A candidate as the network sees it: its sentence, both parties marked, with what is known.

Names never reach the network: it reads how a change is told, not of whom.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.splitter import (
    find_sentence_end,
    find_sentence_start,
)
from pactwire.domain.extraction.document import Document, EntityMention
from pactwire.domain.extraction.reader.candidates import PairCandidate, acts
from pactwire.domain.reference import ReferenceData
from pactwire.domain.text.numerals import NUMBER_WORDS

BUDGET = 320
"""Characters that a window grows to, by whole sentences."""
LONGEST = 420
"""Characters of a window; a longer sentence is cut around the evidence."""
BEFORE_NEWS = timedelta(days=60)
"""Memberships are looked up so long before an article: what it tells of may be on record since."""

MARKERS = (
    "[headline]", "[first]", "[later]",
    "[known:member]", "[known:suspended]", "[known:former]", "[known:stranger]", "[known:nothing]",
    "[body]", "[treaty]", "[organ]", "[other-body]", "[other-treaty]",
    "[member]", "[member's]", "[other]", "[other's]",
    "[for-member]", "[for-other]",
    "[past]", "[now]", "[ahead]",
)  # fmt: skip
"""Words of the network's own: where the window stands, what is known of the pair before the news,
the body and other bodies, the member and others, who stands for them, dates by the article's."""

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CENTURIES = {"nineteen": 1900, "twenty": 2000}
SPELLED_YEAR = re.compile(
    r"\b(nineteen|twenty)[ -]((?:twen|thir|for|fif|six|seven|eigh|nine)ty|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen)(?:-(one|two|three|four|five|six|seven|eight|nine))?"
    r"\b(?![ -](?:year|per|days?\b|years?\b|million|thousand))",
    re.IGNORECASE,
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SURE_MONTHS = "|".join(month for month in MONTHS if month != "May")
MONTH = re.compile(
    rf"\b(?:{SURE_MONTHS}|(?:(?<=in )|(?<=on )|(?<=of )|(?<=by )|(?<=\d ))May)\b"
    r"(?!,? (?:\d\d?,? )?(?:19|20)\d\d)"
)
KNOWN = {"member": "member", "suspended": "suspended"}


def mark_candidate(
    candidate: PairCandidate, context: ArticleContext, reference: ReferenceData
) -> str:
    """The text the network reads for a pair: markers of place and knowledge, then the window."""
    document = context.document
    start, end = grow_window(document, candidate.start, candidate.end)
    words = mark_window(candidate, context, (start, end))
    on = context.on
    return " ".join(
        (
            place_window(document, start),
            f"[known:{look_up(candidate, reference, on)}]",
            mark_dates(words, on),
        )
    )


def grow_window(document: Document, start: int, end: int) -> tuple[int, int]:
    """The stretch with the sentences around it, as many as fit, before and after in turn."""
    text = document.text
    if end - start > LONGEST:
        return start, start + LONGEST
    while True:
        wider = [
            (find_sentence_start(text, start - 2), end) if start > 2 else (start, end),
            (start, find_sentence_end(text, end + 1)) if end + 1 < len(text) else (start, end),
        ]
        fitting = [one for one in wider if one != (start, end) and one[1] - one[0] <= BUDGET]
        if not fitting:
            return start, end
        start, end = fitting[0]


def place_window(document: Document, start: int) -> str:
    """Where in the article a window begins."""
    if start < document.headline_end:
        return "[headline]"
    return "[first]" if start <= document.headline_end + 1 else "[later]"


def look_up(candidate: PairCandidate, reference: ReferenceData, on: date | None) -> str:
    """What was known of a pair before the news; `nothing` where the list has gaps."""
    body, member = candidate.pair
    period = reference.membership(body, member, on - BEFORE_NEWS) if on else None
    if period is not None:
        return KNOWN.get(period.status, "stranger")
    if body not in reference.complete_bodies:
        return "nothing"
    return look_up_past(body, member, reference, on)


def look_up_past(body: str, member: str, reference: ReferenceData, on: date | None) -> str:
    """What was known of one that was no member of a body whose list is whole."""
    if member not in reference.ever_members(body):
        return "stranger"
    if on is None:
        return "nothing"
    ended = [one.until for one in reference.membership_periods[body] if one.member == member]
    return "former" if any(until and until <= on for until in ended) else "stranger"


def mark_window(candidate: PairCandidate, context: ArticleContext, window: tuple[int, int]) -> str:
    """The window's words with a marker in the place of every name that matters.

    A party that is not named in the window (it is "the bloc" there) is put before it.
    """
    start, end = window
    text, at = context.document.text, start
    pieces: list[str] = []
    seen: set[str] = set()
    for mention, marker in mark_mentions(candidate, context, start, end):
        if mention.start < at:
            continue
        seen.add(marker)
        pieces += (text[at : mention.start], f" {marker} ")
        at = mention.end
    pieces.append(text[at:end])
    absent = [
        marker
        for marker, others in (
            (name_body(candidate.organisation, context, own=True), ()),
            ("[member]", ("[member's]", "[for-member]")),
        )
        if seen.isdisjoint((marker, *others))
    ]
    return " ".join(" ".join((*absent, "".join(pieces))).split())


def mark_mentions(
    candidate: PairCandidate, context: ArticleContext, start: int, end: int
) -> Iterator[tuple[EntityMention, str]]:
    """The names of a stretch that get a marker, in order."""
    for mention in context.document.mentions:
        if mention.start >= end:
            return
        if mention.start >= start and mention.end <= end:
            marker = name_marker(candidate, context, mention)
            if marker is not None:
                yield mention, marker


def name_marker(
    candidate: PairCandidate, context: ArticleContext, mention: EntityMention
) -> str | None:
    """The marker that stands for a name; None for names that stay as they are."""
    body = find_body(candidate, context, mention)
    if body is not None and body.entity_id != candidate.member:
        own = body.entity_id == candidate.organisation
        return name_body(body.entity_id, context, own=own)
    if body is not None:
        return "[member]"
    member = context.member_of(mention)
    if member is None:
        return None
    own = member.entity_id == candidate.member
    if member.entity_id != mention.entity_id:
        return "[for-member]" if own else "[for-other]"
    belongs = "'s" if mention.form == "adjective" else ""
    return f"[{'member' if own else 'other'}{belongs}]"


def find_body(
    candidate: PairCandidate, context: ArticleContext, mention: EntityMention
) -> BodyFacts | None:
    """The body that a name stands for: the pair's, where an organ decides for it."""
    whole = context.find_whole(mention.entity_id)
    decides = whole is not None and whole.entity_id == candidate.organisation
    if decides and acts(context.document.text, mention):
        return whole
    return context.body_of(mention) or context.organ_of(mention)


def name_body(entity_id: str, context: ArticleContext, *, own: bool) -> str:
    """The marker of a body: the candidate's own or another, a treaty or not."""
    body = context.world.body(entity_id)
    kind = body.kind if body is not None else ""
    if not own:
        return "[other-treaty]" if kind == "treaty" else "[other-body]"
    return {"treaty": "[treaty]", "organ": "[organ]"}.get(kind, "[body]")


def mark_dates(words: str, on: date | None) -> str:
    """The words with each year and month told apart: before, of or after the article's own.

    Years in words are put in figures.
    """
    if on is None:
        return words
    today = on

    def mark_year(match: re.Match[str]) -> str:
        year = int(match.group())
        marker = "[past]" if year < today.year else "[ahead]" if year > today.year else "[now]"
        return f"{marker} {match.group()}"

    def mark_month(match: re.Match[str]) -> str:
        apart = (MONTHS.index(match.group()) + 1 - today.month) % 12
        marker = "[now]" if apart == 0 else "[ahead]" if apart <= 4 else "[past]"
        return f"{marker} {match.group()}"

    return MONTH.sub(mark_month, YEAR.sub(mark_year, SPELLED_YEAR.sub(write_year, words)))


def opens_with_year(words: str) -> bool:
    """Whether a line begins with its year, in figures or words, as a chronicle's do."""
    found = YEAR.match(words) or SPELLED_YEAR.match(words)
    return bool(found and words[found.end() :].lstrip().startswith((":", "-", "–", "—")))


def write_year(match: re.Match[str]) -> str:
    """1995 for nineteen ninety-five."""
    century, *rest = (part.lower() for part in match.groups() if part)
    return str(CENTURIES[century] + sum(NUMBER_WORDS[part] for part in rest))
