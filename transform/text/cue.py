"""Finds the words that a rules file lists, each under its label, in one pass over a text.

A pattern is words separated by single spaces. `*` ends a word that may go on ("экспорт*"), `~` stands for up to two
dozen characters without punctuation but that inside a number or behind a shortened word ("降幅~收窄"). Where words are
spaced, a pattern starts and ends at a word's edge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import ahocorasick_rs
import msgspec

_PLAIN = {
    **{chr(0xFF01 + n): chr(0x21 + n) for n in range(94)},
    **dict.fromkeys("\u3000\xa0\u202f\u2009", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("ёЁ", "е"),
    "’": "'",
}
_ODD = re.compile(f"[{''.join(_PLAIN)}]")


class Cue(msgspec.Struct, frozen=True):
    """A listed word or phrase where it stands in the folded text, with the label it is listed under."""

    start: int
    end: int
    label: str
    group: str


@lru_cache(maxsize=64)  # figures and changes look for their cues in the same sentences
def fold(text: str) -> str:
    """Lower case, half width, plain spaces and dashes; every character stays one character, so offsets hold."""
    if not text.isascii():
        for odd in set(_ODD.findall(text)):  # a text holds few of them
            text = text.replace(odd, _PLAIN[odd])
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(d := c.lower()) != 1 else d for c in text)


#: What stands for letters in a pattern: a gap holds no punctuation but that inside a number and of what is shortened.
_MEANS = {"*": r"\w*", "~": r"(?:[^,.;:!?()，。；：、]|(?<=\d)[.,](?=\d)|\.(?=\s?\w)){0,24}?"}


@cache  # most of the files' patterns are never met
def _compiled(pattern: str, spaced: bool) -> re.Pattern[str]:
    words = []
    for word in pattern.split(" "):
        parts = re.split(r"([*~])", word)
        words.append("".join(_MEANS.get(part, re.escape(part)) for part in parts))
    return re.compile(r"\s+".join(words) + (r"(?!\w)" if spaced and re.search(r"\w$", pattern) else ""))


#: A pattern, or None where its letters are all there is to it, with the longest of the letters that follow, its label
#: and group.
_Listed = tuple[str | None, str, str, str]
#: A word in full, and another whose first letter is known.
_TWO_WORDS = re.compile("[^*~ ]+ [^*~ ]")


class _Anchor:
    """The patterns that begin with the same letters, in the order listed, by what may follow these."""

    def __init__(self, listed: Sequence[tuple[str, _Listed]], *, spaced: bool) -> None:
        #: must a word begin where the letters do?
        self.opens = spaced and listed[0][0][0].isalnum()
        #: where the letters end inside a word, at a word's end, and before another word that begins so
        self.inside: list[_Listed] = []
        self.at_end: list[_Listed] = []
        self.before: dict[str, list[_Listed]] = {}
        seconds = [pattern.partition(" ")[2][:1] if _TWO_WORDS.match(pattern) else "" for pattern, _ in listed]
        for second, (pattern, one) in zip(seconds, listed, strict=True):
            if second:
                continue
            self.at_end.append(one)
            if not (spaced and one[0] is None and _joins(pattern[-1])):
                self.inside.append(one)
        for letter in set(seconds) - {""}:
            self.before[letter] = [
                one for second, (_, one) in zip(seconds, listed, strict=True) if second in ("", letter)
            ]

    def next_word(self, folded: str, end: int) -> list[_Listed]:
        """The patterns that may match where a blank follows on the letters."""
        while folded[end : end + 1].isspace():
            end += 1
        return self.before.get(folded[end : end + 1], self.at_end)


def _joins(char: str) -> bool:
    return char.isalnum() or char == "_"


class CueBook:
    """Groups of labelled patterns compiled into one automaton; `find` returns each group's cues in text order."""

    def __init__(self, groups: Mapping[str, Mapping[str, Sequence[str]]], *, spaced: bool) -> None:
        self._names = tuple(groups)
        self._spaced = spaced
        anchors: dict[str, list[tuple[str, _Listed]]] = {}
        for group, labels in groups.items():
            for label, patterns in labels.items():
                for written in patterns:
                    pattern = fold(written)
                    literal, *rest = re.split(r"[*~ ]", pattern)
                    told = (pattern if rest else None, max(rest, key=len, default=""), label, group)
                    anchors.setdefault(literal, []).append((pattern, told))
        self._anchors = [_Anchor(listed, spaced=spaced) for listed in anchors.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(anchors))

    def find(self, folded: str) -> dict[str, list[Cue]]:
        """Cues per group, in order; inside a group a longer one hides those that it covers."""
        found: dict[str, list[Cue]] = {name: [] for name in self._names}
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            anchor = self._anchors[index]
            if anchor.opens and start and folded[start - 1].isalnum():
                continue
            follows = folded[end : end + 1]
            if follows.isalnum() or follows == "_":
                listed = anchor.inside
            else:
                listed = anchor.next_word(folded, end) if anchor.before and follows.isspace() else anchor.at_end
            for pattern, needed, label, group in listed:
                if pattern is None:
                    found[group].append(Cue(start, end, label, group))
                elif needed in folded and (match := _compiled(pattern, self._spaced).match(folded, start)):
                    found[group].append(Cue(start, match.end(), label, group))
        for name, cues in found.items():
            if len(cues) > 1:
                found[name] = _outermost(cues)
        return found


def _outermost(cues: list[Cue]) -> list[Cue]:
    """Those of some cues that lie in no longer one."""
    cues.sort(key=lambda cue: (cue.start, -cue.end))
    kept: list[Cue] = []
    reach = -1
    for cue in cues:
        # Two labels of one span both stay; what lies inside a longer cue goes.
        if cue.end > reach or (kept and kept[-1].start == cue.start and kept[-1].end == cue.end):
            kept.append(cue)
            reach = max(reach, cue.end)
    return kept
