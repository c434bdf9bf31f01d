"""People's corrections of the register, from a data file: merge, split, wrong value; each with its reason and date.

A table is applied once, known by its digest. The readings that it changes stay in the tables as superseded rows.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, get_args

import duckdb
import msgspec

from transform.records import AgreementType, Status
from transform.units import currencies
from warehouse import register, register_rows, rows
from warehouse.errors import CorrectionInvalid
from warehouse.merging import Merged, move_alerts, move_mentions

_Reason = Annotated[str, msgspec.Meta(min_length=3)]
#: A tenth of what DECIMAL(28, 6) holds, so that the value in dollars fits as well, whatever the currency.
_MOST = Decimal(10) ** 21


class Merge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`agreements` are the same as `into`: their mentions move there."""

    into: str
    agreements: tuple[str, ...]
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
        if not self.agreements:
            raise ValueError(f"[[merge]] into {self.into}, agreements: there are none")
        if self.into in self.agreements:
            raise ValueError(f"[[merge]] into {self.into}, agreements: {self.into} itself is among them")


class Split(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """These `mentions` of `agreement` are of another agreement, which gets a number of its own."""

    agreement: str
    mentions: tuple[int, ...]
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError(f"[[split]] of {self.agreement}, mentions: there are none")


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of the agreement's row is `value`, whatever its mentions say."""

    agreement: str
    field: Literal["type", "value", "unit", "signed_on", "place", "event", "stage"]
    value: str
    reason: _Reason
    date: date

    def __post_init__(self) -> None:
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
            raise ValueError(f"[[value]] of {self.agreement}, {self.field}: {self.value!r} is not {like}")


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


class Corrections(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of a file."""

    merge: tuple[Merge, ...] = ()
    split: tuple[Split, ...] = ()
    value: tuple[Value, ...] = ()


Correction = Merge | Split | Value


def read(text: str) -> Corrections:
    """The corrections of a file's text. Raises CorrectionInvalid where it can't be understood."""
    try:
        return msgspec.convert(tomllib.loads(text), Corrections)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CorrectionInvalid(f"corrections.toml: {error}") from error


def apply(
    connection: duckdb.DuckDBPyConnection, corrections: Corrections, at: datetime, numbers: rows.Numbers
) -> Counter[str]:
    """Apply those not applied yet, inside the caller's transaction; returns how many of each kind.

    A correction of an agreement that this warehouse does not hold yet is left for later.
    """
    done = {row[0] for row in connection.execute("SELECT digest FROM store.correction").fetchall()}
    counts: Counter[str] = Counter()
    listed: list[Correction] = [*corrections.merge, *corrections.split, *corrections.value]
    for one in listed:
        digest = hashlib.blake2b(msgspec.json.encode((type(one).__name__, one)), digest_size=12).hexdigest()
        if digest in done or not _held(connection, one):
            continue
        kind = type(one).__name__.lower()
        touched = _apply(connection, one, at, numbers)
        known = register.read_known(connection, [], {"": frozenset(touched)}, at)
        register_rows.write_rows(connection, known, touched, at)
        connection.execute(
            "INSERT INTO store.correction VALUES (?, ?, ?, ?, ?, ?)",
            [digest, kind, one.reason, one.date, touched[0], at],
        )
        counts[kind] += 1
    return counts


def _held(connection: duckdb.DuckDBPyConnection, one: Correction) -> bool:
    needed = [one.into, *one.agreements] if isinstance(one, Merge) else [one.agreement]
    row = connection.execute(
        "SELECT count(DISTINCT agreement_id) FROM store.agreement WHERE list_contains(?, agreement_id)", [needed]
    ).fetchone()
    return bool(row) and row[0] == len(set(needed))  # type: ignore[index]


def _apply(
    connection: duckdb.DuckDBPyConnection, one: Correction, at: datetime, numbers: rows.Numbers
) -> Sequence[str]:
    """Do it; returns the agreements whose rows must be drawn anew."""
    if isinstance(one, Value):
        connection.execute(
            "INSERT INTO store.override VALUES (?, ?, ?, ?, ?)", [one.agreement, one.field, one.value, one.reason, at]
        )
        return [one.agreement]
    if isinstance(one, Merge):
        mentions = move_mentions(connection, one.into, one.agreements)
        for gone in one.agreements:
            move_alerts(connection, Merged(gone=gone, into=one.into, evidence=()))
        _trace(connection, mentions, one.into, "merge", one.reason, at)
        return [one.into, *one.agreements]
    found = connection.execute(
        "SELECT count(*) FROM store.agreement_mention WHERE agreement_id = ? AND list_contains(?, mention_id)",
        [one.agreement, list(one.mentions)],
    ).fetchone()
    if not found or found[0] != len(set(one.mentions)):
        raise CorrectionInvalid(
            f"corrections.toml: split of {one.agreement}: not all of {list(one.mentions)} are its mentions"
        )
    (number,) = numbers.take("agreement", 1)
    fresh = register.agreement_id(number)
    moved = {"to": fresh, "from": one.agreement, "mentions": list(one.mentions)}
    connection.execute(
        "UPDATE store.agreement_mention SET agreement_id = $to "
        "WHERE agreement_id = $from AND list_contains($mentions, mention_id)",
        moved,
    )
    connection.execute(
        "UPDATE store.agreement_stage SET agreement_id = $to "
        "WHERE agreement_id = $from AND list_contains($mentions, mention_id)",
        moved,
    )
    connection.execute(rows.statement("split_stages"), {"agreements": [fresh, one.agreement], "at": at})
    connection.execute(
        "INSERT INTO store.agreement_key SELECT key, $to FROM store.agreement_key WHERE agreement_id = $from",
        {"to": fresh, "from": one.agreement},
    )
    _trace(connection, one.mentions, fresh, "split", one.reason, at)
    return [fresh, one.agreement]


def _trace(
    connection: duckdb.DuckDBPyConnection,
    mentions: Sequence[int],
    agreement: str,
    action: str,
    reason: str,
    at: datetime,
) -> None:
    """The evidence table says that a person did it, and why."""
    connection.execute(
        "INSERT INTO store.agreement_evidence SELECT unnest($mentions), $agreement, $action, 1.0, [$reason], [], $at",
        {
            "mentions": list(mentions),
            "agreement": agreement,
            "action": action,
            "reason": f"by hand: {reason}",
            "at": at,
        },
    )
