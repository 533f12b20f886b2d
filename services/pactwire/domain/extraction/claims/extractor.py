"""Finds the membership claims of a tagged document: sentences, rules, candidates, merging."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate, build_candidates
from pactwire.domain.extraction.claims.attributes.merging import merge_candidates
from pactwire.domain.extraction.claims.chunks.chunker import find_chunks
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS, open_english
from pactwire.domain.extraction.claims.pivot.postedit import postedit_frames
from pactwire.domain.extraction.claims.pivot.sentences import transfer_sentences
from pactwire.domain.extraction.claims.rules.accessions import match_rank_rise
from pactwire.domain.extraction.claims.rules.brexit import match_brexit
from pactwire.domain.extraction.claims.rules.changes import match_change_verb
from pactwire.domain.extraction.claims.rules.copulas import match_being_member, match_copula
from pactwire.domain.extraction.claims.rules.decisions import match_decision_verb
from pactwire.domain.extraction.claims.rules.deverbal_nouns import match_deverbal_noun
from pactwire.domain.extraction.claims.rules.expulsions import match_expulsion
from pactwire.domain.extraction.claims.rules.requests import match_request
from pactwire.domain.extraction.claims.rules.rows import apply_rows
from pactwire.domain.extraction.claims.rules.truth_marks import (
    find_answer,
    is_marked_untrue,
)
from pactwire.domain.extraction.claims.rules.vp_ellipsis import match_vp_ellipsis
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.protocols import WorldFacts
from pactwire.domain.extraction.claims.tokens.splitter import EVENT, split_sentences
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token
from pactwire.domain.extraction.document import Document, RejectedCandidate

CHANGES = ("JOIN", "LEAVE", "ADOPT", "SIGN", "LEAVE_FROM", "JOIN_TO", "CAUSE")
DECISIONS = (
    "SUSPEND",
    "EXPEL",
    "EXPEL_FROM",
    "ADMIT",
    "INVITE",
    "REINSTATE",
    "SPURN",
    "HALT",
    "TERMINATE",
    "UNBAR",
    "CLEAR",
)


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    """Claims of a document, and what was denied; to be explained all that was looked at in vain."""

    claims: tuple[ClaimCandidate, ...]
    dropped: tuple[RejectedCandidate, ...] = ()


NOUNS = (
    "N_INVITE", "N_JOIN", "N_SIGN", "N_ADOPT", "N_RETURN", "N_LEAVE", "N_SUSPEND", "N_EXPEL",
    "N_REINSTATE", "TAIL", "RIGHTS",
)  # fmt: skip
CALLERS = (
    "ANSWER", "RISE", "JOIN_AS", "TAKING_IN", "FLAG", "SWAP", "MEMBER", "TAIL", "PAPER", "NOD",
    "BRINGING", "PLEA", "N_INVITE", "LAPSE", "OFFLIST", "CONTEST", "SHORT", "TERM",
)  # fmt: skip
TRIGGERS = frozenset(
    (
        *CHANGES,
        *DECISIONS,
        *NOUNS,
        *CALLERS,
        "NEG",
        "TURNED",
        "NODDED",
        "AGAINST",
        "BECOME",
        "MAKE",
        "BE",
        "OUT",
        "LAPSE",
        "FOLLOW",
        "VOTING",
        "DO",
        "OUST",
        "N_BREXIT",
    )
)
MAX_TRIGGERS = 10
"""Triggers of one sentence that are looked at; real ones have ten at the most."""
MAX_LOOKS = 300
"""Triggers of one text; in as many words as are read (`MAX_WORDS`) news of nothing but
membership has 215."""
MAX_FRAMES = 72
"""Frames of one text; news of nothing but membership has 70 in as many words."""
MAX_CANDIDATES = 200
"""Claims of one text before they are merged; the states of the world fit in."""

NOTHING = ArticleClaims(())


def find_claims(document: Document, world: WorldFacts, explain: bool = False) -> ArticleClaims:
    """All membership claims of a document, one for each body, member and action."""
    if not document.cues:
        return NOTHING
    context = ArticleContext(document, world, explain)
    named = context.bodies or "euro" in document.text
    if not named and not any(cue.labels == EVENT for cue in document.cues):
        return NOTHING
    found: list[ClaimCandidate] = []
    language = document.language[:2]
    sentences = (
        transfer_sentences(context, language)
        if language in {"fr", "es"}
        else split_sentences(context, open_english(world.grammar))
    )
    for sentence in sentences:
        analysis = analyse_sentence(sentence, context)
        if language in {"fr", "es"}:
            postedit_frames(analysis)
        found.extend(build_candidates(analysis))
        if is_over_budget(context, analysis, len(found)):
            break
    return ArticleClaims(tuple(merge_candidates(found[:MAX_CANDIDATES])), tuple(context.dropped))


def is_over_budget(context: ArticleContext, analysis: SentenceAnalysis, drafted: int) -> bool:
    """Whether a text has more changes than any real one: the rest of it isn't analysed."""
    context.frames += len(analysis.frames)
    return context.looks >= MAX_LOOKS or context.frames >= MAX_FRAMES or drafted >= MAX_CANDIDATES


def analyse_sentence(sentence: Sentence, context: ArticleContext) -> SentenceAnalysis:
    """Apply all rules to a sentence."""
    analysis = SentenceAnalysis(context, sentence, find_chunks(sentence, context))
    if is_unasserted(analysis):
        return analysis
    triggers = 0
    for index, token in enumerate(analysis.tokens):
        if token.tags.isdisjoint(TRIGGERS) or index in analysis.phrases.body_at:
            continue
        triggers += 1
        if triggers > MAX_TRIGGERS:
            break
        apply_verb_rules(analysis, index, token)
        apply_other_rules(analysis, index, token)
    context.looks += triggers
    update_context(analysis)
    return analysis


def is_unasserted(analysis: SentenceAnalysis) -> bool:
    """Whether the text itself calls a sentence untrue; a yes makes a statement of a question."""
    text, sentence = analysis.context.document.text, analysis.sentence
    answer = find_answer(text, sentence)
    if answer == "yes":
        analysis.tokens[-1].low, analysis.tokens[-1].groups = ".", NO_TAGS
    untrue = answer == "no" or is_marked_untrue(text, sentence)
    if untrue:
        analysis.drop(0, "the text says that it's untrue")
    return untrue


def apply_verb_rules(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """Rules of verbs: the first that matches."""
    if token.has("BECOME") or match_being_member(analysis, index):
        match_copula(analysis, index)
    elif "VERB" in token.tags and (token.has(*CHANGES) or token.among("TAKING_SIDES")):
        match_change_verb(analysis, index)
    elif "VERB" in token.tags and token.has(*DECISIONS):
        match_decision_verb(analysis, index)
    elif token.has("OUST") and "VERB" in token.tags:
        match_expulsion(analysis, index)


def apply_other_rules(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """Rules of deverbal nouns, exclusions and VP ellipsis."""
    if token.lemma in {"follow", "do"} or token.low == "be":
        match_vp_ellipsis(analysis, index)
    if token.has(*NOUNS):
        match_deverbal_noun(analysis, index)
    elif token.has("N_BREXIT"):
        match_brexit(analysis, index)
    if token.has("RISE"):
        match_rank_rise(analysis, index)
    if token.has("TAIL", "PLEA"):
        match_request(analysis, index)
    apply_rows(analysis, index)


def update_context(analysis: SentenceAnalysis) -> None:
    """What later sentences may refer to."""
    for frame in analysis.frames:
        if not frame.factuality.background:
            analysis.context.last_frame = frame
    for party in analysis.phrases.parties:
        if len(party.members) > 1:
            analysis.context.last_group = party.members
