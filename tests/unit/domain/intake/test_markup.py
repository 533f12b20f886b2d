"""Markup to text: nothing lost, nothing of it left, in a time that follows its length."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake.markup import markup_to_text

WORDS = st.from_regex(r"\Aw[a-z]{3,8}\Z")
TAGS = st.sampled_from(
    "<p>,</p>,<b>,</b>,<table>,<tr>,<td>,</table>,<ul><li>,</ul>,<a href='x'>,</a>,<br/>,<iframe/>,"
    "<script/>,<style/>,<div>,</div>,<h1>,</h2>,<img/>,<title/>,<o:p>,<!--c-->,&amp;,<em>".split(
        ","
    )
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<p>Before.</p><iframe src="v"/><p>After.</p>', "Before.\n\nAfter."),
        ("<p>Before.</p><script src=v /><p>After.</p>", "Before.\n\nAfter."),
        ("<p>Before.</p><script>var x = '<p>';</script><p>After.</p>", "Before.\n\nAfter."),
        ("<p>Write <code><!ENTITY a 'b'></code> there.</p>", "Write <!ENTITY a 'b'> there."),
        ("<p>One <![CDATA[two]]> three", "One two three"),
        ("<table><tr><td>A<td>B<tr><td>C</table>", "A\tB\nC"),
        ("a <!-- never closed", "a  never closed"),
        ("<p>Text <a href=\"never closed", 'Text <a href="never closed'),
        ("<b>bo</b>ld<br>line", "bold\nline"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("<pre>a\n  b</pre>", "a\n  b"),
    ],
)  # fmt: skip
def test_markup_becomes_its_text(markup: str, text: str) -> None:
    assert markup_to_text(markup) == text


@given(st.lists(st.one_of(WORDS, TAGS), max_size=60))
def test_no_word_between_tags_is_lost_and_no_tag_stays(parts: list[str]) -> None:
    text = markup_to_text(" ".join(parts))
    assert re.findall(r"\bw[a-z]{3,8}\b", text) == [one for one in parts if one.startswith("w")]
    assert not re.search(r"</?(?:p|b|table|tr|td|a|iframe|script|div)\b", text)


@given(st.text(max_size=200))
def test_no_text_whatever_raises(markup: str) -> None:
    assert isinstance(markup_to_text(f"<p>{markup}"), str)


@pytest.mark.parametrize(
    "piece",
    ["<tr><td>a<td>b</tr>", "<a href=x>link ", "<div>", "<!--", "<![CDATA[", '<a href="', "<", "</",
     "<table><tr><td>x", "&amp;", "<script>", "<a ", "<ul><li>", "<!ENTITY ", "\ue000"],
)  # fmt: skip
def test_a_hundred_thousand_pieces_are_read(piece: str) -> None:
    assert isinstance(markup_to_text("<table>" + piece * 100_000), str)
