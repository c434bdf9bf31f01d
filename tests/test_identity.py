"""Successive polls give exactly the new and the changed entries, however a feed's GUIDs behave."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ingest.identity import content_hash, identify, remember
from ingest.links import canonical
from ingest.read_feed import read_feed
from ingest.records import Entry, Feed, FeedState


def entry(number: int, *, guid: str | None = None, url: str | None = None, title: str = "", summary: str = "") -> Entry:
    title = title or f"Headline of story number {number}"
    return Entry(
        entry_id="",
        feed_id="f",
        guid=guid,
        url=url,
        canonical_url=canonical(url) if url else None,
        title=title,
        summary=summary,
        content_hash=content_hash(title, summary, ""),
        position=number,
    )


class Poller:
    """Polls by hand: keeps the state, tells what was new and what changed."""

    def __init__(self) -> None:
        self.state = FeedState(feed_id="f")
        self.known: set[str] = set()
        self.rung = ""

    def poll(self, entries: list[Entry]) -> tuple[list[str], list[str]]:
        found, self.rung = identify(entries, self.state)
        new = [item.title for item in found if item.entry_id not in self.known]
        changed = [item.title for item in found if item.changed]
        self.known |= {item.entry_id for item in found}
        window = tuple((item.entry_id, item.content_hash) for item in found)
        self.state = msgspec.structs.replace(
            self.state, window=window, evidence=remember(found, self.state), identity=self.rung
        )
        return new, changed


Make = Callable[[int, int], Entry]


def well_behaved(number: int, fetch: int) -> Entry:
    return entry(number, guid=f"g{number}", url=f"https://e.com/{number}")


def guids_change(number: int, fetch: int) -> Entry:
    return entry(number, guid=f"g{number}-{fetch}", url=f"https://e.com/{number}")


def one_guid(number: int, fetch: int) -> Entry:
    return entry(number, guid="same", url=f"https://e.com/{number}")


def no_guid(number: int, fetch: int) -> Entry:
    return entry(number, url=f"https://e.com/{number}")


def no_guid_no_link(number: int, fetch: int) -> Entry:
    return entry(number)


def links_decorated(number: int, fetch: int) -> Entry:
    return entry(number, url=f"https://e.com/{number}?utm_source=rss&utm_campaign={fetch}")


def links_change_guids_stay(number: int, fetch: int) -> Entry:
    return entry(number, guid=f"g{number}", url=f"https://e.com/s{fetch}/{number}")


def one_link_many_guids(number: int, fetch: int) -> Entry:
    return entry(number, guid=f"g{number}", url="https://e.com/live")


def guids_and_links_change(number: int, fetch: int) -> Entry:
    return entry(number, guid=f"{number}-{fetch}", url=f"https://e.com/s{fetch}/{number}")


FEEDS = [
    well_behaved, guids_change, one_guid, no_guid, no_guid_no_link, links_decorated, links_change_guids_stay,
    one_link_many_guids, guids_and_links_change,
]  # fmt: skip


@pytest.mark.parametrize("make", FEEDS, ids=lambda make: make.__name__)
def test_only_new_entries_are_new(make: Make) -> None:
    poller = Poller()
    assert len(poller.poll([make(n, 1) for n in range(10)])[0]) == 10
    assert poller.poll([make(n, 2) for n in range(10)]) == ([], [])
    new, changed = poller.poll([make(n, 3) for n in range(3, 13)])
    assert new == [make(n, 3).title for n in (10, 11, 12)]
    assert changed == []


@pytest.mark.parametrize("make", FEEDS, ids=lambda make: make.__name__)
def test_another_order_is_no_news(make: Make) -> None:
    poller = Poller()
    poller.poll([make(n, 1) for n in range(10)])
    assert poller.poll([make(n, 2) for n in reversed(range(10))]) == ([], [])


@pytest.mark.parametrize(
    "make", [one for one in FEEDS[:8] if one is not no_guid_no_link], ids=lambda make: make.__name__
)
def test_an_edited_summary_is_a_change_and_nothing_new(make: Make) -> None:
    poller = Poller()
    poller.poll([make(n, 1) for n in range(10)])
    items = [make(n, 2) for n in range(10)]
    items[4] = msgspec.structs.replace(
        items[4], summary="More is known now.", content_hash=content_hash(items[4].title, "More is known now.", "")
    )
    assert poller.poll(items) == ([], [items[4].title])


def test_an_edited_headline_is_a_change_where_the_link_stays() -> None:
    poller = Poller()
    poller.poll([guids_change(n, 1) for n in range(10)])
    poller.poll([guids_change(n, 2) for n in range(10)])
    items = [guids_change(n, 3) for n in range(10)]
    items[2] = entry(2, guid="g2-3", url="https://e.com/2", title="Another headline altogether")
    assert poller.poll(items) == ([], ["Another headline altogether"])


def test_an_entry_that_left_and_came_back_is_recognised() -> None:
    poller = Poller()
    poller.poll([well_behaved(n, 1) for n in range(10)])
    poller.poll([well_behaved(n, 2) for n in range(9)])
    poller.poll([well_behaved(n, 2) for n in range(20, 60)])
    assert poller.poll([well_behaved(n, 3) for n in range(10)])[0] == []


def test_a_recurring_headline_under_new_links_is_new_each_time() -> None:
    poller = Poller()
    for day in range(4):
        items = [
            entry(n, guid=f"d{n}", url=f"https://e.com/d{n}", title="Official exchange rates")
            for n in range(day, day + 3)
        ]
        assert len(poller.poll(items)[0]) == (3 if day == 0 else 1)


def test_guids_that_number_positions_are_not_believed() -> None:
    poller = Poller()
    poller.poll([entry(n, guid=str(n), url=f"https://e.com/a{n}", title=f"Morning story {n}") for n in range(5)])
    evening = [entry(n, guid=str(n), url=f"https://e.com/b{n}", title=f"Evening story {n}") for n in range(5)]
    assert len(poller.poll(evening)[0]) == 5
    shifted = [entry(9, guid="0", url="https://e.com/c", title="Night story")]
    shifted += [entry(n, guid=str(n + 1), url=f"https://e.com/b{n}", title=f"Evening story {n}") for n in range(4)]
    assert poller.poll(shifted) == (["Night story"], [])


def test_one_item_whose_guid_is_always_latest_is_new_each_time() -> None:
    poller = Poller()
    for n in range(4):
        assert len(poller.poll([entry(n, guid="latest", url=f"https://e.com/{n}")])[0]) == 1


def test_a_headline_and_slug_edited_under_a_stable_guid_is_one_entry() -> None:
    poller = Poller()
    poller.poll([well_behaved(n, 1) for n in range(10)])
    items = [well_behaved(n, 2) for n in range(10)]
    items[3] = entry(3, guid="g3", url="https://e.com/another-slug", title="Another headline")
    assert poller.poll(items) == ([], ["Another headline"])


def test_the_same_item_twice_in_one_document_counts_once() -> None:
    found, _ = identify([well_behaved(1, 1), well_behaved(2, 1), well_behaved(1, 1)], FeedState(feed_id="f"))
    assert len(found) == 2


def test_two_feeds_give_different_ids_to_one_link() -> None:
    first, _ = identify([no_guid(1, 1)], None)
    other, _ = identify([msgspec.structs.replace(no_guid(1, 1), feed_id="g")], None)
    assert first[0].entry_id != other[0].entry_id


def test_the_rung_tells_what_the_feed_can_be_trusted_with() -> None:
    rungs = {}
    for make in FEEDS:
        poller = Poller()
        for fetch in (1, 2):
            poller.poll([make(n, fetch) for n in range(10)])
        rungs[make.__name__] = poller.rung
    assert rungs["well_behaved"] == "guid"
    assert rungs["guids_change"] == rungs["one_guid"] == rungs["no_guid"] == "link"
    assert rungs["no_guid_no_link"] == "title"


def test_a_state_restored_without_evidence_still_knows_its_window() -> None:
    first, rung = identify([well_behaved(n, 1) for n in range(5)], None)
    state = FeedState(feed_id="f", identity=rung, window=tuple((e.entry_id, e.content_hash) for e in first))
    again, _ = identify([guids_change(n, 2) for n in range(5)], state)
    assert {e.entry_id for e in again} == {e.entry_id for e in first}


def test_typography_is_no_change() -> None:
    assert content_hash("«Газ» – рост", "a  b", "") == content_hash('"газ" - рост', "a b", "")
    assert content_hash("up 5%", "", "") != content_hash("up 6%", "", "")


def test_four_days_of_real_polls_lose_and_double_nothing(shared: Path) -> None:
    """228 polls of eight feeds, August 2026: reordered, edited, vanishing and returning items."""
    for folder in sorted((shared / "real" / "feeds" / "polls").iterdir()):
        feed = Feed(
            id=folder.name, url="https://example.com/feed", publisher="", country="CN", language="zh",
            timezone="Asia/Shanghai",
        )  # fmt: skip
        state, by_link, links = FeedState(feed_id=feed.id), {}, set()
        for path in sorted(folder.glob("*.gz")):
            reading = read_feed(gzip.decompress(path.read_bytes()), None, feed, datetime(2026, 8, 24, tzinfo=UTC))
            found, rung = identify(reading.entries, state)
            assert len(found) == len(reading.entries)
            links |= {item.url for item in reading.entries}
            for item in found:
                assert by_link.setdefault(item.url, item.entry_id) == item.entry_id
            window = tuple((item.entry_id, item.content_hash) for item in found)
            state = msgspec.structs.replace(state, window=window, evidence=remember(found, state), identity=rung)
        assert len(set(by_link.values())) == len(links)


def item(number: int, **more: str) -> Entry:
    return entry(number, **({"guid": f"g{number}", "url": f"https://a.example/{number}"} | more))


def test_an_item_that_left_and_comes_back_under_another_guid_is_known() -> None:
    poller = Poller()
    poller.poll([item(3), item(2), item(1)])
    assert poller.poll([item(5), item(4), item(3)])[0] == ["Headline of story number 5", "Headline of story number 4"]
    assert poller.poll([item(5), item(4), item(1, guid="other")]) == ([], [])


def test_a_page_that_shows_a_new_item_each_day_under_one_link_gives_a_new_one_each_day() -> None:
    poller = Poller()
    daily = "https://a.example/today"
    others = [item(n) for n in range(1, 5)]
    poller.poll([entry(10, guid="mon", url=daily, title="Rate for Monday"), *others])
    found = poller.poll([entry(11, guid="tue", url=daily, title="Rate for Tuesday"), *others])
    assert found == (["Rate for Tuesday"], [])


def test_two_items_that_share_a_guid_among_good_ones_are_both_kept() -> None:
    poller = Poller()
    items = [item(n) for n in range(1, 6)] + [item(6, guid="g5")]
    assert len(poller.poll(items)[0]) == 6
    assert poller.poll(items) == ([], [])
