"""Predicates that repeat the one before: "Sweden hopes to follow", "they will do the same"."""

from pactwire.domain.extraction.claims.chunks.nouns import TIME_WORDS, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome

ENDS = frozenset(
    {
        "suit",
        "soon",
        "next",
        "in",
        "by",
        "later",
        ".",
        ",",
        ";",
        "within",
        "this",
        "shortly",
        "before",
    }
)
DOING = frozenset({"so", "same", "likewise", "it"})


def echo_verbs(reading: Reading, index: int) -> None:
    """A verb without an object that takes over the last change, with its own subject and stage."""
    source = last_frame(reading)
    if source is not None and (party := followers(reading, index)) is not None:
        members = tuple(m for m in members_of(reading, party) if m not in source.members)
        outcome = Outcome(source.outcome.stage, why=["followed by"])
        rule = f"{source.action}:echo"
        if members:
            first, last = index, party.last
            frame = Frame(source.action, members, source.bodies, outcome, first, last, rule)
            reading.keep(frame, index)
        return
    if source is None or not echoes(reading, index):
        return
    ascent = reading.climb(index)
    subject = ascent.subject if isinstance(ascent.subject, Party) else None
    members = tuple(m for m in members_of(reading, subject) if m not in source.members)
    if any(operator.token in {"if"} for operator in ascent.operators):
        return
    outcome = compose(
        source.outcome.stage or "effective" if reading.tokens[index].lemma == "do" else "effective",
        ascent,
    )
    if not members or outcome.stage is None:
        return
    if ascent.form == "finite" and not ascent.operators and not repeated(reading, index, source):
        return
    frame = Frame(
        source.action,
        members,
        source.bodies,
        outcome,
        min(ascent.top, index),
        index,
        f"{source.action}:echo",
    )
    frame.certain = False
    reading.keep(frame, index)


def followers(reading: Reading, index: int) -> Party | None:
    """As in "X quits the bloc, followed a day later by Y and Z"."""
    token = reading.tokens[index]
    if token.lemma != "follow" or not token.has("f:en") or reading.low(index - 1) != ",":
        return None
    for ahead in range(index + 1, min(index + 7, len(reading.tokens))):
        if reading.low(ahead) == "by":
            return reading.phrases.party_at.get(ahead + 1) or reading.phrases.party_at.get(
                ahead + 2
            )
    return None


def repeated(reading: Reading, index: int, source: Frame) -> bool:
    """As in "They did the same", "X followed suit", "X followed in January"."""
    token = reading.tokens[index]
    if token.lemma == "do" or reading.low(index + 1) == "suit":
        return True
    ahead = reading.token(index + 2)
    dated = ahead is not None and (ahead.low in TIME_WORDS or ahead.low[0].isdigit())
    timed = reading.low(index + 1) in {"in", "on"} and dated
    return timed and source.outcome.stage in {"effective", "approved"}


def last_frame(reading: Reading) -> Frame | None:
    """The last change told in this sentence, else in the one before."""
    for frame in reversed(reading.frames):
        if not frame.outcome.background:
            return frame
    recent = reading.context.last_frame
    return recent if isinstance(recent, Frame) else None


def echoes(reading: Reading, index: int) -> bool:
    """Whether the verb has no object of its own."""
    token = reading.tokens[index]
    after = reading.low(index + 1)
    if token.lemma == "follow":
        return after in ENDS or index + 1 >= len(reading.tokens)
    if token.lemma == "do":
        return after in DOING - {"it"} or (after == "the" and reading.low(index + 2) == "same")
    return token.low == "be" and after == "next"
