"""The way from a tagged document to its membership claims."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.attributes.candidates import ClaimDraft, drafts
from pactwire.domain.extraction.claims.attributes.merging import merged
from pactwire.domain.extraction.claims.chunks.chunker import find_phrases
from pactwire.domain.extraction.claims.clauses.frame import Reading
from pactwire.domain.extraction.claims.lexicon.vocabulary import english
from pactwire.domain.extraction.claims.lexicon.word_list import listed
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
from pactwire.domain.extraction.claims.tokens.context import Context
from pactwire.domain.extraction.claims.tokens.protocols import World
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
class Findings:
    """Claims of a document, and what was looked at in vain when explanations are asked for."""

    claims: tuple[ClaimDraft, ...]
    dropped: tuple[Dropped, ...] = ()


CHANGING = listed("follow reject approve back apply turn-down vote-down nod-through decide-against")
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

NOTHING = Findings(())


def find_claims(document: Document, world: World, explain: bool = False) -> Findings:
    """All membership claims of a document, one for each body, member and action."""
    if not document.cues:
        return NOTHING
    context = Context(document, world, explain)
    named = context.bodies or "euro" in document.text
    if not named and not any(cue.labels == EVENT for cue in document.cues):
        return NOTHING
    found: list[ClaimDraft] = []
    language = document.language[:2]
    told = glossed(context, language) if language in {"fr", "es"} else sentences(context, english())
    for sentence in told:
        reading = read(sentence, context)
        if language in {"fr", "es"}:
            settle(reading)
        found.extend(drafts(reading))
        if exhausted(context, reading, len(found)):
            break
    return Findings(tuple(merged(found[:MOST_DRAFTS])), tuple(context.dropped))


def exhausted(context: Context, reading: Reading, drafted: int) -> bool:
    """Whether a text has told more than any real one does: the rest of it isn't read."""
    context.frames += len(reading.frames)
    return context.looks >= MOST_LOOKS or context.frames >= MOST_FRAMES or drafted >= MOST_DRAFTS


def read(sentence: Sentence, context: Context) -> Reading:
    """Apply all rules to a sentence."""
    reading = Reading(context, sentence, find_phrases(sentence, context))
    triggers = 0
    for index, token in enumerate(reading.tokens):
        if token.tags.isdisjoint(TRIGGERS) or index in reading.phrases.body_at:
            continue
        triggers += 1
        if triggers > MOST_TRIGGERS:
            break
        verbs(reading, index, token)
        others(reading, index, token)
    context.looks += triggers
    remember(reading)
    return reading


def verbs(reading: Reading, index: int, token: Token) -> None:
    """Rules of the verbs: the first family that fits."""
    if token.has("BECOME", "MAKE") or newly(reading, index):
        becoming_verbs(reading, index)
    elif "VERB" in token.tags and (token.has(*CHANGES) or token.lemma in CHANGING):
        change_verbs(reading, index)
    elif "VERB" in token.tags and token.has(*DECISIONS):
        decision_verbs(reading, index)
    elif token.has("OUST") and "VERB" in token.tags:
        ousting_verbs(reading, index)


def others(reading: Reading, index: int, token: Token) -> None:
    """Rules of nouns, of states of being out, of predicates that repeat one."""
    if token.low in {"out of", "no longer"} or token.lemma == "cease":
        outsiders(reading, index)
    if token.low == "back":
        back_again(reading, index)
    if token.lemma in {"follow", "do"} or token.low == "be":
        echo_verbs(reading, index)
    if token.has(*NOUNS):
        nominal_nouns(reading, index)
    elif token.has("N_BREXIT"):
        brexit_words(reading, index)
    if token.has(*LABELS) or token.low == "no":
        entrances(reading, index, token)


def remember(reading: Reading) -> None:
    """What later sentences may refer to."""
    for frame in reading.frames:
        if not frame.outcome.background:
            reading.context.last_frame = frame
    for party in reading.phrases.parties:
        if len(party.members) > 1:
            reading.context.last_group = party.members
