"""A text to a Document: normalise, scan, keep the longest names, decide on each of them."""

from datetime import datetime
from typing import NamedTuple

from pactwire.domain.extraction.document import Cue, Document, EntityMention
from pactwire.domain.extraction.entities.acronyms import new_acronyms
from pactwire.domain.extraction.entities.countries import COMPASS, PAIRS, compass_lists, pair_member
from pactwire.domain.extraction.entities.decision import CandidateContext, EntityDecision, reject
from pactwire.domain.extraction.entities.descriptions import begin_with_number
from pactwire.domain.extraction.entities.disambiguation import decide_entity
from pactwire.domain.extraction.entities.language import guess_language
from pactwire.domain.extraction.entities.nested_names import (
    DecidedCandidate,
    NestedNames,
    explain_rejections,
    find_inner_names,
    span_of,
)
from pactwire.domain.extraction.entities.people import meant_as_country
from pactwire.domain.extraction.entities.scan import Candidate, keep_longest, scan_text
from pactwire.domain.extraction.entities.text_context import TextContext
from pactwire.domain.reference import LANGUAGES, ReferenceData
from pactwire.domain.text.normalise import NormalisedText, normalise_text

OTHER_LANGUAGE = 1 << len(LANGUAGES)
DOUBLES = (*COMPASS, *PAIRS)
MOST_HALVES = 300
"""Second countries of pairs like "the two Koreas" in one text; no text speaks of them so often."""


class TextInput(NamedTuple):
    """A text to tag, and what is known about it."""

    text: str
    headline_end: int = 0
    language: str = "und"
    """BCP 47; `und` has the language guessed."""
    published_at: datetime | None = None


def tag_text(source: TextInput, reference: ReferenceData, *, explain: bool = False) -> Document:
    """All names and cues of a text; with `explain` also the rejected candidates, with reasons."""
    normalised = normalise_text(source.text)
    language = source.language.partition("-")[0].lower()
    if language in {"", "und"}:
        language = guess_language(normalised.haystack)
    found = scan_text(normalised, reference, _bit(language))
    candidates, nested = keep_longest(found.candidates)
    text = TextContext(normalised, reference, candidates, found.words)
    text.published_on = source.published_at.date() if source.published_at else None
    decisions = _decide_all(candidates, nested, text)
    return Document(
        source.text,
        source.headline_end,
        language,
        source.published_at,
        tuple([_entity_mention(*pair, normalised) for pair in decisions if pair[1][0]]),
        tuple(_map_cues(found.cues, normalised)),
        explain_rejections(decisions, nested, normalised) if explain else (),
    )


def _bit(language: str) -> int:
    return 1 << LANGUAGES.index(language) if language in LANGUAGES else OTHER_LANGUAGE


def _decide_all(
    kept: list[Candidate], nested: NestedNames, text: TextContext
) -> list[DecidedCandidate]:
    decisions = [(candidate, decide_entity(candidate, text)) for candidate in kept]
    extra = [
        (inner, decide_entity(inner, text))
        for inner in find_inner_names(decisions, nested, text.plain)
    ]
    if extra:
        decisions += extra
    if text.other_meanings:
        decisions = [
            _follow_earlier(candidate, decision, text) for candidate, decision in decisions
        ]
    extra += _add_pair_members(decisions, text)
    if "(" in text.plain:
        extra += [_introduced(short) for short in new_acronyms(text, decisions)]
    if not extra:
        return decisions
    distinct = {_span_and_entity(*pair): pair for pair in (*decisions, *extra)}
    return sorted(distinct.values(), key=_start)


def _introduced(short: Candidate) -> DecidedCandidate:
    return short, EntityDecision(short.senses[0], "introduced by its long form in this text", 0.95)


def _span_and_entity(candidate: Candidate, decision: EntityDecision) -> tuple[int, int, str]:
    second = decision.sense is not None and decision.sense.spelling in PAIRS
    return (*span_of(candidate), decision.sense.entity.id if second and decision.sense else "")


def _start(pair: DecidedCandidate) -> int:
    return pair[0].start


def _follow_earlier(
    candidate: Candidate, decision: EntityDecision, text: TextContext
) -> DecidedCandidate:
    """Bare repeats of a form that was someone or somewhere else follow it."""
    sense = decision.sense
    if sense is None or sense.form not in {"name", "alias", "demonym"}:
        return candidate, decision
    why = text.other_meanings.get(sense.spelling)
    if why is None or meant_as_country(CandidateContext(candidate, sense, text)):
        return candidate, decision
    return candidate, reject(f"as before, {why}")


def _add_pair_members(
    decisions: list[DecidedCandidate], text: TextContext
) -> list[DecidedCandidate]:
    """The countries that stand in half a name: "North and South Korea", "the two Koreas"."""
    found: list[DecidedCandidate] = []
    for candidate, decision in decisions:
        sense = decision[0]
        if sense is None or not sense[5].endswith(DOUBLES):
            continue
        if len(found) >= MOST_HALVES:
            break
        half = compass_lists(text, candidate, sense)
        if half is not None:
            found.append(
                (half, EntityDecision(half.senses[0], f"one half of a pair: {sense.spelling}"))
            )
        other = pair_member(candidate, decision)
        if other is not None:
            found.append(other)
    return found


def _entity_mention(
    candidate: Candidate, decision: EntityDecision, normalised: NormalisedText
) -> EntityMention:
    start, end, _, exact = candidate
    sense, why, score, form = decision
    if sense is not None and sense.ambiguity is not None:
        start = begin_with_number(normalised.plain, start, sense)
    if normalised.origin is not None:
        start, end = normalised.span(start, end)
    if exact is not None and why is exact.mention_fields[6] and form is None:
        return tuple.__new__(
            EntityMention, (start, end, normalised.text[start:end], *exact.mention_fields)
        )
    assert sense is not None  # noqa: S101  the caller asked
    iso2 = None if form == "language" else sense.entity.iso2
    entity = sense.entity
    return EntityMention(
        start, end, normalised.text[start:end], entity.id, entity.kind, entity.name, iso2,
        form or sense.form, score, why,
    )  # fmt: skip


def _map_cues(cues: list[Cue], normalised: NormalisedText) -> list[Cue]:
    if normalised.origin is None:
        return cues
    return [Cue(*normalised.span(cue.start, cue.end), cue.form, cue.labels) for cue in cues]
