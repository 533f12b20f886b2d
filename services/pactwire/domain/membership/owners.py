"""Whose change a noun tells of, and what the noun says by itself."""

from dataclasses import dataclass, field

from pactwire.domain.membership.ascent import Ascent
from pactwire.domain.membership.context import Member
from pactwire.domain.membership.frames import Reading
from pactwire.domain.membership.listed import listed
from pactwire.domain.membership.nouns import BodyPhrase, Party
from pactwire.domain.membership.objects import (
    is_treaty,
)
from pactwire.domain.membership.resolving import members_of
from pactwire_schemas.enrichment import Action, Stage

CHANGE_NOUNS: tuple[tuple[str, Action], ...] = (
    ("N_JOIN", "join"),
    ("N_INVITE", "join"),
    ("N_SIGN", "join"),
    ("N_ADOPT", "join"),
    ("N_RETURN", "join"),
    ("N_LEAVE", "leave"),
    ("N_SUSPEND", "suspend"),
    ("N_EXPEL", "expel"),
    ("N_REINSTATE", "reinstate"),
)


WEIGHING = listed(
    "consider weigh mull contemplate want seek pursue eye ponder explore reconsider covet"
)


LETTING = listed(
    "invite support back oppose block discuss urge recommend agree-to approve allow favour "
    "favor offer"
)
POLLS = frozenset({"referendum", "vote", "plebiscite", "debate"})


NEUTRAL = frozenset({"REPORT", "f:s", "f:ed", "f:en", "f:base", "f:ing"})


BIDS = listed(
    "bid bids application candidacy candidature hopes ambitions aspirations path quest dream "
    "dreams prospects"
)


@dataclass(slots=True)
class Nominal:
    """A noun of change with what belongs to it."""

    index: int
    last: int
    first: int
    action: Action
    head: frozenset[str]
    talks: bool = False
    bodies: list[BodyPhrase] = field(default_factory=list)
    party: Party | None = None
    certain: bool = True


def misfit(reading: Reading, nominal: Nominal) -> str:
    """Why a noun and its body make no membership change."""
    token = reading.tokens[nominal.index]
    body = nominal.bodies[0].body
    if token.has("N_SIGN") and not is_treaty(body):
        return "not a treaty one signs"
    if token.has("N_ADOPT") and body.entity_id != "x-eurozone":
        return "only the euro is adopted"
    return ""


def bid_like(nominal: Nominal) -> bool:
    """Applications and talks are today's subject even without a verb."""
    return bool(nominal.head & {"APPLY", "CONSIDER"})


def taken_back(reading: Reading, nominal: Nominal) -> bool:
    """Whether the member had been suspended or expelled: then a return is the body's decision."""
    members = members_of(reading, nominal.party)
    return any(
        spell.status == "suspended" and spell.member == member.entity_id
        for phrase in nominal.bodies
        for spell in reading.context.world.spells.get(phrase.body.entity_id, ())
        for member in members
    )


def base_of(reading: Reading, nominal: Nominal, ascent: Ascent) -> tuple[Action, Stage]:
    """The action and stage the noun has by itself."""
    token = reading.tokens[nominal.index]
    turned = turned_by(reading, nominal, ascent)
    if turned is not None:
        return turned, "effective"
    if nominal.action != "join":
        return nominal.action, "effective"
    if token.has("N_INVITE"):
        ascent.operators = [op for op in ascent.operators if "GAIN" not in op.labels]
    if "APPLY" in nominal.head:
        return "join", "applied"
    if "CONSIDER" in nominal.head:
        return "join", "considered"
    if on_the_ballot(reading, nominal, ascent):
        return "leave", "effective"
    return "join", "approved" if token.has("N_SIGN", "N_INVITE") else "effective"


def on_the_ballot(reading: Reading, nominal: Nominal, ascent: Ascent) -> bool:
    """A vote on the membership of a member is about leaving."""
    first = ascent.operators[0].token if ascent.operators else ""
    if first not in POLLS or not reading.low(nominal.index).endswith("membership"):
        return False
    inside = {
        spell.member
        for phrase in nominal.bodies
        for spell in reading.context.world.spells.get(phrase.body.entity_id, ())
        if spell.status == "member"
    }
    return any(member.entity_id in inside for member in members_of(reading, nominal.party))


def turned_by(reading: Reading, nominal: Nominal, ascent: Ascent) -> Action | None:
    """Another action that the governing verb makes of the noun: lifting a suspension reinstates."""
    labels = {label for operator in ascent.operators for label in operator.labels}
    token = reading.tokens[nominal.index]
    if token.has("N_SIGN") and labels & {"LIFT", "HALTED"}:
        ascent.operators = ascent.operators[1:]
        return "leave"
    back = token.has("SEAT") and "BACK" in labels
    if back or (token.has("N_RETURN") and taken_back(reading, nominal)):
        return "reinstate"
    if nominal.action == "suspend" and "LIFT" in labels:
        return "reinstate"
    return held_turn(reading, nominal, ascent) if nominal.action == "join" else None


def held_turn(reading: Reading, nominal: Nominal, ascent: Ascent) -> Action | None:
    """What happens to a membership that is held: it's lost, ends, is suspended or restored."""
    labels = {label for operator in ascent.operators for label in operator.labels}
    if "LOSE" in labels:
        return "expel"
    if "ENDS" in labels:
        return "leave"
    first = ascent.operators[0].labels if ascent.operators else frozenset()
    held = not bid_like(nominal) and reading.low(nominal.index) not in NOT_HELD
    if "REINSTATE" not in first and not (held and "SUSPEND" in first):
        return None
    ascent.operators = ascent.operators[1:]
    return "reinstate" if "REINSTATE" in first else "suspend"


NOT_HELD = frozenset({"accession", "candidacy", "candidature", "entry", "admission"})


def owner_of(reading: Reading, nominal: Nominal, ascent: Ascent) -> tuple[Member, ...]:
    """Whose change it is: the noun's own party, or the subject of "seeks", "wins" ..."""
    if nominal.party is not None:
        return members_of(reading, nominal.party)
    if not ascent.operators or not isinstance(ascent.subject, Party):
        return ()
    token = reading.tokens[nominal.index]
    first = ascent.operators[0]
    governed = "VERB" in first.labels
    own = governed and (
        token.has("N_SIGN", "N_LEAVE") or (nominal.talks and first.lemma not in LETTING)
    )
    own = own or (
        token.has("N_INVITE") and first.lemma in {"receive", "accept", "get", "reject", "decline"}
    )
    own = own or "NEARING" in first.labels or (governed and "REJECT" in first.labels)
    own = own or (governed and first.lemma in WEIGHING) or (governed and token.has("SEAT"))
    owner = ascent.subject.possessive or ascent.subject.kind == "adjective"
    own = own or ("TAIL" in first.labels and (owner or first.token in POLLS))
    own = own or (governed and "f:en" in first.labels and reading.low(nominal.first - 1) == "for")
    own = own or (token.has("N_LEAVE") and "VERB" not in first.labels)
    own = own or (
        token.has("N_EXPEL", "N_SUSPEND") and first.lemma in {"fear", "face", "risk", "avoid"}
    )
    ratified = first.lemma in {"ratify", "sign"} and not is_treaty(nominal.bodies[0].body)
    decided = any(
        op.labels & {"REJECT", "BLOCK", "APPROVE", "CONSIDER"} for op in ascent.operators[1:]
    )
    lodged = "APPLY" in first.labels and (ascent.subject.possessive or not decided)
    if bool(own) or ratified or lodged:
        return members_of(reading, ascent.subject)
    if (
        ascent.operators
        and ascent.operators[0].labels & {"OWN"}
        and ascent.operators[0].labels & {"VERB"}
    ):
        return members_of(reading, ascent.subject)
    return ()


def operators_near(reading: Reading, ascent: Ascent, nominal: Nominal) -> bool:
    """Whether a verb governs the noun from the left."""
    return any(
        operator.labels & {"VERB"} and operator.link == "noun" for operator in ascent.operators
    )
