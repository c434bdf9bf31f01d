"""Refuses conditions that name what no list has: a rule with a slip in it would be quiet, and nobody would miss it."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from amur.alerts.rules_file import Problem, Rule
from amur.errors import choices
from transform.agreements.sectors import SECTORS
from transform.names.entity import Kind
from transform.names.gazetteer import LANGUAGES, gazetteer, listed

_GOODS = "commodity:"
#: What is written as the gazetteer writes its ids; anything else that a rule calls a party is a name.
_ID = re.compile(r"\w+:\S+|(?:CN|RU)-[A-Z]{2,3}")


def refuse_unknown(where: str, rule: Rule) -> None:
    """Raises Problem for the first sector, kind of goods, country, region or party's id that no list has."""
    goods = [one.removeprefix(_GOODS) for one, kind in listed().items() if kind == "commodity"]
    for key, slugs, told in (("sectors", SECTORS, rule.sectors), ("commodities", goods, rule.commodities)):
        for slug in told:
            if slug.removeprefix(_GOODS) not in slugs:
                near = _called(slug, "commodity").removeprefix(_GOODS) or slug
                raise Problem(f"{where}.{key}", f"{slug!r}: {choices(near, slugs)}")
    lands: tuple[tuple[str, Kind, str, tuple[str, ...]], ...] = (
        ("countries", "country", "country such as CN (ISO 3166-1)", rule.countries),
        ("regions", "region", "region such as CN-HL or RU-PRI (ISO 3166-2)", rule.regions),
    )
    for key, kind, what, told in lands:
        for code in told:
            if listed().get(code) != kind:
                codes = [one for one, of in listed().items() if of == kind]
                near = _called(code, kind) or _closest(code.upper(), codes)
                raise Problem(f"{where}.{key}", f"{code!r} is no {what}{_asked(near)}")
    for name in rule.parties:
        refuse_unknown_party(f"{where}.parties", name)


def refuse_unknown_party(key: str, name: str) -> None:
    """Raises Problem for an id that no list has. A name may be one that none has yet."""
    if name in listed() or not _ID.fullmatch(name):
        return
    form, _, slug = name.rpartition(":")
    slugs = [one.rpartition(":")[2] for one in listed() if one.rpartition(":")[0] == form.casefold()]
    if slugs:
        near = _closest(slug, slugs)
        raise Problem(key, f"no list has the id {name!r}{_asked(near and f'{form.casefold()}:{near}'.lstrip(':'))}")


def _called(name: str, kind: Kind) -> str:
    """The id of what is called so in any language: "soya" is soybeans; of a region also a town's that lies in it."""
    for language in LANGUAGES:
        if found := gazetteer().by_name(name, language):
            if kind == "region" and found.region:
                return found.region
            if found.kind == kind:
                return found.id
    return ""


def _closest(name: str, known: Collection[str]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")


def _asked(near: str) -> str:
    return f"; did you mean {near}?" if near else ""
