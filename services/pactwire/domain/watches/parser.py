"""Watch files to watches: names resolved to ids, every issue with its line and a remedy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from pactwire.domain.watches.entities import EntityTermResolver
from pactwire.domain.watches.errors import ValidationIssue, suggestion
from pactwire.domain.watches.name_resolver import NameResolver
from pactwire.domain.watches.yaml_lines import Path, YamlDocument, parse_documents
from pactwire_schemas import Changed, Mentioned, Watch, When
from pactwire_schemas.notify import Notify, QuietHours
from pactwire_schemas.watch import Phrases, Sources

MODELS: dict[Path, type[BaseModel]] = {
    (): Watch,
    ("when",): When,
    ("when", "mentioned"): Mentioned,
    ("when", "mentioned", "text"): Phrases,
    ("when", "changed"): Changed,
    ("sources",): Sources,
    ("notify",): Notify,
    ("notify", "quiet_hours"): QuietHours,
}
TOPIC = re.compile(r"alerts\.[a-z0-9][a-z0-9._-]{0,200}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class ParsedWatches:
    """What a file says: the watches that are right, and everything that is wrong."""

    watches: tuple[Watch, ...]
    issues: tuple[ValidationIssue, ...]


def parse_watches(
    text: str, file: str, resolver: NameResolver, taken: Mapping[str, str] | None = None
) -> ParsedWatches:
    """The watches of a YAML or JSON text, several with `---` between them.

    `taken` are ids that are in use elsewhere, with the place.
    """
    watches: dict[str, Watch] = {}
    issues: list[ValidationIssue] = []
    places = dict(taken or {})
    for document in parse_documents(text, file):
        watch, wrong = _watch(document, file, resolver)
        issues += wrong
        if watch and (place := places.get(watch.id)):
            line = document.line(("id",))
            issues.append(ValidationIssue(file, line, "id", f"{watch.id!r} is taken by {place}"))
        elif watch and not wrong:
            watches[watch.id] = watch
            places[watch.id] = f"{file}:{document.line(('id',))}"
    if not watches and not issues:
        issues.append(ValidationIssue(file, 1, "", "there is no watch in it"))
    return ParsedWatches(tuple(watches.values()), tuple(sorted(issues, key=lambda m: m.line)))


def _watch(
    document: YamlDocument, file: str, resolver: NameResolver
) -> tuple[Watch | None, list[ValidationIssue]]:
    parser = _WatchParser(document, file, resolver)
    if document.issues and document.value is None:
        return None, document.issues
    watch = parser.parse()
    return watch, [*document.issues, *parser.issues]


class _WatchParser:
    def __init__(self, document: YamlDocument, file: str, resolver: NameResolver) -> None:
        self._document = document
        self._file = file
        self._entities = EntityTermResolver(resolver, self._report)
        self.issues: list[ValidationIssue] = []

    def parse(self) -> Watch | None:
        """The watch, or None with issues noted."""
        value = self._document.value
        if not isinstance(value, dict):
            self._report((), "a watch is a mapping: id, name, when ...")
            return None
        try:
            return Watch.model_validate(self._normal(value))
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                self._explain(dict(problem))
            return None

    def _normal(self, value: dict[str, Any]) -> dict[str, Any]:
        """The document with names resolved, and lists where one may stand for many."""
        normal = dict(value)
        when = value.get("when")
        if isinstance(when, dict):
            normal["when"] = {key: self._condition(key, part) for key, part in when.items()}
        if "deliver" in value:
            normal["deliver"] = self._deliveries(_listed(value["deliver"]))
        if "languages" in value:
            normal["languages"] = self._languages(_listed(value["languages"]))
        if isinstance(value.get("sources"), dict):
            normal["sources"] = {
                key: _listed(part) if key in {"only", "not"} else part
                for key, part in value["sources"].items()
            }
        return normal

    def _condition(self, key: str, part: Any) -> Any:
        if key == "mentioned" and isinstance(part, dict):
            return self._entities.mentioned(part)
        if key == "changed" and (isinstance(part, dict) or part is None):
            return self._entities.changed(part or {})
        return part

    def _deliveries(self, places: list[Any]) -> list[Any]:
        return [
            place for at, place in enumerate(places) if self._deliverable(place, ("deliver", at))
        ]

    def _deliverable(self, place: Any, path: Path) -> bool:
        """Whether it names one topic or endpoint; notes what is wrong."""
        if not isinstance(place, dict) or len(place) != 1:
            hint = f"{{topic: {place}}}" if str(place).startswith("alerts.") else "{endpoint: name}"
            self._report(path, f"write one of topic and endpoint, such as {hint}")
            return False
        ((key, name),) = place.items()
        if key not in {"topic", "endpoint"}:
            self._report(
                (*path, key), f"unknown key {key!r}{suggestion(key, ['topic', 'endpoint'])}"
            )
            return False
        if key == "topic" and not TOPIC.fullmatch(str(name)):
            self._report(
                (*path, key),
                f"{name!r} is no alert topic; write alerts.<name> with small letters, digits, "
                "dots and hyphens",
            )
            return False
        return True

    def _languages(self, codes: list[Any]) -> list[Any]:
        for at, code in enumerate(codes):
            if not LANGUAGE.fullmatch(str(code)):
                self._report(
                    ("languages", at), f"{code!r} is no language code; write en, fr, ar ..."
                )
        return [code for code in codes if LANGUAGE.fullmatch(str(code))]

    def _explain(self, problem: dict[str, Any]) -> None:
        """One of pydantic's errors in our words."""
        path: Path = tuple(part for part in problem["loc"] if part != "[key]")
        path = tuple("not" if part == "not_" else part for part in path)
        kind, given = problem["type"], problem.get("input")
        if kind == "extra_forbidden":
            self._report(
                path, f"unknown key {path[-1]!r}{suggestion(str(path[-1]), _keys(path[:-1]))}"
            )
        elif kind == "missing":
            self._report(path, "this key is missing")
        elif kind == "literal_error":
            choices = QUOTED.findall(problem["ctx"]["expected"])
            self._report(path, f"{given!r} is not known here{suggestion(str(given), choices)}")
        elif kind == "string_pattern_mismatch":
            self._report(
                path, f"{given!r} won't do: use small letters, digits and hyphens, 63 at most"
            )
        else:
            self._report(path, problem["msg"].removeprefix("Value error, "))

    def _report(self, path: Path, message: str) -> None:
        field = ".".join(str(part) for part in path)
        self.issues.append(ValidationIssue(self._file, self._document.line(path), field, message))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _keys(path: Path) -> list[str]:
    model = MODELS.get(path)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]
