"""The trained reader that is shipped: the file its card describes, reading as the card says."""

from pathlib import Path

import orjson
import pytest

from pactwire.edges.reader import CARD, WEIGHTS, find_folder, load_reader, load_reader_folder
from pactwire.errors import Misconfigured

LARGEST = 15_000_000


def test_the_shipped_file_reads_a_fixed_set_as_its_card_says() -> None:
    installed = load_reader()
    assert installed is not None
    card = orjson.loads((find_folder() / CARD).read_bytes())
    assert len(card["fixed_set"]) >= 20
    for marked, (action, stage, *probabilities) in card["fixed_set"].items():
        reading = installed.reader.read(marked)
        assert (reading.action, reading.stage) == (action, stage)
        assert list(reading[2:]) == pytest.approx(probabilities, abs=0.05)


def test_the_same_text_reads_the_same_twice() -> None:
    installed = load_reader()
    assert installed is not None
    marked = "[first] [known:stranger] [member] has joined [body] ."
    anew = installed.reader.read_anew(marked)
    assert anew == installed.reader.read_anew(marked) == installed.reader.read(marked)


def test_the_file_is_small_enough_to_ship() -> None:
    assert (find_folder() / WEIGHTS).stat().st_size < LARGEST


def test_another_file_than_the_cards_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / CARD).write_bytes((find_folder() / CARD).read_bytes())
    (tmp_path / WEIGHTS).write_bytes(b"something else")
    with pytest.raises(Misconfigured, match="install pactwire again"):
        load_reader_folder(tmp_path)
