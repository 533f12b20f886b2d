"""From settings to what encrypts the webhook secrets in the store."""

from pactwire.edges.store import Store
from pactwire.edges.store.sealing import check_secrets, seal_old_secrets
from pactwire.edges.store.secret_box import SecretBox, open_secret_box
from pactwire.settings import Settings


def open_configured_box(settings: Settings) -> SecretBox:
    """The box with the key of the settings or the state folder, where one is made if need be.

    Raises:
        Misconfigured: the key is none, or can't be read or made.
    """
    key = settings.store.secrets_key
    return open_secret_box(key.get_secret_value() if key else None, settings.state)


def prepare_secrets(store: Store, settings: Settings) -> SecretBox:
    """The box, after it has encrypted what lies open in the store.

    Raises:
        Misconfigured: the key is none, or none of the store's secrets were encrypted with it.
        Retryable: the store is away.
    """
    box = open_configured_box(settings)
    seal_old_secrets(store, box)
    check_secrets(store, box)
    return box
