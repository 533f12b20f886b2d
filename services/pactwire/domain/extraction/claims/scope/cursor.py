"""The cursor of a governor walk: how it moves over phrases, appositions and clause ends."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, SentenceChunks
from pactwire.domain.extraction.claims.lexicon.vocabulary import NO_TAGS
from pactwire.domain.extraction.claims.scope.governors import (
    CLOSING,
    FARTHEST,
    GovernorChain,
    Operator,
    OperatorLink,
    classify_form,
)
from pactwire.domain.extraction.claims.tokens.tokens import Token, look


class GovernorCursor:
    """The state of one walk to the left from a predicate."""

    def __init__(
        self,
        tokens: list[Token],
        phrases: SentenceChunks,
        index: int,
        body_subject: bool = False,
        noun: bool = False,
    ) -> None:
        """Start before `index`; a `body_subject` may be a body, a `noun` is no verb."""
        self.tokens = tokens
        self.phrases = phrases
        self.start = index
        self.body_subject = body_subject
        self.found = GovernorChain("noun" if noun else classify_form(tokens, index))
        self.found.closed = self.found.form in CLOSING
        self.at = index - 1
        self.to_pending = self.found.form == "infinitive"
        self.words = 0
        self.chain = index
        self.apposed: PartyPhrase | None = None
        before = look(tokens, self.at)
        if before.among("TOWARDS"):
            self.govern("CONSIDER", "noun", self.at, word=before.low)
        if before.among("TO_BE") and index - 2 in phrases.party_at:
            self.govern("COND", "group", self.at, "be", "be")

    @property
    def left(self) -> Token:
        """The word left of the one that is looked at."""
        return look(self.tokens, self.at - 1)

    def govern(
        self, labels: str, link: OperatorLink, at: int, lemma: str = "", word: str = ""
    ) -> None:
        """Note an operator that isn't what its word is elsewhere."""
        self.found.operators.append(Operator(frozenset(labels.split()), link, at, lemma, word))

    def add(self, token: Token, link: OperatorLink, labels: frozenset[str] = NO_TAGS) -> None:
        """Note an operator, by the labels of its word or by others."""
        self.found.operators.append(
            Operator(labels or token.tags, link, self.at, token.lemma, token.low, token.groups)
        )
        self.chain = self.at

    def clause_subject(self) -> bool:
        """The subject of the main clause that a participle hangs on: the nearest free phrase."""
        low = max(0, self.at - FARTHEST)
        for back in range(self.at - 1, low - 1, -1):
            if self.tokens[back].among("SEMICOLON"):
                break
            phrase: PartyPhrase | BodyPhrase | None = self.phrases.party_at.get(back)
            if phrase is None and self.body_subject:
                phrase = self.phrases.body_at.get(back)
            if phrase is not None and self.free(phrase) and not self.is_object(phrase):
                self.found.subject = phrase
                break
        self.at = low - 1
        return False

    def before(self, phrase: PartyPhrase | BodyPhrase) -> Token:
        """The word before a phrase, its article aside."""
        left = look(self.tokens, phrase.first - 1)
        return look(self.tokens, phrase.first - 2) if left.has("DET") else left

    def free(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """Whether no preposition governs a phrase."""
        if phrase.first == 0:
            return True
        left = self.before(phrase)
        return phrase.kind != "adjective" and (not left.has("PREP") or left.among("OUT_OR_AS"))

    def is_object(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """Whether a verb stands right before a phrase: then it's no subject."""
        left = self.before(phrase)
        if isinstance(phrase, BodyPhrase):
            return left.has("VERB")
        return phrase.possessive or (left.has("VERB") and not left.has("REPORT", "APPROVE"))

    def jump(self, mark: str) -> bool:
        """Go before the matching mark to the left, if there is one near."""
        for back in range(self.at - 1, max(-1, self.at - 26), -1):
            if self.tokens[back].low == mark:
                self.at = back - 1
                return True
            if self.tokens[back].among("SEMICOLON"):
                break
        return False

    def move(self, count: int) -> bool:
        """Go on to the left."""
        self.at -= count
        return True

    def skip(self, phrase: PartyPhrase | BodyPhrase, more: int = 0) -> bool:
        """Go on before a phrase, and before `more` words."""
        self.at = phrase.first - 1 - more
        return True

    def adjacent(self, phrase: PartyPhrase) -> bool:
        """Whether a phrase stands right before the predicate or its "to"."""
        named = phrase.kind != "pronoun" or not self.tokens[self.chain].has("VERB")
        between = self.tokens[phrase.last + 1 : self.start if named else self.chain]
        return all(token.bears("TO_DO", "ADV", "NEG", "BE", "TO", "HAVE") for token in between)

    def modifies_chain(self, phrase: PartyPhrase) -> bool:
        """Whether an adjective belongs to the governing noun or to the noun itself."""
        noun = self.chain != self.start or self.found.form in {"noun", "gerund"}
        return noun and self.chain - phrase.last <= 3

    def beyond(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """A second phrase ends the walk, unless it's an addressee: "told the court that"."""
        said = any(operator.link == "that" for operator in self.found.operators)
        if self.found.linked == "that" and not said:
            return self.skip(phrase)
        self.found.outer = phrase
        before = self.before(phrase)
        if before.among("WHETHER"):
            self.govern("COND", "group", phrase.first - 1, word=before.low)
        return False

    def next_index(self) -> int:
        """Where the word after this one stands, adverbs aside."""
        index = self.at + 1
        while index < self.start and self.tokens[index].has("ADV", "NEG"):
            index += 1
        return index

    def near_chain(self) -> bool:
        """Whether a negation stands right before the last word that counted."""
        passing = ("TO_DO", "ADV", "BE", "HAVE", "DET", "NEXT", "TO", "DO")
        return all(token.bears(*passing) for token in self.tokens[self.at + 1 : self.chain])
