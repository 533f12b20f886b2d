"""Drafts the claim of a change that was read elsewhere; the grammar finds what else is said."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate, build_candidate
from pactwire.domain.extraction.claims.attributes.dates import find_date
from pactwire.domain.extraction.claims.attributes.slot_assignment import introduces_start_date
from pactwire.domain.extraction.claims.chunks.chunker import find_chunks
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.extractor import TRIGGERS
from pactwire.domain.extraction.claims.lexicon.vocabulary import open_english
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.splitter import read_sentence
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import FIRM_STAGES, Action, DatedFact, Stage

SIGNS: dict[Action, tuple[str, ...]] = {
    "join": ("JOIN", "ADOPT", "SIGN", "ADMIT", "INVITE", "JOIN_TO", "BECOME", "N_JOIN", "N_SIGN"),
    "leave": ("LEAVE", "LEAVE_FROM", "TERMINATE", "N_LEAVE", "N_BREXIT", "OUT"),
    "suspend": ("SUSPEND", "N_SUSPEND", "HALT", "RIGHTS"),
    "expel": ("EXPEL", "EXPEL_FROM", "OUST", "N_EXPEL"),
    "reinstate": ("REINSTATE", "UNBAR", "CLEAR", "N_REINSTATE", "N_RETURN"),
}
"""Labels of the words that may carry a change, by its action."""
SEVERAL = 2


class ReadChange(NamedTuple):
    """A change as it was read, and the sentence it was read from."""

    organisation: Member
    member: Member
    action: Action
    stage: Stage
    start: int
    end: int


def draft_claim(change: ReadChange, context: ArticleContext) -> ClaimCandidate:
    """The claim of a change, with the dates, numbers and speaker of its sentence."""
    vocabulary = open_english(context.world.grammar)
    sentence = read_sentence(context, change.start, change.end, vocabulary)
    analysis = SentenceAnalysis(context, sentence, find_chunks(sentence, context))
    frame = frame_change(analysis, change)
    claim = build_candidate(analysis, frame, change.organisation, change.member)
    if claim.effective_on is None and change.stage in FIRM_STAGES:
        return replace(claim, effective_on=find_start_date(analysis))
    return claim


def frame_change(analysis: SentenceAnalysis, change: ReadChange) -> ClauseFrame:
    """The frame of a change: from the word that carries it to the parties around it.

    Where no other word might carry one, the clause around them speaks of it.
    """
    places = find_named(analysis, change)
    signs = find_words(analysis.tokens, SIGNS[change.action])
    words = signs or find_words(analysis.tokens, TRIGGERS) or [0]
    verb = min(words, key=lambda word: sum(abs(word - place) for place in places))
    first, last = min([verb, *places]), max([verb, *places])
    if len(signs) < SEVERAL:
        first, last = 0, find_last_word(analysis.tokens, last)
    body = analysis.context.world.body(change.organisation.entity_id)
    return ClauseFrame(
        action=change.action,
        members=(change.member,),
        bodies=(body,) if body else (),
        factuality=FactualityValue(change.stage),
        first=first,
        last=last,
        rule="reader",
        verb=verb,
    )


def find_words(tokens: list[Token], labels: Iterable[str]) -> list[int]:
    """The places of words that have one of the labels."""
    return [index for index, token in enumerate(tokens) if token.has(*labels)]


def find_last_word(tokens: list[Token], start: int) -> int:
    """The last word before a conjunction behind a place, else of the sentence."""
    ends = (index - 1 for index in range(start + 1, len(tokens)) if tokens[index].has("CONJ"))
    return next(ends, len(tokens) - 1)


def find_start_date(analysis: SentenceAnalysis) -> DatedFact | None:
    """The date that something begins or takes effect on, anywhere in the sentence."""
    end = len(analysis.tokens)
    found = find_date(analysis, 0, end, ahead=True)
    while found and not introduces_start_date(analysis, found.index):
        found = find_date(analysis, found.index + 1, end, ahead=True)
    return found.fact if found else None


def find_named(analysis: SentenceAnalysis, change: ReadChange) -> list[int]:
    """Where the parties of a change are named, one place each."""
    wanted = {change.organisation.entity_id, change.member.entity_id}
    places: dict[str, int] = {}
    for index, token in enumerate(analysis.tokens):
        if token.hit is not None and token.hit.entity_id in wanted:
            places.setdefault(token.hit.entity_id, index)
    return list(places.values())
