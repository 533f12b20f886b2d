"""Whether an entity term fits: a story with its mentions, or the one entity of a development."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pactwire.domain.watches.sets import Sets
from pactwire_schemas import Mention
from pactwire_schemas.enrichment import Role
from pactwire_schemas.watch import All, AnyOf, EntityTerm, MembersOf, Not, OrganisationsOf

SHOWN = 40
"""Characters of a surface that a reason shows."""


@dataclass(frozen=True)
class Fit:
    """Whether, and why."""

    held: bool
    because: str


@dataclass(frozen=True)
class Present:
    """The mentions that may count: by entity, with the roles and the score a watch asks for."""

    mentions: Mapping[str, list[Mention]]
    roles: tuple[Role, ...]
    least: float
    sets: Sets

    def look(self, entity: str) -> Fit:
        """Whether the entity is mentioned so that it counts."""
        mentions = self.mentions.get(entity)
        if not mentions:
            return Fit(held=False, because=f"{entity} is not mentioned")
        for mention in mentions:
            if mention.role in self.roles and mention.score >= self.least:
                return Fit(held=True, because=_shown(mention))
        in_role = [mention for mention in mentions if mention.role in self.roles]
        if not in_role:
            roles = ", ".join(sorted({mention.role for mention in mentions}))
            return Fit(held=False, because=f"{entity} is mentioned only as {roles}")
        best = max(mention.score for mention in in_role)
        return Fit(
            held=False, because=f"{entity} is mentioned with score {best:g}, below {self.least:g}"
        )


def fits_story(term: EntityTerm, present: Present) -> Fit:
    """Whether a term holds of a story."""
    return _fit(term, present.look, lambda ids: _look_for(ids, present), present.sets)


def fits_one(term: EntityTerm, entity: str, sets: Sets) -> Fit:
    """Whether a term holds of one entity."""

    def look(wanted: str) -> Fit:
        held = wanted == entity
        return Fit(held, f"it is {entity}" if held else f"{entity} is not {wanted}")

    def within(ids: frozenset[str]) -> Fit:
        held = entity in ids
        return Fit(held, f"{entity} is {'one' if held else 'none'}")

    return _fit(term, look, within, sets)


def _fit(
    term: EntityTerm,
    look: Callable[[str], Fit],
    within: Callable[[frozenset[str]], Fit],
    sets: Sets,
) -> Fit:
    if isinstance(term, str):
        return look(term)
    if isinstance(term, MembersOf):
        return _of(within(sets.members_of(term.members_of)), "members", term.members_of)
    if isinstance(term, OrganisationsOf):
        told = within(sets.organisations_of(term.organisations_of))
        return _of(told, "organisations", term.organisations_of)
    if isinstance(term, Not):
        inner = _fit(term.not_, look, within, sets)
        return Fit(held=not inner.held, because=inner.because)
    return _several(term, [_fit(part, look, within, sets) for part in _parts(term)])


def _parts(term: AnyOf | All) -> tuple[EntityTerm, ...]:
    return term.any if isinstance(term, AnyOf) else term.all


def _several(term: AnyOf | All, fits: list[Fit]) -> Fit:
    wanted = isinstance(term, AnyOf)
    decisive = next((fit for fit in fits if fit.held == wanted), None)
    if decisive:
        return decisive
    return Fit(held=not wanted, because="; ".join(fit.because for fit in fits))


def _of(fit: Fit, what: str, whose: str) -> Fit:
    return Fit(fit.held, f"{fit.because} (of the {what} of {whose})")


def _look_for(ids: frozenset[str], present: Present) -> Fit:
    """The first mention that counts of a set, whichever side is shorter."""
    here: Iterable[str] = [entity for entity in present.mentions if entity in ids]
    tried = [present.look(entity) for entity in here]
    held = next((fit for fit in tried if fit.held), None)
    if held:
        return held
    because = "; ".join(fit.because for fit in tried) or f"none of {len(ids)} is mentioned"
    return Fit(held=False, because=because)


def _shown(mention: Mention) -> str:
    return f"{mention.name} is {mention.role} in the {mention.field}: '{mention.surface[:SHOWN]}'"
