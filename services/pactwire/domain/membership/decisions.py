"""Verbs a body is the subject of: it admits, invites, suspends, expels, takes back."""

from dataclasses import dataclass

from pactwire.domain.membership.ascent import Ascent, form_of
from pactwire.domain.membership.becoming import member_noun
from pactwire.domain.membership.context import Member
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import BodyPhrase, Party, is_plain, is_word
from pactwire.domain.membership.objects import after_verb, bodies_from, direct_party
from pactwire.domain.membership.resolving import members_of
from pactwire.domain.membership.stages import Outcome, compose
from pactwire.domain.membership.telling import others_than
from pactwire.domain.membership.world import Body
from pactwire_schemas.enrichment import Action, Stage

VERBS: dict[str, tuple[Action, Stage]] = {
    "SUSPEND": ("suspend", "effective"),
    "EXPEL": ("expel", "effective"),
    "EXPEL_FROM": ("expel", "effective"),
    "REINSTATE": ("reinstate", "effective"),
    "HALT": ("suspend", "effective"),
    "INVITE": ("join", "approved"),
    "ADMIT": ("join", "effective"),
}
ANY_HEAD = frozenset({"body", "agent", "possessor"})
OUTWARD = frozenset({"from", "out of"})
INWARD = frozenset({"to", "into", "in", "onto", "within"})


def decision_verbs(reading: Reading, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    token = reading.tokens[index]
    label = next((name for name in VERBS if name in token.tags), "HALT")
    form = form_of(reading.tokens, index)
    if label in {"SUSPEND", "HALT"} and own_participation(reading, index):
        return
    party = direct_party(reading, index + 1)
    if party is not None and form != "passive":
        active(reading, index, label, party)
    elif (token.has("f:en") and form not in {"perfect", "noun"}) or passive_perfect(reading, index):
        passive(reading, index, label)


def own_participation(reading: Reading, index: int) -> bool:
    """As in "suspends participation in the treaty", "has frozen its membership of the pact"."""
    noun = index + 1
    while (token := reading.token(noun)) is not None and (
        token.has("DET", "NEXT", "POSS") or token.low == "own"
    ):
        noun += 1
    token = reading.token(noun)
    if token is None or not (token.has("N_PART") or token.low in {"membership", "compliance"}):
        return False
    if reading.low(noun + 1) not in {"in", "of", "with"}:
        return False
    bodies, last = bodies_from(reading, noun + 2)
    ascent = reading.climb(index)
    if (
        not bodies
        or not isinstance(ascent.subject, Party)
        or form_of(reading.tokens, index) == "passive"
    ):
        return False
    add(reading, index, Decision("SUSPEND", ascent.subject, bodies, last), ascent)
    return True


def passive_perfect(reading: Reading, index: int) -> bool:
    """As in "has been suspended"."""
    return reading.low(index - 1) in {"been", "being", "be"}


def active(reading: Reading, index: int, label: str, party: Party) -> None:
    """As in "The bloc suspends Mali", "members expel Russia from the council"."""
    if label == "HALT" and not (party.possessive or owns_membership(reading, party)):
        return
    if party.possessive or owns_membership(reading, party):
        membership_of(reading, index, label, party)
        return
    bodies, last = complement(reading, party.last + 1, label)
    ascent = reading.climb(index, body_subject=True)
    if not bodies:
        bodies = acting_body(reading, index, label, party, ascent)
        last = party.last
    if not bodies:
        reading.drop(index, "no body takes the decision")
        return
    add(reading, index, Decision(label, party, bodies, last), ascent)


def owns_membership(reading: Reading, party: Party) -> bool:
    """As in "their membership": a possessive pronoun is a party of its own."""
    return party.kind == "pronoun" and party.word in {"its", "their", "his", "her"}


def complement(reading: Reading, start: int, label: str) -> tuple[list[BodyPhrase], int]:
    """The body named after the party: "from the union", "into the club", "as a member of"."""
    wanted = OUTWARD if label in {"SUSPEND", "EXPEL", "EXPEL_FROM"} else INWARD
    for index in range(start, min(start + 9, len(reading.tokens))):
        token = reading.tokens[index]
        if token.low in wanted:
            bodies, last = bodies_from(reading, index + 1)
            if bodies:
                return bodies, last
            if label == "SUSPEND":
                return inner_organs(reading, index + 1)
        if token.low == "as":
            return as_member(reading, index + 1)
        if (token.has("VERB", "REL", "SUBORD") and not token.has("N_JOIN")) or token.low in {
            ";",
            ":",
        }:
            break
    return [], start


def inner_organs(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "from the councils of the union", "from all its activities"."""
    organs = {
        "activities",
        "organs",
        "bodies",
        "meetings",
        "institutions",
        "councils",
        "structures",
        "ranks",
    }
    for index in range(start, min(start + 5, len(reading.tokens))):
        if reading.low(index) in organs and reading.low(index + 1) == "of":
            return bodies_from(reading, index + 2)
    return [], start


def as_member(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "as a full member of the alliance", "as its 32nd member"."""
    found = member_noun(reading, start)
    return (found[1], found[2]) if found is not None else ([], start)


def acting_body(
    reading: Reading, index: int, label: str, party: Party, ascent: Ascent
) -> list[BodyPhrase]:
    """The body as the subject, when the verb needs no more than that."""
    after = reading.token(party.last + 1)
    as_new = (
        after is not None
        and after.low == "as"
        and "member"
        in " ".join(reading.low(position) for position in range(party.last + 2, party.last + 7))
    )
    token = reading.tokens[index]
    if token.has("WELCOME", "ELECT", "EXPEL_FROM") and not as_new:
        return []
    if label == "INVITE" and not as_new:
        return []
    if label == "ADMIT" and not as_new and not closes(reading, party.last + 1):
        return []
    subject = ascent.subject
    if isinstance(subject, BodyPhrase):
        return [subject]
    inside = [
        phrase
        for phrase in reading.phrases.bodies
        if phrase.last < index and phrase.head in ANY_HEAD and not phrase.generic
    ]
    if isinstance(subject, Party) and subject.kind == "pronoun" and inside:
        return [inside[-1]]
    return (
        inside[:1]
        if subject is None and len({phrase.body.entity_id for phrase in inside}) == 1
        else []
    )


def closes(reading: Reading, index: int) -> bool:
    """Whether the clause ends or goes on with a circumstance."""
    token = reading.token(index)
    return token is None or not is_word(token) or token.has("PREP", "SUBORD", "ADV", "CONJ")


def membership_of(reading: Reading, index: int, label: str, party: Party) -> None:
    """As in "suspends Mali's membership", "restores its participation in the union"."""
    noun = owned_membership(reading, party)
    if noun is None or label not in {"SUSPEND", "REINSTATE", "HALT"}:
        return
    after = reading.token(noun + 1)
    if after is not None and (
        after.has("TAIL") or (is_plain(after) and not closes(reading, noun + 1))
    ):
        return
    ascent = reading.climb(index, body_subject=True)
    bodies, last = whose(reading, noun, party)
    if not bodies:
        bodies = [ascent.subject] if isinstance(ascent.subject, BodyPhrase) else []
        last = noun
    add(reading, index, Decision(label, party, bodies, last), ascent)


NOT_HELD = frozenset({"accession", "candidacy", "candidature", "entry"})


def owned_membership(reading: Reading, party: Party) -> int | None:
    """Index of "membership" or "participation" after its owner; not of a bid for it."""
    for position in range(party.last + 1, min(party.last + 6, len(reading.tokens))):
        token = reading.tokens[position]
        if token.has("N_JOIN", "N_PART"):
            return None if token.lemma or token.low in NOT_HELD else position
        adjective = is_plain(token) or token.has("NEXT", "GBODY")
        if not adjective and position not in reading.phrases.body_at:
            return None
    return None


def whose(reading: Reading, noun: int, party: Party) -> tuple[list[BodyPhrase], int]:
    """The body of a membership: "membership in X" or "X membership"."""
    if reading.low(noun + 1) in {"in", "of", "from", "to"}:
        bodies, last = bodies_from(reading, noun + 2)
        if bodies:
            return bodies, last
    inside = [
        reading.phrases.body_at[at]
        for at in range(party.last + 1, noun)
        if at in reading.phrases.body_at
    ]
    return inside[:1], noun


def passive(reading: Reading, index: int, label: str) -> None:
    """As in "Niger was suspended from the bloc", headline "Niger suspended from the bloc"."""
    ascent = reading.climb(index)
    party = ascent.subject
    if not isinstance(party, Party) or party.possessive or party.kind in {"adjective", "people"}:
        return
    if label == "HALT":
        return
    if party.kind in {"leader", "representative"} and label != "INVITE":
        return
    if reading.low(index).endswith((" of", " into", " in")):
        bodies, last = bodies_from(reading, index + 1)
    else:
        bodies, last = complement(reading, index + 1, label)
    if not bodies:
        bodies, last = by_body(reading, index + 1)
    if not bodies or (label == "INVITE" and not joins(reading, index, last)):
        return
    if form_of(reading.tokens, index) == "finite":
        ascent.form = "passive"
    add(reading, index, Decision(label, party, bodies, last), ascent)


def joins(reading: Reading, index: int, last: int) -> bool:
    """An invitation into a body, not to a meeting of it."""
    words = {reading.low(position) for position in range(index + 1, last)}
    return "into" in words or "as" in words or "join" in words


def by_body(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "... by the African Union"."""
    for index in range(start, min(start + 4, len(reading.tokens))):
        if reading.low(index) == "by":
            return bodies_from(reading, index + 1, ANY_HEAD)
        if not reading.tokens[index].has("ADV"):
            break
    return [], start


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision by its verb's label, the party it hits, the bodies and the phrase's end."""

    label: str
    party: Party
    bodies: list[BodyPhrase]
    last: int


def add(reading: Reading, index: int, decision: Decision, ascent: Ascent) -> None:
    """Compose the stage and keep the frame; "but not B" becomes a rejection."""
    action, base = VERBS[decision.label]
    party = decision.party
    found: tuple[Body, ...] = tuple(dict.fromkeys(phrase.body for phrase in decision.bodies))
    members = others_than(found, members_of(reading, party))
    end = max(decision.last, party.last)
    verbs = [op for op in ascent.operators if "VERB" in op.labels]
    if ascent.form == "infinitive" and all(determined(reading, op.index) for op in verbs):
        ascent.operators = ascent.operators + after_verb(reading, end)
    outcome = compose(base, ascent)
    if not members or not found or outcome.stage is None:
        reading.drop(index, "nobody to be the member" if outcome.stage else "negated")
        return
    first = min(ascent.top, index)
    frame = Frame(action, members, found, outcome, first, decision.last, f"{action}:decision")
    frame.certain = bool(party.members)
    reading.keep(frame, index)
    spurned(reading, end, frame)


def determined(reading: Reading, index: int) -> bool:
    """Whether a determiner makes a noun of a word: "an attempt"."""
    left = reading.token(index - 1)
    return left is not None and (left.has("DET", "POSS") or left.low in {"'s", "'"})


def spurned(reading: Reading, last: int, frame: Frame) -> None:
    """As in "... but not B"."""
    for index in range(last + 1, min(last + 8, len(reading.tokens) - 2)):
        if reading.low(index) == "but" and reading.low(index + 1) == "not":
            party = reading.phrases.party_at.get(index + 2)
            members: tuple[Member, ...] = party.members if party is not None else ()
            if members and frame.outcome.stage in {"effective", "approved"}:
                outcome = Outcome("rejected", why=["but not"])
                refused = Frame(
                    frame.action, members, frame.bodies, outcome, index, index + 2, "join:but-not"
                )
                reading.keep(refused, index)
            return
