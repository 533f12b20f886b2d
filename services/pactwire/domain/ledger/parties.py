"""The party, with its name, that an entity id stands for."""

from collections.abc import Callable

from pactwire.domain.reference import ReferenceData
from pactwire_schemas import Party


def party_lookup(reference: ReferenceData) -> Callable[[str], Party]:
    """A function that finds the party, with its name, of an entity id."""

    def party(entity_id: str) -> Party:
        entity = reference.entity(entity_id)
        if entity is None:
            return Party(entity_id=entity_id, name=entity_id)
        return Party(entity_id=entity.id, name=entity.name, iso2=entity.iso2)

    return party
