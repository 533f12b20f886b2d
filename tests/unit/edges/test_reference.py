"""The file of compiled reference data, opened."""

import pytest

from pactwire.edges.reference import load_reference_file
from pactwire.errors import Misconfigured


def test_missing_data_says_what_to_do(tmp_path):
    with pytest.raises(Misconfigured, match="run make seeds"):
        load_reference_file(tmp_path / "reference.bin")


def test_damaged_data_says_what_to_do(tmp_path):
    (tmp_path / "reference.bin").write_bytes(b"x")
    with pytest.raises(Misconfigured, match="run make seeds"):
        load_reference_file(tmp_path / "reference.bin")
