"""States of being out: "is out of the union", "is no longer a member of", "ceases to be"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party, is_treaty
from pactwire.domain.extraction.claims.rules.copulas import body_nearby, member_noun
from pactwire.domain.extraction.claims.rules.decision_frames import for_all
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire_schemas.enrichment import Action, Stage


def outsiders(reading: Reading, index: int) -> None:
    """Dispatch on "out of", "no longer", "cease"."""
    token = reading.tokens[index]
    if token.low == "out of":
        out_of(reading, index)
    elif token.lemma == "cease":
        if reading.low(index + 1) == "to":
            no_member(reading, index, index + 3)
    else:
        no_longer(reading, index)


def no_longer(reading: Reading, index: int) -> None:
    """As in "is no longer a member of", "will no longer be bound by", "no longer binds X"."""
    left = reading.tokens[index - 1]
    be = reading.low(index + 1) == "be"
    if left.has("BE") or (be and left.has("FUT", "WOULD", "COND")):
        no_member(reading, index - 1, index + (2 if be else 1))
    elif left.low in {"itself", "themselves"} and reading.low(index + 1) == "bound":
        no_member(reading, index - 2, index + 1)
    elif reading.low(index + 2) in {"itself", "themselves"} and reading.low(index + 3) == "bound":
        no_member(reading, index, index + 3)
    elif reading.low(index + 1) in {"binds", "applies", "covers"}:
        released(reading, index)


def released(reading: Reading, index: int) -> None:
    """As in "The treaty no longer binds X"."""
    subject = reading.climb(index, body_subject=True).subject
    party = direct_party(reading, index + 2)
    if not isinstance(subject, BodyPhrase) or not is_treaty(subject.body) or party is None:
        return
    members = () if party.possessive else members_of(reading, party)
    if members:
        outcome = Outcome("effective", why=["no longer bound"])
        frame = Frame(
            "leave", members, (subject.body,), outcome, subject.first, party.last, "leave:outside"
        )
        reading.keep(frame, index)


def on_the_way(reading: Reading, index: int) -> int | None:
    """As in "is on its way out of", "is headed out of": index of the verb of being."""
    words = tuple(reading.low(at) for at in range(index - 3, index))
    if words[0] == "on" and words[2] == "way":
        verb = index - 4
    elif words[2] in {"heading", "headed"}:
        verb = index - 2
    else:
        return None
    return verb if verb > 0 and reading.tokens[verb].has("BE") else None


def wanted_out(reading: Reading, party: Party, index: int) -> None:
    """As in "wants his country out of the court", "want X out of the bloc"."""
    verb = party.first - 1
    while verb > 0 and reading.tokens[verb].has("DET"):
        verb -= 1
    bodies, last = bodies_from(reading, index + 1)
    if reading.tokens[verb].lemma != "want" or not bodies:
        return
    ascent = reading.climb(verb)
    outcome = compose("considered", ascent)
    members = members_of(reading, party)
    subject = members_of(reading, ascent.subject) if isinstance(ascent.subject, Party) else ()
    if not members or outcome.stage is None:
        return
    action: Action = "leave" if not subject or set(subject) & set(members) else "expel"
    found = tuple(phrase.body for phrase in bodies)
    first = min(ascent.top, verb)
    reading.keep(Frame(action, members, found, outcome, first, last, f"{action}:wanted"), index)


def out_of(reading: Reading, index: int) -> None:
    """As in "is out of the union", "wants out of the treaty"."""
    way = on_the_way(reading, index)
    if way is not None:
        bodies, last = bodies_from(reading, index + 1)
        tell(reading, way, bodies, last, "approved")
        return
    before = index - 1
    while before > 0 and reading.tokens[before].has("ADV", "DET"):
        before -= 1
    verb = reading.tokens[before]
    party = reading.phrases.party_at.get(before)
    if party is not None and party.first and not party.possessive:
        wanted_out(reading, party, index)
    elif party is not None and not party.possessive:
        bodies, last = bodies_from(reading, index + 1)
        tell(reading, index, bodies, last, "effective")
    elif verb.has("BE") or verb.lemma in {"want", "vote", "stay", "remain"}:
        bodies, last = bodies_from(reading, index + 1)
        tell(reading, before, bodies, last, "considered" if verb.lemma == "want" else "effective")


def no_member(reading: Reading, verb: int, start: int) -> None:
    """As in "... a member of the union", "... part of the treaty" after the end is told."""
    part = start + 1 if reading.low(start) in {"a", "bound"} else start
    if reading.low(start) == "bound":
        bodies, last = bodies_from(reading, start + 2) if reading.low(part) == "by" else ([], part)
        if bodies and is_treaty(bodies[0].body):
            tell(reading, verb, bodies, last, told_by(reading, verb))
        return
    if reading.low(part) in {"part of", "in"}:
        bodies, last = bodies_from(reading, part + 1)
        tell(reading, verb, bodies, last, told_by(reading, verb))
        return
    found = member_noun(reading, start)
    if found is not None:
        bodies = found[1] or body_nearby(reading, verb)
        tell(reading, verb, bodies, found[2], told_by(reading, verb))


def told_by(reading: Reading, verb: int) -> Stage:
    """The stage of "no longer" after a verb of being, or after "will" and "would"."""
    if reading.tokens[verb].has("FUT", "WOULD"):
        return "approved"
    return "considered" if reading.tokens[verb].has("COND") else "effective"


def tell(reading: Reading, verb: int, bodies: list[BodyPhrase], last: int, base: Stage) -> None:
    """The subject is out of a body; by the body's own decision it is expelled."""
    if not bodies:
        return
    bodies = [for_all(reading, phrase) for phrase in bodies]
    ascent = reading.climb(verb)
    outcome = compose(base, ascent)
    subject = ascent.subject
    if (
        not isinstance(subject, Party)
        or outcome.stage is None
        or subject.kind in {"leader", "people"}
    ):
        return
    members = members_of(reading, subject)
    if members:
        found = tuple(phrase.body for phrase in bodies)
        decided = any(op.lemma == "decide" and op.link == "that" for op in ascent.operators)
        action: Action = "expel" if decided and isinstance(ascent.outer, BodyPhrase) else "leave"
        first, rule = min(ascent.top, verb), f"{action}:outside"
        reading.keep(Frame(action, members, found, outcome, first, last, rule), verb)
