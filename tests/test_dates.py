"""Moments are read as the outlet meant them, and never made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import in_zone, read_date, stamp, url_date

NOW = datetime(2026, 11, 25, tzinfo=UTC)
MOSCOW, BEIJING, UTC_ZONE = "Europe/Moscow", "Asia/Shanghai", "UTC"


@pytest.mark.parametrize(
    ("raw", "zone", "expected", "source"),
    [
        ("Tue, 24 Nov 2026 09:30:00 +0300", BEIJING, "2026-11-24T06:30", "feed"),
        ("Tue, 24 Nov 2026 09:30:00 GMT", BEIJING, "2026-11-24T09:30", "feed"),
        ("Tue, 24 Nov 2026 09:30:00 MSK", BEIJING, "2026-11-24T06:30", "feed"),
        ("Tue, 24 Nov 2026 09:30:00 CST", BEIJING, "2026-11-24T01:30", "feed_local"),
        ("Tue, 24 Nov 2026 09:30:00 CST", "America/Chicago", "2026-11-24T15:30", "feed_local"),
        ("Tue, 24 Nov 2026 09:30:00", MOSCOW, "2026-11-24T06:30", "feed_local"),
        ("24 Nov 26 10:10 EST", UTC_ZONE, "2026-11-24T15:10", "feed"),
        ("2026-11-24T09:30:00Z", BEIJING, "2026-11-24T09:30", "feed"),
        ("2026-11-24T09:30:00.123+08:00", UTC_ZONE, "2026-11-24T01:30", "feed"),
        ("2026-11-24 09:30:00", BEIJING, "2026-11-24T01:30", "feed_local"),
        ("2026-11-24T09:30:00 CST", BEIJING, "2026-11-24T01:30", "feed_local"),
        ("20261124T093000Z", BEIJING, "2026-11-24T09:30", "feed"),
        ("2026-11-24 09:30 GMT+8", UTC_ZONE, "2026-11-24T01:30", "feed"),
        ("24 ноября 2026", MOSCOW, "2026-11-23T21:00", "feed_local"),
        ("24 ноября 2026, 09:30", MOSCOW, "2026-11-24T06:30", "feed_local"),
        ("09:30, 24 ноября 2026", MOSCOW, "2026-11-24T06:30", "feed_local"),
        ("вторник, 24 ноября 2026 г., 09:30 МСК", "Asia/Vladivostok", "2026-11-24T06:30", "feed"),
        ("Вт, 24 ноя 2026 09:30:00 +0300", "Asia/Vladivostok", "2026-11-24T06:30", "feed"),
        ("24.11.2026 09:30", MOSCOW, "2026-11-24T06:30", "feed_local"),
        ("09:30 24.11.2026", MOSCOW, "2026-11-24T06:30", "feed_local"),
        ("2026年11月24日 09:30", BEIJING, "2026-11-24T01:30", "feed_local"),
        ("2026年11月24日09:30 来源：本报", BEIJING, "2026-11-24T01:30", "feed_local"),
        ("2026年11月24日下午3时05分", BEIJING, "2026-11-24T07:05", "feed_local"),
        ("2016/6/29", BEIJING, "2016-06-28T16:00", "feed_local"),
        ("11/24/2026", "America/New_York", "2026-11-24T05:00", "feed_local"),
        ("Nov 24, 2026 9:30 PM", UTC_ZONE, "2026-11-24T21:30", "feed_local"),
        ("Tue Nov 24 09:30:00 UTC 2026", BEIJING, "2026-11-24T09:30", "feed"),
        ("1795512600", BEIJING, "2026-11-24T09:30", "feed"),
        ("вчера, 12:30", MOSCOW, "2026-11-24T09:30", "feed_local"),
        ("3小时前", BEIJING, "2026-11-24T21:00", "feed"),
    ],
)
def test_a_moment_is_read_with_its_zone(raw: str, zone: str, expected: str, source: str) -> None:
    moment = read_date(raw, timezone=zone, language="en" if zone.startswith("America") else "ru", now=NOW)
    assert moment is not None
    assert moment.at.isoformat()[:16] == expected
    assert moment.at.utcoffset() is not None
    assert moment.source == source


@pytest.mark.parametrize(
    "raw", ["2026-11", "2026", "ноябрь 2026", "31.02.2026", "0001-01-01T00:00:00Z", "скоро", "", "24 ноября"]
)
def test_what_tells_no_full_day_is_no_date(raw: str) -> None:
    assert read_date(raw, timezone=MOSCOW, language="ru", now=NOW) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.ru/20260412/name-2086654977.html", "2026-04-12"),
        ("https://example.cn/n1/2026/0811/c40531-40777403.html", "2026-08-11"),
        ("https://example.cn/202607/t20260718_11985618.html", "2026-07-18"),
        ("https://example.com/2026/11/24/slug", "2026-11-24"),
        ("https://example.cn/a/202311/28/x.html", "2023-11-28"),
        ("https://example.com/page/202608/1368541.shtml", None),
        ("https://example.com/20261131.html", None),
        ("https://example.com/x?date=20261124", None),
    ],
)
def test_a_link_tells_its_day_only_in_its_path(url: str, day: str | None) -> None:
    found = url_date(url, timezone="UTC")
    assert (found.date().isoformat() if found else None) == day


def test_a_leading_stamp_is_taken_off_the_text() -> None:
    assert stamp("Published: 2026-07-28 13:17:00\n\nText.") == ("2026-07-28 13:17:00", "Text.")
    assert stamp("发布时间：2026年7月28日\n\n正文")[0] == "2026年7月28日"
    assert stamp("Dateline: none\n\nText.") == (None, "Dateline: none\n\nText.")


@given(st.text(max_size=80))
def test_no_string_raises_and_every_date_is_aware(raw: str) -> None:
    moment = read_date(raw, timezone=MOSCOW, language="ru", now=NOW)
    assert moment is None or moment.at.utcoffset() is not None


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_a_rendered_moment_reads_back(plain: datetime) -> None:
    at = plain.replace(microsecond=0, tzinfo=UTC)
    for form in ("%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%SZ"):
        moment = read_date(at.strftime(form), timezone=BEIJING, language="zh", now=NOW)
        assert moment is not None
        assert moment.at == at


def test_a_moment_is_told_by_its_outlets_clock() -> None:
    assert in_zone("2026-12-01T16:00:00+00:00", "Asia/Shanghai") == "2026-12-02T00:00:00+08:00"
    assert in_zone("2026-12-01T16:00:00Z", "no such zone") == "2026-12-01T16:00:00+00:00"
    for told in ("2026-12-01", "2026-12-01T16:00:00", "soon", "", None):
        assert in_zone(told, "Asia/Shanghai") == told
