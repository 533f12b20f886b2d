"""Whether a verb, its object and its subject can make a membership change, and why not."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import TREATY_WORDS, is_treaty
from pactwire.domain.extraction.claims.clauses.pattern_chunks import is_of_kind
from pactwire.domain.extraction.claims.clauses.patterns import fits, match_beside
from pactwire.domain.extraction.claims.rules.operator_senses import is_governed_by
from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.reference.tables import GrammarTables

DECIDING = ("APPROVE", "REJECT", "CONSIDER", "AGAINST")


class Misfit(NamedTuple):
    """A row of what makes no change, of `seeds/grammar/patterns.yaml`."""

    verb: str
    has: tuple[str, ...]
    bodies: frozenset[str]
    other_bodies: frozenset[str]
    left: tuple[str, ...]
    behind: tuple[str, ...]
    unless: tuple[str, ...]
    why: str

    def fits(self, analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase]) -> bool:
        """Whether the verb at an index and the bodies behind it are such."""
        token = analysis.tokens[index]
        if (self.verb and not fits(token, self.verb)) or (self.has and not token.has(*self.has)):
            return False
        if self.bodies and not is_of_kind(bodies[0], self.bodies):
            return False
        if self.other_bodies and is_among_bodies(analysis, bodies[0], self.other_bodies):
            return False
        beside = BesideVerb(analysis, index, bodies[-1].last)
        return beside.have(self.left, self.behind) and not beside.have_any(self.unless)


class BesideVerb(NamedTuple):
    """What stands left of a verb and behind its object."""

    analysis: SentenceAnalysis
    verb: int
    last: int

    def have(self, left: tuple[str, ...], behind: tuple[str, ...]) -> bool:
        """Whether one pattern of each side stands there; none is asked for where none is given."""
        return all(not side or self.have_any(side) for side in (left, behind))

    def have_any(self, patterns: tuple[str, ...]) -> bool:
        """Whether one of some patterns stands on its side."""
        return any(
            match_beside(self.analysis, (one,), self.verb if one[0] == "<" else self.last)
            for one in patterns
        )


@lru_cache(maxsize=4)
def open_misfits(grammar: GrammarTables) -> tuple[Misfit, ...]:
    """The rows of a grammar; opened once."""
    return tuple(map(build_misfit, grammar.content["patterns"]["unfit"]))


def build_misfit(row: Mapping[str, Any]) -> Misfit:
    """One row as it is written."""
    return Misfit(
        verb=row.get("verb", ""),
        has=tuple(row.get("has", "").split()),
        bodies=frozenset(row.get("in", "").split()),
        other_bodies=frozenset(row.get("not_in", "").split()),
        left=tuple(row.get("left", ())),
        behind=tuple(row.get("behind", ())),
        unless=tuple(row.get("unless", ())),
        why=row["why"],
    )


def explain_unfit_object(analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase]) -> str:
    """Why a verb and its object make no membership change; empty when they do."""
    rows = open_misfits(analysis.context.world.grammar)
    return next((row.why for row in rows if row.fits(analysis, index, bodies)), "")


def is_among_bodies(analysis: SentenceAnalysis, phrase: BodyPhrase, of: frozenset[str]) -> bool:
    """Whether a body is of a kind, or is called a treaty where that will do."""
    if is_of_kind(phrase, of):
        return True
    spelled = " ".join(analysis.low(at) for at in range(phrase.first, phrase.last + 1))
    return "called_treaty" in of and any(word in spelled for word in TREATY_WORDS[:6])


def is_person(analysis: SentenceAnalysis, subject: PartyPhrase) -> bool:
    """A single person, or people who may act for themselves."""
    if subject.kind == "leader":
        return True
    if subject.kind == "pronoun":
        return analysis.among(subject.first, "HE_OR_SHE")
    words = range(subject.first, subject.last + 1)
    acts = subject.kind == "representative"
    return acts and any(analysis.among(at, "PERSONS") for at in words)


def is_outsider(
    analysis: SentenceAnalysis, subject: PartyPhrase, body: BodyFacts, index: int
) -> bool:
    """Whether a state was never a party to what it denounces; leaders mostly speak, too."""
    periods = analysis.context.world.membership_periods.get(body.entity_id, ())
    inside = {period.member for period in periods}
    outside = subject.members and inside.isdisjoint(one.entity_id for one in subject.members)
    formal = any(analysis.among(at, "FORMAL") for at in range(max(0, index - 3), index))
    return bool(inside and outside) or (subject.kind == "leader" and not formal)


def explain_unfit_subject(
    analysis: SentenceAnalysis,
    index: int,
    chain: GovernorChain,
    bodies: tuple[BodyFacts, ...],
    value: FactualityValue,
) -> str:
    """Why this subject can't be the member; empty when it can."""
    subject = chain.subject
    if not isinstance(subject, PartyPhrase):
        return ""
    if analysis.among(index, "BLAMING") and is_outsider(analysis, subject, bodies[0], index):
        return "no party to it, and so in words"
    if subject.kind == "people" and not is_governed_by(chain, *DECIDING):
        return "people, not their state"
    if not is_person(analysis, subject):
        return ""
    if bodies[0].kind == "forum" and not analysis.tokens[index].has("LEAVE_FROM"):
        return "a person leaves a meeting"
    person = acts_in_person(analysis, index, chain, bodies, value)
    return "a person, not a state" if person else ""


def acts_in_person(
    analysis: SentenceAnalysis,
    index: int,
    chain: GovernorChain,
    bodies: tuple[BodyFacts, ...],
    value: FactualityValue,
) -> bool:
    """As in "the minister joined the council", "Putin leaves the G20"."""
    token, subject = analysis.tokens[index], chain.subject
    if value.stage == "effective" and token.has("JOIN") and not token.has("SIGN"):
        return True
    if not isinstance(subject, PartyPhrase) or not token.among("PLAIN_VERBS") or not value.firm:
        return False
    if subject.kind == "representative":
        return True
    goes = subject.kind == "leader" and chain.form in {"finite", "bare"}
    return goes and not is_treaty(bodies[0])
