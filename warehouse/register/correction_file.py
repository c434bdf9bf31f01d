"""People's corrections as they stand in a file: each table for itself, so that a wrong one keeps no other from use.

A correction is known by its digest, and by the file and line where its table begins.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, get_args

import msgspec

from transform.numbers.unit_rules import currencies
from transform.records import AgreementType, Status
from warehouse.toml_tables import tables

_Reason = Annotated[str, msgspec.Meta(min_length=3)]
#: A tenth of what DECIMAL(28, 6) holds, so that the value in dollars fits as well, whatever the currency.
_MOST = Decimal(10) ** 21
#: An agreement as the brief and the alerts name it.
_Id = Annotated[str, msgspec.Meta(pattern=r"^A([0-9]{6}|[1-9][0-9]{6,15})\Z")]
#: What the column `mention_id` holds.
_Mention = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class Merge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`agreements` are the same as `into`: their mentions move there."""

    into: _Id
    agreements: tuple[_Id, ...]
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
        if not self.agreements:
            raise ValueError("agreements: there are none")
        if self.into in self.agreements:
            raise ValueError(f"agreements: {self.into} itself is among them")


class Split(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """These `mentions` of `agreement` are of another agreement, which gets a number of its own."""

    agreement: _Id
    mentions: tuple[_Mention, ...]
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError("mentions: there are none")


_Field = Literal["type", "value", "unit", "signed_on", "place", "event", "stage"]


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of the agreement's row is `value`, whatever its mentions say; "" empties what may be empty."""

    agreement: _Id
    field: _Field
    value: str
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
        if not self.value and self.field not in ("type", "stage"):
            return
        if told := {"type": get_args(AgreementType), "stage": get_args(Status)}.get(self.field):
            fits, like = self.value in told, f"one of {', '.join(told)}"
        elif self.field == "unit":
            fits, like = self.value in currencies(), f"one of {', '.join(sorted(currencies()))}"
        elif self.field == "value":
            fits, like = _is_amount(self.value), "an amount such as 3500000000"
        elif self.field == "signed_on":
            fits, like = _is_day(self.value), "a day such as 2026-07-10"
        else:
            return
        if not fits:
            raise ValueError(f"{self.field}: {self.value!r} is not {like}")


Correction = Merge | Split | Value
#: In the order in which they are applied.
KINDS: dict[str, type[Correction]] = {"merge": Merge, "split": Split, "value": Value}
#: What is right for a key, told where something else stands there.
_RIGHT = {
    "into": 'an id such as "A000012"',
    "agreement": 'an id such as "A000012"',
    "agreements": 'ids such as ["A000017"]',
    "mentions": 'ids such as ["mention-311"]',
    "field": f"one of {', '.join(get_args(_Field))}",
    "reason": "a few words in quotes",
    "date": "a day such as 2026-11-24",
}
#: A mention as the brief and the alerts name it.
_NAMED = re.compile(r"(?:mention-)?(\d{1,19})")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A correction and where it stands: "corrections.toml, line 7, [[value]] of A000012".

    `everywhere`: in the file that every home reads, which may name agreements that this one has not met yet. `again`:
    how many tables above it in the file say the same.
    """

    where: str
    what: Correction
    everywhere: bool = False
    again: int = 0

    @property
    def digest(self) -> str:
        """The same for the same table, wherever it stands; one that is told again, after its opposite, has its own."""
        encoded = msgspec.json.encode((type(self.what).__name__, self.what, *([self.again] if self.again else [])))
        return hashlib.blake2b(encoded, digest_size=12).hexdigest()


class Corrections(msgspec.Struct, frozen=True, kw_only=True):
    """What files say, in the order of their application; `refused` are tables that can't be followed, in words."""

    listed: tuple[Listed, ...] = ()
    refused: tuple[str, ...] = ()

    def and_of(self, other: Corrections) -> Corrections:
        """Those of both: all merges, then all splits, then all values."""
        order = list(KINDS.values())
        listed = sorted((*self.listed, *other.listed), key=lambda one: order.index(type(one.what)))
        return Corrections(listed=tuple(listed), refused=self.refused + other.refused)


def read(raw: bytes, file: str, *, everywhere: bool = False) -> Corrections:
    """The corrections of a file's bytes, and what is wrong with the others, each with `file`, line and key."""
    listed: list[Listed] = []
    refused: list[str] = []
    told_before: Counter[Correction] = Counter()
    for told in tables(raw):
        where = f"{file}, line {told.line}"
        if told.found is None:
            refused.append(f"{file}, line {told.at or told.line}: {told.why}")
            continue
        for kind, table in ((kind, one) for kind, found in told.found.items() for one in _listed(found)):
            named = f"{where}, [[{kind}]]{_of(table)}"
            try:
                if kind not in KINDS:
                    raise ValueError(f"there is no such table; known: {', '.join(KINDS)}")
                what = msgspec.convert(_numbered(table), KINDS[kind])
                listed.append(Listed(where=named, what=what, everywhere=everywhere, again=told_before[what]))
                told_before[what] += 1
            except ValueError as error:
                refused.append(f"{named}{_complaint(str(error), table)}")
    return Corrections().and_of(Corrections(listed=tuple(listed), refused=tuple(refused)))


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _of(table: Any) -> str:
    """ " of A000012"."""
    named = (table.get("agreement") or table.get("into")) if isinstance(table, dict) else None
    return f" of {named}" if isinstance(named, str) else ""


def _numbered(table: Any) -> Any:
    """The table with the numbers of its mentions, which may stand as "mention-311"."""
    mentions = table.get("mentions") if isinstance(table, dict) else None
    if not isinstance(mentions, list):
        return table
    named = [_NAMED.fullmatch(one) if isinstance(one, str) else None for one in mentions]
    return {**table, "mentions": [int(id[1]) if id else one for id, one in zip(named, mentions, strict=True)]}


def _complaint(text: str, table: Any) -> str:
    """What is wrong, behind the key where msgspec's message ends with it, and what would be right.

    ", field: Invalid enum value 'mood'; right is one of type, value, …"
    """
    text = re.sub(r"Expected `str` matching regex .*? - at", "no id - at", text)
    found = re.fullmatch(r"(.*?) - at `\$\.?(.*)`", text, flags=re.DOTALL)
    why, key = found.groups() if found else (text, "")
    if not key:
        return f", {why}"
    right = _RIGHT.get(key.partition("[")[0])
    if key == "value" and isinstance(table[key], int | float | date):
        right = f'in quotes: value = "{table[key]}"'
    return f", {key}: {why}{f'; right is {right}' if right else ''}"


def _is_amount(text: str) -> bool:
    """Is it a positive number that the columns `value` and `value_usd` hold as it is?"""
    try:
        number = Decimal(text)
        return 0 < number < _MOST and round(number, 6) == number
    except InvalidOperation:
        return False


def _is_day(text: str) -> bool:
    """Is it a day as DuckDB reads one? Python takes 20260710 and 2026-W28-5 as well."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
