"""Every setting, once. Only `cli` makes them; services are given values.

Sources, the first that has a value wins: environment (`PACTWIRE_INGEST__PORT=8081`), the file
named by `PACTWIRE_CONFIG` or `./pactwire.toml`, the defaults below.
"""

import os
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from pactwire.domain.delivery.ssrf import parse_networks
from pactwire.errors import Misconfigured
from pactwire.setting_names import describe_unknown, refuse_bad_variables
from pactwire.setting_origins import PREFIX
from pactwire.setting_sources import EnvironmentSource, FileSource, config_file, load_origins
from pactwire.setting_values import Days, Port, ProxyUrl, Seconds, Section, check_addresses

LEDGER_OPENS = date(2025, 1, 1)
"""The ledger's opening day where nobody chose one: what the seed articles report came later."""

Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(parse_networks)
]


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
    handling_timeout: Annotated[float, Field(ge=1, le=100)] = 60
    """What a stage may take for an event: after half of it spent computing the event is set aside,
    after the whole spent waiting the service ends and the event comes again."""
    idempotent: bool = True
    """False for brokers without idempotent producers, such as the embedded one."""
    client_prefix: str = "pactwire"
    """Prefix of consumer groups and client ids."""


class StoreSettings(Section):
    """The relational store."""

    url: SecretStr = SecretStr("sqlite:///.pactwire/pactwire.db")
    """SQLAlchemy URL: `sqlite:///path` or `postgresql+psycopg://user:secret@host/name`. When
    left out, `pactwire.db` in the folder `state`. `ingest` and `deliver` have a store of their own
    beside it: a file `pactwire-ingest.db`, or a schema `pactwire_ingest`."""
    secrets_key: SecretStr | None = None
    """Key that encrypts webhook secrets in the store: 32 bytes in URL-safe base64, the same for
    every process that uses the store. When left out, `secrets.key` in the folder `state`, made at
    the first start."""


class ReferenceSettings(Section):
    """What is known before the first article."""

    overlay: Path | None = None
    """A folder of your own organisations, names, leaders, memberships and stop words; read at each
    start."""


class RetentionSettings(Section):
    """How long rows of the store are kept, in days; each service prunes its own tables."""

    articles: Days = 365
    """Since an article was last sent; until then a repeat is known as one."""
    addresses: Days = 365
    """Since an article with a guid was last new; until then a retraction by address finds it."""
    feeds: Days = 90
    """Since a feed last had something new; then it is fetched whole once."""
    stories: Days = 3
    """Stories whose copies get no alert of their own; useless after 72 hours."""
    readings: Days = 180
    """What an article claims, so that a later version can withdraw it."""
    claims: Days = 180
    """Claims as judged, shown by `memberships`; the ledger itself is never pruned."""
    decisions: Days = 180
    """Decisions on matches; until then a repeated match gets no second alert."""
    mention_alerts: Days = 90
    """Alerts on mentions, so that a canceled article cancels them."""
    alerts: Days = 1095
    """Alerts on changes, so that the next stage of a change is an update and no new alert."""
    developments: Days = 1095
    """What became known of each membership."""
    silences: Days = 90
    """Silences that are over; what they silenced says who wanted it."""
    feedback: Days = 1095
    """What people thought of alerts, each with its alert: a labelled set for `feedback export`."""
    audit: Days = 1095
    """The log of changes."""
    kept_answers: Days = 3
    """Answers of the API to writes with an idempotency key, of use for a day."""
    attempts: Days = 30
    """Webhook attempts that are published."""
    deliveries: Days = 120
    """Deliveries that are done; until then an endpoint gets nothing twice."""
    waiting_deliveries: Days = 30
    """Deliveries that wait for an endpoint which is disabled or gone."""
    interval: Seconds = 60
    """Seconds between two rounds of pruning; one step deletes at most 500 rows."""


class LogSettings(Section):
    """Structured logs."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least important that is still logged."""
    format: Literal["auto", "json", "text"] = "auto"
    """`auto` is text on a terminal and JSON elsewhere."""


class FeedSettings(Section):
    """One feed to poll."""

    url: Annotated[HttpUrl, Field(repr=False)]
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
    """Address to listen on; without a key for it everybody may send, so keep it inside."""
    port: Port = 8080
    """Port of the API; /metrics, /live and /ready are served here too."""
    max_body: Annotated[int, Field(gt=0)] = 1024 * 1024
    """Bytes of a request body, as it is sent and after decompression."""
    max_connections: Annotated[int, Field(gt=0)] = 500
    """Connections of clients at once; beyond it the one that has waited longest is closed."""
    client_timeout: Seconds = 10
    """What a client has for a request's head, again for its body, and again to take the answer."""
    max_text: Annotated[int, Field(gt=0)] = 200_000
    """Characters of headline and body together."""
    feeds: tuple[FeedSettings, ...] = ()
    """RSS, Atom and JSON feeds to poll, each on its own."""
    feed_max_bytes: Annotated[int, Field(gt=0)] = 5 * 1024 * 1024
    """Bytes of a feed after decompression."""
    feed_timeout: Seconds = 20
    """For one whole answer."""
    allow_private_feeds: Networks = ()
    """Networks of your own that feeds may come from, with commas: `10.1.0.0/16, ::1`. Addresses
    where clouds keep their keys stay closed. `true` means all private networks."""
    feed_proxy: ProxyUrl | None = None
    """An HTTP proxy to fetch feeds through, `http://user:secret@host:port`; it then judges where
    names lead."""


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
    """Attempts under way at once, a tenth of them at one endpoint at most; those that take longer
    than a second have 256 slots of their own."""
    connect_timeout: Seconds = 5
    """For looking up a receiver's name, and again for the connection."""
    total_timeout: Seconds = 15
    """For one whole attempt."""
    poll_interval: Seconds = 0.5
    """How often the delivery table is asked for what is due."""
    retry_schedule: tuple[float, ...] = (
        5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
    )  # fmt: skip
    """Seconds before each attempt after the first (Standard Webhooks)."""
    allow_private_targets: Networks = ()
    """Networks of your own that webhooks may go to, over http too, with commas: `10.1.0.0/16, ::1`.
    Addresses where clouds keep their keys stay closed. `true` means all private networks."""
    proxy: ProxyUrl | None = None
    """An HTTP proxy to send webhooks through, `http://user:secret@host:port`; it then judges where
    names lead."""


class DeskSettings(Section):
    """The HTTP API."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Port = 8084
    """Port of the API; its OpenAPI document is at /openapi.json, to be tried out at /docs."""
    max_connections: Annotated[int, Field(gt=0)] = 200
    """Connections at a time; more are answered 503."""
    probes: ProbeSettings = ProbeSettings(port=8085)


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
    reference: ReferenceSettings = ReferenceSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
    ingest: IngestSettings = IngestSettings()
    enrich: EnrichSettings = EnrichSettings()
    alert: AlertSettings = AlertSettings()
    deliver: DeliverSettings = DeliverSettings()
    desk: DeskSettings = DeskSettings()

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
        del env_settings, dotenv_settings, file_secret_settings
        file = FileSource(settings_cls, config_file())
        return init_settings, EnvironmentSource(settings_cls), file


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


def with_store_in_state(settings: Settings) -> Settings:
    """The settings with the store in the state folder, unless it was set; it stays unset."""
    if "url" in settings.store.model_fields_set:
        return settings
    url = SecretStr(f"sqlite:///{settings.state / 'pactwire.db'}")
    store = settings.store.model_copy(update={"url": url})
    store.model_fields_set.discard("url")
    return settings.model_copy(update={"store": store})
