"""Causatives: somebody takes a country out of, or into, a body; or one follows another."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_body_before
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.telling import (
    PredicateChange,
    keep_frame,
    name_bodies,
    tell,
)
from pactwire.domain.extraction.claims.rules.decision_frames import emit_contrast
from pactwire.domain.extraction.claims.rules.emit import emit_change, is_only_promised
from pactwire.domain.extraction.claims.rules.phrases import is_club
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire_schemas.enrichment import Action, Stage


def match_causative(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "take Britain out of the union", "lead his country into the union"."""
    if (found := match_pattern(analysis, "taken_party", index)) is not None:
        party = found.party
    elif (found := match_pattern(analysis, "own_country", index)) is not None:
        party = analysis.phrases.party_at.get(found.end - 2)
    if found is None or party is None:
        return False
    if (home := find_bare_return(analysis, index, found.end - 1)) is not None:
        return emit_readmission(analysis, index, party, home)
    way = match_pattern(analysis, "taken_out_or_in", found.end - 1)
    return way is not None and emit_causative(analysis, index, party, way.marks["way"])


def find_bare_return(analysis: SentenceAnalysis, index: int, last: int) -> int | None:
    """Index of "back" or "return" when the clause ends there: "took X back", "let X return"."""
    if analysis.among(index, "TAKEN_BACK"):
        back = match_pattern(analysis, "taken_back", last)
    elif analysis.among(index, "LET_RETURN"):
        back = match_pattern(analysis, "let_return", last)
    else:
        return None
    return None if back is None else back.marks["home"]


def emit_causative(analysis: SentenceAnalysis, index: int, party: PartyPhrase, way: int) -> bool:
    """The party is carried out of, or into, a body."""
    out = analysis.among(way, "OUTWARD")
    if not out and analysis.among(index, "WITHDRAWING"):
        return False
    bodies, last = find_bodies_at(analysis, way + 1)
    if not bodies and has_pattern(analysis, "back_in", way - 2):
        bodies, last = find_body_before(analysis, index), way
    chain = analysis.find_governors(index)
    action = choose_action(analysis, index, chain, party, way)
    if not bodies or action is None:
        return False
    base = choose_base_stage(analysis, index, chain, out=out)
    change = PredicateChange(action, name_bodies(bodies), base, last, f"{action}:causative")
    frame = tell(analysis, index, change, chain, party)
    if frame is not None:
        emit_contrast(analysis, last, frame)
    return frame is not None


def choose_base_stage(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain, *, out: bool
) -> Stage:
    """What the verb says by itself; a challenger's promise is no more than a thought."""
    if is_only_promised(analysis, chain):
        return "considered"
    if out and analysis.among(index, "KEEPING"):
        return "rejected"
    return "approved" if analysis.among(index, "ALLOWING_IN") else "effective"


def choose_action(
    analysis: SentenceAnalysis, index: int, chain: GovernorChain, party: PartyPhrase, way: int
) -> Action | None:
    """Out, in, or back in; kept out of it is no entry; None for "takes X to" a court."""
    if analysis.among(way, "OUTWARD"):
        return "join" if analysis.among(index, "KEEPING") else "leave"
    if analysis.among(way - 1, "BACKWARD") or analysis.among(index, "RETURNING"):
        return "join" if returns_itself(analysis, chain, party) else "reinstate"
    enters = analysis.among(way, "INTO") or analysis.among(index, "BRINGING_IN")
    return "join" if enters else None


def returns_itself(analysis: SentenceAnalysis, chain: GovernorChain, party: PartyPhrase) -> bool:
    """Whether who takes a country back in is the country itself: nobody has taken it back."""
    own = isinstance(chain.subject, PartyPhrase)
    return own and resolve_members(analysis, chain.subject) == resolve_members(analysis, party)


def emit_readmission(analysis: SentenceAnalysis, index: int, party: PartyPhrase, last: int) -> bool:
    """As in "The club took X back"."""
    chain = analysis.find_governors(index, body_subject=True)
    body = chain.subject
    if not isinstance(body, BodyPhrase) or not is_club(body):
        return False
    change = PredicateChange("reinstate", (body.body,), "effective", last, "reinstate:causative")
    return tell(analysis, index, change, chain, party) is not None


def match_follower(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "A will follow B out of the body": A leaves, B has left."""
    found = match_pattern(analysis, "follows", index)
    if found is None or found.party is None:
        return False
    out = analysis.among(found.party.last + 1, "OUTWARD")
    action: Action = "leave" if out else "join"
    bodies, last = name_bodies(found.bodies), found.end - 1
    change = PredicateChange(action, bodies, "effective", last, f"{action}:follow")
    emit_change(analysis, index, change)
    past = FactualityValue("effective", background=True, why=["followed by another"])
    members = resolve_members(analysis, found.party)
    followed = ClauseFrame(action, members, bodies, past, index, last, f"{action}:followed")
    keep_frame(analysis, followed, index)
    return True
