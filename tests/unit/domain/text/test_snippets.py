"""The sentence around a place in a text."""

from pactwire.domain.text.snippets import LONGEST, extract_snippet


def test_the_sentence_around_a_place_is_whole_and_bounded() -> None:
    text = 'It rained. "Syria joined," she said. They left.\nA new line.'
    assert extract_snippet(text, text.index("Syria")) == '"Syria joined," she said.'
    assert extract_snippet(text, text.index("new")) == "A new line."
    assert extract_snippet("我来了。叙利亚加入了联盟。好。", 5) == "叙利亚加入了联盟。"
    assert len(extract_snippet("x" * 5000, 2500)) == LONGEST
    assert extract_snippet("", 3) == ""
