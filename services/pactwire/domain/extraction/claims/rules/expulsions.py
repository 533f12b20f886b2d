"""Idioms by which a body puts a member out: "shut X out of", "strips X of its rights".

The verbs that say so in one word are in `decisions`.
"""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.frame import Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.decision_frames import (
    ORGANS,
    acting_body,
    by_body,
    decider,
)
from pactwire.domain.extraction.claims.rules.decisions import (
    Decision,
    add,
    own_participation,
    passive_perfect,
)
from pactwire.domain.extraction.claims.scope.governors import form_of

OUT = {
    "shut": "SUSPEND",
    "lock": "SUSPEND",
    "throw": "EXPEL",
    "kick": "EXPEL",
    "boot": "EXPEL",
    "cast": "EXPEL",
}
RANKS = listed("ranks roll rolls membership roster")
HELD = listed("membership seat place")
TAKING_PART = listed("take participate attend sit be membership")
NO_MEMBERS = frozenset({"adjective", "people", "leader", "representative"})


def ousting_verbs(reading: Reading, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    if reading.tokens[index].lemma == "put":
        own_participation(reading, index)
        return
    form = form_of(reading.tokens, index)
    party = direct_party(reading, index + 1)
    if party is not None and not party.possessive and form != "passive":
        active(reading, index, party)
    elif form == "passive" or passive_perfect(reading, index) or bare_participle(reading, index):
        passive(reading, index)


def bare_participle(reading: Reading, index: int) -> bool:
    """As in the headline "X thrown out of club"; a match or a summit is kicked off."""
    return reading.tokens[index].has("f:en") and reading.low(index + 1) != "off"


def active(reading: Reading, index: int, party: Party) -> None:
    """As in "The bloc shut X out", "strips X of its rights"."""
    found = way_out(reading, index, party.last + 1)
    if found is None:
        return
    label, last = found
    ascent = decider(reading, index)
    bodies, end = named_after(reading, last)
    if not bodies and leads_elsewhere(reading, last):
        return
    if not bodies:
        bodies, end = acting_body(reading, index, label, party, ascent), last
    if bodies:
        add(reading, index, Decision(label, party, bodies, end), ascent)


def passive(reading: Reading, index: int) -> None:
    """As in "X was stripped of its seat", "X has been shown the door by the union"."""
    found = way_out(reading, index, index + 1)
    ascent = reading.climb(index) if found is not None else None
    if found is None or ascent is None:
        return
    party = ascent.subject
    if not isinstance(party, Party) or party.possessive or party.kind in NO_MEMBERS:
        return
    label, last = found
    bodies, end = named_after(reading, last)
    if not bodies:
        bodies, end = by_body(reading, last + 1)
    if not bodies:
        return
    if form_of(reading.tokens, index) == "finite":
        ascent.form = "passive"
    add(reading, index, Decision(label, party, bodies, end), ascent)


def leads_elsewhere(reading: Reading, last: int) -> bool:
    """As in "threw X out of the service": no ranks and no organ of a body."""
    if reading.low(last) not in {"out of", "off"}:
        return False
    return not any(reading.low(at) in RANKS | ORGANS for at in range(last + 1, last + 4))


def named_after(reading: Reading, last: int) -> tuple[list[BodyPhrase], int]:
    """The body that the idiom's last word or the next one leads to: "out of X", "its seat at X"."""
    if reading.low(last) in {"out of", "off"}:
        return bodies_from(reading, last + 1)
    if reading.low(last + 1) in {"in", "at", "of", "from", "within", "on"}:
        return bodies_from(reading, last + 2)
    return [], last


def way_out(reading: Reading, index: int, start: int) -> tuple[str, int] | None:
    """The label and the last token of what the verb does to a party, from `start` on."""
    lemma = reading.tokens[index].lemma
    if lemma in OUT:
        kicked = reading.low(start) == "off" and form_of(reading.tokens, index) != "perfect"
        found = OUT[lemma] if reading.low(start) in {"out", "out of"} or kicked else ""
        return (found, start) if found else None
    if lemma == "strip":
        return stripped(reading, start)
    if lemma == "drop":
        own = reading.low(start) == "from" and reading.low(start + 2) in RANKS
        return ("EXPEL", start + 2) if own else None
    words = (reading.low(start + 1), reading.low(start + 2))
    if lemma == "show" and (reading.low(start), words[0]) == ("the", "door"):
        return "SUSPEND", start + 1
    return ("SUSPEND", start + 2) if words == ("red", "card") else None


def stripped(reading: Reading, start: int) -> tuple[str, int] | None:
    """As in "of its membership rights", "of its right to take part", "of its seat"."""
    if reading.low(start) != "of":
        return None
    for at in range(start + 1, min(start + 6, len(reading.tokens))):
        low = reading.low(at)
        if low == "rights" and reading.tokens[at - 1].has("N_JOIN", "NEXT"):
            return "SUSPEND", at
        if low == "right" and reading.low(at + 1) == "to":
            return ("SUSPEND", taking_part(reading, at + 2)) if sits(reading, at + 2) else None
        if low in HELD and reading.low(at + 1) not in {"rights", "right"}:
            return "SUSPEND", at
    return None


def sits(reading: Reading, index: int) -> bool:
    """Whether what a right is to is a part in the body: to sit, attend, take part."""
    return reading.low(index) in TAKING_PART


def taking_part(reading: Reading, index: int) -> int:
    """The last token of "take part", "participate", "be represented"."""
    longer = reading.low(index) in {"take", "be"}
    return index + 1 if longer else index
