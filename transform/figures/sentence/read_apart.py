"""The pieces in which sentences are read for figures: parts of a list told in one sentence, and no piece too long."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from transform.text.sentences import Sentence

#: A longer sentence is a table that lost its lines.
_LONGEST = 1200
#: Where parts of a list end; with fewer such marks a sentence sets one thing against another.
_MARK = re.compile(r"[;；]\s*")
_LIST = 2
#: More parts have only tables that lost their lines.
_LONGEST_LIST = 60
#: A part that only names the next of many ("; Suifenhe, 131,000") goes on with what the first one counts.
_NAME = re.compile(r"(?:and )?[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ][\w’'-]+){0,2},\s")
#: So does one that only tells by how much the next of many moved ("; copper by 15%", "; beef, 22%").
_PERCENT = re.compile(r"(?:and )?[\w’'-]+(?: [\w’'-]+){0,2}(?:,| by| на)\s\d[\d.,]*\s?(?:%|per ?cent|процент)")
_OPENING, _CLOSING = "([（", ")]）"


def read_apart(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences, each part of a list on its own, with those cut up that no one writes.

    "Our books: cargo, 1.9 million tonnes; pulp to China, 88,400; dredging, 640 million roubles" goes on three times,
    and what one part tells is not the next one's. What is cut up keeps the time from growing with the square of the
    length.
    """
    for sentence in sentences:
        for start, end in itertools.pairwise(_cuts(sentence)):
            yield from _short(sentence, start, end)


def _cuts(sentence: Sentence) -> list[int]:
    """Where the parts of a list begin, and the end of the last one; a mark in brackets parts nothing."""
    marks = _marks(sentence.text) if sentence.field == "text" else []
    inner = [mark for mark in marks if mark < len(sentence.text)]
    goes_on = any(one.match(sentence.text, mark) for mark in inner for one in (_NAME, _PERCENT))
    if goes_on or not _LIST <= len(marks) <= _LONGEST_LIST:
        inner = []
    return [0, *inner, len(sentence.text)]


def _marks(text: str) -> list[int]:
    """The ends of the marks that stand in no bracket."""
    found, depth, seen = [], 0, 0
    for mark in _MARK.finditer(text):
        between = text[seen : mark.start()]
        depth += sum(map(between.count, _OPENING)) - sum(map(between.count, _CLOSING))
        seen = mark.start()
        if depth <= 0:
            found.append(mark.end())
    return found


def _short(sentence: Sentence, start: int, last: int) -> Iterator[Sentence]:
    """What stands between two places, in as many pieces as its length asks for."""
    text = sentence.text
    if (start, last) == (0, len(text)) and len(text) <= _LONGEST:
        yield sentence
        return
    while start < last:
        end = min(last, start + _LONGEST)
        if end < last:
            end = next((p for p in range(end, end - 200, -1) if text[p - 1] in " ,;，；、\n"), end)
        yield Sentence(
            field=sentence.field,
            start=sentence.start + start,
            end=sentence.start + end,
            text=text[start:end],
            paragraph=sentence.paragraph,
        )
        start = end
