"""Places a batch's mentions in the register: article by article, news before sums, what is told in passing last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from warehouse.register.article_deals import lent_to, sums_few, sums_up, told_singly, two_in_plural
from warehouse.register.decide import decide
from warehouse.register.decision import Decision
from warehouse.register.one_side import same_side
from warehouse.register.reading import Reading
from warehouse.register.recall import recalled
from warehouse.register.register import Placed, Register


def resolve(
    register: Register,
    readings: Sequence[Reading],
    before: Mapping[str, frozenset[str]],
    first_number: int,
    asides: Sequence[Reading] = (),
    kept: Mapping[int, str] = MappingProxyType({}),
) -> list[Placed]:
    """Place every mention in order of publication; within an article, what people placed before an edit (`kept`) and
    what names its sides first, sums, then asides.

    An aside that recalls no row is dropped.
    """
    readings = _as_called(readings)
    implied = lent_to(readings, asides)
    by_article: dict[str, list[Reading]] = defaultdict(list)
    beside: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_article[reading.article_id].append(reading)
        register.articles[reading.article_id].append(reading)
    for aside in asides:
        beside[aside.article_id].append(aside)
    order = {one.article_id: one.reported_at for one in (*readings, *asides)}
    placed: list[Placed] = []
    number = first_number
    for article in sorted(order, key=lambda one: (order[one], one)):
        ours: list[Placed] = []
        for reading in sorted(by_article[article], key=lambda one: (one.mention_id not in kept, *_in_order(one))):
            lent = implied.get(reading.mention_id, ())
            by_hand = kept.get(reading.mention_id)
            one = (None if by_hand else _summing_up(reading, ours, register)) or register.place(
                _as_one(reading, register),
                number,
                before=before.get(reading.article_id, frozenset()),
                implied=lent,
                ahead=[other for other in ours if other.reading.start < reading.start],
                told=_one_row(ours),
                beside=bool(ours),
                kept=by_hand,
            )
            number += one.decision.action == "create"
            ours.append(one)
        placed += ours
        for aside in beside[article]:
            lent = implied.get(aside.mention_id, ())
            if found := recalled(aside, register.candidates(aside, implied=lent), lent):
                register.take(found.decision.agreement_id or "", found.reading)
                placed.append(Placed(reading=found.reading, decision=found.decision))
    return [_after_merges(one, register) for one in placed] if register.gone else placed


def _as_called(readings: Sequence[Reading]) -> list[Reading]:
    """The mentions, a firm that one sentence of their article calls by a listed name having its id in all of them.

    "俄罗斯国家港口公司（Rosmorport）… 双方 …": the second sentence has no bracket, but the same firm.
    """
    called: dict[tuple[str, str], str] = {}
    for one in readings:
        unlisted = [party for party in one.parties if party.id is None]
        ids = {side.name: side.key for side in one.sides if side.known} if unlisted else {}
        called |= {(one.article_id, party.name): ids[party.name] for party in unlisted if party.name in ids}
    return [_with_ids(one, called) for one in readings] if called else list(readings)


def _with_ids(reading: Reading, called: Mapping[tuple[str, str], str]) -> Reading:
    parties = tuple(
        party if party.id else msgspec.structs.replace(party, id=called.get((reading.article_id, party.name)))
        for party in reading.parties
    )
    return reading if parties == reading.parties else msgspec.structs.replace(reading, parties=parties)


def _in_order(reading: Reading) -> tuple[bool, bool, bool, int]:
    """News before what is recalled, what names its sides before what leaves them out, sums last."""
    return reading.total, not reading.new, sum(side.concrete for side in reading.sides) < 2, reading.mention_id


def _one_row(placed: Sequence[Placed]) -> str | None:
    """The agreement that an article's mentions so far are of, where it is one."""
    told = {one.decision.agreement_id for one in placed if one.decision.agreement_id}
    return next(iter(told)) if len(told) == 1 else None


def _after_merges(placed: Placed, register: Register) -> Placed:
    """The mention in the row that its own went into, and why."""
    first = placed.decision.agreement_id
    if first is None or (last := register.now(first)) == first:
        return placed
    merged = register.gone[first]
    evidence = (*placed.decision.evidence, f"{first} and {last} are one: {'; '.join(merged.evidence)}")
    decision = msgspec.structs.replace(placed.decision, agreement_id=last, evidence=evidence)
    return Placed(reading=placed.reading, decision=decision)


def _as_one(reading: Reading, register: Register) -> Reading:
    """The mention as one of a single deal, where it tells a known one of its two sides as several papers.

    "X signed contracts for four ships to be built by Y" is the order that others call a contract.
    """
    if not two_in_plural(reading):
        return reading
    single = msgspec.structs.replace(reading, count=1)
    known = register.known.get(decide(single, register.candidates(single)).agreement_id or "")
    both = known is not None and all(same_side(side, known) for side in single.sides if side.concrete)
    return single if both else reading


def _summing_up(reading: Reading, placed: Sequence[Placed], register: Register) -> Placed | None:
    """ "Two protocols were signed" above both of them, or after them, is no third row: it goes with the first."""
    if sums_up(reading, [one.reading for one in placed]) or _has_told_some(reading, placed):
        first = next((one.decision.agreement_id for one in placed if one.decision.agreement_id), None)
    else:
        # "Protocols were signed" on two goods: so many at least.
        few = msgspec.structs.replace(reading, count=reading.count or 2)
        first = min(told_singly(few, register.candidates(few)), default=None) if sums_few(few) else None
    evidence = ("sums up deals that are told one by one",)
    decision = Decision(action="attach", agreement_id=first, score=1.0, evidence=evidence)
    return Placed(reading=reading, decision=decision) if first else None


def _has_told_some(reading: Reading, placed: Sequence[Placed]) -> bool:
    """Has the article told two rows or more of the papers that it does not count ("both sides signed papers")?"""
    told = [one for one in placed if one.reading.new and one.reading.status == reading.status and not one.reading.total]
    named = {side.key for side in reading.sides if side.concrete}
    if named and named.isdisjoint(side.key for one in told for side in one.reading.sides):
        return False  # a digest of a fair, which tells papers of others besides
    return reading.count is None and len({one.decision.agreement_id for one in told} - {None}) > 1
