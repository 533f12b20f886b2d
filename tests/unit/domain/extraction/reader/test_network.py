"""What the network's numbers mean, and which part of a long text it reads."""

import pytest

from pactwire.domain.extraction.reader.network import (
    ACTIONS,
    STAGES,
    cut_around,
    interpret,
    parse_metadata,
)


def test_logits_become_rounded_probabilities() -> None:
    action = [0.0] * (1 + len(ACTIONS))
    action[1 + ACTIONS.index("leave")] = 5.0
    stage = [0.0] * len(STAGES)
    stage[STAGES.index("approved")] = 4.0
    reading = interpret(action, stage, recalled=-20.0, temperature=1.0)
    assert (reading.action, reading.stage) == ("leave", "approved")
    assert reading.change == pytest.approx(0.99, abs=0.01)
    assert reading.news == reading.change
    assert reading.firm
    assert all(value == round(value, 2) for value in reading[2:])


def test_a_higher_temperature_is_less_sure() -> None:
    sure = interpret([0, 4, 0, 0, 0, 0], [0, 0, 3, 0, 0], -2, 1.0)
    less = interpret([0, 4, 0, 0, 0, 0], [0, 0, 3, 0, 0], -2, 2.0)
    assert less.change < sure.change
    assert less.certain_stage < sure.certain_stage
    assert less.action == sure.action


def test_a_change_that_is_history_is_no_news() -> None:
    assert interpret([0, 9, 0, 0, 0, 0], [0, 0, 0, 9, 0], 9, 1.0).news == 0


def test_a_long_text_is_cut_around_its_parties() -> None:
    ids = [1, 2, *range(100, 300), 7, *range(300, 320), 8, *range(400, 600)]
    cut = cut_around(ids, frozenset({7, 8}), 60)
    assert len(cut) == 60
    assert list(cut[:2]) == [1, 2]
    assert 7 in cut
    assert 8 in cut


def test_a_file_without_its_vocabulary_is_refused() -> None:
    with pytest.raises(ValueError, match="vocabulary"):
        parse_metadata({"version": "1"})
