"""Where people go: travellers to the other side's country, both ways where two nations or a crossing count them."""

from __future__ import annotations

from transform.figures.sentence.firm import TRAVELLERS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import FROM
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Flow

#: Whose people they are: a nation by name or adjective.
_NATIONS = frozenset(("word", "country"))
#: So near behind a nation stands the word for those who travel.
_TOURISTS = 12
_TOURISTS_ZH = 3
#: So many steps off stands a word for both ways.
_BESIDE = 2.0
#: So far from the travellers of a nation stands their number.
_COUNTED = 60


def travellers(reading: Reading, lexicon: Lexicon, sides: list[Side], group: Group) -> tuple[Flow | None, str]:
    """The way of the nearest nation whose travellers are named ("Chinese tourists", 俄罗斯游客), and why."""
    both = reading.near("course", group.start, group.end, within=_BESIDE, label="two_way")
    if both is not None:
        return "CN<>RU", f"“{reading.folded[both.start : both.end]}”"
    reach = _TOURISTS if lexicon.spaced else _TOURISTS_ZH
    roles = ("owner",) if lexicon.spaced else ("none", "owner")
    best: tuple[int, Side] | None = None
    for side in sides:
        if side.country not in FROM or side.kind not in _NATIONS or side.role not in roles:
            continue
        behind = reading.folded[side.end : side.end + reach]
        if not any(noun in behind for noun in lexicon.traits.visitors):
            continue
        off = side.start - group.end if side.start >= group.end else group.start - side.end
        if off <= _COUNTED and (best is None or off < best[0]):
            best = off, side
    if best is None:
        return None, ""
    return FROM[best[1].country], TRAVELLERS
