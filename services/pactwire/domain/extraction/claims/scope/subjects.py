"""The part of a governor walk that handles noun phrases: the subject and what governs it."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    BodyPhrase,
    PartyPhrase,
    is_plain,
    is_word,
)
from pactwire.domain.extraction.claims.scope.cursor import GovernorCursor
from pactwire.domain.extraction.claims.scope.governors import (
    MODALS,
    OPERATORS,
    UNREAL,
    Operator,
)
from pactwire.domain.extraction.claims.tokens.tokens import Token


class SubjectFinder(GovernorCursor):
    """A walk that knows subjects when it meets them."""

    def word(self, token: Token) -> bool:
        """Look at a word that is no noun phrase."""
        raise NotImplementedError

    def mark(self, token: Token) -> bool:
        """Punctuation: jump over appositions, stop at clause ends."""
        if token.low == ")":
            return self.jump("(")
        if token.low in {";", ":", "(", "?", "!"} or token.low in {"—", "–"}:
            if token.low in {"—", "–"} and self.found.subject is None:
                return self.jump(token.low) or self.move(1)
            return False
        if token.low != ",":
            return self.move(1)
        return self.comma()

    def comma(self) -> bool:
        """A comma before the verb group closes an apposition; before a participle it opens one."""
        if self.found.subject is not None:
            return False
        between = self.tokens[self.at + 1 : min(self.start, self.chain)]
        group = all(token.has("ADV", "NEG", "BE", "HAVE", *MODALS) for token in between)
        if group and self.found.form == "gerund":
            self.found.participle = True
            self.found.closed = False
            return self.clause_subject()
        if group and self.found.closed:
            inside = self.phrases.party_at.get(self.at - 1)
            if inside is not None and not inside.possessive:
                self.apposed = inside
            if self.jump(","):
                return True
        return self.move(1)

    def party(self, phrase: PartyPhrase) -> bool:
        """A phrase that may be the subject."""
        if self.found.subject is not None:
            return self.beyond(phrase)
        if phrase.possessive or phrase.kind == "adjective":
            if self.names_a_person(phrase):
                self.found.unknown = True
                return False
            if self.found.closed or (
                phrase.kind == "adjective" and not self.modifies_chain(phrase)
            ):
                self.at = phrase.first - 1
                return True
            return self.take(phrase, possessor=True)
        if self.belongs(phrase):
            self.found.unknown = True
            return False
        if self.placed(phrase):
            self.at = phrase.first - 2
            return True
        if not self.adjacent(phrase) and not self.free(phrase) and not self.share(phrase):
            self.at = phrase.first - 2
            return True
        return self.take(phrase)

    def names_a_person(self, phrase: PartyPhrase) -> bool:
        """As in "Spain's Solana to leave NATO": somebody's name stands between."""
        between = self.tokens[phrase.last + 1 : self.start]
        names = [token for token in between if token.low != "to" and not token.has("FUT", "BE")]
        capital = bool(names) and all(is_plain(t) and t.text.istitle() for t in names)
        return phrase.possessive and capital and not self.titled

    @property
    def titled(self) -> bool:
        """Whether the sentence writes its words with capitals."""
        words = [token for token in self.tokens if is_plain(token)]
        return sum(token.text.istitle() for token in words) * 2 > len(words)

    def placed(self, phrase: PartyPhrase) -> bool:
        """As in "leaders meeting in Kigali give": where the subject is, not who it is."""
        left = self.tokens[phrase.first - 1].low if phrase.first else ""
        seat = phrase.kind == "seat" and left in {"in", "at", "near"}
        bound = self.found.form == "infinitive" and left in {"into", "in", "at", "near", "via"}
        return (seat or bound) and not self.share(phrase)

    def share(self, phrase: PartyPhrase) -> bool:
        """As in "a majority of Norwegians voted": a part that speaks for all."""
        of = phrase.first > 1 and self.tokens[phrase.first - 1].low == "of"
        return of and self.tokens[phrase.first - 2].among("SHARE_OF")

    def belongs(self, phrase: PartyPhrase) -> bool:
        """As in "the case of X returns": another noun is the subject."""
        if phrase.first < 2 or not self.found.closed or self.tokens[phrase.first - 1].low != "of":
            return False
        noun = self.tokens[phrase.first - 2]
        acts = noun.hit is not None or noun.has("REP", "GPARTY", "NATION", "GBODY", "MEMBER", "NUM")
        return not acts and noun.text[0].islower() and not noun.among("SHARE_OF")

    def body(self, phrase: BodyPhrase) -> bool:
        """A body: the subject of body-subject verbs, else a noun on the way."""
        if (
            phrase.head != "possessor"
            and self.found.subject is None
            and self.body_subject
            and self.free(phrase)
        ):
            return self.take(phrase)
        if self.found.subject is not None and phrase.head == "modifier":
            self.at = phrase.first - 1
            return True
        if self.found.subject is not None:
            return self.beyond(phrase)
        if (
            self.found.form != "noun"
            and self.found.closed
            and self.free(phrase)
            and not self.is_object(phrase)
            and phrase.head in {"body", "agent"}
        ):
            return self.take(phrase)
        self.at = phrase.first - 1
        return True

    def take(self, phrase: PartyPhrase | BodyPhrase, possessor: bool = False) -> bool:
        """Make a phrase the subject and look at what stands before it."""
        self.found.subject = phrase
        if self.to_pending:
            self.found.bare_infinitive = True
        self.at = phrase.first - 1
        while self.at >= 0 and (
            self.tokens[self.at].has("DET", "ADV", "NEXT") and not self.tokens[self.at].has("REL")
        ):
            self.at -= 1
        if isinstance(phrase, PartyPhrase) and phrase.kind == "leader":
            while self.at >= 0 and self.tokens[self.at].has("REP"):
                self.at -= 1
        if self.at < 0:
            return False
        if possessor and (goes_on := self.owned_by(self.tokens[self.at])) is not None:
            return goes_on
        return self.matrix(possessor)

    def owned_by(self, left: Token) -> bool | None:
        """How to go on before a possessor; None when its clause is as good as any."""
        if self.at and self.tokens[self.at - 1].has("FAIL"):
            self.at -= 1
            return self.word(self.tokens[self.at])
        if self.to_pending and not self.found.operators:
            return self.matrix(possessor=False)
        if self.found.form == "noun":
            return None
        decides = left.has(
            "APPROVE", "BLOCK", "REJECT", "HALTED", "HALT", "DENY", "COMPLETE", "LIFT"
        )
        self.found.closed = False
        return decides and self.word(left)

    def matrix(self, possessor: bool) -> bool:
        """Whether the clause is the complement of something to its left."""
        left = self.tokens[self.at]
        over = self.inverted(left) or self.over_clause(left)
        if over is not None:
            self.found.operators.append(over)
            return False
        if left.low == "that" or left.among("WHETHER_UNLESS") or left.has("SUBORD"):
            return self.word(left)
        if not is_word(left) or self.at in self.phrases.party_at:
            return self.by_quote(left)
        if self.asked_by(left) or self.reported():
            return True
        return self.governed_by(left, possessor) and self.open_matrix()

    def governed_by(self, left: Token, possessor: bool) -> bool:
        """Whether the word before a subject governs its clause."""
        if not (left.has(*OPERATORS) or left.among("GOVERNING")):
            return False
        return not (left.has("PREP") and not possessor and self.found.closed)

    def open_matrix(self) -> bool:
        """Go on in the clause that governs this one."""
        finite = self.found.closed and not self.to_pending
        self.found.linked = "that" if finite else "inf"
        self.found.closed = False
        self.to_pending = False
        self.found.bare_infinitive = False
        return True

    def asked_by(self, link: Token) -> bool:
        """As in "requests by X to join", "a bid from X to join": the noun governs the verb."""
        if link.low not in {"by", "from", "of"} or not self.to_pending or self.at < 1:
            return False
        noun = self.tokens[self.at - 1]
        if link.low == "of" and not noun.has("APPLY"):
            return False
        if not noun.has("APPLY", "CONSIDER") or (noun.has("f:ed") and not noun.has("TAIL")):
            return False
        self.at -= 1
        self.add(noun, "noun")
        self.found.linked = "inf"
        self.to_pending = False
        self.found.bare_infinitive = False
        return self.move(1)

    def over_clause(self, left: Token) -> Operator | None:
        """As in "neither X nor Y", "or X will be suspended", "the day X joined"."""
        inverted = left.has("FUT", "WOULD", "COND", "DO") and self.at > 0
        none = self.tokens[self.at - 1] if inverted else left
        if none.low in {"neither", "nor"}:
            return Operator(none.tags, "group", self.at - inverted, "", none.low)
        if left.low == "or" and any("FUT" in op.labels for op in self.found.operators):
            return Operator(frozenset({"COND"}), "group", self.at, "", "or")
        if left.among("TIME_OF") and self.at and self.tokens[self.at - 1].low == "the":
            self.found.subordinate = "when"
            return Operator(frozenset({"SUBORD"}), "group", self.at, "", "when")
        return self.over_relative(left)

    def over_relative(self, left: Token) -> Operator | None:
        """As in "the law under which X leaves", "the pen with which X signed": the one decides."""
        if left.low != "which" or self.at < 2:
            return None
        noun = self.tokens[self.at - 2]
        if noun.has("APPROVE", "DOC"):
            return Operator(noun.tags, "noun", self.at - 2, "", noun.low)
        if self.tokens[self.at - 1].has("PREP"):
            self.found.relative = "with which"
        return None

    def inverted(self, left: Token) -> Operator | None:
        """As in "should Britain leave", "Will Italy join?": the auxiliary before the subject."""
        if left.low == "had" and self.opens_clause() and self.tokens[-1].low != "?":
            return Operator(UNREAL, "group", self.at, "", "contrary to fact")
        if self.has_subject_moved(left):
            return Operator(frozenset({"COND"}), "group", self.at, "", "?")
        return self.having(left)

    def has_subject_moved(self, left: Token) -> bool:
        """Whether an auxiliary before the subject makes a condition or a question."""
        if left.low == "should":
            return self.found.form in {"finite", "bare", "infinitive", "passive"}
        if left.low == "were" and self.found.form == "infinitive":
            return self.opens_clause()
        if self.tokens[-1].low == "?" and left.has("HAVE", "BE") and self.opens_clause():
            return True
        auxiliary = left.has("FUT", "WOULD", "COND", "DO")
        asks = self.tokens[-1].low in {"?", '"', "”"}
        return auxiliary and asks and left.low not in {"if", "whether", "unless"}

    def opens_clause(self) -> bool:
        """Whether nothing stands before this word in its clause."""
        before = self.tokens[self.at - 1] if self.at else None
        return before is None or before.among("CLAUSE_MARKS") or before.has("CONJ")

    def having(self, left: Token) -> Operator | None:
        """As in "having Georgia join": what somebody would have it do."""
        verb = self.tokens[self.chain]
        bare = verb.has("f:base") and "VERB" in verb.tags and self.found.form == "finite"
        if not bare or left.low not in {"having", "have", "had"}:
            return None
        return Operator(frozenset({"CONSIDER"}), "control", self.at, "have", left.low)

    def reported(self) -> bool:
        """As in "... told a conference it would": no "that" under a verb of saying."""
        if not self.found.closed or self.to_pending:
            return False
        for back in range(self.at, max(-1, self.at - 10), -1):
            token = self.tokens[back]
            if not is_word(token) or token.has("CONJ", "SUBORD", "REL"):
                return False
            if token.has("REPORT") or (
                token.has("APPROVE", "CONSIDER") and token.has("f:s", "f:ed") and back == self.at
            ):
                self.at = back
                self.found.linked = "that"
                self.found.closed = False
                return True
        return False
