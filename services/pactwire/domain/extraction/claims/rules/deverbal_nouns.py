"""Deverbal nouns: "Finland's accession to NATO", "the EU bid", "its exit from the pact"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.bodies import (
    find_last_body,
    find_parent_body,
    is_one_body,
    list_bodies_before,
)
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import CLUBS, is_nounlike
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern
from pactwire.domain.extraction.claims.clauses.predicate_after import find_predicate_after
from pactwire.domain.extraction.claims.clauses.telling import keep_frame, name_bodies
from pactwire.domain.extraction.claims.rules.bids import (
    find_adjacent_body,
    find_judging_body,
    match_bid_to_body,
    match_candidate_status,
    match_owned_bid,
    resolve_bare_talks,
)
from pactwire.domain.extraction.claims.rules.instruments import find_sender, recognise_instrument
from pactwire.domain.extraction.claims.rules.membership_nouns import attach_body, attach_party
from pactwire.domain.extraction.claims.rules.noun_arguments import (
    CHANGE_NOUNS,
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
from pactwire.domain.extraction.claims.rules.recalled_nouns import mark_background
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
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire.domain.extraction.document import NEGATED
from pactwire_schemas.enrichment import Action, Stage


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
    for attach in ATTACHING:
        attach(analysis, nominal)
    emit_nominal(analysis, nominal)


ATTACHING = (
    attach_body,
    attach_party,
    turn_membership,
    match_with_clause,
    match_threat,
    match_faced_decision,
    recognise_instrument,
)
"""What finds a noun's body and member, in this order."""


def emit_nominal(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """Tell of a noun that has its body, or one whose body is named before."""
    bare = not nominal.bodies and nominal.party is None
    if bare and not resolve_bare_talks(analysis, nominal) and not nominal.filed:
        return
    seat = analysis.tokens[nominal.index].has("SEAT")
    if seat and not is_seat_in_body(analysis, nominal):
        analysis.drop(nominal.index, "a seat on something else")
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
    return analysis.among(index - 1, "OF_MEMBERS")


def is_seat_in_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether a seat is one in a body: its own, or one of an elected organ."""
    if has_pattern(analysis, "stripped_of", nominal.first):
        return False
    if resolve_own_seat(analysis, nominal):
        return True
    near = find_adjacent_body(analysis, nominal.index) is not None
    if not near and not analysis.among(nominal.index + 1, "SEATED"):
        return False
    if nominal.party is not None:
        pronoun = nominal.party.kind == "pronoun"
        return not (pronoun and analysis.among(nominal.party.first, "OF_PERSON"))
    return is_desired(analysis, nominal) or any(p.body.kind == "organ" for p in nominal.bodies)


def is_desired(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "is keen on a place in", "seeks a seat at"."""
    desired = has_pattern(analysis, "desired", nominal.first)
    return desired and nominal.bodies[0].body.kind in CLUBS


def resolve_own_seat(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "X takes its seat again": a seat in the body named before."""
    closes = has_pattern(analysis, "seat_ends", nominal.last)
    party = nominal.party
    own = party is not None and party.kind == "pronoun" and analysis.among(party.first, "ITS_OWN")
    if not closes or not own:
        return False
    nominal.bodies = nominal.bodies or list_bodies_before(analysis, nominal.first)[-1:]
    return bool(nominal.bodies)


def extend_compound(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Take in the nouns after: "membership bid", "accession talks"; False for "membership fees"."""
    while (token := analysis.token(nominal.last + 1)) is not None:
        if token.has("VETO_TAIL"):
            return False
        verb = token.has("f:s", "f:ed") and not token.has("TAIL")
        if verb or not token.has("TAIL", "N_JOIN", "N_LEAVE"):
            break
        nominal.last += 1
        nominal.head = token.tags
        nominal.talks = nominal.talks or token.among("TALKS")
    if "TAIL" in nominal.head:
        return True
    after = analysis.token(nominal.last + 1)
    return after is None or not is_compound(after)


def is_compound(token: Token) -> bool:
    """Whether a plain word after the noun most likely makes another compound ("entry visa")."""
    word = token.low
    verb = word.endswith("s") and not word.endswith(("ss", "us"))
    noun = is_plain(token) and token.text[0].islower()
    return noun and not (verb or word.endswith(("ly", "ed", "ing")))


def resolve_body_before(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "Ankara's membership bid", "its suspension": the body named before."""
    if nominal.filed:
        nominal.bodies = find_last_body(analysis, nominal.first)
        return bool(nominal.bodies)
    if nominal.party is None or nominal.action == "reinstate":
        return False
    returns = analysis.tokens[nominal.index].has("N_RETURN")
    if returns and not nominal.head & {"APPLY", "TAIL"}:
        return resolve_return(analysis, nominal)
    acting = find_deciding_body(analysis, nominal)
    if acting is not None:
        nominal.bodies = [acting]
        return True
    if nominal.action == "expel" or not may_refer_back(analysis, nominal):
        return False
    body = find_body_of_article(analysis, nominal)
    if body is None:
        return False
    nominal.bodies = [BodyPhrase(nominal.index, nominal.index, body, "body", generic=True)]
    nominal.certain = False
    return True


def may_refer_back(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """Whether a noun tells enough by itself for its body to stand elsewhere."""
    if nominal.head & {"APPLY", "TAIL"} or is_announced(analysis, nominal):
        return True
    if analysis.among(nominal.index, "NAMES_ENTRY"):
        return True
    if analysis.among(nominal.index, "MAY_NAME_ENTRY"):
        inside = bool(list_bodies_before(analysis, nominal.first))
        return inside or find_judging_body(analysis, nominal.last) is not None
    suspended = analysis.tokens[nominal.index].has("N_SUSPEND")
    own = nominal.party is not None and nominal.party.kind == "pronoun"
    return own and suspended and nominal.action in {"suspend", "leave"}


def find_body_of_article(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> BodyFacts | None:
    """The body that judges, that was named last, or for an accession that is named later."""
    start = analysis.tokens[nominal.first].start
    body = find_judging_body(analysis, nominal.last) or analysis.context.last_body(start)
    if body is None and analysis.among(nominal.index, "NAMES_ACCESSION"):
        return find_body_after(analysis, nominal)
    return body


def is_announced(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "which announced its withdrawal": from the one body the sentence names."""
    said = analysis.among(nominal.first - 1, "ANNOUNCING")
    inside = list_bodies_before(analysis, nominal.first)
    return nominal.action == "leave" and said and is_one_body(inside)


def find_body_after(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> BodyFacts | None:
    """As in "Talks on X's accession opened at the organisation": the only body, named later."""
    named = analysis.phrases.bodies
    if not is_one_body(named) or not nominal.last < named[0].first < nominal.last + 8:
        return None
    placed = has_pattern(analysis, "placed", named[0].first)
    return named[0].body if placed and named[0].body.kind in CLUBS else None


def resolve_return(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "The club put off a decision on X's return", when X had been put out of that club."""
    inside = list_bodies_before(analysis, nominal.first)[-1:]
    members = resolve_members(analysis, nominal.party)
    ends = has_pattern(analysis, "return_ends", nominal.last)
    if not ends or not was_suspended(analysis, [phrase.body for phrase in inside], members):
        return False
    nominal.bodies = inside
    return True


def find_deciding_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> BodyPhrase | None:
    """As in "The bloc lifted the suspension of X": the body that decides on a suspension."""
    if nominal.action not in {"suspend", "expel"}:
        return None
    chain = analysis.find_governors(nominal.first, body_subject=True, noun=True)
    subject = chain.subject
    if not any("VERB" in operator.labels for operator in chain.operators):
        return None
    if isinstance(subject, BodyPhrase):
        return find_parent_body(analysis, subject)
    pronoun = subject is not None and subject.kind == "pronoun"
    inside = list_bodies_before(analysis, nominal.first)
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
    """Find whose change a noun tells of, and what it does by itself."""
    why = explain_misfit(analysis, nominal)
    chain, verb = find_noun_governors(analysis, nominal)
    owner = (find_sender if nominal.filed else find_owner)(analysis, nominal, chain)
    members = exclude_bodies(name_bodies(nominal.bodies), owner)
    if why or not members:
        analysis.drop(nominal.index, why or "whose isn't said")
        return
    action, base = choose_base(analysis, nominal, chain)
    only_rights = action == "join" and analysis.tokens[nominal.index].has("RIGHTS")
    if not only_rights and (verb or not is_decision_object(analysis, nominal, chain)):
        keep_noun_frame(analysis, nominal, chain, members, (action, base))


def keep_noun_frame(
    analysis: SentenceAnalysis,
    nominal: DeverbalNoun,
    chain: GovernorChain,
    members: tuple[Member, ...],
    base: tuple[Action, Stage],
) -> None:
    """Compute the factuality from what governs the noun and add the frame."""
    action, stage = base
    lifting = action == "reinstate"
    value = apply_operators(stage, chain, nominal=True, talks=nominal.talks, lifting=lifting)
    if value.stage is None:
        analysis.drop(nominal.index, NEGATED)
        return
    if action == nominal.action:
        mark_background(analysis, nominal, chain, value)
    first, bodies = min(chain.top, nominal.first), name_bodies(nominal.bodies)
    frame = ClauseFrame(action, members, bodies, value, first, nominal.last, f"{action}:noun")
    frame.certain = nominal.certain and nominal.party is not None and bool(nominal.party.members)
    keep_frame(analysis, frame, nominal.index)


def is_decision_object(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, chain: GovernorChain
) -> bool:
    """As in "suspends X's membership": the verb's own rule reads it."""
    first = chain.operators[0].labels if chain.operators else frozenset()
    held = not analysis.among(nominal.index, "NOT_SUSPENDED")
    return held and not is_bid_like(nominal) and bool(first & {"SUSPEND", "REINSTATE", "HALT"})
