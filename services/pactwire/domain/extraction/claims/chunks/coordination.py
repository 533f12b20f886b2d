"""Coordination of party phrases: "A, B and C", "along with A, B", "the leaders of A and B"."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import PartyKind, PartyPhrase
from pactwire.domain.extraction.claims.tokens.tokens import Token, look

MOST_BETWEEN = 4
"""Words between two items of a list."""


def coordinate_parties(tokens: list[Token], singles: list[PartyPhrase]) -> list[PartyPhrase]:
    """Fold "A, B and C" into one party; each keeps its place when they aren't one list."""
    result: list[PartyPhrase] = []
    position = 0
    while position < len(singles):
        run = [singles[position]]
        joined = False
        while position + len(run) < len(singles):
            link = find_link(tokens, run[-1], singles[position + len(run)])
            if link is None or not can_coordinate(run[-1], singles[position + len(run)]):
                break
            joined = joined or link == "and"
            run.append(singles[position + len(run)])
        if len(run) > 1 and (joined or is_list(tokens, run)) and not splits_clauses(tokens, run):
            result.append(join_parties(tokens, run))
            position += len(run)
        else:
            result.append(extend_to_head_noun(tokens, run[0]))
            position += 1
    return result


def is_list(tokens: list[Token], run: list[PartyPhrase]) -> bool:
    """Whether phrases with commas between are one list though no "and" says so."""
    return (
        follows_along_with(tokens, run[0])
        or is_headline_pair(tokens, run)
        or is_open_list(tokens, run)
    )


def find_link(tokens: list[Token], left: PartyPhrase, right: PartyPhrase) -> str | None:
    """As in "and" or "," when only list marks stand between two phrases."""
    between = tokens[left.last + 1 : right.first]
    owner = left.possessive and left.kind == "representative"
    if owner or len(between) > MOST_BETWEEN:
        return None
    if not all(token.bears("LISTING", "COMMA", "DET", "IN_LIST") for token in between):
        return None
    links = ("LISTING", "and"), ("COMMA", ",")
    return next((link for name, link in links if any(one.among(name) for one in between)), None)


def can_coordinate(left: PartyPhrase, right: PartyPhrase) -> bool:
    """Whether two phrases can be items of one list."""
    named = {"state", "seat", "leader", "representative"}
    if left.kind in named and right.kind in named:
        return {left.kind, right.kind} != {"leader", "state"}
    return left.kind == right.kind and left.kind in {"adjective", "people"}


def follows_along_with(tokens: list[Token], party: PartyPhrase) -> bool:
    """As in "Along with A, B joins"."""
    return any(token.among("ALONG_WITH") for token in tokens[max(0, party.first - 2) : party.first])


def is_headline_pair(tokens: list[Token], run: list[PartyPhrase]) -> bool:
    """As in "Ukraine, Moldova get candidate status": two names at the very start."""
    after = look(tokens, run[-1].last + 1)
    return run[0].first == 0 and after.bears("VERB", "FUT", "TO_DO")


def is_open_list(tokens: list[Token], run: list[PartyPhrase]) -> bool:
    """As in "A, B and eight others": the list goes on with something that's no name."""
    link, after = look(tokens, run[-1].last + 1), look(tokens, run[-1].last + 2)
    return link.among("AND") and after.bears("NUM", "OTHERS")


def splits_clauses(tokens: list[Token], run: list[PartyPhrase]) -> bool:
    """Two clauses instead of a list: "suspends A and B vows to ..."."""
    before, after = look(tokens, run[0].first - 1), look(tokens, run[-1].last + 1)
    object_ends = before.has("VERB", "PREP") and not before.bears("CAUSE", "OF_OR_WITH")
    starts = after.has("f:s", "BE", "HAVE", "FUT", "WOULD")
    return len(run) == 2 and object_ends and starts


def join_parties(tokens: list[Token], run: list[PartyPhrase]) -> PartyPhrase:
    """One party of several members."""
    members = tuple(dict.fromkeys(member for party in run for member in party.members))
    last = run[-1]
    kind: PartyKind = "state" if run[0].kind == "state" else last.kind
    party = PartyPhrase(
        run[0].first, last.last, members, kind, possessive=last.possessive, plural=True
    )
    return extend_to_head_noun(tokens, party)


def find_apposed_noun(tokens: list[Token], link: int) -> int | None:
    """As in "the former Soviet republic of X": where the noun that says what X is begins."""
    if tokens[link].low != "of" or not tokens[link - 1].among("KINDS_OF_STATE"):
        return None
    before = range(link - 2, max(-1, link - 8), -1)
    return next((back for back in before if tokens[back].has("DET")), None)


def governs(tokens: list[Token], link: int, party: PartyPhrase) -> bool:
    """As in "the leaders of X", "the rulers in Y"; delegates in a city come from elsewhere."""
    head, of = tokens[link - 1], tokens[link].low == "of"
    met = party.kind == "seat" and head.among("VISITORS")
    return head.has("REP") and (of or (tokens[link].among("IN") and not met))


def extend_to_head_noun(tokens: list[Token], party: PartyPhrase) -> PartyPhrase:
    """Take in "the leaders of" before a list of states."""
    if party.kind not in {"state", "seat"} or party.first < 2:
        return party
    back = party.first - 1
    while back > 1 and tokens[back].has("DET", "NEXT"):
        back -= 1
    if (named := find_apposed_noun(tokens, back)) is not None:
        return replace(party, first=named)
    if governs(tokens, back, party):
        first = back - 1 - look(tokens, back - 2).has("DET")
        return replace(party, first=first, kind="representative")
    return party
