"""Loads the compiled reference data, whose meaning is defined in `domain.reference`."""

import gc
import mmap
import os
from functools import cache
from pathlib import Path

import pactwire_seeds
from pactwire.domain.reference import ReferenceData
from pactwire.domain.reference.compiler import InvalidEntry
from pactwire.domain.reference.compiler.overlay import extend_reference
from pactwire.edges.overlay import read_overlay
from pactwire.errors import Misconfigured
from pactwire_seeds.version import DATA, source_version

COMPILED = "reference.bin"
KEPT = "reference+"
"""How the files begin that are compiled from overlays."""


@cache
def load_reference(overlay: Path | None = None, compiled: Path | None = None) -> ReferenceData:
    """The reference data of this installation, with an overlay's entries in it; loaded once.

    What an overlay compiles to is kept in the folder `compiled`, when there is one.

    Raises:
        Misconfigured: it was never compiled, is damaged, or is older than its sources; the overlay
            has a mistake.
    """
    if overlay:
        return _load_with_overlay(overlay, compiled)
    folder = Path(pactwire_seeds.__file__).parent
    reference = load_reference_file(folder / COMPILED)
    root = folder.parent.parent
    if (root / DATA[0]).is_dir() and source_version(root) != reference.version:
        raise Misconfigured("the compiled reference data is older than its sources: run make seeds")
    # It stays for good: the collector, which would look at all of it while a text is read, needn't.
    gc.freeze()
    return reference


def load_reference_file(path: Path) -> ReferenceData:
    """The reference data in a file, which is mapped: processes share it, and hold what they read.

    Raises:
        Misconfigured: the file is missing or can't be read as reference data.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return ReferenceData.load(memoryview(mapped))
    except FileNotFoundError:
        raise Misconfigured("the reference data is not compiled yet: run make seeds") from None
    except (OSError, ValueError) as error:  # an empty file can't be mapped
        raise Misconfigured(f"the reference data can't be read ({error}): run make seeds") from None


def _load_with_overlay(folder: Path, compiled: Path | None) -> ReferenceData:
    base = load_reference()
    overlay = read_overlay(folder, base)
    kept = compiled / f"{KEPT}{overlay.version(base.version)}.bin" if compiled else None
    if kept and kept.is_file():
        return load_reference_file(kept)
    data = (Path(pactwire_seeds.__file__).parent / COMPILED).read_bytes()
    try:
        extended = extend_reference(data, overlay.sources(base.version))
    except InvalidEntry as error:
        raise Misconfigured(f"{folder}: {error}") from None
    if kept:
        _keep_compiled(kept, extended)
    return ReferenceData.load(extended)


def _keep_compiled(path: Path, data: bytes) -> None:
    """Write what was compiled, whole or not at all, in the place of what was before."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        partial.write_bytes(data)
        for old in path.parent.glob(f"{KEPT}*.bin"):
            old.unlink(missing_ok=True)
        partial.replace(path)
    except OSError as error:
        raise Misconfigured(f"{path} can't be written: {error.strerror}") from None
