"""Somebody takes a country out of, or into, a body; or one follows another."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes, spurned
from pactwire.domain.extraction.claims.rules.emit import Change, only_promised, tell, told
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.scope.governors import Ascent
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire_schemas.enrichment import Action, Stage

OUT = frozenset({"out of", "from"})


INTO = frozenset({"into", "to", "in"})
BRINGING = frozenset({"bring", "lead", "sign"})


def carried_passive(reading: Reading, index: int) -> bool:
    """As in "were taken into the association", "was let back into the union"."""
    after = index + 1
    back = reading.low(after) == "back"
    word = reading.low(after + 1 if back else after)
    ascent = reading.climb(index)
    if (
        word not in {"into", "out of"}
        or not isinstance(ascent.subject, Party)
        or ascent.form == "perfect"
    ):
        return False
    bodies, last = bodies_from(reading, after + (2 if back else 1))
    if not bodies or ascent.subject.possessive:
        return False
    action: Action = "leave" if word == "out of" else "reinstate" if back else "join"
    found = tuple(phrase.body for phrase in bodies)
    tell(reading, index, Change(action, found, "effective", last, f"{action}:carried"), ascent)
    return True


def causative(reading: Reading, index: int) -> bool:
    """As in "take Britain out of the union", "withdraw the country from the treaty"."""
    token = reading.tokens[index]
    party = reading.party_from(index + 1)
    if party is None:
        return own_country(reading, index)
    if party.possessive or party.kind in {"adjective", "people", "leader"}:
        return own_country(reading, index)
    return carried(reading, index, party, party.last + 1, token.lemma)


def own_country(reading: Reading, index: int) -> bool:
    """As in "lead his country into the union"."""
    for ahead in range(index + 1, min(index + 4, len(reading.tokens))):
        if reading.tokens[ahead].has("POSS") and reading.low(ahead + 1) in {
            "country",
            "nation",
            "state",
            "government",
        }:
            return carried(
                reading,
                index,
                reading.phrases.party_at[ahead],
                ahead + 2,
                reading.tokens[index].lemma,
            )
    return False


def carried(reading: Reading, index: int, party: Party, after: int, lemma: str) -> bool:
    """The party is carried out of, or into, a body."""
    after = past_adverbs(reading, after)
    word = reading.low(after)
    home = came_home(reading, lemma, after)
    if home is not None:
        return taken_back(reading, index, party, home)
    if word not in OUT | INTO or (lemma == "withdraw" and word not in OUT):
        return False
    bodies, last = bodies_from(reading, after + 1)
    if not bodies:
        bodies, last = by_actor(reading, index, after)
    if not bodies:
        return False
    ascent = reading.climb(index)
    kept_out = lemma == "keep" and word in OUT
    members = members_of(reading, party)
    action = direction(reading, ascent, members, after, lemma)
    outcome = compose(base_stage(reading, ascent, lemma, kept_out), ascent)
    if not members or outcome.stage is None or action is None:
        return False
    found = tuple(phrase.body for phrase in bodies)
    first, rule = min(ascent.top, index), f"{action}:causative"
    frame = Frame(action, members, found, outcome, first, last, rule)
    reading.keep(frame, index)
    spurned(reading, last, frame)
    return True


def base_stage(reading: Reading, ascent: Ascent, lemma: str, kept_out: bool) -> Stage:
    """What the verb says by itself; a challenger's promise is no more than a thought."""
    if only_promised(reading, ascent):
        return "considered"
    if kept_out:
        return "rejected"
    return "approved" if lemma in {"let", "sign"} else "effective"


def direction(
    reading: Reading, ascent: Ascent, members: tuple[Member, ...], after: int, lemma: str
) -> Action | None:
    """Out, in, or back in; None for "takes X to" a court."""
    word = reading.low(after)
    kept_out = lemma == "keep" and word in OUT
    if word in OUT and not kept_out:
        return "leave"
    if reading.low(after - 1) == "back" or lemma == "return":
        return "join" if own_return(reading, ascent, members) else "reinstate"
    if word != "into" and not kept_out and lemma not in BRINGING:
        return None
    return "join"


def past_adverbs(reading: Reading, after: int) -> int:
    """Go past "back", "up" and adverbs."""
    while (token := reading.token(after)) is not None and (
        token.has("ADV") or token.low in {"back", "up"}
    ):
        after += 1
    return after


def came_home(reading: Reading, lemma: str, after: int) -> int | None:
    """Index of "back" or "return" when the clause ends there: "took X back", "let X return"."""
    ends = closes(reading, after) and reading.low(after) not in {"to", "from", "over", "into"}
    if lemma == "take" and reading.low(after - 1) == "back" and ends:
        return after - 1
    back = lemma == "let" and reading.low(after) == "return" and closes(reading, after + 1)
    return after if back else None


def taken_back(reading: Reading, index: int, party: Party, last: int) -> bool:
    """As in "The club took X back"."""
    ascent = reading.climb(index, body_subject=True)
    body = ascent.subject
    outcome = compose("effective", ascent)
    members = members_of(reading, party)
    if not isinstance(body, BodyPhrase) or body.body.kind not in CLUBS or not members:
        return False
    if outcome.stage is None:
        return False
    first = min(ascent.top, index)
    reading.keep(
        Frame("reinstate", members, (body.body,), outcome, first, last, "reinstate:causative"),
        index,
    )
    return True


def own_return(reading: Reading, ascent: Ascent, members: tuple[Member, ...]) -> bool:
    """As in "the president brought his country back into the pact": nobody else let it in."""
    return isinstance(ascent.subject, Party) and members_of(reading, ascent.subject) == members


def by_actor(reading: Reading, index: int, after: int) -> tuple[list[BodyPhrase], int]:
    """As in "The club let X back in", "agreed to return X to full membership"."""
    member = reading.token(after + 1)
    back = reading.low(after) == "in" and reading.low(after - 1) == "back"
    back = back or (reading.low(after) == "into" and reading.low(after + 2) == "fold")
    if not back and not (member is not None and member.has("N_JOIN")):
        return [], after
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    one = len({phrase.body.entity_id for phrase in inside}) == 1
    return (inside[-1:], after) if one else ([], after)


def follower(reading: Reading, index: int) -> bool:
    """As in "A will follow B out of the body": A leaves, B has left."""
    start = index + 1
    if start not in reading.phrases.party_at and reading.low(start) in {"the", "its", "his"}:
        start += 1
    party = reading.phrases.party_at.get(start)
    if party is None or reading.low(party.last + 1) not in {"out of", "into", "in"}:
        return False
    word = reading.low(party.last + 1)
    bodies, last = bodies_from(reading, party.last + 2)
    if not bodies:
        return False
    action: Action = "leave" if word == "out of" else "join"
    found = tuple(phrase.body for phrase in bodies)
    told(reading, index, Change(action, found, "effective", last, f"{action}:follow"))
    past = Outcome("effective", background=True, why=["followed by another"])
    followed = Frame(
        action, members_of(reading, party), found, past, index, last, f"{action}:followed"
    )
    reading.keep(followed, index)
    return True
