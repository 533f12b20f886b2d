"""Answers to those who would join: "says yes to", "gives its blessing to", "no alliance for X"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, closes
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.tokens.protocols import Body
from pactwire_schemas.enrichment import Stage

SAYING = listed("say vote give deliver return answer get")
JOINABLE = CLUBS | {"organ", "treaty", "court", "development_bank"}
VOTERS = listed("voters people electorate citizens majority cent percent")


def answering(reading: Reading, index: int) -> None:
    """A yes or no of voters to a body, or of a body to a state."""
    token = reading.tokens[index]
    verb = index if token.has("VERB") else saying_before(reading, index)
    if verb is None:
        return
    ascent = reading.climb(verb, body_subject=True)
    subject = ascent.subject
    yes = token.has("YES")
    bodies, last = bodies_from(reading, index + 1)
    if bodies and isinstance(subject, Party) and speaks_for_all(reading, subject):
        if yes or not token.has("VERB"):
            base: Stage = "approved" if yes else "rejected"
            bodied = tuple(phrase.body for phrase in bodies)
            frame = Frame("join", members_of(reading, subject), bodied, compose(base, ascent),
                          min(ascent.top, verb), last, "join:answer")  # fmt: skip
            keep(reading, index, frame)
        return
    party = direct_party(reading, index + 1)
    acting = subject if isinstance(subject, BodyPhrase) else None
    if party is None or party.possessive or acting is None or acting.body.kind not in CLUBS:
        return
    if closes(reading, party.last + 1):
        base = "effective" if yes else "rejected"
        frame = Frame("join", members_of(reading, party), (acting.body,), compose(base, ascent),
                      min(ascent.top, verb), party.last, "join:answer")  # fmt: skip
        keep(reading, index, frame)


def keep(reading: Reading, index: int, frame: Frame) -> None:
    """Keep a frame that has members, joinable bodies and a stage."""
    frame.members = others_than(frame.bodies, frame.members)
    if not frame.members or frame.outcome.stage is None:
        reading.drop(index, "nobody to be the member")
    elif all(body.kind in JOINABLE for body in frame.bodies):
        reading.keep(frame, index)


def saying_before(reading: Reading, index: int) -> int | None:
    """The verb of an answer: "said a loud and clear | yes to"."""
    for back in range(index - 1, max(-1, index - 7), -1):
        token = reading.tokens[back]
        if token.has("VERB"):
            return back if token.lemma in SAYING else None
        if token.hit is not None or token.low in {";", ":", ","}:
            return None
    return None


def speaks_for_all(reading: Reading, subject: Party) -> bool:
    """Whether a subject is a people, its voters or its state."""
    if subject.possessive:
        return False
    words = {reading.low(at) for at in range(subject.first, subject.last + 1)}
    return subject.kind in {"people", "state", "seat", "generic"} or bool(words & VOTERS)


def none_for(reading: Reading, index: int) -> None:
    """As in "No alliance for Ukraine", "X: no Kyoto for Australia"."""
    bodies, last = bodies_from(reading, index + 1)
    opens = index == 0 or reading.low(index - 1) in {":", '"', "“", "-", "—", "–", "says", "said"}
    if not bodies or not opens or reading.low(last + 1) != "for" or bodies[0].first > index + 2:
        return
    party = direct_party(reading, last + 2)
    if party is None or party.possessive or party.kind not in {"state", "seat", "generic"}:
        return
    refuse(reading, index, party, [bodies[0].body], party.last)


def refuse(reading: Reading, index: int, party: Party, bodies: list[Body], last: int) -> None:
    """A refusal that nothing softens."""
    members = others_than(tuple(bodies), members_of(reading, party))
    ascent = reading.climb(index)
    ascent.operators = []
    if members and bodies:
        outcome = compose("rejected", ascent)
        first = min(index, party.first)
        reading.keep(Frame("join", members, tuple(bodies), outcome, first, last, "join:no"), index)


LISTS = listed("invited invitees joiners newcomers candidates entrants joining")


def off_the_list(reading: Reading, index: int) -> None:
    """As in "left Georgia off the list of invited states", "X was kept off the list"."""
    ahead = {reading.low(at) for at in range(index + 1, index + 8)}
    invites = any(token.has("INVITE", "N_INVITE") for token in reading.tokens[:index])
    invites = invites or any(frame.action == "join" for frame in reading.frames)
    if not (ahead & LISTS or invites):
        return
    party = reading.phrases.party_at.get(index - 1)
    if party is None and reading.low(index - 1) in {"left", "kept", "struck"}:
        subject = reading.climb(index - 1).subject
        party = subject if isinstance(subject, Party) else None
    named = [phrase for phrase in reading.phrases.bodies if phrase.head != "modifier"]
    if party is None or party.possessive or len({phrase.body.entity_id for phrase in named}) != 1:
        return
    refuse(reading, index, party, [named[0].body], index)


def wanting_in(reading: Reading, index: int) -> None:
    """As in "says it no longer wants in"."""
    after = reading.low(index + 1)
    if after not in {"", ".", ",", '"', ";", "but", "and"}:
        return
    ascent = reading.climb(index)
    body = spoken_of(reading, index)
    if body is None or not isinstance(ascent.subject, Party) or body.kind not in JOINABLE:
        return
    lapsed = reading.low(index - 1) == "no longer" or reading.tokens[index - 1].has("NEG")
    outcome = compose("rejected" if lapsed else "considered", ascent)
    if lapsed:
        outcome.to("rejected", "no longer wanted")
    if outcome.stage is not None:
        members = others_than((body,), members_of(reading, ascent.subject))
        first = min(ascent.top, index)
        keep(reading, index, Frame("join", members, (body,), outcome, first, index, "join:want"))


def spoken_of(reading: Reading, index: int) -> Body | None:
    """The body named before, else the only one the sentence names, else the article's last."""
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
    named = reading.phrases.bodies
    if not inside and len({phrase.body.entity_id for phrase in named}) == 1:
        inside = named
    return inside[-1].body if inside else reading.context.last_body(reading.tokens[0].start)


COUNTED = listed("be counted considered regarded seen treated among as a the")


def no_candidate(reading: Reading, index: int) -> None:
    """As in "should no longer be counted among the candidates", "is no longer a candidate"."""
    ahead = range(index + 1, min(index + 7, len(reading.tokens)))
    found = next((at for at in ahead if reading.tokens[at].has("CANDIDATE")), None)
    lapsed = reading.tokens[index].has("LAPSE") or reading.low((found or 0) + 1) == "any"
    if found is None or not lapsed or reading.tokens[found - 1].has("AGENT", "REP"):
        return
    if any(reading.low(at) not in COUNTED for at in range(index + 1, found)):
        return
    body = spoken_of(reading, found)
    ascent = reading.climb(index)
    if body is None or not isinstance(ascent.subject, Party) or ascent.subject.kind == "leader":
        return
    ascent.operators = []
    members = others_than((body,), members_of(reading, ascent.subject))
    frame = Frame("join", members, (body,), compose("rejected", ascent), min(ascent.top, index),
                  found, "join:candidate")  # fmt: skip
    keep(reading, index, frame)


def nodded(reading: Reading, index: int) -> None:
    """As in "Leaders of the community gave X the nod"."""
    if reading.low(index - 1) != "the" or not closes(reading, index + 1):
        return
    party = reading.phrases.party_at.get(index - 2)
    if party is None or party.possessive or party.kind not in {"state", "seat"}:
        return
    verb = reading.tokens[party.first - 1]
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < party.first]
    if not verb.has("GRANT") or not inside or inside[0].body.kind not in CLUBS:
        return
    ascent = reading.climb(party.first - 1, body_subject=True)
    if isinstance(ascent.subject, Party):
        return
    body = inside[-1].body
    members = others_than((body,), members_of(reading, party))
    outcome = compose("approved", ascent)
    frame = Frame("join", members, (body,), outcome, inside[-1].first, index, "join:nod")
    keep(reading, index, frame)
