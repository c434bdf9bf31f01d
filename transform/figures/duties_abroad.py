"""Is the duty that a text speaks of a third country's, on goods of one of the two: no figure of their trade."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side

#: Who levies a duty.
_LEVIERS = frozenset(("country", "group", "body", "place"))
#: Lands whose duties are the pair's own, and the union of the body that is none's.
_OWN, _UNION = frozenset(("CN", "RU", "HK", "MO")), frozenset(("group:eu", "body:eu-commission"))


def levied_abroad(reading: Reading, sides: Sequence[Side], words: Lexicon, *, before: bool) -> bool:
    """Does a sentence speak of a third country's duty ("Turkey raised its duty on Chinese cars. | It is now 40%")?

    `before` is whether the one before it in the paragraph did, of which a sentence that names no land goes on. A duty
    on Russian goods, or that Russia is told of beside, bears on the pair.
    """
    if any(side.country in ("RU", "both") for side in sides):
        return False
    lands = [one for one in reading.entities if one.entity.kind in _LEVIERS]
    if not lands:
        return before and not sides
    if reading.quantities and reading.quantities[0].start < lands[0].start:
        return False  # "the duty is 6%; Indonesia pays none"
    first = lands[0]
    abroad = first.entity.id in _UNION or (first.entity.country or "CN") not in _OWN
    return abroad and words.traits.levies.search(reading.folded, first.end) is not None
