"""Values of settings: what some may be, and how all are shown, flat and without secrets."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from pactwire.domain.delivery.addresses import check_proxy, mask_address

MAX_PORT = 65535

Port = Annotated[int, Field(ge=0, le=MAX_PORT)]
Seconds = Annotated[float, Field(gt=0)]
Days = Annotated[float, Field(gt=0, le=36_500)]


class Section(BaseModel):
    """A part of the settings: frozen, and unknown names are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


def check_proxy_secret(value: SecretStr) -> SecretStr:
    """The address of a proxy that will do; raises ValueError for others."""
    check_proxy(value.get_secret_value())
    return value


ProxyUrl = Annotated[SecretStr, AfterValidator(check_proxy_secret)]


def mask_secrets(settings: BaseModel) -> dict[str, Any]:
    """The settings as plain values; secrets are stars, and so are those that addresses hold."""
    values = settings.model_dump(mode="json")
    url: SecretStr = settings.store.url  # type: ignore[attr-defined]
    values["store"]["url"] = mask_password(url.get_secret_value())
    for feed in values["ingest"]["feeds"]:
        feed["url"] = mask_address(feed["url"])
    return values


def mask_password(url: str) -> str:
    """The URL of a store with its password, and all that follows its name, as stars."""
    rest, _, query = url.partition("?")
    head, at, tail = rest.rpartition("@")
    user = head.rsplit(":", 1)[0] if head.count(":") > 1 else head
    shown = f"{user}:***@{tail}" if at else rest
    return f"{shown}?***" if query else shown


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
