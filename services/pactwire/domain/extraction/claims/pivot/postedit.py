"""Corrects frames of a transferred sentence: questions and idioms the English rules can't know."""

from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern


def postedit_frames(analysis: SentenceAnalysis) -> None:
    """Drop frames that are about something else; correct those only asked about or recalled."""
    analysis.frames[:] = [frame for frame in analysis.frames if not is_misread(analysis, frame)]
    asked = any(token.low == "?" for token in analysis.tokens[-2:])
    for frame in analysis.frames:
        if asked and frame.factuality.firm and not frame.factuality.background:
            frame.factuality.to("considered", "a question")
        if is_lasting_state(analysis, frame):
            frame.factuality.recall("it lasts")


def is_misread(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """Joining in a doing, or shutting a state out of something that's no body."""
    joins = frame.action == "join" and frame.factuality.firm
    if joins and has_pattern(analysis, "joins_activity", frame.last):
        return True
    if frame.rule.endswith(":noun"):
        return has_pattern(analysis, "of_goods", frame.verb)
    if frame.rule.endswith(":decision"):
        return has_other_complement(analysis, frame) or is_no_membership(analysis, frame)
    return frame.rule.endswith(":verb") and is_owned_subject(analysis, frame)


def is_no_membership(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "accepte l'Ukraine comme partenaire, pas comme membre"; "suspendue aux lèvres de"."""
    if has_pattern(analysis, "as_something", frame.last):
        return True
    between = range(frame.verb, frame.last - 1)
    return any(leads_elsewhere(analysis, at) for at in between)


def leads_elsewhere(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a preposition and an unknown noun follow that isn't an inner organ."""
    elsewhere = has_pattern(analysis, "of_something", index)
    return elsewhere and not has_pattern(analysis, "of_inside", index)


def is_owned_subject(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "les étudiants du Maroc rejoignent": the state only owns the subject."""
    for index in range(frame.verb - 1, max(-1, frame.verb - 5), -1):
        party = analysis.phrases.party_at.get(index)
        if party is None:
            continue
        plain = party.kind == "state" and party.members == frame.members
        return plain and has_pattern(analysis, "noun_of", party.first)
    return False


def has_other_complement(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "expulsa a Rusia del sistema": what follows the party is no body."""
    if frame.last != find_party_end(analysis, frame):
        return False
    outward = frame.action in {"suspend", "expel"}
    if not analysis.among(frame.last + 1, "EXIT_LINK" if outward else "RETURN_LINK"):
        return False
    ahead = range(frame.last + 2, frame.last + 7)
    named = any(at in analysis.phrases.body_at for at in ahead[:3])
    return not named and not any(analysis.among(at, "INNER") for at in ahead)


def find_party_end(analysis: SentenceAnalysis, frame: ClauseFrame) -> int:
    """The last token of the party a decision hits, -1 when the frame ends elsewhere."""
    party = analysis.phrases.party_at.get(frame.last)
    return frame.last if party is not None and party.first > frame.verb else -1


def is_lasting_state(analysis: SentenceAnalysis, frame: ClauseFrame) -> bool:
    """As in "suspended since 2016": a lasting state, no news."""
    if frame.action not in {"suspend", "expel"} or frame.factuality.stage != "effective":
        return False
    return has_pattern(analysis, "since_date", frame.last)
