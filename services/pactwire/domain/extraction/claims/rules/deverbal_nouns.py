"""Deverbal nouns: "Finland's accession to NATO", "the EU bid", "its exit from the pact"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import is_nounlike
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.rules.bids import (
    find_adjacent_body,
    find_judging_body,
    match_bid_to_body,
    match_candidate_status,
    match_owned_bid,
    resolve_bare_talks,
)
from pactwire.domain.extraction.claims.rules.decision_frames import CLUBS, find_parent_body
from pactwire.domain.extraction.claims.rules.instruments import (
    find_instrument_body,
    find_sender,
    is_instrument,
)
from pactwire.domain.extraction.claims.rules.membership_nouns import attach_body, attach_party
from pactwire.domain.extraction.claims.rules.noun_arguments import (
    CHANGE_NOUNS,
    NEUTRAL,
    DeverbalNoun,
    choose_base,
    explain_misfit,
    find_owner,
    has_near_operators,
    is_bid_like,
    was_suspended,
)
from pactwire.domain.extraction.claims.rules.operator_senses import (
    disambiguate_operators,
    is_demanded,
)
from pactwire.domain.extraction.claims.rules.turned_memberships import (
    drop_announcement,
    turn_membership,
)
from pactwire.domain.extraction.claims.rules.with_clauses import (
    match_faced_decision,
    match_threat,
    match_with_clause,
)
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire_schemas.enrichment import Action


def match_deverbal_noun(analysis: SentenceAnalysis, index: int) -> None:
    """Read the noun at `index` when it's one of change."""
    token = analysis.tokens[index]
    action = classify_noun(analysis, index)
    if action is None and "STATUS" in token.tags:
        match_candidate_status(analysis, index)
        return
    if action is None or (token.has("VERB") and not is_nounlike(analysis, index)):
        return
    first = index - 1 if token.has("RIGHTS") and is_right_of_member(analysis, index) else index
    nominal = DeverbalNoun(index, index, first, action, token.tags)
    if not extend_compound(analysis, nominal):
        analysis.drop(index, "another kind of noun")
        return
    attach_body(analysis, nominal)
    attach_party(analysis, nominal)
    turn_membership(analysis, nominal)
    match_with_clause(analysis, nominal)
    match_threat(analysis, nominal)
    match_faced_decision(analysis, nominal)
    bare = not nominal.bodies and nominal.party is None
    if bare and not resolve_bare_talks(analysis, nominal) and not is_instrument(analysis, nominal):
        return
    if "SEAT" in token.tags and not is_seat_in_body(analysis, nominal):
        analysis.drop(index, "a seat on something else")
    elif nominal.bodies or resolve_body_before(analysis, nominal):
        emit_noun_claim(analysis, nominal)


def classify_noun(analysis: SentenceAnalysis, index: int) -> Action | None:
    """What the noun is about; a bid must have a body by its side or an owner."""
    token = analysis.tokens[index]
    for label, action in CHANGE_NOUNS:
        if label in token.tags:
            return action
    if token.has("RIGHTS"):
        return "join" if is_right_of_member(analysis, index) else None
    if not token.among("BIDS"):
        return None
    beside = find_adjacent_body(analysis, index) is not None or match_bid_to_body(analysis, index)
    return "join" if beside or match_owned_bid(analysis, index) else None


def is_right_of_member(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "full rights", "membership rights"."""
    return analysis.low(index - 1) in {"full", "membership"}


def is_seat_in_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether a seat is one in a body: its own, or one of an elected organ."""
    if (
        analysis.low(nominal.first - 1) == "of"
        and "OUST" in analysis.tokens[nominal.first - 2].tags
    ):
        return False
    near = find_adjacent_body(analysis, nominal.index) is not None
    if resolve_own_seat(analysis, nominal):
        return True
    if not near and not analysis.among(nominal.index + 1, "SEATED"):
        return False
    if nominal.party is not None and nominal.party.word in {"his", "her"}:
        return False
    if nominal.party is None and is_desired(analysis, nominal):
        return True
    return nominal.party is not None or any(p.body.kind == "organ" for p in nominal.bodies)


def is_desired(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "is keen on a place in", "seeks a seat at"."""
    at = nominal.first - 1
    while at > 0 and analysis.tokens[at].has("DET", "NEXT"):
        at -= 1
    return analysis.tokens[at].has("NEARING", "OWN") and nominal.bodies[0].body.kind in CLUBS


def resolve_own_seat(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "X takes its seat again": a seat in the body named before."""
    after = analysis.token(nominal.last + 1)
    party = nominal.party
    closes = after is None or after.low in {".", ",", "again", "back"}
    if not closes or party is None or party.word not in {"its", "their"}:
        return False
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
    nominal.bodies = nominal.bodies or inside[-1:]
    return bool(nominal.bodies)


def extend_compound(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Take in the nouns after: "membership bid", "accession talks"; False for "membership fees"."""
    while (token := analysis.token(nominal.last + 1)) is not None:
        if token.has("VETO_TAIL"):
            return False
        if not token.has("TAIL", "N_JOIN", "N_LEAVE") or (
            token.has("f:s", "f:ed") and not token.has("TAIL")
        ):
            break
        nominal.last += 1
        nominal.head = token.tags
        nominal.talks = nominal.talks or token.low in {"talks", "negotiations", "negotiation"}
    after = analysis.token(nominal.last + 1)
    if "TAIL" in nominal.head:
        return True
    return not (
        after is not None and is_plain(after) and after.text[0].islower() and is_compound(after.low)
    )


def is_compound(word: str) -> bool:
    """Whether a plain word after the noun most likely makes another compound ("entry visa")."""
    verb = word.endswith("s") and not word.endswith(("ss", "us"))
    return not (verb or word.endswith(("ly", "ed", "ing")))


NAMED = ("accession", "membership", "candidacy", "of entry", "rights")


def resolve_body_before(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "Ankara's membership bid", "its suspension": the body named before."""
    party = nominal.party
    if is_instrument(analysis, nominal):
        nominal.bodies = find_instrument_body(analysis, nominal)
        return bool(nominal.bodies)
    if party is None or nominal.action == "reinstate":
        return False
    if analysis.tokens[nominal.index].has("N_RETURN") and not nominal.head & {"APPLY", "TAIL"}:
        return resolve_return(analysis, nominal)
    named = analysis.low(nominal.index).endswith(NAMED)
    inside = any(phrase.last < nominal.first for phrase in analysis.phrases.bodies)
    inside = inside or find_judging_body(analysis, nominal.last) is not None
    named = named or (analysis.low(nominal.index) in {"entry", "admission"} and inside)
    strong = bool(nominal.head & {"APPLY", "TAIL"}) or named or is_announced(analysis, nominal)
    if (
        nominal.action in {"suspend", "expel"}
        and (acting := find_deciding_body(analysis, nominal)) is not None
    ):
        nominal.bodies = [acting]
        return True
    recalled = (
        nominal.action in {"suspend", "leave"}
        and party.kind == "pronoun"
        and analysis.tokens[nominal.index].has("N_SUSPEND")
    )
    if nominal.action == "expel" or (not strong and not recalled):
        return False
    start = analysis.tokens[nominal.first].start
    body = find_judging_body(analysis, nominal.last) or analysis.context.last_body(start)
    if analysis.low(nominal.index).endswith(("accession", "membership")):
        body = body or find_body_after(analysis, nominal)
    if body is None:
        return False
    phrase = BodyPhrase(nominal.index, nominal.index, body, "body", generic=True)
    nominal.bodies = [phrase]
    nominal.certain = False
    return True


def is_announced(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "which announced its withdrawal": from the one body the sentence names."""
    before = analysis.token(nominal.first - 1)
    ids = {p.body.entity_id for p in analysis.phrases.bodies if p.last < nominal.first}
    said = before is not None and before.lemma in {"announce", "confirm", "declare"}
    return nominal.action == "leave" and said and len(ids) == 1


def find_body_after(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> BodyFacts | None:
    """As in "Talks on X's accession opened at the organisation": the only body, named later."""
    named = analysis.phrases.bodies
    one = len({phrase.body.entity_id for phrase in named}) == 1
    left = analysis.token(named[0].first - 1) if one else None
    placed = left is not None and (left.has("PREP", "DET") or left.low == "the")
    near = one and nominal.last < named[0].first < nominal.last + 8
    return named[0].body if near and placed and named[0].body.kind in CLUBS else None


def resolve_return(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "The club put off a decision on X's return", when X had been put out of that club."""
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first][-1:]
    ends = analysis.low(nominal.last + 1) in {"", ".", ",", ";", "until", "after", "on"}
    members = resolve_members(analysis, nominal.party)
    if not ends or not was_suspended(analysis, inside, members):
        return False
    nominal.bodies = inside
    return True


def find_deciding_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> BodyPhrase | None:
    """As in "The bloc lifted the suspension of X": the body that decides on a suspension."""
    chain = analysis.find_governors(nominal.first, body_subject=True, noun=True)
    lifted = any("VERB" in operator.labels for operator in chain.operators)
    if not lifted or isinstance(chain.subject, BodyPhrase):
        acting = chain.subject if lifted else None
        return find_parent_body(analysis, acting) if isinstance(acting, BodyPhrase) else None
    pronoun = isinstance(chain.subject, PartyPhrase) and chain.subject.kind == "pronoun"
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
    return inside[-1] if pronoun and inside else None


def find_noun_governors(
    analysis: SentenceAnalysis, nominal: DeverbalNoun
) -> tuple[GovernorChain, list[Operator]]:
    """What governs a noun from the left, and the verb it is the subject of."""
    chain = analysis.find_governors(nominal.first, noun=True)
    disambiguate_operators(analysis, chain)
    if is_demanded(analysis, chain):
        chain.operators.append(Operator(frozenset({"COND"}), "that", chain.top, "demand"))
    drop_announcement(nominal, chain)
    verb = find_predicate_after(analysis, nominal.last)
    if verb:
        above = chain.operators if has_near_operators(analysis, chain, nominal) else []
        chain.operators = above + verb
    return chain, verb


def emit_noun_claim(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """Compute the factuality from what governs the noun and add the frame."""
    why = explain_misfit(analysis, nominal)
    if why:
        analysis.drop(nominal.index, why)
        return
    chain, verb = find_noun_governors(analysis, nominal)
    bodies = tuple(dict.fromkeys(phrase.body for phrase in nominal.bodies))
    filed = is_instrument(analysis, nominal)
    owner = find_sender(analysis, nominal, chain) if filed else find_owner(analysis, nominal, chain)
    members = exclude_bodies(bodies, owner)
    if not members:
        analysis.drop(nominal.index, "whose isn't said")
        return
    action, base = choose_base(analysis, nominal, chain)
    base = "approved" if filed else base
    nominal.news = nominal.news or filed
    only_rights = action == "join" and analysis.tokens[nominal.index].has("RIGHTS")
    if only_rights or (not verb and is_decision_object(analysis, nominal, chain)):
        return
    lifting = action == "reinstate"
    value = apply_operators(base, chain, nominal=True, talks=nominal.talks, lifting=lifting)
    if value.stage is None:
        analysis.drop(nominal.index, "negated")
        return
    if action == nominal.action:
        mark_background(analysis, nominal, chain, value)
    first = min(chain.top, nominal.first)
    frame = ClauseFrame(action, members, bodies, value, first, nominal.last, f"{action}:noun")
    frame.certain = nominal.certain and nominal.party is not None and bool(nominal.party.members)
    analysis.keep(frame, nominal.index)


def is_decision_object(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> bool:
    """As in "suspends X's membership": the verb's own rule reads it."""
    first = chain.operators[0].labels if chain.operators else frozenset()
    held = analysis.low(nominal.index) not in {"accession", "candidacy"}
    return held and not is_bid_like(nominal) and bool(first & {"SUSPEND", "REINSTATE", "HALT"})


def is_hoped_for(analysis: SentenceAnalysis, nominal: DeverbalNoun, value: FactualityValue) -> bool:
    """As in "NATO membership for Ukraine": what somebody is to have, it hasn't."""
    party = nominal.party
    held = analysis.low(nominal.index).endswith("membership") and value.stage == "effective"
    return held and party is not None and analysis.low(party.first - 1) == "for"


def mark_background(
    analysis: SentenceAnalysis,
    nominal: DeverbalNoun,
    chain: GovernorChain,
    value: FactualityValue,
) -> None:
    """A change that's only named, by a noun without a verb over it, is background."""
    if nominal.action == "suspend" and any(op.among("LASTING") for op in chain.operators):
        value.background = True
        value.why.append("it goes on")
    if is_hoped_for(analysis, nominal, value):
        value.to("considered", "membership for somebody")
        return
    before = analysis.tokens[max(0, nominal.first - 5) : nominal.first]
    if chain.relative == "with which" or any(token.among("JUBILEES") for token in before):
        value.background = True
        return
    newsworthy = nominal.news or any(op.labels - {"VERB"} - NEUTRAL for op in chain.operators)
    if not newsworthy and value.stage in {"effective", "approved"} and not is_bid_like(nominal):
        value.background = True
        value.why.append("recalled by a noun")
