"""The sentences around a fact, by what they are to its own: where else an article tells whose or where it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from transform.records import Agreement, Development, Figure
from transform.text.sentences import Sentence

HERE, TITLE = "here", "title"
#: Sentences further back than so many tell nothing of a fact, but for the title and as many that open the article.
_REACH, _OPENING = 30, 5


class Nearby:
    """The sentences of an article, to be asked for those around a fact."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._titles = [place for place, one in enumerate(sentences) if one.field == "title"]
        self._body = [place for place, one in enumerate(sentences) if one.field == "text"]
        self._starts = [sentences[place].start for place in self._body]

    def holding(self, fact: Figure | Agreement | Development) -> int | None:
        """The number of the sentence that a fact stands in."""
        if fact.field == "title":
            return next((place for place in self._titles if self._sentences[place].end > fact.start), None)
        number = bisect_right(self._starts, fact.start) - 1
        if number < 0 or fact.start >= self._sentences[self._body[number]].end:
            return None
        return self._body[number]

    def around(self, here: int) -> Iterator[tuple[str, int]]:
        """The sentences that may tell more of a fact in one, in order, by what they are to it, with their numbers.

        They are those before it in its paragraph and above it, the opening, the title, and the next of its paragraph.
        """
        own = self._sentences[here]
        for place in self._titles:
            yield (HERE if place == here else TITLE), place
        if own.field == "title":
            return
        number = bisect_right(self._body, here) - 1
        since = max(0, number - _REACH)
        for place in (*self._body[: min(since, _OPENING)], *self._body[since : number + 2]):
            one = self._sentences[place]
            if place == here:
                yield HERE, place
            elif one.paragraph == own.paragraph:
                yield ("next" if place > here else "before" if place == here - 1 else "paragraph"), place
            elif place < here:
                yield (
                    ("above" if one.paragraph == own.paragraph - 1 else "earlier" if one.paragraph else "opening"),
                    place,
                )
