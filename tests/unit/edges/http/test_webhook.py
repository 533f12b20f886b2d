"""The address of an endpoint is judged before anything is sent there."""

import pytest

from pactwire.edges.http.webhook import check_url
from pactwire.errors import Misconfigured


@pytest.mark.parametrize(
    "url",
    [
        "https://hook.example/a b", "https://hook.example/a\n", "https://hook.example/\x00",
        "https://hook.example/\x1b[2J", "https://hook\t.example/", " https://hook.example/",
        "https://[hook.example/", "https://hook.example:99999/", "https:///path", "hook.example",
        "https://hook.example/\u2028", "https://user:word@hook.example/", "ftp://hook.example/",
    ],
)  # fmt: skip
def test_an_address_with_blanks_or_control_characters_or_without_a_host_is_refused(
    url: str,
) -> None:
    for allow_private in (True, False):
        with pytest.raises(Misconfigured, match="an endpoint's address"):
            check_url(url, allow_private=allow_private)


def test_a_good_address_is_given_back() -> None:
    for url in ("https://hook.example/a?key=1", "https://hook.example:8443/"):
        assert check_url(url, allow_private=False) == url
    assert check_url("http://127.0.0.1:9/", allow_private=True) == "http://127.0.0.1:9/"
