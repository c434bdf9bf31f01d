"""The register of agreements as a batch needs it: what is known, where a mention belongs, rows that become one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import chain, islice
from typing import Any

import duckdb
import msgspec

from transform.records import Party
from warehouse import rows
from warehouse.register.article_deals import (
    compares,
    dwells_on,
    goes_on,
    lent_to,
    names_nobody,
    only_a_stage,
    recalls,
    talks_go_on,
)
from warehouse.register.decide import decide
from warehouse.register.decision import Decision
from warehouse.register.filing import filing_keys, lookup_keys
from warehouse.register.known import Known
from warehouse.register.merging import Merged, why_one
from warehouse.register.reading import Reading
from warehouse.states import ORDER

#: How many agreements under one key are compared, the latest first: a busy company has thousands.
MOST_COMPARED = 24
#: How many agreements a mention is weighed against: those with most keys in common.
MOST_WEIGHED = 16
#: So many days after the news of its signing, that a deal works is news, even where an article tells it in passing.
WORKS_AFTER_DAYS = 7
#: So near each other "it is over" and "there will be none" are one event of a plan, told in two ways.
OFF_DAYS = 7
#: What the tables keep of a mention.
_HELD = tuple(name for name in Reading.__struct_fields__ if name != "text")
#: An article this much older than the news is not looked into for whom it names.
_OLD = timedelta(days=365)
_OFF = frozenset(("ended", "denied"))


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
        #: Pairs that people split: nothing makes them one again but people.
        self.parted: set[frozenset[str]] = set()
        #: Agreements that a restored backup lacks, by the page and sentence that told them, with their sides' names.
        self.lost: dict[tuple[str | None, str], dict[str, frozenset[str]]] = defaultdict(dict)
        #: What each article tells, of those of the batch and of what is known.
        self.articles: dict[str, list[Reading]] = defaultdict(list)
        for item in known:
            self.known[item.agreement_id] = item
            self.held.add(item.agreement_id)
            for reading in item.readings:
                self.articles[reading.article_id].append(reading)
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
        ahead: Sequence[Placed] = (),
        told: str | None = None,
        beside: bool = False,
        kept: str | None = None,
    ) -> Placed:
        """Decide on a mention and take it in; `number` names the agreement that it may found.

        What founds a row without naming both sides takes those that its article leaves unsaid. `ahead`: what its
        article tells before it. `told`: the one deal that its article has told so far;
        `beside`: it has told one or more. `kept`: where people put it before an edit.
        """
        if kept:
            said = "by hand: people put here what its article told before"
            decision = Decision(action="attach", agreement_id=self.now(kept), score=1.0, evidence=(said,))
        else:
            candidates = self.candidates(reading, before, implied)
            decision = decide(reading, candidates, before=before, implied=implied, articles=self.articles)
        decision = self._beside_others(reading, decision, told, beside=beside)
        if decision.action == "create":
            decision = msgspec.structs.replace(decision, agreement_id=self._lost(reading) or agreement_id(number))
            if implied:
                reading = msgspec.structs.replace(reading, parties=(*reading.parties, *implied))
        if (chosen := decision.agreement_id) is not None:
            # Told behind news, or behind another deal that is looked back on, it is no news itself.
            aside = any(one.reading.new or one.decision.agreement_id not in (None, chosen) for one in ahead)
            reading, decision = _as_news(reading, decision, self.known.get(chosen), aside=aside)
            self.take(chosen, reading)
        for rival in decision.rivals:
            into = self.now(decision.agreement_id or "")
            if rival in self.known and rival != into:
                self._merge_if_one(into, rival)
        return Placed(reading=reading, decision=decision)

    def _lost(self, reading: Reading) -> str | None:
        """The number that the agreement had before a backup was restored: under it, what was told of it is known."""
        found = self.lost.get((reading.url, reading.quote), {})
        names = {party.name for party in reading.parties}
        free = [one for one in found if one not in self.known]
        return max(free, key=lambda one: len(names & found[one]), default=None)

    def _beside_others(self, reading: Reading, decision: Decision, told: str | None, *, beside: bool) -> Decision:
        """The decision, but that what says little beside another deal of its article founds no row."""
        others = self.articles.get(reading.article_id, [])
        if decision.action != "create":
            return decision
        if told in self.known and goes_on(reading, self.known[told]):
            said = "says nothing that the deal told beside it does not"
            return Decision(action="attach", agreement_id=told, evidence=(said,), rejected=decision.rejected)
        if told in self.known and dwells_on(reading, self.known[told]):
            said = "names nobody but the sides of the deal told beside it, and nothing sets it apart"
            return Decision(action="attach", agreement_id=told, evidence=(said,), rejected=decision.rejected)
        if decision.nearest and beside and recalls(reading):
            said = "recalls a deal without naming a side; none fits better"
            return Decision(
                action="attach", agreement_id=decision.nearest, evidence=(said,), rejected=decision.rejected
            )
        little = names_nobody(reading) or compares(reading, others) or (reading.new and only_a_stage(reading))
        if beside and (little or talks_go_on(reading, others)):
            said = "told beside other deals, names nobody and says too little to stand alone"
            return Decision(action="leave", evidence=(said,), rejected=decision.rejected)
        return decision

    def now(self, agreement: str) -> str:
        """The row that an agreement stands in, after merges."""
        while agreement in self.gone:
            agreement = self.gone[agreement].into
        return agreement

    def _merge_if_one(self, left: str, right: str) -> None:
        """Make two rows one where a mention that fits both shows it: the older keeps its number."""
        into, gone = sorted((left, right))
        if {into, gone} in ({self.now(one) for one in pair} for pair in self.parted):
            return
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


def _as_news(reading: Reading, decision: Decision, known: Known | None, *, aside: bool) -> tuple[Reading, Decision]:
    """The mention as news or none, by what is known of its agreement, and the decision that says so."""
    if not aside and _first_heard_working(reading, known):
        because, new = "first heard to be in force since it was signed", True
    elif later := _overtaken(reading, known):
        because, new = f"told after it was {later}", False
    else:
        return reading, decision
    evidence = (*decision.evidence, because)
    return msgspec.structs.replace(reading, new=new), msgspec.structs.replace(decision, evidence=evidence)


def _first_heard_working(reading: Reading, known: Known | None) -> bool:
    """Is it the first to say of a deal whose signing was news that it is in force now?"""
    if known is None or not known.signed_news or reading.status != "in_force" or reading.new:
        return False
    days = (reading.reported_at - known.signed_news[0]).days
    return days >= WORKS_AFTER_DAYS and not known.news & {"in_force", "ended"}


def _overtaken(reading: Reading, known: Known | None) -> str | None:
    """What was news of the deal before and makes this none.

    A plan, or talks, told after the signing; any other stage that the same article tells: "signed on Monday" is the
    news, "it takes effect when both have ratified it" is not, nor is the signing that was denied. A plan that one
    outlet calls ended and another, days later, not to be signed came to nothing once.
    """
    if known is None or not reading.new:
        return None
    for one in known.articles.get(reading.article_id, ()):
        if one.new and one.status != reading.status and (_is_settled(one) or _denies(one, reading)):
            return one.status
    if ORDER.get(reading.status, ORDER["signed"]) <= ORDER["negotiating"]:
        for one in known.readings:
            if one.new and _is_settled(one) and one.reported_at < reading.reported_at:
                return one.status
    if reading.status in _OFF and not known.signed_news:
        for one in known.readings:
            days = (reading.reported_at - one.reported_at).days
            elsewhere = one.article_id != reading.article_id and 0 <= days <= OFF_DAYS
            if one.new and elsewhere and {one.status, reading.status} == _OFF:
                return one.status
    return None


def _is_settled(reading: Reading) -> bool:
    return ORDER.get(reading.status, 0) > ORDER["negotiating"]


def _denies(one: Reading, reading: Reading) -> bool:
    """Does it deny the signing that the other tells?"""
    return one.status == "denied" and reading.status == "signed"


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
    implied = lent_to(readings, asides)
    keys = sorted({key for one in (*readings, *asides) for key in lookup_keys(one, implied.get(one.mention_id, ()))})
    rows.given(connection, "incoming_keys", key=keys)
    rows.given(connection, "incoming_agreements", id=sorted({one for ids in before.values() for one in ids}))
    found: dict[str, Known] = {one: Known(one) for ids in before.values() for one in ids}
    rows.given(connection, "incoming_edits", id=list(before))
    held = connection.execute(rows.statement("known_readings"), {"at": at, "most": MOST_COMPARED}).fetchall()
    readings_of = [(agreement, stands, reading_of(fields)) for agreement, stands, *fields in held]
    texts = _texts(connection, readings, [reading for _, _, reading in readings_of])
    for agreement, stands, reading in readings_of:
        text = texts.get(reading.article_id, "")
        found.setdefault(agreement, Known(agreement)).add(msgspec.structs.replace(reading, text=text), stands=stands)
    register = Register(found.values())
    if readings:
        pages, quotes = [one.url for one in readings], [one.quote for one in readings]
        rows.given(connection, "incoming_sentences", url=pages, quote=quotes)
        for url, quote, agreement, names in connection.execute(rows.statement("lost_agreements")).fetchall():
            register.lost[url, quote][agreement] = frozenset(names)
    return register


def _texts(
    connection: duckdb.DuckDBPyConnection, incoming: Sequence[Reading], held: Sequence[Reading]
) -> dict[str, str]:
    """Titles and texts of the articles of known mentions, by article."""
    if not incoming or not held:
        return {}
    since = min(one.reported_at for one in incoming) - _OLD
    rows.given(connection, "known_articles", id=sorted({one.article_id for one in held if one.reported_at >= since}))
    return dict(connection.execute(rows.statement("known_texts"), {"since": since}).fetchall())


def reading_of(fields: Sequence[Any]) -> Reading:
    """The mention of a row of the tables."""
    values = dict(zip(_HELD, fields, strict=True))
    values["parties"] = tuple(Party(**party) for party in values["parties"])
    values["sectors"] = tuple(values["sectors"])
    values["subjects"] = tuple(values["subjects"])
    return Reading(**values)
