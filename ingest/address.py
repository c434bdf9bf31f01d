"""Which URLs and addresses may be fetched from: the guard against feeds that point into our own network.

A name is resolved once, every address it has is judged, and the connection goes to a judged address; so a
name that answers differently the second time (DNS rebinding) gains nothing. Lists: RFC 6890 special-purpose
addresses through `ipaddress`, and the metadata services of cloud providers that sit on public addresses.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit, urlunsplit

from ingest.errors import Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: Metadata and platform services that `ipaddress` takes for public.
_PLATFORM = tuple(ip_network(text) for text in ("168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"))
#: IPv6 ranges that carry an IPv4 address inside: NAT64 (RFC 6052) and 6to4 (RFC 3056).
_NAT64 = ip_network("64:ff9b::/96")
_SECRET_KEYS = re.compile(r"(?i)(^|[&;?])([^=&;]*(?:token|key|secret|passw|pwd|auth|sig|session)[^=&;]*)=[^&;#]*")


@dataclass(frozen=True)
class AddressPolicy:
    """`allow_networks`: CIDRs of private networks that may be fetched from, on any port.

    `allow_ports`: ports for public addresses; an empty tuple admits all.
    """

    allow_networks: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443, 8000, 8080, 8443)

    @cached_property
    def networks(self) -> tuple[Network, ...]:
        return tuple(ip_network(text, strict=False) for text in self.allow_networks)

    def objection(self, text: str, port: int) -> str | None:
        """Why this address and port may not be connected to, or None."""
        literal = ip_address(text.split("%", 1)[0])
        plain = getattr(literal, "ipv4_mapped", None) or literal  # a mapped address dials the IPv4 one itself
        if any(plain.version == net.version and plain in net for net in self.networks):
            return None
        address = unwrap(literal)
        if kind := _kind(address):
            return f"{address} is {kind}; AMUR_ALLOW_NETWORKS names networks that may be fetched from"
        if self.allow_ports and port not in self.allow_ports:
            return f"port {port} is not allowed"
        return None


def unwrap(address: Address) -> Address:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 one, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is None and int(address) >> 32 == 0 and int(address) > 1:
        inner = IPv4Address(int(address))  # the deprecated "IPv4-compatible" form ::a.b.c.d
    return inner or address


def _kind(address: Address) -> str | None:
    if any(address.version == net.version and address in net for net in _PLATFORM):
        return "a cloud metadata address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "the unspecified address"
    if not address.is_global or address.is_reserved or getattr(address, "is_site_local", False):
        return "a private or reserved address"
    return None


def split_credentials(url: str) -> tuple[str, str | None]:
    """The URL without user and password, and the Authorization header they stand for."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url, None
    user_info, _, host = parts.netloc.rpartition("@")
    user, _, password = user_info.partition(":")
    token = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), f"Basic {token}"


def redact(url: str) -> str:
    """The URL fit for a log: no user, no password, no values of query keys that name secrets."""
    try:
        bare, _ = split_credentials(url)
    except ValueError:
        bare = re.sub(r"//[^/@]*@", "//", url)
    head, mark, query = bare.partition("?")
    return head + mark + _SECRET_KEYS.sub(r"\1\2=…", query) if mark else bare


def check_url(url: str) -> str:
    """The URL itself when its form is allowed; raises Refused for other schemes, no host, or an absurd length."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise Refused(f"malformed URL: {problem}", url=redact(url)) from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Refused(f"scheme {parts.scheme or '(none)'!r} is not allowed", url=redact(url))
    if not parts.hostname:
        raise Refused("URL has no host", url=redact(url))
    if len(url) > 8192:
        raise Refused("URL is longer than 8192 characters", url=redact(url)[:200] + "…")
    if port == 0:
        raise Refused("port 0 is not allowed", url=redact(url))
    return url
