"""Names of settings: which there are, which one was meant, and how its value is written."""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeGuard

from pydantic import BaseModel

from pactwire.errors import Misconfigured
from pactwire.setting_origins import FILE_FORM, PREFIX, SettingPath, name_variable, split_variable

Section = type[BaseModel]
DECODED_BY_ITSELF = "NoDecode"
"""The mark of a list that reads its variable in a form of its own."""
SERVICE_LINKS = ("tcp://", "udp://", "sctp://")
"""What Kubernetes writes into variables named after services, `PACTWIRE_INGEST_PORT` among them."""
OF_COMPOSE = ("desk_port",)
"""What is no setting, but the name of a port on the host in `docker-compose.yml`."""
LIKENESS = 0.88
"""From which a variable is a setting's misspelled; 1 is the same."""


def refuse_bad_variables(root: Section, environment: Mapping[str, str]) -> None:
    """Refuse `PACTWIRE_INGETS__PORT`, which would else count for nothing and not be missed.

    And lists and sections that are not the JSON they should be.
    """
    for variable, value in environment.items():
        if not variable.upper().startswith(PREFIX) or not value:
            continue
        path = split_variable(variable)
        if len(path) > 1 and path[0] not in root.model_fields:
            raise Misconfigured(f"the variable {variable}: {describe_unknown(root, path[:1])}")
        if len(path) == 1 and (meant := find_meant_variable(root, path[0], value)):
            raise Misconfigured(f"the variable {variable} sets nothing; did you mean {meant}?")
        if is_written_as_json(root, path) and not is_json(value):
            raise Misconfigured(
                f"setting {'.'.join(path)} ({variable}): this is not JSON; write a list as [1, 2],"
                ' and a section as {"name": 1}'
            )


def find_meant_variable(root: Section, name: str, value: str) -> str | None:
    """The variable of which one `_` or letter was forgotten; None when this one is not ours."""
    setting = name.removesuffix(FILE_FORM)
    if setting in (*root.model_fields, *OF_COMPOSE) or value.startswith(SERVICE_LINKS):
        return None
    flat = {"_".join(path): path for path in list_settings(root)}
    near = get_close_matches(setting, flat, n=1, cutoff=LIKENESS)
    return name_variable(flat[near[0]]) + name[len(setting) :].upper() if near else None


def list_settings(root: Section, above: SettingPath = ()) -> Iterator[SettingPath]:
    """The paths of all settings below a section."""
    for name, field in root.model_fields.items():
        if is_section(field.annotation):
            yield from list_settings(field.annotation, (*above, name))
        else:
            yield *above, name


def find_section(root: Section, path: tuple[str, ...]) -> Section | None:
    """The section of that path below `root`; None when there is none."""
    section = root
    for part in path:
        field = section.model_fields.get(part)
        if field is None or not is_section(field.annotation):
            return None
        section = field.annotation
    return section


def is_section(kind: Any) -> TypeGuard[Section]:
    """Whether a field's type is a section."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def is_written_as_json(root: Section, path: tuple[str, ...]) -> bool:
    """Whether a setting is a list or a whole section, which one variable holds as JSON."""
    section = find_section(root, path[:-1])
    field = section.model_fields.get(path[-1]) if section else None
    if field is None:
        return False
    if any(getattr(one, "__name__", "") == DECODED_BY_ITSELF for one in field.metadata):
        return False
    kind = field.annotation
    return getattr(kind, "__origin__", None) is tuple or is_section(kind)


def is_json(value: str) -> bool:
    """Whether a variable's value can be read as JSON."""
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def describe_unknown(root: Section, path: tuple[str, ...]) -> str:
    """That there is no such setting, and which one may have been meant."""
    section = find_section(root, path[:-1])
    near = get_close_matches(path[-1], section.model_fields if section else (), n=1)
    meant = f"; did you mean {'.'.join((*path[:-1], *near))}?" if near else ""
    return f"there is no setting {'.'.join(path)}{meant}"
