"""Idioms by which a body puts a member out: "shut X out of", "strips X of its rights".

The verbs that say so in one word are in `decisions`, what stands behind each of these in
`seeds/grammar/patterns.yaml`.
"""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_direct_object
from pactwire.domain.extraction.claims.clauses.patterns import (
    has_pattern,
    look_up_pattern,
)
from pactwire.domain.extraction.claims.rules.decision_frames import (
    find_acting_body,
    find_decision_governors,
)
from pactwire.domain.extraction.claims.rules.decisions import (
    BodyDecision,
    emit_decision,
    is_passive_perfect,
    match_own_participation,
)
from pactwire.domain.extraction.claims.rules.phrases import read_bodies
from pactwire.domain.extraction.claims.scope.governors import classify_form

NO_MEMBERS = frozenset({"adjective", "people", "leader", "representative"})


def match_expulsion(analysis: SentenceAnalysis, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    if analysis.among(index, "PUTTING"):
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
    return analysis.tokens[index].has("f:en") and not analysis.among(index + 1, "KICK_OFF")


def match_active_expulsion(analysis: SentenceAnalysis, index: int, party: PartyPhrase) -> None:
    """As in "The bloc shut X out", "strips X of its rights"."""
    found = find_expulsion_idiom(analysis, index, party.last + 1)
    if found is None:
        return
    label, last = found
    chain = find_decision_governors(analysis, index)
    bodies, end = read_bodies(analysis, "put_out_of", last - 1)
    if not bodies and not has_pattern(analysis, "out_of_something", last - 1):
        bodies, end = find_acting_body(analysis, index, label, party, chain), last
    if bodies:
        emit_decision(analysis, index, BodyDecision(label, party, bodies, end), chain)


def match_passive_expulsion(analysis: SentenceAnalysis, index: int) -> None:
    """As in "X was stripped of its seat", "X has been shown the door by the union"."""
    found = find_expulsion_idiom(analysis, index, index + 1)
    party = analysis.find_governors(index).subject if found is not None else None
    if found is None or not isinstance(party, PartyPhrase):
        return
    if party.possessive or party.kind in NO_MEMBERS:
        return
    label, last = found
    bodies, end = read_bodies(analysis, "put_out_of", last - 1)
    if not bodies:
        bodies, end = read_bodies(analysis, "by_body", last)
    if bodies:
        chain = analysis.find_governors(index)
        chain.read_as_passive(analysis.tokens, index)
        emit_decision(analysis, index, BodyDecision(label, party, bodies, end), chain)


def find_expulsion_idiom(
    analysis: SentenceAnalysis, index: int, start: int
) -> tuple[str, int] | None:
    """The label and the last token of what the verb does to a party, from `start` on."""
    idioms = analysis.context.world.grammar.content["patterns"]["tables"]["expulsion"]
    found = look_up_pattern(analysis, idioms.get(analysis.tokens[index].lemma, ()), start)
    if found is None:
        return None
    off = analysis.among(start, "KICK_OFF")
    kicked = off and classify_form(analysis.tokens, index) == "perfect"
    return None if kicked else (found[0], found[1].end - 1)
