"""Which addresses a request of ours may go to: the pure half of the defence against SSRF.

Python's `is_global` lets through what embeds or translates another address, so those are refused
by name (RFC 6052, 8215, 3056, 4380, 7526; IANA special-purpose registries).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

EMBEDDING = tuple(
    ip_network(block)
    for block in (
        "64:ff9b::/96",     # NAT64
        "64:ff9b:1::/48",   # NAT64, local use
        "2002::/16",        # 6to4
        "2001::/32",        # Teredo
        "192.88.99.0/24",   # 6to4 relay anycast
        "192.0.0.0/24",     # IETF protocol assignments
        "5f00::/16",        # SRv6 SIDs
        "3fff::/20",        # documentation
        "100.64.0.0/10",    # carrier-grade NAT
        "198.18.0.0/15",    # benchmarking
        "240.0.0.0/4",      # reserved
        "::/96",            # IPv4-compatible, and ::1
        "fec0::/10",        # site-local, given up but still routed by some
    )
)  # fmt: skip


def refusal_reason(address: str) -> str | None:
    """None for an address on the public internet, else why it is refused.

    Raises nothing: what is no address at all is refused too.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "it is no IP address"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return _kind(found)


def _kind(found: IPv4Address | IPv6Address) -> str | None:
    kinds = (
        (found.is_loopback, "it is this machine"),
        (found.is_link_local, "it is link-local, where clouds keep their secrets"),
        (found.is_multicast, "it is multicast"),
        (found.is_unspecified, "it is unspecified"),
        (any(found in block for block in EMBEDDING), "it leads to a reserved or embedded address"),
        (not found.is_global, "it is private"),
    )
    return next((why for held, why in kinds if held), None)
