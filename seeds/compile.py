"""Compiles `seeds/reference/` and `seeds/grammar/` into `seeds/pactwire_seeds/reference.bin`.

Run by `make seeds`. Needs PyYAML, daachorse, orjson, lemminflect and the project's own domain code;
nothing has to be installed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parent
ROOT = SEEDS.parent
SOURCES = SEEDS / "reference"
GRAMMAR = SEEDS / "grammar"
TARGET = SEEDS / "pactwire_seeds" / "reference.bin"

sys.path[:0] = [str(ROOT / "services"), str(ROOT / "schemas"), str(SEEDS)]

import yaml  # noqa: E402

from grammar_compiler import collect_triggers, compile_grammar, read_grammar  # noqa: E402
from pactwire.domain.reference.compiler import ReferenceSources, compile_reference  # noqa: E402
from pactwire_seeds.version import source_version  # noqa: E402

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(*patterns: str) -> Iterator[tuple[Path, Any]]:
    """The parsed YAML files that match, in order of name."""
    for pattern in patterns:
        for path in sorted(SOURCES.glob(pattern)):
            yield path, yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506  a safe loader


def entries(*patterns: str) -> list[dict[str, Any]]:
    """All entries of the lists in the files that match."""
    found: list[dict[str, Any]] = []
    for _, document in documents(*patterns):
        listed = document.get("entries") or document.get("parts") or [] if isinstance(
            document, dict
        ) else document or []  # fmt: skip
        found.extend(listed)
    return found


def guards() -> Iterator[Any]:
    """What contains a country's name and is none: from `parts.yaml` and files of its own."""
    for _, document in documents("parts.yaml", "not_countries*.yaml", "guards/*.yaml"):
        if isinstance(document, dict):
            yield document.get("not_countries") or document.get("guards") or []
        elif isinstance(document, list):
            yield [row for row in document if "form" in row or "forms" in row]


def contexts() -> dict[str, tuple[str, ...]]:
    """Context words with their labels, from `words/contexts.yaml`."""
    found: dict[str, tuple[str, ...]] = {}
    for _, document in documents("words/contexts*.yaml"):
        for label, words in document.items():
            for word in words:
                found[word] = (*found.get(word, ()), label)
    return found


def word_sets() -> dict[str, list[str]]:
    """Words that are looked up beside a name, from `words/sets.yaml`."""
    return {
        name: sorted(set(words.split()))
        for _, document in documents("words/sets*.yaml")
        for name, words in document.items()
    }


def sources() -> ReferenceSources:
    """Everything the reference folder holds now."""
    parts = [part for part in entries("parts*.yaml") if "id" in part]
    grammar = read_grammar(GRAMMAR)
    return ReferenceSources(
        countries=entries("countries/*.yaml"),
        organisations=entries("organisations/*.yaml"),
        former_states=entries("former_states*.yaml"),
        parts=parts,
        guards=list(guards()),
        memberships=[document for _, document in documents("memberships/*.yaml")],
        cues=collect_triggers(grammar),
        contexts=contexts(),
        word_sets=word_sets(),
        grammar=compile_grammar(grammar),
        version=source_version(ROOT),
    )


def compile_all() -> Path:
    """Write the compiled file, whole or not at all, and return where it is."""
    data = compile_reference(sources())
    partial = TARGET.with_suffix(".partial")
    partial.write_bytes(data)
    partial.replace(TARGET)
    return TARGET


if __name__ == "__main__":
    written = compile_all()
    sys.stdout.write(f"{written.relative_to(ROOT)}: {written.stat().st_size / 1e6:.1f} MB\n")
