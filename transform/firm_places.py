"""Whether a place only tells where a firm sits, or is a part of its name."""

from __future__ import annotations

import re

#: A Russian adjective of a place or land.
ADJECTIVE_RU = re.compile(r"ск(?:ий|ая|ое|ие|ого|ой|их|ому|им|ими|ом|ую)$")
#: What may stand between a firm and the place that it is from: "шаньдунская Xinwen", «группа „Чанцзи“ из Цзилиня».
_FIRM_AFTER = re.compile(r"\s(?:(?:компани|корпораци|групп|фирм|холдинг|концерн|завод|банк)[а-яё]*\s)?[«\"A-Z]")
_LATIN_AFTER = re.compile(r" [A-Z]")
_FIRM_BEFORE = re.compile(r"(?:[»\"]|[A-Za-z]) (?:из|\()\s?(?:провинции |города )?$")


def before_firm(text: str, start: int, end: int) -> bool:
    """Does the Russian adjective or place only say where a named firm is from?"""
    if _FIRM_BEFORE.search(text[max(0, start - 24) : start]):
        return True
    if text[start].isascii() and _LATIN_AFTER.match(text, end):
        return True  # «Hebei Wenfeng» in a Russian text is a firm
    return bool(ADJECTIVE_RU.search(text[start:end].lower()) and _FIRM_AFTER.match(text, end))


def in_quotes(text: str, start: int, end: int) -> bool:
    """Does a name between quotation marks begin with the place (“阿穆尔|粮业”)?"""
    return text[start - 1 : start] in ("“", "「", "『") and _QUOTED_ON.match(text, end) is not None


_QUOTED_ON = re.compile("[^”」』，。、]{1,8}[”」』]")


def named_after(folded: str, start: int, end: int) -> bool:
    """Is the place only a part of a firm's quoted name (торговый дом «Хуньчунь Дунъян»)?"""
    opened, closed = folded.rfind("«", 0, start), folded.find("»", end)
    if opened < 0 or closed < 0 or "»" in folded[opened:start]:
        return False
    name = folded[opened + 1 : closed]
    return bool({" ", "-"} & set(name)) and " - " not in name
