"""Why a mention can't be of an agreement, whatever else agrees: another day, another season, another forum's sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from transform.names.gazetteer import gazetteer
from warehouse.rates import in_unit
from warehouse.register.known import Known
from warehouse.register.one_side import same_side
from warehouse.register.reading import Reading, places_of, recalls_total
from warehouse.register.told_month import within
from warehouse.register.weighing import nearest_days, rounds, years_of
from warehouse.register.weighing_value import worth_as_much

#: Two totals lie days apart, plans and their signing may lie a year and a half apart, what was agreed and what becomes
#: of it three years; an offtake may run out after ten, and what is recalled by its year was of that year.
WINDOW_DAYS = 540
FOLLOWED_DAYS = 1100
LONG_DAYS = 3650
TOTAL_WINDOW_DAYS = 14
#: Two reports of a signing lie days apart, not weeks.
SIGNING_WINDOW_DAYS = 21
#: What is news for less than a year was not made years ago.
_YEAR = 365
#: For so long a report recalls a signing without saying when it was; a year later the paper may be the next one.
REMEMBERED_DAYS = 180
#: So many days apart one outlet may have the day wrong; more is another signing.
SLIP_DAYS = 4
#: What is told by its evening in the east is of the day before in universal time.
NEXT_DAY = timedelta(days=1)
#: "On Monday" may be read as that of another week.
WEEK = 7
#: Sums that differ by more than this are of two deals, if they are told of two days.
FAR = 2
#: Papers that are seldom called an agreement where they are signed.
CALLED_SO = frozenset(("memorandum", "joint_venture", "protocol", "roadmap"))
_ROUTE = "corridor:"
_UNSIGNED = frozenset(("planned", "negotiating", "denied"))
_UP_TO_SIGNED = frozenset(("planned", "negotiating", "signed"))


def contradiction(reading: Reading, known: Known) -> str | None:
    """Why this can't be the same agreement, or None."""
    if reading.total != known.total:
        return "a sum of deals is not a deal"
    gap = max((reading.reported_at - known.last).days, (known.first - reading.reported_at).days)
    if gap > _window(reading, known):
        return f"{gap} days apart"
    if reading.total:
        return _other_total(reading, known)
    return (
        _other_route(reading, known)
        or _other_crossing(reading, known)
        or _other_day(reading, known)
        or _other_season(reading, known)
        or _other_time(reading, known)
        or _other_paper(reading, known)
    )


def _window(reading: Reading, known: Known) -> int:
    """Days up to which two reports may be of one deal."""
    if not reading.total:
        long = reading.status == "ended" or reading.made == known.first.year
        return LONG_DAYS if long else FOLLOWED_DAYS if reading.follows else WINDOW_DAYS
    # "A year earlier in Harbin the organisers counted 132": a number as large is that forum's, where the year is.
    again = recalls_total(reading) and reading.count in known.counts and reading.made in (None, known.first.year)
    return FOLLOWED_DAYS if again else TOTAL_WINDOW_DAYS


def _other_total(reading: Reading, known: Known) -> str | None:
    counts = known.counts - {None}
    if reading.count is not None and counts and reading.count not in counts and not rounds(reading.count, counts):
        return f"{reading.count} agreements, not {', '.join(map(str, sorted(counts, key=str)))}"
    where, there = reading.events, known.events
    if where and there and not where & there and all(one.startswith("event:") for one in (*where, *there)):
        return "another event"
    return None


def _other_route(reading: Reading, known: Known) -> str | None:
    """A pair that has a contract on one pipeline talks of another one."""
    ours, theirs = (
        frozenset(one for one in names if one.startswith(_ROUTE)) for names in (reading.entities, known.subjects)
    )
    if ours and theirs and not ours & theirs:
        return f"on {', '.join(sorted(ours))}, not on {', '.join(sorted(theirs))}"
    return None


def _other_crossing(reading: Reading, known: Known) -> str | None:
    """Both on a border crossing, and each names another: the states agree on one of them, two customs on the next."""
    if not ("crossing" in reading.topics.field and "crossing" in known.field):
        return None
    ours, theirs = _crossings(reading.entities), _crossings(known.subjects)
    if ours and theirs and not ours & theirs:
        return f"at {', '.join(sorted(ours))}, not at {', '.join(sorted(theirs))}"
    return None


def _crossings(places: Iterable[str]) -> frozenset[str]:
    """The crossings that may be meant by these places, of which each may be named by one of its ends."""
    return frozenset(one for place in places for one in _crossings_by_end().get(place, ()))


@cache
def _crossings_by_end() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in gazetteer().entities:
        if one.startswith("crossing:"):
            for end in places_of(one):
                found.setdefault(end, []).append(one)
    return found


def _other_day(reading: Reading, known: Known) -> str | None:
    if reading.signed_on and reading.status == "signed" and known.signed_on:
        days = min(abs((reading.signed_on - other).days) for other in known.signed_on)
        slip = 0 if _far_sums(reading, known) or _of_others_for_more(reading, known) else _slip(reading, known)
        if days > slip and not (days == WEEK and _worth_the_same(reading, known)):
            return f"signed {days} days apart"
    signing = reading.new and reading.status == "signed" and known.signed_news
    if signing and reading.topics.further and reading.signed_on and not _tells_further(known):
        before = min(known.signed_on, default=known.signed_news[0].date() + NEXT_DAY)
        if reading.signed_on > before:
            return f"said to be a further deal, signed after {before}"
    # The protocol for 2025 is signed once, however late one tells it; so is what was signed on one day.
    if (
        signing
        and not reading.terms & known.yearly
        and not (reading.signed_on and reading.signed_on in known.signed_on)
        and not (reading.then and any(within(day.date(), reading.then) for day in known.signed_news))
        and (days := nearest_days(reading.reported_at, known.signed_news)) > SIGNING_WINDOW_DAYS
        and (days > REMEMBERED_DAYS or not _adds_nothing(reading, known))
    ):
        return "news of a signing, weeks after the news of that one"
    return None


def _tells_further(known: Known) -> bool:
    """Is it said of the agreement itself that it comes after another one?"""
    return any(one.topics.further for one in known.readings)


def _of_other_goods(reading: Reading, known: Known) -> bool:
    """Do both tell what they are about, and nothing of it is the same?"""
    ours, theirs = reading.topics.goods | reading.topics.field, known.goods.keys() | known.field.keys()
    return bool(ours and theirs) and not ours & theirs


def _far_sums(reading: Reading, known: Known) -> bool:
    """Is it worth so much more or less than all that was told that no rounding or rate of exchange explains it?"""
    if reading.value is None or reading.unit is None or not known.values or reading.corrects:
        return False
    told = [in_unit(value, unit, reading.unit, reading.reported_at.date()) for value, unit, _ in known.values]
    return all(one is not None and max(reading.value, one) > FAR * min(reading.value, one) for one in told)


def _of_others_for_more(reading: Reading, known: Known) -> bool:
    """Is it for another sum, with a side that the agreement has not? On another day that is another deal."""
    if reading.value is None or reading.corrects or all(unit != reading.unit for _, unit, _ in known.values):
        return False
    other = not any(worth_as_much(reading, *told) for told in known.values)
    return other and any(side.concrete and same_side(side, known) is None for side in reading.sides)


def _worth_the_same(reading: Reading, known: Known) -> bool:
    """Is it a deal of the agreement's own sides, of its kind, and of exactly the sum told of that?"""
    named = [side.key for side in reading.sides if side.concrete]
    told = any(reading.value == value and reading.unit == unit for value, unit, _ in known.values)
    return told and len(named) > 1 and reading.type in known.types and known.sides.keys() >= set(named)


def _slip(reading: Reading, known: Known) -> int:
    """How many days two reports of one signing may be apart: a contract and a memorandum of two days are two papers."""
    if reading.type in known.types:
        return SLIP_DAYS
    if "agreement" not in (reading.type, *known.types):
        return 0
    return 1 if CALLED_SO & {reading.type, *known.types} else SLIP_DAYS


def _adds_nothing(reading: Reading, known: Known) -> bool:
    """Does it tell neither a day, nor money, nor a number, that was not told before? Then it only recalls the deal."""
    if reading.signed_on or reading.topics.another:
        return False
    valued = reading.value is None or any(worth_as_much(reading, *told) for told in known.values)
    return valued and reading.topics.numbers <= known.numbers


def _other_season(reading: Reading, known: Known) -> str | None:
    content = reading.topics
    if content.spans and known.spans and not content.spans & known.spans:
        return f"for {years_of(content.spans)}, not for {years_of(known.spans)}"
    if not content.spans and reading.terms and known.yearly and not reading.terms & known.yearly:
        return "a yearly document of another year"
    unnamed = reading.article_id in known.articles and set(known.types) == {"agreement"}
    if reading.type == "protocol" and reading.terms and not (known.yearly or unnamed or "protocol" in known.types):
        return "a yearly protocol"  # beside what else the same two governments plan or sign
    return None


def _other_time(reading: Reading, known: Known) -> str | None:
    """A deal of years ago is not the one in the news, and what was signed before is not signed, or planned, anew."""
    if reading.new:
        if known.signed_news and reading.status in ("planned", "negotiating") and reading.topics.another:
            return "said to be another deal"
        if known.signed_news and reading.status in ("planned", "negotiating") and _of_other_goods(reading, known):
            return f"{reading.status}, and about something else than what was signed"
        # What goes on about the deal that its article tells, and names nobody, is of that deal.
        goes_on = reading.article_id in known.articles and reading.unsaid == {one.key for one in reading.sides}
        if known.signed_news and reading.status in _UNSIGNED and not goes_on:
            days = (reading.reported_at - known.signed_news[-1]).days
            if days > REMEMBERED_DAYS:
                return f"{reading.status} {days} days after the news of its signing"
        if reading.status == "denied" and _signing_told(known.articles.get(reading.article_id, ())):
            return "signed, as its own article tells"  # what it denies is a rumour of another matter
        ahead = reading.status in _UP_TO_SIGNED and not known.news
        # Nor is what was signed years ago denied now: it is some other deal's rumour.
        denies = reading.status == "denied" and not known.news
        if (ahead or denies) and known.made and reading.reported_at.year > max(known.made):
            return f"made in {max(known.made)}"
        if ahead and (reading.reported_at - known.first).days > SLIP_DAYS:
            return "told as signed before"
        years = reading.topics.years
        if reading.status == "ended" and years and known.news & _UP_TO_SIGNED and max(years) < known.first.year - 1:
            return f"told of {max(years)}"  # "a framework of 2021 has run out" beside the contract that is talked of
        return None
    if reading.then and not known.news and known.made and reading.then[1].year > max(known.made):
        return f"told of {reading.then[1].year}, not of {max(known.made)}"  # "in June" beside "in 2018"
    fresh = bool(known.signed_news) and (reading.reported_at - known.first).days < _YEAR
    if reading.topics.years_ago and not reading.new and reading.status == "signed" and fresh:
        return "told of years ago"
    if reading.made is None or reading.made in known.made:
        return None
    if known.news & _UP_TO_SIGNED and known.first.year > reading.made:
        return f"told of {reading.made}"
    if not known.news and known.made:
        return f"told of {reading.made}, not of {', '.join(map(str, sorted(known.made)))}"
    return None


def _other_paper(reading: Reading, known: Known) -> str | None:
    """What was "also signed" is of another kind than the paper whose signing its article has told as news."""
    if not (reading.topics.another and reading.new and reading.status == "signed") or reading.type == "agreement":
        return None
    told = [one for one in known.articles.get(reading.article_id, ()) if one.new and one.status == "signed"]
    kinds = {one.type for one in told}
    if told and not kinds & {reading.type, "agreement"}:
        return f"a {reading.type} beside the {', '.join(sorted(kinds))} that its article tells"
    return None


def _signing_told(readings: Iterable[Reading]) -> bool:
    return any(one.new and one.status == "signed" for one in readings)
