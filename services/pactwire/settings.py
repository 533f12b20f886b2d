"""Every setting, once. Only `cli` makes them; services are given values.

Sources, the first that has a value wins: environment (`PACTWIRE_INGEST__PORT=8081`), the file
named by `PACTWIRE_CONFIG` or `./pactwire.toml`, the defaults below.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pactwire.errors import Misconfigured
from pactwire.setting_names import describe_unknown, refuse_bad_variables
from pactwire.setting_origins import PREFIX, SettingOrigins, find_origins
from pactwire.setting_values import MAX_PORT, check_addresses

LEDGER_OPENS = date(2025, 1, 1)
"""The ledger's opening day where nobody chose one: what the seed articles report came later."""
CONFIG_VARIABLE = "PACTWIRE_CONFIG"
DEFAULT_CONFIG = "pactwire.toml"

Port = Annotated[int, Field(ge=0, le=MAX_PORT)]
Seconds = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """A part of the settings: frozen, and unknown names are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BrokerSettings(Section):
    """Where Kafka is and how to speak to it."""

    bootstrap: Annotated[str, AfterValidator(check_addresses)] = "127.0.0.1:9092"
    """`host:port`, several with commas."""
    security: Literal["PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT"] = "PLAINTEXT"
    """How the wire is protected; anything with SASL needs username and password."""
    sasl_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = "SCRAM-SHA-512"
    """How the password is proved."""
    username: str | None = None
    """The principal; one for each service keeps access lists small."""
    password: SecretStr | None = None
    """Its password; never part of an address."""
    ca_file: Path | None = None
    """Certificates to trust instead of the system's."""
    replication: Annotated[int, Field(ge=1)] = 1
    """Copies of each partition when topics are created."""
    fetch_wait: Seconds = 0.5
    """How long a broker may hold a fetch; 0.01 for the embedded broker, which sleeps it out."""
    session_timeout: Seconds = 10
    """After so long without a sign of life a worker's partitions go to another."""
    idempotent: bool = True
    """False for brokers without idempotent producers, such as the embedded one."""
    client_prefix: str = "pactwire"
    """Prefix of consumer groups and client ids."""


class StoreSettings(Section):
    """The relational store."""

    url: SecretStr = SecretStr("sqlite:///.pactwire/pactwire.db")
    """SQLAlchemy URL: `sqlite:///path` or `postgresql+psycopg://user:secret@host/name`. When
    left out, `pactwire.db` in the folder `state`."""


class LogSettings(Section):
    """Structured logs."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least important that is still logged."""
    format: Literal["auto", "json", "text"] = "auto"
    """`auto` is text on a terminal and JSON elsewhere."""


class FeedSettings(Section):
    """One feed to poll."""

    url: HttpUrl
    name: str | None = None
    """Name of the source; the feed's own title when left out."""
    interval: Seconds = 300
    tier: Annotated[int, Field(ge=1, le=5)] | None = None
    owner: str | None = None
    language: str | None = None


class ProbeSettings(Section):
    """Where a service serves /metrics, /live and /ready."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Port = 0
    """0 picks a free port and logs it."""


class IngestSettings(Section):
    """The ingest service."""

    host: str = "127.0.0.1"
    """Address to listen on; there is no authentication, so keep it inside."""
    port: Port = 8080
    """Port of the API; /metrics, /live and /ready are served here too."""
    max_body: Annotated[int, Field(gt=0)] = 1024 * 1024
    """Bytes of a request body."""
    max_text: Annotated[int, Field(gt=0)] = 200_000
    """Characters of headline and body together."""
    feeds: tuple[FeedSettings, ...] = ()
    """RSS, Atom and JSON feeds to poll, each on its own."""
    feed_max_bytes: Annotated[int, Field(gt=0)] = 5 * 1024 * 1024
    """Bytes of a feed after decompression."""
    feed_timeout: Seconds = 20
    """For one whole answer."""
    allow_private_feeds: bool = False
    """True lets feeds come from private and loopback addresses."""


class EnrichSettings(Section):
    """The enrich service."""

    probes: ProbeSettings = ProbeSettings(port=8081)


class AlertSettings(Section):
    """The alert service."""

    probes: ProbeSettings = ProbeSettings(port=8082)
    watches: Path | None = None
    """A folder of watch files that are loaded and followed."""
    reload_interval: Seconds = 1
    """How soon a change of watches in the store takes effect."""
    ledger_opens: date | None = None
    """The day whose memberships the ledger begins with; later changes are learnt from articles.
    When left out, the day of the first start: `pactwire up --opens DAY`, else 2025-01-01."""


class DeliverSettings(Section):
    """The deliver service."""

    probes: ProbeSettings = ProbeSettings(port=8083)
    concurrency: Annotated[int, Field(ge=1)] = 100
    """Attempts under way at once; at most 10 at one endpoint."""
    connect_timeout: Seconds = 5
    """For the connection to a receiver."""
    total_timeout: Seconds = 15
    """For one whole attempt."""
    poll_interval: Seconds = 0.5
    """How often the delivery table is asked for what is due."""
    retry_schedule: tuple[float, ...] = (
        5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
    )  # fmt: skip
    """Seconds before each attempt after the first (Standard Webhooks)."""
    allow_private_targets: bool = False
    """True lets webhooks go to private and loopback addresses, over http too."""


class Settings(BaseSettings):
    """All settings of all services."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    state: Path = Path(".pactwire")
    """The one folder where everything of this machine is kept."""
    broker: BrokerSettings = BrokerSettings()
    store: StoreSettings = StoreSettings()
    log: LogSettings = LogSettings()
    ingest: IngestSettings = IngestSettings()
    enrich: EnrichSettings = EnrichSettings()
    alert: AlertSettings = AlertSettings()
    deliver: DeliverSettings = DeliverSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file before defaults."""
        del dotenv_settings, file_secret_settings
        file = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, file


def config_file() -> Path:
    """The settings file that counts; it need not exist unless it was named."""
    return Path(os.environ.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)


def child_environment(values: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: this process's own, with `values` over it."""
    return {**os.environ, **values}


def load(**overrides: Any) -> Settings:
    """The effective settings.

    Raises:
        Misconfigured: a value does not fit, a name is unknown, or the named file is not there.
    """
    origins = load_origins()
    refuse_bad_variables(Settings, os.environ)
    try:
        return with_store_in_state(Settings(**overrides))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        path = tuple(str(part) for part in first["loc"])
        why = (
            describe_unknown(Settings, path) if first["type"] == "extra_forbidden" else first["msg"]
        )
        why = why.removeprefix("Value error, ")
        raise Misconfigured(f"{origins.describe(path)}: {why}") from None


def load_origins() -> SettingOrigins:
    """Where each setting that was set comes from.

    Raises:
        Misconfigured: the file that was named is none, or can't be read.
    """
    if os.environ.get(CONFIG_VARIABLE) and not config_file().is_file():
        raise Misconfigured(f"{CONFIG_VARIABLE} names {config_file()}, which is not a file")
    return find_origins(os.environ, config_file())


def with_store_in_state(settings: Settings) -> Settings:
    """The settings with the store in the state folder, unless it was set; it stays unset."""
    if "url" in settings.store.model_fields_set:
        return settings
    url = SecretStr(f"sqlite:///{settings.state / 'pactwire.db'}")
    store = StoreSettings.model_construct(_fields_set=set(), url=url)
    return settings.model_copy(update={"store": store})
