"""The governor chain: operators, the subject, the form of a predicate."""

from dataclasses import dataclass, field
from typing import Literal

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.scope.operator_table import NO_OPERATORS, OperatorTable
from pactwire.domain.extraction.claims.tokens.tokens import Token, look

PredicateForm = Literal[
    "infinitive", "bare", "progressive", "passive", "perfect", "gerund", "finite", "noun"
]
OperatorLink = Literal["group", "inf", "that", "noun", "control"]

MODALS = ("FUT", "WOULD", "COND", "NEG")
OPERATORS = (
    "CONSIDER", "APPLY", "APPROVE", "REJECT", "BLOCK", "DENY", "FACTIVE", "GAIN", "GRANT", "LOSE",
    "LIFT", "FAIL", "COMPLETE", "HALTED", "HALT", "INTENT", "APPROVE_FOR", "CAUSE", "OPEN",
    "REPORT", "ADMIT", "INVITE", "LAPSE", "SIGN", "PROCESS", "REINSTATE",
)  # fmt: skip
FARTHEST = 45
CLOSING = frozenset({"finite", "perfect", "progressive", "bare"})
"""Forms of verbs that have a subject of their own."""
UNREAL = "UNREAL"
"""What takes all truth from a predicate: almost, had it joined, it is false that."""


@dataclass(slots=True)
class Operator:
    """A word that governs the predicate: what it does, how it is linked, and the token."""

    labels: frozenset[str]
    link: OperatorLink
    index: int
    lemma: str
    token: str = ""
    groups: frozenset[str] = frozenset()

    def among(self, *groups: str) -> bool:
        """Whether its word is in one of the groups."""
        return not self.groups.isdisjoint(groups)


@dataclass(slots=True)
class GovernorChain:
    """What governs a predicate; `subject` is a body for body-subject verbs, None when missing."""

    form: PredicateForm
    table: OperatorTable = NO_OPERATORS
    """What its operators make of the change."""
    operators: list[Operator] = field(default_factory=list)
    subject: PartyPhrase | BodyPhrase | None = None
    relative: str = ""
    subordinate: str = ""
    outer: PartyPhrase | BodyPhrase | None = None
    participle: bool = False
    bare_infinitive: bool = False
    talks: bool = False
    """What it governs is talks, or a status that leads to them."""
    top: int = 0
    closed: bool = False
    unknown: bool = False
    """The subject is there but can't be named: "countries that wish to join"."""
    linked: OperatorLink = "group"

    def read_as_passive(self, tokens: list[Token], index: int) -> None:
        """As in the headline "X suspended from club": what looks finite is a participle."""
        if classify_form(tokens, index) == "finite":
            self.form = "passive"


def is_unnamed_controller(token: Token) -> bool:
    """As in "urged rich nations to ratify": people or states without a name."""
    named = token.hit is not None or token.has("REP", "GPARTY", "PRON", "ADV", "VERB")
    return not named and (is_plain(token) or token.has("NATION", "MEMBER"))


def is_called_untrue(tokens: list[Token], index: int) -> bool:
    """As in "it is false that", "isn't true that", "falsely claims that"."""
    claimed = look(tokens, index)
    denied = claimed.low == "true" and any(
        token.has("NEG") for token in tokens[max(0, index - 3) : index]
    )
    return denied or claimed.among("UNTRUE") or look(tokens, index - 1).among("FALSELY")


def skip_adverbs(tokens: list[Token], index: int) -> int:
    """The nearest index at or before `index` that is no adverb or negation."""
    while (
        index >= 0
        and tokens[index].has("ADV", "NEG")
        and not tokens[index].has("PRON", "FUT", "WOULD")
    ):
        index -= 1
    return index


def classify_form(tokens: list[Token], index: int) -> PredicateForm:
    """The grammatical form of a verb from its ending and what stands before it."""
    token = tokens[index]
    if token.among("FINITE_BE"):
        return "finite"
    if not token.has("VERB") and token.low != "be":
        return "noun"
    before = skip_adverbs(tokens, index - 1)
    if before >= 0 and (form := classify_form_after(tokens[before], token)) is not None:
        return form
    return "gerund" if token.has("f:ing") else "finite"


def leads_to_infinitive(token: Token) -> bool:
    """As in "to", "set to", "agree to"."""
    return token.has("TO") or token.low.split(" ")[-1] == "to"


def classify_form_after(left: Token, token: Token) -> PredicateForm | None:
    """The form that an auxiliary or "to" before a verb gives it."""
    if leads_to_infinitive(left):
        return "infinitive"
    if left.has("BE") and token.has("f:ing"):
        return "progressive"
    if token.has("f:en") and (form := classify_participle(left, token)) is not None:
        return form
    modal = left.has("FUT", "WOULD", "COND", "DO", "NEG") and not left.among("WHETHER")
    return "bare" if modal and token.has("f:base") else None


def classify_participle(left: Token, token: Token) -> PredicateForm | None:
    """The form of a participle behind an auxiliary; "it's cut" may be no passive."""
    if left.among("GET") or (left.has("BE") and not (left.among("S") and token.has("f:base"))):
        return "passive"
    return "perfect" if left.has("HAVE") else None
