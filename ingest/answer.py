"""How to fetch and what came back: the fetcher's settings and its answers, without its machinery."""

from __future__ import annotations

from typing import Literal

import msgspec

Purpose = Literal["feed", "page", "robots"]


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How we fetch. Times in seconds, sizes in bytes; `allow_networks` are CIDRs of private networks.

    `deadline_s` covers one URL with its redirects and retries, from the first connection on.
    `ca_file`: a PEM file of further roots to trust; certificates are verified always.
    """

    user_agent: str = "amur/0.1"
    contact: str = ""
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 15.0
    deadline_s: float = 45.0
    max_bytes: int = 20_000_000
    max_compressed_bytes: int = 10_000_000
    max_redirects: int = 8
    allow_networks: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443, 8000, 8080, 8443)
    concurrency: int = 32
    per_host_concurrency: int = 2
    per_host_spacing_s: float = 1.0
    retries: int = 2
    retry_wait_s: float = 0.5
    max_wait_s: float = 10.0
    max_retry_after_s: float = 86_400.0
    slow_down_s: float = 0.5
    ca_file: str | None = None

    @property
    def agent(self) -> str:
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent


class Headed(msgspec.Struct, frozen=True, kw_only=True):
    """What came with HTTP headers, in the order sent."""

    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def content_type(self) -> str | None:
        return self.header("content-type")


class Response(Headed, frozen=True, kw_only=True):
    """An answer, decompressed. `redirects`: (status, target) of each hop. URLs come without credentials.

    `truncated` says why the body is not all there, when it is not. `retry_after_s` is what the server asked for,
    `wait_s` what its route now waits (capped).
    """

    url: str
    final_url: str
    status: int
    body: bytes
    bytes_compressed: int = 0
    elapsed_ms: int = 0
    redirects: tuple[tuple[int, str], ...] = ()
    truncated: str | None = None
    retry_after_s: float | None = None
    wait_s: float | None = None
