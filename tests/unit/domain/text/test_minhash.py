"""MinHash signatures of texts."""

from base64 import b64decode

from pactwire.domain.text.minhash import compute_signature, resemblance


def test_near_copies_have_nearly_the_same_signature():
    words = [f"word{number}" for number in range(200)]
    one = b64decode(compute_signature(" ".join(words)))
    ending = [*words[:195], "a", "new", "ending", "of", "it"]
    other = b64decode(compute_signature(" ".join(ending)))
    assert len(one) == 128 * 4
    assert 100 / 128 < resemblance(one, other) < 1
    assert compute_signature("too short to say") == ""
