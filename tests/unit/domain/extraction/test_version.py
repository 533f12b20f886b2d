"""The version changes with whatever a claim was read with."""

from importlib.resources import files

from pactwire.domain import extraction
from pactwire.domain.extraction.version import compute_version, digest_code, list_modules


def test_the_version_changes_with_the_words_and_with_the_reader():
    versions = {
        compute_version(words, reader) for words in ("w1", "w2") for reader in ("", "r1", "r2")
    }
    assert len(versions) == 6
    assert all(len(version) == 12 for version in versions)


def test_every_module_of_the_extraction_counts(tmp_path):
    names = {name for name, _ in list_modules(files(extraction), "")}
    assert {"/verdict.py", "/claims/extractor.py", "/reader/marking.py"} <= names
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.py").write_bytes(b"1")
    (tmp_path / "notes.txt").write_bytes(b"2")
    assert list_modules(tmp_path, "") == [("/rules/one.py", b"1")]


def test_the_same_code_gives_the_same_digest():
    assert digest_code() == digest_code.__wrapped__()
