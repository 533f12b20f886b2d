"""Climbs from a predicate leftwards to its subject, gathering what governs it on the way.

"Turkey | said it | will not | allow Sweden | to | join": from "join" the climb meets its subject
Sweden, then what stands over it: allow, not, will, said. The order, inner to outer, is what
`stages.compose` works on.
"""

from dataclasses import dataclass, field
from typing import Literal

from pactwire.domain.membership.phrases import BodyPhrase, Party, Phrases, is_plain, is_word
from pactwire.domain.membership.tokens import Token

Form = Literal[
    "infinitive", "bare", "progressive", "passive", "perfect", "gerund", "finite", "noun"
]
Link = Literal["group", "inf", "that", "noun", "control"]

MODALS = ("FUT", "WOULD", "COND", "NEG")
OPERATORS = (
    "CONSIDER",
    "APPLY",
    "APPROVE",
    "REJECT",
    "BLOCK",
    "DENY",
    "FACTIVE",
    "GAIN",
    "LOSE",
    "LIFT",
    "FAIL",
    "COMPLETE",
    "HALTED",
    "HALT",
    "INTENT",
    "APPROVE_FOR",
    "CAUSE",
    "OPEN",
    "REPORT",
    "ADMIT",
    "INVITE",
    "LAPSE",
    "SIGN",
    "PROCESS",
    "REINSTATE",
)
FARTHEST = 45
RUMOURS = frozenset(
    {
        "reports",
        "report",
        "rumours",
        "rumors",
        "speculation",
        "suggestions",
        "claims",
        "allegations",
    }
)
RANKS = frozenset({"first", "second", "third", "latest", "last", "newest", "next"})


@dataclass(slots=True)
class Operator:
    """A word that governs the predicate: what it does, how it is linked, and the token."""

    labels: frozenset[str]
    link: Link
    index: int
    lemma: str
    token: str = ""


@dataclass(slots=True)
class Ascent:
    """What a climb found. `subject` is a party, or a body for body-subject verbs; None when there's none."""

    form: Form
    operators: list[Operator] = field(default_factory=list)
    subject: Party | BodyPhrase | None = None
    relative: str = ""
    subordinate: str = ""
    outer: Party | BodyPhrase | None = None
    participle: bool = False
    bare_infinitive: bool = False
    top: int = 0
    closed: bool = False
    pluperfect: bool = False
    """The verb that governs it all is in the pluperfect."""
    unknown: bool = False
    """The subject is there but can't be named: "countries that wish to join"."""
    linked: Link = "group"


def skip_adverbs(tokens: list[Token], index: int) -> int:
    """The nearest index at or before `index` that is no adverb or negation."""
    while (
        index >= 0
        and tokens[index].has("ADV", "NEG")
        and not tokens[index].has("PRON", "FUT", "WOULD")
    ):
        index -= 1
    return index


def form_of(tokens: list[Token], index: int) -> Form:
    """The grammatical form of a verb from its ending and what stands before it."""
    token = tokens[index]
    before = skip_adverbs(tokens, index - 1)
    left = tokens[before] if before >= 0 else None
    if not token.has("VERB"):
        return "noun"
    if left is not None:
        if left.low == "to" or left.has("TO") or left.low.endswith(" to"):
            return "infinitive"
        if left.has("BE") and not (left.low == "'s" and token.has("f:base")):
            if token.has("f:ing"):
                return "progressive"
            if token.has("f:en"):
                return "passive"
        if left.low in {"get", "gets", "got", "getting"} and token.has("f:en"):
            return "passive"
        if left.has("HAVE") and token.has("f:en"):
            return "perfect"
        if (
            token.has("f:base")
            and left.has("FUT", "WOULD", "COND", "DO", "NEG")
            and left.low not in {"if", "whether"}
        ):
            return "bare"
    if token.has("f:ing"):
        return "gerund"
    return "finite"


class Climb:
    """One walk to the left from a predicate."""

    def __init__(
        self,
        tokens: list[Token],
        phrases: Phrases,
        index: int,
        body_subject: bool = False,
        noun: bool = False,
    ) -> None:
        """Start before `index`; with `body_subject` a body may be the subject, with `noun` it's no verb."""
        self.tokens = tokens
        self.phrases = phrases
        self.start = index
        self.body_subject = body_subject
        form = "noun" if noun else form_of(tokens, index)
        self.found = Ascent(form)
        self.found.closed = form in {"finite", "perfect", "progressive", "bare"}
        self.at = index - 1
        self.to_pending = form == "infinitive"
        self.words = 0
        self.chain = index
        self.apposed: Party | None = None
        if index > 1 and tokens[index - 1].low == "be" and index - 2 in phrases.party_at:
            self.found.operators.append(
                Operator(frozenset({"COND"}), "group", index - 1, "be", "be")
            )

    def run(self) -> Ascent:
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
        if not is_word(token) and token.low not in {"'s", "'ll", "'d"}:
            return self.mark(token)
        phrase = self.phrases.party_at.get(self.at)
        if phrase is not None and phrase.last < self.start:
            return self.party(phrase)
        body = self.phrases.body_at.get(self.at)
        if body is not None:
            return self.body(body)
        return self.word(token)

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
        between = self.tokens[self.at + 1 : self.start]
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

    def clause_subject(self) -> bool:
        """The subject of the main clause a participle hangs on: its first free phrase; then its verb."""
        low = max(0, self.at - FARTHEST)
        for back in range(self.at - 1, low - 1, -1):
            if self.tokens[back].low in {";", ":"}:
                break
            phrase: Party | BodyPhrase | None = self.phrases.party_at.get(back)
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
                        Operator(token.tags, "group", index, token.lemma, token.low)
                    )
                    break
        self.at = low - 1
        return False

    def is_object(self, phrase: Party | BodyPhrase) -> bool:
        """Whether a verb stands right before a phrase: then it's no subject."""
        if isinstance(phrase, Party) and (phrase.possessive or phrase.word == "both"):
            return True
        left = self.tokens[phrase.first - 1] if phrase.first else None
        if left is not None and left.has("DET") and phrase.first > 1:
            left = self.tokens[phrase.first - 2]
        return left is not None and left.has("VERB") and not left.has("REPORT", "APPROVE")

    def free(self, phrase: Party | BodyPhrase) -> bool:
        """Whether no preposition governs a phrase."""
        if phrase.first == 0:
            return True
        if isinstance(phrase, Party) and phrase.kind == "adjective":
            return False
        left = self.tokens[phrase.first - 1]
        if left.has("DET") and phrase.first > 1:
            left = self.tokens[phrase.first - 2]
        return not left.has("PREP") or left.low in {"out"}

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

    def party(self, phrase: Party) -> bool:
        """A phrase that may be the subject."""
        if self.found.subject is not None:
            return self.beyond(phrase)
        if phrase.possessive or phrase.kind == "adjective":
            if self.found.closed or (
                phrase.kind == "adjective" and not self.modifies_chain(phrase)
            ):
                self.at = phrase.first - 1
                return True
            return self.take(phrase, possessor=True)
        if not self.adjacent(phrase) and not self.free(phrase):
            self.at = phrase.first - 2
            return True
        return self.take(phrase)

    def modifies_chain(self, phrase: Party) -> bool:
        """Whether an adjective belongs to the governing noun or to the noun itself."""
        if self.chain == self.start:
            return self.found.form in {"noun", "gerund"} and self.start - phrase.last <= 3
        return not self.tokens[self.chain].has("f:s", "f:ed") and self.chain - phrase.last <= 3

    def beyond(self, phrase: Party | BodyPhrase) -> bool:
        """A second phrase ends the climb, unless it's told something: "notified the court that ..."."""
        pending = self.found.linked == "that" and not any(
            operator.link == "that" for operator in self.found.operators
        )
        if pending and phrase.first:
            self.at = phrase.first - 1
            return True
        self.found.outer = phrase
        return False

    def adjacent(self, phrase: Party) -> bool:
        """Whether a phrase stands right before the predicate or its "to"."""
        between = self.tokens[phrase.last + 1 : self.start]
        return all(
            token.low == "to" or token.has("ADV", "NEG", "BE", "TO", "HAVE") for token in between
        )

    def take(self, phrase: Party | BodyPhrase, possessor: bool = False) -> bool:
        """Make a phrase the subject and look at what stands before it."""
        self.found.subject = phrase
        if self.to_pending:
            self.found.bare_infinitive = True
        self.at = phrase.first - 1
        while self.at >= 0 and (
            self.tokens[self.at].has("DET", "ADV", "NEXT") and not self.tokens[self.at].has("REL")
        ):
            self.at -= 1
        if isinstance(phrase, Party) and phrase.kind == "leader":
            while self.at >= 0 and self.tokens[self.at].has("REP"):
                self.at -= 1
        if self.at < 0:
            return False
        if possessor and self.to_pending and not self.found.operators:
            return self.matrix(False)
        if possessor and self.found.form != "noun":
            left = self.tokens[self.at]
            decides = left.has(
                "APPROVE", "BLOCK", "REJECT", "HALTED", "HALT", "DENY", "COMPLETE", "LIFT"
            )
            self.found.closed = False
            return decides and self.word(left)
        return self.matrix(possessor)

    def matrix(self, possessor: bool) -> bool:
        """Whether the clause is the complement of something to its left."""
        left = self.tokens[self.at]
        if (
            left.has("FUT", "WOULD", "COND", "DO")
            and left.low not in {"if", "whether", "unless"}
            and self.tokens[-1].low in {"?", '"', "”"}
        ):
            self.found.operators.append(Operator(frozenset({"COND"}), "group", self.at, "", "?"))
            return False
        if left.low == "that" or left.low in {"if", "whether", "unless"} or left.has("SUBORD"):
            return self.word(left)
        if not is_word(left) or self.at in self.phrases.party_at:
            return self.by_quote(left)
        if self.reported():
            return True
        governs = left.has(*OPERATORS) or left.low in {
            "for",
            "of",
            "against",
            "on",
            "about",
            "with",
            "from",
            "to",
            "by",
        }
        if not governs:
            return False
        if left.has("PREP") and possessor is False and self.found.closed:
            return False
        finite = self.found.closed and not self.to_pending
        self.found.linked = "that" if finite else "inf"
        self.found.closed = False
        self.to_pending = False
        self.found.bare_infinitive = False
        return True

    def reported(self) -> bool:
        """As in "... told a conference it would": a clause without "that" under a verb of saying."""
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

    def by_quote(self, left: Token) -> bool:
        """An opening quotation mark before the subject doesn't end the climb."""
        if left.low in {'"', "“", "«", "‘"}:
            self.at -= 1
            return self.at >= 0
        return False

    def body(self, phrase: BodyPhrase) -> bool:
        """A body: the subject of body-subject verbs, else a noun on the way."""
        if (
            phrase.head != "possessor"
            and self.found.subject is None
            and self.body_subject
            and self.free(phrase)
        ):
            return self.take(phrase)
        if self.found.subject is not None:
            return self.beyond(phrase)
        if (
            self.found.form != "noun"
            and self.found.closed
            and self.free(phrase)
            and phrase.head in {"body", "agent"}
        ):
            return self.take(phrase)
        self.at = phrase.first - 1
        return True

    def word(self, token: Token) -> bool:
        """Any other word: operators are gathered, links and clause words decide how to go on."""
        if token.has("REL") and token.low != "that" and not token.has("SUBORD"):
            return self.relative(token)
        if token.low == "that":
            return self.that()
        if token.has("SUBORD") or token.low in {"if", "whether", "unless"}:
            return self.subordinator(token)
        if token.low == "to" or token.has("TO"):
            self.to_pending = True
            if token.has("FUT"):
                self.add(token, "group")
                self.to_pending = False
                self.found.closed = True
            return self.move(1)
        if token.has("CONJ"):
            return self.conjunction(token)
        if token.has(*MODALS) or token.has("BE", "HAVE", "DO"):
            return self.auxiliary(token)
        if self.to_pending and token.low in RANKS and self.tokens[self.at + 1].low == "to":
            self.to_pending = False
            self.found.closed = True
            self.found.form = "finite"
            return self.move(1)
        if self.to_pending and token.has("NATION", "MEMBER", "GPARTY") and self.ranked():
            return self.at >= 0
        if token.has(*OPERATORS):
            return self.operator(token)
        self.words += 1
        if (
            token.has("VERB")
            and not self.found.closed
            and form_of(self.tokens, self.at) == "finite"
            and token.has("f:s", "f:ed")
        ):
            self.close(token)
        return self.words < 22 and self.move(1)

    def ranked(self) -> bool:
        """As in "becomes the first country to leave": the rank carries the predicate; go before it."""
        for back in range(self.at - 1, max(-1, self.at - 8), -1):
            token = self.tokens[back]
            if token.has("BECOME", "BE"):
                self.to_pending = False
                form = form_of(self.tokens, back)
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

    def add(self, token: Token, link: Link) -> None:
        """Note an operator."""
        self.found.operators.append(Operator(token.tags, link, self.at, token.lemma, token.low))
        self.chain = self.at

    def auxiliary(self, token: Token) -> bool:
        """Modals, negation and forms of be: they belong to the verb on their right."""
        if token.has("BE") and self.to_pending and self.next_word() == "to":
            self.found.operators.append(Operator(frozenset({"FUT"}), "group", self.at, "be"))
            self.to_pending = False
        if token.has("NEG") and not self.near_chain():
            return self.move(1)
        if token.has(*MODALS):
            self.add(token, "group")
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

    def operator(self, token: Token) -> bool:
        """A governing verb, noun or adjective."""
        if self.found.closed and self.found.subject is None:
            self.words += 1
            return self.move(1)
        link: Link = "inf" if self.to_pending else "noun"
        if self.found.subject is not None:
            link = "that" if self.found.linked == "that" else "control"
        if token.lemma == "vote" and self.next_word() == "on":
            self.found.operators.append(
                Operator(frozenset({"CONSIDER"}), link, self.at, "vote", token.low)
            )
            self.chain = self.at
            return self.move(1)
        self.add(token, link)
        self.to_pending = False
        if token.has("VERB"):
            form = form_of(self.tokens, self.at)
            bare_noun = token.has("f:base") and form == "finite" and self.noun_here()
            if form in {"finite", "perfect", "progressive", "bare"} and not bare_noun:
                self.found.closed = True
                had = self.at and self.tokens[skip_adverbs(self.tokens, self.at - 1)].low == "had"
                self.found.pluperfect = bool(
                    form == "perfect" and had and self.found.linked != "that"
                )
            if self.found.subject is not None and self.found.linked == "that":
                self.found.linked = "inf"
        return self.move(1)

    def noun_here(self) -> bool:
        """A verb-like word that stands as a noun: after a determiner, a possessor or an adjective."""
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

    def that(self) -> bool:
        """As in "that" as a conjunction after a verb of saying, else a relative pronoun."""
        left = self.at - 1
        while left >= 0 and (
            self.tokens[left].has("ADV", "PRON") or self.tokens[left].low in {",", "also"}
        ):
            left -= 1
        if left >= 0 and self.found.subject is not None:
            if self.tokens[left].low in RUMOURS:
                self.found.operators.append(Operator(frozenset({"DENY"}), "that", left, "rumour"))
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
        if phrase is not None and not (isinstance(phrase, Party) and phrase.possessive):
            self.found.subject = phrase
            return False
        return False

    def subordinator(self, token: Token) -> bool:
        """after, since, if ...: note it and stop, or go on to the main clause for a missing subject."""
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


def climb(
    tokens: list[Token],
    phrases: Phrases,
    index: int,
    body_subject: bool = False,
    noun: bool = False,
) -> Ascent:
    """Walk left from the predicate at `index`."""
    return Climb(tokens, phrases, index, body_subject, noun).run()
