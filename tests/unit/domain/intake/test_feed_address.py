"""Addresses of feeds: which are taken, and that no key is shown."""

import pytest

from pactwire.domain.intake.feed_address import mask_feed_address, parse_feed_address
from pactwire.errors import InvalidEvent


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.example/rss", "https://a.example/rss"),
        (" http://a.example ", "http://a.example"),
        ("feed://a.example/rss", "https://a.example/rss"),
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("FEED:http://a.example", "http://a.example"),
    ],
)
def test_an_address_is_taken_as_feed_readers_write_it(written: str, meant: str) -> None:
    assert parse_feed_address(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "a.example/rss", "ftp://a.example", "https://", "https://a b.example/", "https://a:x/",
     "javascript:alert(1)", "https://a.example/\nHost:", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(written: str) -> None:
    with pytest.raises(InvalidEvent):
        parse_feed_address(written)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/rss", "https://a.example/rss"),
        ("https://a.example/rss?key=abc&x=1#f", "https://a.example/rss?key=***&x=***"),
        ("https://me:secret@a.example:8443/rss", "https://***@a.example:8443/rss"),
        ("https://a.example/rss?abc", "https://a.example/rss?***"),
        (
            "https://a.example/private-9f8e7d6c5b4a39281706/basic.xml",
            "https://a.example/***/basic.xml",
        ),
        ("https://a.example/u/3f2504e0-4f89-11d3-9a0c-0305e82c3301.rss", "https://a.example/u/***"),
        ("https://a.example/world-news-2026/africa", "https://a.example/world-news-2026/africa"),
        ("https://a.example/internationalnews/", "https://a.example/internationalnews/"),
    ],
)
def test_keys_are_not_shown(address: str, shown: str) -> None:
    assert mask_feed_address(address) == shown
