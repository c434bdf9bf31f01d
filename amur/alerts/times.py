"""When a message may go out: at once, out of quiet hours, or at the next digest, by a place's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

Send = Literal["now", "hourly", "daily", "weekly"]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """When a rule sends. `at` and `on` serve the daily and weekly digest; `quiet` is (from, to), over midnight too."""

    send: Send = "now"
    at: time = time(9)
    on: str = "mon"
    quiet: tuple[time, time] | None = None
    zone: ZoneInfo

    def due(self, now: datetime) -> datetime | None:
        """The moment (UTC) from which a message written at `now` may go; None for at once."""
        local = now.astimezone(self.zone)
        moment = _after_quiet(self._digest(local), self.quiet)
        return None if moment <= local else moment.astimezone(UTC)

    def quiet_at(self, now: datetime) -> bool:
        """Is `now` (aware) in the quiet hours?"""
        local = now.astimezone(self.zone)
        return _after_quiet(local, self.quiet) != local

    def _digest(self, local: datetime) -> datetime:
        if self.send == "now":
            return local
        if self.send == "hourly":
            return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        days = 0 if self.send == "daily" else (DAYS.index(self.on) - local.weekday()) % 7
        moment = _at(local, days, self.at)
        return moment if moment > local else _at(local, days + (1 if self.send == "daily" else 7), self.at)


def _after_quiet(moment: datetime, quiet: tuple[time, time] | None) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into."""
    if quiet is None:
        return moment
    start, end = quiet
    clock = moment.time()
    if start < end:
        return _at(moment, 0, end) if start <= clock < end else moment
    if clock >= start:
        return _at(moment, 1, end)
    return _at(moment, 0, end) if clock < end else moment


def _at(moment: datetime, days: int, clock: time) -> datetime:
    """That clock time so many days on, by the calendar: the change to summer time moves nothing."""
    day = moment.date() + timedelta(days=days)
    return datetime.combine(day, clock, tzinfo=moment.tzinfo)


def clock(text: str) -> time:
    """ "09:30" as a time of day; raises ValueError."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdigit() and len(minutes) == 2 and minutes.isdigit()):
        raise ValueError(f"{text!r} is no time of day such as 09:00")
    return time(int(hours), int(minutes))


def span(text: str) -> tuple[time, time]:
    """ "22:00-07:00" as (from, to); raises ValueError."""
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"{text!r} is no span such as 22:00-07:00")
    first, last = clock(start.strip()), clock(end.strip())
    if first == last:
        raise ValueError(f"{text!r} is empty")
    return first, last
