"""The part of a watch that speaks of entities: names to ids, through every nesting."""

from collections.abc import Callable
from typing import Any, get_args

from pactwire.domain.watches.errors import suggestion
from pactwire.domain.watches.name_resolver import NameResolver, ResolvableEntity
from pactwire.domain.watches.yaml_lines import Path
from pactwire_schemas.enrichment import Action

ACTIONS = get_args(Action)
SETS = ("members_of", "organisations_of")
TERMS = (*SETS, "any", "all", "not")
PLACEHOLDER = "?"
"""Takes the place of a name that is wrong, so that only that is reported."""

ReportIssue = Callable[[Path, str], None]


class EntityTermResolver:
    """Resolves the entities of a condition; what can't be resolved is passed to `report`."""

    def __init__(self, resolver: NameResolver, report: ReportIssue) -> None:
        self._resolver = resolver
        self._report = report

    def mentioned(self, part: dict[str, Any]) -> dict[str, Any]:
        """A `mentioned` with ids for names."""
        path: Path = ("when", "mentioned")
        normal = dict(part)
        for key in ("any", "all", "not"):
            if key in part:
                normal[key] = self._terms(part[key], (*path, key))
        if "roles" in part and not isinstance(part["roles"], list):
            normal["roles"] = [part["roles"]]
        if isinstance(text := part.get("text"), dict):
            normal["text"] = {
                key: self._phrases(given, (*path, "text", key)) for key, given in text.items()
            }
        elif text is not None:
            self._report((*path, "text"), f"write text: {{any: [{text!r}]}}")
            normal.pop("text")
            normal.setdefault("any", [PLACEHOLDER])
        return normal

    def changed(self, part: dict[str, Any]) -> dict[str, Any]:
        """A `changed` with ids for names."""
        path: Path = ("when", "changed")
        normal = dict(part)
        for key in ("organisation", "member"):
            if key in part and part[key] != "any":
                normal[key] = self._side(part[key], (*path, key), body=key == "organisation")
        if "action" in part and part["action"] != "any":
            normal["action"] = self._actions(part["action"], (*path, "action"))
        return normal

    def _side(self, value: Any, path: Path, *, body: bool) -> Any:
        if isinstance(value, list):
            return [self._term(item, (*path, at), body=body) for at, item in enumerate(value)]
        return self._term(value, path, body=body)

    def _actions(self, value: Any, path: Path) -> list[str]:
        wanted = value if isinstance(value, list) else [value]
        for at, action in enumerate(wanted):
            if action not in ACTIONS:
                here = (*path, at) if isinstance(value, list) else path
                self._report(here, f"{action!r} is no action{suggestion(str(action), ACTIONS)}")
        return [action for action in wanted if action in ACTIONS] or [ACTIONS[0]]

    def _terms(self, value: Any, path: Path) -> list[Any]:
        if not isinstance(value, list):
            return [self._term(value, path)]
        if not value:
            self._report(path, "this list is empty; name something or leave the key out")
            return [PLACEHOLDER]
        return [self._term(item, (*path, at)) for at, item in enumerate(value)]

    def _term(self, value: Any, path: Path, *, body: bool = False) -> Any:
        if isinstance(value, dict) and len(value) == 1:
            ((key, inner),) = value.items()
            return self._keyed(key, inner, (*path, key), body=body)
        if isinstance(value, str):
            return self._entity(value, path, body=body)
        self._report(path, "name an entity, or one of members_of, organisations_of, any, all, not")
        return PLACEHOLDER

    def _keyed(self, key: str, inner: Any, path: Path, *, body: bool) -> Any:
        if key == "members_of":
            return {key: self._entity(str(inner), path, body=True)}
        if key == "organisations_of":
            return {key: self._entity(str(inner), path)}
        if key in {"any", "all"}:
            return {key: self._terms(inner, path)}
        if key == "not":
            return {key: self._term(inner, path, body=body)}
        self._report(path, f"unknown key {key!r}{suggestion(key, TERMS)}")
        return PLACEHOLDER

    def _entity(self, written: str, path: Path, *, body: bool = False) -> str:
        found = self._resolver.resolve(written, body=body)
        if found.reason == "unknown":
            near = _choices(found.entities)
            self._report(
                path, f"{written!r} is unknown" + (f"; did you mean {near}?" if near else "")
            )
            return PLACEHOLDER
        if found.reason == "several":
            self._report(path, f"{written!r} means several: write {_choices(found.entities)}")
            return PLACEHOLDER
        entity = found.entities[0]
        if body and not entity.body:
            self._report(path, f"{entity.name} is nothing that a state can join or leave")
        return entity.id

    def _phrases(self, given: Any, path: Path) -> list[str]:
        phrases = given if isinstance(given, list) else [given]
        for at, phrase in enumerate(phrases):
            if not any(letter.isalnum() for letter in str(phrase)):
                here = (*path, at) if isinstance(given, list) else path
                self._report(here, "a phrase needs a letter or a digit")
        return [str(phrase) for phrase in phrases]


def _choices(entities: tuple[ResolvableEntity, ...]) -> str:
    return " or ".join(f"{listed.id} ({listed.name})" for listed in entities)
