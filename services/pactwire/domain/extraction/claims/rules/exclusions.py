"""Exclusions: "is out of the union", "is no longer a member of", "ceases to be"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import (
    find_bodies_at,
    is_treaty,
)
from pactwire.domain.extraction.claims.rules.copulas import find_member_noun, find_nearby_body
from pactwire.domain.extraction.claims.rules.decision_frames import find_parent_body
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire_schemas.enrichment import Action, Stage


def match_exclusion(analysis: SentenceAnalysis, index: int) -> None:
    """Dispatch on "out of", "no longer", "cease"."""
    token = analysis.tokens[index]
    if token.low == "out of":
        match_out_of(analysis, index)
    elif token.lemma == "cease":
        if analysis.low(index + 1) == "to":
            match_ended_membership(analysis, index, index + 3)
    else:
        match_no_longer(analysis, index)


def match_no_longer(analysis: SentenceAnalysis, index: int) -> None:
    """As in "is no longer a member of", "will no longer be bound by", "no longer binds X"."""
    left = analysis.tokens[index - 1]
    be = analysis.low(index + 1) == "be"
    if left.has("BE") or (be and left.has("FUT", "WOULD", "COND")):
        match_ended_membership(analysis, index - 1, index + (2 if be else 1))
    elif is_verbless_subject(analysis, index):
        match_ended_membership(analysis, index, index + 1)
    elif left.low in {"itself", "themselves"} and analysis.low(index + 1) == "bound":
        match_ended_membership(analysis, index - 2, index + 1)
    elif analysis.low(index + 2) in {"itself", "themselves"} and analysis.low(index + 3) == "bound":
        match_ended_membership(analysis, index, index + 3)


def is_verbless_subject(analysis: SentenceAnalysis, index: int) -> bool:
    """As in the headline "X no longer a member of": a state that opens it stands right before."""
    party = analysis.phrases.party_at.get(index - 1)
    if party is None or party.possessive or party.kind not in {"state", "seat"}:
        return False
    opens = party.first == 0 or analysis.among(party.first - 1, "OPENING_MARKS")
    return opens and analysis.low(index + 1) in {
        "a",
        "an",
        "the",
        "in",
        "part",
        "part of",
        "member",
    }


def find_copula_of_leaving(analysis: SentenceAnalysis, index: int) -> int | None:
    """As in "is on its way out of", "is headed out of": index of the verb of being."""
    words = tuple(analysis.low(at) for at in range(index - 3, index))
    if words[0] == "on" and words[2] == "way":
        verb = index - 4
    elif words[2] in {"heading", "headed"}:
        verb = index - 2
    else:
        return None
    return verb if verb > 0 and analysis.tokens[verb].has("BE") else None


def match_wish_to_leave(analysis: SentenceAnalysis, party: PartyPhrase, index: int) -> None:
    """As in "wants his country out of the court", "want X out of the bloc"."""
    verb = party.first - 1
    while verb > 0 and analysis.tokens[verb].has("DET"):
        verb -= 1
    bodies, last = find_bodies_at(analysis, index + 1)
    if analysis.tokens[verb].lemma != "want" or not bodies:
        return
    chain = analysis.find_governors(verb)
    value = apply_operators("considered", chain)
    members = resolve_members(analysis, party)
    subject = (
        resolve_members(analysis, chain.subject) if isinstance(chain.subject, PartyPhrase) else ()
    )
    if not members or value.stage is None:
        return
    action: Action = "leave" if not subject or set(subject) & set(members) else "expel"
    found = tuple(phrase.body for phrase in bodies)
    first = min(chain.top, verb)
    analysis.keep(
        ClauseFrame(action, members, found, value, first, last, f"{action}:wanted"), index
    )


def match_out_of(analysis: SentenceAnalysis, index: int) -> None:
    """As in "is out of the union", "wants out of the treaty"."""
    way = find_copula_of_leaving(analysis, index)
    if way is not None:
        bodies, last = find_bodies_at(analysis, index + 1)
        emit_exclusion(analysis, way, bodies, last, "approved")
        return
    before = index - 1
    while before > 0 and analysis.tokens[before].has("ADV", "DET"):
        before -= 1
    verb = analysis.tokens[before]
    party = analysis.phrases.party_at.get(before)
    if party is not None and party.first and not party.possessive:
        match_wish_to_leave(analysis, party, index)
    elif party is not None and not party.possessive:
        bodies, last = find_bodies_at(analysis, index + 1)
        emit_exclusion(analysis, index, bodies, last, "effective")
    elif verb.has("BE") or verb.lemma in {"want", "vote", "stay", "remain"}:
        bodies, last = find_bodies_at(analysis, index + 1)
        emit_exclusion(
            analysis, before, bodies, last, "considered" if verb.lemma == "want" else "effective"
        )


def match_ended_membership(analysis: SentenceAnalysis, verb: int, start: int) -> None:
    """As in "... a member of the union", "... part of the treaty" after a word of ending."""
    part = start + 1 if analysis.low(start) in {"a", "bound"} else start
    if analysis.low(start) == "bound":
        bodies, last = (
            find_bodies_at(analysis, start + 2) if analysis.low(part) == "by" else ([], part)
        )
        if bodies and is_treaty(bodies[0].body):
            emit_exclusion(analysis, verb, bodies, last, choose_stage(analysis, verb))
        return
    if analysis.low(part) in {"part of", "in"}:
        bodies, last = find_bodies_at(analysis, part + 1)
        emit_exclusion(analysis, verb, bodies, last, choose_stage(analysis, verb))
        return
    found = find_member_noun(analysis, start)
    if found is not None:
        bodies = found[1] or find_nearby_body(analysis, verb)
        emit_exclusion(analysis, verb, bodies, found[2], choose_stage(analysis, verb))


def choose_stage(analysis: SentenceAnalysis, verb: int) -> Stage:
    """The stage of "no longer" after a verb of being, or after "will" and "would"."""
    if analysis.tokens[verb].has("FUT", "WOULD"):
        return "approved"
    return "considered" if analysis.tokens[verb].has("COND") else "effective"


def emit_exclusion(
    analysis: SentenceAnalysis, verb: int, bodies: list[BodyPhrase], last: int, base: Stage
) -> None:
    """The subject is out of a body; by the body's own decision it is expelled."""
    if not bodies:
        return
    bodies = [find_parent_body(analysis, phrase) for phrase in bodies]
    chain = analysis.find_governors(verb)
    value = apply_operators(base, chain)
    subject = chain.subject
    if (
        not isinstance(subject, PartyPhrase)
        or value.stage is None
        or subject.kind in {"leader", "people"}
    ):
        return
    members = resolve_members(analysis, subject)
    if members:
        found = tuple(phrase.body for phrase in bodies)
        decided = any(op.lemma == "decide" and op.link == "that" for op in chain.operators)
        action: Action = "expel" if decided and isinstance(chain.outer, BodyPhrase) else "leave"
        first, rule = min(chain.top, verb), f"{action}:outside"
        analysis.keep(ClauseFrame(action, members, found, value, first, last, rule), verb)
