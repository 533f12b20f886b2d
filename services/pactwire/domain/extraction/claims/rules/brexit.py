"""Brexit and Article 50: words that name member, body and action at once."""

from pactwire.domain.extraction.claims.chunks.nouns import Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.tokens.context import Member

BODY = "x-european-union"
MEMBER = "GB"
TRIGGERING = frozenset({"trigger", "invoke", "activate"})


def brexit_words(reading: Reading, index: int) -> None:
    """Brexit that is done, Article 50 that is triggered; other mentions say nothing new."""
    body = reading.context.world.body(BODY)
    if body is None:
        return
    if reading.low(index) == "article 50":
        article_50(reading, index)
        return
    operators = after_verb(reading, index)
    if not operators or "COMPLETE" not in operators[0].labels:
        return
    ascent = reading.climb(index, noun=True)
    ascent.operators = operators
    outcome = compose("effective", ascent, nominal=True)
    if outcome.stage is not None:
        keep(reading, index, (britain(reading),), outcome)


def article_50(reading: Reading, index: int) -> None:
    """As in "will trigger Article 50": the notice of a member that leaves."""
    ascent = reading.climb(index, noun=True)
    first = ascent.operators[0] if ascent.operators else None
    if first is None or first.lemma not in TRIGGERING:
        return
    subject = ascent.subject
    members = members_of(reading, subject) if isinstance(subject, Party) else ()
    outcome = compose("effective", ascent, nominal=True)
    if outcome.stage is not None:
        keep(reading, index, members or (britain(reading),), outcome)


def britain(reading: Reading) -> Member:
    """The member Brexit is about."""
    return Member(MEMBER, reading.context.world.state_name(MEMBER), MEMBER)


def keep(reading: Reading, index: int, members: tuple[Member, ...], outcome: Outcome) -> None:
    """Keep the frame of a member that leaves the union."""
    body = reading.context.world.body(BODY)
    if body is not None:
        frame = Frame("leave", members, (body,), outcome, index, index, "leave:brexit")
        frame.certain = False
        reading.keep(frame, index)
