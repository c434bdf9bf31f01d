"""The figures of one sentence: what each group of its numbers speaks of, and what a group leaves to the next."""

from __future__ import annotations

import msgspec

from transform.figures.attribute import Explain, attribute
from transform.figures.goods.apportion import apportion, mirrored, pointed_back
from transform.figures.goods.near_words import named_goods
from transform.figures.measured.measure import Measured
from transform.figures.measured.metric import OF_DEAL, SAID_BEFORE
from transform.figures.nations_whole import nations_whole
from transform.figures.others_trade import Next, is_abroad
from transform.figures.revised import Watch, evidence_of, revise
from transform.figures.sentence.firm import GOES_BACK, OF_CARGO, OTHER_WAY
from transform.figures.sentence.groups import Group, appended_to, compared_with, group_quantities
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import BACK, dealt
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.sentence.turned import goes_back, names_way, turned_already, turns
from transform.figures.sharing import share
from transform.figures.spans.compared_dates import compared_periods
from transform.figures.spans.earlier_times import Span
from transform.figures.spans.figure_dates import nothing_between
from transform.figures.told.carried import TURNED
from transform.figures.told.standing import Standing, within
from transform.figures.told.whole import Whole
from transform.records import Figure

_STOPS = ".。 "
#: Words by which goods pass a place are no longer.
_WAY = 40


def resolve(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    after: Next,
    standing: Standing,
    whole: Whole,
    explain: Explain | None,
    watch: Watch | None,
) -> list[Figure]:
    """The figures of a sentence, whose last province the text then speaks of; `after` is the next sentence."""
    groups = _Groups(reading, words, sides, after, standing, whole, explain, watch)
    figures = [figure for place in range(len(groups.all)) for figure in groups.figures(place)]
    last = reading.quantities[-1].end
    later = [side.region for side in sides if side.kind == "region" and side.start > last]
    if later:
        standing.region = later[-1]
    return figures


class _Groups:
    """The groups of a sentence one after the other, with what each leaves to the next."""

    def __init__(
        self,
        reading: Reading,
        words: Lexicon,
        sides: list[Side],
        after: Next,
        standing: Standing,
        whole: Whole,
        explain: Explain | None,
        watch: Watch | None,
    ) -> None:
        self._reading, self._words, self._sides, self._after = reading, words, sides, after
        self._standing, self._whole, self._explain, self._watch = standing, whole, explain, watch
        self.all = group_quantities(reading, words)
        self._goods, self._metrics = apportion(reading, self.all, "goods"), apportion(reading, self.all, "metric")
        self._mirror = mirrored(reading, self.all) | pointed_back(reading, self.all)
        self._compared = compared_periods(reading, words)
        #: what was told of each group before, how its last percentage measured, its span, the way of its goods, its end
        self._told: dict[int, Shared] = {}
        self._previous: Measured | None = None
        self._dated: Span | None = None
        self._flow = standing.flow
        self._last = 0

    def figures(self, place: int) -> list[Figure]:
        """The figures of the group at a place: none of one that is beside the story."""
        reading, words, standing, group = self._reading, self._words, self._standing, self.all[place]
        if self._of_something_else(group):
            return []
        standing.of_all = nations_whole(reading, self._sides, self.all, place, before=standing.of_all)
        standing.abroad = standing.of_all or is_abroad(
            reading, words, self._sides, self.all, place, self._after, before=standing.abroad
        )
        if standing.abroad:
            return []
        own = self._own(place, group)
        shared = self._same(place, group) or own
        if shared.metric == "tariff" and standing.levied:
            return []
        standing.shared[group.unit] = self._told[place] = shared
        made, span, self._previous = attribute(
            reading,
            words,
            group,
            shared,
            standing,
            self._compared,
            self._previous,
            dated_here=self._dated,
            explain=self._explain,
            watch=self._watch,
        )
        if shared.why["region"] != SAID_BEFORE:
            standing.handled = (shared.goods or "") if self._of_terminal(shared.region) else None
            standing.passed = shared.region if self._only_passed(shared.region) else None
        told = standing.span
        standing.take_up(group, shared.metric, shared.flow, shared.region, shared.goods, span)
        if span and told and within(span, told) and self._told_in_passing(group):
            standing.span = told  # "1.5 mt in five months, 410,000 tonnes of it in May. Its share …"
        standing.of_cargo = shared.goods is None and (standing.of_cargo or _any_cargo(shared))
        if place in self._goods:
            standing.recent_goods = standing.goods = None  # one of a list, of which the text does not go on
        standing.dealt = shared.why["metric"] == OF_DEAL and dealt(reading)
        self._dated = span or self._dated
        return made

    def _only_passed(self, region: str | None) -> bool:
        """Do goods only pass where the sentence names the province ("by rail through Heihe")?"""
        told = [side for side in self._sides if side.region == region]
        passed, folded = self._words.traits.passed, self._reading.folded
        return bool(told) and all(passed.search(folded, max(0, side.start - _WAY), side.start) for side in told)

    def _of_terminal(self, region: str | None) -> bool:
        """Does a terminal for one kind of goods tell the province, and the sentence no other?"""
        told = [side for side in self._sides if side.region is not None]
        kind, folded = self._words.places.one_kind, self._reading.folded
        return any(side.region == region and kind.search(folded, side.start, side.end) for side in told[:1])

    def _of_something_else(self, group: Group) -> bool:
        """Does a word beside the group say that it is no figure of trade?"""
        noise = self._reading.near("noise", group.start, group.end, within=1.6, label="noise")
        # «массой свыше 12 тонн вырос до 3,3 млн»: the first number is its own
        return noise is not None and not (self._words.spaced and self._reading.numbers(noise.end, group.start) > 0)

    def _told_in_passing(self, group: Group) -> bool:
        """Is it only a part of what was just told, by the words before it ("including", "of which")?"""
        reading = self._reading
        return any(
            cue.label == "part" and cue.end <= group.start and nothing_between(reading, cue.end, group.start)
            for cue in reading.cues["share"]
        )

    def _own(self, place: int, group: Group) -> Shared:
        """What the words around the group, and those before, say of it."""
        reading, sides, standing, whole = self._reading, self._sides, self._standing, self._whole
        back = [cue for cue in reading.cues["course"] if turns(reading, cue) and self._last <= cue.start < group.end]
        before = self._told.get(place - 1)
        if before and any(not turned_already(reading, cue, before, self._last, group) for cue in back):
            self._flow = before.flow
        since, self._last = self._last, group.end
        goods, metric = self._goods.get(place), self._metrics.get(place)
        shared = share(reading, self._words, sides, standing, group, self._flow, goods, metric)
        shared = self._back(place, group, shared, since)
        if self._watch is None:
            return revise(shared, reading, sides, group, standing, whole, explained=self._explain is not None)
        self._watch.group(reading, group, shared, evidence_of(shared, reading, sides, group, standing, whole))
        return shared

    def _back(self, place: int, group: Group, shared: Shared, since: int) -> Shared:
        """What goes back on the way of the group before in the sentence, and what is told on of it; else `shared`."""
        told = [self._told[before] for before in range(place - 1, -1, -1) if before in self._told]
        before = next((one for one in told if one.flow in BACK), None)
        if before is None or shared.flow is None:
            return shared
        words = goes_back(self._reading, self._words.traits.back, self._sides, group, since)
        still = before.why["flow"].startswith(GOES_BACK) and not names_way(self._reading, self._sides, group, since)
        if not (words or still):
            return shared
        turned, why = shared.metric, shared.why | {"flow": words or before.why["flow"]}
        if turned in TURNED and (before.metric in TURNED if words else before.why["metric"] == OTHER_WAY):
            turned, why["metric"] = TURNED[before.metric] if words else before.metric, OTHER_WAY
        return msgspec.structs.replace(shared, metric=turned, flow=BACK[before.flow] if words else before.flow, why=why)

    def _same(self, place: int, group: Group) -> Shared | None:
        """What was told of the group that this one mirrors, is compared with or leaves its words to."""
        reading, standing = self._reading, self._standing
        linked = (self._mirror.get(place), appended_to(reading, self._words, self.all, place))
        for one in (*linked, compared_with(reading, self._words, self.all, place)):
            if one in self._told:
                return self._told[one]
        if group.unit not in standing.shared:
            return None
        if not (reading.quantities[group.members[0]].short or self._only_compared(group)):
            return None
        since = self.all[place - 1].end if place else 0
        if standing.shared[group.unit].metric == "turnover" and self._names_half(since, group):
            return None
        return _but_named(standing.shared[group.unit], reading, self._sides, since, group)

    def _only_compared(self, group: Group) -> bool:
        """Does a sentence say of the last figure only what it had been («Годом ранее было | 6,1 млрд.»)?"""
        reading = self._reading
        ends = len(reading.folded.rstrip(_STOPS)) == group.end
        return ends and reading.traits.it_was.fullmatch(reading.folded, 0, group.start) is not None

    def _names_half(self, since: int, group: Group) -> bool:
        """Is a number said short of one half of the trade ("China's exports accounted for | 30.8 billion of it")?"""
        noun, reading = self._words.trade_noun, self._reading
        cues = [cue for cue in reading.cues["metric"] if since <= cue.start and cue.end <= group.start]
        return bool(cues) and cues[-1].label in TURNED and noun.match(reading.folded, cues[-1].start) is not None


def _any_cargo(shared: Shared) -> bool:
    """Is it an amount of cargo of all kinds, by a word for it ("46,000 tonnes of goods")?"""
    return shared.metric in ("freight", *TURNED) and shared.why.get("commodity", "").startswith(("“", OF_CARGO))


def _but_named(same: Shared, reading: Reading, sides: list[Side], since: int, group: Group) -> Shared:
    """What a number said short takes over, but of the one province or kind of goods told since: «…, лес — лишь 171»."""
    regions = {s.region for s in sides if s.kind == "region" and s.region and since <= s.start < group.start}
    if len(regions) == 1 and same.region is not None:
        same = msgspec.structs.replace(same, region=regions.pop())
    goods = {cue.label for cue in named_goods(reading) if since <= cue.start < group.start}
    if len(goods) == 1 and same.goods is not None:
        same = msgspec.structs.replace(same, goods=goods.pop())
    return same
