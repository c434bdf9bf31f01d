"""Is the duty that a text speaks of a third country's, on goods of one of the two: no figure of their trade."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.names.third_lands import first_land, is_third


def levied_abroad(reading: Reading, sides: Sequence[Side], words: Lexicon, *, before: bool) -> bool:
    """Does a sentence speak of a third country's duty ("Turkey raised its duty on Chinese cars. | It is now 40%")?

    `before` is whether the one before it in the paragraph did, of which a sentence that names no land goes on. A duty
    on Russian goods, or that Russia is told of beside, bears on the pair.
    """
    if any(side.country in ("RU", "both") for side in sides):
        return False
    first = first_land(reading.entities)
    if first is None:
        return before and not sides
    if reading.quantities and reading.quantities[0].start < first.start:
        return False  # "the duty is 6%; Indonesia pays none"
    return is_third(first) and words.traits.levies.search(reading.folded, first.end) is not None
