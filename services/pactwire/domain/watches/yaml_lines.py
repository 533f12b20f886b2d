"""YAML as plain values that remember their lines. Knows nothing about watches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from pactwire.domain.watches.errors import ValidationIssue

Path = tuple[str | int, ...]
"""Where a value stands: `("when", "changed", "member", 0)`."""

DEEPEST = 20
MOST_VALUES = 20_000
INTEGER = re.compile(r"[-+]?\d+")
NUMBER = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
"""Only these are no text: Norway's NO is a code and `on` a word, as in YAML 1.2."""


@dataclass
class YamlDocument:
    """One document: its value, and the line (from 1) of each key and item."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    issues: list[ValidationIssue] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value at a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_documents(text: str, file: str) -> Iterator[YamlDocument]:
    """The documents of a YAML (or JSON) text; empty ones are left out."""
    try:
        for node in yaml.compose_all(text, Loader=yaml.SafeLoader):
            if node is not None:
                yield _DocumentBuilder(file).build(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        found = ValidationIssue(
            file, line, "", f"this is no YAML: {error.problem or error.context}"
        )
        yield YamlDocument(issues=[found])
    except (yaml.YAMLError, RecursionError) as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        reason = getattr(error, "reason", "it is nested too deeply")
        yield YamlDocument(issues=[ValidationIssue(file, line, "", f"this is no YAML: {reason}")])


class _TooLargeError(Exception):
    """The document is larger or deeper than any watch."""


class _DocumentBuilder:
    def __init__(self, file: str) -> None:
        self._file = file
        self._values = 0
        self._document = YamlDocument()

    def build(self, node: yaml.Node) -> YamlDocument:
        try:
            self._document.value = self._value(node, ())
        except _TooLargeError:
            line = node.start_mark.line + 1
            self._document.issues.append(
                ValidationIssue(
                    self._file, line, "", "this document is too large or too deep for a watch"
                )
            )
        return self._document

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self._values += 1
        if len(path) > DEEPEST or self._values > MOST_VALUES:
            raise _TooLargeError
        self._document.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, at)) for at, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            here = (*path, key)
            if key in found:
                message = f"this key stands here already, on line {self._document.lines[here]}"
                place = ".".join(map(str, here))
                self._document.issues.append(ValidationIssue(self._file, line, place, message))
                continue
            self._document.lines[here] = line
            found[key] = self._value(value_node, here)
        return found


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text.lower() in WORDS and text in {text.lower(), text.capitalize()}:
        return WORDS[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
