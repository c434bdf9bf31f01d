"""An article cut into sentences that know where they stand.

Offsets are code points into the article's own `title` or `text`, so every finding can be traced to its characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from transform.records import Article, Field
from transform.text.sentence_rules import ABBREVIATIONS, BEGINS, COUNTED, DATELINE, MEASURES


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence: `text` is exactly `article.<field>[start:end]`; paragraphs count from 0, the title is -1."""

    field: Field
    start: int
    end: int
    text: str
    paragraph: int


#: A longer "sentence" is page furniture or a table, which tells no deal and no change and credits nobody.
LONGEST = 2_000

#: "в 2022-м", "до 60-го": the ending of a number is no abbreviation.
_ORDINAL = re.compile(r"\d-[а-яё]{1,3}$")
_END = re.compile(
    r"[。！？；!?.…\n]"  # at other characters nothing more is tried
    r"(?:(?<=[.…])(?<![.…].)[.!?…]*+[”’»\"')\]]*+(?=\s+[\"«“„‘'(\[—–-]*\s*[A-ZА-ЯЁ0-9一-鿿])"
    r"|(?:(?<=[a-zа-яё]{3}\.)|(?<=\d{4}\.)|(?<=[\d ]%\.))[”»]?"  # a blank lost behind it: "by 12.4%.Separately, in"
    r"(?=[“«]?(?!(?:Com|Net|Org|Ru|Cn|JS)\b)(?:[A-ZА-ЯЁ][a-zа-яё]*[\s,’']|[A-ZА-ЯЁ]{2,}\s)|[“«]\d)"
    r"|(?<=\n)\s*+(?![a-zа-яё])"  # a lower-case letter goes on with a wrapped line's sentence
    r"|(?<=[\d)%]\n)\s*+(?=[a-zа-яё][^\n.:;!?]{0,48}:\s\W?\d)"  # but not with a table's: "of which exports: 9.3"
    r"|(?<=[。！？；!?])[。！？；!?]*[”’」』）)》»\"]*"
    r")"
)
#: The word that a full stop may shorten.
_WORD = re.compile(r"[\w.]*$")

#: "1." at the head of a line numbers an item and ends no sentence.
_ENUMERATOR = re.compile(r"\s*\(?(?:\d{1,2}|[a-zа-я])")


#: What opens a line of a list.
BULLETS = "•·●■▪◆►▶◎○◇□★☆◉➤✔✓✘✗‣❖"

#: Blanks without width and marks of direction, which editors leave at the head of a headline (RT, 2014).
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

#: Who filed a report, in its dateline: "(Wire)", "/Wire/".
_OUTLET = re.compile(r"[(/](?P<outlet>[^()/\n]{2,30})[)/]")
#: Halves of a character that a broken escape (`\\ud83d`) left behind: no text that can be written down holds them.
_HALVES = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with U+FFFD in place of lone surrogates; the same length."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def dateline(text: str) -> int:
    """How many characters at the head of a body only say where and when it was filed, and by whom."""
    found = DATELINE.match(text)
    return found.end() if found and found.end() < len(text) else 0


def outlet(line: str) -> str | None:
    """Who filed a report, by its dateline: "(Wire)", "/Wire/"; None where the line is none or doesn't say."""
    found = _OUTLET.search(line) if DATELINE.match(f"{line} «") else None
    return found["outlet"].strip() if found else None


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs, which blank lines separate."""
    start = 0
    for gap in re.finditer(r"\n[^\S\n]*\n\s*", text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    dateline = DATELINE.match(text, begin, end)
    if dateline and dateline.end() < end:
        yield begin, dateline.end()
        begin = dateline.end()
    for match in _END.finditer(text, begin, end):
        start, stop = match.span()
        mark = match.group()
        if mark == ".":
            if _ENUMERATOR.fullmatch(text, begin, start):
                continue
            near = max(begin, start - 12)
            word = _WORD.search(text, near, start)
            before = word.group().casefold() if word else ""
            if _ORDINAL.search(text, near, start):
                pass
            elif before in MEASURES and BEGINS.match(text, stop, end) and COUNTED.search(text, begin, stop):
                pass  # "97 тыс. т. Навстречу": the full stop of a unit ends its sentence too
            elif before in ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
                continue
        elif mark[0] in "!?" and stop < end and text[stop].isascii():
            # A question is read with its answer, which is silent on what the question has told; Chinese parts them.
            continue
        elif mark[0] == "\n":
            stop = start
        if stop > begin:
            yield begin, stop
        begin = match.end()
    if begin < end:
        yield begin, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _UNSEEN):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _UNSEEN):
        end -= 1
    return start, end


def sentences(article: Article) -> list[Sentence]:
    """The title as one sentence, then those of the body, in order; empty ones left out. A dateline stands by itself."""
    found: list[Sentence] = []
    start, end = _trimmed(article.title, 0, len(article.title))
    if start < end:
        found.append(Sentence(field="title", start=start, end=end, text=article.title[start:end], paragraph=-1))
    for number, (first, last) in enumerate(paragraphs(article.text)):
        for begin, stop in _cut(article.text, first, last):
            begin, stop = _trimmed(article.text, begin, stop)
            if begin < stop:
                found.append(
                    Sentence(field="text", start=begin, end=stop, text=article.text[begin:stop], paragraph=number)
                )
    return found
