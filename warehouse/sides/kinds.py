"""Sides that are named by what they are: a kind of side, an office, a side of both nations; from side_words.toml."""

from __future__ import annotations

import re
from functools import cache

from warehouse.cues import folded
from warehouse.scripts import HAN
from warehouse.sides.side_words import side_words


def is_group(name: str) -> bool:
    """True for a side named as a kind ("Chinese companies", "российские предприятия", 中国企业)."""
    plain = folded(name)
    cues = side_words().group
    if HAN.search(plain):
        return plain.endswith(cues.zh) and len(plain) <= 8
    words = plain.split()
    if len(words) == 2 and words[0].startswith(_lands()):
        return words[1] in _one_words() or words[1] in _group_words()
    return bool(words) and words[-1] in _group_words()


def is_kind(word: str) -> bool:
    """Is it a word for what a side may be (supplier, завод)?"""
    return folded(word).startswith(_kinds_of_sides())


def is_kind_zh(name: str) -> bool:
    """Is a Chinese name put together of such words alone (码头公司)?"""
    words = "|".join(side_words().kind.zh)
    return re.fullmatch(f"(?:{words})+", name) is not None


def is_of_both(name: str) -> bool:
    """True for a side of both nations (两国海关, "the two countries' customs services")."""
    plain, cues = folded(name), side_words().both
    return plain.startswith(cues.zh) or any(words in plain for words in (*cues.en, *cues.ru))


def is_office(name: str) -> bool:
    """Is it a department of some land's government ("Jilin Department of Commerce", 吉林省商务厅)?"""
    plain = folded(name)
    cues = side_words().office
    if HAN.search(plain):
        return plain.endswith(cues.zh)
    return any(word.startswith((*cues.en, *cues.ru)) for word in plain.split())


@cache
def _group_words() -> frozenset[str]:
    cues = side_words().group
    return frozenset(folded(word) for word in (*cues.en, *cues.ru))


@cache
def _kinds_of_sides() -> tuple[str, ...]:
    cues = side_words().kind
    return (*cues.en, *cues.ru)


@cache
def _one_words() -> frozenset[str]:
    cues = side_words().one
    return frozenset(folded(word) for word in (*cues.en, *cues.ru))


@cache
def _lands() -> tuple[str, ...]:
    cues = side_words().land
    return (*cues.en, *cues.ru)
