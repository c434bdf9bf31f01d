"""Decides whether a mention speaks of an agreement that the register knows: a pure function over small records.

Evidence adds up to a score; a contradiction (another date of signing, another value, another year's protocol)
rejects a candidate whatever else agrees. Every decision carries its evidence and what it rejected, in words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import Literal

import msgspec

from transform.records import Party

#: What it takes to join an agreement, by kind of mention. Set on the development events; see tests.
JOIN_NEWS = 0.55
JOIN_BACKGROUND = 0.5
JOIN_SAME_ARTICLE = 0.75
#: Two reports of a signing lie days apart, not weeks; plans and their signing may lie a year and a half apart.
SIGNING_WINDOW_DAYS = 21
WINDOW_DAYS = 540
TOTAL_WINDOW_DAYS = 14
#: A list of forty signatories is not paired in full.
MOST_PARTIES = 8
#: Relative difference within which two values are one (rounding, conversion).
VALUE_TOLERANCE = Decimal("0.03")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A mention as evidence: who, what, when, where, how much, and in which article it stands."""

    mention_id: int
    article_id: str
    story_id: str
    publisher: str
    language: str
    title: str
    url: str | None
    reported_at: datetime
    quote: str
    field: str
    start: int
    end: int
    status: str
    type: str
    new: bool
    count: int | None
    parties: tuple[Party, ...]
    sectors: tuple[str, ...]
    subjects: tuple[str, ...]
    signed_on: date | None
    place: str | None
    place_id: str | None
    event: str | None
    value: Decimal | None
    unit: str | None

    @property
    def total(self) -> bool:
        """True for "25 agreements were signed": a sum of deals, not a deal."""
        return self.count != 1


class Known:
    """An agreement as its mentions so far draw it.

    `readings` are the mentions that stand; what an edit has just withdrawn (`withdrawn`) still helps to recognise it.
    """

    __slots__ = (
        "agreement_id",
        "articles",
        "counts",
        "events",
        "first",
        "keys",
        "last",
        "places",
        "readings",
        "reported",
        "sectors",
        "signed_news",
        "signed_on",
        "statuses",
        "stories",
        "subjects",
        "total",
        "types",
        "values",
        "withdrawn",
    )  # fmt: skip

    def __init__(self, agreement_id: str, readings: Iterable[Reading] = ()) -> None:
        self.agreement_id = agreement_id
        self.readings: list[Reading] = []
        self.withdrawn: list[Reading] = []
        self.total = False
        self.keys: set[str] = set()
        self.types: set[str] = set()
        self.statuses: set[str] = set()
        self.sectors: set[str] = set()
        self.subjects: set[str] = set()
        self.places: set[str] = set()
        self.events: set[str] = set()
        self.stories: set[str] = set()
        self.articles: set[str] = set()
        self.signed_on: set[date] = set()
        self.values: list[tuple[Decimal, str]] = []
        self.counts: set[int | None] = set()
        # When it was reported, and when its signing was as news: sorted, so that a register of thousands stays quick.
        self.reported: list[datetime] = []
        self.signed_news: list[datetime] = []
        self.first = self.last = datetime(1, 1, 1)  # noqa: DTZ001 (naive UTC, as the tables keep it)
        for reading in readings:
            self.add(reading)

    def add(self, reading: Reading, *, stands: bool = True) -> None:
        """Take a mention in."""
        first = not (self.readings or self.withdrawn)
        (self.readings if stands else self.withdrawn).append(reading)
        self.total = reading.total if first else self.total
        self.first = reading.reported_at if first else min(self.first, reading.reported_at)
        self.last = reading.reported_at if first else max(self.last, reading.reported_at)
        self.keys |= party_keys(reading.parties)
        self.types.add(reading.type)
        self.statuses.add(reading.status)
        self.sectors.update(reading.sectors)
        self.subjects.update(reading.subjects)
        self.places |= _place(reading)
        if reading.event:
            self.events.add(fold_name(reading.event))
        self.stories.add(reading.story_id)
        self.counts.add(reading.count)
        insort(self.reported, reading.reported_at)
        if reading.new and reading.status == "signed":
            insort(self.signed_news, reading.reported_at)
        if stands:
            self.articles.add(reading.article_id)
        if reading.signed_on:
            self.signed_on.add(reading.signed_on)
        if reading.value is not None and reading.unit:
            self.values.append((reading.value, reading.unit))


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a mention: `attach` to `agreement_id`, `create` a new one, or `leave` it unattached."""

    action: Literal["attach", "create", "leave"]
    agreement_id: str | None = None
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


_NOISE = re.compile(r"[\W_]+")
_LEGAL = re.compile(
    r"\b(?:ltd|llc|inc|corp|corporation|company|co|group|plc|jsc|pjsc|ооо|оао|пао|зао|ао|гк|нк|group)\b"
)
_LEGAL_ZH = re.compile(r"(?:股份)?(?:有限)?(?:责任)?(?:公司|集团)$")


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """A name without case, quotes, punctuation and legal form."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    folded = _LEGAL.sub(" ", _NOISE.sub(" ", folded))
    return _LEGAL_ZH.sub("", " ".join(folded.split())) or folded.strip()


@lru_cache(maxsize=65536)
def party_keys(parties: tuple[Party, ...]) -> frozenset[str]:
    """One key a party: its gazetteer id, else its folded name."""
    return frozenset(party.id or fold_name(party.name) for party in parties)


def filing_keys(reading: Reading) -> set[str]:
    """Keys under which an agreement is filed that this mention belongs to."""
    if reading.total:
        fortnight = reading.reported_at.toordinal() // TOTAL_WINDOW_DAYS
        return {f"total {fortnight}", f"total {fortnight + 1}"}
    parties = sorted(party_keys(reading.parties))
    keys = {f"s {reading.story_id}"} | _told_keys(reading, parties)
    keys.update(f"p {party}" for party in parties)
    keys.update(f"pp {a}|{b}" for a, b in combinations(parties[:MOST_PARTIES], 2))
    if len(parties) == 1:
        keys.add(f"alone {parties[0]}")
    return keys


def lookup_keys(reading: Reading) -> set[str]:
    """Keys under which to look for the agreement of this mention; what shares none of them is never compared.

    A pair of parties is looked up as a pair: one busy company alone would bring thousands. With one party of two in
    common, the value, the day or the story must be too.
    """
    if reading.total:
        return filing_keys(reading)
    parties = sorted(party_keys(reading.parties))
    keys = {f"s {reading.story_id}"} | _told_keys(reading, parties)
    if len(parties) == 1:
        keys.add(f"p {parties[0]}")
    else:
        keys.update(f"pp {a}|{b}" for a, b in combinations(parties[:MOST_PARTIES], 2))
        keys.update(f"alone {party}" for party in parties)
    return keys


def _told_keys(reading: Reading, parties: Sequence[str]) -> set[str]:
    """A party with a value (two digits of it), and a party with a day of signing."""
    keys: set[str] = set()
    if reading.value is not None and reading.unit:
        keys.update(f"pv {party} {reading.value:.1e} {reading.unit}" for party in parties)
    if reading.signed_on:
        keys.update(f"pd {party} {reading.signed_on}" for party in parties)
    return keys


def decide(reading: Reading, candidates: Sequence[Known], *, before: frozenset[str] = frozenset()) -> Decision:
    """Where a mention belongs. `before`: agreements that an earlier version of its article belonged to."""
    best: tuple[float, Known, tuple[str, ...]] | None = None
    rejected: list[tuple[str, str]] = []
    for known in candidates:
        # Each agreement of the earlier version is claimed once: a deal that the edit adds is another.
        edited = known.agreement_id in before and reading.article_id not in known.articles
        against = None if edited else contradiction(reading, known)
        if against:
            rejected.append((known.agreement_id, against))
            continue
        score, evidence = weigh(reading, known)
        if edited:
            score, evidence = score + 0.4, (*evidence, "the article's earlier version spoke of it")
        needed = _needed(reading, known)
        if score < needed:
            rejected.append((known.agreement_id, f"too little evidence: {score:.2f} of {needed:.2f}"))
        elif best is None or score > best[0] or (score == best[0] and known.last > best[1].last):
            if best:
                rejected.append((best[1].agreement_id, f"less evidence: {best[0]:.2f}"))
            best = (score, known, evidence)
        else:
            rejected.append((known.agreement_id, f"less evidence: {score:.2f}"))
    told = tuple(rejected[-20:])
    if best:
        return Decision(
            action="attach", agreement_id=best[1].agreement_id, score=best[0], evidence=best[2], rejected=told
        )
    if not reading.new:
        return Decision(action="leave", evidence=("told as background; nothing in the register fits",), rejected=told)
    return Decision(action="create", evidence=("told as news; nothing in the register fits",), rejected=told)


def contradiction(reading: Reading, known: Known) -> str | None:
    """Why this can't be the same agreement, or None."""
    if reading.total != known.total:
        return "a sum of deals is not a deal"
    gap = max((reading.reported_at - known.last).days, (known.first - reading.reported_at).days)
    if gap > (TOTAL_WINDOW_DAYS if reading.total else WINDOW_DAYS):
        return f"{gap} days apart"
    if reading.total:
        counts = known.counts - {None}
        if reading.count is not None and counts and reading.count not in counts:
            return f"{reading.count} agreements, not {', '.join(map(str, counts))}"
        return None
    if reading.signed_on and known.signed_on:
        days = min(abs((reading.signed_on - other).days) for other in known.signed_on)
        if days > 2 and reading.status == "signed":
            return f"signed {days} days apart"
    signing = reading.new and reading.status == "signed" and known.signed_news
    if signing and _nearest(reading.reported_at, known.signed_news) > SIGNING_WINDOW_DAYS:
        return "news of a signing, weeks after the news of that one"
    values = [value for value, unit in known.values if unit == reading.unit]
    if reading.value is not None and values and not any(near(reading.value, value) for value in values):
        same_day = reading.signed_on and reading.signed_on in known.signed_on
        if not (same_day and reading.type in known.types and party_keys(reading.parties) <= known.keys):
            return "another value"
    return None


def weigh(reading: Reading, known: Known) -> tuple[float, tuple[str, ...]]:
    """How much speaks for this being the same agreement, and what."""
    score, evidence = 0.0, []

    def add(points: float, words: str) -> None:
        nonlocal score
        score += points
        evidence.append(f"{words} {points:+.2f}")

    keys = party_keys(reading.parties)
    shared = keys & known.keys
    if len(shared) >= 2:
        add(0.45, f"parties {', '.join(sorted(shared))}")
    elif shared:
        add(0.3 if len(keys) == 1 or len(known.keys) == 1 else 0.15, f"party {next(iter(shared))}")
    if reading.value is not None and any(u == reading.unit and near(reading.value, v) for v, u in known.values):
        add(0.25, f"value {reading.value} {reading.unit}")
    if reading.signed_on and reading.signed_on in known.signed_on:
        add(0.15, f"signed on {reading.signed_on}")
    if _place(reading) & known.places:
        add(0.1, "place")
    if reading.event and fold_name(reading.event) in known.events:
        add(0.1, "event")
    if reading.type in known.types:
        add(0.1, f"type {reading.type}")
    elif "agreement" not in known.types and reading.type != "agreement":
        add(-0.1, f"type {reading.type} is another")
    _overlap(reading.subjects, known.subjects, 0.2, -0.3, "subjects", add)
    _overlap(reading.sectors, known.sectors, 0.05, -0.15, "sectors", add)
    if reading.story_id in known.stories:
        add(0.2, "story")
    days = _nearest(reading.reported_at, known.reported)
    if days <= 4:
        add(0.15, f"reported {days} days apart")
    if reading.total and reading.count in known.counts:
        add(0.4, f"count {reading.count}")
    return round(score, 2), tuple(evidence)


def near(left: Decimal, right: Decimal) -> bool:
    """True where two values differ by rounding only."""
    return abs(left - right) <= VALUE_TOLERANCE * max(abs(left), abs(right))


def _nearest(moment: datetime, others: Sequence[datetime]) -> int:
    """Days to the nearest of `others`, which are sorted and not empty."""
    place = bisect_left(others, moment)
    return min(abs(moment - other).days for other in others[max(0, place - 1) : place + 1])


def _needed(reading: Reading, known: Known) -> float:
    if reading.article_id in known.articles:
        return JOIN_SAME_ARTICLE
    return JOIN_NEWS if reading.new else JOIN_BACKGROUND


def _place(reading: Reading) -> set[str]:
    named = reading.place_id or (fold_name(reading.place) if reading.place else "")
    return {named} if named else set()


def _overlap(ours: Iterable[str], theirs: set[str], yes: float, no: float, what: str, add: object) -> None:
    mine = set(ours)
    if mine and theirs:
        shared = mine & theirs
        add(yes if shared else no, f"{what} {', '.join(sorted(shared)) or 'differ'}")  # type: ignore[operator]
