"""Coming in by rank: from associate to full member, made a member, coming in as one."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.copulas import member_noun
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes
from pactwire.domain.extraction.claims.rules.emit import Change, tell
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.governors import Ascent, form_of

LESSER = listed("associate associates observer observers candidate applicant guest partner")
FARTHEST_RANK = 9


def rising(reading: Reading, index: int) -> None:
    """As in "goes from associate to full member", "promotes X to full membership"."""
    rank = full_rank(reading, index)
    if rank is None:
        return
    bodies, last = body_of_rank(reading, rank)
    raised(reading, index, bodies, last)


def full_rank(reading: Reading, index: int) -> int | None:
    """Index of the rank that is reached, None when the verb is about something else."""
    lesser = False
    for at in range(index + 1, min(index + FARTHEST_RANK, len(reading.tokens))):
        token = reading.tokens[at]
        lesser = lesser or token.low in LESSER or token.has("OBSERVER", "CANDIDATE")
        if token.low == "to" or token.low.endswith(" to"):
            return ranked_noun(reading, at + 1, lesser)
        if token.has("REL", "SUBORD") or token.low in {";", ":"}:
            return None
    return None


def ranked_noun(reading: Reading, start: int, lesser: bool) -> int | None:
    """As in "full member", "full membership"; after "from observer" a plain "member" will do."""
    for at in range(start, min(start + 5, len(reading.tokens))):
        token = reading.tokens[at]
        if token.low.startswith("full member") or (lesser and token.has("MEMBER")):
            return at
        if token.low.endswith("membership"):
            full = any(reading.low(back) == "full" for back in range(start, at))
            return at if lesser or full else None
        if not (token.has("DET", "NEXT", "POSS") or at in reading.phrases.body_at):
            return None
    return None


def body_of_rank(reading: Reading, rank: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "member of", or the one that modifies the rank."""
    if reading.low(rank + 1) in {"of", "in", "status"}:
        skip = 3 if reading.low(rank + 1) == "status" else 2
        bodies, last = bodies_from(reading, rank + skip)
        if bodies:
            return bodies, last
    before = reading.phrases.body_at.get(rank - 1) or reading.phrases.body_at.get(rank - 2)
    return ([before] if before is not None else []), rank


def raised(reading: Reading, index: int, bodies: list[BodyPhrase], last: int) -> None:
    """Who rises: the object of the verb when a body acts, else its subject."""
    party = object_of(reading, index)
    ascent = reading.climb(index, body_subject=party is not None)
    if party is not None and form_of(reading.tokens, index) != "passive":
        if not bodies and isinstance(ascent.subject, BodyPhrase):
            bodies = [ascent.subject]
        keep(reading, index, party, bodies, ascent, last)
        return
    if form_of(reading.tokens, index) == "finite" and reading.tokens[index].has("ACTS_ON"):
        ascent.form = "passive"
    bodies = bodies or only_body(reading, index)
    if bodies and isinstance(ascent.subject, Party):
        found = tuple(phrase.body for phrase in bodies)
        tell(reading, index, Change("join", found, "effective", last, "join:rise"), ascent)


def object_of(reading: Reading, index: int) -> Party | None:
    """The party right after a verb, its article aside."""
    party = reading.party_from(index + 1)
    if party is None or party.possessive or party.kind in {"adjective", "people", "leader"}:
        return None
    return party


def keep(
    reading: Reading, index: int, party: Party, bodies: list[BodyPhrase], ascent: Ascent, last: int
) -> None:
    """A body or a leader raises or makes a party a member."""
    outcome = compose("effective", ascent)
    members = members_of(reading, party)
    if not bodies or not members or outcome.stage is None:
        return
    body = bodies[0].body
    members = tuple(member for member in members if member.entity_id != body.entity_id)
    if members:
        first = min(ascent.top, index)
        frame = Frame("join", members, (body,), outcome, first, last, "join:rise")
        frame.certain = bool(party.members)
        reading.keep(frame, index)


def only_body(reading: Reading, index: int) -> list[BodyPhrase]:
    """The only body named before, else the one the article spoke of last."""
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    if inside:
        one = len({phrase.body.entity_id for phrase in inside}) == 1
        return inside[-1:] if one else []
    body = reading.context.last_body(reading.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def coming_as(reading: Reading, index: int) -> None:
    """As in "signs up as a founding member of the bank", "will come in as its tenth member"."""
    if reading.low(index + 1) != "as":
        coming_in(reading, index)
        return
    found = member_noun(reading, index + 2)
    if found is None or reading.tokens[found[0]].has("CANDIDATE"):
        return
    bodies = found[1] or only_body(reading, index)
    if bodies:
        bodied = tuple(phrase.body for phrase in bodies[:1])
        change = Change("join", bodied, "effective", found[2], "join:come-as")
        tell(reading, index, change, reading.climb(index))


LATER = listed("next this on in at by from soon today tomorrow")


def coming_in(reading: Reading, index: int) -> None:
    """As in "X and Y are due to come in next week": into the body the text is about."""
    token, after = reading.tokens[index], reading.low(index + 1)
    if not token.has("JOIN_AS") or not (after in LATER or after in {"", ".", ",", ";"}):
        return
    ascent = reading.climb(index)
    subject = ascent.subject
    due = any(op.labels & {"FUT", "APPROVE", "WOULD"} for op in ascent.operators)
    if not due or not isinstance(subject, Party) or subject.kind not in {"state", "seat"}:
        return
    bodies = only_body(reading, index)
    if bodies and bodies[0].body.kind in CLUBS and not subject.possessive:
        change = Change("join", (bodies[0].body,), "effective", index, "join:come-in")
        tell(reading, index, change, ascent)


def brought_in(reading: Reading, index: int) -> None:
    """As in "agree to bring in X as a full member"."""
    party = object_of(reading, index)
    if party is None or reading.low(party.last + 1) != "as":
        return
    found = member_noun(reading, party.last + 2)
    if found is None or reading.tokens[found[0]].has("CANDIDATE"):
        return
    ascent = reading.climb(index, body_subject=True)
    bodies = found[1] or ([ascent.subject] if isinstance(ascent.subject, BodyPhrase) else [])
    keep(reading, index, party, bodies or only_body(reading, index), ascent, found[2])


def taken_in(reading: Reading, index: int) -> None:
    """As in "The league lets X in", "takes X on board"."""
    party = object_of(reading, index)
    if party is None or party.kind == "pronoun":
        return
    end = party.last + 1
    word = reading.low(end)
    end += 2 if (word, reading.low(end + 1)) == ("on", "board") else 1
    if not (word in {"in", "aboard"} or end == party.last + 3) or not settles(reading, end):
        return
    ascent = reading.climb(index, body_subject=True)
    subject = ascent.subject
    acting = [subject] if isinstance(subject, BodyPhrase) else []
    if subject is None and any(phrase.last < index for phrase in reading.phrases.bodies):
        acting = only_body(reading, index)
    if acting and acting[0].body.kind in CLUBS:
        keep(reading, index, party, acting, ascent, end - 1)


def settles(reading: Reading, end: int) -> bool:
    """Whether the clause ends here; not "in on its plans", "in the talks"."""
    after = reading.token(end)
    if after is None or after.low in {"as", "after", "despite", "by", "at"}:
        return True
    if after.low == "on":
        return reading.low(end + 1).endswith("day")
    return closes(reading, end) and not after.has("PREP", "CONJ") and after.low != '"'
