"""What stands about the prose of pages, from `rules/pages.toml`: furniture, walls and bylines."""

from __future__ import annotations

from functools import cache

import msgspec

from ingest.rules import load


class PageRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules file."""

    silent: tuple[str, ...]
    furniture: tuple[str, ...]
    cues: tuple[str, ...]
    body: tuple[str, ...]
    lines: tuple[str, ...]
    tails: tuple[str, ...]
    captcha: tuple[str, ...]
    maintenance: tuple[str, ...]
    challenge: tuple[str, ...]
    login: str
    consent: tuple[str, ...]
    paywall: tuple[str, ...]
    byline: tuple[str, ...]
    nobody: frozenset[str]


@cache
def rules() -> PageRules:
    """The rules file, read once."""
    return load("pages", PageRules)
