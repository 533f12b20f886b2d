"""Signs of an entry: flags that are raised, money that is changed, members that are counted."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS
from pactwire.domain.extraction.claims.rules.emit import Change, tell
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome

RAISING = listed("raised hoisted unfurled raise hoist raises hoists up")
BESIDE = listed("headquarters headquarter seat members member nations states allies countries")
EURO = "x-eurozone"


def flags(reading: Reading, index: int) -> None:
    """As in "X's flag was raised at the alliance's headquarters"."""
    party = flag_of(reading, index)
    ahead = reading.tokens[index + 1 : index + 14]
    if party is None or not any(token.low in RAISING for token in ahead):
        return
    body = housed(reading, index)
    outcome = Outcome("effective", why=["its flag is raised"])
    if body is None or any(token.has("NEG", "COND", "WOULD") for token in ahead):
        return
    if any(token.has("FUT") for token in ahead):
        outcome.to("approved", "future")
    members = others_than((body.body,), members_of(reading, party))
    if members:
        first, last = min(party.first, index), max(body.last, index)
        reading.keep(Frame("join", members, (body.body,), outcome, first, last, "join:flag"), index)


def flag_of(reading: Reading, index: int) -> Party | None:
    """Whose flag it is: "X's flag", "the X flag", "the flags of X and Y"."""
    party = reading.phrases.party_at.get(index - 1)
    if party is not None:
        return party if party.possessive or party.kind == "adjective" else None
    if reading.low(index + 1) != "of":
        return None
    start = index + 2
    while reading.low(start) in {"the", "both"} and start not in reading.phrases.party_at:
        start += 1
    party = reading.phrases.party_at.get(start)
    return None if party is None or party.possessive else party


def housed(reading: Reading, index: int) -> BodyPhrase | None:
    """The body beside whose house or members the flag goes up."""
    for phrase in reading.phrases.bodies:
        if phrase.first < index or phrase.body.kind not in CLUBS:
            continue
        around = reading.tokens[max(0, phrase.first - 4) : phrase.first]
        around = [*around, *reading.tokens[phrase.last + 1 : phrase.last + 4]]
        if any(token.low in BESIDE or token.low.startswith("member") for token in around):
            return phrase
    return None


def money(reading: Reading, index: int) -> None:
    """As in "swaps the lat for the euro", "The euro replaces the kroon in Estonia"."""
    for at in range(index + 1, min(index + 8, len(reading.tokens))):
        if reading.low(at) in {"for", "with", "to", "by"}:
            bodies, last = bodies_from(reading, at + 1)
            if bodies and bodies[0].body.entity_id == EURO:
                change = Change("join", (bodies[0].body,), "effective", last, "join:money")
                tell(reading, index, change, reading.climb(index))
                return
    if reading.tokens[index].lemma == "replace":
        replaced(reading, index)


def replaced(reading: Reading, index: int) -> None:
    """As in "The euro replaces the kroon in Estonia"."""
    ascent = reading.climb(index, body_subject=True)
    subject = ascent.subject
    if not isinstance(subject, BodyPhrase) or subject.body.entity_id != EURO:
        return
    for at in range(index + 1, min(index + 6, len(reading.tokens))):
        party = reading.phrases.party_at.get(at + 1)
        if reading.low(at) == "in" and party is not None and not party.possessive:
            outcome = compose("effective", ascent)
            if outcome.stage is not None:
                members = members_of(reading, party)
                frame = Frame("join", members, (subject.body,), outcome, subject.first, party.last,
                              "join:money")  # fmt: skip
                reading.keep(frame, index)
            return


COUNTING = listed("have get gain welcome count receive greet")
FRESH = listed("new newest latest")


def counted(reading: Reading, index: int) -> None:
    """As in "The community has a new member, X", "counts X among its members from Monday"."""
    party = named_after(reading, index)
    if party is None:
        return
    before = [reading.tokens[at] for at in range(max(0, index - 4), index)]
    fresh = any(token.low in FRESH or token.low[0].isdigit() for token in before)
    verb = next(
        (at for at in range(index - 1, max(-1, index - 6), -1) if counting(reading, at)), None
    )
    if not fresh or verb is None:
        return
    ascent = reading.climb(verb, body_subject=True)
    subject = ascent.subject
    if not isinstance(subject, BodyPhrase) or subject.body.kind not in CLUBS:
        return
    outcome = compose("effective", ascent)
    members = others_than((subject.body,), members_of(reading, party))
    if members and outcome.stage is not None:
        frame = Frame("join", members, (subject.body,), outcome, min(ascent.top, verb), party.last,
                      "join:counted")  # fmt: skip
        reading.keep(frame, index)


def counting(reading: Reading, at: int) -> bool:
    """Whether a verb of having stands here."""
    token = reading.tokens[at]
    return token.has("HAVE") or (token.has("VERB") and token.lemma in COUNTING)


def named_after(reading: Reading, index: int) -> Party | None:
    """The party named behind "a new member": after a comma, a colon or "in"."""
    if reading.low(index + 1) not in {",", ":", "in", "-", "–", "—"}:
        return None
    party = reading.phrases.party_at.get(index + 2)
    good = party is not None and not party.possessive and party.kind in {"state", "seat"}
    return party if good else None


HOMES = listed("place future home")


def at_home(reading: Reading, index: int) -> None:
    """As in "Ukraine's place is in the union", "X's future lies in the union"."""
    party = reading.phrases.party_at.get(index - 1)
    link = reading.low(index + 1)
    if party is None or not party.possessive or link not in {"is", "lies", "was", "lay"}:
        return
    if reading.tokens[index].low not in HOMES or reading.low(index + 2) not in {"in", "with"}:
        return
    bodies, last = bodies_from(reading, index + 3)
    members = members_of(reading, party)
    if bodies and members and bodies[0].body.kind in CLUBS:
        outcome = Outcome("considered", why=["its place is said to be there"])
        frame = Frame("join", members, (bodies[0].body,), outcome, party.first, last, "join:place")
        reading.keep(frame, index)


def knocking(reading: Reading, index: int) -> None:
    """As in "is knocking at the alliance's door"."""
    phrase = reading.phrases.body_at.get(index + 1) or reading.phrases.body_at.get(index + 2)
    if phrase is None or phrase.head != "possessor" or phrase.body.kind not in CLUBS:
        return
    if reading.low(phrase.last + 2) in {"door", "doors"}:
        change = Change("join", (phrase.body,), "considered", phrase.last, "join:knock")
        tell(reading, index, change, reading.climb(index))


def on_the_road(reading: Reading, index: int) -> None:
    """As in "Albania's long road to the union": whose road, and where it leads."""
    if reading.low(index).split(" ")[-1] not in {"to", "into", "towards", "toward"}:
        return
    owner = next(
        (
            reading.phrases.party_at[at]
            for at in range(index - 1, max(-1, index - 4), -1)
            if at in reading.phrases.party_at
        ),
        None,
    )
    bodies, last = bodies_from(reading, index + 1)
    if owner is None or not bodies or bodies[0].body.kind not in CLUBS:
        return
    if not owner.possessive or owner.kind == "leader":
        return
    ascent = reading.climb(owner.first, noun=True)
    ascent.operators = after_verb(reading, last)
    outcome = compose("considered", ascent, nominal=True)
    members = others_than((bodies[0].body,), members_of(reading, owner))
    if members and outcome.stage is not None:
        frame = Frame("join", members, (bodies[0].body,), outcome, owner.first, last, "join:road")
        reading.keep(frame, index)
