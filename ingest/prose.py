"""Prose without the furniture that stands between its paragraphs: stamps, calls to share, lists of other stories."""

from __future__ import annotations

import re
from functools import cache

from ingest.page_rules import rules

#: Characters of the longest line that may be a site's name and motto above the headline.
MASTHEAD = 100


@cache
def _furniture_lines() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(rules().lines) + r")\s*", re.IGNORECASE)


@cache
def _tails() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(rules().tails) + r")\W*", re.IGNORECASE)


_STAMP = re.compile(
    r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?|\b\d{1,2} [^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9} \d{1,2},? \d{4}"
    r"|\b\d{1,2}:\d{2}\b"
)


def prose_only(text: str) -> str:
    """`text` (paragraphs, blank lines between) without furniture."""
    return "\n\n".join(_prose(text.split("\n\n"))) if text else ""


def without_headline(text: str, title: str) -> str:
    """`text` without its own headline, and without the masthead that stands before it: what it tells is told once."""
    lines, headline = text.split("\n\n"), _letters(title)
    for number, line in enumerate(lines[:-1]):
        if headline and _letters(line) == headline:
            return "\n\n".join(lines[number + 1 :])
        if len(line) > MASTHEAD or line.endswith((".", "!", "?", "。", "！", "？")):
            break
    return text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _prose(lines: list[str]) -> list[str]:
    """The lines without furniture; a heading of other stories ends the text when most of it lies before."""
    total = sum(map(len, lines))
    kept: list[str] = []
    passed = 0
    for line in lines:
        passed += len(line)
        if not line:
            continue
        if len(line) < 60 and passed > 0.5 * total and _tails().fullmatch(line):
            break
        if len(line) < 300 and (_furniture_lines().fullmatch(line) or _is_stamp(line)):
            continue
        if kept and len(kept[-1]) == 1 and kept[-1].isupper():
            # A drop cap in an element of its own.
            kept[-1] += line
            continue
        kept.append(line)
    return kept


def _is_stamp(line: str) -> bool:
    """Whether a short line is a date with little beside it: a byline, "2019-09-09 21:38:04"."""
    if len(line) > 70 or line[-1] in ".!?。！？" or not _STAMP.search(line):
        return False
    rest = _STAMP.sub("", line)
    return sum(map(str.isalpha, rest)) <= 26
