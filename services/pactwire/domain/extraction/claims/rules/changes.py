"""Verbs a member is the subject of: join, leave, sign, adopt the euro, withdraw from."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members, resolve_subject
from pactwire.domain.extraction.claims.clauses.frame import (
    ClauseFrame,
    SentenceAnalysis,
    is_pluperfect,
)
from pactwire.domain.extraction.claims.clauses.objects import (
    find_bodies_at,
    is_nounlike,
    is_treaty,
    skip_to_object,
)
from pactwire.domain.extraction.claims.rules.causatives import (
    match_causative,
    match_follower,
)
from pactwire.domain.extraction.claims.rules.constraints import (
    TREATY_LEAVERS,
    explain_unfit_object,
    is_single_person,
)
from pactwire.domain.extraction.claims.rules.decision_frames import find_body_of_organs
from pactwire.domain.extraction.claims.rules.emit import PredicateChange, emit_change, emit_claim
from pactwire.domain.extraction.claims.rules.noun_arguments import was_reinstated
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Action, Stage


def match_change_verb(analysis: SentenceAnalysis, index: int) -> None:
    """Dispatch on the verb at an index."""
    token = analysis.tokens[index]
    if token.has("N_RETURN", "N_LEAVE") and is_nounlike(analysis, index):
        return
    if not match_special_verb(analysis, index, token):
        match_regular_verb(analysis, index, token)


def match_special_verb(analysis: SentenceAnalysis, index: int, token: Token) -> bool:
    """Verbs with a pattern of their own; whether they took the token."""
    carries = token.has("CAUSE", "LEAVE_FROM", "LEAVE") or token.lemma in {"return", "sign"}
    if carries and match_causative(analysis, index):
        return True
    if token.lemma == "follow":
        return match_follower(analysis, index)
    if token.lemma == "apply":
        match_application(analysis, index)
        return True
    if token.among("VERDICTS"):
        match_treaty_vote(analysis, index)
        return True
    return False


def match_regular_verb(analysis: SentenceAnalysis, index: int, token: Token) -> None:
    """The body is an object or follows a preposition."""
    if token.has("JOIN", "LEAVE", "ADOPT", "SIGN"):
        match_transitive(analysis, index)
    elif token.has("LEAVE_FROM"):
        match_prepositional(analysis, index, "leave", frozenset({"from"}))
    elif token.has("JOIN_TO"):
        match_prepositional(analysis, index, "join", frozenset({"to"}))


def build_change(
    action: Action, bodies: list[BodyPhrase], base: Stage, last: int
) -> PredicateChange:
    """The change that a verb expresses."""
    rule = f"{action}:verb"
    if any(phrase.generic for phrase in bodies):
        rule += ":generic"
    return PredicateChange(action, tuple(phrase.body for phrase in bodies), base, last, rule)


def match_transitive(analysis: SentenceAnalysis, index: int) -> None:
    """The body is the direct object."""
    token = analysis.tokens[index]
    action: Action = "leave" if token.has("LEAVE") else "join"
    bodies, last = find_objects(analysis, index, token)
    if (
        not bodies
        and token.has("SIGN")
        and token.has("f:en")
        and match_passive_signing(analysis, index)
    ):
        return
    if not bodies:
        match_elided_object(analysis, index, action)
        return
    if token.has("PARTAKE") and not analysis.find_governors(index).operators:
        analysis.drop(index, "a part of it already")
        return
    far = bodies[0].first > index + 4 and (token.has("SIGN") or token.lemma in TREATY_LEAVERS)
    why = "" if far else explain_unfit_object(analysis, index, bodies)
    if why:
        analysis.drop(index, why)
        return
    base: Stage = "approved" if token.has("SIGN", "CHOSEN") or far else "effective"
    base = "considered" if token.has("WISH") else base
    if token.has("STAYOUT", "STAY"):
        base = "rejected"
        if not analysis.find_governors(index).operators and token.lemma.partition("-")[0] in {
            "stay",
            "remain",
        }:
            analysis.drop(index, "it is so already")
            return
    emit_change(analysis, index, build_change(action, bodies, base, last))


def find_objects(
    analysis: SentenceAnalysis, index: int, token: Token
) -> tuple[list[BodyPhrase], int]:
    """The bodies after a verb, "it" among them; of "sign a treaty forming X" the one it makes."""
    bodies, last = find_bodies_at(analysis, index + 1)
    if not bodies and token.lemma in TREATY_LEAVERS:
        bodies, last = find_founded_body(analysis, index + 1)
    if not bodies and token.has("LEAVE"):
        return find_relativised_body(analysis, index + 1)
    return bodies, last


def match_prepositional(
    analysis: SentenceAnalysis, index: int, action: Action, prepositions: frozenset[str]
) -> None:
    """The body follows a preposition, perhaps after an adverb or a date."""
    start = skip_to_object(analysis, index + 1, prepositions)
    if start is None:
        if analysis.tokens[index].has("LEAVE_FROM"):
            match_elided_object(analysis, index, action)
        return
    bodies, last = find_bodies_at(analysis, start)
    if not bodies:
        bodies, last = find_body_of_organs(analysis, start)
    if not bodies and action == "leave":
        bodies, last = find_relativised_body(analysis, start)
    if analysis.tokens[index].lemma == "return":
        if analysis.low(last + 1) == "for":
            return
        members = resolve_subject(analysis, analysis.find_governors(index), index)
        action = "reinstate" if was_reinstated(analysis, bodies, members) else action
    if bodies:
        emit_change(analysis, index, build_change(action, bodies, "effective", last))


def find_relativised_body(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "... the bloc that they are leaving it at once": the one body spoken of."""
    if analysis.low(index) != "it":
        return [], index
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    whole = inside and inside[-1].head == "body"
    if whole and len({phrase.body.entity_id for phrase in inside}) == 1:
        return [BodyPhrase(index, index, inside[-1].body, "body", generic=True)], index
    named = {body.entity_id: body for body in analysis.context.bodies}
    if inside or len(named) != 1:
        return [], index
    return [BodyPhrase(index, index, next(iter(named.values())), "body", generic=True)], index


def find_founded_body(analysis: SentenceAnalysis, start: int) -> tuple[list[BodyPhrase], int]:
    """As in "denounces the founding documents of the union": the body they made."""
    for index in range(start, min(start + 5, len(analysis.tokens))):
        if analysis.among(index, "FOUNDING") and analysis.low(index + 1) == "of":
            return find_bodies_at(analysis, index + 2)
    return [], start


def match_application(analysis: SentenceAnalysis, index: int) -> None:
    """As in "applies to the alliance": the body itself, not a task."""
    if analysis.low(index + 1) == "to":
        bodies, last = find_bodies_at(analysis, index + 2)
        if (
            bodies
            and bodies[0].body.kind not in {"court", "treaty"}
            and analysis.low(last + 1) != "for"
        ):
            emit_change(analysis, index, build_change("join", bodies, "applied", last))


def match_treaty_vote(analysis: SentenceAnalysis, index: int) -> None:
    """As in "Voters in X reject the treaty", "the parliament of X approved the convention"."""
    token = analysis.tokens[index]
    bodies, last = find_bodies_at(analysis, index + 1)
    if not bodies:
        return
    chain = analysis.find_governors(index)
    subject = chain.subject
    own = bodies[0].body.kind in {"treaty", "monetary_union"}
    if not own:
        return
    acts = isinstance(subject, PartyPhrase) and subject.kind in {
        "state",
        "people",
        "representative",
    }
    members = resolve_members(analysis, subject)
    value = apply_operators("rejected" if token.has("REJECT") else "approved", chain)
    if acts and members and value.stage is not None and not is_single_person(analysis, subject):
        found = tuple(phrase.body for phrase in bodies)
        analysis.keep(
            ClauseFrame("join", members, found, value, min(chain.top, index), last, "join:vote"),
            index,
        )


def match_passive_signing(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "The treaty was ratified by the senate of X"."""
    if analysis.low(index + 1) != "by":
        return False
    party = analysis.party_from(index + 2, over=("DET", "NEXT"))
    chain = analysis.find_governors(index, body_subject=True)
    subject = chain.subject
    if party is None or not isinstance(subject, BodyPhrase) or not is_treaty(subject.body):
        return False
    chain.form = "passive"
    value = apply_operators("approved", chain)
    members = resolve_members(analysis, party)
    if members and value.stage is not None:
        first = min(chain.top, index)
        analysis.keep(
            ClauseFrame("join", members, (subject.body,), value, first, party.last, "join:signed"),
            index,
        )
    return True


def has_no_object(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a verb that wants an object has none."""
    token = analysis.tokens[index]
    after = analysis.token(index + 1)
    if not (after is None or after.among("OBJECTLESS") or "immediate" in after.low):
        return False
    if token.has("STAY", "STAYOUT"):
        return False
    return token.has("JOIN", "LEAVE_FROM", "LEAVE") and token.lemma not in TREATY_LEAVERS | {
        "enter"
    }


NEAR = 14
"""How far in front the subject of a verb without an object may stand."""


def match_elided_object(analysis: SentenceAnalysis, index: int, action: Action) -> None:
    """As in "... invites Georgia to join.": no object, but the sentence names one body only."""
    if not has_no_object(analysis, index):
        return
    earlier = [
        phrase
        for phrase in analysis.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if len({phrase.body.entity_id for phrase in earlier}) != 1:
        return
    chain = analysis.find_governors(index)
    said = any(operator.link == "that" for operator in chain.operators)
    if chain.form == "progressive" and chain.linked != "that" and not said:
        return
    if action == "leave" and (chain.form == "finite" or is_pluperfect(analysis, index)):
        return
    if not isinstance(chain.subject, PartyPhrase) or chain.subject.first < index - NEAR:
        return
    change = PredicateChange(action, (earlier[0].body,), "effective", index, f"{action}:elliptic")
    emit_claim(analysis, index, change, chain)
