"""What somebody is quoted as saying of the deal that was just told: it is none of its own.

"A signed a contract with B. … “Without a signed contract no bank would have lent us a rouble,” A's director said."
"""

from __future__ import annotations

import re

from transform.records import Party

#: A quotation that opens a sentence, up to the mark behind which somebody is said to say it.
_QUOTED = re.compile(r"[«“\"「](?P<said>.+?)[»”\"」](?=\s?[,.]?\s*[—–-]|,?\s|$|[，。一-鿿])")
#: The same behind who says it: "As X put it, “…”."
_QUOTED_LAST = re.compile(r"[^«“\"「」”»]{4,80}[,:，：]\s?[«“\"「](?P<said>[^«“\"「」”»]+)[»”\"」][.。]?")
_TOWN = "place:"
#: Names are told in the nominative: so many letters of a longer one may differ in the text.
_ENDING = 2


def said(text: str) -> str | None:
    """The words of a quotation that opens the text, or is all that who says them brings in."""
    quoted = _QUOTED.match(text) or _QUOTED_LAST.fullmatch(text)
    return quoted["said"] if quoted else None


def names_nobody(words: str, parties: tuple[Party, ...]) -> bool:
    """Are all these sides told only by who speaks, or by what went before?"""
    return not any(party.name[: max(_ENDING, len(party.name) - _ENDING)] in words for party in parties)


def is_town_of(party: Party, sides: tuple[Party, ...]) -> bool:
    """Is it a town, told for a side of its country ("the contract with Zhuzhou is signed")?"""
    if party.id is None or not party.id.startswith(_TOWN):
        return False
    return any(side.country == party.country and not (side.id or "").startswith(_TOWN) for side in sides)
