"""The way from a tagged document to its membership claims."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate, drafts
from pactwire.domain.extraction.claims.attributes.merging import merged
from pactwire.domain.extraction.claims.chunks.chunker import find_phrases
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.lexicon.vocabulary import english
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.pivot.postedit import settle
from pactwire.domain.extraction.claims.pivot.sentences import glossed
from pactwire.domain.extraction.claims.rules.brexit import brexit_words
from pactwire.domain.extraction.claims.rules.changes import change_verbs
from pactwire.domain.extraction.claims.rules.copulas import becoming_verbs, newly
from pactwire.domain.extraction.claims.rules.decisions import decision_verbs
from pactwire.domain.extraction.claims.rules.deverbal_nouns import nominal_nouns
from pactwire.domain.extraction.claims.rules.dispatch import LABELS, entrances
from pactwire.domain.extraction.claims.rules.exclusions import outsiders
from pactwire.domain.extraction.claims.rules.expulsions import ousting_verbs
from pactwire.domain.extraction.claims.rules.returns import back_again
from pactwire.domain.extraction.claims.rules.vp_ellipsis import echo_verbs
from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.claims.tokens.protocols import WorldFacts
from pactwire.domain.extraction.claims.tokens.splitter import EVENT, sentences
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token
from pactwire.domain.extraction.document import Document, Dropped

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
    """Claims of a document, and what was looked at in vain when explanations are asked for."""

    claims: tuple[ClaimCandidate, ...]
    dropped: tuple[Dropped, ...] = ()


CHANGING = word_set(
    "follow reject approve back apply turn-down vote-down nod-through decide-against"
)
NOUNS = (
    "N_INVITE", "N_JOIN", "N_SIGN", "N_ADOPT", "N_RETURN", "N_LEAVE", "N_SUSPEND", "N_EXPEL",
    "N_REINSTATE", "TAIL", "RIGHTS",
)  # fmt: skip
TRIGGERS = frozenset(
    (
        *CHANGES,
        *DECISIONS,
        *NOUNS,
        *LABELS,
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
MOST_TRIGGERS = 10
"""Triggers of one sentence that are looked at; real ones have ten at the most."""
MOST_LOOKS = 300
"""Triggers of one text; in as many words as are read (`MOST_WORDS`) news of nothing but
membership has 215."""
MOST_FRAMES = 80
"""Changes told in one text; in as many words such news tells 70."""
MOST_DRAFTS = 200
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
    told = glossed(context, language) if language in {"fr", "es"} else sentences(context, english())
    for sentence in told:
        analysis = read(sentence, context)
        if language in {"fr", "es"}:
            settle(analysis)
        found.extend(drafts(analysis))
        if exhausted(context, analysis, len(found)):
            break
    return ArticleClaims(tuple(merged(found[:MOST_DRAFTS])), tuple(context.dropped))


def exhausted(context: ArticleContext, analysis: SentenceAnalysis, drafted: int) -> bool:
    """Whether a text has told more than any real one does: the rest of it isn't read."""
    context.frames += len(analysis.frames)
    return context.looks >= MOST_LOOKS or context.frames >= MOST_FRAMES or drafted >= MOST_DRAFTS


def read(sentence: Sentence, context: ArticleContext) -> SentenceAnalysis:
    """Apply all rules to a sentence."""
    analysis = SentenceAnalysis(context, sentence, find_phrases(sentence, context))
    triggers = 0
    for index, token in enumerate(analysis.tokens):
        if token.tags.isdisjoint(TRIGGERS) or index in analysis.phrases.body_at:
            continue
        triggers += 1
        if triggers > MOST_TRIGGERS:
            break
        verbs(analysis, index, token)
        others(analysis, index, token)
    context.looks += triggers
    remember(analysis)
    return analysis


def verbs(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """Rules of the verbs: the first family that fits."""
    if token.has("BECOME", "MAKE") or newly(analysis, index):
        becoming_verbs(analysis, index)
    elif "VERB" in token.tags and (token.has(*CHANGES) or token.lemma in CHANGING):
        change_verbs(analysis, index)
    elif "VERB" in token.tags and token.has(*DECISIONS):
        decision_verbs(analysis, index)
    elif token.has("OUST") and "VERB" in token.tags:
        ousting_verbs(analysis, index)


def others(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """Rules of nouns, of states of being out, of predicates that repeat one."""
    if token.low in {"out of", "no longer"} or token.lemma == "cease":
        outsiders(analysis, index)
    if token.low == "back":
        back_again(analysis, index)
    if token.lemma in {"follow", "do"} or token.low == "be":
        echo_verbs(analysis, index)
    if token.has(*NOUNS):
        nominal_nouns(analysis, index)
    elif token.has("N_BREXIT"):
        brexit_words(analysis, index)
    if token.has(*LABELS) or token.low == "no":
        entrances(analysis, index, token)


def remember(analysis: SentenceAnalysis) -> None:
    """What later sentences may refer to."""
    for frame in analysis.frames:
        if not frame.factuality.background:
            analysis.context.last_frame = frame
    for party in analysis.phrases.parties:
        if len(party.members) > 1:
            analysis.context.last_group = party.members
