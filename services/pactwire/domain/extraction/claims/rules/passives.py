"""Passive decisions: of which body, whether a standing state, whether an apposition."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import (
    find_body_before,
    find_spoken_body,
    list_bodies_before,
)
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun
from pactwire.domain.extraction.claims.clauses.patterns import (
    closes_clause,
    has_pattern,
    match_pattern,
)
from pactwire.domain.extraction.claims.rules.decision_frames import find_complement
from pactwire.domain.extraction.claims.rules.phrases import read_bodies
from pactwire.domain.extraction.claims.scope.governors import GovernorChain

PARTICLES = (" of", " into", " in", " from", " off", " onto")
"""Ends of verbs that lead to the body themselves: "kicked out of", "let into"."""


def find_passive_bodies(
    analysis: SentenceAnalysis, index: int, label: str, chain: GovernorChain
) -> tuple[list[BodyPhrase], int]:
    """The body after the participle, or the one that acts, or for a return the one before."""
    bodies, last = find_stated_bodies(analysis, index, label)
    if not bodies and analysis.tokens[index].has("ELECT"):
        bodies, last = read_bodies(analysis, "elected_role", index)
    if not bodies:
        bodies, last = read_bodies(analysis, "by_body", index)
    if not bodies and closes_clause(analysis, index + 1):
        bodies, last = find_silent_body(analysis, index, label, chain), index
    return bodies, last


def find_stated_bodies(
    analysis: SentenceAnalysis, index: int, label: str
) -> tuple[list[BodyPhrase], int]:
    """The body that the participle leads to."""
    if not analysis.low(index).endswith(PARTICLES):
        return find_complement(analysis, index + 1, label)
    bodies, last = read_bodies(analysis, "body_or_organs", index)
    if not bodies and label == "ADMIT":
        return find_admitting_body(analysis, index)
    return bodies, last


def find_silent_body(
    analysis: SentenceAnalysis, index: int, label: str, chain: GovernorChain
) -> list[BodyPhrase]:
    """The body of a decision that names none: the only one before, or the speaker's."""
    if label == "REINSTATE":
        return find_body_before(analysis, index)
    spoken = find_speaker_body(analysis, index) if label in {"SUSPEND", "EXPEL"} else []
    if spoken or label not in {"SUSPEND", "EXPEL", "ADMIT"} or not is_reported(chain):
        return spoken
    return find_body_before(analysis, index)


def is_reported(chain: GovernorChain) -> bool:
    """As in "the club said that X was suspended", "the country was suspended"."""
    party = chain.subject
    generic = isinstance(party, PartyPhrase) and party.kind == "generic"
    return (generic and chain.form == "passive") or chain.linked == "that"


def find_speaker_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """As in "The union's secretary-general says X could be suspended": the speaker's body."""
    inside = list_bodies_before(analysis, index)
    speaks = any(token.has("REPORT") for token in analysis.tokens[:index])
    officials = speaks and len(inside) == 1 and inside[0].head in {"agent", "possessor"}
    return inside if officials else []


def find_admitting_body(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "is let in as the ninth member": of the body behind it, or the one spoken of."""
    found = find_member_noun(analysis, index + 2) if analysis.among(index + 1, "AS") else None
    if found is None:
        return [], index
    bodies = found[1] or find_body_before(analysis, index)
    return bodies or find_spoken_body(analysis, index), found[2]


def is_standing_state(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "remains suspended", "among the members suspended by X": no news."""
    return has_pattern(analysis, "standing", index)


def is_still_out(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is still barred from", "remains shut out of": nobody has let it back in."""
    return " " in analysis.low(index) and has_pattern(analysis, "still", index)


def is_apposed(analysis: SentenceAnalysis, index: int, party: PartyPhrase) -> bool:
    """As in "X, suspended from the bloc in 2009, votes today": an apposition, no news."""
    opened = match_pattern(analysis, "opens_apposition", index)
    after_party = opened is not None and opened.end == party.last
    return after_party and has_pattern(analysis, "closes_apposition", index)


def is_invited_into_body(analysis: SentenceAnalysis, index: int, last: int) -> bool:
    """An invitation into a body, not to a meeting of it."""
    words = range(index + 1, last)
    entered = analysis.low(index).endswith(" into")
    return entered or any(analysis.among(at, "ENTERING_AS") for at in words)
