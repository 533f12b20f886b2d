"""Encrypts what lies in the store from before there was a key, and checks that the key fits."""

from pactwire import logs
from pactwire.edges.store.endpoints import list_endpoints, rewrite_secrets
from pactwire.edges.store.engine import Store, read_transaction, write_transaction
from pactwire.edges.store.secret_box import SEALED, SecretBox
from pactwire.errors import Misconfigured

log = logs.get_logger(__name__)


def seal_old_secrets(store: Store, box: SecretBox) -> None:
    """Encrypt secrets that are not.

    Raises:
        Retryable: the store is away.
    """
    with write_transaction(store) as tx:
        if tx.dialect.name == "sqlite":
            tx.exec_driver_sql("PRAGMA secure_delete=ON")
        rewrite_secrets(tx, lambda one: one if one.startswith(SEALED) else box.seal(one))


def check_secrets(store: Store, box: SecretBox) -> None:
    """Log the endpoints whose secret this key doesn't open; the others are delivered to.

    Raises:
        Misconfigured: it opens none, so it is the wrong key.
        Retryable: the store is away.
    """
    with read_transaction(store) as tx:
        newest = {one.endpoint_id: one.known_secrets[0] for one in list_endpoints(tx)
                  if one.known_secrets}  # fmt: skip
    problems: dict[str, Misconfigured] = {}
    for endpoint_id, secret in newest.items():
        try:
            box.open(secret.stored)
        except Misconfigured as problem:
            problems[endpoint_id] = problem
            log.error("endpoint.secret_unreadable", endpoint_id=endpoint_id, reason=str(problem))
    if problems and len(problems) == len(newest):
        raise next(iter(problems.values()))
