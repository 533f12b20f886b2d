"""Arguments of a deverbal noun: the body it names and the member whose change it is."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.rules.decision_frames import find_body_of_organs
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun

PREPOSITIONS = {
    "join": frozenset({"to", "of", "in", "into", "for", "with", "within", "on"}),
    "leave": frozenset({"from", "of"}),
    "suspend": frozenset({"from", "by", "of"}),
    "expel": frozenset({"from", "by"}),
    "reinstate": frozenset({"to", "into", "in"}),
}


def attach_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """The body before ("EU membership") or after a preposition ("accession to the EU")."""
    if attach_adjacent_body(analysis, nominal):
        return
    wanted = PREPOSITIONS[nominal.action]
    if "SEAT" in nominal.head:
        wanted = wanted | {"at"}
    position = nominal.last + 1
    for index in range(position, min(position + 12, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.has("SEAT") and index < position + 3:
            wanted = wanted | {"at"}
            continue
        paired = token.has("CONJ") and analysis.low(position) == "between"
        if token.low in wanted or paired:
            heads = frozenset({"body", "agent"} if token.low == "by" else {"body"})
            bodies, last = find_body_or_organs(analysis, index + 1, heads)
            if bodies:
                nominal.bodies, nominal.last = bodies, last
                return
        if not is_skippable(analysis, index):
            return


def find_body_or_organs(
    analysis: SentenceAnalysis, start: int, heads: frozenset[str]
) -> tuple[list[BodyPhrase], int]:
    """The body itself, or "the councils of the body"."""
    bodies, last = find_bodies_at(analysis, start, heads)
    return (bodies, last) if bodies else find_body_of_organs(analysis, start)


def is_skippable(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word may stand between the noun and its body: the member, links, articles."""
    token = analysis.tokens[index]
    return (
        index in analysis.phrases.party_at
        or token.has("DET", "CONJ", "ADV")
        or token.low in {"of", "by", "for", "with", "between", ",", "back"}
    )


def attach_adjacent_body(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """The body right before the noun, or behind "as a member of"."""
    before = find_modifying_body(analysis, nominal.index)
    if before is not None:
        nominal.bodies = [before]
        nominal.first = before.first
        return True
    if analysis.low(nominal.last + 1) == "as":
        member = find_member_noun(analysis, nominal.last + 2)
        if member is not None and member[1]:
            nominal.bodies, nominal.last = member[1], member[2]
            return True
    return False


def find_modifying_body(analysis: SentenceAnalysis, index: int) -> BodyPhrase | None:
    """The body that modifies the noun, with adjectives between: "EU full membership"."""
    position = index - 1
    while (
        position >= 0
        and (analysis.tokens[position].has("NEXT") or analysis.low(position) in {"'s", "'"})
        and (position not in analysis.phrases.party_at)
    ):
        position -= 1
    phrase = analysis.phrases.body_at.get(position)
    return phrase if phrase is not None else None


def attach_party(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """The member: possessor or adjective before, else "of/by/for/with X" after."""
    position = nominal.first - 1
    for index in range(position, max(-1, position - 5), -1):
        party = analysis.phrases.party_at.get(index)
        if party is not None:
            given = party.first > 0 and analysis.tokens[party.first - 1].has("GRANT", "DET")
            if (
                party.possessive
                or party.kind == "adjective"
                or (party.kind == "state" and index == position)
                or given
            ):
                nominal.party = party
                nominal.first = party.first
            break
        if not is_adjective(analysis, index):
            break
        nominal.first = index
    bearer = nominal.party is None or (
        nominal.action in {"suspend", "expel"} and nominal.party.kind == "pronoun"
    )
    if bearer:
        after = find_party_after(analysis, nominal)
        if after is not None and nominal.party is not None and not nominal.bodies:
            subject = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
            nominal.bodies = subject[-1:]
        nominal.party = after or nominal.party
    if nominal.party is None and not nominal.bodies:
        attach_recipient(analysis, nominal)


def attach_recipient(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "the conference of the union grants membership to X"."""
    if analysis.low(nominal.last + 1) not in {"to", "for", "on", "upon"}:
        attach_invitee(analysis, nominal)
        return
    party = find_direct_object(analysis, nominal.last + 2)
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
    if (
        party is not None
        and inside
        and analysis.low(nominal.index).endswith(("membership", "admission", "membership status"))
    ):
        nominal.party = party
        nominal.bodies = inside[-1:]


def attach_invitee(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> None:
    """As in "The bloc invites X to start accession talks"."""
    for index in range(nominal.first - 1, max(1, nominal.first - 5), -1):
        party = analysis.phrases.party_at.get(index - 1)
        if analysis.low(index) != "to" or party is None or not party.first:
            continue
        if analysis.tokens[party.first - 1].has("INVITE", "APPROVE"):
            inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < party.first]
            nominal.party, nominal.bodies = party, inside[-1:]
        return


def is_adjective(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a word before the noun is an adjective of it: "fast-track", "planned", "2004"."""
    token = analysis.tokens[index]
    if token.has("PREP", "CONJ", "DET") or " " in token.low:
        return False
    if token.has("VERB"):
        left = analysis.token(index - 1)
        return (
            token.has("f:en")
            and left is not None
            and (left.has("DET", "POSS") or left.low in {"'s", "'"})
        )
    return is_plain(token) or token.has("NEXT", "ADV", "CONSIDER", "FUT") or token.low[0].isdigit()


def is_imposed(analysis: SentenceAnalysis, first: int) -> bool:
    """As in "slaps a suspension on X"."""
    before = analysis.tokens[max(0, first - 2) : first]
    return any("IMPOSE" in token.tags for token in before)


def find_party_after(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> PartyPhrase | None:
    """As in "withdrawal of X from ...", "talks with X", "membership for X"."""
    wanted = {"of", "by", "for"} | (
        {"with", "between"} if nominal.talks or nominal.action == "join" else set()
    )
    if nominal.action == "suspend" and is_imposed(analysis, nominal.first):
        wanted = {"on"}
    for index in range(nominal.index + 1, min(nominal.last + 4, len(analysis.tokens))):
        if analysis.low(index) in wanted:
            party = analysis.party_from(index + 1)
            if (
                party is not None
                and not party.possessive
                and party.kind not in {"adjective", "people", "leader", "pronoun"}
            ):
                nominal.last = max(nominal.last, party.last)
                return party
    return None
