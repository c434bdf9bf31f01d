"""Whom an article credits for each of its figures, weighed among those whom its sentences name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain

import msgspec

from transform.figures.attribute import Explain
from transform.figures.sources.credits import Credit, Credits
from transform.records import Figure
from transform.text.nearby import TITLE, Nearby
from transform.text.sentences import Sentence
from transform.weighed import likeliest, loudest_of

#: The rules' table.
SOURCE = "source"
#: Whom a figure is credited to is told where so much of the odds of all who may be, and of nobody, is that one's.
SURE = 0.5
#: The sign that the figure's own sentence credits nobody.
NOBODY_HERE = "nobody: here 0"
#: More than so many are many.
_MANY = 3
#: So many characters are a step between a figure and a name, and so many steps are far.
_STEP, _FAR = 40, 4

#: The signs that speak for and against each who may be credited; None stands for nobody.
SourceSigns = Mapping[str | None, Set[str]]
#: Is shown a figure and its signs; the weights are fitted to them.
WatchSources = Callable[[Figure, SourceSigns], None]


def with_sources(
    figures: Sequence[Figure],
    sentences: Sequence[Sentence],
    language: str,
    *,
    explain: Explain | None = None,
    watch: WatchSources | None = None,
) -> tuple[Figure, ...]:
    """The figures with whom the article credits for each, named as it names them, in Russian in the nominative.

    Nobody is told where the article credits nobody, or it is not sure whom.
    """
    told = _Told(sentences, language)
    credited: list[Figure] = []
    for figure in figures:
        signs = told.signs(figure)
        if watch is not None:
            watch(figure, signs)
        source = likeliest(SOURCE, signs, SURE)
        if source is not None and explain is not None:
            explain(figure, SOURCE, f"weighed: {loudest_of(SOURCE, signs[source])}")
        credited.append(msgspec.structs.replace(figure, source=source))
    return tuple(credited)


class _Told:
    """What an article tells of whose its numbers are."""

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._sentences = sentences
        self._nearby = Nearby(sentences)
        self._credits = Credits(sentences, language)

    @cached_property
    def _named(self) -> list[tuple[Credit, ...]]:
        """Those whom each sentence names."""
        return [self._credits.of(sentence) for sentence in self._sentences]

    @cached_property
    def _often(self) -> Counter[str]:
        """In how many sentences each is credited."""
        return Counter(chain.from_iterable({one.name for one in some if one.ways} for some in self._named))

    def signs(self, figure: Figure) -> dict[str | None, set[str]]:
        """What speaks for each whom the sentences around a figure name, and for nobody."""
        signs: dict[str | None, set[str]] = {None: {"nobody"}}
        here = self._nearby.holding(figure)
        if here is None:
            return signs
        own = min(sum(bool(one.ways) for one in self._named[here]), _MANY)
        near = list(self._nearby.around(here))
        last, where = self._last(near, here, figure)
        for name, number in near:
            for one in self._named[number]:
                some = signs.setdefault(one.name, set())
                some.update(_of_name(name, one, figure))
                if number == here:
                    some.update(_of_place(one, figure, own))
                elif name != TITLE:
                    some.add(f"{name}: own {min(own, 1)}")
                if one is last:
                    some |= {"last", f"last: {name}", f"last: {one.kind}", f"last: own {min(own, 1)}"}
                if self._often[one.name] > 1:
                    some |= {"often", f"{name}: often"}
        signs[None] |= {
            f"nobody: here {own}",
            f"nobody: last {where}",
            f"nobody: last {where}, {last.kind if last else None}",
            f"nobody: {figure.metric}",
            f"nobody: {figure.measure}",
            f"nobody: paragraph {min(self._sentences[here].paragraph, _MANY)}",
        }
        return signs

    def _last(self, near: Sequence[tuple[str, int]], here: int, figure: Figure) -> tuple[Credit | None, str]:
        """Who was credited last before the figure, or else first behind it, and where."""
        last: Credit | None = None
        where = "nowhere"
        for name, number in near:
            for one in self._named[number]:
                before = number < here or (number == here and one.start < figure.start)
                if one.ways and (before or last is None):
                    last, where = one, name
        return last, where


def _of_name(name: str, one: Credit, figure: Figure) -> Iterator[str]:
    """What somebody is, how the sentence credits them, and what the figure counts."""
    credited = "credited" if one.ways else "named"
    yield from (name, f"{name}: {one.kind}", f"{name}: {credited}", f"{name}: {one.kind}, {credited}")
    for way in one.ways:
        yield f"{name}: {way}"
    yield from (f"{one.kind}: {figure.metric}", f"{name}: {figure.metric}")


def _of_place(one: Credit, figure: Figure, own: int) -> Iterator[str]:
    """How somebody stands to the figure in its own sentence, which credits `own` of them."""
    side = "before" if one.end <= figure.start else "behind"
    credited = "credited" if one.ways else "named"
    far = min(abs(one.end - figure.start) // _STEP, _FAR)
    yield from (f"here {side}", f"here {side}: {credited}, {far}", f"here: of {own}, {credited}")
