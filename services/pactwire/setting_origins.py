"""Where the value of a setting comes from: a variable, a line of the file, or the default."""

import itertools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pactwire.errors import Misconfigured

PREFIX = "PACTWIRE_"
NESTING = "__"
FILE_FORM = "_file"

Found = TypeVar("Found")
SettingPath = tuple[str, ...]
"""The parts of a setting's name: `("ingest", "feeds", "0", "url")`."""


@dataclass(frozen=True)
class SettingOrigins:
    """What was set, and where: only the environment and the file; all else is a default."""

    variables: Mapping[SettingPath, str] = field(default_factory=dict)
    """The variable of each setting, as it is written."""
    lines: Mapping[SettingPath, int] = field(default_factory=dict)
    """The line of each setting in the file, counted from 1."""
    headers: Mapping[SettingPath, int] = field(default_factory=dict)
    """The line on which each section of the file begins."""
    file: Path = Path()
    options: Mapping[SettingPath, str] = field(default_factory=dict)
    """The option of a command that sets a setting."""

    def find(self, path: SettingPath) -> str | None:
        """The variable or `file:line` that sets a setting or a part of it; None for a default."""
        return self._find_variable(path) or self._find_line(self.lines, path)

    def is_variable(self, path: SettingPath) -> bool:
        """Whether a variable of this process sets it."""
        return self._find_variable(path) is not None

    def describe(self, path: SettingPath) -> str:
        """The setting with where it is set, or with the variable that would set it."""
        name = ".".join(path)
        if path in self.options:
            return self.options[path]
        if variable := self._find_variable(path):
            return f"setting {name} ({variable})"
        begun = {path: self.headers[path]} if path in self.headers else {}
        if place := self._find_line({**begun, **self.lines}, path):
            return f"{place}: setting {name}"
        return f"setting {name} ({name_variable(path)})"

    def _find_variable(self, path: SettingPath) -> str | None:
        return next((self.variables[part] for part in heads(path) if part in self.variables), None)

    def _find_line(self, lines: Mapping[SettingPath, int], path: SettingPath) -> str | None:
        line = next((lines[part] for part in heads(path) if part in lines), None)
        return None if line is None else f"{self.file}:{line}"


def heads(path: SettingPath) -> Iterator[SettingPath]:
    """The path, then the paths above it."""
    return (path[:length] for length in range(len(path), 0, -1))


def name_variable(path: SettingPath) -> str:
    """The variable that sets a setting; parts of a list have none of their own."""
    named = itertools.takewhile(lambda part: not part.isdigit(), path)
    return PREFIX + NESTING.join(named).upper()


def find_origins(environment: Mapping[str, str], file: Path) -> SettingOrigins:
    """What the environment and the file set.

    Raises:
        Misconfigured: the file can't be read or isn't TOML; says on which line.
    """
    variables = {
        path: name
        for name, value in environment.items()
        if value and name.upper().startswith(PREFIX)
        for path in list_paths(split_variable(name), decode_variable(value))
    }
    lines, headers = locate_lines(read_config(file)) if file.is_file() else ({}, {})
    return SettingOrigins(with_file_forms(variables), with_file_forms(lines), headers, file)


def with_file_forms(found: dict[SettingPath, Found]) -> dict[SettingPath, Found]:
    """Also `password` where `password_file` is set, which names a file that holds it."""
    forms: dict[SettingPath, Found] = {}
    for path, place in found.items():
        name = path[-1]
        if name.endswith(FILE_FORM):
            forms[(*path[:-1], name.removesuffix(FILE_FORM))] = place
    return {**forms, **found}


def split_variable(name: str) -> SettingPath:
    """The setting that a variable names."""
    return tuple(name[len(PREFIX) :].lower().split(NESTING))


def decode_variable(value: str) -> Any:
    """A section written as JSON in one variable, as a dictionary; anything else as it is."""
    try:
        decoded = json.loads(value)
    except ValueError:
        return value
    return decoded if isinstance(decoded, dict) else value


def list_paths(path: SettingPath, value: Any) -> Iterator[SettingPath]:
    """The paths of all values below `path`; a list counts as one value."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from list_paths((*path, name), inner)
    else:
        yield path


def read_config(file: Path) -> str:
    """The text of the file, which is TOML.

    Raises:
        Misconfigured: it can't be read, or isn't TOML; says on which line.
    """
    try:
        text = file.read_bytes().decode("utf-8")
        tomllib.loads(text)
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Misconfigured(f"{file}:{line}: this is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        line, why = split_toml_error(str(error), text)
        raise Misconfigured(f"{file}:{line}: this is not TOML: {why}") from None
    return text


def split_toml_error(message: str, text: str) -> tuple[int, str]:
    """The line of a TOML error and what is wrong there."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found is None:
        return max(1, len(text.splitlines())), message
    return int(found[1]), f"{message[: found.start()]}, at column {found[2]}"


def locate_lines(text: str) -> tuple[dict[SettingPath, int], dict[SettingPath, int]]:
    """The line of each value of a TOML text, and the line of each section's header."""
    lines: dict[SettingPath, int] = {}
    headers: dict[SettingPath, int] = {}
    counts: dict[SettingPath, int] = {}
    section: SettingPath = ()
    for number, statement in split_statements(text):
        values = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            section = number_header(values, counts)
            headers.setdefault(section, number)
            continue
        for path in list_paths((), values) if values else ():
            lines[*section, *path] = number
    return lines, headers


def split_statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a valid TOML text with the line each begins on: a header or a value."""
    begun, first = "", 1
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        first = first if begun else number
        begun += line
        try:
            tomllib.loads(begun)
        except tomllib.TOMLDecodeError:
            continue
        yield first, begun
        begun = ""


def number_header(values: dict[str, Any], counts: dict[SettingPath, int]) -> SettingPath:
    """The path of a header; that of an `[[array]]` ends with its number, counted from 0."""
    path: SettingPath = ()
    inner: Any = values
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        path = (*path, name)
    if isinstance(inner, list):
        counts[path] = counts.get(path, -1) + 1
        path = (*path, str(counts[path]))
    return path
