"""What each sentence of a text holds, counted: names of the two sides and of third countries, words by topic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from transform.names.gazetteer import Gazetteer
from transform.records import Article
from transform.screening.third_lands import WAY, Third, count_others
from transform.screening.topics import STRONG, TOPICS, TRADE, detours, find_cues, ways
from transform.text.folding import fold
from transform.text.sentences import Sentence, dateline

#: As many words of each topic stand in a sentence before it is read.
NONE = [0] * len(TOPICS)


class Part(msgspec.Struct):
    """What one sentence holds: names of China's side, of Russia's, of others; firms of the two; words by topic."""

    paragraph: int
    china: int = 0
    russia: int = 0
    others: int = 0
    chinese_firms: int = 0
    russian_firms: int = 0
    words: list[int] = msgspec.field(default_factory=NONE.copy)


_CLAUSE = re.compile("[^;；]+(?:[;；]|$)")

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


def _clauses(sentences: Sequence[Sentence], shift: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and paragraph of each: a digest tells its stories in one sentence, parted by semicolons.

    What stands beside a semicolon is not said of the same. `shift` is where the text begins behind its title.
    """
    for sentence in sentences:
        start = sentence.start + (shift if sentence.field == "text" else 0)
        text = sentence.text
        parted = ";" in text or "；" in text
        for first, last in [one.span() for one in _CLAUSE.finditer(text)] if parted else ((0, len(text)),):
            yield start + first, start + last, sentence.paragraph


def read_parts(article: Article, sentences: Sequence[Sentence], language: str, places: Gazetteer) -> list[Part]:
    """What the sentences hold, by clause; a dateline's city is where it was written, no side."""
    whole = f"{article.title}\n{article.text}"
    shift = len(article.title) + 1
    clauses = list(_clauses(sentences, shift))
    starts, ends = [start for start, _, _ in clauses], [end for _, end, _ in clauses]
    parts = [Part(paragraph=paragraph) for _, _, paragraph in clauses]
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
