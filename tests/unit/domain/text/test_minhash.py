"""MinHash signatures of texts."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.text.minhash import compute_signature, resemblance, resembles


def test_near_copies_have_nearly_the_same_signature():
    words = [f"word{number}" for number in range(200)]
    one = b64decode(compute_signature(" ".join(words)))
    ending = [*words[:195], "a", "new", "ending", "of", "it"]
    other = b64decode(compute_signature(" ".join(ending)))
    assert len(one) == 128 * 4
    assert 100 / 128 < resemblance(one, other) < 1
    assert compute_signature("too short to say") == ""


values = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@given(values, values, st.sampled_from([0.25, 0.5, 0.7, 1.0]))
def test_the_quick_look_at_two_signatures_says_what_their_resemblance_says(
    one: list[int], other: list[int], least: float
) -> None:
    left, right = (b"".join(v.to_bytes(4, "big") for v in numbers) for numbers in (one, other))
    assert resembles(left, right, least) == (resemblance(left, right) >= least)


@pytest.mark.parametrize(("one", "other"), [(b"", b""), (b"\0" * 8, b""), (b"\0" * 8, b"\0" * 4)])
def test_signatures_of_texts_too_short_resemble_nothing(one: bytes, other: bytes) -> None:
    assert not resembles(one, other, 0.5)
