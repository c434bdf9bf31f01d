"""Weighs a mention against an agreement: what speaks for one deal, and what against.

What each trait counts was fitted on labelled events in three languages: see `scale` and bench/fit_register.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import MappingProxyType

from transform.records import Party
from warehouse.register.article_names import Articles, named_in_article
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.register.scale import Scale, weights
from warehouse.register.weighing_sides import weigh_sides
from warehouse.register.weighing_value import weigh_value, worth_as_much
from warehouse.sides.sides import sides
from warehouse.states import ORDER
from warehouse.topics import of_one_kind, other_goods

#: How much two types speak against one document.
_APART = {
    frozenset({"memorandum", "contract"}): 0.4,
    frozenset({"memorandum", "loan"}): 0.4,
    frozenset({"memorandum", "joint_venture"}): 0.25,
    frozenset({"memorandum", "framework"}): 0.25,
    frozenset({"memorandum", "protocol"}): 0.2,
    frozenset({"memorandum", "roadmap"}): 0.25,
    frozenset({"memorandum", "agreement"}): 0.12,
    frozenset({"memorandum", "intergovernmental"}): 0.3,
    frozenset({"protocol", "contract"}): 0.3,
    frozenset({"protocol", "loan"}): 0.4,
    frozenset({"framework", "contract"}): 0.7,
    # Ten times in the labelled events firms found a venture and trade within days of it; never is it one paper.
    frozenset({"joint_venture", "contract"}): 0.5,
    frozenset({"framework", "loan"}): 0.3,
    frozenset({"roadmap", "contract"}): 0.4,
    frozenset({"roadmap", "agreement"}): 0.12,
    frozenset({"joint_venture", "loan"}): 0.3,
}
_OTHER_TYPE = 0.1
#: So many digits make a number one that two deals seldom share.
_TELLING_DIGITS = 3
#: So many times that where the signing of each was news: reports of one signing seldom call it two kinds of paper.
_NEWS_OF_BOTH = 1.5
#: What it counts that an article names a side beside, where no other takes its place.
_NO_OTHER = 0.27


def weigh(
    reading: Reading, known: Known, implied: tuple[Party, ...] = (), articles: Articles = MappingProxyType({})
) -> tuple[float, tuple[str, ...]]:
    """How much speaks for this being the same agreement, and what; `articles` are the mentions of each."""
    scale = weighed(reading, known, implied)
    if articles and reading.article_id not in known.articles and any(side.concrete for side in reading.sides):
        _weigh_articles(reading, known, scale, articles)
    return round(scale.points, 2), tuple(scale.told)


def weighed(reading: Reading, known: Known, implied: tuple[Party, ...] = (), *, whole: bool = False) -> Scale:
    """The scale with all that was found; what is hopeless is not weighed to its end, unless `whole`."""
    if reading.total:
        scale = Scale(weights().total)
        _weigh_total(reading, known, scale)
        _weigh_news(reading, known, scale)
        return scale
    scale = Scale(weights().weight)
    weigh_sides(reading, known, implied, scale)
    hopeless = scale.opposed and not {"sides_two", "side_one", "side_alone"} & scale.found.keys()
    if hopeless and reading.value is None and reading.story_id not in known.stories and not whole:
        # Others altogether, and neither money nor a story to make up for it.
        return scale
    weigh_value(reading, known, scale)
    _weigh_signing(reading, known, scale)
    _weigh_type(reading, known, scale)
    _weigh_goods(reading, known, scale)
    _weigh_details(reading, known, scale)
    _weigh_stage(reading, known, scale)
    _weigh_news(reading, known, scale)
    if not reading.new:
        scale.add("looks_back", "told as background")
    if beside := known.articles.get(reading.article_id):
        apart = any(_told_apart(reading, other) for other in beside)
        whole = any(_told_whole(reading, other) for other in beside)
        where = "sentence, with other sides" if apart else "article, with both sides" if whole else "article"
        degree = 2.0 if apart else 1.5 if whole else 0.0 if _only_dates(reading) else 1.0
        scale.add("same_article", f"told beside it in one {where}", degree)
    return scale


def _weigh_articles(reading: Reading, known: Known, scale: Scale, articles: Articles) -> None:
    """Weigh whom the articles name beside its sentences, where that can decide."""
    # Where a sentence has a side that seems to be another, it may be that one told by its owner, make or town.
    apart = not {"other_partner", "other_known", "other_side"}.isdisjoint(scale.found)
    degree = 1.0 if apart else _NO_OTHER
    if 0 < weights().join - scale.points <= degree * weights().weight["named_beside"]:
        name = named_in_article(reading, scale.missing, scale.left, known, articles)
        if name:
            scale.add("named_beside", f"{name} in the article", degree)


def _told_apart(reading: Reading, other: Reading) -> bool:
    """Does one sentence of its article tell both, with other sides ("one contract with X and one with Y")?"""
    where = (reading.field, reading.start, reading.end)
    return (
        where == (other.field, other.start, other.end)
        and reading.status == other.status
        and bool({side.key for side in reading.sides} - {side.key for side in other.sides})
        and bool({side.key for side in other.sides} - {side.key for side in reading.sides})
    )


def _only_dates(reading: Reading) -> bool:
    """Does it recall a paper by no name, place, goods or number ("The paper was signed in September")?"""
    content = reading.topics
    said = any(side.concrete and side.key not in reading.unsaid for side in reading.sides)
    told = content.goods or content.field or content.numbers or content.another or reading.value is not None
    told = told or reading.places or reading.entities
    return not reading.new and reading.status == "signed" and not said and not told


def _told_whole(reading: Reading, other: Reading) -> bool:
    """Does its article tell both by naming two sides? What only goes on about a deal names them once."""
    return all(sum(side.concrete and side.key not in one.unsaid for side in one.sides) > 1 for one in (reading, other))


def _weigh_total(reading: Reading, known: Known, scale: Scale) -> None:
    same_value = reading.value is not None and any(worth_as_much(reading, *told) for told in known.values)
    if reading.count is not None and reading.count in known.counts:
        scale.add("count", f"count {reading.count}")
    elif reading.count is not None and (rounded := rounds(reading.count, known.counts)):
        scale.add("count", f"count {reading.count}, in round numbers {rounded}", 0.5)
    if reading.events & known.events:
        scale.add("event", "event")
    if reading.places & known.places:
        scale.add("place", "place")
    # "Companies from China" are no other party than whoever signed.
    ours = {side.key for side in sides(reading.parties, ()) if side.concrete and not side.described}
    theirs = {key for key, side in known.sides.items() if side.concrete and not side.described}
    groups = {side.key for side in sides(reading.parties, ())} & known.keys
    if ours & theirs:
        scale.add("party", f"party {', '.join(sorted(ours & theirs))}")
    elif ours and theirs:
        # Two forums in a week may end with as many deals, hardly with as many worth the same.
        scale.add("other_parties", "other parties", 0.5 if same_value else 1.0)
    elif groups:
        scale.add("kinds_two" if len(groups) > 1 else "kind_one", "parties of one kind")
    if reading.count is None and None in known.counts:
        scale.add("no_count", "no number told")
    if reading.signed_on and reading.signed_on in known.signed_on:
        scale.add("signed", f"signed on {reading.signed_on}")
    if same_value:
        scale.add("value", "value")


def _weigh_signing(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.signed_on and reading.status == "signed" and known.signed_on:
        days = min(abs((reading.signed_on - other).days) for other in known.signed_on)
        if days:
            scale.add("signed_apart", f"signed {days} days apart", (0.0, 0.3, 0.6, 0.7, 1.0)[min(days, 4)])
        else:
            scale.add("signed", f"signed on {reading.signed_on}")
    elif reading.made and reading.made in {day.year for day in (*known.signed_on, *known.signed_news)}:
        scale.add("made", f"made in {reading.made}")
    elsewhere = _other_partner(scale) and not reading.follows
    # Where a plant will stand is told as the place of its contract now and then.
    if reading.places & (known.places | known.subjects) or reading.entities & known.places:
        scale.add("place", "place", 0.0 if elsewhere else 1.0)
    if reading.events & known.events:
        scale.add("event", "event", 0.0 if elsewhere else 1.0)


def _other_partner(scale: Scale) -> bool:
    """Is another side named? Then a firm's other deal at one forum, in one town, of one size proves nothing."""
    return bool({"other_partner", "other_known", "other_side"} & scale.found.keys()) and not scale.same_value


def _weigh_type(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.type in known.types:
        plain = reading.type == "agreement"
        # That both are called an agreement tells nothing of two sides that are perhaps not even alike.
        degree = 0.0 if plain and "half_like" in scale.found else 1.0
        scale.add("type_any" if plain else "type", f"type {reading.type}", degree)
        return
    named = [one for one in known.types if one != "agreement"] or list(known.types)
    mostly = max(named, key=known.types.__getitem__)
    generic = "agreement" in (mostly, reading.type)
    points = _APART.get(frozenset({mostly, reading.type}), 0.02 if generic else _OTHER_TYPE)
    # The plan of measures of the same two is a roadmap in one paper and a plan in another.
    plan = "roadmap" in (mostly, reading.type) and "sides_two" in scale.found
    if generic and (plan or _followed(reading, scale)):
        points = 0.02
    if not generic and reading.new and reading.status == "signed" and known.signed_news and not reading.corrects:
        points *= _NEWS_OF_BOTH
    # What was planned as one kind of paper is often signed as another, a venture never as a contract.
    founding = {mostly, reading.type} == {"joint_venture", "contract"}
    planning = reading.status in ("planned", "negotiating") or not known.statuses & {"signed", "in_force"}
    scale.add("type_other", f"type {reading.type}, not {mostly}", points / 4 if planning and not founding else points)


def _weigh_goods(reading: Reading, known: Known, scale: Scale) -> None:
    """Weigh what the deal is about: goods, else the field."""
    goods, field = reading.topics.goods, reading.topics.field
    same_goods, same_field = goods & known.goods.keys(), field & known.field.keys()
    if same_goods or same_field:
        shared = 2 * len(same_goods) + len(same_field)
        fewest = min(2 * len(goods) + len(field), 2 * len(known.goods) + len(known.field))
        share = shared / fewest
        degree = 1.0 if share >= 0.6 else 0.5 if share >= 0.34 else 0.0
        trait = "goods" if same_goods else "field"
        scale.add(trait, f"about {', '.join(sorted(same_goods | same_field))}", degree)
    if other_goods(goods, known.goods) and other_goods(goods, _mainly(known)):
        scale.opposed = True
        others = f"about {', '.join(sorted(goods))}, not {', '.join(sorted(known.goods))}"
        # What becomes of a deal is told with goods of its own: a laboratory's reactors, a line's fish.
        one = scale.same_value or _followed(reading, scale)
        scale.add("goods_other", others, 0.5 if one else 0.3 if _founded(reading, known, scale) else 1.0)
    elif not same_field and not of_one_kind(goods, known.goods) and (goods or field) and (known.goods or known.field):
        # "Metal" for aluminium says nothing either way. Two languages seldom dwell on the same side of a deal; its
        # signing and what became of it need not.
        against = 1.0 if any(tongue == reading.language for tongue, _ in known.wordings) else 0.3
        against = 0.0 if _followed(reading, scale) else against
        others = f"about {', '.join(sorted(goods | field))}, not {', '.join(sorted([*known.goods, *known.field]))}"
        scale.add("field_other", others, against)
    elif not goods and reading.goods & known.goods.keys():
        scale.add("headline", f"its headline is about {', '.join(sorted(reading.goods & known.goods.keys()))}")


def _weigh_details(reading: Reading, known: Known, scale: Scale) -> None:
    """Weigh what else the deal's sentence names: places, numbers, years, seasons, sectors, and how it is worded."""
    content, partner = reading.topics, _other_partner(scale)
    same = reading.entities & known.subjects
    if same:
        # What becomes of a deal is often told by its place, whoever is named.
        shared = 0 if partner and not reading.follows else min(2, len(same))
        scale.add("names", f"names {', '.join(sorted(same))}", shared)
    numbers = content.numbers & known.numbers
    if numbers:
        # Sixty wagons, sixty kilometres: of two digits a number is of many deals.
        telling = sum(0.5 if len(number) < _TELLING_DIGITS else 1.0 for number in numbers)
        scale.add("numbers", f"numbers {', '.join(sorted(numbers))}", 0.0 if partner else min(2.0, telling))
    elif "no_side" in scale.found and content.numbers and known.numbers and not scale.same_value:
        # Other firms that trade the same goods, of which each tells its own tonnage.
        scale.add("numbers_other", f"{', '.join(sorted(content.numbers))}, not {', '.join(sorted(known.numbers))}")
    if reading.terms & known.yearly:
        scale.add("term", f"for {', '.join(map(str, sorted(reading.terms & known.yearly)))}")
    if content.spans & known.spans:
        scale.add("season", f"for {years_of(content.spans & known.spans)}")
    if reading.sectors and known.sectors:
        same_sectors = set(reading.sectors) & known.sectors
        if same_sectors:
            scale.add("sectors", f"sectors {', '.join(sorted(same_sectors))}")
        elif not _followed(reading, scale):
            same_tongue = any(tongue == reading.language for tongue, _ in known.wordings)
            scale.add("sectors_other", "sectors differ", 1.0 if same_tongue else 0.5)
    if not scale.opposed or scale.same_value:
        told = [words for tongue, words in known.wordings if tongue == reading.language]
        alikeness = max([_overlap(content.words, words) for words in told], default=0.0)
        if alikeness >= 0.3:
            scale.add("worded", f"worded alike ({alikeness:.0%})", 1.0 if alikeness >= 0.5 else 0.4)
    if content.another and reading.article_id in known.articles:
        scale.add("another", "its words set it apart from the article's other deal")


def _mainly(known: Known) -> list[str]:
    """The goods that a third of its mentions name: what one dwells on by the way (a quarrel over copper) is no more."""
    return [one for one, times in known.goods.items() if times * 3 >= len(known.readings)]


def _followed(reading: Reading, scale: Scale) -> bool:
    """Does it recall a deal of the same two sides, or tell what became of it?"""
    return reading.follows and "sides_two" in scale.found


def _founded(reading: Reading, known: Known, scale: Scale) -> bool:
    """Is it the venture that the same two found this week, or planned? Each report names what it makes its own way."""
    venture = reading.type == "joint_venture" and set(known.types) == {reading.type}
    soon = nearest_days(reading.reported_at, known.reported) <= 7 or not known.signed_news
    return venture and "sides_two" in scale.found and soon


def _weigh_stage(reading: Reading, known: Known, scale: Scale) -> None:
    """A plan that is told days after a signing is of another deal, and nothing is signed when it is over."""
    ours = ORDER.get(reading.status)
    if not reading.new or ours is None:
        return
    signed = known.signed_news and (reading.reported_at - known.signed_news[-1]).days >= 3
    if ours < ORDER["signed"] and signed:
        scale.add("stage_back", f"{reading.status} after it was signed")
    elif reading.status == "signed" and "ended" in known.statuses:
        scale.add("stage_back", "signed after it ended")


def _weigh_news(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.story_id in known.stories:
        scale.add("story", "story")
    days = nearest_days(reading.reported_at, known.reported)
    if days <= 2:
        scale.add("within_2_days", f"reported {days} days apart")
    elif days <= 7:
        scale.add("within_a_week", f"reported {days} days apart")


def years_of(spans: Iterable[tuple[int, int]]) -> str:
    """Seasons as a reason tells them: "2023/24, 2024/25"."""
    return ", ".join(f"{first}/{last % 100:02d}" for first, last in sorted(spans))


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the shorter wording that both have."""
    fewest = min(len(left), len(right))
    return len(left & right) / fewest if fewest >= 4 else 0.0


def rounds(count: int, others: Iterable[int | None]) -> int | None:
    """The count that is told in round numbers here or there: "nearly forty" for 37, "about thirty" for 28."""
    return next(
        (
            other
            for other in others
            if other and any(one % 10 == 0 and abs(count - other) * 10 <= one for one in (count, other))
        ),
        None,
    )


def nearest_days(moment: datetime, others: Sequence[datetime]) -> int:
    """Days to the nearest of `others`, which are sorted and not empty."""
    place = bisect_left(others, moment)
    return min([abs(moment - other) for other in others[max(0, place - 1) : place + 1]]).days
