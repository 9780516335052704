"""Knows which addresses a link may lead to, and how to show one without its secrets; must not connect to any."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit, urlunsplit

from pipeline.core.reasons import Reason

# Addresses that carry another inside, or that Python calls global and that lead into private networks all the same:
# NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056) and its relays (RFC 7526), Teredo (RFC 4380), protocol assignments (RFC
# 6890).
_CARRIERS = tuple(
    map(
        ipaddress.ip_network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "192.88.99.0/24", "192.0.0.0/24", "2001::/32", "::/96"),
    )
)

_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.I)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, in any of its disguises."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    if any(ip.version == network.version and ip in network for network in _CARRIERS):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def refusal(url: str, allowed: Collection[str] = ()) -> Reason | None:
    """Why a link may not be asked for at all; None where it may. `allowed` are hosts of one's own network."""
    try:
        parts = urlsplit(url)
        _, host = parts.port, parts.hostname
    except ValueError:
        return Reason("malformed_address")
    if parts.scheme not in ("http", "https"):
        return Reason("scheme_not_asked", scheme=parts.scheme or "—")
    if "@" in parts.netloc:
        return Reason("address_with_credentials")
    if not host:
        return Reason("address_without_host")
    if host in allowed:
        return None
    try:
        return None if is_public(host) else Reason("private_address")
    except ValueError:
        # What old C libraries read as an address: 127.1, 0x7f000001, 2130706433, 0177.0.0.1.
        return Reason("number_for_a_host") if _NUMBERS.fullmatch(host) else None


def masked(url: str) -> str:
    """An address without credentials, to be shown."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rsplit("@", maxsplit=1)[-1] if "@" in url else url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc="…@" + parts.netloc.rpartition("@")[2]))


def host_of(url: str) -> str:
    """The host and port that a link's requests wait in line for."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
