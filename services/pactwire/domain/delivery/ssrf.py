"""Which addresses a request of ours may go to: the pure half of the defence against SSRF.

Of IPv6 only 2000::/3 is the public internet, without what embeds or translates another address
there (RFC 3056, 4380, 5214; IANA special-purpose registries). Networks of one's own can be
allowed; where clouds hand out their keys stays closed whatever is allowed.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(one) for one in text.split())


PRIVATE_NETWORKS = _networks(
    "127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 ::1/128 fc00::/7"
)
"""What `true` allows: this machine and networks of one's own."""
LOOPBACK = _networks("127.0.0.0/8 ::1/128")
METADATA = _networks(
    "169.254.0.0/16"        # AWS, Azure, Google, Oracle and most others; ECS and EKS; link-local
    " 168.63.129.16/32"     # Azure's wire server
    " 100.100.100.200/32"   # Alibaba
    " 192.0.0.192/32"       # Oracle, of old
    " fd00:ec2::/32"        # AWS
    " fd20:ce::254/128"     # Google
    " fd00:c1::a9fe:a9fe/128"  # Oracle
    " fd00:42::42/128"      # Scaleway
    " fd00:a9fe:a9fe::/48"  # cloud-init's own
)  # fmt: skip
"""Where clouds hand out keys to whoever asks from inside."""
METADATA_NAMES = {
    "metadata", "metadata.google.internal", "metadata.goog", "metadata.azure.internal",
    "metadata.tencentyun.com", "instance-data", "instance-data.ec2.internal",
}  # fmt: skip
"""Names of the same, which a proxy would look up in our place."""
PUBLIC_IPV6 = ip_network("2000::/3")
RESERVED = _networks(
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
    " 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4"
    " 240.0.0.0/4"
    " 2001::/23"            # Teredo, ORCHID, benchmarking and other protocols
    " 2001:db8::/32 3fff::/20"  # documentation
    " 2002::/16"            # 6to4
)  # fmt: skip
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
MAPPED = ip_network("::ffff:0:0/96")
ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""The third quarter of an IPv6 address whose last one is an IPv4 address of a site."""


def parse_networks(value: object) -> tuple[Network, ...]:
    """Networks from a list, from text with commas, or from `true` and `false`.

    Raises:
        ValueError: one is no network.
    """
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(ip_network(str(one)) for one in value)
    text = str(value).strip().lower()
    if text in {"true", "false", ""}:
        return PRIVATE_NETWORKS if text == "true" else ()
    return tuple(ip_network(one.strip(" \t\"'")) for one in text.strip("[]").split(","))


def refusal_reason(address: str, allowed: Sequence[Network] = ()) -> str | None:
    """None for an address on the public internet or in an allowed network, else why it is refused.

    Raises nothing: what is no address at all is refused too.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "it is no IP address"
    if any(_is_in(one, METADATA) for one in (found, *_embedded(found))):
        return "it is where clouds keep their keys"
    if _is_in(found, (MAPPED,)):
        return "it is an IPv4 address in the clothes of IPv6"
    if _is_in(found, allowed):
        return None
    return _find_kind(found)


def refusal_of_host(host: str, allowed: Sequence[Network] = ()) -> str | None:
    """The same for a host of an address; None for a name, which only its addresses can tell.

    Some resolvers read `127.1` and `0x7f000001` as addresses, so what ends in a number is one.
    """
    name = host.strip("[]").removesuffix(".").lower()
    if name in METADATA_NAMES:
        return "it is where clouds keep their keys"
    if name == "localhost" or name.endswith(".localhost"):
        return refusal_reason("127.0.0.1", allowed)
    last = name.rpartition(".")[2]
    is_address = ":" in name or NUMBER.fullmatch(last)
    return refusal_reason(name, allowed) if is_address else None


def _find_kind(found: Address) -> str | None:
    kinds = (
        (found.is_loopback, "it is this machine"),
        (found.is_link_local, "it is link-local"),
        (found.is_multicast, "it is multicast"),
        (found.is_unspecified, "it is unspecified"),
        (isinstance(found, IPv6Address) and found not in PUBLIC_IPV6, "it is not on the internet"),
        (_is_in(found, RESERVED), "it is private, reserved, or leads to another address"),
        (_is_of_a_site(found), "it leads to an IPv4 address of a site"),
        (not found.is_global, "it is private"),
    )
    return next((why for held, why in kinds if held), None)


def _is_in(found: Address, networks: Sequence[Network]) -> bool:
    return any(found in network for network in networks)


def _is_of_a_site(found: Address) -> bool:
    return isinstance(found, IPv6Address) and (int(found) >> 32) & 0xFFFF_FFFF in ISATAP


def _embedded(found: Address) -> Iterator[IPv4Address]:
    """IPv4 addresses that an IPv6 address may stand for."""
    if isinstance(found, IPv6Address):
        if found.sixtofour:
            yield found.sixtofour
        if found.teredo:
            yield from found.teredo
        if found not in PUBLIC_IPV6 or _is_of_a_site(found):
            yield IPv4Address(int(found) & 0xFFFF_FFFF)
