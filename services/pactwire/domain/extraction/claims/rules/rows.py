"""Matches the rows of `seeds/grammar/rules.yaml`: rules that are what stands around a word."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import (
    find_last_body,
    find_only_body,
    find_parent_body,
    find_sole_body,
    list_bodies_before,
)
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_nearby_body
from pactwire.domain.extraction.claims.clauses.objects import CLUBS
from pactwire.domain.extraction.claims.clauses.pattern_chunks import PatternMatch, is_of, is_of_kind
from pactwire.domain.extraction.claims.clauses.patterns import fits, match_beside
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, tell
from pactwire.domain.extraction.claims.rules.emit import emit_claim
from pactwire.domain.extraction.claims.rules.noun_arguments import was_suspended
from pactwire.domain.extraction.claims.rules.operator_senses import is_governed_by
from pactwire.domain.extraction.claims.rules.phrases import names_members
from pactwire.domain.extraction.claims.scope.governors import (
    MODALS,
    GovernorChain,
    Operator,
    classify_form,
)
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire.domain.reference.tables import GrammarTables
from pactwire_schemas.enrichment import Action, Stage

JOINABLE = CLUBS | {"organ", "treaty", "court", "development_bank"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; see the head of the file for what each part asks for."""

    rule: str
    action: str
    stage: Stage
    word: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    also: tuple[str, ...]
    unless: tuple[str, ...]
    walk: str
    role: str
    form: str
    member: frozenset[str]
    body: frozenset[str]
    governed: frozenset[str]
    operators: str
    claim: bool
    aside: bool
    joinable: bool
    parent: bool

    def is_called_by(self, token: Token) -> bool:
        """Whether a word calls for the rule."""
        named = fits(token, self.word) and (not self.has or token.has(*self.has))
        return named and not token.has(*self.lacks)


class RuleTable:
    """All rows, found by the word that calls for them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """The rows in their order."""
        self.rows = tuple(rows)
        self.words = frozenset(row.word for row in self.rows)
        self.of_words: dict[tuple[frozenset[str], frozenset[str], str, str], tuple[Row, ...]] = {}

    def find_rows(self, token: Token) -> tuple[Row, ...]:
        """The rows that a word calls for; words that are alike are looked up once."""
        low = token.low if token.low in self.words else ""
        key = token.tags, token.groups, token.lemma, low
        known = self.of_words.get(key)
        if known is None:
            known = tuple(row for row in self.rows if row.is_called_by(token))
            self.of_words[key] = known
        return known


@lru_cache(maxsize=4)
def open_rules(grammar: GrammarTables) -> RuleTable:
    """The table of a grammar; opened once."""
    return RuleTable(map(build_row, grammar.content["rules"]["rows"]))


def build_row(written: Mapping[str, Any]) -> Row:
    """One row as it is written."""
    parts: dict[str, Any] = {name: written[name] for name in ("rule", "action", "stage")}
    for name in ("has", "not"):
        parts["lacks" if name == "not" else name] = tuple(written.get(name, "").split())
    for name in ("left", "right", "also", "unless"):
        parts[name] = tuple(written.get(name, ()))
    for name in ("member", "body", "governed"):
        parts[name] = frozenset(written.get(name, "").split())
    for name in ("claim", "aside", "joinable", "parent"):
        parts[name] = bool(written.get(name))
    return Row(
        word=written["word"].replace("~", " "),
        walk=written.get("from", "word"),
        role=written.get("as", "verb"),
        form=written.get("form", ""),
        operators=written.get("operators", ""),
        **parts,
    )


def apply_rows(analysis: SentenceAnalysis, index: int) -> None:
    """Every row that a word calls for and that fits what stands around it."""
    table = open_rules(analysis.context.world.grammar)
    for row in table.find_rows(analysis.tokens[index]):
        if (site := find_site(analysis, row, index)) is not None:
            apply_row(analysis, row, index, site)


def find_site(analysis: SentenceAnalysis, row: Row, index: int) -> PatternMatch | None:
    """What the patterns of a row met around a word; None where it doesn't fit."""
    left = match_side(analysis, row.left, index)
    right = match_side(analysis, row.right, index) if left is not None else None
    if left is None or right is None:
        return None
    if row.also and not any(holds(analysis, one, index) for one in row.also):
        return None
    if any(holds(analysis, one, index) for one in row.unless):
        return None
    marks = {**left.marks, **right.marks}
    return PatternMatch(right.end, marks, right.bodies, left.party or right.party)


def match_side(
    analysis: SentenceAnalysis, patterns: tuple[str, ...], index: int
) -> PatternMatch | None:
    """What stands on one side of a word; where there are no patterns, nothing is asked for."""
    return match_beside(analysis, patterns, index) if patterns else PatternMatch(index + 1)


def holds(analysis: SentenceAnalysis, asked: str, index: int) -> bool:
    """Whether a pattern stands beside a word; `joining`: the sentence told of an entry before."""
    if asked == "joining":
        return any(frame.action == "join" for frame in analysis.frames)
    return match_beside(analysis, (asked,), index) is not None


def apply_row(analysis: SentenceAnalysis, row: Row, index: int, site: PatternMatch) -> None:
    """Tell of the change of a row: who, in which body, how far it has got."""
    verb, start = site.marks.get("verb", index), find_start(row, index, site)
    chain = analysis.find_governors(start, row.role == "body", noun=row.role == "noun")
    bodies = tuple(one.body for one in find_row_bodies(analysis, row, index, site, chain))
    who = find_row_member(analysis, row, site, chain)
    if not bodies or who is None or not is_governed(analysis, row, index, chain):
        return
    action = choose_action(analysis, row, bodies, who, chain)
    last, rule = max(site.end - 1, verb, index), f"{action}:{row.rule}"
    change = PredicateChange(action, bodies, row.stage, last, rule)
    if row.claim:
        emit_claim(analysis, index, change, chain)
        return
    chain.operators = list_operators(analysis, row, site, chain)
    frame = tell(analysis, verb, change, chain, who)
    if frame is not None:
        frame.weak = row.aside and (chain.participle or not isinstance(chain.subject, BodyPhrase))
        frame.certain = names_members(who) and not row.aside


def find_start(row: Row, index: int, site: PatternMatch) -> int:
    """From where a row has its governors looked for: the word, the verb, or the party."""
    if row.walk == "party" and site.party is not None:
        return site.party.first
    return site.marks.get("verb", index) if row.walk == "verb" else index


def find_row_member(
    analysis: SentenceAnalysis, row: Row, site: PatternMatch, chain: GovernorChain
) -> PartyPhrase | BodyPhrase | None:
    """Whose change a row tells of; None where it isn't what the row asks for."""
    phrase = site.party if "party" in row.member else chain.subject
    fit = "any" in row.member or is_member(analysis, row, phrase)
    return phrase if fit else None


def is_member(
    analysis: SentenceAnalysis, row: Row, phrase: PartyPhrase | BodyPhrase | None
) -> bool:
    """Whether a phrase is a party of the kinds that a row asks for, or has one of its words."""
    if not isinstance(phrase, PartyPhrase):
        return False
    groups = {one for one in row.member if one.isupper()}
    if groups and any(analysis.among(at, *groups) for at in range(phrase.first, phrase.last + 1)):
        return not ("free" in row.member and phrase.possessive)
    return is_of(phrase, row.member - groups - {"party", "subject"})


def is_governed(analysis: SentenceAnalysis, row: Row, index: int, chain: GovernorChain) -> bool:
    """Whether the verb has the form, and the chain an operator, that a row asks for."""
    if row.form:
        wanted, form = row.form.removeprefix("-"), classify_form(analysis.tokens, index)
        if (form == wanted) == row.form.startswith("-"):
            return False
    return not row.governed or is_governed_by(chain, *row.governed)


def find_row_bodies(
    analysis: SentenceAnalysis, row: Row, index: int, site: PatternMatch, chain: GovernorChain
) -> list[BodyPhrase]:
    """The bodies of a row: those of its patterns, else those that it names by their place."""
    acting = [chain.subject] if isinstance(chain.subject, BodyPhrase) else []
    found = list(site.bodies)
    for place, find in PLACES.items():
        if place in row.body and not found:
            found = find(analysis, index, acting, chain)
    if not found or not may_be_joined(row, found):
        return []
    return [find_parent_body(analysis, one) for one in found] if row.parent else found


def may_be_joined(row: Row, found: list[BodyPhrase]) -> bool:
    """Whether bodies are of the kinds that a row asks for."""
    kinds = row.body - PLACES.keys()
    joinable = not row.joinable or all(one.body.kind in JOINABLE for one in found)
    return joinable and (not kinds or is_of_kind(found[0], kinds))


Place = Callable[[SentenceAnalysis, int, list[BodyPhrase], GovernorChain], list[BodyPhrase]]
PLACES: dict[str, Place] = {
    "subject": lambda analysis, index, acting, chain: acting,
    "before": lambda analysis, index, acting, chain: list_bodies_before(analysis, index)[-1:],
    "only": lambda analysis, index, acting, chain: find_only_body(analysis, index),
    "sole": lambda analysis, index, acting, chain: find_sole_body(analysis),
    "nearby": lambda analysis, index, acting, chain: find_nearby_body(analysis, index),
    "spoken": lambda analysis, index, acting, chain: (
        list_bodies_before(analysis, index)[-1:]
        or find_sole_body(analysis)
        or find_last_body(analysis, index)
    ),
    "acting": lambda analysis, index, acting, chain: (
        acting or ([] if chain.subject else find_only_body(analysis, index))
    ),
}
"""Where the body of a row may stand: what acts, what was named before, what the text is on."""


def choose_action(
    analysis: SentenceAnalysis,
    row: Row,
    bodies: tuple[BodyFacts, ...],
    phrase: PartyPhrase | BodyPhrase | None,
    chain: GovernorChain,
) -> Action:
    """The action of a row; of some it depends on who acts, and on what was before."""
    members = resolve_members(analysis, phrase)
    if row.action == "back":
        return "reinstate" if was_suspended(analysis, bodies, members) else "join"
    if row.action == "own":
        others = resolve_members(analysis, chain.subject)
        return "leave" if not others or set(others) & set(members) else "expel"
    if row.action == "leave" and is_put_out(chain):
        return "expel"
    return cast(Action, row.action)


def is_put_out(chain: GovernorChain) -> bool:
    """As in "The union decided that X is no longer a member": it's the body's decision."""
    decided = any(one.among("DECIDE") and one.link == "that" for one in chain.operators)
    return decided and isinstance(chain.outer, BodyPhrase)


def list_operators(
    analysis: SentenceAnalysis, row: Row, site: PatternMatch, chain: GovernorChain
) -> list[Operator]:
    """What governs the change of a row: its chain, nothing, or modals between body and verb."""
    if row.operators != "between":
        return [] if row.operators else chain.operators
    words = range(site.bodies[-1].last + 1, site.marks["verb"])
    return [
        Operator(analysis.tokens[at].tags, "group", at, "", analysis.low(at))
        for at in words
        if analysis.tokens[at].has(*MODALS)
    ]
