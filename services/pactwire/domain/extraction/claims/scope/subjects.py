"""The part of a governor walk that handles noun phrases: the subject and what governs it."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    BodyPhrase,
    PartyPhrase,
    is_plain,
    is_word,
)
from pactwire.domain.extraction.claims.scope.cursor import GovernorCursor
from pactwire.domain.extraction.claims.scope.governors import MODALS, OPERATORS, UNREAL
from pactwire.domain.extraction.claims.tokens.tokens import Token, look

DECIDES = ("APPROVE", "BLOCK", "REJECT", "HALTED", "HALT", "DENY", "COMPLETE", "LIFT", "FAIL")
ACTS = ("REP", "GPARTY", "NATION", "GBODY", "MEMBER", "NUM")
ACTING = frozenset({"body", "agent"})
INVERTING = ("FUT", "WOULD", "COND", "DO")


class SubjectFinder(GovernorCursor):
    """A walk that knows subjects when it meets them."""

    def word(self, token: Token) -> bool:
        """Look at a word that is no noun phrase."""
        raise NotImplementedError

    def mark(self, token: Token) -> bool:
        """Punctuation: jump over appositions, stop at clause ends."""
        if token.low == ")":
            return self.jump("(")
        if token.among("COMMA"):
            return self.comma()
        if token.among("DASH") and self.found.subject is None:
            return self.jump(token.low) or self.move(1)
        return not token.among("CLAUSE_END") and self.move(1)

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
            self.apposed = self.phrases.party_at.get(self.at - 1, self.apposed)
            if self.jump(","):
                return True
        return self.move(1)

    def party(self, phrase: PartyPhrase) -> bool:
        """A phrase that may be the subject."""
        if self.found.subject is not None:
            return self.beyond(phrase)
        if phrase.possessive or phrase.kind == "adjective":
            return self.possessor(phrase)
        if self.belongs(phrase):
            return self.give_up()
        share = self.share(phrase)
        here = self.adjacent(phrase) or self.free(phrase)
        if share or (here and not self.placed(phrase)):
            return self.take(phrase)
        return self.skip(phrase, 1)

    def give_up(self) -> bool:
        """The subject is somebody who can't be named."""
        self.found.unknown = True
        return False

    def possessor(self, phrase: PartyPhrase) -> bool:
        """As in "Turkey's hopes to", "the Turkish wish to": of a noun that governs."""
        if self.names_a_person(phrase):
            return self.give_up()
        described = phrase.possessive or self.modifies_chain(phrase)
        if self.found.closed or not described:
            return self.skip(phrase)
        return self.take(phrase, possessor=True)

    def names_a_person(self, phrase: PartyPhrase) -> bool:
        """As in "Spain's Solana to leave NATO": somebody's name stands between."""
        between = self.tokens[phrase.last + 1 : self.start]
        names = [token for token in between if not token.bears("TO_DO", "FUT", "BE")]
        capital = bool(names) and all(is_plain(t) and t.text.istitle() for t in names)
        return phrase.possessive and capital and not self.titled

    @property
    def titled(self) -> bool:
        """Whether the sentence writes its words with capitals."""
        words = [token for token in self.tokens if is_plain(token)]
        return sum(token.text.istitle() for token in words) * 2 > len(words)

    def placed(self, phrase: PartyPhrase) -> bool:
        """As in "leaders meeting in Kigali give": where the subject is, not who it is."""
        at = look(self.tokens, phrase.first - 1).among("PLACED_AT")
        return at and (phrase.kind == "seat" or self.found.form == "infinitive")

    def share(self, phrase: PartyPhrase) -> bool:
        """As in "a majority of Norwegians voted": a part that speaks for all."""
        return self.noun_of(phrase).among("SHARE_OF")

    def noun_of(self, phrase: PartyPhrase) -> Token:
        """As in "the case of X": the noun that a phrase belongs to, else nothing."""
        of = look(self.tokens, phrase.first - 1).low == "of"
        return look(self.tokens, phrase.first - 2 if of else -1)

    def belongs(self, phrase: PartyPhrase) -> bool:
        """As in "the case of X returns": another noun is the subject."""
        noun = self.noun_of(phrase)
        other = noun.text[0].islower() and not noun.bears(*ACTS, "SHARE_OF")
        return self.found.closed and other

    def body(self, phrase: BodyPhrase) -> bool:
        """A body: the subject of body-subject verbs, else a noun on the way."""
        if self.found.subject is not None:
            return self.skip(phrase) if phrase.head == "modifier" else self.beyond(phrase)
        acts = self.body_subject and phrase.head != "possessor"
        stated = self.found.closed and self.found.form != "noun" and phrase.head in ACTING
        if self.free(phrase) and (acts or (stated and not self.is_object(phrase))):
            return self.take(phrase)
        return self.skip(phrase)

    def take(self, phrase: PartyPhrase | BodyPhrase, possessor: bool = False) -> bool:
        """Make a phrase the subject and look at what stands before it."""
        self.found.subject = phrase
        self.found.bare_infinitive = self.to_pending
        self.skip(phrase)
        passing = ("DET", "ADV", "NEXT", *(("REP",) if phrase.kind == "leader" else ()))
        while (left := look(self.tokens, self.at)).has(*passing) and not left.has("REL"):
            self.at -= 1
        if self.at < 0:
            return False
        if possessor and (goes_on := self.owned_by(left)) is not None:
            return goes_on
        return self.matrix(left, possessor)

    def owned_by(self, left: Token) -> bool | None:
        """How to go on before a possessor; None when its clause is as good as any."""
        if self.to_pending and not self.found.operators:
            return self.matrix(left, possessor=False)
        if self.found.form == "noun":
            return None
        self.found.closed = False
        return left.has(*DECIDES) and self.word(left)

    def matrix(self, left: Token, possessor: bool) -> bool:
        """Whether the clause is the complement of something to its left."""
        if self.inverted(left) or self.over_clause(left):
            return False
        if left.bears("THAT", "WHETHER_UNLESS", "SUBORD"):
            return self.word(left)
        if not is_word(left) or self.at in self.phrases.party_at:
            return left.among("QUOTE") and self.move(1)
        if self.asked_by(left) or self.reported():
            return True
        return self.governed_by(left, possessor) and self.open_matrix()

    def governed_by(self, left: Token, possessor: bool) -> bool:
        """Whether the word before a subject governs its clause."""
        if not left.bears(*OPERATORS, "GOVERNING"):
            return False
        return possessor or not (left.has("PREP") and self.found.closed)

    def open_matrix(self) -> bool:
        """Go on in the clause that governs this one."""
        finite = self.found.closed and not self.to_pending
        self.found.linked = "that" if finite else "inf"
        self.found.closed = False
        self.to_pending = False
        self.found.bare_infinitive = False
        return True

    def open_complement(self) -> bool:
        """Go on in the clause that says "that" this one is so."""
        self.found.linked = "that"
        self.found.closed = False
        return True

    def asked_by(self, link: Token) -> bool:
        """As in "requests by X to join", "a bid from X to join": the noun governs the verb."""
        noun = self.left
        asking = noun.has("APPLY") or (link.low != "of" and noun.has("CONSIDER"))
        if not (self.to_pending and link.among("BEARER") and asking):
            return False
        self.at -= 1
        self.add(noun, "noun")
        self.open_matrix()
        return self.move(1)

    def over_clause(self, left: Token) -> bool:
        """As in "neither X nor Y", "the day X joined", "the law under which X leaves"."""
        inverted = left.has(*INVERTING)
        none = self.left if inverted else left
        if none.among("NEITHER_NOR"):
            self.govern(" ".join(none.tags), "group", self.at - inverted, word=none.low)
        elif left.among("TIME_OF") and self.left.low == "the":
            self.found.subordinate = "when"
            self.govern("SUBORD", "group", self.at, word="when")
        elif left.among("OR") and any("FUT" in one.labels for one in self.found.operators):
            self.govern("COND", "group", self.at, word=left.low)
        else:
            return left.low == "which" and self.over_relative()
        return True

    def over_relative(self) -> bool:
        """As in "the law under which X leaves", "the pen with which X signed": the one decides."""
        noun = look(self.tokens, self.at - 2)
        if noun.has("APPROVE", "DOC"):
            self.govern(" ".join(noun.tags), "noun", self.at - 2, word=noun.low)
            return True
        if self.left.has("PREP"):
            self.found.relative = "with which"
        return False

    def inverted(self, left: Token) -> bool:
        """As in "should Britain leave", "Will Italy join?": the auxiliary before the subject."""
        if left.low == "had" and self.opens_clause():
            self.govern(UNREAL, "group", self.at, word="contrary to fact")
        elif self.has_subject_moved(left):
            self.govern("COND", "group", self.at, word="?")
        elif left.has("HAVE") and self.found.form == "finite" and self.is_bare():
            self.govern("CONSIDER", "control", self.at, "have", left.low)
        else:
            return False
        return True

    def has_subject_moved(self, left: Token) -> bool:
        """Whether an auxiliary before the subject makes a condition or a question."""
        if left.among("SHOULD_WERE"):
            return self.found.form != "noun"
        asks = self.tokens[-1].among("ASKS")
        auxiliary = left.has(*INVERTING) and not left.among("WHETHER_UNLESS")
        moved = left.has("HAVE", "BE") and self.opens_clause()
        return asks and (auxiliary or moved)

    def opens_clause(self) -> bool:
        """Whether nothing stands before this word in its clause."""
        return self.at == 0 or self.left.bears("CLAUSE_MARKS", "CONJ")

    def is_bare(self) -> bool:
        """As in "having Georgia join": what somebody would have it do."""
        return self.tokens[self.chain].has("f:base")

    def reported(self) -> bool:
        """As in "... told a conference it would": no "that" under a verb of saying."""
        if not self.found.closed or self.to_pending:
            return False
        for back in range(self.at, max(-1, self.at - 10), -1):
            token = self.tokens[back]
            if not is_word(token) or token.has("CONJ", "SUBORD", "REL"):
                return False
            decided = token.has("APPROVE", "CONSIDER") and token.has("f:s", "f:ed")
            if token.has("REPORT") or (decided and back == self.at):
                self.at = back
                return self.open_complement()
        return False
