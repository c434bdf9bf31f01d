"""What a mention is about, beside its parties: goods, fields of work, numbers, years; the words are in topics.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

import ahocorasick_rs
import msgspec

from transform.names.gazetteer import gazetteer
from transform.numbers.amounts import find_quantities
from transform.numbers.digits import Numeral
from transform.numbers.numerals import find_numerals
from transform.records import Party
from warehouse.cues import Cues, folded
from warehouse.scripts import HAN


class Topics(msgspec.Struct, frozen=True, kw_only=True):
    """A mention's content. `spans` are seasons such as 2024/25; `past` holds the years in which it says it was made."""

    goods: frozenset[str]
    field: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[int]
    spans: frozenset[tuple[int, int]]
    another: bool
    further: bool
    corrected: bool
    yearly: bool
    #: Years that it is said to be for, years that its document is called by, for which or in which it was made, and
    #: years since which something has been so.
    terms: frozenset[int]
    called: frozenset[int]
    since: frozenset[int]
    this_year: bool
    last_year: bool
    years_ago: bool
    words: frozenset[str]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    goods: dict[str, Cues]
    carriers: dict[str, frozenset[str]]
    wholes: dict[str, frozenset[str]]
    field: dict[str, Cues]
    another: Cues
    further: Cues
    corrected: Cues
    yearly: Cues
    term: dict[str, str]
    called: dict[str, str]
    since: dict[str, str]
    seems: dict[str, str]
    serviced: dict[str, str]
    maker: dict[str, str]
    megawatts: dict[str, str]
    joins: dict[str, str]
    paper_joins: dict[str, str]
    this_year: Cues
    last_year: Cues
    years_ago: Cues
    span: str
    firm_zh: str


_FLAGS = ("another", "further", "corrected", "yearly", "this_year", "last_year", "years_ago")


@cache
def _file() -> _File:
    text = (resources.files("warehouse") / "topics.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


@cache
def _automaton(language: str) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, str]]]:
    """The words of a language, and for each what it means: (kind, topic)."""
    told = _file()
    meanings: list[tuple[str, str]] = []
    words: list[str] = []

    def take(kind: str, topics: Mapping[str, Cues]) -> None:
        for topic, cues in topics.items():
            for word in cues.of(language):
                words.append(folded(word))
                meanings.append((kind, topic))

    take("goods", told.goods)
    take("field", told.field)
    take("flag", {name: getattr(told, name) for name in _FLAGS})
    return ahocorasick_rs.AhoCorasick(words), meanings


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(getattr(_file(), name)[language if language in ("ru", "zh") else "en"])


def join_places(quote: str, language: str) -> list[tuple[int, int]]:
    """Where words or marks join what a sentence lists ("on A and on B")."""
    return [match.span() for match in _pattern("joins", language).finditer(quote)]


def paper_joins(quote: str, language: str) -> list[tuple[int, int]]:
    """Where a second paper with a matter of its own is joined to one ("a contract on A and a memorandum on B")."""
    return [match.span() for match in _pattern("paper_joins", language).finditer(quote)]


def _years(name: str, text: str, language: str) -> frozenset[int]:
    return frozenset(int(year) for year in _pattern(name, language).findall(text))


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: What parts the thousands of a number: a space, in English and Chinese a comma.
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_BY_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=65536)
def topics(quote: str, language: str, parties: tuple[Party, ...] = ()) -> Topics:
    """Read a mention's sentence for its content; the names of its parties say nothing of that."""
    # What a side makes ("truck maker") says no more of it.
    # Entries that end in a blank are whole words; marks end a word as blanks do.
    plain = _pattern("maker", language).sub(" ", folded(_without_names(quote, language, parties)))
    text = _pattern("seems", language).sub(" ", plain) + " "
    text = _pattern("serviced", language).sub(_without_serviced, text)
    if language != "zh":
        text = re.sub(r"[^\w\s/–—-]", " ", text)
    automaton, meanings = _automaton(language)
    found: dict[str, set[str]] = {"goods": set(), "field": set(), "flag": set()}
    about = _without_lands(text) if language == "zh" else text
    for index, start, _ in automaton.find_matches_as_indexes(about, overlapping=True):
        if language == "zh" or start == 0 or not text[start - 1].isalpha():
            kind, topic = meanings[index]
            found[kind].add(topic)
    if _ROUTE in found["field"]:
        found["field"].remove(_ROUTE)
        found["field"].add(_LINE if (found["goods"] | found["field"]) & _AT_SEA else _FLIGHTS)
    if _LINE in found["field"] and _BUILDING not in found["field"]:
        found["goods"].discard(_SHIPS)  # "two ships will sail on it" sells none; to build them for it does
    ends = [(int(a), int(a[:2] + b)) for a, b in re.findall(_file().span, text)]
    spans = frozenset((first, last) for first, last in ends if 0 < last - first <= 2)
    numbers, rest = _numbers(plain, language)
    years = frozenset(int(year) for year in _YEAR.findall(rest))
    return Topics(
        goods=frozenset(found["goods"]),
        field=frozenset(found["field"]),
        numbers=numbers,
        years=years,
        terms=_years("term", text, language),
        called=_years("called", text, language),
        since=_years("since", text, language),
        spans=spans,
        words=_words(text, language),
        **{name: name in found["flag"] for name in _FLAGS},
    )


def _without_serviced(match: re.Match[str]) -> str:
    """A repair base without the machines that it repairs: their contract is another."""
    goods = "goods" if match["goods"] else "goods_before"
    first, last = (edge - match.start() for edge in match.span(goods))
    return f"{match[0][:first]} {match[0][last:]}"


def _numbers(text: str, language: str) -> tuple[frozenset[str], str]:
    """The telling numbers in one notation ("600000" for 600,000, 600 тыс. and 60万), money aside: that is the value.

    And the text without quantities: 2000 tonnes are no year.
    """
    found: set[str] = set()
    text = _GROUPED.sub("", text)
    rest = text if language == "ru" else _BY_COMMAS.sub("", text)
    for quantity in find_quantities(text, language):
        rest = rest[: quantity.start] + " " * (quantity.end - quantity.start) + rest[quantity.end :]
        if quantity.kind != "money" and quantity.value > _SMALL:
            found.add(f"{quantity.value.normalize():f}")
    bare = list(_NUMBER.finditer(rest))
    scaled = {one.start: one for one in find_numerals(rest, language)} if bare else {}
    raw = (_counted(match, rest, scaled) for match in bare)
    return frozenset(found | {number for number in raw if _telling(number)}), rest


@cache
def _power() -> re.Pattern[str]:
    """The unit of power behind a number, the longest first."""
    units = sorted(_file().megawatts, key=len, reverse=True)
    return re.compile(rf"[ \u00a0-]?(?P<unit>{'|'.join(units)})")


def _counted(match: re.Match[str], text: str, scaled: Mapping[int, Numeral]) -> str:
    """A number of no known unit as it is counted: 45万千瓦 is 450 megawatts."""
    number, numeral = match[0].replace(",", ".").strip("."), scaled.get(match.start())
    power = _power().match(text, numeral.end if numeral else match.end())
    if number.count(".") > 1 or not (numeral or power):
        return number
    value = numeral.value if numeral else Decimal(number)
    return f"{(value * Decimal(_file().megawatts[power['unit']]) if power else value).normalize():f}"


def other_goods(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Are the goods of two deals others altogether? Where one hand names only what carries goods, nobody knows."""
    carriers = _file().carriers["goods"]
    one_carries = bool(set(ours) - carriers) != bool(set(theirs) - carriers)
    return bool(ours and theirs) and not of_one_kind(ours, theirs) and not one_carries


def of_one_kind(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Are some goods of two deals the same, or one a kind of the other's (metal, aluminium)?"""
    return not _kinds(ours).isdisjoint(_kinds(theirs))


def _kinds(goods: Collection[str]) -> set[str]:
    """The goods and, for a whole (grain), its kinds."""
    return set(goods).union(*(kinds for whole, kinds in _file().wholes.items() if whole in goods))


_SMALL = 31
#: Ships that serve a line are no goods.
_LINE, _SHIPS = "shipping_line", "ships"
#: A line (航线) that may be one by sea or by air, and what tells that it is one by sea.
_ROUTE, _FLIGHTS = "line", "flights"
#: What is built.
_BUILDING = "construction"
_AT_SEA = {_LINE, _SHIPS, "containers", "port", "ferry", "river_transport"}


def _telling(number: str) -> bool:
    """Years, days and small counts stand in every report; larger and broken numbers tell deals apart."""
    return ("." in number or int(number) > _SMALL) and not _YEAR.fullmatch(number)


def _without_names(quote: str, language: str, parties: Iterable[Party]) -> str:
    for party in parties:
        quote = quote.replace(party.name, " ")
    if language == "zh":
        return re.sub(_file().firm_zh, lambda match: match[0] if len(match[0]) < 4 else " ", quote)
    stems = tuple(
        word[: max(5, len(word) - 3)]
        for party in parties
        for word in folded(party.name).split()
        if len(word) >= 5 and word.isalpha()
    )
    if not stems:
        return quote
    # "Yakutsk Helium will supply liquid helium": what is written small is no name.
    return re.sub(r"[A-ZА-ЯЁ][^\W\d_]*", lambda match: " " if folded(match[0]).startswith(stems) else match[0], quote)


def _without_lands(text: str) -> str:
    """A Chinese sentence without its towns and provinces: 无锡 is no tin, 合肥 no fertilizer."""
    for mention in gazetteer().find(text, "zh", kinds=("place", "region")):
        if mention.entity.region:
            text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _words(text: str, language: str) -> frozenset[str]:
    """Stems of a sentence (Chinese: pairs of characters), by which copies and rewrites are known."""
    if language == "zh":
        return frozenset(a + b for a, b in pairwise(text) if HAN.match(a) and HAN.match(b))
    return frozenset(word[:6] for word in _WORD.findall(text))
