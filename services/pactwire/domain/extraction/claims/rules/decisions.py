"""Verbs a body is the subject of: it admits, invites, suspends, expels, takes back."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import (
    find_direct_object,
)
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.clauses.telling import keep_frame, name_bodies
from pactwire.domain.extraction.claims.rules.decision_frames import (
    PUTTING_OUT,
    emit_contrast,
    find_acting_body,
    find_complement,
    find_decision_governors,
    find_membership_body,
)
from pactwire.domain.extraction.claims.rules.passives import (
    find_passive_bodies,
    is_apposed,
    is_invited_into_body,
    is_standing_state,
    is_still_out,
)
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, classify_form
from pactwire.domain.extraction.document import NEGATED
from pactwire_schemas.enrichment import Action, Stage

OWN_DECISIONS = frozenset({"SUSPEND", "HALT", "TERMINATE"})
"""Labels of verbs that a member is the subject of: it suspends its own part."""
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


def match_decision_verb(analysis: SentenceAnalysis, index: int) -> None:
    """A member's decision on its own part, else a body's decision on a party."""
    label = next((name for name in VERBS if name in analysis.tokens[index].tags), "HALT")
    own = label in OWN_DECISIONS and match_own_participation(analysis, index)
    if not own and label != "TERMINATE":
        match_body_decision(analysis, index, label)


def match_body_decision(analysis: SentenceAnalysis, index: int, label: str) -> None:
    """Active when a party follows, passive when one precedes."""
    form = classify_form(analysis.tokens, index)
    party = find_direct_object(analysis, index + 1) or find_own_member(analysis, index)
    participle = analysis.tokens[index].has("f:en") and form not in {"perfect", "noun"}
    if party is not None and form != "passive":
        match_active(analysis, index, label, party)
    elif participle or is_passive_perfect(analysis, index):
        match_passive(analysis, index, label)


def find_own_member(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """As in "The club suspended one of its own: X": the one state the sentence names."""
    if not has_pattern(analysis, "one_of_its_own", index):
        return None
    named = {member for party in analysis.phrases.parties for member in party.members}
    return PartyPhrase(index + 1, index + 4, tuple(named), "state") if len(named) == 1 else None


def match_own_participation(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "suspends participation in the treaty", "puts its membership of the pact on ice"."""
    verb = analysis.tokens[index]
    suffix = "_on_ice" if verb.among("PUTTING") else ""
    found = match_pattern(analysis, f"own_participation{suffix}", index)
    chain = analysis.find_governors(index) if found is not None else None
    if found is None or chain is None or not isinstance(chain.subject, PartyPhrase):
        return False
    if classify_form(analysis.tokens, index) == "passive":
        return False
    label = "TERMINATE" if verb.has("TERMINATE") else "SUSPEND"
    last = found.end - (3 if suffix else 1)
    decision = BodyDecision(label, chain.subject, list(found.bodies), last)
    emit_decision(analysis, index, decision, chain)
    return True


def is_passive_perfect(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "has been suspended"."""
    return analysis.among(index - 1, "FORM_OF_BE")


def match_active(analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase) -> None:
    """As in "The bloc suspends Mali", "members expel Russia from the council"."""
    if party.possessive or owns_membership(analysis, party):
        match_membership_object(analysis, index, label, party)
        return
    if label == "HALT":
        return
    if label == "ADMIT" and analysis.among(party.last + 1, "BACKWARD"):
        label = "REINSTATE"
    bodies, last = find_complement(analysis, party.last + 1, label)
    chain = find_decision_governors(analysis, index)
    if not bodies:
        bodies = find_acting_body(analysis, index, label, party, chain)
        last = party.last
    if not bodies:
        analysis.drop(index, "no body takes the decision")
        return
    emit_decision(analysis, index, BodyDecision(label, party, bodies, last), chain)


def owns_membership(analysis: SentenceAnalysis, party: PartyPhrase) -> bool:
    """As in "their membership": a possessive pronoun is a party of its own."""
    return party.kind == "pronoun" and analysis.tokens[party.first].has("POSS")


def match_membership_object(
    analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase
) -> None:
    """As in "suspends Mali's membership", "restores its participation in the union"."""
    noun = find_owned_membership(analysis, party)
    if noun is None or label not in {"SUSPEND", "REINSTATE", "HALT"}:
        return
    if has_pattern(analysis, "longer_noun", noun):
        return
    chain = analysis.find_governors(index, body_subject=True)
    if is_others_membership(analysis, party, chain):
        return
    bodies, last = find_membership_body(analysis, noun, party)
    if not bodies:
        bodies, last = find_membership_bodies(analysis, index, party, chain), noun
    emit_decision(analysis, index, BodyDecision(label, party, bodies, last), chain)


def is_others_membership(
    analysis: SentenceAnalysis, party: PartyPhrase, chain: GovernorChain
) -> bool:
    """As in "X left and the members answered by suspending their own part": not that of X."""
    several = analysis.among(party.first, "THEIRS") and party.kind == "pronoun"
    return several and chain.form == "gerund" and len(resolve_members(analysis, party)) < 2


def find_membership_bodies(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase, chain: GovernorChain
) -> list[BodyPhrase]:
    """The body a membership is held in: the one that acts, or for "its membership" the last one."""
    if isinstance(chain.subject, BodyPhrase):
        return [chain.subject]
    body = analysis.context.last_body(analysis.tokens[index].start)
    if party.kind != "pronoun" or body is None or not isinstance(chain.subject, PartyPhrase):
        return []
    return [BodyPhrase(index, index, body, "body", generic=True)]


def find_owned_membership(analysis: SentenceAnalysis, party: PartyPhrase) -> int | None:
    """Index of "membership" or "participation" after its owner; not of a bid for it."""
    found = match_pattern(analysis, "owned_membership", party.last)
    if found is None:
        return None
    noun = found.end - 1
    token = analysis.tokens[noun]
    return None if token.lemma or token.among("NOT_OWNED") else noun


def match_passive(analysis: SentenceAnalysis, index: int, label: str) -> None:
    """As in "Niger was suspended from the bloc", headline "Niger suspended from the bloc"."""
    chain = analysis.find_governors(index)
    party = chain.subject
    if not isinstance(party, PartyPhrase) or not may_be_decided_on(party, label):
        return
    bodies, last = find_passive_bodies(analysis, index, label, chain)
    if not bodies or (label == "INVITE" and not is_invited_into_body(analysis, index, last)):
        return
    chain.read_as_passive(analysis.tokens, index)
    if label == "SUSPEND" and is_still_out(analysis, index):
        label = "STILL_OUT"
    recalled = is_apposed(analysis, index, party) or is_standing_state(analysis, index)
    emit_decision(analysis, index, BodyDecision(label, party, bodies, last, recalled), chain)


def may_be_decided_on(party: PartyPhrase, label: str) -> bool:
    """Whether a body may do this to a party: it suspends no ministers, and halts no state."""
    if label == "HALT" or party.possessive or party.kind in {"adjective", "people"}:
        return False
    return label == "INVITE" or party.kind not in {"leader", "representative"}


@dataclass(frozen=True, slots=True)
class BodyDecision:
    """A decision by its verb's label, the party it hits, the bodies and the phrase's end."""

    label: str
    party: PartyPhrase
    bodies: list[BodyPhrase]
    last: int
    recalled: bool = False


def emit_decision(
    analysis: SentenceAnalysis, index: int, decision: BodyDecision, chain: GovernorChain
) -> None:
    """Compute the factuality and add the frame; "but not B" becomes a rejection."""
    action, _ = VERBS[decision.label]
    party, found = decision.party, name_bodies(decision.bodies)
    members = exclude_bodies(found, resolve_members(analysis, party))
    end = max(decision.last, party.last)
    value = judge_decision(analysis, index, decision, chain, end)
    if not members or not found or value.stage is None:
        analysis.drop(index, "nobody to be the member" if value.stage else NEGATED)
        return
    if decision.recalled:
        value.recall("told in passing")
    first = min(chain.top, index)
    frame = ClauseFrame(action, members, found, value, first, decision.last, f"{action}:decision")
    frame.certain = bool(party.members)
    frame.decided = action in {"suspend", "expel"} and is_decided(chain)
    keep_frame(analysis, frame, index)
    emit_contrast(analysis, end, frame)


def judge_decision(
    analysis: SentenceAnalysis, index: int, decision: BodyDecision, chain: GovernorChain, end: int
) -> FactualityValue:
    """How far a decision has got under all that governs it."""
    base = choose_decision_base(analysis, index, decision)
    verbs = [op for op in chain.operators if "VERB" in op.labels]
    if chain.form == "infinitive" and all(has_determiner(analysis, op.index) for op in verbs):
        chain.operators = chain.operators + find_predicate_after(analysis, end)
    value = apply_operators(base, chain)
    if value.stage is None and decision.label == "REINSTATE" and chain.form == "bare":
        value.to("rejected", "not taken back")
    if is_decided_suspension(decision.label, chain, value):
        value.to("effective", "decided by the body itself")
    return value


def choose_decision_base(analysis: SentenceAnalysis, index: int, decision: BodyDecision) -> Stage:
    """How far a decision goes by itself: who is elected to an organ has yet to begin its term."""
    elected = analysis.tokens[index].has("ELECT")
    if elected and any(phrase.body.kind == "organ" for phrase in decision.bodies):
        return "approved"
    return VERBS[decision.label][1]


def is_decided(chain: GovernorChain) -> bool:
    """As in "voted to suspend X", "agree to expel X": it's decided, whatever may follow."""
    first = chain.operators[0] if chain.operators else None
    return first is not None and first.among("DECIDING") and len(chain.operators) == 1


def is_decided_suspension(label: str, chain: GovernorChain, value: FactualityValue) -> bool:
    """As in "votes to suspend X": a body that decides on a suspension has suspended."""
    voted = len(chain.operators) == 1 and chain.operators[0].among("VOTING_ON")
    return voted and label in PUTTING_OUT and value.stage == "approved"


def has_determiner(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a determiner makes a noun of a word: "an attempt"."""
    left = analysis.token(index - 1)
    return left is not None and (left.has("DET", "POSS") or left.among("OF_OWNER"))
