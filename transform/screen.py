"""Does a text matter to a reader who follows trade between China and Russia? Keep or drop, with reasons.

A small model that a person can follow: traits of the text, each between 0 and 1, times the weights of
`rules/screening/weights.toml`, summed and squashed to 0..1. The words that the traits count are in the language files.
`glance` judges title and summary of a feed's entry and keeps what may matter; `screen` judges the full text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import msgspec

from transform.boilerplate import furniture
from transform.folding import fold
from transform.gazetteer import Entity, Gazetteer, gazetteer
from transform.records import Article
from transform.rules import load
from transform.text import Sentence, dateline, sound
from transform.topics import BOTH, CHINA, DEAL, FIRST_RIVAL, RIVALS, RUSSIA, STRONG, TOPICS, TRADE, find_cues

_HAN = re.compile("[一-鿿]")
_CYRILLIC = re.compile("[А-яЁё]")
PAIR = ("CN", "RU")
#: Matters that leave no room for trade in a headline; talks, prices and history do.
_PLAIN_RIVALS = tuple(number for number, topic in enumerate(RIVALS) if topic not in ("diplomacy", "macro", "history"))
#: Matters that leave no room for trade in a sentence: deals are signed at talks, all else is another story.
_MATTERS = tuple(number for number, topic in enumerate(RIVALS) if topic != "diplomacy")


class Screening(msgspec.Struct, frozen=True):
    """The verdict: `relevance` runs from 0 to 1, `reasons` say in plain words what decided."""

    relevant: bool
    relevance: float
    reasons: tuple[str, ...]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each trait is worth, where the line between keep and drop runs, and how it is told.

    `say` tells a trait that is there, `lack` one that should be there and is not.
    """

    keep: float
    bias: float
    weight: dict[str, float]
    say: dict[str, str]
    lack: dict[str, str]


@cache
def _weights() -> Weights:
    return load("screening", "weights", Weights)


def _language(language: str | None, text: str) -> str:
    """The language whose words are looked for; a text in a fourth language is read by its script."""
    if language in ("en", "ru", "zh"):
        return str(language)
    return "zh" if _HAN.search(text, 0, 200) else "ru" if _CYRILLIC.search(text, 0, 200) else "en"


class _Part(msgspec.Struct):
    """What one sentence holds: names of China's side, of Russia's, of others; firms of the two; words by topic."""

    paragraph: int
    china: int = 0
    russia: int = 0
    others: int = 0
    chinese_firms: int = 0
    russian_firms: int = 0
    words: list[int] = msgspec.field(default_factory=lambda: [0] * len(TOPICS))


#: Kinds of entities that are a matter of trade wherever they are named, and by how much.
_TRADING = {"corridor": STRONG, "crossing": STRONG, "port": STRONG, "event": STRONG, "commodity": TRADE}
_OTHERS = frozenset(("group:eu", "group:europe", "group:nato", "group:africa", "group:asean", "group:latin-america"))


def _parts(article: Article, sentences: Sequence[Sentence], language: str, places: Gazetteer) -> list[_Part]:
    """The sentences that are no furniture, with what they hold; a dateline's city is where it was written, no side."""
    marked = furniture(article, sentences, language)
    whole = f"{article.title}\n{article.text}"
    shift = len(article.title) + 1
    starts = [sentence.start + (shift if sentence.field == "text" else 0) for sentence in sentences]
    ends = [start + len(sentence.text) for start, sentence in zip(starts, sentences, strict=True)]
    parts = [_Part(paragraph=sentence.paragraph) for sentence in sentences]
    filed = shift + dateline(article.text[:200])
    for mention in places.find(whole, language):
        if shift <= mention.start < filed:
            continue
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or mention.start >= ends[at]:  # in a sentence that the caller left out
            continue
        part, entity = parts[at], mention.entity
        countries = entity.countries
        china, russia = "CN" in countries, "RU" in countries
        part.china += china
        part.russia += russia
        part.others += (bool(countries) and not china and not russia) or entity.id in _OTHERS
        if entity.kind in ("company", "bank"):
            part.chinese_firms += china
            part.russian_firms += russia
        elif entity.kind in _TRADING:
            part.words[_TRADING[entity.kind]] += 1
    for start, topics in find_cues(fold(whole), language):
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < ends[at]:
            for topic in topics:
                parts[at].words[topic] += 1
    return [part for index, part in enumerate(parts) if index not in marked]


def _told(parts: Sequence[_Part], side: str, word: int) -> bool:
    """Is the side named anywhere? Where it is not, its leaders and its money stand for it."""
    named = any(getattr(part, side) for part in parts)
    if not named:
        for part in parts:
            setattr(part, side, part.words[word])
    return named


def _beside(parts: Sequence[_Part], index: int) -> bool:
    """Do the sentence and the one before it, of the same paragraph or the title, name both sides together?"""
    part = parts[index]
    before = parts[index - 1] if index else part
    if before.paragraph not in (part.paragraph, -1):
        return False
    return bool((part.china or before.china) and (part.russia or before.russia))


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
            pair = _beside(parts, index) or (bool(title.china and title.russia) and words[BOTH] > 0)
        if not pair:
            continue
        trade, other = words[TRADE] + words[STRONG], _other_matters(part)
        firms = bool(part.chinese_firms and part.russian_firms)
        linked += words[STRONG] > 0 or words[TRADE] >= 3 or firms
        if not named or part.others > max(1, min(part.china, part.russia)):
            continue
        joined += trade > 2 * other or (firms and not other)
        deals += words[DEAL] > 0 and not part.others and trade >= 2 * other
    return linked, joined, deals


def traits(parts: Sequence[_Part]) -> dict[str, float]:
    """What the model weighs, each from 0 to 1; `weights.toml` says in words what they are.

    What is counted is measured against what a text of its length can hold: a note of two sentences needs one that
    joins the sides, a long report three.
    """
    count = max(1, sum(1 for part in parts if part.china or part.russia or part.others or any(part.words)))
    named = _told(parts, "china", CHINA) + _told(parts, "russia", RUSSIA) == 2
    china, russia = sum(part.china for part in parts), sum(part.russia for part in parts)
    others = sum(part.others for part in parts)
    title = parts[0] if parts and parts[0].paragraph == -1 else _Part(paragraph=-1)
    title_pair = bool(title.china and title.russia)
    linked, joined, deals = _joining(parts, named)
    enough = 1 if count <= 3 else 2 if count <= 6 else 3
    often = 1 if count <= 2 else 2 if count <= 4 else 2 * enough
    rivals = [sum(part.words[number] for part in parts) for number in range(FIRST_RIVAL, len(TOPICS))]
    trade = sum(part.words[TRADE] + part.words[STRONG] for part in parts)
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
        "pure": float(named and not others and not any(rivals)),
        "balance": min(china, russia) / max(1, china, russia),
        "weaker": min(china, russia, often) / often,
        "others": others / max(1, others + china + russia),
        "outshone": max(0, others - min(china, russia)) / max(1, others + china + russia),
        "sides": min(china + russia, 2 * count) / (2 * count),
        "trade_share": trade / (trade + sum(rivals) + min(2.0, 0.5 * count)),
    }
    for number, (topic, hits) in enumerate(zip(RIVALS, rivals, strict=True), FIRST_RIVAL):
        found[topic] = min(1.0, hits / (hits + trade + 3) + 0.4 * min(title.words[number], 1))
    return found


#: What is said of a text that does not speak of both sides.
ABSENT = Screening(False, 0.0, ("does not name both a Chinese and a Russian side",))


def names_both(article: Article, language: str) -> bool:
    """Does the article speak of both sides at all? So cheap that it comes before the text is cut into sentences."""
    return _joins(f"{article.title}\n{article.text}", _language(language, article.text or article.title), gazetteer())


def traits_of(article: Article, sentences: Sequence[Sentence], language: str) -> dict[str, float]:
    """The traits of an article, by which `judge` decides."""
    return traits(_parts(article, sentences, language, gazetteer()))


def screen(article: Article, sentences: Sequence[Sentence], language: str) -> Screening:
    """The verdict on the full text; a text without both sides is dropped before anything is counted."""
    language = _language(language, article.text or article.title)
    if not names_both(article, language):
        return ABSENT
    return judge(traits_of(article, sentences, language))


def _sides(text: str, folded: str, language: str, places: Gazetteer) -> tuple[int, int]:
    """Which sides the text names (1 China, 2 Russia), and which it speaks of by name, leader or money."""
    named = spoken = places.names_which(text, language, PAIR, folded)
    for bit, word in ((1, "china"), (2, "russia")):
        if not named & bit and any(True for _ in find_cues(folded, language, word)):
            spoken |= bit
    return named, spoken


def _joins(text: str, language: str, places: Gazetteer) -> bool:
    """Does the text speak of both sides, one of them by its name?"""
    folded = fold(text)
    named = places.names_which(text, language, PAIR, folded)
    if named in (0, 3):
        return named == 3
    return any(True for _ in find_cues(folded, language, "russia" if named == 1 else "china"))


def _a_deal_of_trade(found: dict[str, float]) -> bool:
    """Do sides of both countries strike a deal in a text that speaks of little but trade?"""
    rivals = max(found[topic] for topic in RIVALS)
    return found["deal"] > 0 and found["trade_share"] >= 0.7 and rivals == 0 and not found["title_other"]


def judge(found: dict[str, float]) -> Screening:
    """Weigh the traits; the reasons are the three that count most for the verdict, and the one that speaks against."""
    weights = _weights()
    worth = {trait: weights.weight[trait] * value for trait, value in found.items()}
    relevance = 1 / (1 + math.exp(-max(-30.0, min(30.0, weights.bias + sum(worth.values())))))
    if _a_deal_of_trade(found):
        # A deal between sides of both countries is what readers wait for, whoever else the text goes on to name.
        relevance = max(relevance, weights.keep)
    relevant = relevance >= weights.keep
    speaking = [
        (value, weights.say[trait])
        for trait, value in worth.items()
        if abs(value) >= 0.3 and (value < 0 or found[trait] >= 0.5)
    ]
    good = sorted((item for item in speaking if item[0] > 0), reverse=True)
    bad = [(-value, said) for value, said in speaking if value < 0]
    if not relevant:
        bad += [
            (weights.weight[trait] * (1 - found[trait]), said)
            for trait, said in weights.lack.items()
            if found[trait] < 0.5
        ]
    bad = sorted((item for item in bad if item[0] >= 0.5), reverse=True)
    first, second = (good, bad) if relevant else (bad, good)
    told = [said for _, said in first[:3]]
    deal = [weights.say["deal"]] if relevant and found["deal"] else []  # what a reader looks for comes first
    reasons = [*deal, *(said for said in told if said not in deal)][:3]
    reasons += [f"although: {said}" for _, said in second[:1]]
    return Screening(relevant, round(relevance, 4), tuple(reasons))


def glance(title: str, summary: str, language: str | None) -> Screening:
    """The verdict on a feed's entry before its page is fetched: keep what may matter.

    Both sides named: kept unless sport, culture, war or the like outweigh trade; talks are kept, for deals are
    signed at them. One side named: kept where trade is spoken of and no third country is.
    """
    text = sound(f"{title}\n{summary}" if summary else title)
    chosen = _language(language, text)
    folded = fold(text)
    places = gazetteer()
    _, sides = _sides(text, folded, chosen, places)
    if not sides:
        return Screening(False, 0.0, ("names neither a Chinese nor a Russian side",))
    counts = [0] * len(TOPICS)
    for _, topics in find_cues(folded, chosen):
        for topic in topics:
            counts[topic] += 1
    strong, trade = counts[STRONG], counts[TRADE] + counts[STRONG]
    rival = sum(counts[FIRST_RIVAL + number] for number in _PLAIN_RIVALS)
    if sides == 3:
        if strong > rival or trade > 2 * rival or not rival:
            return Screening(True, 0.9 if trade else 0.5, (f"names both sides; words of trade: {trade}",))
        return Screening(False, 0.2, (f"names both sides with {trade} words of trade and {rival} of other matters",))
    if strong and trade > rival:
        if any(_foreign(mention.entity) for mention in places.find(text, chosen)):
            return Screening(False, 0.2, ("names one side with a third country",))
        return Screening(True, 0.4, (f"names one side; words of trade: {trade}",))
    return Screening(False, 0.1, ("names one side only",))


def _foreign(entity: Entity) -> bool:
    return bool(entity.countries) and not set(PAIR).intersection(entity.countries)
