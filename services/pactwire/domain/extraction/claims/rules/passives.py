"""Passive decisions: of which body, whether a standing state, whether an apposition."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.rules.copulas import find_member_noun
from pactwire.domain.extraction.claims.rules.decision_frames import (
    closes_clause,
    find_agent_body,
    find_body_of_organs,
    find_complement,
)


def find_passive_bodies(
    analysis: SentenceAnalysis, index: int, label: str
) -> tuple[list[BodyPhrase], int]:
    """The body after the participle, or the one that acts, or for a return the one before."""
    if analysis.low(index).endswith((" of", " into", " in", " from", " off", " onto")):
        bodies, last = find_bodies_at(analysis, index + 1)
        if not bodies:
            bodies, last = find_body_of_organs(analysis, index + 1)
        if not bodies and label == "ADMIT":
            bodies, last = find_admitting_body(analysis, index)
    else:
        bodies, last = find_complement(analysis, index + 1, label)
    if not bodies and analysis.tokens[index].has("ELECT"):
        bodies, last = find_elected_role(analysis, index + 1)
    if not bodies:
        bodies, last = find_agent_body(analysis, index + 1)
    if not bodies and label == "REINSTATE" and closes_clause(analysis, index + 1):
        bodies, last = find_body_before(analysis, index), index
    if not bodies and label in {"SUSPEND", "EXPEL"} and closes_clause(analysis, index + 1):
        bodies, last = find_speaker_body(analysis, index), index
    return bodies, last


def find_elected_role(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "is elected a non-permanent member of": a role without "as"."""
    found = find_member_noun(analysis, start)
    between = analysis.tokens[start : found[0]] if found is not None else []
    direct = all(
        token.has("DET", "NEXT", "HYPHEN") or token.among("NOT_STANDING") for token in between
    )
    return (found[1], found[2]) if found is not None and direct else ([], start)


def find_speaker_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """As in "The union's secretary-general says X could be suspended": the speaker's body."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    speaks = any(token.has("REPORT") for token in analysis.tokens[:index])
    officials = speaks and len(inside) == 1 and inside[0].head in {"agent", "possessor"}
    return inside if officials else []


def find_admitting_body(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "is let in as the ninth member": of the body behind it, or the one spoken of."""
    found = find_member_noun(analysis, index + 2) if analysis.low(index + 1) == "as" else None
    if found is None:
        return [], index
    bodies = found[1] or find_body_before(analysis, index)
    body = analysis.context.last_body(analysis.tokens[0].start)
    if not bodies and body is not None:
        bodies = [BodyPhrase(index, index, body, "body", generic=True)]
    return bodies, found[2]


def find_body_before(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """As in "X, suspended from the bloc in 2009, was readmitted": the only body before."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    return inside[-1:] if len({phrase.body.entity_id for phrase in inside}) == 1 else []


def is_standing_state(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "remains suspended", "among the members suspended by X": no news."""
    left = analysis.tokens[index - 1]
    return left.lemma in {"remain", "stay"} or left.has("MEMBER", "NATION")


def is_unchanged(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is still barred from", "remains shut out of": nobody has let it back in."""
    before = analysis.tokens[max(0, index - 2) : index]
    return any(token.low == "still" or token.lemma in {"remain", "stay"} for token in before)


def is_apposed(analysis: SentenceAnalysis, index: int, party: PartyPhrase) -> bool:
    """As in "X, suspended from the bloc in 2009, votes today": an apposition, no news."""
    if party.last + 1 >= index or analysis.low(party.last + 1) != ",":
        return False
    if any(not analysis.tokens[at].has("ADV") for at in range(party.last + 2, index)):
        return False
    for ahead in range(index + 1, min(index + 16, len(analysis.tokens))):
        if analysis.among(ahead, "RECENT"):
            return False
        if analysis.low(ahead) == ",":
            return True
    return False


def is_invited_into_body(analysis: SentenceAnalysis, index: int, last: int) -> bool:
    """An invitation into a body, not to a meeting of it."""
    words = {analysis.low(position) for position in range(index + 1, last)}
    entered = analysis.low(index).endswith(" into") or "into" in words
    return entered or "as" in words or "join" in words
