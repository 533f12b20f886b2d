"""Loads the compiled reference data, whose meaning is defined in `domain.reference`."""

import gc
from functools import cache
from pathlib import Path

import pactwire_seeds
from pactwire.domain.reference import InvalidReferenceData, ReferenceData
from pactwire.errors import Misconfigured
from pactwire_seeds.version import DATA, source_version

COMPILED = "reference.bin"


@cache
def load_reference() -> ReferenceData:
    """The reference data of this installation, loaded once.

    Raises:
        Misconfigured: it was never compiled, is damaged, or is older than its sources.
    """
    folder = Path(pactwire_seeds.__file__).parent
    reference = load_reference_file(folder / COMPILED)
    root = folder.parent.parent
    if (root / DATA[0]).is_dir() and source_version(root) != reference.version:
        raise Misconfigured("the compiled reference data is older than its sources: run make seeds")
    # It stays for good: the collector, which would look at all of it while a text is read, needn't.
    gc.freeze()
    return reference


def load_reference_file(path: Path) -> ReferenceData:
    """The reference data in a file.

    Raises:
        Misconfigured: the file is missing or can't be read as reference data.
    """
    try:
        return ReferenceData.load(path.read_bytes())
    except FileNotFoundError:
        raise Misconfigured("the reference data is not compiled yet: run make seeds") from None
    except (OSError, InvalidReferenceData) as error:
        raise Misconfigured(f"the reference data can't be read ({error}): run make seeds") from None
