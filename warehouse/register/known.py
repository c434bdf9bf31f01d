"""An agreement as its mentions so far draw it."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from warehouse.register.reading import Reading, Report
from warehouse.sides.sides import Side

#: How many wordings of an agreement a new one is compared with.
MOST_WORDINGS = 6


class Known:
    """An agreement as its mentions so far draw it.

    `readings` are the mentions that stand; what an edit has just withdrawn (`withdrawn`) still helps to recognise it.
    """

    __slots__ = (
        "agreement_id", "articles", "bodies", "compared", "core", "counts", "events", "field", "first", "goods", "keys",
        "last", "made", "news", "numbers", "places", "readings", "reported", "reports", "sectors", "sides",
        "signed_news", "signed_on", "spans", "spelled", "states", "statuses", "stories", "subjects", "told", "total",
        "types", "values", "withdrawn", "wordings", "yearly",
    )  # fmt: skip

    def __init__(self, agreement_id: str, readings: Iterable[Reading] = ()) -> None:
        self.agreement_id = agreement_id
        self.readings: list[Reading] = []
        self.withdrawn: list[Reading] = []
        self.total = False
        self.keys: set[str] = set()
        self.sides: dict[str, Side] = {}
        self.states: set[str | None] = set()
        self.bodies: set[str | None] = set()
        #: The sides, each with its spellings, and how many of them there were when they were compared.
        self.spelled: list[list[Side]] = []
        self.compared = 0
        #: Those that many mentions name; None where a mention has come in since.
        self.core: list[list[Side]] | None = None
        #: How many mentions name each party; one that few name may be a slip, and rejects nobody.
        self.told: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.statuses: set[str] = set()
        self.sectors: set[str] = set()
        self.subjects: set[str] = set()
        self.goods: Counter[str] = Counter()
        self.field: Counter[str] = Counter()
        self.numbers: set[str] = set()
        self.spans: set[tuple[int, int]] = set()
        self.yearly: set[int] = set()
        self.wordings: list[tuple[str, frozenset[str]]] = []
        self.places: set[str] = set()
        self.events: set[str] = set()
        self.stories: set[str] = set()
        #: The mentions that stand, by their article.
        self.articles: dict[str, list[Reading]] = {}
        self.reports: set[Report] = set()
        self.signed_on: Counter[date] = Counter()
        self.values: list[tuple[Decimal, str, str]] = []
        self.counts: set[int | None] = set()
        #: Years in which looks back say that it was made, and the stages that were news.
        self.made: set[int] = set()
        self.news: set[str] = set()
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
        # "Two contracts were signed" goes with the first of them, which it may stand before.
        self.total = reading.total and (first or self.total)
        self.first = reading.reported_at if first else min(self.first, reading.reported_at)
        self.last = reading.reported_at if first else max(self.last, reading.reported_at)
        for side in reading.sides:
            self.keys.add(side.key)
            self.sides.setdefault(side.key, side)
            self.told[side.key] += side.key not in reading.lent
        self.states |= reading.states
        self.bodies |= reading.bodies
        self.core = None
        self.types[reading.type] += 1
        self.statuses.add(reading.status)
        self.sectors.update(reading.sectors)
        self.subjects.update(reading.entities)
        self.places |= reading.places
        self.events |= reading.events
        self.stories.add(reading.story_id)
        self.counts.add(reading.count)
        insort(self.reported, reading.reported_at)
        if reading.made:
            self.made.add(reading.made)
        if reading.new:
            self.news.add(reading.status)
        if reading.new and reading.status == "signed":
            insort(self.signed_news, reading.reported_at)
        if stands:
            self.articles.setdefault(reading.article_id, []).append(reading)
            self.reports.add(reading.report)
        if reading.signed_on and reading.status == "signed":
            self.signed_on[reading.signed_on] += 1
        if reading.value is not None and reading.unit:
            self.values.append((reading.value, reading.unit, reading.status))
        self._read(reading)

    def _read(self, reading: Reading) -> None:
        content = reading.topics
        self.goods.update(content.goods)
        self.field.update(content.field)
        self.numbers |= content.numbers
        self.spans |= content.spans
        self.yearly |= reading.terms
        if len(self.wordings) < MOST_WORDINGS and content.words:
            self.wordings.append((reading.language, content.words))
