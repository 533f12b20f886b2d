"""Lists of feeds as OPML: what feed readers write is read, and what is written is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake.opml import ListedFeed, read_opml, write_opml
from pactwire.errors import InvalidEvent

LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="World">
    <outline type="rss" text="The Paper" title="x" xmlUrl="https://paper.example/rss?key=1&amp;b=2"
             htmlUrl="https://paper.example/"/>
    <outline title="Wire" xmlURL=" feed://wire.example/atom " language="fr"/>
    <outline text="twice" xmlUrl="https://paper.example/rss?key=1&amp;b=2"/>
  </outline>
  <outline text="bad" xmlUrl="not an address"/>
  <outline text="a folder"/>
</body></opml>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_lists_of_feed_readers_are_read_folders_opened(encoding: str) -> None:
    found = read_opml(LIST.encode(encoding))
    assert found.feeds == (
        ListedFeed("https://paper.example/rss?key=1&b=2", "The Paper"),
        ListedFeed("https://wire.example/atom", "Wire", language="fr"),
    )
    assert found.left_out == ("bad: give an absolute http or https address",)


def test_a_list_in_utf_16_is_read() -> None:
    text = LIST.replace("UTF-8", "UTF-16")
    assert len(read_opml(text.encode("utf-16")).feeds) == 2


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "this is not XML"),
        (b"hello", "this is not XML"),
        (b"<rss/>", "this is not OPML but <rss>"),
        (b"<opml><body><outline text='a'/></body></opml>", "no outline has an xmlUrl"),
        (b"<opml><outline", "this is not XML"),
    ],
)
def test_what_is_no_list_is_refused_by_name(raw: bytes, why: str) -> None:
    with pytest.raises(InvalidEvent, match=why):
        read_opml(raw)


WORDS = st.text("abc&<>\"'é語 -", min_size=1).map(str.strip).filter(bool)


@given(
    st.lists(
        st.builds(
            ListedFeed,
            url=st.from_regex(r"https://[a-z]{1,9}\.example/[a-z?&=]{0,9}", fullmatch=True),
            name=WORDS,
            language=st.none() | st.sampled_from(["en", "pt-BR"]),
            interval=st.none() | st.floats(1, 1e6),
            tier=st.none() | st.integers(1, 5),
            owner=st.none() | WORDS,
        ),
        min_size=1,
        unique_by=lambda feed: feed.url,
    )
)
def test_what_is_written_is_read_again(feeds: list[ListedFeed]) -> None:
    again = read_opml(write_opml(feeds).encode())
    assert again.left_out == ()
    assert list(again.feeds) == feeds
