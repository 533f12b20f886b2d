"""The version of the extraction: what it was read with, in one short hash."""

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

SIZE = 6
"""Bytes of a version: twelve hexadecimal digits."""


@cache
def compute_version(dictionary: str, reader: str) -> str:
    """Changes with the extraction's code, the words and names it knows, and the trained reader.

    `dictionary` is the version of the reference data, the grammar's words included; `reader` that
    of the trained reader, empty without one. An attribute of what was read, never a part of an id.
    """
    parts = (digest_code(), dictionary, reader)
    return blake2b("\0".join(parts).encode(), digest_size=SIZE).hexdigest()


@cache
def digest_code() -> str:
    """A hash over the names and contents of this package's modules."""
    digest = blake2b(digest_size=SIZE)
    for name, content in sorted(list_modules(files(__package__), "")):
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def list_modules(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    """The modules in a folder and below, each with its path and its content."""
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        path = f"{above}/{entry.name}"
        if entry.is_dir():
            found += list_modules(entry, path)
        elif entry.name.endswith(".py"):
            found.append((path, entry.read_bytes()))
    return found
