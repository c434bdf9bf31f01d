"""The way of one GET from URL to URL: where redirects lead, how often, and what may go along."""

from __future__ import annotations

from urllib.parse import urljoin

import msgspec

from ingest.address import check_url, redact, split_credentials
from ingest.answer import Purpose
from ingest.errors import Refused, TooManyRedirects
from ingest.hosts import host_of


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """The way of one GET: where it began (`bare`: without credentials), its redirects, and what goes along.

    `by_hop`: each redirect needs leave, and so a turn of its own.
    """

    bare: str
    authorization: str | None
    headers: dict[str, str]
    purpose: Purpose
    by_hop: bool
    redirects: tuple[tuple[int, str], ...] = ()

    @property
    def at(self) -> str:
        return self.redirects[-1][1] if self.redirects else self.bare

    def sent(self) -> dict[str, str]:
        """The headers for this hop; credentials are for the first host only, and not for a weaker scheme."""
        own = host_of(self.at) == host_of(self.bare) and self.at.startswith(self.bare.split(":", 1)[0])
        return self.headers | ({"Authorization": self.authorization} if self.authorization and own else {})

    def next(self, status: int, location: str, most: int) -> Trail:
        """The trail one hop on; raises Refused or TooManyRedirects."""
        try:
            target = urljoin(self.at, _as_sent(location.strip()))
        except ValueError:
            raise Refused("redirect to a malformed URL", url=redact(self.bare)) from None
        target, _ = split_credentials(check_url(target.partition("#")[0]))
        if target == self.bare or any(target == hop for _, hop in self.redirects):
            raise TooManyRedirects(f"redirect loop through {redact(target)}", url=redact(self.bare))
        if len(self.redirects) >= most:
            raise TooManyRedirects(f"more than {most} redirects", url=redact(self.bare))
        return msgspec.structs.replace(self, redirects=(*self.redirects, (status, target)))


def _as_sent(location: str) -> str:
    """As browsers read it: a backslash is a slash, and what is no UTF-8 goes back byte by byte ("/ÐÂ" for "/新")."""
    location = location.replace("\\", "/")
    if location.isascii() or any(ord(letter) > 0xFF for letter in location):
        return location
    return "".join(letter if letter.isascii() else f"%{ord(letter):02X}" for letter in location)
