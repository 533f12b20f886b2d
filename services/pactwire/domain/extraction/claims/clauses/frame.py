"""The analysis of a sentence and the clause frames that rules found in it."""

from dataclasses import dataclass, field

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, SentenceChunks
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governor_walker import find_governors
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.scope.operator_table import open_operators
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import NOWHERE, Sentence, Token
from pactwire_schemas.enrichment import Action


@dataclass(slots=True)
class ClauseFrame:
    """One frame of a clause: what happens to whom in which body."""

    action: Action
    members: tuple[Member, ...]
    bodies: tuple[BodyFacts, ...]
    factuality: FactualityValue
    first: int
    last: int
    rule: str
    weak: bool = False
    certain: bool = True
    verb: int = -1
    decided: bool = False
    """A body has decided it, be it with a way out: "voted to suspend X unless ..."."""
    past: bool = False
    """The predicate is in the simple past or pluperfect."""
    """False when a party or the body had to be resolved from elsewhere."""


@dataclass(slots=True)
class SentenceAnalysis:
    """A sentence with its chunks and the frames found so far."""

    context: ArticleContext
    sentence: Sentence
    phrases: SentenceChunks
    frames: list[ClauseFrame] = field(default_factory=list)
    tokens: list[Token] = field(init=False)
    """The sentence's tokens."""
    sayings: tuple[int, ...] | None = None
    """Where somebody is said to say something; found when it is first asked for."""

    def __post_init__(self) -> None:
        """Keep the tokens at hand."""
        self.tokens = self.sentence.tokens

    def token(self, index: int) -> Token | None:
        """The token at an index, None outside the sentence."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def low(self, index: int) -> str:
        """The lower-case word at an index, empty outside the sentence."""
        tokens = self.tokens
        return tokens[index].low if 0 <= index < len(tokens) else ""

    def look(self, index: int) -> Token:
        """The token at an index, `NOWHERE` outside the sentence."""
        tokens = self.tokens
        return tokens[index] if 0 <= index < len(tokens) else NOWHERE

    def among(self, index: int, *groups: str) -> bool:
        """Whether the word at an index is in one of the groups; nothing is outside."""
        tokens = self.tokens
        return 0 <= index < len(tokens) and tokens[index].among(*groups)

    def find_governors(
        self, index: int, body_subject: bool = False, noun: bool = False
    ) -> GovernorChain:
        """What governs the predicate at an index."""
        chain = find_governors(self.tokens, self.phrases, index, body_subject, noun)
        chain.table = open_operators(self.context.world.grammar)
        return chain

    def party_from(self, index: int, *, over: tuple[str, ...] = ("DET",)) -> PartyPhrase | None:
        """The party at an index, or right behind the words there that bear these labels."""
        while (
            (token := self.token(index)) is not None
            and index not in self.phrases.party_at
            and token.has(*over)
        ):
            index += 1
        return self.phrases.party_at.get(index)

    def drop(self, index: int, why: str) -> None:
        """Note why the trigger at an index gave no claim."""
        token = self.tokens[index]
        self.context.drop(token.start, token.end, token.lemma or token.low, why)


def is_pluperfect(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "had left"."""
    token = analysis.tokens[index]
    group = [analysis.low(position) for position in range(max(0, index - 3), index)]
    return token.has("f:en") and "had" in group
