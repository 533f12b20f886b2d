"""Nouns of change: "Finland's accession to NATO", "the EU bid", "its exit from the pact"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import nounlike
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.rules.bids import (
    adjacent_body,
    alone,
    bid_of,
    bid_to,
    candidate_status,
    judged_by,
)
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, for_all
from pactwire.domain.extraction.claims.rules.instruments import body_of_paper, on_paper, sender
from pactwire.domain.extraction.claims.rules.membership_nouns import find_body, find_party
from pactwire.domain.extraction.claims.rules.noun_arguments import (
    BIDS,
    CHANGE_NOUNS,
    NEUTRAL,
    Nominal,
    base_of,
    bid_like,
    misfit,
    operators_near,
    owner_of,
    was_put_out,
)
from pactwire.domain.extraction.claims.rules.operator_senses import turn
from pactwire.domain.extraction.claims.rules.with_clauses import faced, heralded, threatened
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.scope.governors import Ascent, Operator
from pactwire.domain.extraction.claims.tokens.protocols import Body
from pactwire_schemas.enrichment import Action


def nominal_nouns(reading: Reading, index: int) -> None:
    """Read the noun at `index` when it's one of change."""
    token = reading.tokens[index]
    action = action_of(reading, index)
    if action is None and "STATUS" in token.tags:
        candidate_status(reading, index)
        return
    if action is None or (token.has("VERB") and not nounlike(reading, index)):
        return
    first = index - 1 if token.has("RIGHTS") and rights_held(reading, index) else index
    nominal = Nominal(index, index, first, action, token.tags)
    if not tail(reading, nominal):
        reading.drop(index, "another kind of noun")
        return
    find_body(reading, nominal)
    find_party(reading, nominal)
    heralded(reading, nominal)
    threatened(reading, nominal)
    faced(reading, nominal)
    bare = not nominal.bodies and nominal.party is None
    if bare and not alone(reading, nominal) and not on_paper(reading, nominal):
        return
    if "SEAT" in token.tags and not takes_seat(reading, nominal):
        reading.drop(index, "a seat on something else")
    elif nominal.bodies or elsewhere(reading, nominal):
        tell(reading, nominal)


def action_of(reading: Reading, index: int) -> Action | None:
    """What the noun is about; a bid must have a body by its side or an owner."""
    token = reading.tokens[index]
    for label, action in CHANGE_NOUNS:
        if label in token.tags:
            return action
    if token.has("RIGHTS"):
        return "join" if rights_held(reading, index) else None
    if token.low not in BIDS:
        return None
    beside = adjacent_body(reading, index) is not None or bid_to(reading, index)
    return "join" if beside or bid_of(reading, index) else None


def rights_held(reading: Reading, index: int) -> bool:
    """As in "full rights", "membership rights"."""
    return reading.low(index - 1) in {"full", "membership"}


def takes_seat(reading: Reading, nominal: Nominal) -> bool:
    """Whether a seat is one in a body: its own, or one of an elected organ."""
    if reading.low(nominal.first - 1) == "of" and "OUST" in reading.tokens[nominal.first - 2].tags:
        return False
    near = adjacent_body(reading, nominal.index) is not None
    if own_seat(reading, nominal):
        return True
    if not near and reading.low(nominal.index + 1) not in SEATED:
        return False
    if nominal.party is not None and nominal.party.word in {"his", "her"}:
        return False
    if nominal.party is None and wished_for(reading, nominal):
        return True
    return nominal.party is not None or any(p.body.kind == "organ" for p in nominal.bodies)


def wished_for(reading: Reading, nominal: Nominal) -> bool:
    """As in "is keen on a place in", "seeks a seat at"."""
    at = nominal.first - 1
    while at > 0 and reading.tokens[at].has("DET", "NEXT"):
        at -= 1
    return reading.tokens[at].has("NEARING", "OWN") and nominal.bodies[0].body.kind in CLUBS


SEATED = frozenset({"on", "in", "as", "at", "back", "again"})


def own_seat(reading: Reading, nominal: Nominal) -> bool:
    """As in "X takes its seat again": a seat in the body named before."""
    after = reading.token(nominal.last + 1)
    party = nominal.party
    closes = after is None or after.low in {".", ",", "again", "back"}
    if not closes or party is None or party.word not in {"its", "their"}:
        return False
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < nominal.first]
    nominal.bodies = nominal.bodies or inside[-1:]
    return bool(nominal.bodies)


def tail(reading: Reading, nominal: Nominal) -> bool:
    """Take in the nouns after: "membership bid", "accession talks"; False for "membership fees"."""
    while (token := reading.token(nominal.last + 1)) is not None:
        if token.has("VETO_TAIL"):
            return False
        if not token.has("TAIL", "N_JOIN", "N_LEAVE") or (
            token.has("f:s", "f:ed") and not token.has("TAIL")
        ):
            break
        nominal.last += 1
        nominal.head = token.tags
        nominal.talks = nominal.talks or token.low in {"talks", "negotiations", "negotiation"}
    after = reading.token(nominal.last + 1)
    if "TAIL" in nominal.head:
        return True
    return not (
        after is not None and is_plain(after) and after.text[0].islower() and compounds(after.low)
    )


def compounds(word: str) -> bool:
    """Whether a plain word after the noun most likely makes another compound ("entry visa")."""
    verb = word.endswith("s") and not word.endswith(("ss", "us"))
    return not (verb or word.endswith(("ly", "ed", "ing")))


NAMED = ("accession", "membership", "candidacy", "of entry", "rights")


def elsewhere(reading: Reading, nominal: Nominal) -> bool:
    """As in "Ankara's membership bid", "its suspension": the body named before."""
    party = nominal.party
    if on_paper(reading, nominal):
        nominal.bodies = body_of_paper(reading, nominal)
        return bool(nominal.bodies)
    if party is None or nominal.action == "reinstate":
        return False
    if reading.tokens[nominal.index].has("N_RETURN") and not nominal.head & {"APPLY", "TAIL"}:
        return return_to_acting(reading, nominal)
    named = reading.low(nominal.index).endswith(NAMED)
    inside = any(phrase.last < nominal.first for phrase in reading.phrases.bodies)
    inside = inside or judged_by(reading, nominal.last) is not None
    named = named or (reading.low(nominal.index) in {"entry", "admission"} and inside)
    strong = bool(nominal.head & {"APPLY", "TAIL"}) or named or announced(reading, nominal)
    if nominal.action in {"suspend", "expel"} and (acting := decider(reading, nominal)) is not None:
        nominal.bodies = [acting]
        return True
    recalled = (
        nominal.action in {"suspend", "leave"}
        and party.kind == "pronoun"
        and reading.tokens[nominal.index].has("N_SUSPEND")
    )
    if nominal.action == "expel" or (not strong and not recalled):
        return False
    start = reading.tokens[nominal.first].start
    body = judged_by(reading, nominal.last) or reading.context.last_body(start)
    if reading.low(nominal.index).endswith(("accession", "membership")):
        body = body or body_ahead(reading, nominal)
    if body is None:
        return False
    phrase = BodyPhrase(nominal.index, nominal.index, body, "body", generic=True)
    nominal.bodies = [phrase]
    nominal.certain = False
    return True


def announced(reading: Reading, nominal: Nominal) -> bool:
    """As in "which announced its withdrawal": from the one body the sentence names."""
    before = reading.token(nominal.first - 1)
    ids = {p.body.entity_id for p in reading.phrases.bodies if p.last < nominal.first}
    said = before is not None and before.lemma in {"announce", "confirm", "declare"}
    return nominal.action == "leave" and said and len(ids) == 1


def body_ahead(reading: Reading, nominal: Nominal) -> Body | None:
    """As in "Talks on X's accession opened at the organisation": the only body, named later."""
    named = reading.phrases.bodies
    one = len({phrase.body.entity_id for phrase in named}) == 1
    left = reading.token(named[0].first - 1) if one else None
    placed = left is not None and (left.has("PREP", "DET") or left.low == "the")
    near = one and nominal.last < named[0].first < nominal.last + 8
    return named[0].body if near and placed and named[0].body.kind in CLUBS else None


def return_to_acting(reading: Reading, nominal: Nominal) -> bool:
    """As in "The club put off a decision on X's return", when X had been put out of that club."""
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < nominal.first][-1:]
    ends = reading.low(nominal.last + 1) in {"", ".", ",", ";", "until", "after", "on"}
    members = members_of(reading, nominal.party)
    if not ends or not was_put_out(reading, inside, members):
        return False
    nominal.bodies = inside
    return True


def decider(reading: Reading, nominal: Nominal) -> BodyPhrase | None:
    """As in "The bloc lifted the suspension of X": the body that decides on a suspension."""
    ascent = reading.climb(nominal.first, body_subject=True, noun=True)
    lifted = any("VERB" in operator.labels for operator in ascent.operators)
    if not lifted or isinstance(ascent.subject, BodyPhrase):
        acting = ascent.subject if lifted else None
        return for_all(reading, acting) if isinstance(acting, BodyPhrase) else None
    pronoun = isinstance(ascent.subject, Party) and ascent.subject.kind == "pronoun"
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < nominal.first]
    return inside[-1] if pronoun and inside else None


def demanded(reading: Reading, ascent: Ascent) -> bool:
    """As in "demands that the union lift ...": the subjunctive of a body."""
    first = ascent.operators[0] if ascent.operators else None
    if first is None or not {"VERB", "f:base"} <= first.labels or "f:ed" in first.labels:
        return False
    actor = reading.phrases.body_at.get(first.index - 1)
    if actor is None:
        return False
    before = actor.first - 2 if reading.tokens[actor.first - 1].has("DET") else actor.first - 1
    return reading.low(before) == "that"


def governed(reading: Reading, nominal: Nominal) -> tuple[Ascent, list[Operator]]:
    """What governs a noun from the left, and the verb it is the subject of."""
    ascent = reading.climb(nominal.first, noun=True)
    turn(reading, ascent)
    if demanded(reading, ascent):
        ascent.operators.append(Operator(frozenset({"COND"}), "that", ascent.top, "demand"))
    verb = after_verb(reading, nominal.last)
    if verb:
        above = ascent.operators if operators_near(reading, ascent, nominal) else []
        ascent.operators = above + verb
    return ascent, verb


def tell(reading: Reading, nominal: Nominal) -> None:
    """Compose the stage from what governs the noun and keep the frame."""
    why = misfit(reading, nominal)
    if why:
        reading.drop(nominal.index, why)
        return
    ascent, verb = governed(reading, nominal)
    bodies = tuple(dict.fromkeys(phrase.body for phrase in nominal.bodies))
    filed = on_paper(reading, nominal)
    owner = sender(reading, nominal, ascent) if filed else owner_of(reading, nominal, ascent)
    members = others_than(bodies, owner)
    if not members:
        reading.drop(nominal.index, "whose isn't said")
        return
    action, base = base_of(reading, nominal, ascent)
    base = "approved" if filed else base
    nominal.news = nominal.news or filed
    only_rights = action == "join" and reading.tokens[nominal.index].has("RIGHTS")
    if only_rights or (not verb and read_as_decision(reading, nominal, ascent)):
        return
    lifting = action == "reinstate"
    outcome = compose(base, ascent, nominal=True, talks=nominal.talks, lifting=lifting)
    if outcome.stage is None:
        reading.drop(nominal.index, "negated")
        return
    if action == nominal.action:
        recall(reading, nominal, ascent, outcome)
    first = min(ascent.top, nominal.first)
    frame = Frame(action, members, bodies, outcome, first, nominal.last, f"{action}:noun")
    frame.certain = nominal.certain and nominal.party is not None and bool(nominal.party.members)
    reading.keep(frame, nominal.index)


def read_as_decision(reading: Reading, nominal: Nominal, ascent: Ascent) -> bool:
    """As in "suspends X's membership": the verb's own rule reads it."""
    first = ascent.operators[0].labels if ascent.operators else frozenset()
    held = reading.low(nominal.index) not in {"accession", "candidacy"}
    return held and not bid_like(nominal) and bool(first & {"SUSPEND", "REINSTATE", "HALT"})


LASTING = frozenset({"keep", "maintain", "extend", "prolong", "uphold", "renew"})


JUBILEES = frozenset({"anniversary", "anniversaries", "jubilee", "decade", "decades", "years"})
"""As in "the 20th anniversary of its membership": what is counted in years is old."""


def hoped_for(reading: Reading, nominal: Nominal, outcome: Outcome) -> bool:
    """As in "NATO membership for Ukraine": what somebody is to have, it hasn't."""
    party = nominal.party
    held = reading.low(nominal.index).endswith("membership") and outcome.stage == "effective"
    return held and party is not None and reading.low(party.first - 1) == "for"


def recall(reading: Reading, nominal: Nominal, ascent: Ascent, outcome: Outcome) -> None:
    """A change that's only named, by a noun without a verb over it, is background."""
    if nominal.action == "suspend" and any(op.lemma in LASTING for op in ascent.operators):
        outcome.background = True
        outcome.why.append("it goes on")
    if hoped_for(reading, nominal, outcome):
        outcome.to("considered", "membership for somebody")
        return
    before = reading.tokens[max(0, nominal.first - 5) : nominal.first]
    if ascent.relative == "with which" or any(token.low in JUBILEES for token in before):
        outcome.background = True
        return
    told = nominal.news or any(op.labels - {"VERB"} - NEUTRAL for op in ascent.operators)
    if not told and outcome.stage in {"effective", "approved"} and not bid_like(nominal):
        outcome.background = True
        outcome.why.append("recalled by a noun")
