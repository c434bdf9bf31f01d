"""What speaks for each province that a group may speak of: signs as in `group_signs`, by candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.figures.evidence.candidates import Candidates, beside, in_clause, surroundings
from transform.figures.evidence.group_signs import nearness
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.told.standing import Standing
from transform.figures.told.whole import Whole
from transform.names.entity import METONYMS

_ONE_WAY = ("CN>RU", "RU>CN")
#: Groups of cues whose words in the clause tell whose figure it is.
_SPEAKING = ("hint", "share", "finance", "market", "plan", "rate", "event", "actor", "compare")
#: A bullet or bracket at most stands before what opens a sentence, and one of these behind what heads a line of a list.
_HEAD = 2
_HEADED = (" ", ":", "：", "】", "]", "\u3000", "-", "(")


def region_signs(
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each province that a group may speak of, and for none."""
    signs = _RegionSigns(reading, sides, group, standing, whole, shared)
    signs.name()
    signs.carry_on()
    signs.describe()
    signs.leave_out()
    signs.call()
    signs.surround()
    return signs.found


class _RegionSigns:
    """Gathers the signs; `named` are the provinces of the sentence, the others were spoken of before."""

    def __init__(
        self, reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
    ) -> None:
        self._reading, self._group, self._standing, self._whole = reading, group, standing, whole
        self._metric, self._flow, self._goods = shared.metric, shared.flow, f"goods {shared.goods}"
        self._placed = [(side, side.region) for side in sides if side.region is not None and not side.passing]
        self._near = beside(reading, group, shared)
        self._here = {cue.label for cue in reading.cues["here"]}
        nation = any(
            one.kind in ("word", "country") and one.role in ("none", "owner") and not one.region for one in sides
        )
        self._country = "country named" if nation else "no country named"
        self._firm = "a firm named" if any(one.kind in ("company", "bank") for one in sides) else "no firm named"
        self._alone = "somebody named" if sides else "nobody named"
        self.named: set[str | None] = {region for _, region in self._placed}
        self.found: Candidates[str] = Candidates()

    def name(self) -> None:
        """What the sentence says of the provinces that it names."""
        metric, group, reading = self._metric, self._group, self._reading
        for side, region in self._placed:
            where = "before" if side.end <= group.start else "after"
            joined = reading.parted(min(side.end, group.end), max(side.start, group.start)) < 1
            trade = metric if metric in ("exports", "imports") else "other"
            self.found.add(
                region, "named", f"named, {side.kind}, {side.role}, {where}",
                f"named, {where}, {nearness(self._distance(side))}",
                f"named, {where}, {'in' if joined else 'beyond'} the clause",
                f"named, {side.kind}", f"named, {side.role}, {metric}", f"named, {side.kind}, {metric}",
                f"named, {side.kind}, {self._end(region)}, {trade}",
            )  # fmt: skip
            if region in METONYMS:
                self.found.add(region, "a capital")
            if side.start <= _HEAD:
                self.found.add(region, "opens the sentence", f"opens the sentence, {side.kind}, {metric}")
                if reading.folded[side.end : side.end + 1] in _HEADED:
                    self.found.add(region, "heads the line")
        if self._placed:
            self.found.add(min(self._placed, key=lambda one: self._distance(one[0]))[1], "nearest")

    def _distance(self, side: Side) -> float:
        return self._reading.distance(side.start, side.end, self._group.start, self._group.end)

    def _end(self, region: str) -> str:
        """At which end of the way of the goods a province lies."""
        if self._flow not in _ONE_WAY:
            return "either end"
        return "its own end" if (self._flow or "")[:2] == region[:2] else "other end"

    def carry_on(self) -> None:
        """From where in the text each province comes that was spoken of before."""
        standing, metric = self._standing, self._metric
        home = standing.places.home
        sites = {"paragraph's site": standing.site, "title's site": standing.topic_site}
        last = {"last Chinese": standing.places.cn, "last Russian": standing.places.ru}
        before = {
            "paragraph's": standing.region if standing.region_read else None, "article's": standing.topic_region,
            **sites, **last, "first": standing.places.topic,
            "outlet's": home if home and not self._here.isdisjoint((home[:2].lower(), "region")) else None,
        }  # fmt: skip
        for name, region in before.items():
            if region is not None:
                self.found.add(region, name, f"{name}, {metric}", f"{name}, {self._group.unit_class}")
        # what the text calls "the plant" or "the project" may stand there
        for name, region in {**sites, **last}.items():
            if region is not None:
                here = [label for label in self._here if label == "works" or name in sites]
                self.found.add(region, *(f"{name}, here {label}, {metric}" for label in here))

    def describe(self) -> None:
        """What each province is in the article and to the figure."""
        total = max(1, sum(self._whole.regions.values()))
        for region, signs in self.found.items():
            if region is None:
                continue
            titled = region in self._whole.titled
            part = f"{4 * self._whole.regions[region] // total} quarters"
            inside = "named" if region in self.named else "carried"
            signs |= {
                f"{inside}, {region}",
                f"{inside}, {region[:2]}",
                f"{inside}, {region[:2]}, {self._metric}",
                "in the title" if titled else "not in the title",
                f"{min(3, self._whole.regions[region] // 2)} pairs of times in the article",
                f"{part} of all provinces named",
                *(f"{inside}, {region[:2]}, here {label}" for label in self._here),
            }
            if "paragraph's" not in signs:
                signs.add("not the paragraph's")
            if inside == "carried":
                signs.update(self._carried(region, "titled" if titled else "untitled", part))
                only = [name for name in ("paragraph's", "article's") if name in signs]
                signs.update(f"only {name}, {min(2, len(self.named))} named, {self._country}" for name in only)
            if self._flow in _ONE_WAY and self._metric in ("exports", "imports"):
                reports = (region[:2] == (self._flow or "")[:2]) == (self._metric == "exports")
                signs.add("the reporter's side" if reports else "the partner's side")

    def _carried(self, region: str, titled: str, part: str) -> Iterator[str]:
        """What speaks for a province that the sentence does not name."""
        metric, country, group = self._metric, self._country, self._group
        told = self._standing.places.last_at.get(region)
        ago = "never" if told is None else min(3, self._reading.sentence.paragraph - told)
        signs = (
            f"{metric}, {country}", f"told {ago} paragraphs ago", f"told {ago} paragraphs ago, {country}",
            f"{self._firm}, {metric}", self._alone, f"{titled}, {country}", f"{titled}, {metric}",
            f"{part}, {titled}", f"{part}, {country}", group.unit_class,
            f"{'begun' if self._standing.begun else 'begins'}, {country}", f"{region[:2]}, {metric}, {self._flow}",
            *self._near,
        )  # fmt: skip
        return (f"carried, {sign}" for sign in signs)

    def leave_out(self) -> None:
        """What speaks for no province."""
        metric, standing = self._metric, self._standing
        self.found.add(
            None, "none", f"none, {metric}", f"none, {self._group.unit_class}", f"none, {self._group.unit}",
            f"none, article {'has one' if standing.topic_region else 'has none'}",
            f"none, paragraph {'has one' if standing.region else 'has none'}, {standing.region_read}",
            f"none, {self._firm}, {metric}", f"none, {metric}, {self._country}", f"none, {self._alone}",
            *(f"none, here {label}" for label in self._here), *(f"none, {one}" for one in self._near),
        )  # fmt: skip

    def call(self) -> None:
        """By which town or body a province is named."""
        entities = self._reading.entities
        called = {mention.start: mention.entity.id for mention in entities if mention.entity.kind != "region"}
        for side, region in self._placed:
            if region and side.start in called:
                name = f"named as {called[side.start]}"
                self.found.add(region, name, f"{name}, {self._metric}")

    def surround(self) -> None:
        """What the sentence and the article say around all of them."""
        self.found.surround(
            self.named, *surroundings(self._reading, self._group, self._standing, self._whole, self._metric),
            *in_clause(self._reading, self._group.start, _SPEAKING), f"{min(2, len(self.named))} named", self._country,
            self._goods, f"{self._goods}, {self._metric}",
        )  # fmt: skip
