"""Names of settings: which there are, which one was meant, and how its value is written."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeGuard

from pydantic import BaseModel

from pactwire.errors import Misconfigured
from pactwire.setting_origins import PREFIX, split_variable

Section = type[BaseModel]
DECODED_BY_ITSELF = "NoDecode"
"""The mark of a list that reads its variable in a form of its own."""


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
        if is_written_as_json(root, path) and not is_json(value):
            raise Misconfigured(
                f"setting {'.'.join(path)} ({variable}): this is not JSON; write a list as [1, 2],"
                ' and a section as {"name": 1}'
            )


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
