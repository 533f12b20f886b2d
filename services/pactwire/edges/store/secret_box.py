"""Webhook secrets at rest: encrypted with a key that lies in the settings or the state folder.

Who reads the store alone, its file, a dump or a replica, can't sign anything.
"""

import os
from base64 import urlsafe_b64decode
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from pactwire.edges.clock import secret_bytes
from pactwire.errors import Misconfigured

SEALED = "sealed:"
"""Begins every encrypted secret; what doesn't begin so is as it was before there was a key."""
KEY_FILE = "secrets.key"
KEY_BYTES = 32
HOW_TO_MEND = (
    "give the key they were made with as PACTWIRE_STORE__SECRETS_KEY or in the file {file}, or "
    "make new secrets with pactwire endpoint rotate"
)


class SecretBox:
    """Seals and opens secrets with one key."""

    def __init__(self, key: str, origin: str) -> None:
        """Take a key of 32 bytes in URL-safe base64; `origin` says where it comes from.

        Raises:
            Misconfigured: it is no such key.
        """
        try:
            if len(urlsafe_b64decode(key)) != KEY_BYTES:
                raise ValueError
            self._fernet = Fernet(key)
        except ValueError:
            raise Misconfigured(
                f"{origin} must be {KEY_BYTES} bytes in URL-safe base64: "
                "remove it and a new key is made, if the store has no secrets yet"
            ) from None

    def seal(self, secret: str) -> str:
        """The secret as it is stored."""
        return SEALED + self._fernet.encrypt(secret.encode()).decode()

    def open(self, stored: str) -> str:
        """The secret of what was stored.

        Raises:
            Misconfigured: it was sealed with another key.
        """
        if not stored.startswith(SEALED):
            return stored
        try:
            return self._fernet.decrypt(stored.removeprefix(SEALED)).decode()
        except InvalidToken:
            raise Misconfigured(
                "the store's webhook secrets were encrypted with another key: "
                + HOW_TO_MEND.format(file=KEY_FILE)
            ) from None


def open_secret_box(key: str | None, state: Path) -> SecretBox:
    """The box with the key of the settings, otherwise with that of the state folder.

    Raises:
        Misconfigured: the key is none, or its file can't be read or made.
    """
    if key is not None:
        return SecretBox(key.strip(), "store.secrets_key")
    file = state / KEY_FILE
    try:
        return SecretBox(read_or_make_key(file), f"the file {file}")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise Misconfigured(f"the key of the webhook secrets, {file}: {reason}") from None


def read_or_make_key(file: Path) -> str:
    """The key in the file, which is made if it isn't there; of several makers the first wins."""
    with suppress(FileNotFoundError):
        return file.read_text("ascii").strip()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f"{file.name}.{secret_bytes(4).hex()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(Fernet.generate_key() + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    with suppress(FileExistsError):
        os.link(fresh, file)
    fresh.unlink()
    return file.read_text("ascii").strip()
