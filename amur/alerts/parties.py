"""Is an agreement's party one that a rule or a silence names, in whichever script its reports write it?"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from transform.names.gazetteer import gazetteer, listed
from warehouse.records import StageEvent
from warehouse.sides.names import fold_name


def party_names(event: StageEvent) -> set[str]:
    """What the register and the reports call the agreement's parties, folded, and their gazetteer ids."""
    row = event.agreement
    told = event.payload.get("names")
    said = [str(name) for name in told] if isinstance(told, (list, tuple)) else []
    return {fold_name(name) for name in (*said, *(party["name"] or "" for party in row.parties))} | {
        party["id"] or "" for party in row.parties
    }


def is_party(wanted: str, names: Collection[str]) -> bool:
    """Whether a party of that name or gazetteer id is among them; a known firm is known in all three scripts."""
    if wanted in names:
        return True
    folded = fold_name(wanted)
    return _entity(wanted) in names or any(folded and folded in name for name in names if ":" not in name)


def is_unheard(wanted: str, names: Collection[str]) -> bool:
    """Does no list know the name, and none of the folded `names` hold it? It may be a slip."""
    return wanted not in listed() and _entity(wanted) is None and not is_party(wanted, names)


@cache
def _entity(name: str) -> str | None:
    for language in ("en", "ru", "zh"):
        found = gazetteer().by_name(name, language)
        if found:
            return found.id
    return None
