"""Only the public internet is called: no address, and no name, that means something nearer."""

import ipaddress
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchRefused
from bot.fetching.policy import IPV4_SPECIAL, IPV6_SPECIAL, AddressPolicy, is_public, is_public_name
from tests.hostile import THOROUGH

PUBLIC = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.15",
    "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001::1", "2001:200::1", "2003::1", "2600::",
)  # fmt: skip
NEARER = (
    # this host, private, shared, loopback, link-local
    "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.170.2", "172.16.0.0", "172.31.255.255",
    "192.168.0.0", "192.168.255.255",
    # protocol assignments, documentation, 6to4 relays, benchmarking, multicast, reserved, broadcast
    "192.0.0.0", "192.0.0.9", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1",
    "192.175.48.1", "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.254", "255.255.255.255", "168.63.129.16",
    # IPv6: unspecified, loopback, link-local, site-local, unique local, multicast, discard only
    "::", "::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1",
    "ff0e::1", "100::1", "100:0:0:1::1",
    # IPv4 in it: mapped, compatible, translated, NAT64, 6to4, Teredo
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "::8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001::1", "2001:0:7f00:1::",
    # protocol assignments, benchmarking, ORCHID, documentation, segment routing, never given out
    "2001:1::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff::1", "2001:db8::1", "3fff::1", "3fff:fff::1", "3ffe::1",
    "2620:4f:8000::1", "5f00::1", "4000::1", "8000::1", "e000::1", "1::1", "1fff::1",
)  # fmt: skip


KINDS = ("is_private", "is_multicast", "is_reserved", "is_loopback", "is_link_local", "is_unspecified")


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_called(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", NEARER)
def test_what_is_nearer_is_not_called(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("network", [*IPV4_SPECIAL, *IPV6_SPECIAL], ids=str)
def test_a_special_network_ends_where_it_ends(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> None:
    assert not is_public(network[0])
    assert not is_public(network[-1])


@THOROUGH
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_whatever_the_library_says_is_not_global_is_not_called(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(address):
        assert address.is_global
        assert not any(getattr(address, kind) for kind in KINDS)


@THOROUGH
@given(st.ip_addresses(v=4), st.sampled_from(("::ffff:0:0", "::", "64:ff9b::", "::ffff:0:0:0")))
def test_no_ipv4_address_is_called_in_the_dress_of_an_ipv6_one(address: ipaddress.IPv4Address, prefix: str) -> None:
    assert not is_public(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address)))
    assert not is_public(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80) | 1))


@pytest.mark.parametrize(
    "name", ["example.com", "a.b.c.example", "local.example.com", "localhost.com", "my-internal.org"]
)
def test_a_name_of_the_public_internet_may_be_looked_up(name: str) -> None:
    assert is_public_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "localhost", "a.localhost", "localhost.localdomain", "router", "printer.local", "metadata", "instance-data",
        "metadata.google.internal", "instance-data.ec2.internal", "metadata.azure.internal", "metadata.goog",
        "metadata.tencentyun.com", "api.kubernetes.default.svc.cluster.local", "host.docker.internal", "nas.lan", "nas.home",
        "nas.home.arpa", "wiki.corp", "wiki.intranet", "x.private", "abc.onion", "",
    ],
)  # fmt: skip
def test_a_name_that_means_something_nearer_is_not_looked_up(name: str) -> None:
    assert not is_public_name(name)


# What is allowed besides


def test_an_exemption_is_for_one_address_at_one_port() -> None:
    here = ipaddress.ip_address("127.0.0.1")
    policy = AddressPolicy(exempt=frozenset({(here, 8080)}))
    policy.check_port(8080)
    policy.check_address("x.example", here, 8080)
    for address, port in [("127.0.0.1", 80), ("127.0.0.2", 8080), ("::1", 8080), ("8.8.8.8", 8080)]:
        with pytest.raises(FetchRefused, match=r"^x\.example is not on the public internet"):
            policy.check_address("x.example", ipaddress.ip_address(address), port)


def test_more_ports_can_be_allowed() -> None:
    policy = AddressPolicy(ports=frozenset({80, 443, 8443}))
    policy.check_port(8443)
    policy.check_address("x.example", ipaddress.ip_address("8.8.8.8"), 8443)
    with pytest.raises(FetchRefused, match=re.escape("Nothing is fetched from port 8080; allowed are 80, 443, 8443.")):
        policy.check_port(8080)
