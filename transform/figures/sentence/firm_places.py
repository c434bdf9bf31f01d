"""Whether a place only tells where a firm sits, or is a part of its name."""

from __future__ import annotations

from collections.abc import Iterable

from transform.figures.sentence.rules import PlaceRules
from transform.rules import Pattern


def before_firm(text: str, start: int, end: int, places: PlaceRules) -> bool:
    """Does the Russian adjective or place only say where a named firm is from?"""
    if places.firm_before.search(text[max(0, start - 24) : start]):
        return True
    if text[start].isascii() and places.latin_after.match(text, end):
        return True  # «Hebei Wenfeng» in a Russian text is a firm
    return bool(places.adjective.search(text[start:end].lower()) and places.firm_after.match(text, end))


def in_quotes(text: str, start: int, end: int, places: PlaceRules) -> bool:
    """Does a name between quotation marks begin with the place (“阿穆尔|粮业”)?"""
    return text[start - 1 : start] in ("“", "「", "『") and places.quoted_on.match(text, end) is not None


def named_after(folded: str, start: int, end: int) -> bool:
    """Is the place only a part of a firm's quoted name (торговый дом «Хуньчунь Дунъян»)?"""
    opened, closed = folded.rfind("«", 0, start), folded.find("»", end)
    if opened < 0 or closed < 0 or "»" in folded[opened:start]:
        return False
    name = folded[opened + 1 : closed]
    return bool({" ", "-"} & set(name)) and " - " not in name


def has_works_over_there(folded: str, end: int, over_there: Iterable[int], based_in: Pattern) -> bool:
    """Does the place only begin the name of a firm that has something in the other land (浙江|菜鸟仓配在|叶卡捷琳堡)?

    `over_there` are the starts of that land's places.
    """
    return any(start > end and based_in.fullmatch(folded, end, start) for start in over_there)
