"""Addresses: absolute, clean, and one for each page."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake.addresses import canonical_url, check_address, resolve_link


@pytest.mark.parametrize(
    ("link", "base", "meant"),
    [
        ("/a/5", "https://quay.example/feed", "https://quay.example/a/5"),
        ("?p=1", "https://quay.example/feed", "https://quay.example/feed?p=1"),
        ("//other.example/1", "https://quay.example/", "https://other.example/1"),
        ("HTTPS://Quay.example/A", None, "https://Quay.example/A"),
        ("\n https://quay.example/1\n", None, "https://quay.example/1"),
        ("https://quay.example/a b", None, "https://quay.example/a%20b"),
        ("https://quay.example/a\u200b1", None, "https://quay.example/a1"),
    ],
)
def test_a_link_becomes_absolute(link: str, base: str | None, meant: str) -> None:
    assert resolve_link(link, base) == meant


@pytest.mark.parametrize(
    "link",
    ["http://[quay.example/1", "javascript:alert(1)", "mailto:desk@quay.example", "http://", "/1",
     "http:///x", "http://quay.example:99999/", "http://a..b/", "tag:quay.example,2026:1"],
)  # fmt: skip
def test_a_link_that_cannot_be_an_address_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="address"):
        resolve_link(link)


@pytest.mark.parametrize("sign", [" ", "\t", "\n", "\x00", "\x1b", "\x7f", "\x85", "\u2028", '"'])
def test_blanks_and_control_characters_are_in_no_address(sign: str) -> None:
    for address in (f"https://quay.example/a{sign}b", f"https://quay{sign}.example/"):
        with pytest.raises(ValueError, match="address"):
            check_address(address)


def test_a_canonical_address_keeps_the_fragment_that_names_a_post() -> None:
    page = "https://quay.example/live"
    assert canonical_url(f"{page}?utm_source=x#block-12ab") == f"{page}#block-12ab"
    for fragment in ("top", "comments", "0", "xtor=RSS-1", ":~:text=ferry1"):
        assert canonical_url(f"{page}#{fragment}") == page


@given(st.text(max_size=40), st.sampled_from(["https://quay.example/", "https://", "HTTP://", ""]))
def test_an_address_that_is_taken_can_be_admitted(text: str, head: str) -> None:
    with suppress(ValueError):
        url = resolve_link(head + text, "https://quay.example/feed")
        assert canonical_url(url, with_fragment=True).startswith(("http://", "https://"))
        assert check_address(url) == url
