"""becoming a member: "becomes the 32nd member of", "making it the bloc's newest member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import (
    members_of,
    others_than,
    subject_members,
)
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.governors import form_of
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Stage

REACH = 12


def becoming_verbs(reading: Reading, index: int) -> None:
    """Look for a member noun after become or make."""
    token = reading.tokens[index]
    if token.has("MAKE"):
        made_member(reading, index)
        return
    found = member_noun(reading, index + (2 if reading.low(index + 1) == "among" else 1))
    if found is None:
        return
    noun, bodies, last = found
    if not bodies:
        bodies = body_nearby(reading, index)
    if not bodies:
        reading.drop(index, "member of what isn't said")
        return
    ascent = reading.climb(index)
    members = subject_members(reading, ascent, index)
    found_bodies = tuple(phrase.body for phrase in bodies)
    members = others_than(found_bodies, members)
    head = reading.tokens[noun]
    base: Stage = "applied" if head.has("CANDIDATE") else "effective"
    outcome = compose(base, ascent)
    if isinstance(ascent.subject, Party) and ascent.subject.kind in {"leader", "people"}:
        return
    if not members or outcome.stage is None:
        reading.drop(index, "nobody to be the member")
        return
    first = min(ascent.top, index)
    frame = Frame("join", members, found_bodies, outcome, first, last, "join:become")
    frame.weak = ascent.participle
    frame.certain = isinstance(ascent.subject, Party) and bool(ascent.subject.members)
    reading.keep(frame, index)


def newly(reading: Reading, index: int) -> bool:
    """As in "is now the 90th member", "are the newest members", "is to be a member"."""
    token = reading.tokens[index]
    ahead = [reading.low(position) for position in range(index + 1, index + 6)]
    if token.low == "be" and reading.tokens[index - 2].lemma == "cease":
        return False
    if token.low == "be":
        left = reading.token(index - 1)
        due = left is not None and (left.low.endswith("to") or left.has("FUT", "WOULD", "COND"))
        return due and (
            ahead[:1] in (["a"], ["an"], ["the"], ["members"]) or ahead[:2] == ["among", "the"]
        )
    if token.low not in {"is", "are"} or not ahead:
        return False
    return (
        ahead[0] == "now"
        and (any(word.endswith("member") for word in ahead) or bool(set(ahead[1:3]) & {"the"}))
    ) or bool(set(ahead) & {"newest"})


BYGONE = frozenset({"former", "ex", "one-time", "erstwhile"})


def member_noun(reading: Reading, start: int) -> tuple[int, list[BodyPhrase], int] | None:
    """The member noun after `start`, the bodies it belongs to, and the last token of the phrase."""
    owner: BodyPhrase | None = None
    for index in range(start, min(start + REACH, len(reading.tokens))):
        token = reading.tokens[index]
        phrase = reading.phrases.body_at.get(index)
        if phrase is not None:
            if reading.low(phrase.first - 1) in BYGONE:
                return None  # "the first former Pact members": what they were, not what they join
            owner = phrase
            continue
        if token.has("OBSERVER"):
            return None
        if token.low in {"ally", "allies"} and not ranked(reading, index):
            return None
        if token.has("MEMBER", "PARTY", "CANDIDATE", "NATION") or token.low == "ally":
            return settled(reading, index, owner)
        passes = (
            is_plain(token)
            or token.hit is not None
            or token.has("DET", "NEXT", "HYPHEN", "CONJ", "ADV", "REP", "GBODY")
            or token.low in {"'s", "'", ","}
            or token.low[0].isdigit()
        )
        if not passes:
            return None
    return None


def settled(
    reading: Reading, noun: int, owner: BodyPhrase | None
) -> tuple[int, list[BodyPhrase], int] | None:
    """Decide whether the noun makes a membership: by its owner or by what follows."""
    head = reading.tokens[noun]
    last = noun
    if head.has("MEMBER") and reading.low(noun + 1) in {"state", "states", "country", "nation"}:
        last = noun + 1
    follower = reading.token(last + 1)
    if follower is not None and follower.has("NEXT") and reading.low(last + 2) == "of":
        last += 1
    loose = head.low in {"partner", "partners"} and not ranked(reading, noun)
    if loose or has_task(reading, last + 1):
        return None
    if reading.low(last + 1) in {"of", "to", "in", "for"}:
        bodies, end = bodies_from(reading, past_membership(reading, head, last + 2))
        if bodies:
            return noun, bodies, end
        if head.has("MEMBER") and owner is None:
            return None
    if head.has("NATION") or (head.has("PARTY") and compound_follows(reading, last + 1)):
        return None
    return noun, [owner] if owner is not None else [], last


def has_task(reading: Reading, index: int) -> bool:
    """As in "the first member to ban it": the rank is about something else."""
    if reading.low(index) == "ever":
        index += 1
    verb = reading.token(index + 1)
    to = reading.low(index) == "to"
    return to and verb is not None and verb.hit is None and not verb.has("DET")


def past_membership(reading: Reading, head: Token, start: int) -> int:
    """Skip "membership of" in "a candidate for membership of"."""
    inner = reading.token(start)
    skip = head.has("CANDIDATE") and inner is not None and inner.has("N_JOIN")
    return start + 2 if skip else start


def compound_follows(reading: Reading, index: int) -> bool:
    """As in "a party leader": the noun is no head."""
    following = reading.token(index)
    return following is not None and is_plain(following) and following.text[0].islower()


def ranked(reading: Reading, noun: int) -> bool:
    """Whether an ordinal stands before the noun: "the 90th partner"."""
    before = reading.tokens[max(0, noun - 4) : noun]
    return any(token.low[0].isdigit() or token.low in {"newest", "latest"} for token in before)


def body_nearby(reading: Reading, index: int) -> list[BodyPhrase]:
    """As in "... joins the union, becoming its 28th member": the body named before."""
    earlier = [
        phrase
        for phrase in reading.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if earlier or not closing(reading, index):
        return earlier[-1:]
    body = reading.context.last_body(reading.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def closing(reading: Reading, index: int) -> bool:
    """As in "X and Y became members on Monday": nothing says what they are members of."""
    for ahead in range(index + 1, min(index + 5, len(reading.tokens))):
        if reading.tokens[ahead].has("MEMBER"):
            return reading.low(ahead + 1) in {"", ".", ",", "on", "in", "at", "last", "this"}
    return False


def made_member(reading: Reading, index: int) -> None:
    """As in "making it the bloc's 21st member", "was made an associate member of"."""
    if form_of(reading.tokens, index) == "passive":
        made_passive(reading, index)
        return
    start = index + 1
    while start not in reading.phrases.party_at and reading.low(start) in {"the", "both"}:
        start += 1
    party = reading.phrases.party_at.get(start)
    if party is None or party.possessive:
        return
    found = member_noun(reading, party.last + 1)
    if found is None or reading.tokens[found[0]].has("CANDIDATE"):
        return
    ascent = reading.climb(index, body_subject=True)
    acting = isinstance(ascent.subject, BodyPhrase)
    bodies = found[1] or ([ascent.subject] if isinstance(ascent.subject, BodyPhrase) else [])
    bodies = bodies or decided_on(reading, index, party)
    outcome = compose("effective", ascent)
    members = members_of(reading, party)
    if bodies and members and outcome.stage is not None:
        one = (bodies[0].body,)
        weak = ascent.participle or not acting
        frame = Frame("join", members, one, outcome, index, found[2], "join:make", weak)
        frame.certain = False
        reading.keep(frame, index)


def decided_on(reading: Reading, index: int, party: Party) -> list[BodyPhrase]:
    """As in "Meeting in X, the organisation makes Y an associate member": what the text is on."""
    if not party.members and party.kind != "generic":
        return []
    earlier = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    if earlier:
        return earlier[-1:] if len({phrase.body.entity_id for phrase in earlier}) == 1 else []
    body = reading.context.last_body(reading.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def made_passive(reading: Reading, index: int) -> None:
    """As in "was made a full member of the association"."""
    found = member_noun(reading, index + 1)
    if found is None or not found[1] or reading.tokens[found[0]].has("CANDIDATE"):
        return
    ascent = reading.climb(index, body_subject=True)
    outcome = compose("effective", ascent)
    one = (found[1][0].body,)
    members = others_than(one, members_of(reading, ascent.subject))
    if members and outcome.stage is not None:
        first = min(ascent.top, index)
        reading.keep(Frame("join", members, one, outcome, first, found[2], "join:make"), index)
