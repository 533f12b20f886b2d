"""A member that is back: "is back in the union", "is back in its fold"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.rules.noun_arguments import was_put_out
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.governors import Ascent
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
    party = reading.phrases.party_at.get(verb)
    if party is not None and party.first:
        wanted_back(reading, index, party)
    elif party is not None:
        is_back(reading, index, party, reading.climb(index, noun=True))
    elif reading.tokens[verb].has("BE"):
        ascent = reading.climb(verb)
        is_back(reading, index, ascent.subject, ascent)


def is_back(
    reading: Reading, index: int, subject: Party | BodyPhrase | None, ascent: Ascent
) -> None:
    """The subject is in a body again."""
    bodies, last = bodies_from(reading, index + 2)
    if not bodies:
        bodies, last = fold_of(reading, index + 2)
    acts = isinstance(subject, Party) and not subject.possessive and subject.kind in ACTING
    members = members_of(reading, subject) if acts else ()
    outcome = compose("effective", ascent)
    if subject is None or not bodies or not members or outcome.stage is None:
        return
    action: Action = "reinstate" if was_put_out(reading, bodies, members) else "join"
    found = tuple(phrase.body for phrase in bodies)
    frame = Frame(action, members, found, outcome, subject.first, last, f"{action}:back")
    reading.keep(frame, index)


def wanted_back(reading: Reading, index: int, party: Party) -> None:
    """As in "wants X back in the club"."""
    verb = party.first - 1
    bodies, last = bodies_from(reading, index + 2)
    members = () if party.possessive else members_of(reading, party)
    if reading.tokens[verb].lemma != "want" or not bodies or not members:
        return
    outcome = compose("considered", reading.climb(verb))
    if outcome.stage is None:
        return
    action: Action = "reinstate" if was_put_out(reading, bodies, members) else "join"
    found = tuple(phrase.body for phrase in bodies)
    reading.keep(Frame(action, members, found, outcome, verb, last, f"{action}:back"), index)


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
