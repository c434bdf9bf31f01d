"""Names that stand beside a deal's sides as if they were sides: who tells of it, and the venture that they found."""

from __future__ import annotations

import re

from transform.named import Name

_NATIONS = ("CN", "RU")


def without_teller(text: str, chosen: list[Name]) -> list[Name]:
    """The sides without who only tells of a deal that two others of both countries made ("X says that A and B …")."""
    for name in chosen:
        told = _TELLS_THAT.match(text, name.end)
        others = [one for one in chosen if told and one.start >= told.end()]
        if len(others) >= 2 and {one.country for one in others} >= set(_NATIONS):
            return others
    return chosen


_TELLS_THAT = re.compile(
    r"[»\"”]? (?:on \w+ )?(?:says|said|reports|reported|announced|confirmed|denie[sd]|stated)(?: on \w+)? that "
    r"|[»\"”]? (?:сообщ|заяв|подтверд|отмет|утвержда|опроверг)[а-яё]*, что "
)


def without_venture(text: str, chosen: list[Name]) -> list[Name]:
    """The sides without the joint venture that two of them set up ("the venture CRAIC", "X was founded by A and B")."""
    if len(chosen) <= len(_NATIONS):
        return chosen
    founders = _FOUNDED_BY.search(text)
    return [
        name
        for name in chosen
        if not (
            _VENTURE.search(text, max(0, name.start - 60), name.start)
            or _OWNED_BY.match(text, name.end)
            or (founders and name.end <= founders.start())
        )
    ]


_VENTURE = re.compile(
    r"(?:\bjoint venture|\bJV|(?<![А-Яа-яЁё])СП|совместн[а-яё]+ (?:предприяти|компани)[а-яё]+"
    r"|(?:учреждени|создани)[а-яё]+ (?:компании|фирмы|предприятия)|合资公司|合资企业) ?[«\"“„]?\Z",
    re.IGNORECASE,
)
_OWNED_BY = re.compile(r"[»\"”]?, (?:in which [A-Z]|учрежд[её]нн[а-яё]+ )")
_FOUNDED_BY = re.compile(r"\b(?:was|were) (?:registered|founded|set up|established|created)\b[^.;]{0,40}? by\b")
