"""The content version of the reference data: a hash over everything it is compiled from."""

from hashlib import blake2b
from pathlib import Path

DATA = ("seeds/reference", "seeds/grammar")
CODE = (
    "services/pactwire/domain/reference",
    "seeds/grammar_compiler",
    "services/pactwire/domain/extraction/claims/lexicon/labels.py",
    "services/pactwire/domain/text/normalise.py",
)
"""Code whose change changes the compiled file."""


def source_version(root: Path) -> str:
    """Sixteen hexadecimal digits over names and content of the sources below the project's root."""
    digest = blake2b(digest_size=8)
    for path in source_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def source_files(root: Path) -> list[Path]:
    """YAML files of the reference data and the grammar, and the modules that read and fold them."""
    files = [path for data in DATA for path in (root / data).rglob("*.yaml")]
    for name in CODE:
        place = root / name
        files.extend(place.rglob("*.py") if place.is_dir() else [place])
    return sorted(path for path in files if path.is_file())
