"""The way from a tagged document to its membership claims."""

from dataclasses import dataclass

from pactwire.domain.membership.becoming import becoming_verbs, newly
from pactwire.domain.membership.changes import change_verbs
from pactwire.domain.membership.context import Context
from pactwire.domain.membership.decisions import decision_verbs
from pactwire.domain.membership.drafts import ClaimDraft, drafts
from pactwire.domain.membership.echoes import echo_verbs
from pactwire.domain.membership.frames import Reading
from pactwire.domain.membership.merging import merged
from pactwire.domain.membership.nominals import nominal_nouns
from pactwire.domain.membership.outside import outsiders
from pactwire.domain.membership.phrases import find_phrases
from pactwire.domain.membership.sentences import sentences
from pactwire.domain.membership.tokens import Sentence
from pactwire.domain.membership.vocabulary import english
from pactwire.domain.membership.world import World
from pactwire.domain.reading import Document, Dropped

CHANGES = ("JOIN", "LEAVE", "ADOPT", "SIGN", "LEAVE_FROM", "JOIN_TO", "CAUSE")
DECISIONS = ("SUSPEND", "EXPEL", "EXPEL_FROM", "ADMIT", "INVITE", "REINSTATE", "HALT")


@dataclass(frozen=True, slots=True)
class Findings:
    """Claims of a document, and what was looked at in vain when explanations are asked for."""

    claims: tuple[ClaimDraft, ...]
    dropped: tuple[Dropped, ...] = ()


NOTHING = Findings(())


def find_claims(document: Document, world: World, explain: bool = False) -> Findings:
    """All membership claims of a document, one for each body, member and action."""
    if not document.cues or not document.hits:
        return NOTHING
    context = Context(document, world, explain)
    if not context.bodies and "euro" not in document.text:
        return NOTHING
    found: list[ClaimDraft] = []
    for sentence in sentences(context, english()):
        found.extend(drafts(read(sentence, context)))
    return Findings(tuple(merged(found)), tuple(context.dropped))


def read(sentence: Sentence, context: Context) -> Reading:
    """Apply all rules to a sentence."""
    reading = Reading(context, sentence, find_phrases(sentence, context))
    for index, token in enumerate(reading.tokens):
        if not token.tags or index in reading.phrases.body_at:
            continue
        if token.has("BECOME", "MAKE") or (
            token.has("BE") and token.low != "'s" and newly(reading, index)
        ):
            becoming_verbs(reading, index)
        elif token.has("VERB") and (
            token.has(*CHANGES) or token.lemma in {"follow", "reject", "approve", "back", "apply"}
        ):
            change_verbs(reading, index)
        elif token.has("VERB") and token.has(*DECISIONS):
            decision_verbs(reading, index)
        if token.lemma == "follow" or token.lemma == "do" or token.low == "be":
            echo_verbs(reading, index)
        if token.low in {"out of", "no longer"} or token.lemma == "cease":
            outsiders(reading, index)
        if token.has(
            "N_INVITE",
            "N_JOIN",
            "N_SIGN",
            "N_ADOPT",
            "N_RETURN",
            "N_LEAVE",
            "N_SUSPEND",
            "N_EXPEL",
            "N_REINSTATE",
            "TAIL",
        ):
            nominal_nouns(reading, index)
    for frame in reading.frames:
        if not frame.outcome.background:
            context.last_frame = frame
    for party in reading.phrases.parties:
        if len(party.members) > 1:
            context.last_group = party.members
    return reading
