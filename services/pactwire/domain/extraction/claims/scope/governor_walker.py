"""Walks from a predicate leftwards to its subject and collects the operators that govern it.

"Turkey | said it | will not | allow Sweden | to | join": from "join" the walk meets its subject
Sweden, then what stands over it: allow, not, will, said. The order, inner to outer, is what
`factuality.apply_operators` works on.
"""

from collections.abc import Callable
from functools import lru_cache

from pactwire.domain.extraction.claims.chunks.nouns import (
    SentenceChunks,
    is_plain,
    is_time,
    is_word,
)
from pactwire.domain.extraction.claims.scope.governors import (
    CLOSING,
    FARTHEST,
    MODALS,
    OPERATORS,
    UNREAL,
    GovernorChain,
    OperatorLink,
    classify_form,
    is_called_untrue,
    is_unnamed_controller,
)
from pactwire.domain.extraction.claims.scope.subjects import SubjectFinder
from pactwire.domain.extraction.claims.tokens.tokens import Token, look

MOST_WORDS = 22
"""Words that govern nothing, after which a subject is too far away."""
TABLING = frozenset({"OPEN", "VERB"})
VOTED_ON = frozenset({"CONSIDER"})
INFLECTED = ("f:s", "f:ed", "f:ing")


class GovernorWalker(SubjectFinder):
    """One walk to the left from a predicate."""

    def run(self) -> GovernorChain:
        """Walk until the subject and its matrix are known."""
        limit = max(-1, self.start - FARTHEST)
        while self.at > limit:
            if not self.step():
                break
        self.found.top = self.at + 1
        if self.found.subject is None and not self.found.unknown:
            self.found.subject = self.apposed
        return self.found

    def step(self) -> bool:
        """Look at one token or phrase; False ends the walk."""
        token = self.tokens[self.at]
        if (phrase := self.phrases.party_at.get(self.at)) is not None:
            return self.party(phrase)
        if not is_word(token) and not token.among("CLITICS"):
            return self.mark(token)
        if (body := self.phrases.body_at.get(self.at)) is not None:
            return self.body(body)
        return self.word(token)

    def word(self, token: Token) -> bool:
        """Any other word: operators are gathered, links and clause words decide how to go on."""
        if (go_on := find_step(token.tags, token.groups)) is not None:
            return go_on(self, token)
        if self.to_pending and self.ranked(token):
            return True
        return self.operator(token) if token.has(*OPERATORS) else self.plain(token)

    def to(self, token: Token) -> bool:
        """The mark of an infinitive; "set to" and its like are the future."""
        self.to_pending = not token.has("FUT", "NEG")
        if not self.to_pending:
            self.add(token, "group")
            self.found.closed = True
        return self.move(1)

    def almost(self, token: Token) -> bool:
        """As in "almost joined", "came close to joining": it didn't."""
        if self.near_chain():
            self.add(token, "group", token.tags | {UNREAL})
            self.to_pending = False
            self.found.closed = True
        return self.move(1)

    def plain(self, token: Token) -> bool:
        """A word that governs nothing; a finite verb among them closes the clause."""
        if token.among("PUTTING") and self.tabled():
            self.add(token, "noun", TABLING)
            return self.move(1)
        self.words += 1
        finite = token.has("VERB") and token.has("f:s", "f:ed") and not self.found.closed
        if finite and classify_form(self.tokens, self.at) == "finite":
            self.found.closed = not token.has("f:ed") or token.among("CLOSING_TOO")
        return self.words < MOST_WORDS and self.move(1)

    def tabled(self) -> bool:
        """As in "put talks on the agenda": the verb opens them."""
        ahead = self.tokens[self.start : self.start + 14]
        return self.found.subject is None and any(token.among("AGENDA") for token in ahead)

    def ranked(self, token: Token) -> bool:
        """As in "the first country to leave", "first to leave": the rank carries the predicate."""
        if token.among("RANKED_FIRST") and look(self.tokens, self.at + 1).low == "to":
            self.to_pending = False
            self.found.closed = True
            self.found.form = "finite"
            return self.move(1)
        return token.has("NATION", "MEMBER", "GPARTY") and self.ranked_noun()

    def ranked_noun(self) -> bool:
        """As in "becomes the first country to leave": go before the verb of the rank."""
        for back in range(self.at - 1, max(-1, self.at - 8), -1):
            token = self.tokens[back]
            if token.has("BECOME", "BE"):
                self.to_pending = False
                form = classify_form(self.tokens, back)
                self.found.form = "gerund" if form == "gerund" else "finite"
                self.found.closed = True
                self.start = back
                self.at = back - 1
                return True
            if not (token.has("NEXT", "DET", "HYPHEN", "ADV") or token.hit or not token.tags):
                return False
        return False

    def modal(self, token: Token) -> bool:
        """Modals and negation: they belong to the verb on their right."""
        if token.has("NEG") and not self.near_chain():
            return self.move(1)
        self.add(token, "group")
        if token.has("FUT", "WOULD", "COND"):
            self.found.closed = True
            self.to_pending = False
        return self.move(1)

    def auxiliary(self, token: Token) -> bool:
        """Forms of be, have and do: "is to join" is the future, "having joined" the past."""
        if token.has("BE") and self.to_pending and look(self.tokens, self.next_index()).low == "to":
            label = "COND" if self.left.has("WOULD", "COND") else "FUT"
            self.govern(label, "group", self.at, "be")
            self.to_pending = False
        if token.low == "having" and self.start - self.at < 3:
            self.govern("SUBORD", "group", self.at, word="after")
        if not token.among("NOT_FINITE"):
            self.found.closed = True
            self.to_pending = False
        return self.move(1)

    def operator(self, token: Token) -> bool:
        """A governing verb, noun or adjective."""
        if self.is_powerless(token):
            self.words += 1
            return self.move(1)
        if self.far_off(token):
            return self.plain(token)
        if token.has("INVITE") and token.has("f:en") and self.left.has("NATION"):
            return self.give_up()  # "the list of states invited to join": they aren't named
        self.add(token, self.link(), VOTED_ON if self.votes_on(token) else token.tags)
        self.to_pending = False
        if token.has("f:ing") and self.left.among("OF_DOING"):
            self.govern("CONSIDER", "noun", self.at - 1, word="of doing")
        if token.has("VERB"):
            self.governing_verb(token)
        return self.move(1)

    def link(self) -> OperatorLink:
        """How a word governs what the walk has seen."""
        if self.found.subject is not None:
            return "that" if self.found.linked == "that" else "control"
        return "inf" if self.to_pending else "noun"

    def governing_verb(self, token: Token) -> None:
        """A verb that governs: a finite one closes its clause."""
        form = classify_form(self.tokens, self.at)
        if form in CLOSING and not (form == "finite" and self.bare_noun(token)):
            self.found.closed = True
        if self.found.subject is not None and self.found.linked == "that":
            self.found.linked = "inf"

    def bare_noun(self, token: Token) -> bool:
        """Whether a word that may be a finite verb is a noun: "its hopes", "rebuffs calls to"."""
        left = self.left
        if left.bears("OF_OWNER", "POSS") or (token.has("f:s") and left.has("f:s", "f:ed")):
            return True
        before = look(self.tokens, self.at - 2) if is_plain(left) else left
        described = before.bears("DET", "POSS", "NEXT", "PREP", "OF_OWNER", *INFLECTED)
        return token.has("f:base") and (described or self.phrases.describes(self.at - 1))

    def is_powerless(self, token: Token) -> bool:
        """As in "fails by three votes to": a noun; or its clause has a subject of its own."""
        numbered = token.has("f:s") and (self.left.has("NUM") or self.left.low.isdigit())
        return numbered or (self.found.closed and self.found.subject is None)

    def votes_on(self, token: Token) -> bool:
        """As in "voted on joining"; not "voted on Saturday to"."""
        after = self.next_index()
        on = token.among("VOTE") and look(self.tokens, after).low == "on"
        return on and not is_time(look(self.tokens, after + 1))

    def far_off(self, token: Token) -> bool:
        """A verb with a whole phrase between, or one that governs somebody who can't be named."""
        between = self.tokens[self.at + 1 : self.chain]
        if self.found.subject is not None or not token.has("VERB"):
            return False
        controls = len(between) > 1 and between[-1].low == "to" and token.among("CONTROLLING")
        if controls and is_unnamed_controller(between[-2]):
            self.found.unknown = True
        return sum(map(is_plain, between)) > 5

    def that(self, token: Token) -> bool:
        """As in "that" as a conjunction after a verb of saying, else a relative pronoun."""
        if self.found.subject is None:
            return self.relative(token)
        left = self.at - 1
        while look(self.tokens, left).bears("ADV", "PRON", "COMMA"):
            left -= 1
        if self.doubted(left):
            return False
        recent = self.tokens[max(0, left - 8) : left + 1]
        said = any(word.has(*OPERATORS) for word in recent)
        return said and self.open_complement() and self.move(1)

    def doubted(self, left: int) -> bool:
        """As in "it is false that", "denies reports that", "rumours that"."""
        if is_called_untrue(self.tokens, left):
            self.govern(UNREAL, "that", left, word="said to be untrue")
            return True
        if not look(self.tokens, left).among("RUMOURS"):
            return False
        before = look(self.tokens, left - 1)
        lemma = before.lemma if before.has("DENY") else "rumour"
        self.govern("DENY", "that", left, lemma, before.low)
        return True

    def relative(self, token: Token) -> bool:
        """A relative clause: its subject is the phrase before it."""
        if self.found.subject is not None:
            self.found.relative = token.low
            return False
        back = self.at - 2 if self.left.bears("COMMA", "DASH") else self.at - 1
        phrase = self.phrases.party_at.get(back) or self.phrases.body_at.get(back)
        decided = look(self.tokens, back).has("APPROVE", "TAIL", "DOC")
        if phrase is None and decided and token.among("THAT"):
            self.found.closed = False
            self.at = back - 1
            return True
        self.found.relative = token.low
        self.found.unknown = phrase is None
        self.found.subject = phrase
        return False

    def subordinator(self, token: Token) -> bool:
        """after, since, if ...: note it and stop, or go on to the main clause for a subject."""
        if token.among("SINCE_UNTIL") and is_time(look(self.tokens, self.at + 1)) and self.at:
            return self.move(1)  # "until next year": a time, no clause
        self.add(token, "group")
        self.found.subordinate = token.low
        if self.found.subject is None and not token.among("WHETHER_UNLESS"):
            return self.clause_subject()
        asked = token.among("WHETHER") and self.left.has(*OPERATORS)
        return asked and self.open_complement() and self.move(1)

    def conjunction(self, token: Token) -> bool:
        """A second predicate of the same subject, or another clause."""
        if self.found.subject is not None:
            return False
        self.found.closed = self.found.closed or token.among("BUT_YET")
        return self.move(1)


Step = Callable[[GovernorWalker, Token], bool]
STEPS: tuple[tuple[tuple[str, ...], Step], ...] = (
    (("THAT",), GovernorWalker.that),
    (("SUBORD", "WHETHER_UNLESS"), GovernorWalker.subordinator),
    (("REL",), GovernorWalker.relative),
    (("TO_DO", "TO"), GovernorWalker.to),
    (("CONJ",), GovernorWalker.conjunction),
    (("ALMOST",), GovernorWalker.almost),
    (MODALS, GovernorWalker.modal),
    (("BE", "HAVE", "DO"), GovernorWalker.auxiliary),
)
"""What a word does to the walk, by its labels and groups; the first that fits counts."""


@lru_cache(maxsize=4096)
def find_step(tags: frozenset[str], groups: frozenset[str]) -> Step | None:
    """The step of a word that has such labels and is in such groups."""
    names = tags | groups
    return next((step for wanted, step in STEPS if not names.isdisjoint(wanted)), None)


def find_governors(
    tokens: list[Token],
    phrases: SentenceChunks,
    index: int,
    body_subject: bool = False,
    noun: bool = False,
) -> GovernorChain:
    """Walk left from the predicate at `index`."""
    return GovernorWalker(tokens, phrases, index, body_subject, noun).run()
