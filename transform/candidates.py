"""What speaks for each kind of goods and each province that a group may be of: signs as in `evidence`, by candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from transform.evidence import Whole, nearness
from transform.flow import usual_flow
from transform.gazetteer import METONYMS
from transform.goods import CARRIERS
from transform.groups import Group
from transform.makers import made_by
from transform.reading import Reading
from transform.shared import Shared
from transform.sides import Side
from transform.standing import Standing

T = TypeVar("T")
#: Where what the text calls "the plant" or "the project" may stand.
_SITES = ("paragraph's site", "title's site", "last Chinese", "last Russian")
_TRADE = frozenset(("exports", "imports", "turnover"))
#: A bullet or bracket at most stands before what opens a sentence, and one of these behind what heads a line of a list.
_HEAD = 2
_HEADED = (" ", ":", "：", "】", "]", "\u3000", "-", "(")


class Candidates(dict[T | None, set[str]]):
    """The signs of each candidate; None stands for leaving it out."""

    def __missing__(self, candidate: T | None) -> set[str]:
        self[candidate] = signs = set[str]()
        return signs

    def add(self, candidate: T | None, *signs: str) -> None:
        """Note what speaks for or against one."""
        self[candidate].update(signs)


def _beside(reading: Reading, group: Group, shared: Shared) -> list[str]:
    """The nearest words before a group for what is measured, closer than its metric; and whether it is a capacity."""
    found = []
    for name in ("metric", "hint"):
        before = [
            cue.label for cue in reading.cues[name] if cue.end <= group.start and cue.start not in reading.in_name
        ]
        found.append(f"beside {before[-1]}" if before else f"beside no {name}")
    if shared.capacity:
        found.append("a capacity")
    elif shared.rate:
        found.append("a rate")
    return found


def goods_signs(
    reading: Reading, group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each kind of goods that a group may be of, and for none."""
    found: Candidates[str] = Candidates()
    metric, unit_class = shared.metric, group.unit_class
    nearest: tuple[float, str | None] | None = None
    named = set()
    for cue in reading.cues["goods"]:
        if cue.label == "trap" or (cue.label in CARRIERS and group.unit_class == "bulk"):
            continue
        ahead = cue.end <= group.start
        where = "before" if ahead else "after"
        distance = reading.distance(cue.start, cue.end, group.start, group.end)
        label = None if cue.label == "general" else cue.label
        if nearest is None or distance < nearest[0]:
            nearest = distance, label
        if label is None:
            found.add(None, f"cargo in general, {where}, {nearness(distance)}")
            continue
        named.add(label)
        between = reading.numbers(cue.end, group.start) if ahead else reading.numbers(group.end, cue.start)
        joined = reading.parted(min(cue.end, group.end), max(cue.start, group.start)) < 1
        found.add(
            label,
            "named",
            f"named, {where}, {nearness(distance)}",
            f"named, {where}, {unit_class}, {nearness(distance)}",
            f"named, {where}, {min(2, between)} numbers between",
            f"named, {metric}",
            "named in the clause" if joined else "named beyond the clause",
            "part of a name" if cue.start in reading.in_name else "no part of a name",
        )
    for mention in reading.entities:
        if (label := made_by(mention)) is not None:
            found.add(label, "maker's", f"maker's, {metric}")
    if nearest is not None:
        found.add(nearest[1], "nearest", f"nearest, {metric}")
    before = {
        "paragraph's": standing.recent_goods, "text's": standing.goods, "article's": standing.topic_goods,
        "sentence's": standing.last_goods if standing.begun else None,
    }  # fmt: skip
    for name, label in before.items():
        if label is not None:
            found.add(label, name, f"{name}, {metric}", f"{name}, {unit_class}", f"{name}, {min(2, len(named))} named")
    total = max(1, sum(whole.goods.values()))
    plain = _plain(reading, group)
    beside = _beside(reading, group, shared)
    for label, signs in found.items():
        if label is None:
            continue
        inside = "named" if label in named else "carried"
        usual = usual_flow(label)
        signs |= {
            f"{inside}, {plain}, {unit_class}",
            f"{label} by {group.unit}",
            f"{inside}, {min(3, len(named))} named",
            "in the title" if label in whole.titled else "not in the title",
            f"{min(4, whole.goods[label])} times in the article",
            f"{4 * whole.goods[label] // total} quarters of all goods named",
        }
        if usual and shared.flow:
            signs.add("goes its usual way" if usual == shared.flow else "goes an unusual way")
        if inside == "carried":
            signs.update(f"carried, {one}" for one in beside)
        if label in CARRIERS and standing.crossing:
            signs.add("a carrier at a crossing")
        if standing.one_topic and label == standing.topic_goods:
            signs.add("the one goods of the title")
    found.add(
        None, "none", f"none, {metric}", f"none, {metric}, {unit_class}", f"none, {group.unit}",
        f"none, {min(3, len(named))} named",
        f"none, paragraph {'has goods' if standing.recent_goods else 'has none'}",
        f"none, article {'has goods' if standing.topic_goods else 'has none'}",
        f"none, {plain}, {unit_class}",
        f"none, total trade {standing.whole}", f"none, part of a turnover {standing.of_turnover}",
        f"none, sentence {'begun' if standing.begun else 'begins'}, {'with' if standing.last_goods else 'without'}",
        *(f"none, {one}" for one in beside),
    )  # fmt: skip
    return found


def _plain(reading: Reading, group: Group) -> str:
    """Does a bare word of trade stand before the number (对俄出口|96亿元), and are parts of it by goods told behind?"""
    bare = any(
        cue.label in _TRADE and 0 <= reading.distance(cue.start, cue.end, group.start, group.end) <= 1
        for cue in reading.cues["metric"]
        if cue.end <= group.start
    )
    parts = [cue.start for cue in reading.cues["share"] if cue.label == "part" and cue.start >= group.end]
    parted = bool(parts) and any(cue.start >= parts[0] for cue in reading.cues["goods"])
    return f"{'bare' if bare else 'no'} trade word, {'parts' if parted else 'no parts'} behind"


def _paragraphs_ago(reading: Reading, standing: Standing, region: str) -> str:
    """How many paragraphs ago the text spoke of a province last."""
    told = standing.places.last_at.get(region)
    return "never" if told is None else str(min(3, reading.sentence.paragraph - told))


def region_signs(
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each province that a group may speak of, and for none."""
    found: Candidates[str] = Candidates()
    metric, flow = shared.metric, shared.flow
    one_way = flow in ("CN>RU", "RU>CN")
    nearest: tuple[float, str] | None = None
    for side in sides:
        if side.region is None or side.passing:
            continue
        where = "before" if side.end <= group.start else "after"
        distance = reading.distance(side.start, side.end, group.start, group.end)
        if nearest is None or distance < nearest[0]:
            nearest = distance, side.region
        joined = reading.parted(min(side.end, group.end), max(side.start, group.start)) < 1
        end = "either end" if not one_way else "its own end" if (flow or "")[:2] == side.region[:2] else "other end"
        found.add(
            side.region,
            "named",
            f"named, {side.kind}, {side.role}, {where}",
            f"named, {where}, {nearness(distance)}",
            f"named, {where}, {'in' if joined else 'beyond'} the clause",
            f"named, {side.kind}",
            f"named, {side.role}, {metric}",
            f"named, {side.kind}, {metric}",
            f"named, {side.kind}, {end}, {metric if metric in ('exports', 'imports') else 'other'}",
        )
        if side.region in METONYMS:
            found.add(side.region, "a capital")
        if side.start <= _HEAD:
            found.add(side.region, "opens the sentence", f"opens the sentence, {side.kind}, {metric}")
            if reading.folded[side.end : side.end + 1] in _HEADED:
                found.add(side.region, "heads the line")
    named = set(found)
    if nearest is not None:
        found.add(nearest[1], "nearest")
    before = {
        "paragraph's": standing.region if standing.region_read else None, "article's": standing.topic_region,
        "paragraph's site": standing.site, "title's site": standing.topic_site,
        "last Chinese": standing.places.cn, "last Russian": standing.places.ru, "first": standing.places.topic,
    }  # fmt: skip
    here = {cue.label for cue in reading.cues["here"]}
    home = standing.places.home
    before["outlet's"] = home if home and not here.isdisjoint((home[:2].lower(), "region")) else None
    for name, region in before.items():
        if region is not None:
            found.add(region, name, f"{name}, {metric}", f"{name}, {group.unit_class}")
    for name in _SITES:
        if (site := before[name]) is not None:
            found.add(
                site, *(f"{name}, here {label}, {metric}" for label in here if label == "works" or "site" in name)
            )
    nation = any(
        side.kind in ("word", "country") and side.role in ("none", "owner") and not side.region for side in sides
    )
    country = "country named" if nation else "no country named"
    firm = "a firm named" if any(side.kind in ("company", "bank") for side in sides) else "no firm named"
    alone = "nobody named" if not sides else "somebody named"
    total = max(1, sum(whole.regions.values()))
    beside = _beside(reading, group, shared)
    for region, signs in found.items():
        if region is None:
            continue
        inside = "named" if region in named else "carried"
        signs |= {
            f"{inside}, {min(2, len(named))} named",
            f"{inside}, {country}",
            "in the title" if region in whole.titled else "not in the title",
            f"{min(3, whole.regions[region] // 2)} pairs of times in the article",
            f"{4 * whole.regions[region] // total} quarters of all provinces named",
            *(f"{inside}, {region[:2]}, here {label}" for label in here),
        }
        if "paragraph's" not in signs:
            signs.add("not the paragraph's")
        if inside == "carried":
            ago = _paragraphs_ago(reading, standing, region)
            titled = "titled" if region in whole.titled else "untitled"
            part = f"{4 * whole.regions[region] // total} quarters"
            signs |= {
                f"carried, {metric}, {country}", f"carried, told {ago} paragraphs ago",
                f"carried, told {ago} paragraphs ago, {country}", f"carried, {firm}, {metric}",
                f"carried, {alone}", f"carried, {titled}, {country}", f"carried, {titled}, {metric}",
                f"carried, {part}, {titled}", f"carried, {part}, {country}", f"carried, {group.unit_class}",
                f"carried, {'begun' if standing.begun else 'begins'}, {country}",
                f"carried, {region[:2]}, {metric}, {flow}",
            }  # fmt: skip
            signs.update(f"carried, {one}" for one in beside)
            for name in ("paragraph's", "article's"):
                if name in signs:
                    signs.add(f"only {name}, {min(2, len(named))} named, {country}")
        if one_way and metric in ("exports", "imports"):
            reports = (region[:2] == (flow or "")[:2]) == (metric == "exports")
            signs.add("the reporter's side" if reports else "the partner's side")
    found.add(
        None, "none", f"none, {metric}", f"none, {group.unit_class}", f"none, {min(2, len(named))} named",
        f"none, {country}", f"none, {group.unit}",
        f"none, article {'has one' if standing.topic_region else 'has none'}",
        f"none, paragraph {'has one' if standing.region else 'has none'}, {standing.region_read}",
        f"none, {firm}, {metric}", f"none, {metric}, {country}", f"none, {alone}",
        *(f"none, here {label}" for label in here), *(f"none, {one}" for one in beside),
    )  # fmt: skip
    return found
