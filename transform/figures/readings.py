"""The sentences of an article as readings: their words and names, and the numbers with the units lent to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from transform.figures.goods.called import but_called
from transform.figures.measured.trifles import in_name, trifle
from transform.figures.revised import Watch
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.read_apart import read_apart
from transform.figures.sentence.reading import Reading, read_sentence
from transform.figures.told.carried import narrowed
from transform.names.gazetteer import gazetteer
from transform.numbers.amounts import find_quantities
from transform.numbers.lenders import MILLION, lenders
from transform.numbers.part_of import LENT
from transform.numbers.quantities import Quantity
from transform.numbers.tabled import Unit as TableUnit
from transform.numbers.tabled import unit_above
from transform.numbers.wording import wording
from transform.text.sentences import Sentence

QuantityFinder = Callable[[Sentence], list[Quantity]]

#: What is told last of these kinds may lend its unit long after.
_TOLD = frozenset((*LENT, "percent"))
#: A sentence that is told ends so; a line of a table, whose unit may stand anywhere, does not.
_PROSE = frozenset('.!?”"»')
#: More numbers in one sentence are a table that lost its lines.
_NUMBERS = 60
#: An item of a list has a bullet before it or a name and a colon, its head a unit in brackets.
_ITEM = re.compile(r"[•·] |(?:[—–-] )?[^\W\d_][^.:;!?\n]{0,30}: |[^:\n]{0,60}\([^()]*\)\s?: ")


def read(
    sentences: Sequence[Sentence], words: Lexicon, quantities: QuantityFinder | None, watch: Watch | None
) -> list[Reading]:
    """What stands in each sentence, but for its times; `quantities` replaces the quantity finder."""
    numbers = _Numbers(words.language, watch)
    readings: list[Reading] = []
    for sentence in read_apart(sentences):
        last = readings[-1] if readings and _goes_on(readings[-1].sentence, sentence, words.language) else None
        found = numbers.remember(sentence, quantities(sentence) if quantities else numbers.find(sentence, last))
        named = gazetteer().find(sentence.text, words.language)
        found = [q for q in found if q.unit and not (trifle(q, sentence.text, words) or in_name(q, named))]
        readings.append(but_called(read_sentence(sentence, words, found[:_NUMBERS], [], named), words))
    return narrowed(readings, words)


class _Numbers:
    """Finds the numbers of one sentence after the other, with what earlier ones lend them: units and kinds of money."""

    def __init__(self, language: str, watch: Watch | None) -> None:
        self._language, self._watch = language, watch
        self._before: Sequence[Quantity] = ()
        self._above: TableUnit | None = None
        self._pieces: Quantity | None = None
        self._great: Quantity | None = None
        self._of_kind: dict[str, Quantity] = {}

    def find(self, sentence: Sentence, last: Reading | None) -> list[Quantity]:
        """The numbers of a sentence; `last` is the one that it leans on."""
        text, great = sentence.text, self._great
        self._before = lenders(self._before, last.quantities if last else None, self._pieces, text, self._language)
        far = great if great and great.kind == "money" and text.rstrip()[-1:] in _PROSE else None
        spoken = last.sentence.text.lower() if last else ""
        shown = partial(self._watch.number, sentence) if self._watch else None
        return find_quantities(text, self._language, self._before, self._above, far, spoken, self._of_kind, shown)

    def remember(self, sentence: Sentence, found: list[Quantity]) -> list[Quantity]:
        """The numbers as given, of which those that may lend their unit are kept."""
        backwards = found[::-1]
        self._great = next((q for q in backwards if q.kind in LENT and q.scale >= MILLION), self._great)
        self._pieces = next((q for q in backwards if q.kind == "count" and q.unit != "item"), self._pieces)
        self._of_kind |= {q.kind: q for q in found if q.kind in _TOLD}
        self._above = unit_above(sentence.text, self._language, self._above, self._pieces, find_quantities)
        return found


def _goes_on(last: Sentence, sentence: Sentence, language: str) -> bool:
    """Does the sentence lean on what was told before: in its paragraph, or above where it is an item of a list?"""
    above = last.field == "text" and (
        _ITEM.match(sentence.text) is not None or wording(language).adds_up.match(sentence.text.lower()) is not None
    )
    return above or last.paragraph == sentence.paragraph
