"""Why a mention can't be of an agreement, whatever else agrees: another day, another season, another forum's sum."""

from __future__ import annotations

from warehouse.matching import TOTAL_WINDOW_DAYS, WINDOW_DAYS, Known, Reading, event_keys
from warehouse.weighing import nearest_days, years_of

#: Two reports of a signing lie days apart, not weeks.
SIGNING_WINDOW_DAYS = 21
#: So many days apart one outlet may have the day wrong; more is another signing.
SLIP_DAYS = 4


def contradiction(reading: Reading, known: Known) -> str | None:
    """Why this can't be the same agreement, or None."""
    if reading.total != known.total:
        return "a sum of deals is not a deal"
    gap = max((reading.reported_at - known.last).days, (known.first - reading.reported_at).days)
    if gap > (TOTAL_WINDOW_DAYS if reading.total else WINDOW_DAYS):
        return f"{gap} days apart"
    if reading.total:
        return _other_total(reading, known)
    return _other_day(reading, known) or _other_season(reading, known)


def _other_total(reading: Reading, known: Known) -> str | None:
    counts = known.counts - {None}
    if reading.count is not None and counts and reading.count not in counts:
        return f"{reading.count} agreements, not {', '.join(map(str, sorted(counts, key=str)))}"
    where, there = event_keys(reading), known.events
    if where and there and not where & there and all(one.startswith("event:") for one in (*where, *there)):
        return "another event"
    return None


def _other_day(reading: Reading, known: Known) -> str | None:
    if reading.signed_on and reading.status == "signed" and known.signed_on:
        days = min(abs((reading.signed_on - other).days) for other in known.signed_on)
        alike = reading.type in known.types or "agreement" in (reading.type, *known.types)
        if days > (SLIP_DAYS if alike else 2):
            return f"signed {days} days apart"
    signing = reading.new and reading.status == "signed" and known.signed_news
    if signing and nearest_days(reading.reported_at, known.signed_news) > SIGNING_WINDOW_DAYS:
        return "news of a signing, weeks after the news of that one"
    return None


def _other_season(reading: Reading, known: Known) -> str | None:
    content = reading.topics
    if content.spans and known.spans and not content.spans & known.spans:
        return f"for {years_of(content.spans)}, not for {years_of(known.spans)}"
    if not content.spans and content.yearly and content.years and known.yearly and not content.years & known.yearly:
        return "a yearly document of another year"
    if reading.new or reading.status != "signed":
        return None
    told = {reading.reported_at.year - 1} if content.last_year and not content.spans else set(content.years)
    if reading.signed_on:
        told = {reading.signed_on.year}
    if told and known.first.year > max(told) and not any(day.year in told for day in known.signed_on):
        return f"told of {max(told)}"
    return None
