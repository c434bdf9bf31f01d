"""The names of a clause that a noun, a form or a land tells: "the ministry of …", «ООО …», "one of the … mills"."""

from __future__ import annotations

import re

from transform.names.dictionary import is_given_name
from transform.names.doubtful_names import instrumental
from transform.names.found_names import Found
from transform.names.framed import one_from
from transform.names.gazetteer import gazetteer
from transform.names.named import LAND, Name, group_names, name_at
from transform.names.party_rules import PartyRules
from transform.names.unnamed import (
    bodies_of_heads,
    bodies_of_land,
    bodies_of_two_epithets,
    bodies_of_two_lands,
    firms_of_land,
    lands_of_one_plural,
    ministries_of_nations,
    unnamed,
)

_NAME_NEXT = re.compile(r"\s[«\"A-Z]")
_RUSSIAN_WORD = re.compile("[А-ЯЁ][а-яё]+")
#: A quoted name has begun.
_QUOTED_SO_FAR = re.compile(r"«[^«»,.]{2,40}\Z")


def find_told(found: Found) -> None:
    """Add bodies, groups and firms that are told by what they are and whose."""
    text, rules = found.text, found.rules
    two = (bodies_of_two_lands, bodies_of_two_epithets, lands_of_one_plural, bodies_of_heads, ministries_of_nations)
    for of_two in two:
        found.names.extend(of_two(text, rules))
    found.add_free(bodies_of_land(text, rules))
    for pattern in rules.group:
        for match in pattern.finditer(text):
            # «Российский фонд прямых инвестиций» is no fund among others.
            if found.free(*match.span()) and not found.part_of_listed(*match.span()):
                found.names.extend(group_names(match, rules))
    found.add_free(unnamed(text, rules))
    found.add_free(firms_of_land(text, rules))


def find_organisations(found: Found) -> None:
    """Add what its own words tell to be a firm or body."""
    for match in found.rules.organisation.finditer(found.text):
        start, end = match.span(next(name for name, value in match.groupdict().items() if value))
        russian = found.rules.language == "ru"
        if (russian and _describes(found, start, end)) or found.part_of_listed(start, end):
            continue
        if not _part_of_quoted(found.text, start, end) and found.free(start, end):
            found.add_firm(start, end)


def _describes(found: Found, start: int, end: int) -> bool:
    """Does a Russian noun only say what the name behind it is, or whom a person heads?"""
    text, surface = found.text, found.text[start:end]
    return (
        any(is_given_name(word) for word in _RUSSIAN_WORD.findall(surface[1:]))  # «глав правительств Сергей …»
        or any(start < one < end < last for one, last in found.blocked)  # «Руководитель таможни Ван Лян»
        or _NAME_NEXT.match(text, end) is not None  # «Угольная компания „Х“», «Транспортная группа FESCO»
        or instrumental(surface, found.rules)  # «с Минпромторгом компания подпишет»: two names
        or found.rules.looks.state_acts.search(surface) is not None
    )


def _part_of_quoted(text: str, start: int, end: int) -> bool:
    """Are these the first or the last words of a longer quoted name («Ляонин Порт Груп»)?"""
    if text[start - 1 : start] == "«":
        return text[end : end + 1] == " "
    return text[start - 1 : start] == " " and text[end : end + 1] == "»" and bool(_QUOTED_SO_FAR.search(text, 0, start))


def find_short(found: Found, known: frozenset[str]) -> None:
    """Add the short names by which a Chinese article calls those that it names in full, the longest first."""
    text, rules = found.text, found.rules
    for told in sorted(known, key=lambda one: (-len(one), one)):  # 莫斯科华商联合会 before 联合会
        for match in re.finditer(re.escape(told), text):
            if found.free(*match.span()) and not _goes_on(text, *match.span(), rules):
                found.names.append(name_at(text, *match.span(), "organisation", rules))


def _goes_on(text: str, start: int, end: int, rules: PartyRules) -> bool:
    """Is a short name here only the head of the whole one (大连禾丰 in 大连禾丰远洋食品有限公司)?"""
    whole = rules.name_of_land.match(text, start)
    return whole is not None and whole.end() > end and rules.legal.search(whole.group()) is not None


def find_single(found: Found) -> None:
    """Add single firms of a land that stay without a name ("one of the mills in Rizhao", 一家山东化工企业)."""
    text, rules = found.text, found.rules
    for one in rules.one_of.finditer(text):
        lands = gazetteer().find(one["where"], rules.language, kinds=LAND)
        if not (one["number"] and lands and lands[-1].end == len(one["where"])):
            continue
        start, end = one.start() + lands[0].start, one.end()
        found.add_free([Name(start, end, text[start:end], "group", lands[-1].entity.country)])
    for one in rules.one_from.finditer(text):
        if found.free(*one.span("side")) and (firm := one_from(one, rules)):
            found.names.append(firm)
