"""What breaks news pollers in production, served by a fault server; each test bears the number of its case.

Cases of the store, the register and alerts (32-34, 37, 39, for the most part 40) are tested beside those modules.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import re
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import brotli
import msgspec
import pytest
import zstandard
from fault_server import HOSTS, Answer, FaultServer, Visit
from poller import START, Poller, feed, item, numbered, rss, titles

from ingest.attempt import PollSettings
from ingest.plan import due, moment


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def test_every_case_of_the_list_has_a_test_that_bears_its_number():
    numbers = {
        int(number)
        for path in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def test((?:_\d\d)+)_", path.read_text("utf-8"), re.MULTILINE)
        for number in name.split("_")[1:]
    }
    assert numbers == set(range(1, 41))


def ids(result) -> set[str]:
    return {entry.entry_id for entry in result.entries}


def test_01_guids_that_change_at_every_fetch_make_no_second_entry(server):
    def answer(visit: Visit) -> Answer:
        salt = len(server.visits("/f"))
        return Answer(body=rss(*(item(n, guid=f"{salt}-{n}") for n in range(5))))

    poller = Poller(feed(server.on("/f", answer)))
    first, second, third = poller.poll(), poller.poll(), poller.poll()
    assert first.poll.entries_new == 5
    assert (second.poll.outcome, second.entries) == ("unchanged", ())
    assert third.poll.entries_new == 0
    assert poller.state.identity == "link"


def test_02_one_guid_for_all_items_leaves_them_apart_by_link(server):
    poller = Poller(feed(server.on("/f", Answer(body=rss(*(item(n, guid="same") for n in range(4)))))))
    result = poller.poll()
    assert len(ids(result)) == 4
    assert poller.poll().poll.outcome == "unchanged"


def test_03_items_without_guid_and_link_are_keyed_by_what_they_say(server):
    bare = [f"<item><title>Story {n}</title><description>Says {n}</description></item>" for n in range(3)]
    more = "<item><title>Story 9</title><description>Says 9</description></item>"
    url = server.on("/f", Answer(body=rss(*bare)), Answer(body=rss(more, *reversed(bare))))
    poller = Poller(feed(url))
    assert len(ids(poller.poll())) == 3
    assert titles(poller.poll().entries) == ["Story 9"]


def test_04_an_edited_headline_is_a_change_of_the_same_entry(server):
    url = server.on(
        "/f",
        Answer(body=numbered(2, 1, 0)),
        Answer(body=rss(item(2), item(1, title="Trade story number 1, corrected"), item(0))),
    )
    poller = Poller(feed(url))
    first, second = poller.poll(), poller.poll()
    assert (second.poll.outcome, second.poll.entries_new, second.poll.entries_changed) == ("ok", 0, 1)
    (entry,) = second.entries
    assert entry.changed
    assert entry.entry_id in ids(first)


def test_05_a_date_in_the_future_is_clamped_and_its_text_kept(server):
    future = START + timedelta(days=30)
    poller = Poller(feed(server.on("/f", Answer(body=rss(item(1, date=future))))))
    (entry,) = poller.poll().entries
    assert moment(entry.published_at) <= START
    assert entry.published_raw == f"{future:%a, %d %b %Y %H:%M:%S} +0000"
    assert entry.published_source == "fetched"


@pytest.mark.parametrize(
    ("text", "language", "zone", "utc"),
    [
        ("24 ноября 2026, 11:30", "ru", "Europe/Moscow", "2026-11-24T08:30:00"),
        ("24.11.2026 11:30", "ru", "Europe/Moscow", "2026-11-24T08:30:00"),
        ("2026年11月24日 09:30", "zh", "Asia/Shanghai", "2026-11-24T01:30:00"),
        ("Tue, 24 Nov 2026 09:30:00 CST", "zh", "Asia/Shanghai", "2026-11-24T01:30:00"),
        ("Tue, 24 Nov 2026 11:30:00 MSK", "ru", "Europe/Moscow", "2026-11-24T08:30:00"),
        ("2026-11-24 09:30:00", "zh", "Asia/Shanghai", "2026-11-24T01:30:00"),
    ],
)
def test_06_08_dates_are_read_by_the_feeds_language_and_zone(server, text, language, zone, utc):
    body = rss(f"<item><title>A</title><link>https://a.example/1</link><pubDate>{text}</pubDate></item>")
    poller = Poller(feed(server.on("/f", Answer(body=body)), language=language, timezone=zone))
    (entry,) = poller.poll().entries
    assert moment(entry.published_at).isoformat().startswith(utc)


@pytest.mark.parametrize("text", ["2026年11月24日", "2016/6/29"])
def test_07_an_invented_date_is_never_stored(server, text):
    body = rss(f"<item><title>A</title><link>https://a.example/1</link><pubDate>{text}</pubDate></item>")
    poller = Poller(feed(server.on("/f", Answer(body=body)), language="zh", timezone="Asia/Shanghai"))
    (entry,) = poller.poll().entries
    assert not moment(entry.published_at).isoformat().startswith(("2026-11-01", "2016-11-01"))


def test_09_a_server_that_lies_with_304_is_found_out_and_downgraded(server):
    def answer(visit: Visit) -> Answer:
        if "if-none-match" in visit.headers:
            return Answer(status=304)
        full = [v for v in server.visits("/f") if "if-none-match" not in v.headers]
        return Answer(body=numbered(*range(3 * len(full), -1, -1)), headers={"ETag": '"never changes"'})

    poller = Poller(feed(server.on("/f", answer)), poll_settings=PollSettings(audit_every=2))
    outcomes = [poller.poll() for _ in range(4)]
    assert [result.poll.outcome for result in outcomes] == ["ok", "not_modified", "not_modified", "ok"]
    assert any(note.startswith("lied") for note in outcomes[3].poll.notes)
    assert poller.state.lied_304 == 1
    after = poller.poll()
    assert "if-none-match" not in server.visits("/f")[-1].headers
    assert after.poll.outcome == "ok"
    assert any(note.startswith("downgraded") for note in after.poll.notes)


def test_09_items_older_than_many_a_304_prove_the_lie_under_a_new_etag_too(server):
    def answer(visit: Visit) -> Answer:
        if "if-none-match" in visit.headers:
            return Answer(status=304)
        full = len([v for v in server.visits("/f") if "if-none-match" not in v.headers])
        news = [item(n, date=START + timedelta(minutes=n)) for n in range(full * 2)]
        return Answer(body=rss(*reversed(news)), headers={"ETag": f'"{full}"'})

    poller = Poller(feed(server.on("/f", answer)), poll_settings=PollSettings(audit_every=6))
    for _ in range(8):
        result = poller.poll()
    assert any("older than that answer" in note for note in result.poll.notes)
    assert poller.state.lied_304 == 1


def test_09_news_that_came_after_the_last_304_is_no_lie(server):
    def answer(visit: Visit) -> Answer:
        if "if-none-match" in visit.headers:
            return Answer(status=304)
        first = len(server.visits("/f")) == 1
        body = numbered(1, 0) if first else rss(item(2, date=poller.now), item(1), item(0))
        return Answer(body=body, headers={"ETag": f'"{len(body)}"'})

    poller = Poller(feed(server.on("/f", answer)), poll_settings=PollSettings(audit_every=1))
    for _ in range(3):
        result = poller.poll()
    assert result.poll.entries_new == 1
    assert poller.state.lied_304 == 0


def test_09_a_feed_that_lied_is_tried_again_after_a_while_and_cleared_when_it_tells_the_truth(server):
    honest_from = START + timedelta(days=2)

    def answer(visit: Visit) -> Answer:
        count = 2 + int((poller.now - START) / timedelta(hours=6))  # an item every six hours
        etag = f'"{count}"' if poller.now >= honest_from else '"latched"'
        if visit.headers.get("if-none-match") == etag:
            return Answer(status=304)
        news = [item(n, date=START + timedelta(hours=6 * (n - 2))) for n in range(count, -1, -1)]
        return Answer(body=rss(*news), headers={"ETag": etag})

    settings = PollSettings(audit_every=2, distrust_days=3, clear_after=2)
    poller = Poller(feed(server.on("/f", answer)), poll_settings=settings)
    told: list[str] = []
    for _ in range(24 * 6):
        told += (note.partition(":")[0] for note in poller.poll().poll.notes)
    stages = [note for note, _ in itertools.groupby(told) if note.startswith(("lied", "down", "on tr", "believed"))]
    assert stages == ["lied", "downgraded", "on trial", "believed again"]
    assert poller.state.lied_304 == 0
    assert "not_modified" in [poller.poll().poll.outcome for _ in range(3)]


def test_09_a_feed_that_lies_again_on_trial_is_distrusted_for_twice_as_long(server):
    def answer(visit: Visit) -> Answer:
        if "if-none-match" in visit.headers:
            return Answer(status=304)
        count = 2 + int((poller.now - START) / timedelta(hours=1))
        return Answer(body=numbered(*range(count, -1, -1)), headers={"ETag": '"latched"'})

    settings = PollSettings(audit_every=2, distrust_days=1)
    poller = Poller(feed(server.on("/f", answer)), poll_settings=settings)
    for _ in range(24 * 5):
        poller.poll()
    asked = [visit for visit in server.visits("/f") if "if-none-match" in visit.headers]
    assert len(asked) == 6  # two before each of the lies: at first, after a day, after two more
    assert poller.state.lied_304 == 3


def test_10_a_new_etag_on_a_304_is_stored(server):
    url = server.on(
        "/f", Answer(body=numbered(1), headers={"ETag": '"a"'}), Answer(status=304, headers={"ETag": '"b"'})
    )
    poller = Poller(feed(url))
    poller.poll()
    assert poller.poll().poll.outcome == "not_modified"
    assert poller.state.etag == '"b"'


def test_11_an_etag_latched_to_an_error_page_is_cleared_by_the_forced_fetch(server):
    def answer(visit: Visit) -> Answer:
        visits = len(server.visits("/f"))
        if visits == 1:
            return Answer(body=numbered(1, 0), headers={"ETag": '"good"'})
        if "if-none-match" in visit.headers:
            return Answer(status=304, headers={"ETag": '"error page"'})
        return Answer(body=numbered(3, 2, 1), headers={"ETag": '"good again"'})

    poller = Poller(feed(server.on("/f", answer)), poll_settings=PollSettings(audit_every=2))
    for _ in range(3):
        poller.poll()
    assert poller.state.etag == '"error page"'
    assert poller.poll().poll.entries_new == 2
    assert poller.state.etag in ('"good again"', None)


def test_11_an_error_page_with_200_leaves_no_etag_behind(server):
    url = server.on(
        "/f",
        Answer(body=numbered(1), headers={"ETag": '"good"'}),
        Answer(body="<html><body>Service unavailable</body></html>", headers={"ETag": '"bad"'}),
    )
    poller = Poller(feed(url))
    poller.poll()
    assert poller.poll().poll.outcome == "soft_failure"
    assert poller.state.etag is None


def test_12_the_same_items_under_new_timestamps_are_unchanged(server):
    def answer(visit: Visit) -> Answer:
        stamped = f"<lastBuildDate>{format_datetime(poller.now)}</lastBuildDate>"
        return Answer(body=rss(*(item(n, date=poller.now) for n in range(3)), head=stamped))

    poller = Poller(feed(server.on("/f", answer)))
    assert poller.poll().poll.outcome == "ok"
    assert poller.poll().poll.outcome == "unchanged"


def test_13_redirect_loops_and_long_chains_are_cut_as_soft_failures(server):
    server.on("/loop", Answer(status=302, headers={"Location": "/loop2"}))
    server.on("/loop2", Answer(status=302, headers={"Location": "/loop"}))
    for n in range(30):
        server.on(f"/hop{n}", Answer(status=302, headers={"Location": f"/hop{n + 1}"}))
    poller = Poller(feed(server.url("/loop"), "loop"), feed(server.url("/hop0"), "chain"))
    results = poller.poll_all()
    assert {r.poll.outcome for r in results.values()} == {"soft_failure"}
    assert "redirect loop" in results["loop"].poll.error
    assert "more than 8 redirects" in results["chain"].poll.error
    assert len([v for v in server.visits() if v.path.startswith("/hop")]) == 9


@pytest.mark.parametrize("status", [302, 303, 307])
def test_14_a_temporary_redirect_is_followed_and_not_saved(server, status):
    server.on("/new", Answer(body=numbered(1)))
    poller = Poller(feed(server.on("/old", Answer(status=status, headers={"Location": "/new"}))))
    for _ in range(5):
        assert poller.poll().poll.outcome in ("ok", "unchanged")
    assert poller.state.url is None
    assert len(server.visits("/old")) == 5


@pytest.mark.parametrize("status", [301, 308])
def test_14_a_permanent_redirect_is_saved_after_three_sightings(server, status):
    server.on("/new", Answer(body=numbered(1)))
    poller = Poller(feed(server.on("/old", Answer(status=status, headers={"Location": "/new"}))))
    for _ in range(2):
        poller.poll()
    assert poller.state.url is None
    assert any("remembered" in note for note in poller.poll().poll.notes)
    assert poller.state.url == server.url("/new")
    poller.poll()
    assert len(server.visits("/old")) == 3


def test_14_a_feed_that_is_sent_elsewhere_each_time_has_not_moved(server):
    places = [Answer(status=301, headers={"Location": f"/new{n % 2}"}) for n in range(8)]
    for n in range(2):
        server.on(f"/new{n}", Answer(body=numbered(1)))
    poller = Poller(feed(server.on("/old", *places)))
    for _ in places:
        poller.poll()
    assert poller.state.url is None


def test_14_a_move_is_remembered_as_far_as_it_is_for_good(server):
    server.on("/mid", Answer(status=302, headers={"Location": "/today"}))
    server.on("/today", Answer(body=numbered(1)))
    poller = Poller(feed(server.on("/old", Answer(status=301, headers={"Location": "/mid"}))))
    for _ in range(4):
        poller.poll()
    assert poller.state.url == server.url("/mid")


@pytest.mark.parametrize("answer", [Answer(status=404), Answer(body=rss())], ids=["fails", "empty"])
def test_14_a_moved_feed_that_fails_or_is_empty_at_its_new_place_is_sought_at_the_old_one(server, answer):
    url = server.on("/old", *[Answer(status=301, headers={"Location": "/new"})] * 3, Answer(body=numbered(9)))
    server.on("/new", *[Answer(body=numbered(1))] * 3, answer)
    poller = Poller(feed(url))
    for _ in range(6):
        poller.poll()
    assert poller.state.url is None
    assert poller.poll().poll.outcome == "ok"


def test_15_a_redirect_onto_a_registered_feed_is_a_duplicate(server):
    server.on("/b", Answer(body=numbered(1, 0)))
    server.on("/a", Answer(status=301, headers={"Location": "/b"}))
    poller = Poller(feed(server.url("/a"), "a"), feed(server.url("/b"), "b"))
    results = poller.poll_all()
    assert results["a"].poll.outcome == "skipped"
    assert "duplicate" in results["a"].poll.error
    assert "'b'" in results["a"].poll.error
    assert results["a"].entries == ()
    assert results["b"].poll.entries_new == 2


@pytest.mark.parametrize("status", [404, 410])
def test_16_a_missing_feed_fails_hard_is_probed_slowly_and_revives(server, status):
    missing = Answer(status=status)
    url = server.on("/f", Answer(body=numbered(1, 0)), missing, missing, missing, Answer(body=numbered(2, 1)))
    one = feed(url)
    poller = Poller(one)
    poller.poll()
    waits = []
    for _ in range(3):
        now = poller.now
        result = poller.poll()
        assert result.poll.outcome == "hard_failure"
        waits.append(moment(poller.state.next_poll_at) - now)
    assert waits[0] >= timedelta(hours=24)
    assert waits == sorted(waits)
    assert 3 * waits[0] < waits[-1] <= timedelta(days=8)
    assert not due([one], poller.states, poller.now)
    assert due([one], poller.states, poller.now + timedelta(days=9))
    assert poller.poll().poll.entries_new == 1
    assert poller.state.failures == 0


def test_19_feeds_that_failed_together_do_not_come_back_together(server):
    feeds = [feed(server.on(f"/f{n}", Answer(status=500)), f"f{n}") for n in range(20)]
    poller = Poller(*feeds, retries=0)
    poller.poll_all()
    waits = [moment(state.next_poll_at) - START for state in poller.states.values()]
    assert len(set(waits)) > 15
    assert max(waits) < 1.15 * min(waits)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("told", "wait"), [("7200", 7200), ("date", 7200), ("316800", 86400)], ids=["seconds", "date", "88 hours"]
)
def test_17_retry_after_is_honoured_capped_and_visible(server, status, told, wait):
    base = START + timedelta(days=400)  # the server's clock is off; its own Date header tells by how much
    if told == "date":
        headers = {"Retry-After": format_datetime(base + timedelta(hours=2), usegmt=True)}
        headers["Date"] = format_datetime(base, usegmt=True)
    else:
        headers = {"Retry-After": told}
    poller = Poller(feed(server.on("/x/f", Answer(status=status, headers=headers))))
    result = poller.poll()
    assert result.poll.outcome == "soft_failure"
    delay = (moment(result.poll.state.next_poll_at) - START).total_seconds()
    assert wait <= delay <= wait * 1.2
    assert f"HTTP {status}" in result.poll.error
    assert "asks to wait" in result.poll.error
    assert ("capped at 86400 s" in result.poll.error) == (told == "316800")


def test_18_one_route_of_a_shared_host_waits_and_the_others_go_on(server):
    server.on("/busy/1", Answer(status=429, headers={"Retry-After": "3600"}))
    feeds = [feed(server.url(f"/busy/{n}"), f"busy{n}") for n in (1, 2, 3)]
    for n in (1, 2, 3):
        server.on(f"/calm/{n}", Answer(body=numbered(n)))
        feeds.append(feed(server.url(f"/calm/{n}"), f"calm{n}"))
    poller = Poller(*feeds, per_host_concurrency=1)
    results = poller.poll_all()
    assert results["busy1"].poll.outcome == "soft_failure"
    assert {results[f"busy{n}"].poll.outcome for n in (2, 3)} == {"skipped"}
    assert {results[f"calm{n}"].poll.outcome for n in (1, 2, 3)} == {"ok"}
    assert len([v for v in server.visits() if v.path.startswith("/busy")]) == 1
    assert "asked to wait" in results["busy2"].poll.error


def test_19_feeds_due_at_once_are_spaced_and_limited_by_host(server):
    for host in HOSTS[:2]:
        for n in range(4):
            server.on(f"/f{n}", Answer(body=numbered(n), delay_s=0.01), host=host)
    feeds = [feed(server.url(f"/f{n}", host), f"{host}-{n}") for host in HOSTS[:2] for n in range(4)]
    poller = Poller(*feeds, per_host_spacing_s=0.1)
    results = poller.poll_all()
    assert {r.poll.outcome for r in results.values()} == {"ok"}
    for host in HOSTS[:2]:
        times = [v.at for v in server.visits() if v.host == host]
        assert all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(times))
    next_times = {state.next_poll_at for state in poller.states.values()}
    assert len(next_times) > 4  # jitter: feeds added together drift apart


def test_19_a_host_behind_the_redirects_of_others_keeps_its_spacing(server):
    shared, *outlets = HOSTS[:5]
    feeds = []
    for number, host in enumerate(outlets):
        server.on(f"/real{number}", Answer(body=numbered(number)), host=shared)
        hop = Answer(status=302, headers={"Location": server.url(f"/real{number}", shared)})
        feeds.append(feed(server.on("/f", hop, host=host), host))
    results = Poller(*feeds, per_host_spacing_s=0.2, deadline_s=0.5).poll_all()
    assert {r.poll.outcome for r in results.values()} == {"ok"}  # waiting for one's turn is no part of the deadline
    times = [v.at for v in server.visits() if v.host == shared]
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(times))


def test_19_hosts_that_redirect_to_each_other_do_not_wait_for_ever(server):
    one, other = HOSTS[:2]
    for here, there in ((one, other), (other, one)):
        server.on("/real", Answer(body=numbered(1), delay_s=0.05), host=here)
        hop = Answer(status=302, delay_s=0.05, headers={"Location": server.url("/real", there)})
        server.on("/f", hop, host=here)
    poller = Poller(*(feed(server.url("/f", host), host) for host in (one, other)), per_host_concurrency=1)
    results = poller.poll_all()
    assert {r.poll.outcome for r in results.values()} == {"ok"}


def test_18_a_429_behind_a_redirect_holds_the_host_that_said_it(server):
    shared, first, second = HOSTS[:3]
    server.on("/busy/f", Answer(status=429, headers={"Retry-After": "3600"}), host=shared)
    for host in (first, second):
        server.on("/f", Answer(status=302, delay_s=0.05 * (host == second),
                               headers={"Location": server.url("/busy/f", shared)}), host=host)  # fmt: skip
    poller = Poller(feed(server.url("/f", first), "first"), feed(server.url("/f", second), "second"))
    results = poller.poll_all()
    assert results["first"].poll.outcome == "soft_failure"
    assert results["second"].poll.outcome == "skipped"
    assert len(server.visits("/busy/f")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><head><title>Log in</title></head><body><form>password</form></body></html>",
        "<html><head><title>Just a moment...</title></head><body><script src=/cdn-cgi/x></script></body></html>",
        '{"error": "unauthorised"}',
        "Hello World",
        "",
    ],
)
def test_20_a_page_that_is_no_feed_is_a_failure_and_never_zero_news(server, body):
    url = server.on("/f", Answer(body=body, content_type="text/html"))
    result = Poller(feed(url)).poll()
    assert result.poll.outcome == "soft_failure"
    assert result.poll.error.startswith("not a feed")


def test_21_an_empty_feed_that_had_items_raises_an_alarm_after_three_times(server):
    url = server.on("/f", Answer(body=numbered(1, 0)), *[Answer(body=rss(), headers={"ETag": '"e"'})] * 3,
                    Answer(body=numbered(2, 1, 0)))  # fmt: skip
    poller = Poller(feed(url))
    outcomes = [poller.poll().poll for _ in range(4)]
    assert [poll.outcome for poll in outcomes] == ["ok", "ok", "ok", "soft_failure"]
    assert "empty, 3 times in a row" in outcomes[3].error
    assert poller.state.etag is None
    back = poller.poll()
    assert titles(back.entries) == ["Trade story number 2"]
    assert poller.state.empty_seen == 0


@pytest.mark.parametrize("how", ["document", "connection", "compression"])
def test_22_a_truncated_feed_gives_its_whole_items_and_no_validators(server, how):
    whole = numbered(*range(9, -1, -1))
    cut = whole[: len(whole) // 2]
    if how == "document":
        answer = Answer(body=cut, headers={"ETag": '"x"'})
    elif how == "connection":
        answer = Answer(body=whole, cut=len(cut), headers={"ETag": '"x"'})
    else:
        answer = Answer(body=gzip.compress(whole.encode())[:-30], headers={"ETag": '"x"', "Content-Encoding": "gzip"})
    url = server.on("/f", answer, Answer(body=whole, headers={"ETag": '"x"'}))
    poller = Poller(feed(url))
    first = poller.poll()
    assert first.poll.outcome == "ok"
    assert 3 <= first.poll.entries_new < 10
    assert any("truncated" in note for note in first.poll.notes)
    assert poller.state.etag is None
    second = poller.poll()
    assert first.poll.entries_new + second.poll.entries_new == 10
    assert poller.state.etag == '"x"'


def test_23_a_bad_item_among_good_ones_is_counted_with_its_reason(server):
    bad = "<item></item>"
    result = Poller(feed(server.on("/f", Answer(body=rss(item(1), bad, item(2)))))).poll()
    assert result.poll.entries_new == 2
    assert result.poll.entries_dropped == 1
    assert any(note.startswith("dropped 1: ") for note in result.poll.notes)


@pytest.mark.parametrize(
    ("encoding", "label", "title"),
    [
        ("windows-1251", "utf-8", "Товарооборот России и Китая вырос"),
        ("koi8-r", "windows-1251", "Товарооборот России и Китая вырос"),
        ("gb18030", "gb2312", "中俄贸易额同比增长"),
        ("gbk", None, "中俄贸易额同比增长"),
        ("utf-8", "windows-1251", "Товарооборот России и Китая вырос"),
    ],
)
def test_24_a_wrong_or_missing_charset_is_corrected_by_evidence(server, encoding, label, title):
    more = {
        "ru": "Экспорт нефти увеличился, сообщила таможня. ",
        "zh": "海关总署公布了最新数据，进口和出口都有所增长。",
    }
    language = "zh" if title[0] > "一" else "ru"
    said = f"<title>{title}</title><description>{more[language] * 3}</description>"
    items = "".join(f"<item>{said}<link>https://a.example/{n}</link></item>" for n in range(3))
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode(encoding)
    kind = "text/xml" + (f"; charset={label}" if label else "")
    result = Poller(feed(server.on("/f", Answer(body=body, content_type=kind)), language=language)).poll()
    assert titles(result.entries) == [title] * 3


def test_25_entity_bombs_and_external_entities_are_refused(server, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>' + rss(item(1, title="&l9;"))[21:]
    reach = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY file SYSTEM "file://{secret}">'
        f'<!ENTITY net SYSTEM "{server.url("/stolen")}">]>' + rss(item(1, title="A &file; &net;"))[21:]
    )
    poller = Poller(
        feed(server.on("/bomb", Answer(body=bomb)), "bomb"), feed(server.on("/xxe", Answer(body=reach)), "xxe")
    )
    results = poller.poll_all()
    for result in results.values():
        assert all(len(entry.title) < 1000 and "SECRET" not in entry.title for entry in result.entries)
    assert not server.visits("/stolen")


PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=3),
    "zstd": zstandard.compress,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
}


@pytest.mark.parametrize("coding", PACK)
def test_26_a_compression_bomb_is_cut_at_the_cap(server, coding):
    zeroes = bytes(60_000_000)
    body = PACK[coding](zeroes)
    url = server.on("/f", Answer(body=body, headers={"Content-Encoding": coding}))
    del zeroes
    tracemalloc.start()
    try:
        result = Poller(feed(url), max_bytes=2_000_000).poll()
        most_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most_bytes < 20_000_000
    assert result.poll.outcome == "soft_failure"
    assert "unpack to more than 2000000" in result.poll.error


def test_27_a_drip_feed_is_cut_by_the_total_deadline(server):
    url = server.on("/f", Answer(body=numbered(*range(50)), drip_s=0.05))
    result = Poller(feed(url), deadline_s=0.4, read_timeout_s=5.0).poll()
    assert result.poll.outcome == "soft_failure"
    assert "no whole answer within 0.4 s" in result.poll.error


def test_27_a_head_that_drips_is_cut_by_the_same_deadline(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n" + b"X-More: and more\r\n" * 50
    url = server.on("/f", Answer(raw=head, drip_s=0.05))
    began = time.monotonic()
    result = Poller(feed(url), deadline_s=0.4, read_timeout_s=5.0).poll()
    assert time.monotonic() - began < 3.0
    assert result.poll.outcome == "soft_failure"
    assert "no whole answer within 0.4 s" in result.poll.error


def test_27_hosts_that_redirect_slowly_share_one_deadline(server):
    for here, there in itertools.pairwise(HOSTS[:5]):
        server.on("/f", Answer(status=302, delay_s=0.3, headers={"Location": server.url("/f", there)}), host=here)
    server.on("/f", Answer(body=numbered(1), delay_s=0.3), host=HOSTS[4])
    result = Poller(feed(server.url("/f", HOSTS[0])), deadline_s=0.7).poll()
    assert "no whole answer within 0.7 s" in result.poll.error
    assert 2 <= len(server.visits()) <= 3  # each hop takes 0.3 s, a slow machine's more


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/feed",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/feed",
        "http://[::ffff:10.1.2.3]/feed",
        "http://[64:ff9b::7f00:1]/feed",
        "http://[fe80::1]/feed",
        "http://0.0.0.0/feed",
        "http://2130706433/feed",
        "http://224.0.0.251/feed",
        "http://100.64.0.1/feed",
        "http://168.63.129.16/feed",
        "file:///etc/passwd",
        "gopher://example.org/1",
    ],
)
def test_28_private_places_are_refused_directly_and_behind_a_redirect(server, target):
    hop = server.on("/hop", Answer(status=302, headers={"Location": target}))
    poller = Poller(feed(target, "direct"), feed(hop, "hop"), allow_networks=("127.0.0.1/32",))
    if "2130706433" in target:  # 127.0.0.1 as one number: allowed here by setting, so forbid it by another
        poller = Poller(feed(target, "direct"), allow_networks=("127.0.0.2/32",))
    for result in poller.poll_all().values():
        assert result.poll.outcome == "hard_failure"
        assert result.poll.error


def test_28_a_name_that_answers_differently_the_second_time_is_judged_where_it_is_dialled(server):
    answers = ["93.184.215.14"]

    async def rebinding(host: str, port: int) -> list[str]:
        return [answers.pop()] if answers else ["127.0.0.1"]

    poller = Poller(feed(f"http://rebind.example:{server.port}/f"), allow_networks=())
    poller.resolve = rebinding
    asyncio.run(rebinding("rebind.example", 80))  # the look that a checker takes before the connection is made
    result = poller.poll()
    assert result.poll.outcome == "hard_failure"
    assert "loopback" in result.poll.error
    assert not server.visits()


def test_28_a_name_is_looked_up_once_and_dialled_at_the_address_that_was_judged(server):
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    server.on("/f", Answer(body=numbered(1)))
    poller = Poller(feed(f"http://named.example:{server.port}/f"))
    poller.resolve = resolve
    assert poller.poll().poll.outcome == "ok"
    assert asked == ["named.example"]
    (visit,) = server.visits()
    assert visit.host == "127.0.0.1"
    assert visit.headers["host"] == f"named.example:{server.port}"


def test_28_one_private_address_among_public_ones_is_enough_to_refuse(server):
    async def mixed(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    poller = Poller(feed(f"http://mixed.example:{server.port}/f"), allow_networks=(), allow_ports=())
    poller.resolve = mixed
    result = poller.poll()
    assert result.poll.outcome == "hard_failure"
    assert "127.0.0.1 is a loopback address" in result.poll.error


def test_29_a_huge_sitemap_is_capped_and_an_index_that_circles_ends(server):
    urls = "".join(f"<url><loc>https://a.example/{n}</loc><lastmod>2026-11-20</lastmod></url>" for n in range(50_000))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    big = server.on("/big.xml", Answer(body=f"<urlset {space}>{urls}</urlset>", content_type="text/xml"))
    index = server.url("/index.xml")
    listed = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in (index, server.url("/small.xml"), index))
    server.on("/index.xml", Answer(body=f"<sitemapindex {space}>{listed}</sitemapindex>", content_type="text/xml"))
    small = f"<urlset {space}><url><loc>https://a.example/small</loc></url></urlset>"
    server.on("/small.xml", Answer(body=small, content_type="text/xml"))
    poller = Poller(feed(big, "big", kind="sitemap"), feed(index, "index", kind="sitemap"))
    results = poller.poll_all()
    assert 0 < results["big"].poll.entries_seen <= 5_000
    assert any(ch.isdigit() for note in results["big"].poll.notes for ch in note)
    assert [entry.url for entry in results["index"].entries] == ["https://a.example/small"]
    assert len(server.visits("/index.xml")) == 1


def test_29_sitemaps_below_an_index_that_point_back_to_it_end(server):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    def index(*paths: str) -> Answer:
        listed = "".join(f"<sitemap><loc>{server.url(path)}</loc></sitemap>" for path in paths)
        return Answer(body=f"<sitemapindex {space}>{listed}</sitemapindex>", content_type="text/xml")

    server.on("/top.xml", index("/a.xml", "/b.xml"))
    server.on("/a.xml", index("/b.xml", "/top.xml", "/leaf.xml"))
    server.on("/b.xml", index("/a.xml", "/top.xml"))
    leaf = f"<urlset {space}><url><loc>https://a.example/leaf</loc></url></urlset>"
    server.on("/leaf.xml", Answer(body=leaf, content_type="text/xml"))
    result = Poller(feed(server.url("/top.xml"), kind="sitemap")).poll()
    assert [entry.url for entry in result.entries] == ["https://a.example/leaf"]
    assert sorted(visit.path for visit in server.visits()) == ["/a.xml", "/b.xml", "/leaf.xml", "/top.xml"]
    assert "4 links between sitemaps point in circles" in result.poll.notes


def test_29_a_sitemap_that_fails_is_told_and_the_others_are_read(server):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    listed = "".join(f"<sitemap><loc>{server.url(path)}</loc></sitemap>" for path in ("/down.xml", "/up.xml"))
    index = server.on("/index.xml", Answer(body=f"<sitemapindex {space}>{listed}</sitemapindex>"))
    server.on("/down.xml", Answer(status=404))
    server.on("/up.xml", Answer(body=f"<urlset {space}><url><loc>https://a.example/up</loc></url></urlset>"))
    result = Poller(feed(index, kind="sitemap")).poll()
    assert [entry.url for entry in result.entries] == ["https://a.example/up"]
    assert any(note.startswith("sitemap not read: HTTP 404") for note in result.poll.notes)
    assert any(note.startswith("truncated") for note in result.poll.notes)  # so nothing is taken for final


def test_30_items_that_vanish_between_two_polls_are_noticed_and_shorten_the_interval(server):
    url = server.on("/f", Answer(body=numbered(*range(9, -1, -1))), Answer(body=numbered(*range(39, 29, -1))))
    poller = Poller(feed(url))
    poller.poll()
    before = poller.state.interval_s
    result = poller.poll()
    assert result.poll.entries_missed == 20
    assert any("no overlap" in note for note in result.poll.notes)
    assert poller.state.interval_s < before


def test_30_without_dates_the_loss_is_told_from_how_often_news_came(server):
    def undated(*numbers: int) -> Answer:
        say = "<item><guid>id-{0}</guid><link>https://news.example/{0}</link><title>Story {0}</title></item>"
        return Answer(body=rss(*(say.format(n) for n in numbers)))

    url = server.on("/f", undated(*range(10)), undated(*range(5, 15)), undated(*range(60, 70)))
    poller = Poller(feed(url))
    poller.poll()
    poller.poll(after=timedelta(hours=6))  # five new ones in an hour
    assert poller.poll().poll.entries_missed == 20  # thirty in six hours, ten of them seen


def test_31_an_old_item_that_comes_back_is_recognised(server):
    url = server.on(
        "/f", Answer(body=numbered(3, 2, 1)), Answer(body=numbered(5, 4, 3)), Answer(body=numbered(5, 4, 1))
    )
    poller = Poller(feed(url))
    poller.poll()
    poller.poll()
    assert poller.poll().poll.outcome == "unchanged"


def test_35_a_cap_defers_the_rest_and_loses_nothing(server):
    url = server.on("/f", Answer(body=numbered(*range(24, -1, -1)), headers={"ETag": '"a"'}))
    poller = Poller(feed(url), poll_settings=PollSettings(max_entries=10))
    seen: list[str] = []
    for expected in (10, 10, 5):
        result = poller.poll()
        assert result.poll.entries_new == expected
        assert result.poll.first_poll  # of what stood there when it began
        soon = moment(poller.state.next_poll_at) - (poller.now - timedelta(hours=1)) < timedelta(minutes=20)
        assert soon == (expected == 10)  # what waits is fetched at the next chance, before it leaves the feed
        seen += titles(result.entries)
        assert "if-none-match" not in server.visits("/f")[-1].headers
    assert sorted(seen) == sorted(f"Trade story number {n}" for n in range(25))
    assert poller.state.etag == '"a"'
    assert not poller.poll().poll.first_poll


def test_34_a_first_document_that_was_cut_off_is_followed_by_a_first_poll_for_a_day_at_most(server):
    cut = numbered(3, 2, 1).partition("Trade story number 1<")[0]
    url = server.on("/f", Answer(body=cut), Answer(body=cut), Answer(body=numbered(4, 3, 2, 1)))
    poller = Poller(feed(url))
    assert [poller.poll(after=after).poll.first_poll for after in (timedelta(minutes=30), timedelta(hours=30))] == [
        True
    ] * 2
    assert [poller.poll().poll.first_poll for _ in range(2)] == [False] * 2


def test_34_what_a_cut_off_first_document_lacked_is_of_the_first_poll(server):
    cut = numbered(3, 2, 1).partition("Trade story number 1<")[0]
    poller = Poller(
        feed(server.on("/f", Answer(body=cut), Answer(body=numbered(3, 2, 1)), Answer(body=numbered(4, 3))))
    )
    told = [(titles(result.entries)[-1], result.poll.first_poll) for result in (poller.poll() for _ in range(3))]
    assert told == [("Trade story number 2", True), ("Trade story number 1", True), ("Trade story number 4", False)]


def test_36_after_an_outage_a_feed_is_due_once(server):
    one = feed(server.on("/f", Answer(body=numbered(1))))
    poller = Poller(one)
    poller.poll()
    later = poller.now + timedelta(days=10)
    assert due([one], poller.states, later) == [one]
    poller.now = later
    poller.poll()
    assert due([one], poller.states, later) == []


def test_38_a_poll_whose_result_was_lost_is_simply_made_again(server, tmp_path: Path):
    url = server.on("/f", Answer(body=numbered(2, 1, 0), headers={"ETag": '"a"'}))
    poller = Poller(feed(url), archive=tmp_path / "raw.warc.gz")
    first = poller.poll()
    poller.states = {}  # killed before the state was kept
    with (tmp_path / "raw.warc.gz").open("r+b") as file:
        file.truncate(file.seek(0, 2) - 7)  # and in the middle of a record
    again = poller.poll()
    assert ids(again) == ids(first)


@pytest.mark.parametrize("days", [1, 400])
def test_40_a_clock_that_steps_back_neither_stalls_nor_reorders_polls(server, days):
    one = feed(server.on("/f", Answer(body=numbered(1, 0)), Answer(body=numbered(2, 1))))
    poller = Poller(one)
    poller.now = START + timedelta(days=days)
    poller.poll()
    poller.now = START
    assert due([one], poller.states, START) == [one]
    result = poller.poll()
    assert result.poll.entries_new == 1
    assert poller.state.polls == 2
    assert msgspec.json.decode(msgspec.json.encode(poller.state), type=type(poller.state)) == poller.state
