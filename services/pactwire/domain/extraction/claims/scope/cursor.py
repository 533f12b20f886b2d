"""The cursor of a governor walk: how it moves over phrases, appositions and clause ends."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    BodyPhrase,
    PartyPhrase,
    SentenceChunks,
    is_plain,
)
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.scope.governors import (
    FARTHEST,
    GovernorChain,
    Operator,
    OperatorLink,
    classify_form,
)
from pactwire.domain.extraction.claims.tokens.tokens import Token

OBJECTIONS = word_set("objection objections opposition veto vetoes resistance reservations block")


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
        form = "noun" if noun else classify_form(tokens, index)
        self.found = GovernorChain(form)
        self.found.closed = form in {"finite", "perfect", "progressive", "bare"}
        self.at = index - 1
        self.to_pending = form == "infinitive"
        self.words = 0
        self.chain = index
        self.apposed: PartyPhrase | None = None
        if tokens[index].has("f:fut", "f:cond"):
            label = "FUT" if tokens[index].has("f:fut") else "COND"
            self.found.operators.append(Operator(frozenset({label}), "group", index, ""))
        if index and tokens[index - 1].low in {"towards", "toward"}:
            self.found.operators.append(
                Operator(frozenset({"CONSIDER"}), "noun", index - 1, "", "towards")
            )
        if index > 1 and tokens[index - 1].low == "be" and index - 2 in phrases.party_at:
            self.found.operators.append(
                Operator(frozenset({"COND"}), "group", index - 1, "be", "be")
            )

    def clause_subject(self) -> bool:
        """The subject of the main clause that a participle hangs on: the nearest free phrase."""
        low = max(0, self.at - FARTHEST)
        for back in range(self.at - 1, low - 1, -1):
            if self.tokens[back].low in {";", ":"}:
                break
            phrase: PartyPhrase | BodyPhrase | None = self.phrases.party_at.get(back)
            if phrase is None and self.body_subject:
                phrase = self.phrases.body_at.get(back)
            if phrase is not None and self.free(phrase) and not self.is_object(phrase):
                self.found.subject = phrase
                break
        subject = self.found.subject
        if self.found.participle and subject is not None:
            for index in range(subject.last + 1, min(subject.last + 6, self.at)):
                token = self.tokens[index]
                if token.has("FUT", "WOULD", "COND", "CONSIDER"):
                    self.found.operators.append(
                        Operator(token.tags, "group", index, token.lemma, token.low, token.groups)
                    )
                    break
        self.at = low - 1
        return False

    def free(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """Whether no preposition governs a phrase."""
        if phrase.first == 0:
            return True
        if isinstance(phrase, PartyPhrase) and phrase.kind == "adjective":
            return False
        left = self.tokens[phrase.first - 1]
        if left.has("DET") and phrase.first > 1:
            left = self.tokens[phrase.first - 2]
        if left.low == "them" and phrase.first > 1:
            return False
        return not left.has("PREP") or left.low in {"out", "as"}

    def is_object(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """Whether a verb stands right before a phrase: then it's no subject."""
        if isinstance(phrase, PartyPhrase) and (phrase.possessive or phrase.word == "both"):
            return True
        left = self.tokens[phrase.first - 1] if phrase.first else None
        if left is not None and left.has("DET") and phrase.first > 1:
            left = self.tokens[phrase.first - 2]
        if left is None or not left.has("VERB"):
            return False
        return isinstance(phrase, BodyPhrase) or not left.has("REPORT", "APPROVE")

    def jump(self, mark: str) -> bool:
        """Go before the matching mark to the left, if there is one near."""
        for back in range(self.at - 1, max(-1, self.at - 26), -1):
            if self.tokens[back].low == mark:
                self.at = back - 1
                return True
            if self.tokens[back].low in {";", ":"}:
                break
        return False

    def move(self, count: int) -> bool:
        """Go on to the left."""
        self.at -= count
        return True

    def adjacent(self, phrase: PartyPhrase) -> bool:
        """Whether a phrase stands right before the predicate or its "to"."""
        named = phrase.kind != "pronoun" or not self.tokens[self.chain].has("VERB")
        between = self.tokens[phrase.last + 1 : self.start if named else self.chain]
        return all(
            token.low == "to" or token.has("ADV", "NEG", "BE", "TO", "HAVE") for token in between
        )

    def modifies_chain(self, phrase: PartyPhrase) -> bool:
        """Whether an adjective belongs to the governing noun or to the noun itself."""
        if self.chain == self.start:
            return self.found.form in {"noun", "gerund"} and self.start - phrase.last <= 3
        governing = self.tokens[self.chain]
        verb = governing.has("f:s", "f:ed") and not governing.has("TAIL")
        return not verb and self.chain - phrase.last <= 3

    def beyond(self, phrase: PartyPhrase | BodyPhrase) -> bool:
        """A second phrase ends the walk, unless it's an addressee: "told the court that"."""
        mine = isinstance(phrase, PartyPhrase) and phrase.possessive and phrase.kind == "pronoun"
        if mine and self.found.operators and self.found.operators[-1].token in OBJECTIONS:
            self.at = phrase.first - 1
            return True
        pending = self.found.linked == "that" and not any(
            operator.link == "that" for operator in self.found.operators
        )
        if pending and phrase.first:
            self.at = phrase.first - 1
            return True
        self.found.outer = phrase
        front = phrase.first - 1
        while front > 0 and self.tokens[front].has("DET"):
            front -= 1
        if front >= 0 and self.tokens[front].low in {"whether", "if"}:
            asked = Operator(frozenset({"COND"}), "group", front, "", self.tokens[front].low)
            self.found.operators.append(asked)
        return False

    def add(self, token: Token, link: OperatorLink) -> None:
        """Note an operator."""
        self.found.operators.append(
            Operator(token.tags, link, self.at, token.lemma, token.low, token.groups)
        )
        self.chain = self.at

    def next_word(self) -> str:
        """The word after this one, adverbs aside."""
        index = self.at + 1
        while index < self.start and self.tokens[index].has("ADV", "NEG"):
            index += 1
        return self.tokens[index].low

    def near_chain(self) -> bool:
        """Whether a negation stands right before the last word that counted."""
        between = self.tokens[self.at + 1 : self.chain]
        return all(
            token.has("ADV", "BE", "HAVE", "DET", "NEXT", "TO", "DO") or token.low == "to"
            for token in between
        )

    def noun_here(self) -> bool:
        """A verb-like word that's a noun: after a determiner, a possessor or an adjective."""
        if self.at == 0:
            return False
        left = self.tokens[self.at - 1]
        if is_plain(left) and self.at > 1:
            left = self.tokens[self.at - 2]
        return (
            left.has("DET", "POSS", "NEXT", "PREP", "f:s", "f:ed", "f:ing")
            or left.low in {"'s", "'"}
            or self.at - 1 in self.phrases.body_at
            or (
                self.at - 1 in self.phrases.party_at
                and self.phrases.party_at[self.at - 1].kind == "adjective"
            )
        )

    def owned(self) -> bool:
        """As in "Turkey's hopes", "its plans": a possessor stands right before."""
        left = self.tokens[self.at - 1] if self.at else None
        return left is not None and (left.low in {"'s", "'"} or left.has("POSS"))

    def by_quote(self, left: Token) -> bool:
        """An opening quotation mark before the subject doesn't end the walk."""
        if left.low in {'"', "“", "«", "‘"}:
            self.at -= 1
            return self.at >= 0
        return False

    def tabled(self) -> bool:
        """As in "put talks on the agenda": the verb opens them; noted as such."""
        ahead = self.tokens[self.start : self.start + 14]
        agenda = self.found.subject is None and any(token.low == "agenda" for token in ahead)
        if agenda:
            opening = Operator(frozenset({"OPEN", "VERB"}), "noun", self.at, "put", "put")
            self.found.operators.append(opening)
            self.chain = self.at
        return agenda

    def numbered(self, token: Token) -> bool:
        """As in "fails by three votes to": a number makes a noun of the verb."""
        left = self.tokens[self.at - 1] if self.at else None
        return token.has("f:s") and left is not None and (left.has("NUM") or left.low.isdigit())

    def others_invited(self, token: Token) -> bool:
        """As in "the list of states invited to join": they aren't named."""
        if not token.has("INVITE") or "f:en" not in token.tags or self.at == 0:
            return False
        left = self.tokens[self.at - 1]
        return left.has("NATION", "MEMBER") and self.at - 1 not in self.phrases.party_at
