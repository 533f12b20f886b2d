"""Whether an entity term fits: a story with its mentions, or the one entity of a development."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pactwire.domain.watches.sets import MembershipSets
from pactwire_schemas import Mention
from pactwire_schemas.enrichment import Role
from pactwire_schemas.watch import All, AnyOf, EntityTerm, MembersOf, Not, OrganisationsOf

SHOWN = 40
"""Characters of a surface that a reason shows."""


@dataclass(frozen=True)
class TermResult:
    """Whether a term holds, and why."""

    held: bool
    because: str


@dataclass(frozen=True)
class EligibleMentions:
    """The mentions that may count: by entity, with the roles and the score a watch asks for."""

    mentions: Mapping[str, list[Mention]]
    roles: tuple[Role, ...]
    least: float
    sets: MembershipSets

    def check(self, entity: str) -> TermResult:
        """Whether the entity is mentioned so that it counts."""
        mentions = self.mentions.get(entity)
        if not mentions:
            return TermResult(held=False, because=f"{entity} is not mentioned")
        for mention in mentions:
            if mention.role in self.roles and mention.score >= self.least:
                return TermResult(held=True, because=_shown(mention))
        return TermResult(held=False, because=self._explain_miss(entity, mentions))

    def _explain_miss(self, entity: str, mentions: list[Mention]) -> str:
        """Why none of the mentions counts."""
        scores = [mention.score for mention in mentions if mention.role in self.roles]
        if not scores:
            roles = ", ".join(sorted({mention.role for mention in mentions}))
            return f"{entity} is mentioned only as {roles}"
        return f"{entity} is mentioned with score {max(scores):g}, below {self.least:g}"


def check_article(term: EntityTerm, present: EligibleMentions) -> TermResult:
    """Whether a term holds of an article."""
    return _check_term(term, present.check, lambda ids: _check_set(ids, present), present.sets)


def check_entity(term: EntityTerm, entity: str, sets: MembershipSets) -> TermResult:
    """Whether a term holds of one entity."""

    def look(wanted: str) -> TermResult:
        held = wanted == entity
        return TermResult(held, f"it is {entity}" if held else f"{entity} is not {wanted}")

    def within(ids: frozenset[str]) -> TermResult:
        held = entity in ids
        return TermResult(held, f"{entity} is {'one' if held else 'none'}")

    return _check_term(term, look, within, sets)


def _check_term(
    term: EntityTerm,
    look: Callable[[str], TermResult],
    within: Callable[[frozenset[str]], TermResult],
    sets: MembershipSets,
) -> TermResult:
    if isinstance(term, str):
        return look(term)
    if isinstance(term, MembersOf):
        return _of(within(sets.members_of(term.members_of)), "members", term.members_of)
    if isinstance(term, OrganisationsOf):
        result = within(sets.organisations_of(term.organisations_of))
        return _of(result, "organisations", term.organisations_of)
    if isinstance(term, Not):
        inner = _check_term(term.not_, look, within, sets)
        return TermResult(held=not inner.held, because=inner.because)
    return _combine(term, [_check_term(part, look, within, sets) for part in _parts(term)])


def _parts(term: AnyOf | All) -> tuple[EntityTerm, ...]:
    return term.any if isinstance(term, AnyOf) else term.all


def _combine(term: AnyOf | All, fits: list[TermResult]) -> TermResult:
    wanted = isinstance(term, AnyOf)
    decisive = next((fit for fit in fits if fit.held == wanted), None)
    if decisive:
        return decisive
    return TermResult(held=not wanted, because="; ".join(fit.because for fit in fits))


def _of(fit: TermResult, what: str, whose: str) -> TermResult:
    return TermResult(fit.held, f"{fit.because} (of the {what} of {whose})")


def _check_set(ids: frozenset[str], present: EligibleMentions) -> TermResult:
    """The first mention that counts of a set, whichever side is shorter."""
    here: Iterable[str] = [entity for entity in present.mentions if entity in ids]
    tried = [present.check(entity) for entity in here]
    held = next((fit for fit in tried if fit.held), None)
    if held:
        return held
    because = "; ".join(fit.because for fit in tried) or f"none of {len(ids)} is mentioned"
    return TermResult(held=False, because=because)


def _shown(mention: Mention) -> str:
    return f"{mention.name} is {mention.role} in the {mention.field}: '{mention.surface[:SHOWN]}'"
