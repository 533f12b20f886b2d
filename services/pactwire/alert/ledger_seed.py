"""The ledger's opening: the reference data of one day, written into the store once."""

from collections.abc import Callable
from datetime import date

from pactwire.domain.ledger import Row, opening_rows
from pactwire.domain.reference import Knowledge
from pactwire.edges.store import Store, ledgers, writing
from pactwire_schemas import Party


def open_ledger(store: Store, knowledge: Knowledge, on: date) -> bool:
    """Write the opening balance; True when it wasn't there, or was of other data or another day.

    Raises:
        Retryable: the store is away.
    """
    with writing(store) as tx:
        return ledgers.open_balance(
            tx, lambda: balance(knowledge, on), f"{knowledge.version} {on.isoformat()}"
        )


def balance(knowledge: Knowledge, on: date) -> list[Row]:
    """What the reference data knew on a day."""
    spells = (spell for of_body in knowledge.spells.values() for spell in of_body)
    return list(opening_rows(spells, party_of(knowledge), on))


def party_of(knowledge: Knowledge) -> Callable[[str], Party]:
    """Names for ids."""

    def party(entity_id: str) -> Party:
        entity = knowledge.entity(entity_id)
        if entity is None:
            return Party(entity_id=entity_id, name=entity_id)
        return Party(entity_id=entity.id, name=entity.name, iso2=entity.iso2)

    return party
