"""Verbs a member is the subject of: join, leave, sign, adopt the euro, withdraw from."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import is_one_body, list_bodies_before
from pactwire.domain.extraction.claims.clauses.coreference import resolve_subject
from pactwire.domain.extraction.claims.clauses.frame import (
    SentenceAnalysis,
    is_pluperfect,
)
from pactwire.domain.extraction.claims.clauses.objects import (
    find_bodies_at,
    is_nounlike,
    skip_to_object,
)
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, name_bodies
from pactwire.domain.extraction.claims.rules.causatives import (
    match_causative,
    match_follower,
)
from pactwire.domain.extraction.claims.rules.constraints import (
    explain_unfit_object,
)
from pactwire.domain.extraction.claims.rules.emit import emit_change, emit_claim
from pactwire.domain.extraction.claims.rules.noun_arguments import was_reinstated
from pactwire.domain.extraction.claims.rules.phrases import read_bodies
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
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
    carries = token.has("CAUSE", "LEAVE_FROM", "LEAVE") or token.among("CARRYING_TOO")
    if carries and match_causative(analysis, index):
        return True
    if token.has("FOLLOW"):
        return match_follower(analysis, index)
    if token.among("APPLYING"):
        match_application(analysis, index)
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
    return PredicateChange(action, name_bodies(bodies), base, last, rule)


def match_transitive(analysis: SentenceAnalysis, index: int) -> None:
    """The body is the direct object."""
    token = analysis.tokens[index]
    action: Action = "leave" if token.has("LEAVE") else "join"
    bodies, last = find_objects(analysis, index, token)
    if not bodies:
        match_elided_object(analysis, index, action)
        return
    far = is_far_object(token, index, bodies)
    if why := explain_standing(analysis, index) or (
        "" if far else explain_unfit_object(analysis, index, bodies)
    ):
        analysis.drop(index, why)
        return
    base: Stage = "approved" if far else "effective"
    base = next((stage for label, stage in STAGES.items() if token.has(label)), base)
    emit_change(analysis, index, build_change(action, bodies, base, last))


def is_far_object(token: Token, index: int, bodies: list[BodyPhrase]) -> bool:
    """As in "signed the protocol on the accession to the pact": a formal verb reaches far."""
    formal = token.has("SIGN") or token.among("TREATY_LEAVERS")
    return formal and bodies[0].first > index + 4


STAGES: dict[str, Stage] = {
    "STAYOUT": "rejected",
    "STAY": "rejected",
    "WISH": "considered",
    "SIGN": "approved",
    "CHOSEN": "approved",
}
"""How far a verb goes by its label, the strongest first; all others tell of what is done."""


def explain_standing(analysis: SentenceAnalysis, index: int) -> str:
    """Why a verb of being in or out tells of no change: nothing governs it."""
    token = analysis.tokens[index]
    lasts = token.has("STAYOUT", "STAY") and token.among("LASTS")
    if not lasts and not token.has("PARTAKE"):
        return ""
    return "" if analysis.find_governors(index).operators else "it is so already"


def find_objects(
    analysis: SentenceAnalysis, index: int, token: Token
) -> tuple[list[BodyPhrase], int]:
    """The bodies after a verb, "it" among them; of "sign a treaty forming X" the one it makes."""
    bodies, last = find_bodies_at(analysis, index + 1)
    if not bodies and token.among("TREATY_LEAVERS"):
        bodies, last = read_bodies(analysis, "founding_papers", index)
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
    bodies, last = read_bodies(analysis, "body_or_organs", start - 1)
    if not bodies and action == "leave":
        bodies, last = find_relativised_body(analysis, start)
    if analysis.among(index, "RETURNING"):
        if analysis.among(last + 1, "FOR"):
            return
        members = resolve_subject(analysis, analysis.find_governors(index), index)
        action = "reinstate" if was_reinstated(analysis, bodies, members) else action
    if bodies:
        emit_change(analysis, index, build_change(action, bodies, "effective", last))


def find_relativised_body(analysis: SentenceAnalysis, index: int) -> tuple[list[BodyPhrase], int]:
    """As in "... the bloc that they are leaving it at once": the one body spoken of."""
    if not analysis.among(index, "IT"):
        return [], index
    inside = list_bodies_before(analysis, index)
    named = {body.entity_id: body for body in analysis.context.bodies}
    if inside:
        named = {phrase.body.entity_id: phrase.body for phrase in inside}
    if len(named) != 1 or (inside and inside[-1].head != "body"):
        return [], index
    body = next(iter(named.values()))
    return [BodyPhrase(index, index, body, "body", generic=True)], index


def match_application(analysis: SentenceAnalysis, index: int) -> None:
    """As in "applies to the alliance": the body itself, not a task."""
    found = match_pattern(analysis, "applies_to", index)
    if found is None or found.bodies[0].body.kind in {"court", "treaty"}:
        return
    if not analysis.among(found.end, "FOR"):
        change = build_change("join", list(found.bodies), "applied", found.end - 1)
        emit_change(analysis, index, change)


def has_no_object(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a verb that wants an object has none."""
    token = analysis.tokens[index]
    if not has_pattern(analysis, "no_object", index) or token.has("STAY", "STAYOUT"):
        return False
    wants = token.has("JOIN", "LEAVE_FROM", "LEAVE")
    return wants and not token.among("TREATY_LEAVERS", "ENTER")


NEAR = 14
"""How far in front the subject of a verb without an object may stand."""


def match_elided_object(analysis: SentenceAnalysis, index: int, action: Action) -> None:
    """As in "... invites Georgia to join.": no object, but the sentence names one body only."""
    earlier = [one for one in list_bodies_before(analysis, index) if one.head != "modifier"]
    if not is_one_body(earlier) or not has_no_object(analysis, index):
        return
    chain = analysis.find_governors(index)
    if not isinstance(chain.subject, PartyPhrase) or chain.subject.first < index - NEAR:
        return
    if not names_no_body(analysis, index, action, chain):
        body = (earlier[0].body,)
        change = PredicateChange(action, body, "effective", index, f"{action}:elliptic")
        emit_claim(analysis, index, change, chain)


def names_no_body(
    analysis: SentenceAnalysis, index: int, action: Action, chain: GovernorChain
) -> bool:
    """As in "X is leaving.", "X had left.": somebody goes, and no body is meant."""
    said = chain.linked == "that" or any(operator.link == "that" for operator in chain.operators)
    if chain.form == "progressive" and not said:
        return True
    return action == "leave" and (chain.form == "finite" or is_pluperfect(analysis, index))
