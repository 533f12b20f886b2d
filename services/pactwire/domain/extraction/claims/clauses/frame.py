"""The analysis of a sentence and the clause frames that rules found in it."""

from dataclasses import dataclass, field

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, SentenceChunks
from pactwire.domain.extraction.claims.clauses.standing import has_lesser_standing
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governor_walker import find_governors
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.scope.operator_table import open_operators
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token
from pactwire_schemas.enrichment import Action, Stage


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

    def keep(self, frame: ClauseFrame, index: int) -> None:
        """Keep a frame whose predicate is at `index`; not that of a partner or an observer."""
        if frame.action == "join" and has_lesser_standing(self, frame.last, frame.bodies[0]):
            self.drop(index, "an observer or a partner, no member")
            return
        frame.verb = index
        frame.members = tuple(dict.fromkeys((*frame.members, *find_companions(self, frame))))
        frame.past = is_past(self, index)
        waits = find_condition(self, frame.last)
        firm = frame.factuality.stage in {"effective", "approved"}
        if waits is not None and firm and not frame.past:
            frame.factuality.to("approved" if frame.decided else waits, "a condition follows")
        self.frames.append(frame)

    def drop(self, index: int, why: str) -> None:
        """Note why the trigger at an index gave no claim."""
        token = self.tokens[index]
        self.context.drop(token.start, token.end, token.lemma or token.low, why)


def is_past(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether a predicate is in the past: "joined", "was admitted", "had left"."""
    token = analysis.tokens[index]
    group = [analysis.low(position) for position in range(max(0, index - 3), index)]
    if {"was", "were", "had"} & set(group):
        return True
    if analysis.low(index - 1) == "to":
        copula = {analysis.low(position) for position in range(max(0, index - 8), index - 1)}
        if copula & {"was", "were", "became"} and copula & {"member", "country", "state", "nation"}:
            return True
    if {"is", "are", "has", "have", "be", "been", "to", "will", "being"} & set(group):
        return False
    return token.has("f:ed") and not token.has("f:base")


def find_condition(analysis: SentenceAnalysis, last: int) -> Stage | None:
    """As in "... if it wins": only considered; "... once it ratifies": decided; else None."""
    for index in range(last + 1, min(last + 18, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in {"pending", "subject"} and analysis.low(index - 1) in {",", "("}:
            return "approved"
        if token.low in {"as soon as", "once"} and index <= last + 2:
            return "approved"
        if token.low in {"if", "unless", "provided that", "as long as"} and token.has("COND"):
            return None if analysis.among(index - 1, "ASKING") else "considered"
        if token.low in {";", ":", "“", '"'} or token.has("REPORT"):
            return None
    return None


def find_companions(analysis: SentenceAnalysis, frame: ClauseFrame) -> tuple[Member, ...]:
    """As in "..., along with Y": the members named after the body.

    Who becomes a member alongside others finds them there already.
    """
    index = frame.last + 1
    if analysis.low(index) == ",":
        index += 1
    with_others = analysis.low(index) in {"along with", "together with"}
    if not with_others and (analysis.low(index) != "alongside" or frame.rule == "join:become"):
        return ()
    party = analysis.party_from(index + 1)
    return (
        party.members
        if party is not None and not party.possessive and party.kind == "state"
        else ()
    )


def is_pluperfect(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "had left"."""
    token = analysis.tokens[index]
    group = [analysis.low(position) for position in range(max(0, index - 3), index)]
    return token.has("f:en") and "had" in group
