"""Verbs a body is the subject of: it admits, invites, suspends, expels, takes back."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.rules.decision_frames import (
    ANY_HEAD,
    acting_body,
    closes,
    complement,
    decider,
    spurned,
    whose,
)
from pactwire.domain.extraction.claims.rules.passives import (
    apposed,
    joins,
    named_before,
    passive_bodies,
    standing,
    still,
)
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.scope.governors import Ascent, form_of
from pactwire.domain.extraction.claims.tokens.protocols import Body
from pactwire_schemas.enrichment import Action, Stage

VERBS: dict[str, tuple[Action, Stage]] = {
    "SUSPEND": ("suspend", "effective"),
    "EXPEL": ("expel", "effective"),
    "EXPEL_FROM": ("expel", "effective"),
    "REINSTATE": ("reinstate", "effective"),
    "HALT": ("suspend", "effective"),
    "INVITE": ("join", "approved"),
    "SPURN": ("join", "rejected"),
    "ADMIT": ("join", "effective"),
    "UNBAR": ("join", "approved"),
    "CLEAR": ("join", "approved"),
    "TERMINATE": ("leave", "effective"),
    "STILL_OUT": ("reinstate", "rejected"),
}


def decision_verbs(reading: Reading, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    token = reading.tokens[index]
    label = next((name for name in VERBS if name in token.tags), "HALT")
    form = form_of(reading.tokens, index)
    if label in {"SUSPEND", "HALT", "TERMINATE"} and own_participation(reading, index):
        return
    if label == "TERMINATE":
        return
    party = direct_party(reading, index + 1)
    if party is None and label in {"SUSPEND", "EXPEL"}:
        party = one_of_its_own(reading, index)
    if party is not None and form != "passive":
        active(reading, index, label, party)
    elif (token.has("f:en") and form not in {"perfect", "noun"}) or passive_perfect(reading, index):
        passive(reading, index, label)


def one_of_its_own(reading: Reading, index: int) -> Party | None:
    """As in "The club suspended one of its own: X": the one state the sentence names."""
    words = tuple(reading.low(at) for at in range(index + 1, index + 5))
    if words not in OWN:
        return None
    named = {member for party in reading.phrases.parties for member in party.members}
    return Party(index + 1, index + 4, tuple(named), "state") if len(named) == 1 else None


OWN = frozenset({("one", "of", "its", "own"), ("one", "of", "their", "own")})


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
    verb = reading.tokens[index]
    heads = ANY_HEAD | {"modifier"} if verb.lemma == "put" else frozenset({"body"})
    bodies, last = bodies_from(reading, noun + 2, heads)
    label = "TERMINATE" if verb.has("TERMINATE") else "SUSPEND"
    if verb.lemma == "put" and not iced(reading, last + 1):
        return False
    ascent = reading.climb(index)
    if (
        not bodies
        or not isinstance(ascent.subject, Party)
        or form_of(reading.tokens, index) == "passive"
    ):
        return False
    add(reading, index, Decision(label, ascent.subject, bodies, last), ascent)
    return True


def iced(reading: Reading, index: int) -> bool:
    """As in "puts its membership of the pact on ice"."""
    words = f"{reading.low(index)} {reading.low(index + 1)}"
    return words.startswith(("on ice", "on hold"))


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
    if label == "ADMIT" and reading.low(party.last + 1) == "back":
        label = "REINSTATE"
    bodies, last = complement(reading, party.last + 1, label)
    ascent = decider(reading, index)
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
    if others_own(reading, party, ascent):
        return
    bodies, last = whose(reading, noun, party)
    if not bodies:
        bodies, last = holders(reading, index, party, ascent), noun
    add(reading, index, Decision(label, party, bodies, last), ascent)


def others_own(reading: Reading, party: Party, ascent: Ascent) -> bool:
    """As in "X left and the members answered by suspending their own part": not that of X."""
    several = party.word == "their" and len(members_of(reading, party)) < 2
    return several and ascent.form == "gerund"


def holders(reading: Reading, index: int, party: Party, ascent: Ascent) -> list[BodyPhrase]:
    """The body a membership is held in: the one that acts, or for "its membership" the last one."""
    if isinstance(ascent.subject, BodyPhrase):
        return [ascent.subject]
    body = reading.context.last_body(reading.tokens[index].start)
    if party.kind != "pronoun" or body is None or not isinstance(ascent.subject, Party):
        return []
    return [BodyPhrase(index, index, body, "body", generic=True)]


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


def passive(reading: Reading, index: int, label: str) -> None:
    """As in "Niger was suspended from the bloc", headline "Niger suspended from the bloc"."""
    ascent = reading.climb(index)
    party = ascent.subject
    if not isinstance(party, Party) or party.possessive or party.kind in {"adjective", "people"}:
        return
    if label == "HALT" or (party.kind in {"leader", "representative"} and label != "INVITE"):
        return
    bodies, last = passive_bodies(reading, index, label)
    decided = ascent.linked == "that" or (party.kind == "generic" and ascent.form == "passive")
    decided = decided and closes(reading, index + 1)
    if not bodies and decided and label in {"SUSPEND", "EXPEL", "ADMIT"}:
        bodies = named_before(reading, index)
    if not bodies or (label == "INVITE" and not joins(reading, index, last)):
        return
    if form_of(reading.tokens, index) == "finite":
        ascent.form = "passive"
    if label == "SUSPEND" and " " in reading.low(index) and still(reading, index):
        label = "STILL_OUT"
    recalled = apposed(reading, index, party) or standing(reading, index)
    add(reading, index, Decision(label, party, bodies, last, recalled), ascent)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision by its verb's label, the party it hits, the bodies and the phrase's end."""

    label: str
    party: Party
    bodies: list[BodyPhrase]
    last: int
    recalled: bool = False


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
    if outcome.stage is None and decision.label == "REINSTATE" and ascent.form == "bare":
        outcome.to("rejected", "not taken back")
    if voted_out(decision.label, ascent, outcome):
        outcome.to("effective", "decided by the body itself")
    if not members or not found or outcome.stage is None:
        reading.drop(index, "nobody to be the member" if outcome.stage else "negated")
        return
    if decision.recalled:
        outcome.background = True
        outcome.why.append("told in passing")
    first = min(ascent.top, index)
    frame = Frame(action, members, found, outcome, first, decision.last, f"{action}:decision")
    frame.certain = bool(party.members)
    frame.decided = action in {"suspend", "expel"} and settled(ascent)
    reading.keep(frame, index)
    spurned(reading, end, frame)


def settled(ascent: Ascent) -> bool:
    """As in "voted to suspend X", "agree to expel X": it's decided, whatever may follow."""
    first = ascent.operators[0] if ascent.operators else None
    return first is not None and first.lemma in DECIDING and len(ascent.operators) == 1


DECIDING = frozenset({"vote", "decide", "agree", "resolve", "agree-to", "vote-to"})


def voted_out(label: str, ascent: Ascent, outcome: Outcome) -> bool:
    """As in "votes to suspend X": a body that decides on a suspension has suspended."""
    verbs = [operator.lemma for operator in ascent.operators]
    return (
        label in {"SUSPEND", "EXPEL", "EXPEL_FROM"}
        and outcome.stage == "approved"
        and verbs in (["vote"], ["vote-to"])
    )


def determined(reading: Reading, index: int) -> bool:
    """Whether a determiner makes a noun of a word: "an attempt"."""
    left = reading.token(index - 1)
    return left is not None and (left.has("DET", "POSS") or left.low in {"'s", "'"})
