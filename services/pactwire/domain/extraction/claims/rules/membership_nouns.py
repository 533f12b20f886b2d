"""Arguments of a deverbal noun: the body it names and the member whose change it is."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.bodies import list_bodies_before
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.rules.phrases import read_bodies

LINKS = {
    "join": "ENTRY_LINK",
    "leave": "EXIT_LINK",
    "suspend": "SUSPENSION_LINK",
    "expel": "EXPULSION_LINK",
    "reinstate": "RETURN_LINK",
}
"""Groups of the prepositions that lead from a noun to its body, by action."""
NO_BEARERS = frozenset({"adjective", "people", "leader", "pronoun"})


def attach_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """The body before ("EU membership") or after a preposition ("accession to the EU")."""
    if attach_adjacent_body(analysis, nominal):
        return
    start = nominal.last + 1
    for index in range(start, min(start + 12, len(analysis.tokens))):
        if leads_to_body(analysis, nominal, start, index):
            name = "acting_body" if analysis.among(index, "BY") else "body_or_organs"
            bodies, last = read_bodies(analysis, name, index)
            if bodies:
                nominal.bodies, nominal.last = bodies, last
                return
        if not is_skippable(analysis, index):
            return


def leads_to_body(
    analysis: SentenceAnalysis, nominal: DeverbalNoun, start: int, index: int
) -> bool:
    """Whether a preposition leads to the body: by the action, "a seat at", "between X and"."""
    token = analysis.tokens[index]
    seated = token.among("SEAT_LINK") and any(
        before.has("SEAT") for before in analysis.tokens[start - 1 : index]
    )
    joined = token.has("CONJ") and analysis.among(start, "BETWEEN")
    return token.among(LINKS[nominal.action]) or seated or joined


def is_skippable(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word may stand between the noun and its body: the member, links, articles."""
    token = analysis.tokens[index]
    links = token.has("DET", "CONJ", "ADV", "SEAT") or token.among("BEFORE_BODY")
    return links or index in analysis.phrases.party_at


def attach_adjacent_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """The body right before the noun, or behind "as a member of"."""
    before = match_pattern(analysis, "modifying_body", nominal.index)
    if before is not None:
        nominal.bodies, nominal.first = list(before.bodies), before.bodies[0].first
        return True
    if analysis.among(nominal.last + 1, "AS"):
        bodies, last = read_bodies(analysis, "role", nominal.last + 1)
        if bodies:
            nominal.bodies, nominal.last = bodies, last
            return True
    return False


def attach_party(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """The member: possessor or adjective before, else "of/by/for/with X" after."""
    attach_owner(analysis, nominal)
    if nominal.party is None:
        nominal.party = find_party_after(analysis, nominal)
    elif nominal.party.kind == "pronoun" and nominal.action in {"suspend", "expel"}:
        attach_decided_party(analysis, nominal)
    if nominal.party is None and not nominal.bodies:
        attach_recipient(analysis, nominal)


def attach_decided_party(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "its suspension of X": the owner is the body that was named before."""
    after = find_party_after(analysis, nominal)
    if after is not None:
        nominal.party = after
        nominal.bodies = nominal.bodies or list_bodies_before(analysis, nominal.first)[-1:]


def attach_owner(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """The member that stands before the noun, adjectives aside: "Turkey's long road"."""
    position = nominal.first - 1
    for index in range(position, max(-1, position - 5), -1):
        party = analysis.phrases.party_at.get(index)
        if party is not None:
            if may_own(analysis, party, beside=index == position):
                nominal.party, nominal.first = party, party.first
            return
        if not is_adjective(analysis, index):
            return
        nominal.first = index


def may_own(analysis: SentenceAnalysis, party: PartyPhrase, *, beside: bool) -> bool:
    """Whether a party before a noun is whose it is: "X's", "the X", "granted X"."""
    if party.possessive or party.kind == "adjective" or (party.kind == "state" and beside):
        return True
    return party.first > 0 and analysis.tokens[party.first - 1].has("GRANT", "DET")


def attach_recipient(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "the conference of the union grants membership to X", "invites X to start talks"."""
    found = match_pattern(analysis, "invited_to", nominal.first)
    if analysis.among(nominal.last + 1, "RECIPIENT_LINK"):
        granted = analysis.among(nominal.index, "GRANTED")
        found = match_pattern(analysis, "recipient", nominal.last) if granted else None
    if found is None or found.party is None:
        return
    inside = list_bodies_before(analysis, min(nominal.first, found.party.first))
    if inside or not analysis.among(nominal.last + 1, "RECIPIENT_LINK"):
        nominal.party, nominal.bodies = found.party, inside[-1:]


def is_adjective(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word before the noun is an adjective of it: "fast-track", "planned", "2004"."""
    token = analysis.tokens[index]
    if token.has("PREP", "CONJ", "DET") or " " in token.low:
        return False
    if token.has("VERB"):
        return token.has("f:en") and has_pattern(analysis, "determined", index)
    described = token.has("NEXT", "ADV", "CONSIDER", "FUT")
    return described or is_plain(token) or token.low[0].isdigit()


def find_party_after(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> PartyPhrase | None:
    """As in "withdrawal of X from ...", "talks with X", "membership for X"."""
    links = ["BEARER_LINK"]
    if nominal.talks or nominal.action == "join":
        links.append("TALKS_LINK")
    imposed = has_pattern(analysis, "imposed", nominal.first)
    if nominal.action == "suspend" and imposed:
        links = ["IMPOSED_LINK"]
    for index in range(nominal.index + 1, min(nominal.last + 4, len(analysis.tokens))):
        party = analysis.party_from(index + 1) if analysis.among(index, *links) else None
        if party is not None and not party.possessive and party.kind not in NO_BEARERS:
            nominal.last = max(nominal.last, party.last)
            return party
    return None
