"""Where requests may go: everything private, embedded or reserved is refused, with the reason."""

import pytest

from pactwire.domain.delivery.ssrf import refusal_reason

REFUSED = """
127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1
169.254.169.254 169.254.0.1 100.64.0.1 100.127.255.255 192.0.0.1 192.0.0.170 192.0.2.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 192.88.99.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1
::ffff:169.254.169.254 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 ff05::2 2001:db8::1
2002:7f00:1:: 2002:c0a8:1::1 2001:0:7f00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 5f00::1
3fff::1 100::1 fec0::1 2001:2::1 2001:10::1 localhost 127.1 0x7f000001 2130706433 example.org
①②⑦.0.0.1 1.2.3 [::1]
""".split()

ALLOWED = """
1.1.1.1 8.8.8.8 93.184.215.14 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 192.167.1.1
2606:4700:4700::1111 2a00:1450:4001:81b::200e ::ffff:8.8.8.8
""".split()


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused_with_the_reason(address: str) -> None:
    assert refusal_reason(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_a_public_address_is_let_through(address: str) -> None:
    assert refusal_reason(address) is None
