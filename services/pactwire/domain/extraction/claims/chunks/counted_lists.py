"""Counted nouns with their list: "five states (A, B and C)", "three countries: A, B and C"."""

from dataclasses import replace

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, is_plain
from pactwire.domain.extraction.claims.tokens.tokens import Token

DASHES = frozenset({"-", "—", "–"})
OPENING = DASHES | {"(", ":", ","}
FARTHEST = 4


def take_in_counted_nouns(tokens: list[Token], parties: list[PartyPhrase]) -> list[PartyPhrase]:
    """The parties, each list with the noun that counts it and the mark that closes it."""
    return [take_in_counted_noun(tokens, party) for party in parties]


def take_in_counted_noun(tokens: list[Token], party: PartyPhrase) -> PartyPhrase:
    """As in "five states (A, B and C)": one phrase; a list that nothing counts stays as it is."""
    opening = party.first - 1
    if len(party.members) < 2 or opening < 2 or party.kind != "state" or party.possessive:
        return party
    mark = tokens[opening].low
    first = find_count(tokens, opening - 1) if mark in OPENING else None
    last = find_closing(tokens, party.last + 1, mark)
    return party if first is None or last is None else replace(party, first=first, last=last)


def find_count(tokens: list[Token], noun: int) -> int | None:
    """Where "five neighbouring states" begins, whose noun is given; None when nothing counts it."""
    if not tokens[noun].among("COUNTED"):
        return None
    for at in range(noun - 1, max(-1, noun - FARTHEST), -1):
        token = tokens[at]
        if token.has("NUM") or token.low.isdigit() or token.among("SEVERAL"):
            return at
        if not (is_plain(token) or token.has("NEXT", "HYPHEN", "MEMBER")):
            return None
    return None


def find_closing(tokens: list[Token], end: int, mark: str) -> int | None:
    """The last token of a list that a mark opened; None when its second mark is missing."""
    if mark == ":":
        return end - 1
    low = tokens[end].low if end < len(tokens) else "."
    if mark == "(":
        return end if low == ")" else None
    if mark == ",":
        return end if low == "," else None
    if low in DASHES:
        return end
    return end - 1 if low == "." else None
