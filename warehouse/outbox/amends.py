"""Corrections: who was told what reads otherwise now, and hears so, each change once.

Whoever was told is known by the outbox, not by what a rule asks for today: a value that falls twice below what the
rule wants, or that is corrected when the deal has gone on to a stage that it does not want, is told all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import duckdb
import msgspec

from warehouse import rows
from warehouse.outbox.outbox import Line, note
from warehouse.outbox.payload import Money, money, usd_value
from warehouse.records import NO_CHANNEL, AgreementRow, AlertPlan, Late, StageEvent, Target
from warehouse.states import ORDER

#: Why a correction stays: nobody at that channel was told of what it corrects.
NOTHING_TOLD = "nothing was told to correct"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule last told a channel of an agreement."""

    rule: str
    channel: str
    money: Money | None
    signed_on: str | None
    stage: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement's row before and after, and by column what reads otherwise now (see `payload.reread`).

    `payload` is what a message says but for what it corrects; `reason` keeps it from going out. `late`: see StageEvent.
    """

    old: AgreementRow | None
    new: AgreementRow
    reread: Mapping[str, tuple[str | None, str]]
    payload: Mapping[str, object]
    reason: str | None = None
    kin: frozenset[str] = frozenset()
    late: Late | None = None

    @property
    def corrected(self) -> dict[str, tuple[str, str]]:
        """What the register itself takes back: an addition is no correction."""
        if self.old and not self.old.mentions:
            return {}
        return {name: (old, new) for name, (old, new) in self.reread.items() if old and old != new}


def amends(
    connection: duckdb.DuckDBPyConnection,
    load: int,
    changes: Sequence[Change],
    plan: AlertPlan | None,
    *,
    old_news: bool = True,
) -> list[Line]:
    """A line for each rule and channel that was told otherwise, or asks for corrections alone; `load` is its number.

    With `old_news` also for rules that want an agreement which came in as such, of which nobody heard.
    """
    if not changes:
        return []
    rows.given(connection, "corrected_agreements", id=[one.new.agreement_id for one in changes])
    heard = _heard(connection)
    unheard = _unheard(connection) if old_news else set()
    lines: list[Line] = []
    for one in changes:
        ours = heard.get(one.new.agreement_id, [])
        told = _told(one, ours, _targets(plan, one, ours), one.new.agreement_id in unheard)
        # A change that comes, goes and comes again is told each time: twins are known by what was told, not by the key.
        lines += [_line(one, target, corrected, load, reason) for target, corrected, reason in told]
    return lines


_Corrected: TypeAlias = Mapping[str, tuple[str, str]]


def _told(
    change: Change, heard: Sequence[Heard], targets: Sequence[Target], unheard: bool
) -> Iterable[tuple[Target, _Corrected, str | None]]:
    """Who is told what, then whom a rule names besides and why it is not."""
    first = [target for target in targets if not target.later]
    chosen = _chosen(change, heard, first, unheard)
    by_rule = {target.rule: corrected for target, corrected in chosen}
    reached = {(target.rule, target.channel): corrected for target, corrected in chosen}
    yield from ((target, corrected, None) for target, corrected in chosen)
    for target in targets:
        # A repeat goes where the correction itself does, an escalation where it does not.
        told_first = (target.rule, target.channel) in reached
        if target.later and target.rule in by_rule and told_first == (target.later == "repeat"):
            yield target, reached.get((target.rule, target.channel), by_rule[target.rule]), None
    known = reached.keys() | {(one.rule, one.channel) for one in heard}
    for target in first:
        if target.heard is not None:
            if change.reason is None:
                yield target, change.corrected, None
        elif not change.corrected:
            continue
        elif target.channel == "none":
            yield target, change.corrected, None
        elif not target.gone and (target.rule, target.channel) not in known:
            yield target, change.corrected, NOTHING_TOLD


def _chosen(
    change: Change, heard: Sequence[Heard], targets: Sequence[Target], unheard: bool
) -> list[tuple[Target, _Corrected]]:
    """The targets that hear of it, each with what is corrected there.

    A channel that was told by a rule which is no more hears it from another that wants it, or else from that one.
    """
    pairs = {(one.rule, one.channel): one for one in heard}
    gone = {(target.rule, target.channel) for target in targets if target.gone}
    standing = {channel for rule, channel in pairs if (rule, channel) not in gone}
    asked = {(target.rule, target.channel) for target in targets}
    # Whose rule wants no corrections, or is refused and tells them late.
    quiet = {channel for rule, channel in pairs if (rule, channel) not in asked}
    last = _by_channel(heard)
    chosen: list[tuple[Target, _Corrected]] = []
    for target in sorted(targets, key=lambda one: one.gone):
        said = pairs.get((target.rule, target.channel))
        if target.channel == "none":
            continue
        if target.gone:
            if target.channel in quiet or any(one.channel == target.channel and told for one, told in chosen):
                continue
            said = last[target.channel]
        elif said is None and target.channel in last and (target.alone or target.channel not in standing):
            said = last[target.channel]
        if said is not None:
            chosen.append((target, _taken_back(said, change)))
        elif target.alone or unheard:
            chosen.append((target, change.corrected))
    return [(target, corrected) for target, corrected in chosen if corrected]


def _by_channel(heard: Sequence[Heard]) -> dict[str, Heard]:
    """What each channel heard last, by whichever rules."""
    last: dict[str, Heard] = {}
    for one in heard:
        before = last.get(one.channel, one)
        last[one.channel] = msgspec.structs.replace(
            one, money=one.money or before.money, signed_on=one.signed_on or before.signed_on
        )
    return last


def _taken_back(said: Heard, change: Change) -> _Corrected:
    """What was said and reads otherwise now, by field."""
    new, now, found = change.new, money(change.new), {}
    if "value" in change.reread and said.money and said.money != now:
        found["value"] = (str(said.money), str(now) if now else "")
    if "signed_on" in change.reread and said.signed_on and said.signed_on != new.signed_on:
        found["signed_on"] = (said.signed_on, new.signed_on or "")
    if "stage" in change.reread and said.stage != new.stage and _takes_back(said.stage, change):
        found["stage"] = (said.stage, new.stage)
    return found


def _takes_back(said: str, change: Change) -> bool:
    """Is it no mere step onward from the stage that was told?"""
    was, now = change.reread["stage"]
    onward = said in ORDER and ORDER.get(now, -1) > ORDER[said]
    return said == was or not onward


def _line(change: Change, target: Target, corrected: _Corrected, load: int, reason: str | None) -> Line:
    return Line(
        agreement_id=change.new.agreement_id,
        stage=change.new.stage,
        kind=target.later or "correction",
        target=target,
        payload={**change.payload, "corrected": corrected, **note(target, reread=change.reread)},
        reason=change.reason or target.suppress or reason,
        what=f"{corrected!r} {load}",
        kin=change.kin,
    )


def _targets(plan: AlertPlan | None, change: Change, heard: Sequence[Heard]) -> list[Target]:
    """Who wants to hear of it: as it reads now, as it read before, and whose rule told of it."""
    if plan is None:
        return [NO_CHANNEL]
    event = StageEvent(
        agreement_id=change.new.agreement_id,
        stage=change.new.stage,
        kind="correction",
        agreement=change.new,
        payload={**change.payload, "corrected": change.corrected},
        told=tuple((one.rule, one.channel) for one in heard),
        late=change.late,
    )
    targets = list(plan(event))
    if old := change.old:
        worth = {**msgspec.structs.asdict(old), "value_usd": usd_value(old)[0]}
        was = msgspec.structs.replace(
            event, stage=old.stage, agreement=old, payload={**event.payload, "agreement": worth}, told=()
        )
        targets = list(dict.fromkeys([*targets, *plan(was)]))
    real = [one for one in targets if one.channel != "none"]
    nobody = [one for one in targets if one.channel == "none" and one.heard is None]
    notes = [one for one in targets if one.heard is not None]
    return [*(real or nobody[:1] or ([] if notes or change.late else [NO_CHANNEL])), *notes]


def _heard(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Heard]]:
    """By agreement what was told of it, the newest last."""
    found: dict[str, list[Heard]] = defaultdict(list)
    for agreement, rule, channel, worth, signed_on, stage in connection.execute(
        rows.statement("heard_lines")
    ).fetchall():
        told = Money(value=Decimal(worth[0]), unit=worth[1]) if worth else None
        found[agreement].append(Heard(rule=rule, channel=channel, money=told, signed_on=signed_on, stage=stage))
    return found


def _unheard(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Those that came in as old news in all their stages: nobody heard of them."""
    return {
        row[0]
        for row in connection.execute(
            "SELECT agreement_id FROM store.agreement_stage SEMI JOIN corrected_agreements AS c "
            "ON store.agreement_stage.agreement_id = c.id GROUP BY agreement_id HAVING bool_and(silent IS NOT NULL)"
        ).fetchall()
    }
