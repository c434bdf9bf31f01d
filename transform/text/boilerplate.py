"""Which sentences of a page are its furniture: captions, read-also lines, tickers, appeals, signatures, notices.

A figure in a ticker or a deal in a read-also line is another story's; facts and relevance are read without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

import ahocorasick_rs
import msgspec

from transform.records import Article
from transform.rules import load
from transform.text.folding import fold
from transform.text.sentences import BULLETS, Sentence, sentences

#: A notice is short; a longer sentence that mentions a telegram channel is the article's own.
_NOTICE = 240
#: Headlines of other stories are shorter than this.
_HEADLINE = 160
#: Rows of a menu or ticker: at least two dividers.
_DIVIDER = re.compile("[|｜•·>»/＞]")
_DIVIDERS = re.compile(r"\s[|•·>»/]\s|[|｜＞]|\s[•·]\s?")
_NUMBERED = re.compile(rf"\s*(?:\d{{1,2}}[.)、]|[{BULLETS}*–—-])\s*\S")
#: Headlines with their teasers, and what closes the list.
_TEASERS = re.compile("(?:ht){3,}h{0,4}")
_SENTENCE_END = re.compile(r"[.!?。！？…][»”\"')）』」]*$")
_STANDALONE = re.compile(r"(?:\d{1,2}\+|[\W\d_]+|p\. ?s\.)$", re.IGNORECASE)


class Furniture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What gives furniture away: expressions at a sentence's beginning, phrases anywhere in it, headings of lists.

    `blocks` open a paragraph that is furniture as a whole; `bulletin` is the headline of news in brief. In any language
    rows of prices open with `quoted` goods, and cells of a table with numbers in such `scales`.
    """

    bulletin: str
    opens: tuple[str, ...]
    holds: tuple[str, ...]
    lists: tuple[str, ...]
    blocks: tuple[str, ...]
    quoted: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()


class _Compiled(msgspec.Struct, frozen=True):
    bulletin: re.Pattern[str]
    opens: re.Pattern[str]
    holds: ahocorasick_rs.AhoCorasick
    lists: re.Pattern[str]
    blocks: re.Pattern[str]


@cache
def _rules(language: str) -> _Compiled:
    rules = load("boilerplate", language if language in ("ru", "zh") else "en", Furniture)
    opens, lists, blocks = (
        re.compile("|".join(f"(?:{one})" for one in part), re.IGNORECASE)
        for part in (rules.opens, rules.lists, rules.blocks)
    )
    bulletin = re.compile(rules.bulletin, re.IGNORECASE)
    return _Compiled(bulletin, opens, ahocorasick_rs.AhoCorasick([fold(one) for one in rules.holds]), lists, blocks)


@cache
def _rows() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The row of a market ticker, and of a table: a cell opens with a number in thousands or more."""
    files = [load("boilerplate", language, Furniture) for language in ("en", "ru", "zh")]
    quoted = "|".join(one for file in files for one in file.quoted)
    scales = "|".join(one for file in files for one in file.scales)
    return (
        re.compile(rf"(?:[A-Z$¥€/]{{2,}}|{quoted})\S*\s+(?:\S+\s+)?[\d,.]+\s*(?:\(?[+▲▼\-−]?[\d.,]+%?\)?)?\s*[|｜]"),
        re.compile(rf"[|｜]\s?[\d.,]+\s?(?:{scales})"),
    )


def _row(text: str) -> bool:
    """A menu, a share row or a market ticker: parts between dividers, no sentence."""
    if not _DIVIDER.search(text):
        return False
    ticker, table = _rows()
    if ("|" in text or "｜" in text) and ticker.search(text):
        return True
    if table.search(text):
        return False
    return len(text) <= _NOTICE and len(_DIVIDERS.findall(text)) >= 2 and _SENTENCE_END.search(text) is None


def own_sentences(article: Article, language: str) -> list[Sentence]:
    """The sentences of an article that are no furniture."""
    parts = sentences(article)
    left_out = furniture(article, parts, language)
    return [part for number, part in enumerate(parts) if number not in left_out]


def heads_bulletin(title: str, language: str) -> bool:
    """Does a headline say that news in brief follow?"""
    return _rules(language).bulletin.search(title) is not None


def _open_brackets(text: str) -> int:
    return sum(map(text.count, "(（[【")) - sum(map(text.count, ")）]】"))


def furniture(article: Article, parts: Sequence[Sentence], language: str) -> frozenset[int]:
    """Indexes of the sentences that are page furniture; the title never is."""
    rules = _rules(language)
    # Few articles hold any of the phrases: one look at the whole finds where.
    whole, shift = fold(f"{article.title}\n{article.text}"), len(article.title) + 1  # as it was folded before
    held = [start - shift for _, start, _ in rules.holds.find_matches_as_indexes(whole, overlapping=True)]
    found: set[int] = set()
    in_list: int | None = None
    block: int | None = None
    bracket = 0
    for index, sentence in enumerate(parts):
        if sentence.field == "title":
            continue
        text, paragraph = sentence.text, sentence.paragraph
        first = index == 0 or parts[index - 1].paragraph != paragraph
        if first:
            bracket = 0
        if block == paragraph or bracket > 0:
            found.add(index)
            bracket += _open_brackets(text) if bracket else 0
            continue
        if (first or _starts_line(article, sentence)) and len(text) <= _NOTICE and rules.lists.match(text):
            in_list = paragraph
            found.add(index)
            if _teasers(parts, index + 1):
                return frozenset(found.union(range(index, len(parts))))
            continue
        if in_list is not None and (paragraph == in_list or _headline(text)):
            found.add(index)
            in_list = paragraph
            continue
        in_list = None
        if first and rules.blocks.match(text):
            block = paragraph
            found.add(index)
        elif _notice(sentence, rules, held) or _row(text):
            found.add(index)
            bracket = max(0, _open_brackets(text))
    return frozenset(found)


def _teasers(parts: Sequence[Sentence], first: int) -> bool:
    """Do only other stories follow to the end, each a headline and a line or two of its text?"""
    kinds = ""
    for _, some in groupby(parts[first:], key=lambda part: part.paragraph):
        texts = [part.text for part in some]
        kinds += "h" if len(texts) == 1 and _headline(texts[0]) else "t" if sum(map(len, texts)) <= _NOTICE else "-"
    return _TEASERS.fullmatch(kinds) is not None


def _notice(sentence: Sentence, rules: _Compiled, held: Sequence[int]) -> bool:
    """Is it short and opens as furniture does, holds one of its phrases, or has no words?"""
    text = sentence.text
    if len(text) > _NOTICE:
        return False
    holds = any(sentence.start <= start < sentence.end for start in held)
    return holds or rules.opens.match(text) is not None or _STANDALONE.match(text) is not None


def _starts_line(article: Article, sentence: Sentence) -> bool:
    return sentence.start > 0 and article.text[sentence.start - 1] == "\n"


def _headline(text: str) -> bool:
    """A line of a list of other stories: short and without a full stop, or numbered."""
    return len(text) <= _HEADLINE and (_NUMBERED.match(text) is not None or _SENTENCE_END.search(text) is None)
