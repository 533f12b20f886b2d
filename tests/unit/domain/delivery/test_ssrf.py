"""Where requests may go: everything private, embedded or reserved is refused, with the reason."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.delivery.ssrf import (
    METADATA,
    PRIVATE_NETWORKS,
    PUBLIC_IPV6,
    refusal_of_host,
    refusal_reason,
)

REFUSED = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255
192.168.0.1 169.254.169.254 169.254.0.1 100.64.0.1 100.127.255.255 192.0.0.1 192.0.0.170 192.0.2.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 192.88.99.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1
::ffff:169.254.169.254 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 ff05::2 2001:db8::1
2002:7f00:1:: 2002:c0a8:1::1 2001:0:7f00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 5f00::1
3fff::1 100::1 fec0::1 2001:2::1 2001:10::1 localhost 127.1 0x7f000001 2130706433 example.org
①②⑦.0.0.1 1.2.3 [::1]
168.63.129.16 100.100.100.200 ::ffff:8.8.8.8 ::ffff:0:0 ::ffff:168.63.129.16 ::ffff:0:127.0.0.1
::8.8.8.8 100:0:0:1::1 100:0:0:1:ffff:ffff:ffff:ffff 64:ff9b::8.8.8.8 4000::1 1fff::1 8000::1
c000::1 e000::1 0:0:0:1::1 2001:1::1 2001:20::1 2001:1ff::1 2002:808:808::1 2001:db8:1::1
2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:8.8.8.8 fd00:ec2::254 fd20:ce::254 fe80::a9fe:a9fe
192.0.0.192 ff0e::1 3fff:fff::1
""".split()

ALLOWED = """
1.1.1.1 8.8.8.8 93.184.215.14 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 192.167.1.1
168.63.129.15 2606:4700:4700::1111 2a00:1450:4001:81b::200e 2001:200::1 2001:4860:4860::8888
2620:fe::fe
""".split()

KEPT_BY_CLOUDS = """
169.254.169.254 169.254.170.2 169.254.170.23 169.254.0.23 169.254.42.42 168.63.129.16
100.100.100.200 192.0.0.192 fd00:ec2::254 fd00:ec2::23 fd20:ce::254 fd00:c1::a9fe:a9fe fd00:42::42
::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::169.254.169.254 64:ff9b::169.254.169.254
64:ff9b:1::a9fe:a9fe 2002:a9fe:a9fe::1 fe80::a9fe:a9fe ::ffff:0:169.254.169.254
2001:0:a9fe:a9fe::1 2001:0:808:808:0:0:5601:5601 2606:4700::5efe:169.254.169.254
::ffff:168.63.129.16 64:ff9b::168.63.129.16
""".split()

EVERYTHING = (ip_network("0.0.0.0/0"), ip_network("::/0"), *METADATA)


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused_with_the_reason(address: str) -> None:
    assert refusal_reason(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_a_public_address_is_let_through(address: str) -> None:
    assert refusal_reason(address) is None


@pytest.mark.parametrize("address", KEPT_BY_CLOUDS)
def test_where_clouds_keep_their_keys_stays_closed_whatever_is_allowed(address: str) -> None:
    for allowed in ((), PRIVATE_NETWORKS, EVERYTHING):
        assert refusal_reason(address, allowed)


def test_only_the_networks_that_are_listed_are_open() -> None:
    allowed = (ip_network("10.1.0.0/16"), ip_network("fd12::/16"))
    for address in ("10.1.2.3", "fd12::1"):
        assert refusal_reason(address)
        assert refusal_reason(address, allowed) is None
    for address in ("10.2.0.1", "127.0.0.1", "::1", "192.168.0.1", "fd13::1", "::ffff:10.1.2.3"):
        assert refusal_reason(address, allowed)


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_the_public_internet_is_open(address: object) -> None:
    if address not in PUBLIC_IPV6:
        assert refusal_reason(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "0x7f.1", "localhost",
        "LOCALHOST.", "a.localhost", "[::1]", "::1", "169.254.169.254", "1.2.3.4.5", "0x",
        "metadata.google.internal", "METADATA.goog.", "instance-data",
    ],
)  # fmt: skip
def test_a_host_that_any_resolver_reads_as_an_address_is_judged_as_one(host: str) -> None:
    assert refusal_of_host(host)


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "2606:4700::1111", "4chan.example", ""])
def test_a_name_is_left_to_its_addresses(host: str) -> None:
    assert refusal_of_host(host) is None
