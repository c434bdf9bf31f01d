"""What speaks for each province that a group may speak of: signs as in `group_signs`, by candidate."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.evidence.candidates import Candidates, beside, in_clause, surroundings
from transform.figures.evidence.group_signs import nearness
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.told.standing import Standing
from transform.figures.told.whole import Whole
from transform.names.entity import METONYMS

#: Where what the text calls "the plant" or "the project" may stand.
_SITES = ("paragraph's site", "title's site", "last Chinese", "last Russian")
#: Groups of cues whose words in the clause tell whose figure it is.
_SPEAKING = ("hint", "share", "finance", "market", "plan", "rate", "event", "actor", "compare")
#: A bullet or bracket at most stands before what opens a sentence, and one of these behind what heads a line of a list.
_HEAD = 2
_HEADED = (" ", ":", "：", "】", "]", "\u3000", "-", "(")


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
    near = beside(reading, group, shared)
    for region, signs in found.items():
        if region is None:
            continue
        inside = "named" if region in named else "carried"
        signs |= {
            f"{inside}, {region}",
            f"{inside}, {region[:2]}",
            f"{inside}, {region[:2]}, {metric}",
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
            signs.update(f"carried, {one}" for one in near)
            for name in ("paragraph's", "article's"):
                if name in signs:
                    signs.add(f"only {name}, {min(2, len(named))} named, {country}")
        if one_way and metric in ("exports", "imports"):
            reports = (region[:2] == (flow or "")[:2]) == (metric == "exports")
            signs.add("the reporter's side" if reports else "the partner's side")
    found.add(
        None, "none", f"none, {metric}", f"none, {group.unit_class}", f"none, {group.unit}",
        f"none, article {'has one' if standing.topic_region else 'has none'}",
        f"none, paragraph {'has one' if standing.region else 'has none'}, {standing.region_read}",
        f"none, {firm}, {metric}", f"none, {metric}, {country}", f"none, {alone}",
        *(f"none, here {label}" for label in here), *(f"none, {one}" for one in near),
    )  # fmt: skip
    called = {mention.start: mention.entity.id for mention in reading.entities if mention.entity.kind != "region"}
    for side in sides:
        if side.region and not side.passing and side.start in called:
            found.add(side.region, f"named as {called[side.start]}", f"named as {called[side.start]}, {metric}")
    goods = f"goods {shared.goods}"
    found.surround(
        named, *surroundings(reading, group, standing, whole, metric), *in_clause(reading, group.start, _SPEAKING),
        f"{min(2, len(named))} named", country, goods, f"{goods}, {metric}",
    )  # fmt: skip
    return found
