"""The sentence around a place in a text."""

from pactwire.domain.text.snippets import LONGEST, around


def test_the_sentence_around_a_place_is_whole_and_bounded() -> None:
    text = 'It rained. "Syria joined," she said. They left.\nA new line.'
    assert around(text, text.index("Syria")) == '"Syria joined," she said.'
    assert around(text, text.index("new")) == "A new line."
    assert around("我来了。叙利亚加入了联盟。好。", 5) == "叙利亚加入了联盟。"
    assert len(around("x" * 5000, 2500)) == LONGEST
    assert around("", 3) == ""
