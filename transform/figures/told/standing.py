"""What a text spoke of last, so that the next figure may leave it out; and what the whole article is about."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from transform.figures.measured.metric import fits
from transform.figures.regions.places_told import Places
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.earlier_times import Span
from transform.numbers.quantities import Period
from transform.records import Flow, Metric
from transform.text.sentences import BULLETS

#: Metrics that a story goes on with past the end of a paragraph.
RUNNING: frozenset[str] = frozenset(("turnover", "exports", "imports", "freight", "production", "other", "price"))
#: What a turnover falls into.
_PARTS = frozenset(("exports", "imports", "turnover"))
#: What is counted beside trade.
COUNTED = frozenset(("companies", "agreements", "projects", "people"))
#: A span that ends sooner is told as if it were over ("in 2024" in December); a later one is planned.
_NEARLY_OVER = timedelta(days=60)
#: No longer are headings in capitals.
_RUBRIC = 48
#: A dash may as well open somebody's words.
_DASHES = "–—-"
#: What a line of a list takes from above the list.
_LISTED = ("metric", "by_class", "flow", "flow_goods", "goods", "last_goods", "whole", "region", "region_read")


class Standing(msgspec.Struct):
    """The one mutable record of reading figures; passed from sentence to sentence."""

    topic_goods: str | None = None
    goods_in_title: bool = False
    #: the title names one kind of goods and no other: the sections are all about it
    one_topic: bool = False
    topic_region: str | None = None
    #: the province in which the headline tells something to happen
    topic_site: str | None = None
    #: the province of the customs house that the headline names
    house: str | None = None
    topic_flow: Flow | None = None
    #: the headline names outright the way of what it tells ("China increases fish exports to Russia")
    topic_told: bool = False
    topic_metric: Metric | None = None
    metric: Metric | None = None
    by_class: dict[str, Metric] = {}
    flow: Flow | None = None
    #: the way of the freight spoken of last, which may be both ways
    freight: Flow | None = None
    #: what the flow was said of
    flow_goods: str | None = None
    goods: str | None = None
    span: Span | None = None
    #: the span of what was told last beside the running figures: travellers, firms
    last_span: Span | None = None
    #: the first span of several months, to which a paragraph returns after a look at one of them
    topic_span: Span | None = None
    #: the month that the headline opens with («Октябрь: …»)
    headed: Span | None = None
    #: the day of publication
    today: str | None = None
    #: the last single month
    month: Span | None = None
    #: the first span that any sentence named, and the last one of this paragraph, whatever was measured
    opening_span: Span | None = None
    paragraph_span: Span | None = None
    #: metrics of this paragraph by class of unit, and the latest of all under ""
    recent: dict[str, Metric] = {}
    recent_goods: str | None = None
    #: goods of all kinds were told last in this paragraph
    of_cargo: bool = False
    #: the sentence before, which gave no figure, named these goods alone; and what this one so names for the next
    heard_goods: str | None = None
    naming: str | None = None
    #: the paragraph's running figures are of trade as a whole
    of_turnover: bool = False
    #: a figure of this paragraph was dated
    dated: bool = False
    #: flow of the investment or firms spoken of in this paragraph
    invested: Flow | None = None
    #: the country of the firm or body last credited for what the text says
    teller: str | None = None
    #: the side whose exports and imports are told
    reporter: str | None = None
    #: the province of this paragraph's last figure, once one has been read
    region: str | None = None
    region_read: bool = False
    #: what the terminal for one kind of goods handled in whose province it was, nothing where the text leaves it out
    handled: str | None = None
    #: the province only through which the goods spoken of last passed
    passed: str | None = None
    #: the province in which a sentence of this paragraph told something to happen
    site: str | None = None
    #: the one province that the sentence before names
    named_before: str | None = None
    places: Places = msgspec.field(default_factory=Places)
    paragraph: int = -2
    last_goods: str | None = None
    #: the sentence has given a figure already
    begun: bool = False
    #: the sentence goes on with a list whose last part ended with a semicolon; that part's span, if it lies ahead
    listing: bool = False
    ended: str = ""
    planned: Span | None = None
    #: the sentence has told what is paid in which currency
    paying: bool = False
    #: total trade was told last, of which exports and imports are parts
    whole: bool = False
    #: the paragraph's last figure was a third country's
    abroad: bool = False
    #: this paragraph spoke last of a third country's duty
    levied: bool = False
    #: it was of one nation's trade with all the world
    of_all: bool = False
    #: this paragraph speaks of a border crossing
    crossing: bool = False
    #: what this paragraph's last group of each unit had in common
    shared: dict[str, Shared] = {}
    #: goods under a contract were told last in this paragraph
    dealt: bool = False
    #: what held before the first line of a list, to which each of its lines returns
    above: dict[str, object] | None = None
    #: the paragraph speaks of a plant or mine
    works: bool = False
    #: a question was put, and the next paragraph answers it
    asked: bool = False
    answering: bool = False

    def period(self) -> Period | None:
        """The span last spoken of, as the period finder takes it."""
        return _as_period(self.span)

    def told(self) -> Period | None:
        """What "the same period" means: the span of the last figure, whatever it measured."""
        last, whole = self.last_span or self.span, self.topic_span
        # "In June 2100. Over the same period parts came to 640 million": of the months that this one ends
        ends = last and whole and last[0][:7] == last[1][:7] and whole[0] < last[0] and whole[1] == last[1]
        return _as_period(whole if ends else last)

    def metric_for(self, unit_class: str, *, worth: bool = False) -> tuple[Metric | None, float]:
        """What a number of that class measures if its sentence does not say, and how many steps off that stands.

        `worth` tells that it is the money's worth of what was told last.
        """
        if worth and self.recent.get("") in ("exports", "imports"):
            return self.recent[""], 2.6
        if worth and self.recent.get("") == "freight":
            return "turnover", 2.0
        if self.dealt and unit_class == "money":
            return "contract_value", 1.0
        if unit_class == "ratio" and "" in self.recent:
            return self.recent[""], 2.6 if self.begun else 3.5
        if unit_class == "money" and self.begun and self.recent.get("") == "agreements":
            return "contract_value", 1.0
        if unit_class == "money" and self.begun and self.recent.get("") == "projects":
            return "investment", 1.0
        if unit_class in self.recent:
            return self.recent[unit_class], 2.6 if self.begun else 4.0
        if "" in self.recent and fits(self.recent[""], unit_class):
            return self.recent[""], 2.6 if self.begun else 5.0
        if unit_class in self.by_class:
            # Rail and port stories go on in verbs of motion, which would else read as exports.
            return self.by_class[unit_class], 2.6 if self.by_class[unit_class] == "freight" else 6.0
        return self.metric, 7.0

    def returns_to_topic(self, reading: Reading, group: Group, metric: Metric) -> bool:
        """Does a sentence that names a new span but no metric go back from a half of trade to the whole told first?"""
        if self.begun or self.answering or self.topic_metric != "turnover" or not fits("turnover", group.unit_class):
            return False
        spans = [(p.first, p.last) for p in reading.periods if p.end <= group.start and p.role == "span"]
        return metric in ("exports", "imports") and bool(spans) and self.span not in spans

    def enter(self, paragraph: int, text: str) -> None:
        """Begin a sentence; a new paragraph forgets what only the last one said, a list's next line the place.

        A heading in capitals ("TIMBER.") opens another story, which takes over nothing.
        """
        if len(text) <= _RUBRIC and text.isupper() and self.paragraph >= 0 and paragraph != self.paragraph:
            self.metric = self.topic_metric = self.goods = self.reporter = None
            self.topic_goods = self.topic_goods if self.one_topic else None
            self.flow = self.flow_goods = self.topic_flow = self.topic_region = self.last_goods = None
            self.by_class, self.whole = {}, False
        if text[:1] in f"{BULLETS}*":
            self._next_line()
        elif text[:1] in _DASHES:
            self.region, self.region_read = None, False
        elif paragraph != self.paragraph:
            self.above = None
        self.begun = self.paying = False
        self.listing, self.ended = self.ended in ("；", ";") and paragraph == self.paragraph, text.rstrip()[-1:]
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.shared = {}
            self.answering, self.asked = self.asked, False
            if not self.answering:
                self.recent, self.recent_goods, self.of_cargo = {}, None, False
                self.region, self.region_read = None, False
            self.naming = self.invested = self.site = self.freight = None
            self.of_turnover = False
            self.dated = self.crossing = self.abroad = self.of_all = self.works = self.dealt = self.levied = False
            self.paragraph_span = None
            whole = self.topic_span
            if self.span and whole and (self.span[1] < whole[0] or within(self.span, whole)):
                self.span = whole  # a look at one month or at earlier years ends with its paragraph
            if self.span and self.headed and within(self.headed, self.span) and self.span[1] == self.headed[1]:
                self.span = self.headed  # so does a look at all months up to the one that the article is about
        self.heard_goods, self.naming = self.naming, None

    def _next_line(self) -> None:
        """Begin a line of a list, which goes on from what stood above the list and not from the line before."""
        if self.above is None:
            self.above = {name: getattr(self, name) for name in _LISTED}
            self.above["by_class"] = dict(self.by_class)
        else:
            for name, value in self.above.items():
                setattr(self, name, dict(value) if isinstance(value, dict) else value)

    def take_up(
        self, group: Group, metric: Metric, flow: Flow | None, region: str | None, goods: str | None, span: Span | None
    ) -> None:
        """What a group of figures said is what the next may leave out."""
        self.recent[group.unit_class] = metric
        if group.unit_class != "extent":
            self.recent[""] = metric  # what money measures goes on beyond a length or an area
        self.begun = True
        self.planned = span if span is not None and self.ahead(span) else None
        self.paying = self.paying or (metric == "settlement" and group.unit_class == "ratio")
        self.last_goods = goods
        self.of_turnover = goods is None and (metric == "turnover" or (self.of_turnover and metric in _PARTS))
        if goods or metric == "turnover":
            self.recent_goods = goods
            self.whole = goods is None
        if metric not in ("companies", "people", "investment") and not (metric == "price" and region is None):
            self.region, self.region_read = region, True
        if self.topic_metric is None and metric in ("turnover", "exports", "imports"):
            self.topic_metric = metric
        if metric in ("settlement", "investment") and span is not None:
            if not self._looks_back(span):
                self.span, self.dated = span, True
        elif self.span is None and span is not None:
            self._date(span)
        if span is not None and span[0][:7] == span[1][:7]:
            self.month = span
        if metric in ("investment", "companies"):
            self.invested = flow
        if metric not in COUNTED:
            self.by_class[group.unit_class] = metric
        if metric == "turnover" and region is not None:
            self.reporter = region[:2]
        # what part of it flew on to Guangzhou makes nobody a reporter
        traded = group.unit_class != "ratio" or self.reporter is None
        if metric in ("exports", "imports") and flow in ("CN>RU", "RU>CN") and traded:
            self.reporter = flow[:2] if metric == "exports" else flow[3:]
        if metric == "freight":
            self.freight = flow
        self.last_span = None if metric in RUNNING else span or self.last_span
        if metric in RUNNING:
            self.metric = metric
            if flow in ("CN>RU", "RU>CN"):
                self.flow, self.flow_goods = flow, goods
            self.goods = goods
            if span is not None and (metric != "price" or self.span is None) and not self._looks_back(span):
                self._date(span)

    def _looks_back(self, span: Span) -> bool:
        """Is it only what the paragraph sets its own span against ("27 in 2022. In 2021 there were 12")?"""
        return self.dated and self.span is not None and span[1] < self.span[0]

    def ahead(self, span: Span) -> bool:
        """Does the span begin after publication or end long after it ("hopes for 700,000 tonnes this year")?"""
        if self.today is None:
            return False
        if span[0][:7] == span[1][:7] == self.today[:7] and span[1] > self.today:
            return True  # a month under way
        return span[0] > self.today or date.fromisoformat(span[1]) > date.fromisoformat(self.today) + _NEARLY_OVER

    def _date(self, span: Span) -> None:
        """Go on from this span; what is only planned dates nothing else."""
        if self.ahead(span):
            return
        self.span, self.dated = span, True
        if span[0][:7] != span[1][:7] and (self.topic_span is None or self._so_far(span)):
            self.topic_span = span

    def _so_far(self, span: Span) -> bool:
        """Does it tell how much of the year under way a headline's "this year" covers?"""
        whole, today = self.topic_span, self.today
        return whole is not None and today is not None and span[0] == whole[0] and span[1] < today < whole[1]


def _as_period(span: Span | None) -> Period | None:
    if span is None:
        return None
    since_event = span[0][8:] != "01" and int(span[1][:4]) - int(span[0][:4]) > 1  # years that began with no month
    grain = "event" if since_event else "month" if _is_month(span) else "months"
    return Period(start=0, end=0, first=span[0], last=span[1], grain=grain)


def _is_month(span: Span) -> bool:
    """Is it one whole month, which 当月 then means?"""
    first, last = (date.fromisoformat(day) for day in span)
    return first.day == 1 and first.month == last.month and (last + timedelta(days=1)).day == 1


def within(span: Span, whole: Span) -> bool:
    """Is all of a span in another?"""
    return whole[0] <= span[0] and span[1] <= whole[1]
