"""What speaks for and against a text, counted: where it names both sides, with words of trade or of other matters.

`traits_of` gives the numbers from 0 to 1 that `screen` weighs; `weights.toml` says in words what each means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from transform.names.gazetteer import Gazetteer, gazetteer
from transform.records import Article
from transform.screening.third_lands import WAY, Third, count_others
from transform.screening.topics import (
    BOTH,
    CHINA,
    DEAL,
    FIRST_RIVAL,
    RIVALS,
    RUSSIA,
    STRONG,
    TOPICS,
    TRADE,
    detours,
    find_cues,
    ways,
)
from transform.text.folding import fold
from transform.text.sentences import Sentence, dateline

_HAN = re.compile("[一-鿿]")
_CYRILLIC = re.compile("[А-яЁё]")
#: Bit 1 stands for China, bit 2 for Russia.
_SIDES = ("CN", "RU")
_CLAUSE = re.compile("[^;；]+(?:[;；]|$)")
#: Matters that leave no room for trade in a sentence: deals are signed at talks, all else is another story.
_MATTERS = tuple(number for number, topic in enumerate(RIVALS) if topic != "diplomacy")


def language_of(language: str | None, text: str) -> str:
    """The language whose words are looked for; a text in a fourth language is read by its script."""
    if language in ("en", "ru", "zh"):
        return str(language)
    return "zh" if _HAN.search(text, 0, 200) else "ru" if _CYRILLIC.search(text, 0, 200) else "en"


#: As many words of each topic stand in a sentence before it is read.
_NONE = [0] * len(TOPICS)


class _Part(msgspec.Struct):
    """What one sentence holds: names of China's side, of Russia's, of others; firms of the two; words by topic."""

    paragraph: int
    china: int = 0
    russia: int = 0
    others: int = 0
    chinese_firms: int = 0
    russian_firms: int = 0
    words: list[int] = msgspec.field(default_factory=_NONE.copy)


#: Kinds of entities that are a matter of trade wherever they are named, and by how much.
_TRADING = {"corridor": STRONG, "crossing": STRONG, "port": STRONG, "event": STRONG, "commodity": TRADE}
#: What is spoken of at summits more often than traded along.
_LOOSE = frozenset(("corridor:bri", "event:brf"))
#: Goods that are more often flown in or sailed on than traded.
_CARRIERS = frozenset(("commodity:aircraft", "commodity:ships"))
#: The two lands and their seats of government: a town that lorries go around is another matter.
_LANDS = frozenset(("CN", "RU", "CN-BJ", "RU-MOW"))
#: Codes of places that make no third country.
NO_THIRD = frozenset(("HK", "MO"))
#: Groups of third countries.
OTHERS = frozenset((
    "group:eu", "group:europe", "group:nato", "group:africa", "group:asean", "group:latin-america",
    "group:central-asia",
))  # fmt: skip


def _parts(article: Article, sentences: Sequence[Sentence], language: str, places: Gazetteer) -> list[_Part]:
    """What the sentences hold, by clause; a dateline's city is where it was written, no side."""
    whole = f"{article.title}\n{article.text}"
    shift = len(article.title) + 1
    starts: list[int] = []
    ends: list[int] = []
    parts: list[_Part] = []
    for sentence in sentences:
        start = sentence.start + (shift if sentence.field == "text" else 0)
        text = sentence.text
        # A digest tells its stories in one sentence; what stands beside a semicolon is not said of the same.
        parted = ";" in text or "；" in text
        for first, last in [one.span() for one in _CLAUSE.finditer(text)] if parted else ((0, len(text)),):
            starts.append(start + first)
            ends.append(start + last)
            parts.append(_Part(paragraph=sentence.paragraph))
    filed = shift + dateline(article.text[:200])
    folded, way, detour = fold(whole), ways(language), detours(language)
    third: list[Third] = []
    for mention in places.find(whole, language):
        if shift <= mention.start < filed:
            continue
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or mention.start >= ends[at]:  # in a sentence that the caller left out
            continue
        part, entity = parts[at], mention.entity
        countries = entity.countries
        china, russia = "CN" in countries, "RU" in countries
        if entity.id in _LANDS and detour.search(folded, max(0, mention.start - WAY), mention.start):
            part.others += 1  # "a corridor bypassing Russia" is of those whom it does pass
            continue
        part.china += china
        part.russia += russia
        if entity.id in OTHERS:
            part.others += 1
        elif not (china or russia or NO_THIRD.issuperset(countries)):
            passed = way.search(folded, max(0, mention.start - WAY), mention.start) is not None
            third.append(Third(part, frozenset(countries), passed, entity.kind == "company"))
        if entity.kind in ("company", "bank"):
            part.chinese_firms += china
            part.russian_firms += russia
        elif entity.kind in _TRADING and entity.id not in _CARRIERS:
            part.words[TRADE if entity.id in _LOOSE else _TRADING[entity.kind]] += 1
    count_others(third)
    for start, topics in find_cues(folded, language):
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < ends[at]:
            for topic in topics:
                parts[at].words[topic] += 1
    return parts


def _told(parts: Sequence[_Part], side: str, word: int) -> bool:
    """Is the side named anywhere? Where it is not, its leaders and its money stand for it."""
    named = any(getattr(part, side) for part in parts)
    if not named:
        for part in parts:
            setattr(part, side, part.words[word])
    return named


def _beside(parts: Sequence[_Part], index: int) -> bool:
    """Do the sentence and the one before it, of the same paragraph, lead or title, name both sides together?"""
    part = parts[index]
    before = parts[index - 1] if index else part
    if before.paragraph not in (part.paragraph, -1, 0):
        return False
    return bool((part.china or before.china) and (part.russia or before.russia))


#: A note of so few sentences names each side once.
_SHORT = 4
#: Of so many sentences one joins the sides in a long text.
_ONE_OF = 10
#: From so many sentences on a text is long; it names the side that it is about in one of so many.
_LONG, _SELDOM = 40, 12
#: The side that a text has to name again and again: its own goes without saying.
_ABROAD = {"ru": "CN", "zh": "RU"}
#: A closing paragraph so far down is an aside.
_ASIDE = 2


def _passing(parts: Sequence[_Part], side: str, word: int) -> bool:
    """Is the side named in one sentence of the body alone, in a row with a third country or as a closing aside?

    So home-grown soya is set beside beans of Brazil and of Russia, and "China is no rival of ours" ends a local story.
    """
    naming = [part for part in parts if getattr(part, side) or part.words[word]]
    if len(naming) != 1 or naming[0].paragraph == -1:
        return False
    aside = naming[0].paragraph == parts[-1].paragraph >= _ASIDE and not naming[0].words[DEAL]
    return naming[0].others > 0 or aside


def _other_matters(part: _Part) -> int:
    """How many of its words speak of sport, culture, war, prices at home and the like."""
    return sum(part.words[FIRST_RIVAL + number] for number in _MATTERS)


def _joining(parts: Sequence[_Part], named: bool) -> tuple[float, float, float]:
    """Sentences that join both sides: in a matter of trade beyond doubt, in any with trade, and in a deal.

    A sentence with as much of other matters joins nothing, nor one with a third country a deal; and where a side is
    told by its money alone, only trade beyond doubt counts.
    """
    linked = joined = deals = 0.0
    title = parts[0] if parts and parts[0].paragraph == -1 else _Part(paragraph=-1)
    for index, part in enumerate(parts):
        words = part.words
        pair = bool(part.china and part.russia)
        if not pair and (words[BOTH] or part.china or part.russia):
            pair = _beside(parts, index) or (
                # "The two countries" of a headline with a third one may be any two of them.
                bool(title.china and title.russia and not title.others) and words[BOTH] > 0
            )
        if not pair:
            continue
        trade, other = words[TRADE] + words[STRONG], _other_matters(part)
        firms = bool(part.chinese_firms and part.russian_firms)
        linked += words[STRONG] > 0 or words[TRADE] >= 3 or firms
        if not named or part.others > max(1, min(part.china, part.russia)):
            continue
        if trade > 2 * other or (firms and not other):
            joined += 1 if trade > 1 or firms else 0.5  # a single word of trade may be a turn of speech
        deals += words[DEAL] > 0 and not part.others and trade >= 2 * other
    return linked, joined, deals


def _traits(parts: Sequence[_Part]) -> dict[str, float]:
    """The traits, each from 0 to 1.

    What is counted is measured against what a text of its length can hold: a note of two sentences needs one that
    joins the sides, a report three, a minister's long hour with reporters one in ten.
    """
    count = max(1, sum(1 for part in parts if part.china or part.russia or part.others or any(part.words)))
    named = _told(parts, "china", CHINA) + _told(parts, "russia", RUSSIA) == 2
    china, russia = sum(part.china for part in parts), sum(part.russia for part in parts)
    others = sum(part.others for part in parts)
    title = parts[0] if parts and parts[0].paragraph == -1 else _Part(paragraph=-1)
    # A third country of the headline that the text names more often than both sides together is what it is about.
    # So is one where no sentence of a long text names both: "India turns to Russia as Beijing curbs urea shipments".
    joint = count <= 6 or any(part.china and part.russia for part in parts if part.paragraph >= 0)
    title_pair = bool(title.china and title.russia) and not (title.others and (others > china + russia or not joint))
    linked, joined, deals = _joining(parts, named)
    enough = 1 if count <= 3 else 2 if count <= 6 else max(3, count // _ONE_OF)
    often = 1 if count <= 2 else 2 if count <= 4 else 2 * enough
    words = list(map(sum, zip(_NONE, *(part.words for part in parts), strict=True)))
    rivals, trade = words[FIRST_RIVAL:], words[TRADE] + words[STRONG]
    found = {
        "named": float(named),
        "title_pair": float(title_pair),
        "title_side": float(bool(title.china) != bool(title.russia)),
        "title_trade": float(title.words[STRONG] > 0 or title.words[TRADE] > 1),
        "title_other": float(title.others > 0 and not title_pair),
        "title_three": float(title.others > 0 and title_pair),
        "linked": min(linked, enough) / enough,
        "joined": min(joined, enough) / enough,
        "deal": min(deals, enough) / enough,
        "pure": float(named and not others and not any(rivals) and linked > 0),
        "balance": min(china, russia) / max(1, china, russia),
        "weaker": min(china, russia, often) / often,
        "others": others / max(1, others + china + russia),
        "outshone": max(0, others - min(china, russia)) / max(1, others + china + russia),
        "passing": float(count > _SHORT and (_passing(parts, "china", CHINA) or _passing(parts, "russia", RUSSIA))),
        "sides": min(china + russia, 2 * count) / (2 * count),
        "trade_share": trade / (trade + sum(rivals) + min(2.0, 0.5 * count)),
        "past": 0.0,
    }
    for number, (topic, hits) in enumerate(zip(RIVALS, rivals, strict=True), FIRST_RIVAL):
        found[topic] = min(1.0, hits / (hits + trade + 3) + 0.4 * min(title.words[number], 1))
    return found


def names_both(article: Article, language: str) -> bool:
    """Does the article speak of both sides at all? So cheap that it comes before the text is cut into sentences."""
    return _joins(f"{article.title}\n{article.text}", language_of(language, article.text or article.title))


def traits_of(article: Article, sentences: Sequence[Sentence], language: str) -> dict[str, float]:
    """The traits of an article, each from 0 to 1, by its name in `weights.toml`; its furniture has been left out."""
    found = _traits(_parts(article, sentences, language, gazetteer()))
    if tells_history(article.published, sentences):
        found["history"] = found["past"] = 1.0
    return found


def hardly_names(article: Article, sentences: Sequence[Sentence], language: str) -> bool:
    """Is the side abroad named in a few sentences only of a long text, such as a minister's hour with a governor?"""
    side = _ABROAD.get(language)
    body = [sentence for sentence in sentences if sentence.field == "text"]
    if side is None or len(body) < _LONG or gazetteer().names_which(article.title, language, (side,)):
        return False
    naming = sum(1 for sentence in body if gazetteer().names_which(sentence.text, language, (side,)))
    return naming * _SELDOM < len(body)


#: The first digit stands first in the pattern, so that nothing is tried at other characters.
_YEAR = re.compile(r"[12](?<!\d.)(?:(?<=1)[5-9]|(?<=2)0)\d\d(?!\d)")
#: Years so far behind publication are history; so many of them, and so few others, make a text that tells it.
LONG_PAST = 25
_OLD_YEARS = 3
_OTHER_YEARS = 0.25


@lru_cache(maxsize=2)  # asked of what is left without furniture, twice, and of its opening
def _years(text: str) -> list[int]:
    return list(map(int, _YEAR.findall(text)))


def tells_history(published: str | None, sentences: Sequence[Sentence]) -> bool:
    """Do the years that the sentences name lie long before publication?"""
    if not published or not published[:4].isdigit():
        return False
    edge = int(published[:4]) - LONG_PAST
    years = _years("\n".join([sentence.text for sentence in sentences]))
    old = sum(1 for year in years if year < edge)
    return old >= _OLD_YEARS and len(years) - old <= _OTHER_YEARS * old


def sides_of(text: str, folded: str, language: str, places: Gazetteer) -> tuple[int, int]:
    """Which sides the text names (1 China, 2 Russia), and which it speaks of by name, leader or money."""
    named = spoken = places.names_which(text, language, _SIDES, folded)
    for bit, word in ((1, "china"), (2, "russia")):
        if not named & bit and any(True for _ in find_cues(folded, language, word)):
            spoken |= bit
    return named, spoken


@lru_cache(maxsize=2)  # asked before the text is cut into sentences and again when it is screened
def _joins(text: str, language: str) -> bool:
    """Does the text speak of both sides, one of them by its name?"""
    folded = fold(text)
    named = gazetteer().names_which(text, language, _SIDES, folded)
    if named in (0, 3):
        return named == 3
    return any(True for _ in find_cues(folded, language, "russia" if named == 1 else "china"))
