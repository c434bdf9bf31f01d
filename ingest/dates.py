"""Moments as outlets write them, in three languages, with where the zone came from; what is not told is never made up.

A date with a time of day is read to the second; a date alone is its local midnight. An offset, or an abbreviation with
one meaning, is believed (`feed`); otherwise, and for abbreviations that the feed's own zone uses (CST in China), the
feed's declared time zone applies (`feed_local`). feedparser reads "2026年11月24日" and "2016/6/29" as the 1st of a
month, so its dates are not used.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import timezone as fixed_zone
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from ingest.rules import load

#: Outlets did not publish on the web before; "0001-01-01" and epoch zeros are placeholders.
FIRST_YEAR, LAST_YEAR = 1990, 2100
#: Longer strings are no date; the patterns are linear, but nobody needs to try.
MAX_LENGTH = 120

Source = Literal["feed", "feed_local"]


class DateRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules file: month names, zone abbreviations (minutes east), relative words (days back), units (seconds)."""

    stamps: tuple[str, ...]
    months: dict[str, int]
    zones: dict[str, int]
    ambiguous: dict[str, int]
    relative: dict[str, int]
    ago: dict[str, int]


class Moment(msgspec.Struct, frozen=True):
    """`at`, aware UTC; `source` of the zone; `day_only` when no time of day was told."""

    at: datetime
    source: Source
    day_only: bool = False


_TIME = r"(?P<h>[0-2]?\d)[:.](?P<mi>[0-5]\d)(?:[:.](?P<s>[0-6]\d)(?:[.,]\d{1,9})?)?\s*(?P<ap>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"\s*(?P<z>(?:GMT|UTC|UT|MSK|МСК)?\s*[+-]\d{1,2}(?::?\d{2})?|[A-Za-zМСК]{1,5}(?![\w])(?:\s*[+-]\d{2}:?\d{2})?)?"
_TAIL = rf"(?:[\s,T|(]*(?:at|в|,|-|–|—)?\s*{_TIME}{_ZONE})?"
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<d>\d{1,2})\s+(?P<mon>[A-Za-z]{3,9})\.?,?\s+(?P<y>\d{4}|\d{2})"
    r"\s+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))?\s*(?P<z>[+-]\d{4}|[A-Za-z]{1,4})?\Z"
)
_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
    r"(?:[Tt_\s]\s*(?P<h>\d{2}):?(?P<mi>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<z>[Zz]|[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5})?)?\Z"
)
_ORDINAL = re.compile(r"(?P<y>\d{4})-(?P<doy>\d{3})\Z")
_YMD = re.compile(rf"(?P<y>\d{{4}})\s*(?P<sep>[-/.])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*(?P<d>\d{{1,2}})(?!\d){_TAIL}")
_DMY = re.compile(
    rf"(?P<d>\d{{1,2}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}})(?!\d)\s*(?:г\.?)?{_TAIL}"
)
_TIME_DMY = re.compile(rf"{_TIME}[\s,|]+(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>\d{{4}})(?!\d)")
_CJK = re.compile(
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号號]?\s*(?:[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
    r"\s*(?:(?P<noon>上午|下午|晚上|早上|凌晨|中午)?\s*(?P<h>\d{1,2})\s*[:：时時点點]\s*(?:(?P<mi>\d{1,2})\s*分?)?"
    r"(?:\s*[:：]?\s*(?P<s>\d{1,2})\s*秒?)?)?"
)
_D_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|-?го)?[\s-]+(?P<mon>[^\W\d_]{{3,9}})\.?,?[\s-]+(?P<y>\d{{4}}|\d{{2}}(?!:))(?!\d)\s*(?:года|г\.?)?{_TAIL}"
)
_TIME_D_MONTH = re.compile(
    rf"{_TIME}{_ZONE}[\s,|]+(?P<d>\d{{1,2}})[\s-]+(?P<mon>[^\W\d_]{{3,9}})\.?,?[\s-]+(?P<y>\d{{4}})(?!\d)"
)
_MONTH_D = re.compile(
    rf"(?P<mon>[^\W\d_]{{3,9}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d){_TAIL}"
)
# asctime and `date`: "Tue Nov 24 09:30:00 UTC 2026"
_ASCTIME = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<mon>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})\s+(?P<h>\d{1,2}):(?P<mi>\d{2}):(?P<s>\d{2})"
    r"\s+(?:(?P<z>[A-Za-z]{1,5}(?:[+-]\d{2}:?\d{2})?|[+-]\d{4})\s+)?(?P<y>\d{4})\Z"
)
_RELATIVE = re.compile(r"(?P<word>[^\W\d_]+)[\s,]*(?:(?:at|в)\s*)?(?:(?P<h>\d{1,2}):(?P<mi>\d{2}))?\Z", re.IGNORECASE)
_AGO = re.compile(r"(?P<n>\d{1,2})\s*(?P<unit>[^\W\d_]+?)\.?\s*(?:назад|ago|前)\Z", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_OFFSET = re.compile(
    r"(?:(?:GMT|UTC|UT|MSK|МСК|Z)?\s*)?(?P<sign>[+-])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?\Z", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\A\s*(?:[^\W\d_]{2,11}\.?\s*,\s*)?", re.UNICODE)
_DASHES = str.maketrans("\u2212\u2010\u2011\u00a0\u3000\u202f：\u200e\u200f", "---   :  ")

_URL_DATE = re.compile(
    r"[/_.t-](?P<y>20[0-3]\d)(?:[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12]\d|3[01])"
    r"|[-/]?(?P<m2>0[1-9]|1[0-2])(?:/)?(?P<d2>0[1-9]|[12]\d|3[01]))(?=[/_.-]|\Z|[a-z])"
)


@cache
def _rules() -> DateRules:
    return load("dates", DateRules)


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """An IANA zone, UTC where the name is unknown (the feeds file checks names; backfilled records may not)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def read_date(raw: str, *, timezone: str, language: str, now: datetime) -> Moment | None:
    """The moment that `raw` tells, or None when it tells none in full.

    `timezone` (IANA) and `language` (ISO 639-1) are the feed's; `now` resolves "вчера, 12:30" and "3小时前" only.
    """
    raw = raw.strip()
    if not raw or len(raw) > MAX_LENGTH:
        return None
    found = _absolute(raw, timezone, language)
    return found or _relative(raw.translate(_DASHES).strip().lower(), zone(timezone), now)


@lru_cache(maxsize=20_000)
def _absolute(raw: str, timezone: str, language: str) -> Moment | None:
    local = zone(timezone)
    if match := _RFC822.match(raw):
        return _moment(match.groupdict(), local)
    if match := _ISO.match(raw):
        return _moment(match.groupdict(), local)
    if _EPOCH.match(raw):
        seconds = int(raw) / (1000 if len(raw) == 13 else 1)
        at = datetime.fromtimestamp(seconds, UTC)
        return Moment(at, "feed") if FIRST_YEAR <= at.year <= LAST_YEAR else None
    text = raw.translate(_DASHES).strip()
    if match := _ORDINAL.match(text):
        return _day_of_year(int(match["y"]), int(match["doy"]), local)
    for pattern in (_ASCTIME, _CJK, _YMD):
        if match := pattern.match(text):
            return _moment(match.groupdict(), local)
    body = text[m.end() :] if (m := _WEEKDAY.match(text)) else text
    for pattern in (_TIME_D_MONTH, _D_MONTH, _MONTH_D):
        match = pattern.match(body) or pattern.search(body)
        if match and match["mon"].lower() in _rules().months:
            return _moment(match.groupdict(), local)
    for pattern in (_TIME_DMY, _DMY):
        if match := pattern.search(body):
            return _moment(_day_first(match.groupdict(), language, timezone, match.groupdict().get("sep")), local)
    for pattern in (_CJK, _YMD):
        if match := pattern.search(body):
            return _moment(match.groupdict(), local)
    return None


def _day_first(
    parts: dict[str, str | None], language: str, timezone: str, separator: str | None
) -> dict[str, str | None]:
    """Settle day and month: 24.11.2026 is day first everywhere; month first only for English feeds of America."""
    day, month = int(parts["d"] or 0), int(parts["m"] or 0)
    american = language == "en" and timezone.startswith(("America/", "US/")) and separator != "."
    if month > 12 >= day or (american and day <= 12):
        parts = {**parts, "d": str(month), "m": str(day)}
    return parts


def _day_of_year(year: int, day: int, local: ZoneInfo) -> Moment | None:
    if not 1 <= day <= 366:
        return None
    at = date(year, 1, 1) + timedelta(days=day - 1)
    return _moment({"y": str(at.year), "m": str(at.month), "d": str(at.day)}, local) if at.year == year else None


def _moment(parts: dict[str, str | None], local: ZoneInfo) -> Moment | None:
    """Put named groups together; None where they name no real day or an implausible year."""
    year = int(parts["y"] or 0)
    if len(parts["y"] or "") == 2:
        year += 2000 if year < 70 else 1900
    if parts.get("mon"):
        month = _rules().months.get((parts["mon"] or "").lower(), 0)
    else:
        month = int(parts.get("m") or 0)
    hour, minute, second = int(parts.get("h") or 0), int(parts.get("mi") or 0), min(59, int(parts.get("s") or 0))
    half = (parts.get("ap") or parts.get("noon") or "").lower()
    if (half.startswith("p") or half in ("下午", "晚上", "中午")) and hour < 12 and (half != "中午" or hour < 3):
        hour += 12
    elif (half.startswith("a") or half == "凌晨") and hour == 12:
        hour = 0
    day = int(parts.get("d") or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if hour == 24 and minute == 0 and second == 0:
            plain = datetime(year, month, day) + timedelta(days=1)  # noqa: DTZ001 - the zone is settled below
        else:
            plain = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    day_only = parts.get("h") is None
    told = None if day_only else _told_zone(parts.get("z"), plain, local)
    if told is None:
        return Moment(plain.replace(tzinfo=local).astimezone(UTC), "feed_local", day_only)
    return Moment(plain.replace(tzinfo=told).astimezone(UTC), "feed", day_only)


def _told_zone(name: str | None, plain: datetime, local: ZoneInfo) -> fixed_zone | None:
    """The zone that the string itself tells, None for the feed's own."""
    if not name:
        return None
    name = name.strip()
    if match := _OFFSET.search(name):
        hours, minutes = int(match["h"]), int(match["m"] or 0)
        base = 180 if name[:3].lower() in ("msk", "мск") else 0
        total = base + (hours * 60 + minutes) * (1 if match["sign"] == "+" else -1)
        return fixed_zone(timedelta(minutes=total)) if abs(total) < 24 * 60 else None
    folded = name.lower()
    if folded not in ("gmt", "utc", "ut", "z") and folded == (local.tzname(plain) or "").lower():
        return None
    rules = _rules()
    minutes = rules.zones.get(folded, rules.ambiguous.get(folded, -9999))
    return fixed_zone(timedelta(minutes=minutes)) if minutes != -9999 else None


def _relative(text: str, local: ZoneInfo, now: datetime) -> Moment | None:
    rules = _rules()
    if match := _AGO.match(text):
        unit = rules.ago.get(match["unit"])
        return Moment((now - timedelta(seconds=int(match["n"]) * unit)).astimezone(UTC), "feed") if unit else None
    if not (match := _RELATIVE.match(text)) or match["word"] not in rules.relative:
        return None
    day = now.astimezone(local).date() - timedelta(days=rules.relative[match["word"]])
    return _moment(
        {"y": str(day.year), "m": str(day.month), "d": str(day.day), "h": match["h"], "mi": match["mi"]}, local
    )


def stamp(text: str) -> tuple[str | None, str]:
    """The moment in a first line "Published: 2026-07-28 13:17:00" and the text without that line; (None, text) if none.

    Feeds made by scrapers (August 2026) put it there and change it without changing the article.
    """
    line, separator, rest = text.partition("\n")
    if len(line) > 80 or not separator:
        return None, text
    word, colon, raw = line.replace("：", ":").partition(":")
    if colon and word.strip().casefold() in _rules().stamps and any(char.isdigit() for char in raw):
        return raw.strip(), rest.lstrip("\n")
    return None, text


def url_date(url: str, *, timezone: str) -> datetime | None:
    """The day that a link's path tells (/2026/11/24/, /20260412/, t20260718_1.html): local midnight in UTC."""
    match = _URL_DATE.search(url.split("?", 1)[0])
    if not match:
        return None
    try:
        plain = datetime(int(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))  # noqa: DTZ001
    except ValueError:
        return None
    return plain.replace(tzinfo=zone(timezone)).astimezone(UTC)


def in_zone(moment: str | None, name: str) -> str | None:
    """An ISO 8601 moment by its outlet's clock, whose days the text means; one without a time or a zone as it is."""
    try:
        at = datetime.fromisoformat(moment or "")
    except ValueError:
        return moment
    return at.astimezone(zone(name)).isoformat() if at.tzinfo else moment
