"""The two kinds of noun phrase chunks, and tests on the words around them."""

from dataclasses import dataclass, field
from typing import Literal

from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import NOWHERE, Token

PartyKind = Literal[
    "state", "adjective", "people", "leader", "seat", "representative", "generic", "pronoun", "body"
]
Head = Literal["body", "possessor", "agent", "modifier"]

TIME_WORDS = word_set(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept "
    "sep oct nov "
    "dec next last this"
)
FOLLOWS = (
    "NUM", "PREP", "CONJ", "SUBORD", "REL", "ADV", "BE", "HAVE", "COND", "FUT", "NEG", "PRON",
    "DET", "TO", "WOULD", "DO", "LAPSE", "POSS",
)  # fmt: skip
"""Labels of words that end a name's phrase."""
COMPOUNDED = frozenset({"organisation", "coalition", "media"})
PLACES = frozenset({"country", "place"})


@dataclass(slots=True)
class PartyPhrase:
    """A noun phrase that may be a member; token indices are inclusive."""

    first: int
    last: int
    members: tuple[Member, ...]
    kind: PartyKind
    possessive: bool = False
    plural: bool = False
    word: str = ""


@dataclass(slots=True)
class BodyPhrase:
    """A noun phrase that names a body, and what it is to the noun after it."""

    first: int
    last: int
    body: BodyFacts
    head: Head
    generic: bool = False

    @property
    def kind(self) -> PartyKind:
        """What it is among parties."""
        return "body"


@dataclass(slots=True)
class SentenceChunks:
    """All phrases of a sentence and which one covers each token."""

    parties: list[PartyPhrase] = field(default_factory=list)
    bodies: list[BodyPhrase] = field(default_factory=list)
    party_at: dict[int, PartyPhrase] = field(default_factory=dict)
    body_at: dict[int, BodyPhrase] = field(default_factory=dict)

    def describes(self, index: int) -> bool:
        """Whether a noun may stand behind a place: "the NATO bid", "Turkish hopes"."""
        phrase = self.body_at.get(index) or self.party_at.get(index)
        return phrase is not None and phrase.kind in {"body", "adjective"}


def is_word(token: Token) -> bool:
    """Whether a token is made of letters or digits."""
    return token.text[0].isalnum()


def is_plain(token: Token) -> bool:
    """A word without labels and without a name: most adjectives and nouns."""
    return token.hit is None and not token.tags and is_word(token)


def is_time(token: Token) -> bool:
    """Whether a word is a day, a month, a year or stands before one."""
    return token.among("TIME_WORD") or token.low[:1].isdigit()


def continues_sentence(token: Token, following: Token = NOWHERE) -> bool:
    """Whether a word after a name goes on with the sentence, or makes a compound with it."""
    if token.hit is not None:
        return token.hit.kind not in COMPOUNDED
    if token.among("NOT_PARTICIPLES"):
        return False
    if token.has("VERB"):
        return token.has("f:ed", "f:en", "f:ing", "f:s", "HAVE")
    if token.low[0].isdigit():
        return len(token.low) == 4 or following.among("TIME_UNITS")
    ending = token.low.endswith(("ly", "ed", "ing"))
    return ending or token.among("IRREGULAR_PASTS") or following.among("ONWARDS")


def find_determiner(tokens: list[Token], index: int) -> int | None:
    """Index of "the"/"this"/"that" before a noun with at most four adjectives between."""
    for back in range(index - 1, max(-1, index - 6), -1):
        token = tokens[back]
        if token.among("DEFINITE"):
            return back
        described = is_plain(token) or token.has("NEXT", "HYPHEN", "GBODY", "GPARTY")
        numbered = token.low[0].isdigit()
        if not (described or numbered if token.hit is None else token.hit.kind in PLACES):
            return None
    return None
