"""Resolves a batch's mentions into the register of agreements: reads what is known and decides where each belongs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import chain, islice
from typing import Any

import duckdb
import msgspec

from transform.records import Party
from warehouse import rows
from warehouse.article_deals import goes_on, implied_parties, names_nobody, sums_few, sums_up, the_pair, told_singly
from warehouse.decide import decide
from warehouse.filing import filing_keys, lookup_keys
from warehouse.matching import Decision, Known, Reading
from warehouse.merging import Merged, why_one
from warehouse.recall import recalled
from warehouse.stories import WINDOW

#: How many agreements under one key are compared, the latest first: a busy company has thousands.
MOST_COMPARED = 24
#: How many agreements a mention is weighed against: those with most keys in common.
MOST_WEIGHED = 16
#: So many days after the news of its signing, that a deal works is news, even where an article tells it in passing.
WORKS_AFTER_DAYS = 7


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A mention and where it went."""

    reading: Reading
    decision: Decision


class Register:
    """The agreements that may matter to a batch, by the keys under which they are looked up."""

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.known: dict[str, Known] = {}
        self.by_key: dict[str, dict[str, None]] = defaultdict(dict)
        self.new_keys: list[tuple[str, str]] = []
        self.held: set[str] = set()
        self.gone: dict[str, Merged] = {}
        for item in known:
            self.known[item.agreement_id] = item
            self.held.add(item.agreement_id)
            for reading in (*item.readings, *item.withdrawn):
                for key in filing_keys(reading):
                    self.by_key[key][item.agreement_id] = None

    def place(
        self,
        reading: Reading,
        number: int,
        *,
        before: frozenset[str] = frozenset(),
        implied: tuple[Party, ...] = (),
        aside: bool = False,
        told: str | None = None,
        beside: bool = False,
        others: Sequence[Reading] = (),
    ) -> Placed:
        """Decide on a mention and take it in; `number` names the agreement that it may found.

        What founds a row without naming both sides takes those that its article leaves unsaid. `aside`: the article
        has news of another deal, which this one is told beside. `told`: the one deal that its article has told so far;
        `beside`: it has told one or more; `others`: all that it tells.
        """
        candidates = self.candidates(reading, before, implied)
        decision = decide(reading, candidates, before=before, implied=implied, others=others)
        if decision.action == "create" and told in self.known and goes_on(reading, self.known[told]):
            decision = Decision(
                action="attach",
                agreement_id=told,
                evidence=("says nothing that the deal told beside it does not",),
                rejected=decision.rejected,
            )
        elif decision.action == "create" and beside and names_nobody(reading):
            said = ("told beside other deals, names nobody and says too little to stand alone",)
            decision = Decision(action="leave", evidence=said, rejected=decision.rejected)
        elif decision.action == "create":
            decision = msgspec.structs.replace(decision, agreement_id=agreement_id(number))
            if implied:
                reading = msgspec.structs.replace(reading, parties=(*reading.parties, *implied))
        if (chosen := decision.agreement_id) is not None:
            if not aside and _first_heard_working(reading, self.known.get(chosen)):
                reading = msgspec.structs.replace(reading, new=True)
                decision = _because(decision, "first heard to be in force since it was signed")
            self.take(chosen, reading)
        for rival in decision.rivals:
            into = self.now(decision.agreement_id or "")
            if rival in self.known and rival != into:
                self._merge_if_one(into, rival)
        return Placed(reading=reading, decision=decision)

    def now(self, agreement: str) -> str:
        """The row that an agreement stands in, after merges."""
        while agreement in self.gone:
            agreement = self.gone[agreement].into
        return agreement

    def _merge_if_one(self, left: str, right: str) -> None:
        """Make two rows one where a mention that fits both shows it: the older keeps its number."""
        into, gone = sorted((left, right))
        evidence = why_one(self.known[into], self.known[gone])
        if evidence is None:
            return
        self.gone[gone] = Merged(gone=gone, into=into, evidence=evidence)
        leaving = self.known[gone]
        self.known[gone] = Known(gone)
        for reading in leaving.readings:
            self.take(into, reading)
        for reading in leaving.withdrawn:
            self.known[into].add(reading, stands=False)
        for reading in (*leaving.readings, *leaving.withdrawn):
            for key in filing_keys(reading):
                self.by_key[key].pop(gone, None)
                self.by_key[key][into] = None

    def candidates(
        self, reading: Reading, before: frozenset[str] = frozenset(), implied: tuple[Party, ...] = ()
    ) -> list[Known]:
        """What is worth comparing: most keys in common first, then the latest."""
        found = [self.by_key[key] for key in lookup_keys(reading, implied) if key in self.by_key]
        latest = chain.from_iterable(islice(reversed(ids), MOST_COMPARED) for ids in found)
        shared = Counter(chain(before & self.known.keys(), latest))
        return [self.known[one] for _, one in nlargest(MOST_WEIGHED, ((count, one) for one, count in shared.items()))]

    def take(self, agreement: str, reading: Reading) -> None:
        """Let an agreement have a mention."""
        known = self.known.get(agreement)
        if known is None:
            known = self.known[agreement] = Known(agreement)
        known.add(reading)
        for key in filing_keys(reading):
            if agreement not in self.by_key[key]:
                self.by_key[key][agreement] = None
                self.new_keys.append((key, agreement))


def _because(decision: Decision, evidence: str) -> Decision:
    return msgspec.structs.replace(decision, evidence=(*decision.evidence, evidence))


def _first_heard_working(reading: Reading, known: Known | None) -> bool:
    """Is it the first to say of a deal whose signing was news that it is in force now?"""
    if known is None or not known.signed_news or reading.status != "in_force" or reading.new:
        return False
    days = (reading.reported_at - known.signed_news[0]).days
    return days >= WORKS_AFTER_DAYS and not known.news & {"in_force", "ended"}


def agreement_id(number: int) -> str:
    """`A` and the running number: short enough to say over the telephone."""
    return f"A{number:06d}"


def read_known(
    connection: duckdb.DuckDBPyConnection,
    readings: Sequence[Reading],
    before: Mapping[str, frozenset[str]],
    at: datetime,
    asides: Sequence[Reading] = (),
) -> Register:
    """The part of the register that these mentions and asides may touch."""
    implied = {**implied_parties(readings), **_lent_to(asides, readings)}
    keys = sorted({key for one in (*readings, *asides) for key in lookup_keys(one, implied.get(one.mention_id, ()))})
    rows.given(connection, "incoming_keys", key=keys)
    rows.given(connection, "incoming_agreements", id=sorted({one for ids in before.values() for one in ids}))
    found: dict[str, Known] = {one: Known(one) for ids in before.values() for one in ids}
    rows.given(connection, "incoming_edits", id=list(before))
    for agreement, stands, *fields in connection.execute(
        rows.statement("known_readings"), {"at": at, "most": MOST_COMPARED}
    ).fetchall():
        found.setdefault(agreement, Known(agreement)).add(_reading(fields), stands=stands)
    return Register(found.values())


def resolve(
    register: Register,
    readings: Sequence[Reading],
    before: Mapping[str, frozenset[str]],
    first_number: int,
    asides: Sequence[Reading] = (),
) -> list[Placed]:
    """Place every mention in order of publication; within an article, what names its sides first, sums, then asides.

    An aside that recalls no row is dropped.
    """
    implied = {**implied_parties(readings), **_lent_to(asides, readings)}
    by_article: dict[str, list[Reading]] = defaultdict(list)
    beside: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_article[reading.article_id].append(reading)
    for aside in asides:
        beside[aside.article_id].append(aside)
    order = {one.article_id: one.reported_at for one in (*readings, *asides)}
    placed: list[Placed] = []
    number = first_number
    for article in sorted(order, key=lambda one: (order[one], one)):
        ours: list[Placed] = []
        for reading in sorted(by_article[article], key=_in_order):
            lent = implied.get(reading.mention_id, ())
            one = _summing_up(reading, ours, register) or register.place(
                reading,
                number,
                before=before.get(reading.article_id, frozenset()),
                implied=lent,
                aside=any(other.reading.new and other.reading.start < reading.start for other in ours),
                told=_one_row(ours),
                beside=bool(ours),
                others=by_article[article],
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


def _in_order(reading: Reading) -> tuple[bool, bool, bool, int]:
    """News before what is recalled, what names its sides before what leaves them out, sums last."""
    return reading.total, not reading.new, sum(side.concrete for side in reading.sides) < 2, reading.mention_id


def _one_row(placed: Sequence[Placed]) -> str | None:
    """The agreement that an article's mentions so far are of, where it is one."""
    told = {one.decision.agreement_id for one in placed if one.decision.agreement_id}
    return next(iter(told)) if len(told) == 1 else None


def _lent_to(asides: Iterable[Reading], readings: Iterable[Reading]) -> dict[int, tuple[Party, ...]]:
    """By aside that names nobody: the sides of its article's deals, where these are of one pair."""
    told: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        told[reading.article_id].append(reading)
    return {one.mention_id: the_pair(told[one.article_id]) for one in asides if not one.parties}


def _after_merges(placed: Placed, register: Register) -> Placed:
    """The mention in the row that its own went into, and why."""
    first = placed.decision.agreement_id
    if first is None or (last := register.now(first)) == first:
        return placed
    merged = register.gone[first]
    evidence = (*placed.decision.evidence, f"{first} and {last} are one: {'; '.join(merged.evidence)}")
    decision = msgspec.structs.replace(placed.decision, agreement_id=last, evidence=evidence)
    return Placed(reading=placed.reading, decision=decision)


def _summing_up(reading: Reading, placed: Sequence[Placed], register: Register) -> Placed | None:
    """ "Two protocols were signed" above both of them, or after them, is no third row: it goes with the first."""
    if sums_up(reading, [one.reading for one in placed]):
        first = next((one.decision.agreement_id for one in placed if one.decision.agreement_id), None)
    else:
        # "Protocols were signed" on two goods: so many at least.
        few = msgspec.structs.replace(reading, count=reading.count or 2)
        first = min(told_singly(few, register.candidates(few)), default=None) if sums_few(few) else None
    evidence = ("sums up deals that are told one by one",)
    decision = Decision(action="attach", agreement_id=first, score=1.0, evidence=evidence)
    return Placed(reading=reading, decision=decision) if first else None


def shared_stories(register: Register, placed: Sequence[Placed], new_articles: set[str]) -> dict[str, str]:
    """New articles that join the story of another which reported the same agreements as news, days before.

    A round-up of the week that tells six deals is no part of the story of each.
    """
    told = _told_as_news(register)
    adopted: dict[str, str] = {}
    by_time: dict[str, list[tuple[datetime, int]]] = {}
    for item in placed:
        ours = item.reading
        if item.decision.action != "attach" or not ours.new or ours.article_id not in new_articles:
            continue
        agreement = item.decision.agreement_id or ""
        readings = register.known[agreement].readings
        if agreement not in by_time:
            by_time[agreement] = sorted((one.reported_at, place) for place, one in enumerate(readings) if one.new)
        for other in _within_window(ours.reported_at, readings, by_time[agreement]):
            if other.status == ours.status and other.article_id != ours.article_id:
                left, right = told[ours.article_id], told[other.article_id]
                if 2 * len(left & right) >= len(left | right):
                    adopted.setdefault(ours.article_id, adopted.get(other.article_id, other.story_id))
                    break
    return adopted


def _within_window(at: datetime, readings: Sequence[Reading], by_time: Sequence[tuple[datetime, int]]) -> list[Reading]:
    """Those of the readings that were reported within days of `at`, in their order; `by_time` are their places."""
    first, last = bisect_left(by_time, (at - WINDOW, 0)), bisect_left(by_time, (at + WINDOW, len(readings)))
    return [readings[place] for place in sorted(place for _, place in by_time[first:last])]


def _told_as_news(register: Register) -> dict[str, set[str]]:
    """By article the agreements that it reports as news."""
    told: dict[str, set[str]] = defaultdict(set)
    for known in register.known.values():
        for reading in known.readings:
            if reading.new:
                told[reading.article_id].add(known.agreement_id)
    return told


def _reading(fields: Sequence[Any]) -> Reading:
    values = dict(zip(Reading.__struct_fields__, fields, strict=True))
    values["parties"] = tuple(Party(**party) for party in values["parties"])
    values["sectors"] = tuple(values["sectors"])
    values["subjects"] = tuple(values["subjects"])
    return Reading(**values)
