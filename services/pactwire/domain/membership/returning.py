"""A member that is back: "is back in the union", "is back in its fold"."""

from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import BodyPhrase, Party
from pactwire.domain.membership.objects import bodies_from
from pactwire.domain.membership.owners import was_put_out
from pactwire.domain.membership.resolving import members_of
from pactwire.domain.membership.stages import compose
from pactwire_schemas.enrichment import Action

FOLD = frozenset({"fold", "family", "ranks"})
ACTING = frozenset({"state", "seat", "generic", "pronoun"})


def back_again(reading: Reading, index: int) -> None:
    """As in "X is back in the club", headline "X back in club"."""
    if reading.low(index + 1) not in {"in", "into", "inside", "within"}:
        return
    verb = index - 1
    while verb > 0 and reading.tokens[verb].has("ADV"):
        verb -= 1
    headline = reading.phrases.party_at.get(verb)
    if not reading.tokens[verb].has("BE") and (headline is None or headline.first):
        return
    bodies, last = bodies_from(reading, index + 2)
    if not bodies:
        bodies, last = fold_of(reading, index + 2)
    if not bodies:
        return
    ascent = reading.climb(verb if headline is None else index, noun=headline is not None)
    subject = ascent.subject if headline is None else headline
    if not isinstance(subject, Party) or subject.possessive or subject.kind not in ACTING:
        return
    outcome = compose("effective", ascent)
    members = members_of(reading, subject)
    if not members or outcome.stage is None:
        return
    action: Action = "reinstate" if was_put_out(reading, bodies, members) else "join"
    found = tuple(phrase.body for phrase in bodies)
    frame = Frame(action, members, found, outcome, subject.first, last, f"{action}:back")
    reading.keep(frame, index)


def fold_of(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "the union's fold", "the fold of the union"."""
    for at in range(start, min(start + 5, len(reading.tokens))):
        phrase = reading.phrases.body_at.get(at)
        if phrase is not None:
            after = phrase.last + 1
            after += reading.low(after) in {"'s", "'"}
            return ([phrase], after) if reading.low(after) in FOLD else ([], start)
        if reading.low(at) in FOLD:
            return bodies_from(reading, at + 2) if reading.low(at + 1) == "of" else ([], start)
    return [], start
