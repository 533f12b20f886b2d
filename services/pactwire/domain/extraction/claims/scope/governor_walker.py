"""Walks from a predicate leftwards to its subject and collects the operators that govern it.

"Turkey | said it | will not | allow Sweden | to | join": from "join" the walk meets its subject
Sweden, then what stands over it: allow, not, will, said. The order, inner to outer, is what
`factuality.apply_operators` works on.
"""

from pactwire.domain.extraction.claims.chunks.nouns import (
    TIME_WORDS,
    PartyPhrase,
    SentenceChunks,
    is_plain,
    is_word,
)
from pactwire.domain.extraction.claims.scope.governors import (
    FARTHEST,
    MODALS,
    OPERATORS,
    UNREAL,
    GovernorChain,
    Operator,
    OperatorLink,
    classify_form,
    is_called_untrue,
    is_unnamed_controller,
    skip_adverbs,
)
from pactwire.domain.extraction.claims.scope.subjects import SubjectFinder
from pactwire.domain.extraction.claims.tokens.tokens import Token

CLOSING = frozenset({"finite", "perfect", "progressive", "bare"})
"""Forms of verbs that have a subject of their own."""


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
        phrase = self.phrases.party_at.get(self.at)
        if phrase is None and not is_word(token) and token.low not in {"'s", "'ll", "'d"}:
            return self.mark(token)
        if phrase is not None and phrase.last < self.start:
            return self.party(phrase)
        body = self.phrases.body_at.get(self.at)
        if body is not None:
            return self.body(body)
        return self.word(token)

    def word(self, token: Token) -> bool:
        """Any other word: operators are gathered, links and clause words decide how to go on."""
        if token.low == "that":
            return self.that()
        if token.has("SUBORD") or token.low in {"if", "whether", "unless"}:
            return self.move(1) if self.dating(token) else self.subordinator(token)
        if token.has("REL"):
            return self.relative(token)
        if token.low == "to" or token.has("TO"):
            return self.to(token)
        if token.has("CONJ"):
            return self.conjunction(token)
        if token.has(*MODALS, "BE", "HAVE", "DO", "ALMOST"):
            return self.auxiliary(token)
        if self.to_pending and self.ranked(token):
            return self.at >= 0
        return self.operator(token) if token.has(*OPERATORS) else self.plain(token)

    def to(self, token: Token) -> bool:
        """The mark of an infinitive; "set to" and its like are the future."""
        self.to_pending = not token.has("FUT", "NEG")
        if token.has("FUT", "NEG"):
            self.add(token, "group")
            left = self.tokens[skip_adverbs(self.tokens, self.at - 1)] if self.at else None
            self.found.closed = left is None or left.has("BE", "HAVE") or token.has("NEG")
            self.found.closed = self.found.closed or (left is not None and left.hit is not None)
            self.to_pending = not self.found.closed
        return self.move(1)

    def almost(self, token: Token) -> bool:
        """As in "almost joined", "came close to joining": it didn't."""
        if self.found.subject is None and self.near_chain():
            labels = token.tags | UNREAL
            self.found.operators.append(Operator(labels, "group", self.at, "", token.low))
            self.to_pending = False
            self.found.closed = True
        return self.move(1)

    def plain(self, token: Token) -> bool:
        """A word that governs nothing; a finite verb among them closes the clause."""
        if token.lemma == "put" and self.tabled():
            return self.move(1)
        self.words += 1
        finite = token.has("VERB") and token.has("f:s", "f:ed") and not self.found.closed
        if finite and classify_form(self.tokens, self.at) == "finite":
            self.close(token)
        return self.words < 22 and self.move(1)

    def ranked(self, token: Token) -> bool:
        """As in "the first country to leave", "first to leave": the rank carries the predicate."""
        if token.among("RANKED_FIRST") and self.tokens[self.at + 1].low == "to":
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

    def close(self, token: Token) -> None:
        """A finite verb that governs nothing here: only its own auxiliaries count from now on."""
        self.found.closed = not token.has("f:ed") or token.lemma in {
            "have",
            "become",
            "take",
            "make",
        }

    def auxiliary(self, token: Token) -> bool:
        """Modals, negation and forms of be: they belong to the verb on their right."""
        if token.has("ALMOST"):
            return self.almost(token)
        if token.has("BE") and self.to_pending and self.next_word() == "to":
            would = self.at > 0 and self.tokens[self.at - 1].has("WOULD", "COND")
            label = "COND" if would else "FUT"
            self.found.operators.append(Operator(frozenset({label}), "group", self.at, "be"))
            self.to_pending = False
        if token.has("NEG") and not self.near_chain():
            return self.move(1)
        if token.has(*MODALS):
            self.add(token, "group")
        if token.low == "having" and self.start - self.at < 3:
            past = Operator(frozenset({"SUBORD"}), "group", self.at, "", "after")
            self.found.operators.append(past)
        if token.has("BE", "HAVE", "DO", "FUT", "WOULD", "COND") and token.low not in {
            "be",
            "been",
            "being",
            "having",
            "have",
        }:
            self.found.closed = True
            self.to_pending = False
        return self.move(1)

    def operator(self, token: Token) -> bool:
        """A governing verb, noun or adjective."""
        passed = self.passes(token)
        if passed is not None:
            return passed
        link: OperatorLink = "inf" if self.to_pending else "noun"
        if self.found.subject is not None:
            link = "that" if self.found.linked == "that" else "control"
        if token.among("VOTE") and self.next_word() == "on" and not self.dated():
            self.found.operators.append(
                Operator(frozenset({"CONSIDER"}), link, self.at, "vote", token.low, token.groups)
            )
            self.chain = self.at
            return self.move(1)
        self.add(token, link)
        self.to_pending = False
        if token.has("f:ing") and self.at and self.tokens[self.at - 1].among("OF_DOING"):
            weighed = Operator(frozenset({"CONSIDER"}), "noun", self.at - 1, "", "of doing")
            self.found.operators.append(weighed)
        if token.has("VERB"):
            self.governing_verb(token)
        return self.move(1)

    def governing_verb(self, token: Token) -> None:
        """A verb that governs: a finite one closes its clause."""
        form = classify_form(self.tokens, self.at)
        if form in CLOSING and not (form == "finite" and self.bare_noun(token)):
            self.found.closed = True
        if self.found.subject is not None and self.found.linked == "that":
            self.found.linked = "inf"

    def bare_noun(self, token: Token) -> bool:
        """Whether a word that may be a finite verb is a noun: "its hopes", "rebuffs calls to"."""
        based = token.has("f:base") and self.noun_here()
        return based or self.owned() or self.object_noun(token)

    def dating(self, token: Token) -> bool:
        """As in "until next year", "after March": a time, no clause."""
        after = self.tokens[self.at + 1]
        timed = after.low in TIME_WORDS or after.low[0].isdigit()
        return token.low in {"until", "before", "after", "since"} and timed and self.at > 0

    def object_noun(self, token: Token) -> bool:
        """As in "rebuffs calls to sign": a noun, for a verb stands right before it."""
        left = self.tokens[self.at - 1] if self.at else None
        nominal = token.has("f:s") and token.has("CONSIDER", "TAIL")
        verb = left is not None and left.has("VERB") and left.has("f:s", "f:ed", "f:ing")
        return nominal and verb and left is not None and left.has("REJECT", "BLOCK", "DENY")

    def passes(self, token: Token) -> bool | None:
        """How the walk goes on over a word that governs nothing here; None when it governs."""
        if (self.found.closed and self.found.subject is None) or self.numbered(token):
            self.words += 1
            return self.move(1)
        if self.far_off(token):
            return self.plain(token)
        if self.others_invited(token):
            self.found.unknown = True
            return False
        return None

    def dated(self) -> bool:
        """As in "voted on Saturday to": a day, not what was voted on."""
        index = self.at + 1
        while index < self.start and self.tokens[index].has("ADV", "NEG"):
            index += 1
        ahead = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return ahead is not None and (ahead.low in TIME_WORDS or ahead.low[0].isdigit())

    def far_off(self, token: Token) -> bool:
        """A verb with a whole phrase between, or one that governs somebody who can't be named."""
        between = self.tokens[self.at + 1 : self.chain]
        plain = [word for word in between if is_plain(word)]
        if self.found.subject is not None or "VERB" not in token.tags:
            return False
        before_to = between[-2] if len(between) > 1 and between[-1].low == "to" else None
        if (
            before_to is not None
            and token.among("CONTROLLING")
            and is_unnamed_controller(before_to)
        ):
            self.found.unknown = True
        return len(plain) > 5

    def that(self) -> bool:
        """As in "that" as a conjunction after a verb of saying, else a relative pronoun."""
        left = self.at - 1
        while left >= 0 and (
            self.tokens[left].has("ADV", "PRON") or self.tokens[left].low in {",", "also"}
        ):
            left -= 1
        if left >= 0 and self.found.subject is not None:
            if is_called_untrue(self.tokens, left):
                self.found.operators.append(Operator(UNREAL, "that", left, "", "said to be untrue"))
                return False
            if self.tokens[left].among("RUMOURS"):
                before = self.tokens[left - 1] if left else self.tokens[left]
                denies = before.has("DENY")
                tags = before.tags if denies else frozenset({"DENY"})
                lemma = before.lemma if denies else "rumour"
                self.found.operators.append(Operator(tags, "that", left, lemma, before.low))
                return False
            recent = range(max(0, left - 8), left + 1)
            if any(
                self.tokens[back].has(*OPERATORS) or self.tokens[back].has("REPORT")
                for back in recent
            ):
                self.found.linked = "that"
                self.found.closed = False
                return self.move(1)
            return False
        return self.relative(self.tokens[self.at]) if self.found.subject is None else False

    def relative(self, token: Token) -> bool:
        """A relative clause: its subject is the phrase before it."""
        if self.found.subject is not None:
            self.found.relative = token.low
            return False
        back = self.at - 1
        if back >= 0 and self.tokens[back].low in {",", "-", "—", "–"}:
            back -= 1
        phrase = self.phrases.party_at.get(back) or self.phrases.body_at.get(back)
        self.found.relative = token.low
        if (
            phrase is None
            and back >= 0
            and token.low == "that"
            and self.tokens[back].has("APPROVE", "TAIL", "DOC")
        ):
            self.found.closed = False
            self.found.relative = ""
            self.at = back - 1
            return self.at >= 0
        self.found.unknown = phrase is None
        if phrase is not None and not (isinstance(phrase, PartyPhrase) and phrase.possessive):
            self.found.subject = phrase
            return False
        return False

    def subordinator(self, token: Token) -> bool:
        """after, since, if ...: note it and stop, or go on to the main clause for a subject."""
        self.add(token, "group")
        self.found.subordinate = self.found.subordinate or token.low
        if self.found.subject is not None or token.low in {"if", "whether", "unless"}:
            if (
                token.low in {"whether", "if"}
                and self.at
                and self.tokens[self.at - 1].has(*OPERATORS)
            ):
                self.found.linked = "that"
                self.found.closed = False
                return self.move(1)
            return False
        return self.clause_subject()

    def conjunction(self, token: Token) -> bool:
        """A second predicate of the same subject, or another clause."""
        if self.found.subject is not None:
            return False
        if token.low in {"but", "yet"}:
            self.found.closed = True
        if self.found.form in {"finite", "perfect"} and not self.found.operators:
            self.found.closed = True
        return self.move(1)


def find_governors(
    tokens: list[Token],
    phrases: SentenceChunks,
    index: int,
    body_subject: bool = False,
    noun: bool = False,
) -> GovernorChain:
    """Walk left from the predicate at `index`."""
    return GovernorWalker(tokens, phrases, index, body_subject, noun).run()
