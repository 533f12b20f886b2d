"""Values of settings: what some may be, and how all are shown, flat and without secrets."""

from typing import Any

from pydantic import BaseModel, SecretStr

MAX_PORT = 65535


def split_addresses(addresses: str) -> list[tuple[str, int]]:
    """Hosts and ports of `host:port`, several with commas.

    Raises:
        ValueError: one of them is not HOST:PORT.
    """
    found = []
    for address in addresses.split(","):
        host, _, port = address.strip().rpartition(":")
        if not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) <= MAX_PORT:
            raise ValueError(f"broker address {address.strip()!r} is not HOST:PORT")
        found.append((host, int(port)))
    return found


def check_addresses(addresses: str) -> str:
    """The addresses as they are; raises as `split_addresses` does."""
    split_addresses(addresses)
    return addresses


def mask_secrets(settings: BaseModel) -> dict[str, Any]:
    """The settings as plain values; pydantic prints secrets as stars, and so do URLs with one."""
    values = settings.model_dump(mode="json")
    url: SecretStr = settings.store.url  # type: ignore[attr-defined]
    shown = url.get_secret_value()
    values["store"]["url"] = shown if "@" not in shown else mask_password(shown)
    return values


def mask_password(url: str) -> str:
    """The URL with its password as stars."""
    head, _, tail = url.rpartition("@")
    user = head.rsplit(":", 1)[0] if head.count(":") > 1 else head
    return f"{user}:***@{tail}"


def flatten(values: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Nested values as dotted names."""
    rows: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows += flatten(value, f"{prefix}{name}.")
        else:
            rows.append((prefix + name, value))
    return rows


def nest(values: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Values by their paths as nested dictionaries."""
    nested: dict[str, Any] = {}
    for path, value in values.items():
        inner = nested
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        inner[path[-1]] = value
    return nested
