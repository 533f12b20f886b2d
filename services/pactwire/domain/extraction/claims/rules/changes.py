"""Verbs a member is the subject of: join, leave, sign, adopt the euro, withdraw from."""

from pactwire.domain.extraction.claims.chunks.nouns import TIME_WORDS, BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of, subject_members
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading, pluperfect
from pactwire.domain.extraction.claims.clauses.objects import (
    after_preposition,
    bodies_from,
    is_treaty,
    nounlike,
)
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.causatives import carried_passive, causative, follower
from pactwire.domain.extraction.claims.rules.constraints import (
    TREATY_LEAVERS,
    a_person_alone,
    unfit,
)
from pactwire.domain.extraction.claims.rules.decision_frames import inner_organs
from pactwire.domain.extraction.claims.rules.emit import Change, tell, told
from pactwire.domain.extraction.claims.rules.noun_arguments import let_in_again
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Action, Stage


def change_verbs(reading: Reading, index: int) -> None:
    """Dispatch on the verb at an index."""
    token = reading.tokens[index]
    if token.has("N_RETURN", "N_LEAVE") and nounlike(reading, index):
        return
    if not special(reading, index, token):
        usual(reading, index, token)


def special(reading: Reading, index: int, token: Token) -> bool:
    """Verbs with a pattern of their own; whether they took the token."""
    carries = token.has("CAUSE", "LEAVE_FROM", "LEAVE") or token.lemma in {"return", "sign"}
    if carries and causative(reading, index):
        return True
    if token.lemma == "follow":
        return follower(reading, index)
    if token.lemma == "apply":
        with_application(reading, index)
        return True
    if token.lemma in VERDICTS:
        treaty_vote(reading, index)
        return True
    return token.has("f:en") and token.has("CAUSE") and carried_passive(reading, index)


VERDICTS = listed("reject approve back turn-down vote-down nod-through decide-against")


def usual(reading: Reading, index: int, token: Token) -> None:
    """The body is an object or follows a preposition."""
    if token.has("JOIN", "LEAVE", "ADOPT", "SIGN"):
        transitive(reading, index)
    elif token.has("LEAVE_FROM"):
        with_preposition(reading, index, "leave", frozenset({"from"}))
    elif token.has("JOIN_TO"):
        with_preposition(reading, index, "join", frozenset({"to"}))


def change_of(action: Action, bodies: list[BodyPhrase], base: Stage, last: int) -> Change:
    """A change told by a verb."""
    rule = f"{action}:verb"
    if any(phrase.generic for phrase in bodies):
        rule += ":generic"
    return Change(action, tuple(phrase.body for phrase in bodies), base, last, rule)


def transitive(reading: Reading, index: int) -> None:
    """The body is the direct object."""
    token = reading.tokens[index]
    action: Action = "leave" if token.has("LEAVE") else "join"
    bodies, last = objects(reading, index, token)
    if not bodies and token.has("SIGN") and token.has("f:en") and signed_by(reading, index):
        return
    if not bodies:
        elliptic(reading, index, action)
        return
    if token.has("PARTAKE") and not reading.climb(index).operators:
        reading.drop(index, "a part of it already")
        return
    far = bodies[0].first > index + 4 and (token.has("SIGN") or token.lemma in TREATY_LEAVERS)
    why = "" if far else unfit(reading, index, bodies)
    if why:
        reading.drop(index, why)
        return
    base: Stage = "approved" if token.has("SIGN") or far else "effective"
    base = "considered" if token.has("WISH") else base
    if token.has("STAYOUT", "STAY"):
        base = "rejected"
        if not reading.climb(index).operators and token.lemma.partition("-")[0] in {
            "stay",
            "remain",
        }:
            reading.drop(index, "it is so already")
            return
        base = "considered" if disliked(reading, index, last) else base
    told(reading, index, change_of(action, bodies, base, last))


def disliked(reading: Reading, index: int, last: int) -> bool:
    """As in "staying in X no longer serves its interests", "remaining in X makes no sense"."""
    ahead = reading.tokens[last + 1 : last + 4]
    bad = any(token.has("NEG", "LAPSE") or token.low in POINTLESS for token in ahead)
    return bad and reading.tokens[index].has("f:ing")


POINTLESS = frozenset({"pointless", "impossible", "senseless", "unthinkable", "untenable"})


def objects(reading: Reading, index: int, token: Token) -> tuple[list[BodyPhrase], int]:
    """The bodies after a verb, "it" among them; of "sign a treaty forming X" the one it makes."""
    bodies, last = bodies_from(reading, index + 1)
    if not bodies and token.lemma in TREATY_LEAVERS:
        bodies, last = of_papers(reading, index + 1)
    if not bodies and token.has("LEAVE"):
        return left_behind(reading, index + 1)
    return founded(reading, index) if not bodies and token.has("SIGN") else (bodies, last)


def with_preposition(
    reading: Reading, index: int, action: Action, prepositions: frozenset[str]
) -> None:
    """The body follows a preposition, perhaps after an adverb or a date."""
    start = after_preposition(reading, index + 1, prepositions)
    if start is None:
        if reading.tokens[index].has("LEAVE_FROM"):
            elliptic(reading, index, action)
        return
    bodies, last = bodies_from(reading, start)
    if not bodies:
        bodies, last = inner_organs(reading, start)
    if not bodies and action == "leave":
        bodies, last = left_behind(reading, start)
    if reading.tokens[index].lemma == "return":
        if reading.low(last + 1) == "for":
            return
        members = subject_members(reading, reading.climb(index), index)
        action = "reinstate" if let_in_again(reading, bodies, members) else action
    if bodies:
        told(reading, index, change_of(action, bodies, "effective", last))


def left_behind(reading: Reading, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "... the bloc that they are leaving it at once": the one body spoken of."""
    after = reading.token(index + 1)
    timed = (
        after is not None and after.low in {"in", "by", "on"} and dated(reading.token(index + 2))
    )
    over = after is None or timed or after.low in ENDS or after.has("ADV")
    if reading.low(index) != "it" or not over:
        return [], index
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    whole = inside and inside[-1].head == "body"
    if whole and len({phrase.body.entity_id for phrase in inside}) == 1:
        return [BodyPhrase(index, index, inside[-1].body, "body", generic=True)], index
    named = {body.entity_id: body for body in reading.context.bodies}
    if inside or len(named) != 1:
        return [], index
    return [BodyPhrase(index, index, next(iter(named.values())), "body", generic=True)], index


FOUNDING = frozenset({"charter", "treaty", "agreement", "documents", "statute", "constitution"})


def of_papers(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "denounces the founding documents of the union": the body they made."""
    for index in range(start, min(start + 5, len(reading.tokens))):
        if reading.low(index) in FOUNDING and reading.low(index + 1) == "of":
            return bodies_from(reading, index + 2)
    return [], start


def founded(reading: Reading, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "sign a treaty forming the union": the body a treaty makes."""
    for ahead in range(index + 1, min(index + 8, len(reading.tokens))):
        if reading.low(ahead) in {"forming", "establishing", "creating", "founding", "launching"}:
            return bodies_from(reading, ahead + 1)
    return [], index


def with_application(reading: Reading, index: int) -> None:
    """As in "applies to the alliance": the body itself, not a task."""
    if reading.low(index + 1) == "to":
        bodies, last = bodies_from(reading, index + 2)
        if (
            bodies
            and bodies[0].body.kind not in {"court", "treaty"}
            and reading.low(last + 1) != "for"
        ):
            told(reading, index, change_of("join", bodies, "applied", last))


def treaty_vote(reading: Reading, index: int) -> None:
    """As in "Voters in X reject the treaty", "the parliament of X approved the convention"."""
    token = reading.tokens[index]
    bodies, last = bodies_from(reading, index + 1)
    if not bodies:
        return
    ascent = reading.climb(index)
    subject = ascent.subject
    own = bodies[0].body.kind in {"treaty", "monetary_union"}
    if not own and not at_the_ballot(reading, token, subject):
        return
    acts = isinstance(subject, Party) and subject.kind in {"state", "people", "representative"}
    members = members_of(reading, subject)
    outcome = compose("rejected" if token.has("REJECT") else "approved", ascent)
    if acts and members and outcome.stage is not None and not a_person_alone(reading, subject):
        found = tuple(phrase.body for phrase in bodies)
        reading.keep(
            Frame("join", members, found, outcome, min(ascent.top, index), last, "join:vote"), index
        )


def at_the_ballot(reading: Reading, token: Token, subject: Party | BodyPhrase | None) -> bool:
    """Whether a people turns a body down, or a state decides against one."""
    if token.has("AGAINST"):
        return isinstance(subject, Party) and subject.kind in {"state", "people", "seat"}
    return token.has("TURNED", "NODDED") and voters(reading, subject)


def voters(reading: Reading, subject: Party | BodyPhrase | None) -> bool:
    """Whether a subject is a people at the ballot."""
    if not isinstance(subject, Party):
        return False
    words = {reading.low(at) for at in range(subject.first, subject.last + 1)}
    return subject.kind == "people" or "voters" in words


def signed_by(reading: Reading, index: int) -> bool:
    """As in "The treaty was ratified by the senate of X"."""
    if reading.low(index + 1) != "by":
        return False
    party = reading.party_from(index + 2, over=("DET", "NEXT"))
    ascent = reading.climb(index, body_subject=True)
    subject = ascent.subject
    if party is None or not isinstance(subject, BodyPhrase) or not is_treaty(subject.body):
        return False
    ascent.form = "passive"
    outcome = compose("approved", ascent)
    members = members_of(reading, party)
    if members and outcome.stage is not None:
        first = min(ascent.top, index)
        reading.keep(
            Frame("join", members, (subject.body,), outcome, first, party.last, "join:signed"),
            index,
        )
    return True


def dated(token: Token | None) -> bool:
    """Whether a time begins here: a number, a month, "the spring"."""
    return token is None or token.low[0].isdigit() or token.low in TIME_WORDS or token.low == "the"


ENDS = frozenset({".", ",", ";", '"', "”", "after", "but", "next", "as", "once", "if"})


def elided(reading: Reading, index: int) -> bool:
    """Whether a verb that wants an object has none."""
    token = reading.tokens[index]
    after = reading.token(index + 1)
    timed = after is not None and after.low in {"in", "by"} and dated(reading.token(index + 2))
    if not (after is None or timed or after.low in ENDS or "immediate" in after.low):
        return False
    if token.has("STAY", "STAYOUT"):
        return False
    return token.has("JOIN", "LEAVE_FROM", "LEAVE") and token.lemma not in TREATY_LEAVERS | {
        "enter"
    }


NEAR = 14
"""How far in front the subject of a verb without an object may stand."""


def elliptic(reading: Reading, index: int, action: Action) -> None:
    """As in "... invites Georgia to join.": no object, but the sentence names one body only."""
    if not elided(reading, index):
        return
    earlier = [
        phrase
        for phrase in reading.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if len({phrase.body.entity_id for phrase in earlier}) != 1:
        return
    ascent = reading.climb(index)
    said = any(operator.link == "that" for operator in ascent.operators)
    if ascent.form == "progressive" and ascent.linked != "that" and not said:
        return
    if action == "leave" and (ascent.form == "finite" or pluperfect(reading, index)):
        return
    if not isinstance(ascent.subject, Party) or ascent.subject.first < index - NEAR:
        return
    change = Change(action, (earlier[0].body,), "effective", index, f"{action}:elliptic")
    tell(reading, index, change, ascent)
