"""Verbs a member is the subject of: join, leave, sign, adopt the euro, withdraw from, take a country out."""

from pactwire.domain.membership.ascent import Ascent
from pactwire.domain.membership.context import Member
from pactwire.domain.membership.frames import (
    TREATY_WORDS,
    Frame,
    Reading,
    after_preposition,
    after_verb,
    bodies_from,
    is_treaty,
    nounlike,
)
from pactwire.domain.membership.phrases import BodyPhrase, Party, is_plain
from pactwire.domain.membership.resolving import members_of, subject_members
from pactwire.domain.membership.stages import Outcome, compose
from pactwire.domain.membership.verbs import REJOINING
from pactwire.domain.membership.world import Body
from pactwire_schemas.enrichment import Action, Stage

TREATY_LEAVERS = frozenset(
    "renounce denounce ditch scrap forsake repudiate abrogate dump abandon".split()
)
OUT = frozenset({"out of", "from"})
INTO = frozenset({"into", "to", "in"})


def change_verbs(reading: Reading, index: int) -> None:
    """Dispatch on the verb at an index."""
    token = reading.tokens[index]
    if token.has("N_RETURN", "N_LEAVE") and nounlike(reading, index):
        return
    if (token.has("CAUSE", "LEAVE_FROM", "LEAVE") or token.lemma == "return") and causative(
        reading, index
    ):
        return
    if token.lemma == "follow" and follower(reading, index):
        return
    if token.lemma == "apply":
        with_application(reading, index)
        return
    if token.has("f:en") and token.has("CAUSE") and carried_passive(reading, index):
        return
    if token.lemma in {"reject", "approve", "back"}:
        treaty_vote(reading, index)
        return
    if token.has("JOIN", "LEAVE", "ADOPT", "SIGN"):
        transitive(reading, index)
    elif token.has("LEAVE_FROM"):
        with_preposition(reading, index, "leave", frozenset({"from"}))
    elif token.has("JOIN_TO"):
        with_preposition(reading, index, "join", frozenset({"to"}))


def transitive(reading: Reading, index: int) -> None:
    """The body is the direct object."""
    token = reading.tokens[index]
    action: Action = "leave" if token.has("LEAVE") else "join"
    bodies, last = bodies_from(reading, index + 1)
    if not bodies and token.has("SIGN"):
        bodies, last = founded(reading, index)
    if not bodies and token.has("SIGN") and token.has("f:en") and signed_by(reading, index):
        return
    if not bodies:
        elliptic(reading, index, action)
        return
    why = "" if token.has("SIGN") and bodies[0].first > index + 4 else unfit(reading, index, bodies)
    if why:
        reading.drop(index, why)
        return
    base: Stage = "approved" if token.has("SIGN") else "effective"
    if token.has("STAYOUT", "STAY"):
        base = "rejected"
        if not reading.climb(index).operators and token.lemma.partition("-")[0] in {
            "stay",
            "remain",
        }:
            reading.drop(index, "it is so already")
            return
    told(reading, index, last, action, bodies, base)


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
    if bodies and not (reading.tokens[index].lemma == "return" and reading.low(last + 1) == "for"):
        told(reading, index, last, action, bodies, "effective")


def unfit(reading: Reading, index: int, bodies: list[BodyPhrase]) -> str:
    """Why a verb and its object make no membership change; empty when they do."""
    token = reading.tokens[index]
    body = bodies[0].body
    if token.has("ADOPT") and body.entity_id != "x-eurozone":
        return "only the euro is adopted"
    spelled = " ".join(reading.low(at) for at in range(bodies[0].first, bodies[0].last + 1))
    if (
        token.has("SIGN")
        and not is_treaty(body)
        and not any(word in spelled for word in TREATY_WORDS[:6])
    ):
        return "not a treaty one signs"
    if token.lemma in TREATY_LEAVERS and not is_treaty(body) and body.entity_id != "x-eurozone":
        return "one denounces treaties only"
    after = reading.token(bodies[-1].last + 1)
    if (
        token.lemma in {"join", "enter"}
        and after is not None
        and after.has("f:s")
        and not after.has("f:ed", "REPORT")
    ):
        return "joins a doing of the body"
    if token.lemma == "leave" and after is not None:
        state = (
            is_plain(after) or after.has("f:ed", "f:ing") or after.low in {"with", "without", "to"}
        )
        if state and not after.low.endswith("ly"):
            return "leaves a body in some state"
    return ""


def founded(reading: Reading, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "sign a treaty forming the union", "sign an agreement on joining": the body a treaty makes."""
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
            told(reading, index, last, "join", bodies, "applied")


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
    tell(
        reading,
        index,
        last,
        action,
        tuple(p.body for p in bodies),
        "effective",
        ascent,
        f"{action}:carried",
    )
    return True


def treaty_vote(reading: Reading, index: int) -> None:
    """As in "Voters in X reject the treaty", "the parliament of X approved the convention"."""
    token = reading.tokens[index]
    bodies, last = bodies_from(reading, index + 1)
    if not bodies or bodies[0].body.kind != "treaty":
        return
    ascent = reading.climb(index)
    subject = ascent.subject
    acts = isinstance(subject, Party) and subject.kind in {"state", "people", "representative"}
    members = members_of(reading, subject)
    outcome = compose("rejected" if token.lemma == "reject" else "approved", ascent)
    if acts and members and outcome.stage is not None and not a_person_alone(reading, subject):
        found = tuple(phrase.body for phrase in bodies)
        reading.keep(
            Frame("join", members, found, outcome, min(ascent.top, index), last, "join:vote"), index
        )


def a_person_alone(reading: Reading, subject: Party | BodyPhrase | None) -> bool:
    """Whether a subject is one person."""
    return isinstance(subject, Party) and a_person(reading, subject)


def signed_by(reading: Reading, index: int) -> bool:
    """As in "The treaty was ratified by the senate of X"."""
    if reading.low(index + 1) != "by":
        return False
    start = index + 2
    while (
        (token := reading.token(start)) is not None
        and start not in reading.phrases.party_at
        and token.has("DET", "NEXT")
    ):
        start += 1
    party = reading.phrases.party_at.get(start)
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


def elliptic(reading: Reading, index: int, action: Action) -> None:
    """As in "... invites Georgia to join.": no object, but the sentence names one body only."""
    token = reading.tokens[index]
    after = reading.token(index + 1)
    ends = after is None or after.low in {
        ".",
        ",",
        ";",
        '"',
        "”",
        "in",
        "after",
        "next",
        "by",
        "as",
        "once",
        "if",
    }
    if (
        not ends
        or not token.has("JOIN", "LEAVE_FROM", "LEAVE")
        or token.lemma in TREATY_LEAVERS | {"enter"}
    ):
        return
    earlier = [
        phrase
        for phrase in reading.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if len({phrase.body.entity_id for phrase in earlier}) != 1:
        return
    ascent = reading.climb(index)
    if ascent.form == "progressive" and ascent.linked != "that":
        return
    if action == "leave" and ascent.form == "finite":
        return
    tell(
        reading, index, index, action, (earlier[0].body,), "effective", ascent, f"{action}:elliptic"
    )


def told(
    reading: Reading, index: int, last: int, action: Action, bodies: list[BodyPhrase], base: Stage
) -> None:
    """A verb with its body: climb to the subject and compose the stage."""
    ascent = reading.climb(index)
    rule = f"{action}:verb"
    if any(phrase.generic for phrase in bodies):
        rule += ":generic"
    tell(reading, index, last, action, tuple(phrase.body for phrase in bodies), base, ascent, rule)


def tell(
    reading: Reading,
    index: int,
    last: int,
    action: Action,
    bodies: tuple[Body, ...],
    base: Stage,
    ascent: Ascent,
    rule: str,
) -> None:
    """Add the frame when somebody fit is its subject."""
    members = subject_members(reading, ascent, index)
    extra, ascent = companions(reading, ascent)
    if ascent.operators and ascent.operators[0].labels & {"TAIL"} and ascent.form == "infinitive":
        ascent.operators = ascent.operators + after_verb(reading, last)
    outcome = compose(base, ascent)
    why = unfit_subject(reading, index, ascent, bodies, outcome)
    members = tuple(dict.fromkeys((*members, *extra)))
    members = tuple(
        member for member in members if all(member.entity_id != body.entity_id for body in bodies)
    )
    if why or not members or outcome.stage is None:
        reading.drop(
            index, why or (outcome.why[-1] if outcome.stage is None else "nobody to be the member")
        )
        return
    ascent_start = min(ascent.top, index)
    frame = Frame(action, members, bodies, outcome, ascent_start, last, rule)
    frame.weak = ascent.participle
    frame.certain = isinstance(ascent.subject, Party) and bool(ascent.subject.members)
    if reading.tokens[index].lemma in REJOINING:
        frame.rule += ":again"
    frame.reported = ascent.linked != "group"
    reading.keep(frame, index)


def companions(reading: Reading, ascent: Ascent) -> tuple[tuple[Member, ...], Ascent]:
    """As in "will join A and B in leaving C": the joiner leaves as well, and its verb sets the stage."""
    subject = ascent.subject
    if not isinstance(subject, Party) or subject.first == 0:
        return (), ascent
    before = subject.first - 1
    while before > 0 and reading.tokens[before].has("DET"):
        before -= 1
    verb = reading.tokens[before]
    if verb.has("JOIN") and reading.low(subject.last + 1) == "in":
        outer = reading.climb(before)
        return members_of(reading, outer.subject), outer
    return (), ascent


PERSONS = frozenset(
    "minister president premier leader ambassador diplomat envoy official chief lawmaker spokesman spokeswoman "
    "spokesperson speaker secretary chancellor king queen prince emir sultan head ministers officials diplomats "
    "soldiers ambassadors".split()
)


def a_person(reading: Reading, subject: Party) -> bool:
    """A single person, or people who may act for themselves."""
    if subject.kind == "leader":
        return True
    if subject.kind == "pronoun":
        return subject.word in {"he", "she"}
    if subject.kind != "representative":
        return False
    words = {
        word
        for index in range(subject.first, subject.last + 1)
        for word in reading.low(index).split()
    }
    return bool(words & PERSONS)


def unfit_subject(
    reading: Reading, index: int, ascent: Ascent, bodies: tuple[Body, ...], outcome: Outcome
) -> str:
    """Why this subject can't be the member; empty when it can."""
    subject = ascent.subject
    if not isinstance(subject, Party):
        return ""
    operators = {label for operator in ascent.operators for label in operator.labels}
    if subject.kind == "people" and not operators & {"APPROVE", "REJECT", "CONSIDER", "AGAINST"}:
        return "people, not their state"
    person = a_person(reading, subject)
    token = reading.tokens[index]
    if person and outcome.stage == "effective" and token.has("JOIN") and not token.has("SIGN"):
        return "a person, not a state"
    plain = token.lemma in {"leave", "quit", "exit", "join", "enter"} and outcome.stage in {
        "effective",
        "approved",
    }
    if person and subject.kind == "representative" and plain:
        return "a person, not a state"
    if (
        subject.kind == "leader"
        and plain
        and not is_treaty(bodies[0])
        and ascent.form in {"finite", "bare"}
    ):
        return "a person, not a state"
    if person and bodies[0].kind == "forum" and not token.has("LEAVE_FROM"):
        return "a person leaves a meeting"
    return ""


def causative(reading: Reading, index: int) -> bool:
    """As in "take Britain out of the union", "withdraw the country from the treaty"."""
    token = reading.tokens[index]
    start = index + 1
    while (
        (step := reading.token(start)) is not None
        and step.has("DET")
        and start not in reading.phrases.party_at
    ):
        start += 1
    party = reading.phrases.party_at.get(start)
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
    while (
        (token := reading.token(after)) is not None
        and token.has("ADV")
        or reading.low(after) == "back"
    ):
        after += 1
    word = reading.low(after)
    if word not in OUT | INTO or (lemma == "withdraw" and word not in OUT):
        return False
    bodies, last = bodies_from(reading, after + 1)
    if not bodies:
        return False
    ascent = reading.climb(index)
    outcome = compose("approved" if lemma == "let" else "effective", ascent)
    members = members_of(reading, party)
    if members and outcome.stage is not None:
        action: Action = "leave" if word in OUT else "join"
        if reading.low(after - 1) == "back" or lemma == "return":
            action = "reinstate"
        if (
            action == "join"
            and word != "into"
            and lemma not in {"bring", "take", "lead"}
            and action == "join"
        ):
            return False
        found = tuple(phrase.body for phrase in bodies)
        frame = Frame(
            action, members, found, outcome, min(ascent.top, index), last, f"{action}:causative"
        )
        reading.keep(frame, index)
        return True
    return False


def follower(reading: Reading, index: int) -> bool:
    """As in "A will follow B out of the body": A leaves, B has left."""
    party = reading.phrases.party_at.get(index + 1)
    if party is None or reading.low(party.last + 1) not in {"out of", "into", "in"}:
        return False
    word = reading.low(party.last + 1)
    bodies, last = bodies_from(reading, party.last + 2)
    if not bodies:
        return False
    action: Action = "leave" if word == "out of" else "join"
    found = tuple(phrase.body for phrase in bodies)
    ascent = reading.climb(index)
    tell(reading, index, last, action, found, "effective", ascent, f"{action}:follow")
    past = Outcome("effective", background=True, why=["followed by another"])
    followed = Frame(
        action, members_of(reading, party), found, past, index, last, f"{action}:followed"
    )
    reading.keep(followed, index)
    return True
