"""Addresses of receivers are shown without what may be a key."""

import pytest

from pactwire.domain.delivery.addresses import check_address, mask_address
from pactwire.domain.delivery.response_text import clean_response_text
from pactwire.errors import Misconfigured


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://hooks.example/services/T0/B0/key", "https://hooks.example/***"),
        ("https://example.org/?token=key", "https://example.org/***"),
        ("https://user:key@example.org/", "https://example.org/"),
        ("https://[2606:4700::1]:1/a", "https://[2606:4700::1]:1/***"),
        ("https://[::1", "***"),
    ],
)
def test_only_scheme_and_host_are_shown(url: str, shown: str) -> None:
    assert mask_address(url) == shown


def test_capitals_and_other_scripts_are_addresses() -> None:
    assert check_address("HTTPS://EXAMPLE.ORG/Hook", ("https",)).hostname == "example.org"
    assert check_address("https://b\u00fccher.example/", ("https",))
    with pytest.raises(Misconfigured, match="begins with https://"):
        check_address("http://example.org/", ("https",))


def test_what_a_receiver_says_is_kept_without_keys_controls_and_length() -> None:
    url = "https://example.org/hook/s3cr%65t-key?token=open-sesame"
    said = b"\x1b]0;no\x07 /hook/s3cr%65t-key (s3cret-key) token=open-sesame\n\n" + b"x" * 999
    text = clean_response_text(said, url)
    assert text.startswith("]0;no /hook/*** (***) token=*** xxx")
    assert len(text) == 200
