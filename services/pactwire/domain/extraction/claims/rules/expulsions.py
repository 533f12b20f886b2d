"""Idioms by which a body puts a member out: "shut X out of", "strips X of its rights".

The verbs that say so in one word are in `decisions`.
"""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.rules.decision_frames import (
    ORGANS,
    find_acting_body,
    find_agent_body,
    find_decision_governors,
)
from pactwire.domain.extraction.claims.rules.decisions import (
    BodyDecision,
    emit_decision,
    is_passive_perfect,
    match_own_participation,
)
from pactwire.domain.extraction.claims.scope.governors import classify_form

OUT = {
    "shut": "SUSPEND",
    "lock": "SUSPEND",
    "throw": "EXPEL",
    "kick": "EXPEL",
    "boot": "EXPEL",
    "cast": "EXPEL",
}
RANKS = word_set("ranks roll rolls membership roster")
HELD = word_set("membership seat place")

NO_MEMBERS = frozenset({"adjective", "people", "leader", "representative"})


def match_expulsion(analysis: SentenceAnalysis, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    if analysis.tokens[index].lemma == "put":
        match_own_participation(analysis, index)
        return
    form = classify_form(analysis.tokens, index)
    party = find_direct_object(analysis, index + 1)
    if party is not None and not party.possessive and form != "passive":
        match_active_expulsion(analysis, index, party)
    elif (
        form == "passive"
        or is_passive_perfect(analysis, index)
        or is_headline_participle(analysis, index)
    ):
        match_passive_expulsion(analysis, index)


def is_headline_participle(analysis: SentenceAnalysis, index: int) -> bool:
    """As in the headline "X thrown out of club"; a match or a summit is kicked off."""
    return analysis.tokens[index].has("f:en") and analysis.low(index + 1) != "off"


def match_active_expulsion(analysis: SentenceAnalysis, index: int, party: PartyPhrase) -> None:
    """As in "The bloc shut X out", "strips X of its rights"."""
    found = find_expulsion_idiom(analysis, index, party.last + 1)
    if found is None:
        return
    label, last = found
    chain = find_decision_governors(analysis, index)
    bodies, end = find_body_after(analysis, last)
    if not bodies and has_other_source(analysis, last):
        return
    if not bodies:
        bodies, end = find_acting_body(analysis, index, label, party, chain), last
    if bodies:
        emit_decision(analysis, index, BodyDecision(label, party, bodies, end), chain)


def match_passive_expulsion(analysis: SentenceAnalysis, index: int) -> None:
    """As in "X was stripped of its seat", "X has been shown the door by the union"."""
    found = find_expulsion_idiom(analysis, index, index + 1)
    chain = analysis.find_governors(index) if found is not None else None
    if found is None or chain is None:
        return
    party = chain.subject
    if not isinstance(party, PartyPhrase) or party.possessive or party.kind in NO_MEMBERS:
        return
    label, last = found
    bodies, end = find_body_after(analysis, last)
    if not bodies:
        bodies, end = find_agent_body(analysis, last + 1)
    if not bodies:
        return
    if classify_form(analysis.tokens, index) == "finite":
        chain.form = "passive"
    emit_decision(analysis, index, BodyDecision(label, party, bodies, end), chain)


def has_other_source(analysis: SentenceAnalysis, last: int) -> bool:
    """As in "threw X out of the service": no ranks and no organ of a body."""
    if analysis.low(last) not in {"out of", "off"}:
        return False
    return not any(analysis.low(at) in RANKS | ORGANS for at in range(last + 1, last + 4))


def find_body_after(analysis: SentenceAnalysis, last: int) -> tuple[list[BodyPhrase], int]:
    """The body that the idiom's last word or the next one leads to: "out of X", "its seat at X"."""
    if analysis.low(last) in {"out of", "off"}:
        return find_bodies_at(analysis, last + 1)
    if analysis.low(last + 1) in {"in", "at", "of", "from", "within", "on"}:
        return find_bodies_at(analysis, last + 2)
    return [], last


def find_expulsion_idiom(
    analysis: SentenceAnalysis, index: int, start: int
) -> tuple[str, int] | None:
    """The label and the last token of what the verb does to a party, from `start` on."""
    lemma = analysis.tokens[index].lemma
    if lemma in OUT:
        kicked = analysis.low(start) == "off" and classify_form(analysis.tokens, index) != "perfect"
        found = OUT[lemma] if analysis.low(start) in {"out", "out of"} or kicked else ""
        return (found, start) if found else None
    if lemma == "strip":
        return find_stripped_right(analysis, start)
    if lemma == "drop":
        own = analysis.low(start) == "from" and analysis.low(start + 2) in RANKS
        return ("EXPEL", start + 2) if own else None
    words = (analysis.low(start + 1), analysis.low(start + 2))
    if lemma == "show" and (analysis.low(start), words[0]) == ("the", "door"):
        return "SUSPEND", start + 1
    return ("SUSPEND", start + 2) if words == ("red", "card") else None


def find_stripped_right(analysis: SentenceAnalysis, start: int) -> tuple[str, int] | None:
    """As in "of its membership rights", "of its right to take part", "of its seat"."""
    if analysis.low(start) != "of":
        return None
    for at in range(start + 1, min(start + 6, len(analysis.tokens))):
        low = analysis.low(at)
        if low == "rights" and analysis.tokens[at - 1].has("N_JOIN", "NEXT"):
            return "SUSPEND", at
        if low == "right" and analysis.low(at + 1) == "to":
            return (
                ("SUSPEND", find_end_of_taking_part(analysis, at + 2))
                if is_right_to_take_part(analysis, at + 2)
                else None
            )
        if low in HELD and analysis.low(at + 1) not in {"rights", "right"}:
            return "SUSPEND", at
    return None


def is_right_to_take_part(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether what a right is to is a part in the body: to sit, attend, take part."""
    return analysis.among(index, "TAKING_PART")


def find_end_of_taking_part(analysis: SentenceAnalysis, index: int) -> int:
    """The last token of "take part", "participate", "be represented"."""
    longer = analysis.low(index) in {"take", "be"}
    return index + 1 if longer else index
