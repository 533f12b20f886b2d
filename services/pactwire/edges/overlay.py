"""Reads an overlay folder: one's own reference entries, each checked, with file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pactwire.domain.reference import ReferenceData
from pactwire.domain.reference.compiler import ReferenceSources
from pactwire.domain.reference.compiler.overlay_entries import FOLDERS, EntryModel
from pactwire.domain.watches.yaml_lines import YamlDocument, parse_documents
from pactwire.errors import Misconfigured

SUFFIXES = {".yaml", ".yml"}
YamlPath = tuple[str | int, ...]


@dataclass
class OverlayFile:
    """One file, and one document of it."""

    name: str
    folder: str
    document: YamlDocument

    def refuse(self, path: YamlPath, reason: str) -> Misconfigured:
        """The mistake at a place of the file, as one sentence."""
        place = f"{'.'.join(map(str, path))}: " if path else ""
        return Misconfigured(f"{self.name}:{self.document.line(path)}: {place}{reason}")


@dataclass
class Overlay:
    """The entries of a folder, and the hash over all of its files."""

    digest: str
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def sources(self, base_version: str) -> ReferenceSources:
        """What is compiled over the base."""
        return ReferenceSources(
            countries=self.entries.get("countries", ()),
            organisations=self.entries.get("organisations", ()),
            memberships=self.entries.get("memberships", ()),
            guards=[self.entries.get("guards", [])],
            version=self.version(base_version),
        )

    def version(self, base_version: str) -> str:
        """The version of the dictionary with the overlay in it."""
        return f"{base_version}+{self.digest}"


def read_overlay(folder: Path, base: ReferenceData) -> Overlay:
    """The overlay of a folder, checked against the reference data that it adds to.

    Raises:
        Misconfigured: the folder is none, or an entry has a mistake; with file, line and field.
    """
    if not folder.is_dir():
        raise Misconfigured(f"reference.overlay names {folder}, which is no folder")
    digest = blake2b(digest_size=4)
    files: list[OverlayFile] = []
    for path in list_files(folder):
        raw = read_file(path)
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + raw + b"\0")
        files.extend(parse_file(path, raw, path.relative_to(folder).parts[0]))
    overlay = Overlay(digest.hexdigest())
    for file in files:
        for entry, place in list_entries(file):
            check_entry(file, place, entry, FOLDERS[file.folder])
            overlay.entries.setdefault(file.folder, []).append(entry)
    check_ids(files, overlay, base)
    return overlay


def list_files(folder: Path) -> Iterator[Path]:
    """The overlay's files by name.

    Raises:
        Misconfigured: a YAML file stands where nothing is read.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or path.name.startswith("."):
            continue
        parts = path.relative_to(folder).parts
        if len(parts) != 2 or parts[0] not in FOLDERS:
            places = ", ".join(f"{name}/" for name in FOLDERS)
            raise Misconfigured(f"{path} is not read: files of an overlay stand in {places}")
        yield path


def read_file(path: Path) -> bytes:
    """A file's content; one that can't be read is a mistake."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{path} can't be read: {error.strerror}") from None


def parse_file(path: Path, raw: bytes, folder: str) -> Iterator[OverlayFile]:
    """The documents of a file."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Misconfigured(f"{path}:{line}: this is not UTF-8") from None
    for document in parse_documents(text, str(path)):
        if document.issues:
            first = document.issues[0]
            raise Misconfigured(f"{path}:{first.line}: {first.message}")
        yield OverlayFile(str(path), folder, document)


def list_entries(file: OverlayFile) -> Iterator[tuple[dict[str, Any], YamlPath]]:
    """The entries of a file with where they stand."""
    value = file.document.value
    if file.folder == "memberships":
        listed: list[tuple[Any, YamlPath]] = [(value, ())]
    elif isinstance(value, list):
        listed = [(entry, (at,)) for at, entry in enumerate(value)]
    else:
        raise file.refuse((), "this must be a list of entries, each with a leading dash")
    for entry, path in listed:
        if not isinstance(entry, dict):
            raise file.refuse(path, "this must be an entry with fields")
        yield entry, path


def check_entry(
    file: OverlayFile, path: YamlPath, entry: Mapping[str, Any], model: EntryModel
) -> None:
    """Check the fields of an entry."""
    try:
        model.model_validate(entry)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = ", ".join(sorted(model.model_fields))
            reason = f"there is no such field here; an entry may have {known}"
        keys = _keys_of(entry)
        where = tuple(part for part in first["loc"] if isinstance(part, int) or part in keys)
        raise file.refuse((*path, *where), reason) from None


def _keys_of(value: object) -> frozenset[str]:
    """Every key anywhere in a value: what of an error's place is a place in the file."""
    if isinstance(value, Mapping):
        inner = (_keys_of(one) for one in value.values())
        return frozenset(value).union(*inner)
    if isinstance(value, list):
        return frozenset[str]().union(*(_keys_of(one) for one in value))
    return frozenset()


def check_ids(files: list[OverlayFile], overlay: Overlay, base: ReferenceData) -> None:
    """Check that whoever is named exists, here or in the base, and that what is new is named."""
    own = {str(entry["id"]): entry for entry in overlay.entries.get("organisations", ())}
    for file in files:
        for entry, path in list_entries(file):
            if file.folder == "countries":
                _check_country(file, path, str(entry["id"]), base)
            elif file.folder == "organisations":
                _check_organisation(file, path, entry, base)
            elif file.folder == "memberships":
                _check_memberships(file, entry, own, base)


def _check_country(file: OverlayFile, path: YamlPath, country: str, base: ReferenceData) -> None:
    entity = base.entity(country)
    if entity is None or entity.kind != "country":
        raise file.refuse(
            (*path, "id"), f"no country {country!r} is known; codes are those of ISO 3166-1"
        )


def _check_organisation(
    file: OverlayFile, path: YamlPath, entry: Mapping[str, Any], base: ReferenceData
) -> None:
    missing = [name for name in ("name", "kind") if not entry.get(name)]
    if missing and base.entity(str(entry["id"])) is None:
        raise file.refuse((*path, "id"), f"a new organisation needs a {missing[0]}")


def _check_memberships(
    file: OverlayFile, entry: Mapping[str, Any], own: Mapping[str, Any], base: ReferenceData
) -> None:
    body = str(entry["organisation"])
    entity = base.entity(body)
    if not (entity.membership if entity else own.get(body, {}).get("membership")):
        reason = f"{body!r} is no organisation that can be joined; is its `membership` true?"
        raise file.refuse(("organisation",), reason)
    for at, line in enumerate(entry["members"]):
        for member in line.get("members") or [line["member"]]:
            if base.entity(str(member)) is None and str(member) not in own:
                raise file.refuse(("members", at), f"nobody is known as {member!r}")
