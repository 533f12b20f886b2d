"""Anaphoric phrases: pronouns, "the country", "both nations", bare "lawmakers"."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, find_determiner, is_plain
from pactwire.domain.extraction.claims.tokens.tokens import Token


def find_anaphor(tokens: list[Token], index: int) -> PartyPhrase | None:
    """A pronoun or "the country", to be resolved where it's needed."""
    token = tokens[index]
    if token.low in {"it", "they", "he", "she", "we"}:
        return PartyPhrase(index, index, (), "pronoun", plural=token.low == "they", word=token.low)
    if token.has("POSS") and index + 1 < len(tokens) and tokens[index + 1].among("GENERIC_OWN"):
        last = index + 1
        mark = last + 1 < len(tokens) and tokens[last + 1].low in {"'s", "'"}
        return PartyPhrase(
            index,
            last + (1 if mark else 0),
            (),
            "generic",
            mark,
            word="he" if token.low in {"his", "her"} else "it",
        )
    if token.among("COLLECTIVES") and is_bare_subject(tokens, index):
        return PartyPhrase(index, index, (), "generic", word=token.low)
    if token.has("POSS"):
        return PartyPhrase(
            index,
            index,
            (),
            "pronoun",
            possessive=True,
            plural=token.low == "their",
            word=token.low,
        )
    if token.among("PLURAL_GENERIC") and (word := find_plural_determiner(tokens, index)):
        return PartyPhrase(index, index, (), "generic", plural=True, word=word)
    if token.low == "both":
        return PartyPhrase(index, index, (), "pronoun", plural=True, word="both")
    if token.has("GPARTY") and is_definite(tokens, index):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        mark = after is not None and after.low in {"'s", "'"}
        first = index - 1 if tokens[index - 1].has("GPARTY") else index
        return PartyPhrase(first, index + (1 if mark else 0), (), "generic", mark, word=token.low)
    return None


def is_bare_subject(tokens: list[Token], index: int) -> bool:
    """As in "Lawmakers voted": no name before or after that says whose."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1] if index else None
    free = before is None or not (
        before.hit is not None or before.low in {"'s", "european", "eu"} or before.has("PREP")
    )
    return free and after is not None and after.has("VERB", "ADV", "BE", "HAVE", "FUT", "WOULD")


def is_definite(tokens: list[Token], index: int) -> bool:
    """As in "the country", "the island state"; not "the first country to ..."."""
    first = find_determiner(tokens, index)
    if first is None:
        return False
    if index + 1 < len(tokens) and (
        tokens[index + 1].low in {"to", "that", "which", "in"} or tokens[index + 1].has("GPARTY")
    ):
        return False
    return not any(token.has("NEXT", "MEMBER") or token.hit for token in tokens[first + 1 : index])


def find_plural_determiner(tokens: list[Token], index: int) -> str:
    """As in "the two countries", "both nations": the word that makes them known."""
    for back in range(index - 1, max(-1, index - 5), -1):
        token = tokens[back]
        if token.low in {"the", "these", "those", "both", "all"}:
            return token.low
        if token.has("GBODY", "MEMBER") or not (
            is_plain(token) or token.has("NEXT", "HYPHEN", "NUM")
        ):
            return ""
    return ""
