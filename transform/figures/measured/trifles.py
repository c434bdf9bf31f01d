"""Numbers that tell no fact of trade, though something is counted."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.measured.metric_outright import around
from transform.figures.sentence.lexicon import Lexicon
from transform.names.entity import EntityMention
from transform.numbers.quantities import Quantity
from transform.numbers.wording import wording
from transform.records import Figure
from transform.text.cue import fold
from transform.text.sentences import Sentence

#: What is counted even where a word tells how many: "seven papers were signed", «восемь фур».
_TOLD = frozenset(("agreement", "company", "project", "train", "vehicle", "vessel", "container"))
#: Numbers in words up to this one are turns of speech.
_FEW = 2
#: So many deals, firms or projects are a misread unit.
_MANY = 1_000_000
_COUNTS = frozenset(
    ("company", "agreement", "product", "person", "item", "project", "train", "vehicle", "container", "km")
)


def trifle(quantity: Quantity, text: str, words: Lexicon) -> bool:
    """A number that tells no fact: "two people", 两度会晤 read as electricity, three quarters of a century."""
    if quantity.unit in ("agreement", "company", "project") and quantity.value >= _MANY:
        return True
    spelled = not any(char.isdigit() for char in text[quantity.start : quantity.end])
    if quantity.kind == "count" and quantity.value <= _FEW and spelled and quantity.unit != "vessel":
        return quantity.value < _FEW or wording(words.language).paced.match(text, quantity.end) is None
    if quantity.unit in _COUNTS and quantity.value < 10 and not (quantity.unit in _TOLD and quantity.value > _FEW):
        return quantity.unit == "person" or (spelled and not (quantity.shared_unit and quantity.value > _FEW))
    if quantity.unit in ("company", "person") and quantity.value < 10 and _told_it(quantity, text, words):
        return True
    if quantity.unit == "kWh" and quantity.value < 1000:
        return True
    if quantity.kind in ("percent", "money", "times", "dimension") and _of_something_else(quantity, text, words):
        return True
    if text[quantity.end : quantity.end + 3].strip()[:1] == "=" or text[: quantity.start].rstrip()[-1:] == "=":
        return True  # a rate of exchange
    return quantity.unit == "%" and words.spans.match(text, quantity.end) is not None


def in_name(quantity: Quantity, named: Sequence[EntityMention]) -> bool:
    """Does a bare number only end a name ("Arctic LNG 2", «Сила Сибири — 2»)?"""
    return quantity.shared_unit and any(one.start < quantity.start and quantity.end <= one.end for one in named)


def _of_something_else(quantity: Quantity, text: str, words: Lexicon) -> bool:
    """Does a turn of phrase about the number tell what is no figure, as the price of a share?"""
    return words.no_figure.search(around(fold(text), quantity.start, quantity.end)) is not None


def told_exactly(figure: Figure, sentence: Sentence, words: Lexicon) -> bool:
    """Is a part in words told exactly right behind («больше половины — 54%», "over a third (36%)")?"""
    if figure.unit != "%" or any(char.isdigit() for char in figure.quote):
        return False
    last = figure.end - sentence.start
    behind = words.traits.exactly.match(fold(sentence.text[last : last + _EXACTLY]))
    return behind is not None and abs(float(behind["share"].replace(",", ".")) - float(figure.value)) <= _ROUNDED


def _told_it(quantity: Quantity, text: str, words: Lexicon) -> bool:
    """Are they who told the news, and nobody that it is about?"""
    say, before = wording(words.language), text[max(0, quantity.start - _ASKED) : quantity.start].lower()
    return say.says.match(text, quantity.end) is not None or say.asked.search(before) is not None


#: So near behind a part in words stands the same in figures, from which it is no farther off.
_EXACTLY, _ROUNDED = 64, 12
#: A word of asking is no longer.
_ASKED = 24
