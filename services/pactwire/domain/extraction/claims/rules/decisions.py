"""Verbs a body is the subject of: it admits, invites, suspends, expels, takes back."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.rules.decision_frames import (
    ANY_HEAD,
    closes_clause,
    emit_contrast,
    find_acting_body,
    find_complement,
    find_decision_governors,
    find_membership_body,
)
from pactwire.domain.extraction.claims.rules.passives import (
    find_body_before,
    find_passive_bodies,
    is_apposed,
    is_invited_into_body,
    is_standing_state,
    is_unchanged,
)
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, classify_form
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
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


def match_decision_verb(analysis: SentenceAnalysis, index: int) -> None:
    """Active when a party follows, passive when one precedes."""
    token = analysis.tokens[index]
    label = next((name for name in VERBS if name in token.tags), "HALT")
    form = classify_form(analysis.tokens, index)
    if label in {"SUSPEND", "HALT", "TERMINATE"} and match_own_participation(analysis, index):
        return
    if label == "TERMINATE":
        return
    party = find_direct_object(analysis, index + 1)
    if party is None and label in {"SUSPEND", "EXPEL"}:
        party = find_own_member(analysis, index)
    if party is not None and form != "passive":
        match_active(analysis, index, label, party)
    elif (token.has("f:en") and form not in {"perfect", "noun"}) or is_passive_perfect(
        analysis, index
    ):
        match_passive(analysis, index, label)


def find_own_member(analysis: SentenceAnalysis, index: int) -> PartyPhrase | None:
    """As in "The club suspended one of its own: X": the one state the sentence names."""
    words = tuple(analysis.low(at) for at in range(index + 1, index + 5))
    if words not in OWN:
        return None
    named = {member for party in analysis.phrases.parties for member in party.members}
    return PartyPhrase(index + 1, index + 4, tuple(named), "state") if len(named) == 1 else None


OWN = frozenset({("one", "of", "its", "own"), ("one", "of", "their", "own")})


def match_own_participation(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "suspends participation in the treaty", "has frozen its membership of the pact"."""
    noun = index + 1
    while (token := analysis.token(noun)) is not None and (
        token.has("DET", "NEXT", "POSS") or token.low == "own"
    ):
        noun += 1
    token = analysis.token(noun)
    if token is None or not (token.has("N_PART") or token.low in {"membership", "compliance"}):
        return False
    if analysis.low(noun + 1) not in {"in", "of", "with"}:
        return False
    verb = analysis.tokens[index]
    heads = ANY_HEAD | {"modifier"} if verb.lemma == "put" else frozenset({"body"})
    bodies, last = find_bodies_at(analysis, noun + 2, heads)
    label = "TERMINATE" if verb.has("TERMINATE") else "SUSPEND"
    if verb.lemma == "put" and not match_put_on_ice(analysis, last + 1):
        return False
    chain = analysis.find_governors(index)
    if (
        not bodies
        or not isinstance(chain.subject, PartyPhrase)
        or classify_form(analysis.tokens, index) == "passive"
    ):
        return False
    emit_decision(analysis, index, BodyDecision(label, chain.subject, bodies, last), chain)
    return True


def match_put_on_ice(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "puts its membership of the pact on ice"."""
    words = f"{analysis.low(index)} {analysis.low(index + 1)}"
    return words.startswith(("on ice", "on hold"))


def is_passive_perfect(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "has been suspended"."""
    return analysis.low(index - 1) in {"been", "being", "be"}


def match_active(analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase) -> None:
    """As in "The bloc suspends Mali", "members expel Russia from the council"."""
    if label == "HALT" and not (party.possessive or owns_membership(analysis, party)):
        return
    if party.possessive or owns_membership(analysis, party):
        match_membership_object(analysis, index, label, party)
        return
    if label == "ADMIT" and analysis.low(party.last + 1) == "back":
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
    return party.kind == "pronoun" and party.word in {"its", "their", "his", "her"}


def match_membership_object(
    analysis: SentenceAnalysis, index: int, label: str, party: PartyPhrase
) -> None:
    """As in "suspends Mali's membership", "restores its participation in the union"."""
    noun = find_owned_membership(analysis, party)
    if noun is None or label not in {"SUSPEND", "REINSTATE", "HALT"}:
        return
    after = analysis.token(noun + 1)
    if after is not None and (
        after.has("TAIL") or (is_plain(after) and not closes_clause(analysis, noun + 1))
    ):
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
    several = party.word == "their" and len(resolve_members(analysis, party)) < 2
    return several and chain.form == "gerund"


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
    for position in range(party.last + 1, min(party.last + 6, len(analysis.tokens))):
        token = analysis.tokens[position]
        if token.has("N_JOIN", "N_PART"):
            return None if token.lemma or token.among("NOT_OWNED") else position
        adjective = is_plain(token) or token.has("NEXT", "GBODY")
        if not adjective and position not in analysis.phrases.body_at:
            return None
    return None


def match_passive(analysis: SentenceAnalysis, index: int, label: str) -> None:
    """As in "Niger was suspended from the bloc", headline "Niger suspended from the bloc"."""
    chain = analysis.find_governors(index)
    party = chain.subject
    if (
        not isinstance(party, PartyPhrase)
        or party.possessive
        or party.kind in {"adjective", "people"}
    ):
        return
    if label == "HALT" or (party.kind in {"leader", "representative"} and label != "INVITE"):
        return
    bodies, last = find_passive_bodies(analysis, index, label)
    decided = chain.linked == "that" or (party.kind == "generic" and chain.form == "passive")
    decided = decided and closes_clause(analysis, index + 1)
    if not bodies and decided and label in {"SUSPEND", "EXPEL", "ADMIT"}:
        bodies = find_body_before(analysis, index)
    if not bodies or (label == "INVITE" and not is_invited_into_body(analysis, index, last)):
        return
    if classify_form(analysis.tokens, index) == "finite":
        chain.form = "passive"
    if label == "SUSPEND" and " " in analysis.low(index) and is_unchanged(analysis, index):
        label = "STILL_OUT"
    recalled = is_apposed(analysis, index, party) or is_standing_state(analysis, index)
    emit_decision(analysis, index, BodyDecision(label, party, bodies, last, recalled), chain)


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
    action, base = VERBS[decision.label]
    party = decision.party
    found: tuple[BodyFacts, ...] = tuple(dict.fromkeys(phrase.body for phrase in decision.bodies))
    if analysis.tokens[index].has("ELECT") and any(body.kind == "organ" for body in found):
        base = "approved"
    members = exclude_bodies(found, resolve_members(analysis, party))
    end = max(decision.last, party.last)
    verbs = [op for op in chain.operators if "VERB" in op.labels]
    if chain.form == "infinitive" and all(has_determiner(analysis, op.index) for op in verbs):
        chain.operators = chain.operators + find_predicate_after(analysis, end)
    value = apply_operators(base, chain)
    if value.stage is None and decision.label == "REINSTATE" and chain.form == "bare":
        value.to("rejected", "not taken back")
    if is_decided_suspension(decision.label, chain, value):
        value.to("effective", "decided by the body itself")
    if not members or not found or value.stage is None:
        analysis.drop(index, "nobody to be the member" if value.stage else "negated")
        return
    if decision.recalled:
        value.background = True
        value.why.append("told in passing")
    first = min(chain.top, index)
    frame = ClauseFrame(action, members, found, value, first, decision.last, f"{action}:decision")
    frame.certain = bool(party.members)
    frame.decided = action in {"suspend", "expel"} and is_decided(chain)
    analysis.keep(frame, index)
    emit_contrast(analysis, end, frame)


def is_decided(chain: GovernorChain) -> bool:
    """As in "voted to suspend X", "agree to expel X": it's decided, whatever may follow."""
    first = chain.operators[0] if chain.operators else None
    return first is not None and first.among("DECIDING") and len(chain.operators) == 1


def is_decided_suspension(label: str, chain: GovernorChain, value: FactualityValue) -> bool:
    """As in "votes to suspend X": a body that decides on a suspension has suspended."""
    verbs = [operator.lemma for operator in chain.operators]
    return (
        label in {"SUSPEND", "EXPEL", "EXPEL_FROM"}
        and value.stage == "approved"
        and verbs in (["vote"], ["vote-to"])
    )


def has_determiner(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a determiner makes a noun of a word: "an attempt"."""
    left = analysis.token(index - 1)
    return left is not None and (left.has("DET", "POSS") or left.low in {"'s", "'"})
