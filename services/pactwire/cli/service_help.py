"""What `--help` of a service names: its ports, topics, consumer groups and settings."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import click
from pydantic import BaseModel

from pactwire.setting_origins import PREFIX
from pactwire.settings import BrokerSettings, Settings
from pactwire_schemas import (
    ALERTS,
    ARTICLES,
    CLAIMS,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    TOPICS,
)
from pactwire_schemas.topics import Topic

STAGES: Mapping[str, Mapping[str, Topic[Any]]] = {
    "ingest": {},
    "enrich": {"enrich": ARTICLES},
    "alert": {
        "alert.ledger": CLAIMS,
        "alert.match": ENRICHED,
        "alert.match.changes": DEVELOPMENTS,
        "alert.notify": MATCHES,
    },
    "deliver": {"deliver": ALERTS},
}
"""The stages of each service with the topic that each consumes; a test holds it to the services."""

Rows = list[tuple[str, str]]


class ServiceCommand(click.Command):
    """A command that runs a service; its help says what the service uses."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write ports, topics, consumer groups and settings, then the examples."""
        service = str(self.name)
        sections = {
            "Ports": list_ports(service),
            "Topics": list_topics(service),
            "Consumer groups": list_consumer_groups(service),
            "Settings": list_settings(service),
        }
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows or [("none", "")])
        super().format_epilog(ctx, formatter)


def list_ports(service: str) -> Rows:
    """The default port with what is served there and the variable that sets it."""
    section = Settings.model_fields[service].default
    if service == "ingest":
        served, port, name = "the API, /metrics, /live and /ready", section.port, "PORT"
    else:
        served, port, name = "/metrics, /live and /ready", section.probes.port, "PROBES__PORT"
    return [(str(port), f"{served}; set {PREFIX}{service.upper()}__{name}")]


def list_topics(service: str) -> Rows:
    """The topics that the service reads or writes, with their dead-letter topics."""
    rows: Rows = []
    for topic in TOPICS:
        if service in topic.readers:
            rows.append((f"reads {topic.name}", topic.description))
            rows.append((f"writes {topic.dead}", "Records that could not be processed."))
        if service in topic.writers:
            rows.append((f"writes {topic.name}", topic.description))
    return rows


def list_consumer_groups(service: str) -> Rows:
    """The consumer groups with the topic of each; the prefix is a setting."""
    prefix = BrokerSettings.model_fields["client_prefix"].default
    return [(f"{prefix}.{stage}", topic.name) for stage, topic in STAGES[service].items()]


def list_settings(service: str) -> Rows:
    """The service's own settings as variables, then the sections that all services share."""
    own = list(describe_section(Settings.model_fields[service].default, service))
    shared = [name for name in ("broker", "store", "log") if (service, name) != ("enrich", "store")]
    rest = ", ".join(f"{PREFIX}{name.upper()}__..." for name in shared)
    return [*own, (rest, "Shared by the services; `pactwire config` prints what is in force.")]


def describe_section(section: BaseModel, prefix: str) -> Iterator[tuple[str, str]]:
    """Each setting of a section: its variable, its meaning and its default."""
    meanings = read_meanings(type(section))
    for name in type(section).model_fields:
        value, path = getattr(section, name), f"{prefix}__{name}"
        if isinstance(value, BaseModel):
            yield from describe_section(value, path)
            continue
        default = "none" if value in (None, ()) else value
        yield PREFIX + path.upper(), f"{meanings.get(name, '')} Default: {default}.".strip()


def read_meanings(model: type[BaseModel]) -> dict[str, str]:
    """The docstring under each field of a model, read from its source."""
    definition = ast.parse(inspect.getsource(model)).body[0]
    return {
        field.target.id: " ".join(str(after.value.value).split())
        for field, after in pairwise(getattr(definition, "body", []))
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }
