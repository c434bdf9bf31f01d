"""A deal that an article has told, with what the next sentences need to know of it."""

from __future__ import annotations

import msgspec

from transform.records import Agreement

#: More deals than this at once are a total, whose sides are not those of the deal told before.
FEW = 5


class ToldDeal(msgspec.Struct):
    """A mention with what the next sentences need to know of it."""

    agreement: Agreement
    paragraph: int
    typed: bool
    #: is it one of a few that were summed up before it?
    item: bool = False
    #: where its words of signing stand in the article's field, if they were found
    spot: tuple[int, int] | None = None
    #: is it the sum of a forum of all lands, which only its parts bear on the pair?
    of_all: bool = False
