"""Words about the names of sides, as side_words.toml holds them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from warehouse.cues import Cues


class Authority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before and behind the name of a stretch of land whose authority a side is."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    zh: str


class Described(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How Chinese tells a side by what it is: in its description, before it, by its goods, by whose it is."""

    some: str
    some_before: str
    maker: str
    of_a_side: str


class Owner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before or behind a name that is only the owner's of the side."""

    before: str
    after: str


class SideWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What side_words.toml holds."""

    hyphenated: tuple[str, ...]
    common: tuple[str, ...]
    legal: tuple[str, ...]
    legal_zh: tuple[str, ...]
    called: tuple[str, ...]
    russia_zh: tuple[str, ...]
    china_zh: tuple[str, ...]
    china_short_zh: tuple[str, ...]
    province_zh: str
    small: frozenset[str]
    rivers: dict[str, frozenset[str]]
    groups: dict[str, frozenset[str]]
    province: str
    authority: Authority
    described_zh: Described
    owner: Owner
    parent: Owner
    group: Cues
    both: Cues
    land: Cues
    one: Cues
    kind: Cues
    office: Cues


@cache
def side_words() -> SideWords:
    """The file, read once."""
    text = (resources.files("warehouse") / "side_words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), SideWords)


@cache
def called() -> re.Pattern[str]:
    """Words that bring in another name of the side before them ("…, known as KASZ"), with that name."""
    return re.compile(rf"(?:{'|'.join(side_words().called)})(?P<name>[^\s，。,.;；（）()]{{2,40}})")


@cache
def legal_form() -> re.Pattern[str]:
    """A legal form as a word of a name in small letters."""
    return re.compile(rf"\b(?:{'|'.join(side_words().legal)})\b")


@cache
def legal_end_zh() -> re.Pattern[str]:
    """The legal form with which a Chinese name ends."""
    return re.compile(f"(?:{'|'.join(side_words().legal_zh)})+$")


@cache
def nation_before_zh(least: int, *, china: bool = False) -> re.Pattern[str]:
    """The nation before a Chinese name that is left `least` characters or more: Russia, with `china` either."""
    words = side_words()
    nations = (*words.russia_zh, *((*words.china_zh, *words.china_short_zh) if china else ()))
    return re.compile(f"^(?:{'|'.join(sorted(nations, key=len, reverse=True))})(?=[一-鿿]{{{least}}})")


@cache
def state_before_zh() -> re.Pattern[str]:
    """The state before the name of a town or body: 中 alone begins too many of these."""
    return re.compile(f"^(?:{'|'.join((*side_words().russia_zh, *side_words().china_zh))})")
