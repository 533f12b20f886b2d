"""Requests and offers in so many words: "requests by A and B to enter", "hands X an invitation"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes, ends
from pactwire.domain.extraction.claims.rules.operator_senses import turn
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.governors import Ascent
from pactwire_schemas.enrichment import Stage

PLEAS = listed(
    "request requests application applications bid bids plea pleas approach approaches "
    "overture overtures advances petition petitions"
)
ENTERING = frozenset({"let", "admit", "be", "become", "accede"})
REFUSALS = frozenset({"REJECT", "BLOCK", "SPURN"})


def pleading(reading: Reading, index: int) -> None:
    """A request with its owner, to a body that is named, acts or was spoken of."""
    if reading.tokens[index].low not in PLEAS:
        return
    party, end = owner(reading, index)
    if party is None:
        return
    bodies, last, entering = entered(reading, end)
    start = min(party.first, index)
    ascent = reading.climb(start, body_subject=True, noun=True)
    turn(reading, ascent)
    refused = any(op.labels & REFUSALS and "VERB" in op.labels for op in ascent.operators)
    if not entering and not (refused and ends(reading, end)):
        return
    bodies = bodies or asked(reading, index, ascent, entering)
    if not bodies:
        return
    weighed = [op for op in ascent.operators if "CONSIDER" not in op.labels]
    told = [] if reading.low(last + 1) == "and" else after_verb(reading, last)
    ascent.operators = weighed + told
    ascent.form = "noun"
    outcome = compose("applied", ascent, nominal=True)
    bodied = tuple(phrase.body for phrase in bodies)
    members = others_than(bodied, members_of(reading, party))
    if members and outcome.stage is not None:
        first = min(ascent.top, start)
        reading.keep(Frame("join", members, bodied, outcome, first, last, "join:plea"), index)


def owner(reading: Reading, index: int) -> tuple[Party | None, int]:
    """As in "Jordan's request", "requests by A and B": the party, and where the phrase ends."""
    before = reading.phrases.party_at.get(index - 1)
    if before is None and reading.tokens[index - 1].has("NEXT"):
        before = reading.phrases.party_at.get(index - 2)
    if before is not None and (before.possessive or before.kind == "adjective"):
        return before, index + 1
    if reading.low(index + 1) in {"by", "from", "of"}:
        start = index + 2
        while reading.low(start) in {"the", "both"} and start not in reading.phrases.party_at:
            start += 1
        after = reading.phrases.party_at.get(start)
        if after is not None and not after.possessive:
            return after, after.last + 1
    return None, index + 1


def entered(reading: Reading, start: int) -> tuple[list[BodyPhrase], int, bool]:
    """As in "to join", "to be let into the union": the body, the last token, whether one enters."""
    if reading.low(start) != "to":
        return [], start - 1, False
    for at in range(start + 1, min(start + 4, len(reading.tokens))):
        token = reading.tokens[at]
        if token.has("JOIN", "JOIN_TO", "ADMIT") and token.has("VERB"):
            skip = 2 if reading.low(at + 1) in {"to", "into"} else 1
            bodies, last = bodies_from(reading, at + skip)
            alone = not bodies and (closes(reading, at + 1) or called(reading, at + skip))
            return bodies, last if bodies else at, bool(bodies) or alone
        if token.low not in {"be", "formally", "again"}:
            break
    return [], start - 1, False


def called(reading: Reading, start: int) -> bool:
    """As in "the seven-nation defence body": by a common noun."""
    ahead = [reading.token(at) for at in range(start, start + 6)]
    return reading.low(start) in {"the", "this", "that"} and any(
        token is not None and token.has("GBODY") for token in ahead
    )


def asked(
    reading: Reading, index: int, ascent: Ascent, entering: bool
) -> list[BodyPhrase]:  # fmt: skip
    """The body a request goes to: the one that acts on it, or that was spoken of last."""
    if isinstance(ascent.subject, BodyPhrase) and ascent.subject.body.kind in CLUBS:
        return [ascent.subject]
    if not entering:
        return []
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    if inside:
        return inside[-1:]
    body = reading.context.last_body(reading.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


INSTRUMENTS = frozenset({"instrument", "instruments", "letter", "letters", "documents", "papers"})
SENDING = listed("sign send hand hand-over submit file lodge present transmit deliver hand-to")


def sending_papers(reading: Reading, index: int) -> None:
    """As in "sends its instrument of accession to the convention to New York"."""
    if reading.tokens[index].low not in INSTRUMENTS or reading.low(index + 1) != "of":
        return
    noun = reading.token(index + 2)
    if noun is None or not (noun.has("N_JOIN", "N_SIGN") or noun.low in {"acceptance", "approval"}):
        return
    verbs = range(index - 1, max(-1, index - 7), -1)
    verb = next((at for at in verbs if reading.tokens[at].lemma in SENDING), None)
    bodies, last = bodies_from(reading, index + 4)
    if verb is None or not bodies:
        return
    ascent = reading.climb(verb)
    outcome = compose("approved", ascent)
    bodied = tuple(phrase.body for phrase in bodies)
    subject = ascent.subject if isinstance(ascent.subject, Party) else None
    members = others_than(bodied, members_of(reading, subject))
    if members and outcome.stage is not None:
        first = min(ascent.top, verb)
        reading.keep(Frame("join", members, bodied, outcome, first, last, "join:paper"), index)


HANDING = listed("hand give send extend issue offer hand-to deliver")
GETTING = listed("get receive win secure gain")


def invited(reading: Reading, index: int) -> None:
    """As in "hands X an invitation", "X got its letter of invitation to the alliance"."""
    receiver, verb = invitee(reading, index)
    if receiver is None:
        return
    bodies, last = bodies_from(reading, index + 2)
    verb_ahead = reading.token(index + 2)
    if reading.low(index + 1) not in {"to", "into", "from"}:
        bodies = []
    elif verb_ahead is not None and verb_ahead.has("JOIN"):
        bodies, last = bodies_from(reading, index + 3)
    last = last if bodies else index
    ascent = reading.climb(verb, body_subject=True)
    joins = verb_ahead is not None and verb_ahead.has("JOIN")
    open_end = closes(reading, index + 1) and (joins or reading.low(index + 1) != "to")
    if not bodies and open_end and isinstance(ascent.subject, BodyPhrase):
        bodies = [ascent.subject] if ascent.subject.body.kind in CLUBS else []
    if not bodies or bodies[0].body.kind not in CLUBS or task_follows(reading, bodies[0], index):
        return
    base: Stage = "approved"
    outcome = compose(base, ascent)
    bodied = tuple(phrase.body for phrase in bodies)
    members = others_than(bodied, members_of(reading, receiver))
    if members and outcome.stage is not None:
        first = min(ascent.top, verb)
        reading.keep(Frame("join", members, bodied, outcome, first, last, "join:invitation"), index)


def task_follows(reading: Reading, phrase: BodyPhrase, index: int) -> bool:
    """As in "an invitation to the alliance's summit", "an invitation to speak"."""
    return phrase.last > index and phrase.head != "body"


def invitee(reading: Reading, index: int) -> tuple[Party | None, int]:
    """Who is invited, and the verb: the object of "hands", else the subject of "gets"."""
    at = index - 1
    while at > 0 and (
        reading.tokens[at].has("DET", "NEXT", "POSS")
        or reading.low(at) in {"letter", "letters", "of", "formal", "official"}
    ):
        at -= 1
    party = reading.phrases.party_at.get(at)
    if party is not None and not party.possessive and party.kind != "adjective":
        verb = party.first - 1
        while verb > 0 and reading.tokens[verb].has("DET"):
            verb -= 1
        return (party, verb) if reading.tokens[verb].lemma in HANDING else (None, verb)
    if reading.tokens[at].lemma in GETTING and reading.tokens[at].has("VERB"):
        subject = reading.climb(at).subject
        if isinstance(subject, Party) and not subject.possessive and subject.kind != "leader":
            return subject, at
    return None, at
