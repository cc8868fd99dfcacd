"""Which addresses may be called: those of the public internet, at the ports of the web."""

import ipaddress
from dataclasses import dataclass

from bot.fetching import refusals

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

WEB_PORTS = frozenset({80, 443})
SPECIAL_NAMES = frozenset(
    (
        "alt", "corp", "home", "home.arpa", "internal", "intranet", "lan", "local", "localdomain", "localhost", "mail",
        "onion", "private", "metadata.goog", "metadata.tencentyun.com",
    )
)  # fmt: skip
"""Names that mean something within a machine, a network or a cloud only, with all that ends in them: RFC 6761, 6762,
7686, 8375, 9476, ICANN's reservation of .internal, what is used without one, and names of cloud metadata services."""

IPV4_SPECIAL = tuple(
    ipaddress.IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",
    )
)  # fmt: skip
"""IANA's registry of special-purpose addresses, and multicast (RFC 5771). The last one looks like any other: within
Azure it is the host of the virtual machine."""
IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that was ever given out for use on the internet: RFC 4291, section 2.4. Outside are loopback, link-local, unique
local, site-local, multicast and unspecified addresses, and IPv4 ones that are mapped, compatible or behind NAT64."""
IPV6_SPECIAL = tuple(
    ipaddress.IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20")
)
"""Within it, by IANA's registry: protocol assignments with Teredo, benchmarking and ORCHID; documentation; 6to4; AS112.
3ffe::/16 was given back with the 6bone (RFC 3701)."""


def is_public(address: Address) -> bool:
    """Whether it belongs to somebody on the public internet.

    `is_global` alone doesn't say: to Python 3.13 multicast, IPv4-compatible and NAT64 addresses are still global; to
    3.12.1 and 3.11.7 so are 6to4 ones, and most of 192.0.0.0/24 with the metadata service of a cloud in it.
    """
    if isinstance(address, ipaddress.IPv4Address):
        special = any(address in each for each in IPV4_SPECIAL)
    else:
        special = address not in IPV6_UNICAST or any(address in each for each in IPV6_SPECIAL)
    return address.is_global and not special


def is_public_name(name: str) -> bool:
    """Whether a name, in lower case and without the dot at its end, may be one of the public internet."""
    labels = name.split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return len(labels) > 1 and SPECIAL_NAMES.isdisjoint(endings)


@dataclass(frozen=True)
class AddressPolicy:
    """What may be called."""

    ports: frozenset[int] = WEB_PORTS
    """At any public address."""
    exempt: frozenset[tuple[Address, int]] = frozenset()
    """Addresses that needn't be public, each with its port."""

    def check_name(self, name: str) -> None:
        """Before it is looked up: whoever answers look-ups learns nothing of a name that is not theirs."""
        if not is_public_name(name):
            raise refusals.not_public(name)

    def check_port(self, port: int) -> None:
        if port not in self.ports and port not in {exempt for _, exempt in self.exempt}:
            raise refusals.port(port, self.ports)

    def check_address(self, host: str, address: Address, port: int) -> None:
        """`host` is what was asked for: only that is named."""
        if (address, port) in self.exempt:
            return
        if port not in self.ports or not is_public(address):
            raise refusals.not_public(host)
