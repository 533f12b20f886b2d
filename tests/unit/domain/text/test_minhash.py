"""MinHash signatures of texts."""

from pactwire.domain.text.minhash import signature, values_of


def test_near_copies_have_nearly_the_same_signature():
    words = [f"word{number}" for number in range(200)]
    one = values_of(signature(" ".join(words)))
    other = values_of(signature(" ".join([*words[:195], "a", "new", "ending", "of", "it"])))
    agreeing = sum(a == b for a, b in zip(one, other, strict=True))
    assert len(one) == 128
    assert 100 < agreeing < 128
    assert signature("too short to say") == ""
