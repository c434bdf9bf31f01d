"""What stands in one sentence, each kind of thing with its place, before any figure is resolved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.traits import Traits
from transform.names.entity import EntityMention
from transform.numbers.quantities import Period, Quantity
from transform.text.cue import Cue, fold
from transform.text.sentences import Sentence


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence's quantities, periods, entities and cues; all offsets are into the sentence."""

    sentence: Sentence
    folded: str
    quantities: list[Quantity]
    periods: list[Period]
    entities: list[EntityMention]
    cues: dict[str, list[Cue]]
    #: where clauses part, and the summed weight of those before each
    break_at: list[int]
    break_sum: list[float]
    number_at: list[int]
    step: float
    #: how its language is written
    traits: Traits
    #: starts of the cues that stand inside a number's own characters, and inside a firm's or body's name
    in_number: frozenset[int]
    in_name: frozenset[int]
    #: of the cues that are part of what joins two figures: where the last such bridge starts
    in_bridge: dict[tuple[int, int], int]
    #: attributions between commas (", сообщил министр,"): start, end
    asides: list[tuple[int, int]] = []

    def parted(self, start: int, end: int) -> float:
        """Weight of the clause boundaries between two places, rounded: a colon weighs 1 wherever it stands."""
        return round(
            self.break_sum[bisect_left(self.break_at, end)] - self.break_sum[bisect_left(self.break_at, start)], 6
        )

    def put_in(self, start: int, end: int) -> tuple[int, float]:
        """Length and weight of the attributions between two places, which part nothing."""
        length, weight = 0, 0.0
        for first, last in self.asides:
            if start <= first and last <= end:
                length += last - first
                weight += self.parted(first, last) - _RESUMED
        return length, weight

    def numbers(self, start: int, end: int) -> int:
        """How many quantities begin between two places."""
        return bisect_left(self.number_at, end) - bisect_left(self.number_at, start)

    def distance(self, start: int, end: int, first: int, last: int, *, after: float = 1.0, wall: float = 2.5) -> float:
        """How far the cue at [start, end) is from the figures at [first, last), in steps.

        What stands before a number governs it; what follows pays `after`, and `wall` times the clause boundaries.
        """
        if end <= first:
            length, weight = self.put_in(end, first) if self.asides else (0, 0.0)
            crossed = self.parted(end, first) - weight
            return crossed + (first - end - length) / self.step + 0.5 * self.numbers(end, first)
        if start >= last:
            length, weight = self.put_in(last, start) if self.asides else (0, 0.0)
            crossed = self.parted(last, start) - weight
            return after + wall * crossed + (start - last - length) / self.step + 1.5 * self.numbers(last, start)
        return 0.2

    def near(self, group: str, first: int, last: int, *, within: float, label: str = "") -> Cue | None:
        """The nearest cue of a group (of one label, if told), if it is within that many steps."""
        best, cue = within, None
        for candidate in self.cues[group]:
            if label and candidate.label != label:
                continue
            cost = self.distance(candidate.start, candidate.end, first, last)
            if cost < best:
                best, cue = cost, candidate
        return cue

    def joins(self, cue: Cue, first: int) -> bool:
        """Is it part of what only joins a figure to the one at `first` («упал на 4% и оценён в 6 млрд»: no price)?"""
        return self.in_bridge.get((cue.start, cue.end), first) > first

    def clause(self, place: int) -> tuple[int, int]:
        """Start and end of the clause around a place: between its nearest boundaries of full weight."""
        at = bisect_right(self.break_at, place)
        start = self.break_at[at - 1] + 1 if at else 0
        end = self.break_at[at] if at < len(self.break_at) else len(self.folded)
        return start, end


def read_sentence(
    sentence: Sentence,
    lexicon: Lexicon,
    quantities: list[Quantity],
    periods: list[Period],
    entities: list[EntityMention],
) -> Reading:
    """Search the sentence once for every cue, and find where its clauses part."""
    folded = fold(sentence.text)
    speaker = lexicon.places.speaker
    entities = [
        m for m in entities if not (m.entity.kind == "place" and m.start and speaker.match(folded, m.start - 1))
    ]
    at: list[int] = []
    sums = [0.0]
    spans = [(q.start, q.end) for q in quantities]
    between = [told.span() for told in lexicon.traits.put_between.finditer(folded)]
    for match in lexicon.break_at.finditer(folded):
        start = match.start()
        if any(first <= start < last for first, last in between):
            continue  # "imports, meanwhile, fell": it is one clause
        if any(first <= start < last for first, last in spans):
            continue
        mark = match.group()
        if mark in ",.:" and folded[start - 1 : start].isdigit() and folded[start + 1 : start + 2].isdigit():
            continue
        at.append(start)
        sums.append(sums[-1] + lexicon.traits.breaks[mark])
    cues = lexicon.book.find(folded)
    cues["goods"] = _with_listed(cues["goods"], entities)
    cues["hint"] = _but_worth(cues, folded, lexicon)
    cues["metric"] = _but_sales(cues["metric"], folded, entities, lexicon)
    spoken = [cue for name in ("metric", "hint", "goods") for cue in cues[name]]
    names = [(m.start, m.end) for m in entities if m.entity.kind in _NAMED]
    return Reading(
        sentence=sentence,
        folded=folded,
        quantities=quantities,
        periods=periods,
        entities=entities,
        cues=cues,
        break_at=at,
        break_sum=sums,
        number_at=[q.start for q in quantities],
        step=lexicon.traits.step,
        traits=lexicon.traits,
        in_number=_inside(spoken, spans),
        in_name=_inside(spoken, names),
        in_bridge={
            (cue.start, cue.end): bridge.start
            for bridge in cues["bridge"]
            for cue in (*cues["metric"], *cues["hint"])
            if bridge.start <= cue.start and cue.end <= bridge.end
        },
        asides=_asides(folded, cues["source"], lexicon, at, [q.start for q in quantities]),
    )


#: What is said of the trade in goods.
_TRADED = frozenset(("exports", "imports", "freight"))


def _but_worth(cues: dict[str, list[Cue]], folded: str, lexicon: Lexicon) -> list[Cue]:
    """The hints, but for what tells how much goods are worth ("soybeans were worth"): no contract's value."""
    if not any(cue.label == "contract_value" for cue in cues["hint"]):
        return cues["hint"]
    goods = [cue.end for cue in cues["goods"] if cue.label != "trap"]
    goods += [cue.end for cue in cues["metric"] if cue.label in _TRADED]
    worth = [told.span() for end in goods if (told := lexicon.traits.valued.match(folded, end))]
    return [
        cue
        for cue in cues["hint"]
        if cue.label != "contract_value" or not any(first < cue.start < last for first, last in worth)
    ]


#: What sells for itself.
_FIRMS = frozenset(("company", "bank"))


def _but_sales(cues: list[Cue], folded: str, entities: list[EntityMention], lexicon: Lexicon) -> list[Cue]:
    """The words for a metric, where a firm's turnover is what it sells and no trade of the two countries."""
    if not any(cue.label == "turnover" for cue in cues):
        return cues
    firms = [(m.start, m.end) for m in entities if m.entity.kind in _FIRMS]
    sold = [told.span() for told in lexicon.traits.firm_turnover.finditer(masked(folded, firms))]
    return [
        Cue(cue.start, cue.end, "other", cue.group)
        if cue.label == "turnover" and any(first <= cue.start and cue.end <= last for first, last in sold)
        else cue
        for cue in cues
    ]


def masked(folded: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with `@` for every character of these names, so that a pattern can ask for a name of that kind."""
    for first, last in spans:
        folded = folded[:first] + "@" * (last - first) + folded[last:]
    return folded


#: What is left of a boundary where a clause goes on after an attribution.
_RESUMED = 0.5
_COMMAS = ",，"


def _asides(
    folded: str, credits: list[Cue], lexicon: Lexicon, break_at: list[int], number_at: list[int]
) -> list[tuple[int, int]]:
    """Where an attribution stands between two commas with no number in it: from the first comma to past the other."""
    found: list[tuple[int, int]] = []
    for cue in credits:
        place = bisect_right(break_at, cue.start - 1) - 1
        opening = break_at[place] if place >= 0 else 0
        led = folded[opening + 1 : cue.start].strip()
        if place < 0 or folded[opening] not in _COMMAS or (led and led not in lexicon.traits.credited_as):
            continue
        closing = next((at for at in break_at[place + 1 :] if folded[at] in _COMMAS), None)
        if closing is None or bisect_left(number_at, cue.start) != bisect_left(number_at, closing):
            continue
        if not found or found[-1][1] <= opening:
            found.append((opening, closing + 1))
    return found


def _with_listed(cues: list[Cue], entities: list[EntityMention]) -> list[Cue]:
    """The cues of goods with the goods that the gazetteer lists; of two that overlap the longer one stays."""
    listed = [
        Cue(m.start, m.end, m.entity.id.removeprefix("commodity:"), "goods")
        for m in entities
        if m.entity.kind == "commodity"
        and all(
            m.end <= cue.start
            or cue.end <= m.start
            or (m.start <= cue.start and cue.end <= m.end and m.end - m.start > cue.end - cue.start)
            or (m.start < cue.start and cue.label == "general")  # "knitted goods worth"
            for cue in cues
        )
    ]
    if not listed:
        return cues
    apart = [cue for cue in cues if all(cue.end <= one.start or one.end <= cue.start for one in listed)]
    return sorted([*apart, *listed], key=lambda cue: cue.start)


_NAMED = frozenset(("company", "bank", "body", "group"))


def _inside(cues: list[Cue], spans: list[tuple[int, int]]) -> frozenset[int]:
    """Starts of the cues that lie in one of the spans, which are in order and do not overlap."""
    if not spans:
        return frozenset()
    starts = [first for first, _ in spans]
    found = set()
    for cue in cues:
        at = bisect_right(starts, cue.start) - 1
        if at >= 0 and cue.end <= spans[at][1]:
            found.add(cue.start)
    return frozenset(found)
