"""What an article's words are recognised by: the smallest hashes of its runs of characters, a bottom-k sketch.

Two sketches estimate how much of the shorter text stands in the longer one, whatever was cut, added or moved. Runs
are of letters and digits only, so that quotation marks, spaces and line breaks don't tell copies apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

#: Letters and digits of a run: two or three words. A Chinese character says as much as two letters, and counts as two.
RUN = 16
#: One hash is kept for so many runs, and so many at least and at most.
RUNS_A_HASH, FEWEST, MOST = 32, 16, 48
#: Sketches with fewer hashes in their common range say nothing.
TELLING = 4
#: Share of the shorter text that a rewrite has in common with the longer; and a copy.
SHARED, COPIED = 0.5, 0.8
#: A text of so few runs is a sentence or two, and a copy only where nearly all of it is common.
SHORT, COPIED_SHORT = 160, 0.95
#: Code points worked on at once: they stay in the processor's cache.
_AT_ONCE = 1 << 15
_HASH_BITS = 44
_HAN = 0x3400
#: Only hashes this small are candidates: an eighth of them, so that an article's smallest are found by sorting few.
_CANDIDATES = 1 << (_HASH_BITS - 3)


def sketches(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """The hashes of each text, the smallest first: the texts' places in `texts`, and beside each one hash."""
    parts = list(_parts(texts))
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate([owners for owners, _ in parts]), np.concatenate([hashes for _, hashes in parts])


def contained(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """Share of the shorter text that stands in the other, 0 to 1; sketches come with their smallest hash first.

    One sentence with other names in it is mostly the same: short texts count where they are copies, else not at all.
    """
    share = max(_shares(ours, theirs))
    return share if share >= COPIED_SHORT or min(_runs(ours), _runs(theirs)) >= SHORT else 0.0


def taken(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """Share of our text that stands in theirs, 0 to 1."""
    return _shares(ours, theirs)[0]


def _shares(ours: Sequence[int], theirs: Sequence[int]) -> tuple[float, float]:
    """What share of either text stands in the other; only the range that both sketches cover counts."""
    if not ours or not theirs:
        return 0.0, 0.0
    edge = min(ours[-1], theirs[-1])
    left, right = bisect_right(ours, edge), bisect_right(theirs, edge)
    if min(left, right) < TELLING:
        return 0.0, 0.0
    common = len(set(ours).intersection(theirs))
    return common / left, common / right


def _runs(sketch: Sequence[int]) -> float:
    """About how many runs a text has: its hashes are the smallest of so many evenly spread ones."""
    return len(sketch) * float(1 << _HASH_BITS) / sketch[-1] if sketch else 0.0


def _parts(texts: Sequence[str]) -> Iterator[tuple[Ints, Ints]]:
    """Sketches of as many texts as fit into `_AT_ONCE` code points, turn by turn."""
    first, size = 0, 0
    for place, text in enumerate(texts):
        if size and size + len(text) > _AT_ONCE:
            yield _sketch(texts[first:place], first)
            first, size = place, 0
        size += len(text)
    if first < len(texts):
        yield _sketch(texts[first:], first)


def _sketch(texts: Sequence[str], first: int) -> tuple[Ints, Ints]:
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32)
    folded = _folding().take(letters, mode="clip")
    kept = np.flatnonzero(folded != 0)
    folded = folded[kept]
    # Where each text ends among the letters that are kept; whose a run is, is asked for the few candidates only.
    ends = np.searchsorted(kept, np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts))))
    if (han := folded >= _HAN).any():
        ends = np.concatenate(([0], np.cumsum(1 + han)))[ends]
        folded = np.repeat(folded, 1 + han)
    if len(folded) < RUN:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    hashes = _hashes(folded)
    small = np.flatnonzero(hashes < _CANDIDATES)
    owner = np.searchsorted(ends, small, side="right")
    whole = small + RUN <= ends[owner]
    together = np.sort((owner[whole] << _HASH_BITS) | hashes[small[whole]])
    together = together[np.diff(together, prepend=-1) > 0]
    owner = together >> _HASH_BITS
    starts = np.searchsorted(owner, np.arange(len(texts)))
    limits = np.clip((np.diff(ends, prepend=0) - RUN + 1) // RUNS_A_HASH, FEWEST, MOST)
    chosen = np.arange(len(owner)) - starts[owner] < limits[owner]
    return owner[chosen] + first, together[chosen] & ((1 << _HASH_BITS) - 1)


def _hashes(folded: npt.NDArray[Any]) -> Ints:
    """A hash of the run that begins at each letter, but for the last ones."""
    base = np.uint64(0x9E3779B97F4A7C15)
    rolled, width = folded.astype(np.uint64), 1
    with np.errstate(over="ignore"):
        while width < RUN:
            rolled = rolled[:-width] * base + rolled[width:]
            base, width = base * base, width * 2
        rolled ^= rolled >> np.uint64(32)
        rolled *= np.uint64(0xD6E8FEB86659FD93)
        rolled >>= np.uint64(64 - _HASH_BITS)
    return rolled.view(np.int64)


@cache
def _folding() -> npt.NDArray[np.uint16]:
    """Code points to those that are compared: lower case, ё as е; 0 for what is no letter and no digit."""
    table = np.zeros(0x10000, np.uint16)
    for code in range(0xFFFF):
        letter = chr(code)
        if letter.isalnum():
            table[code] = ord(letter.casefold()[0])
    table[ord("ё")] = table[ord("Ё")] = ord("е")
    return table
