"""Keys by which a translated or shortened name is known: what its words mean, and how it is cut short.

Chinese papers cut a translated name to a character a word (浙能), English ones to its initials (CNAMPGC).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from warehouse.scripts import HAN, hanzi, language_of
from warehouse.sides.name_words import chinese_word, folded_words, lands_in, of_word, told
from warehouse.sides.side_words import legal_end_zh, nation_before_zh, side_words

#: A name of one meaning ("Energy") is anybody's.
FEWEST_MEANINGS = 2
#: Initials of fewer words are shared by too many.
FEWEST_INITIALS = 4
#: How the key begins that tells to what a Chinese name is cut.
SHORT = "short "
#: How the keys begin that tell what the words of a name mean, in whichever language.
MEANS = "means "
#: Characters that are left of a Chinese name, whatever they mean.
_SHORTEST = 2
_WORD = re.compile(r"[^\W\d_]+")
#: What one name has and another leaves out: Perm Motors are the Perm Motor Works, and «Воронежстанкопром» an industry.
_WORKS = frozenset(("factory", "commercial", "industry"))


@lru_cache(maxsize=65536)
def meant(name: str) -> frozenset[str]:
    """`means …` for a name whose every word is understood; `short …` and `initials …` for how it is cut, or is cut."""
    if HAN.search(name):
        return frozenset((*_key(name), *_short(nation_before_zh(2).sub("", hanzi(name)))))
    return frozenset((*_key(name), *_initials(name)))


@lru_cache(maxsize=65536)
def known_words(name: str) -> frozenset[str]:
    """What those words of a name mean that are understood; towns and nations tell no firm from another."""
    return told(name).meanings


@lru_cache(maxsize=65536)
def understood(word: str) -> bool:
    """Does a word of an English or Russian name say what a firm is, not which?"""
    return all(of_word(part, language_of(word)) is not None for part in folded_words(word))


@lru_cache(maxsize=65536)
def empty(word: str) -> bool:
    """Does a word of an English or Russian name tell nothing (company, China, international)?"""
    return of_word(word, language_of(word)) == (frozenset(), frozenset())


@lru_cache(maxsize=65536)
def towns(name: str) -> frozenset[str]:
    """The towns and provinces in a name."""
    return frozenset(
        mention.entity.id.partition(":")[2] or mention.entity.id
        for mention in lands_in(name, language_of(name))
        if mention.entity.kind != "country"
    )


def _key(name: str) -> Iterator[str]:
    """The key of a name of which every word is understood."""
    found = told(name)
    if found.unknown:
        return
    # «Политех» is one without saying so.
    named = found.meanings - {"university"} if "polytechnic" in found.meanings else found.meanings
    for meanings in (named, named - _WORKS):
        if len(meanings | found.lands) >= FEWEST_MEANINGS:
            yield f"{MEANS}{' '.join(sorted(meanings | found.lands))}"


def _short(name: str) -> Iterator[str]:
    """To what a Chinese name is cut: the first characters of its first two words, or itself."""
    lands = {mention.start: mention for mention in lands_in(name, "zh")}
    firsts, at = "", 0
    while at < len(name):
        land = lands.get(at)
        word, telling = (name[at : land.end], True) if land else chinese_word(name, at)
        if not word:
            break
        firsts += name[at] if telling else ""
        at += len(word)
    bare = name[:_SHORTEST] + legal_end_zh().sub("", name[_SHORTEST:])
    short = bare if len(bare) == 2 else firsts[:2]
    if len(short) == 2:
        yield f"{SHORT}{short}"


def _initials(name: str) -> Iterator[str]:
    words = [word for word in _WORD.findall(name) if word.casefold() not in side_words().small]
    if len(words) == 1 and name.isupper() and len(name) >= FEWEST_INITIALS:
        yield f"initials {name.casefold()}"
    elif len(words) >= FEWEST_INITIALS:
        yield f"initials {''.join(word[0] for word in words).casefold()}"
