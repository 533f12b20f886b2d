"""Whether a JSON Schema still reads what an older one wrote, and the other way round.

Allowed: a new optional field, a wider type, a new value of a list of values. Not allowed: a field
removed, retyped or newly required. Used by the contract tests against `schemas/released`.
"""

from typing import Any

Schema = dict[str, Any]
Roots = tuple[Schema, Schema]
"""The whole old and the whole new schema, which references are resolved against."""


def breaks(old: Schema, new: Schema) -> list[str]:
    """Each change from `old` to `new` that would break a reader or a writer, as a sentence."""
    return list(_compare(old, new, (old, new), "", set()))


def _resolve(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        found = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _compare(old: Schema, new: Schema, roots: Roots, path: str, seen: set[str]) -> list[str]:
    reference = old.get("$ref", "")
    if reference and reference in seen:
        return []
    seen = seen | {reference} if reference else seen
    old, new = _resolve(old, roots[0]), _resolve(new, roots[1])
    found = _types(old, new, roots, path)
    found += _values(old, new, path)
    found += _fields(old, new, roots, path, seen)
    if "items" in old and "items" in new:
        found += _compare(old["items"], new["items"], roots, f"{path}[]", seen)
    return found


def _kinds(schema: Schema, root: Schema) -> set[str]:
    schema = _resolve(schema, root)
    parts = schema.get("anyOf") or schema.get("oneOf")
    if parts:
        return set().union(*(_kinds(part, root) for part in parts))
    kind = schema.get("type", "string" if "enum" in schema or "const" in schema else "any")
    return {f"{kind}:{schema['format']}" if "format" in schema else str(kind)}


def _types(old: Schema, new: Schema, roots: Roots, path: str) -> list[str]:
    lost = _kinds(old, roots[0]) - _kinds(new, roots[1])
    if "number" in _kinds(new, roots[1]):
        lost.discard("integer")
    return [f"{path or 'the event'} can no longer be {kind}" for kind in sorted(lost)]


def _values(old: Schema, new: Schema, path: str) -> list[str]:
    if "enum" not in old or "enum" not in new:
        return []
    gone = [value for value in old["enum"] if value not in new["enum"]]
    return [f"{path} lost the value {value!r}" for value in gone]


def _fields(old: Schema, new: Schema, roots: Roots, path: str, seen: set[str]) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    found = [f"{path}.{name} was removed" for name in before if name not in after]
    asked = set(new.get("required", ())) - set(old.get("required", ()))
    found += [f"{path}.{name} is newly required" for name in sorted(asked)]
    for name in before.keys() & after.keys():
        found += _compare(before[name], after[name], roots, f"{path}.{name}", seen)
    return found
