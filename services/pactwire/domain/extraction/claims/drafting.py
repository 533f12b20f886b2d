"""Drafts the claim of a change that was read elsewhere; the grammar finds what else is said."""

from typing import NamedTuple

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate, build_candidate
from pactwire.domain.extraction.claims.chunks.chunker import find_chunks
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.extractor import TRIGGERS
from pactwire.domain.extraction.claims.lexicon.vocabulary import build_english
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.splitter import read_sentence
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Action, Stage

SIGNS: dict[Action, tuple[str, ...]] = {
    "join": ("JOIN", "ADOPT", "SIGN", "ADMIT", "INVITE", "JOIN_TO", "BECOME", "N_JOIN", "N_SIGN"),
    "leave": ("LEAVE", "LEAVE_FROM", "TERMINATE", "N_LEAVE", "N_BREXIT", "OUT"),
    "suspend": ("SUSPEND", "N_SUSPEND", "HALT", "RIGHTS"),
    "expel": ("EXPEL", "EXPEL_FROM", "OUST", "N_EXPEL"),
    "reinstate": ("REINSTATE", "UNBAR", "CLEAR", "N_REINSTATE", "N_RETURN"),
}
"""Labels of the words that may carry a change, by its action."""


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
    sentence = read_sentence(context, change.start, change.end, build_english())
    analysis = SentenceAnalysis(context, sentence, find_chunks(sentence, context))
    frame = frame_change(analysis, change)
    return build_candidate(analysis, frame, change.organisation, change.member)


def frame_change(analysis: SentenceAnalysis, change: ReadChange) -> ClauseFrame:
    """The frame of a change: from the word that carries it to the parties around it."""
    verb = find_carrying_word(analysis.tokens, change.action)
    parties = [verb, *find_named(analysis, change)]
    body = analysis.context.world.body(change.organisation.entity_id)
    return ClauseFrame(
        action=change.action,
        members=(change.member,),
        bodies=(body,) if body else (),
        factuality=FactualityValue(change.stage),
        first=min(parties),
        last=max(parties),
        rule="reader",
        verb=verb,
    )


def find_carrying_word(tokens: list[Token], action: Action) -> int:
    """The first word that may carry the change, else the first trigger, else the first word."""
    for labels in (SIGNS[action], TRIGGERS):
        for index, token in enumerate(tokens):
            if token.has(*labels):
                return index
    return 0


def find_named(analysis: SentenceAnalysis, change: ReadChange) -> list[int]:
    """Where the parties of a change are named, one place each."""
    wanted = {change.organisation.entity_id, change.member.entity_id}
    places: dict[str, int] = {}
    for index, token in enumerate(analysis.tokens):
        if token.hit is not None and token.hit.entity_id in wanted:
            places.setdefault(token.hit.entity_id, index)
    return list(places.values())
