"""Keys of the API in the store."""

from datetime import datetime

from sqlalchemy import Row, select, update

from pactwire.domain.access import ApiKey
from pactwire.edges.store.alert_tables import api_keys
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import insert_rows


def add_key(tx: Transaction, key: ApiKey) -> None:
    """Keep a new key."""
    row = {
        "key_id": key.key_id,
        "secret_hash": key.secret_hash,
        "owner": key.owner,
        "scopes": " ".join(sorted(key.scopes)),
        "per_minute": key.per_minute,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": None,
    }
    insert_rows(tx, api_keys, [row])


def find_key(tx: Transaction, key_id: str) -> ApiKey | None:
    """The key of an id."""
    row = tx.execute(select(api_keys).where(api_keys.c.key_id == key_id)).first()
    return _key(row) if row else None


def list_keys(tx: Transaction) -> list[ApiKey]:
    """All keys, those of one owner together."""
    ordered = select(api_keys).order_by(api_keys.c.owner, api_keys.c.created_at)
    return [_key(row) for row in tx.execute(ordered)]


def revoke_key(tx: Transaction, key_id: str, at: datetime) -> bool:
    """Revoke a key for good; False when there is none of that id that is in force."""
    is_it = (api_keys.c.key_id == key_id) & api_keys.c.revoked_at.is_(None)
    return tx.execute(update(api_keys).where(is_it).values(revoked_at=at)).rowcount > 0


def _key(row: Row[object]) -> ApiKey:
    return ApiKey(
        row.key_id, row.secret_hash, row.owner, frozenset(row.scopes.split()), row.per_minute,
        row.created_at, row.expires_at, row.revoked_at,
    )  # fmt: skip
