"""Loading: all or nothing, twice is once, edits supersede, time never steps back."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pytest

from amur.commands import refusal
from ingest.records import Entry, Feed, FeedState, Poll
from tests.warehouse_batches import NOW, article, batch, deal, figure, full_disk, open_store
from transform.records import Development, Party
from warehouse.errors import LoadFailed
from warehouse.load import load
from warehouse.observations import draw
from warehouse.readers.publish import open_snapshot, publish
from warehouse.records import ArticleRow, Batch, EntryRow, LoadReport, Target
from warehouse.retention import forget
from warehouse.schema import open_writer
from warehouse.states import feed_states, known_articles, known_entries


@pytest.fixture
def store(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return open_store(tmp_path)


def all_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
    return {name: connection.execute(f"SELECT * FROM store.{name} ORDER BY ALL").fetchall() for (name,) in tables}


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


def test_a_batch_fills_every_table_and_says_so(store: duckdb.DuckDBPyConnection) -> None:
    state = FeedState(feed_id="f", etag='"1"', window=(("e1", "h"),))
    report = load(
        store,
        batch(
            article(facts=(figure("$890 million", "890000000"), deal())),
            feeds=(Feed(id="f", url="https://f", publisher="Wire", country="RU", language="en", timezone="UTC"),),
            polls=(Poll(feed_id="f", polled_at="2026-08-20T09:00:00Z", outcome="ok", state=state),),
            entries=(EntryRow(entry=Entry(entry_id="e1", feed_id="f", title="Headline"), screened="keep: trade"),),
        ),
        now=NOW,
    )
    assert (report.articles_new, report.figures, report.agreements_new, report.stages_new) == (1, 1, 1, 1)
    assert (report.feeds, report.polls, report.entries_new) == (1, 1, 1)
    assert feed_states(store) == {"f": state}
    assert rows(store, "SELECT stage, mentions, publishers FROM agreement") == [("signed", 1, 1)]
    assert rows(store, "SELECT stage, channel, state FROM alert") == [("signed", "none", "suppressed")]


def test_a_deal_only_recalled_is_not_counted_as_new_until_it_is_told_as_news(store: duckdb.DuckDBPyConnection) -> None:
    def told(key: str, published: str, *, new: bool) -> LoadReport:
        one = article(key, text=f"Text of {key}.", facts=(deal(new=new),), published=published, fetched=published)
        return load(store, batch(one, key=key), now=NOW)

    def counted(report: LoadReport) -> tuple[int, int, int]:
        return report.agreements_new, report.agreements_updated, report.agreements_recalled

    assert counted(told("a", "2026-08-01T08:00:00Z", new=False)) == (0, 0, 1)
    assert counted(told("b", "2026-08-10T08:00:00Z", new=True)) == (1, 0, 0)
    assert counted(told("c", "2026-08-11T08:00:00Z", new=True)) == (0, 1, 0)


def test_loading_a_batch_twice_changes_nothing(store: duckdb.DuckDBPyConnection) -> None:
    one = batch(article(facts=(figure("$890 million", "890000000"), deal())))
    load(store, one, now=NOW)
    before = all_rows(store)
    report = load(store, one, now=NOW + timedelta(hours=1))
    assert report.already_loaded
    assert all_rows(store) == before


def test_the_same_articles_in_another_batch_change_no_fact(store: duckdb.DuckDBPyConnection) -> None:
    one = article(facts=(figure("$890 million", "890000000"), deal()))
    load(store, batch(one), now=NOW)
    before = all_rows(store)
    report = load(store, batch(one, key="b2"), now=NOW)
    after = all_rows(store)
    assert report.articles_unchanged == 1
    assert {name for name in after if after[name] != before[name]} == {"run", "counter"}


def test_04_an_edited_article_supersedes_its_facts_and_updates_the_register(store: duckdb.DuckDBPyConnection) -> None:
    first = deal(value=Decimal(530), unit="USD")
    second = deal(value=Decimal(350), unit="USD")
    load(store, batch(article(facts=(figure("530", "530"), first))), now=NOW)
    edited = article(text="Corrected: 350.", facts=(figure("350", "350"), second))
    report = load(store, batch(edited, key="b2"), now=NOW + timedelta(hours=1))
    assert (report.articles_changed, report.agreements_new, report.agreements_updated) == (1, 0, 1)
    assert rows(store, "SELECT version, text FROM article") == [(2, "Corrected: 350.")]
    assert rows(store, "SELECT CAST(value AS INT) FROM figure") == [(350,)]
    assert rows(store, "SELECT CAST(value AS INT), superseded_at IS NULL FROM store.figure ORDER BY figure_id") == [
        (530, False),
        (350, True),
    ]
    assert rows(store, "SELECT CAST(value AS INT) FROM store.agreement ORDER BY recorded_at") == [(530,), (350,)]
    assert rows(store, "SELECT count(*) FROM alert") == [(1,)]
    assert rows(store, "SELECT stage FROM alert_correction") == [("signed",)]


def test_what_was_known_before_an_edit_can_be_asked_after_it(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    told = article(text="In all, 300 and 5%.", facts=(figure("300", "300"), figure("5%", "5", "%")))
    load(store, batch(told), now=NOW)
    edited = article(text="In all, 350.", facts=(figure("350", "350"),))
    load(store, batch(edited, key="b2"), now=NOW + timedelta(hours=1))
    load(store, batch(article("a2", facts=(figure("7", "7"),)), key="b3"), now=NOW + timedelta(days=1))
    store.close()
    published = publish(tmp_path)

    def known(moment: datetime | str) -> list[object]:
        with open_snapshot(published) as snapshot:
            told = rows(snapshot, f"SELECT CAST(value AS INT) FROM facts_as_of('{moment}') ORDER BY ALL")
        return [value for (value,) in told]

    first = NOW.replace(tzinfo=None)
    assert known(first - timedelta(microseconds=1)) == []
    assert known(first) == [5, 300], "what that moment's load brought is known"
    assert known(first + timedelta(hours=1)) == [350]
    assert known(first + timedelta(minutes=59)) == [5, 300]
    assert known(first + timedelta(minutes=61)) == [350]
    assert known(str(first.date())) == [350], "a bare day means its end"
    assert known(f"{first.year}-{first.month}-{first.day}") == [350], "however it is written"
    assert known("infinity") == [7, 350]
    assert known(str(first.date() + timedelta(days=1))) == [7, 350]


def test_an_older_version_replayed_is_not_an_edit_back(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(article(text="one")), now=NOW)
    load(store, batch(article(text="two", fetched="2026-08-20T10:00:00Z"), key="b2"), now=NOW)
    load(store, batch(article(text="one"), key="b3"), now=NOW)
    assert rows(store, "SELECT version, text FROM article") == [(2, "two")]


def test_a_text_that_stands_is_read_otherwise_again_and_again_and_back(store: duckdb.DuckDBPyConnection) -> None:
    readings = [(figure("five", value),) for value in ("5", "6", "7", "5")]
    for number, facts in enumerate(readings):
        kind = "reanalysis" if number else "run"
        report = load(store, batch(article(text="five", facts=facts), key=f"b{number}", kind=kind), now=NOW)
        assert report.articles_changed == (1 if number else 0)
        assert rows(store, "SELECT CAST(value AS INT)::VARCHAR FROM figure") == [(str(facts[0].value),)]
    # The first batches replayed change nothing.
    for number, facts in enumerate(readings[:3]):
        report = load(store, batch(article(text="five", facts=facts), key=f"again {number}"), now=NOW)
        assert report.articles_changed == 0


def test_a_firm_that_was_taken_out_of_the_list_stops_no_load(store: duckdb.DuckDBPyConnection) -> None:
    for number, firm in enumerate(("company:no-more", None)):
        parties = (Party(name="Longfei Timber", country="CN"), Party(name="Sikhote Les", country="RU", id=firm))
        more = {"subjects": ("company:no-more-either", "place:no-more")} if firm else {}
        told = [article(key, text="T", facts=(deal(parties=parties, **more),)) for key in ("a1", "a2")]
        load(store, batch(*told, key=f"b{number}", kind="reanalysis" if number else "run"), now=NOW)
    assert rows(store, "SELECT agreement_id, parties[2].name, parties[2].id, mentions FROM agreement") == [
        ("A000001", "Sikhote Les", None, 2)
    ]


def test_40_a_load_that_fails_leaves_the_file_as_it_was(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(article()), now=NOW)
    before = all_rows(store)

    def broken(event: object) -> list[object]:
        raise ValueError("rules")

    with pytest.raises(LoadFailed, match="b2: nothing was loaded"):
        load(store, batch(article("a2", facts=(deal(),)), key="b2"), now=NOW, plan=broken)  # type: ignore[arg-type]
    assert all_rows(store) == before


def test_a_disk_that_is_full_at_the_commit_is_told_in_a_line_and_leaves_the_file_as_it_was(
    store: duckdb.DuckDBPyConnection,
) -> None:
    """A commit that fails has undone its changes: to undo them once more failed with a traceback."""
    load(store, batch(article()), now=NOW)
    before = all_rows(store)
    with full_disk(), pytest.raises(LoadFailed, match=r"b2: nothing was loaded: .*Could not write file"):
        load(store, batch(article("a2", facts=(deal(),)), key="b2"), now=NOW)
    with full_disk(0), pytest.raises(duckdb.TransactionException, match="Could not write file") as full:
        forget(store, ["a1"], reason="asked", now=NOW)
    told = refusal(full.value)
    assert told is not None
    assert (told.exit_code, told.text.count("\n")) == (2, 0)
    assert all_rows(store) == before
    load(store, batch(article("a2", facts=(deal(),)), key="b2"), now=NOW)
    assert rows(store, "SELECT count(*) FROM article") == [(2,)]


def test_40_a_clock_that_steps_back_does_not_reorder_history(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(article(text="one")), now=NOW)
    load(store, batch(article(text="two", fetched="2026-08-20T10:00:00Z"), key="b2"), now=NOW - timedelta(days=3))
    assert rows(store, "SELECT count(*) FROM store.article WHERE superseded_at < recorded_at") == [(0,)]
    assert rows(store, "SELECT batch_id FROM run ORDER BY load_number") == [("b1",), ("b2",)]


def test_a_value_beyond_any_economy_becomes_a_doubt(store: duckdb.DuckDBPyConnection) -> None:
    report = load(store, batch(article(facts=(figure("too many", "1e30"), figure("five", "5")))), now=NOW)
    assert (report.figures, report.doubts) == (1, 1)


def test_an_impossible_date_is_left_out_and_the_rest_is_kept(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(article(facts=(figure("5", "5", period_start="2026-02-30", period_end="2026-02-28"),))), now=NOW)
    assert rows(store, "SELECT period_start, CAST(period_end AS VARCHAR) FROM figure") == [(None, "2026-02-28")]


def test_a_change_told_by_month_or_year_is_dated_by_its_first_day(store: duckdb.DuckDBPyConnection) -> None:
    quote = "opened a grain terminal"
    times = ("2026-03", "2027", "2026-08-19", None)
    changes = [
        Development(quote=quote, field="text", start=0, end=len(quote), kind="hub_opened", date=told) for told in times
    ]
    load(store, batch(article(text=f"Chita {quote}.", facts=tuple(changes))), now=NOW)
    told = rows(store, "SELECT date, date_grain FROM development ORDER BY date")
    assert told == [
        (date(2026, 3, 1), "month"), (date(2026, 8, 19), "day"), (date(2027, 1, 1), "year"), (None, None),
    ]  # fmt: skip


def test_entries_put_off_for_later_stay_unknown(store: duckdb.DuckDBPyConnection) -> None:
    kept, later = Entry(entry_id="e1", feed_id="f"), Entry(entry_id="e2", feed_id="f")
    entries = (EntryRow(entry=kept, screened="drop: sport"), EntryRow(entry=later, screened="later: over the cap"))
    load(store, batch(article(), entries=entries), now=NOW)
    assert known_entries(store, ["e1", "e2", "e3"]) == {"e1"}
    assert known_articles(store, ["a1", "a2"]) == {"a1"}


def test_an_entry_whose_guid_comes_again_with_another_story_has_the_address_of_that(
    store: duckdb.DuckDBPyConnection,
) -> None:
    for key in ("first", "second"):
        entry = Entry(entry_id="e1", feed_id="f", title=key, url=f"https://e.com/{key}", changed=key == "second")
        load(store, batch(key=key, entries=(EntryRow(entry=entry, screened="drop: sport"),)), now=NOW)
    assert rows(store, "SELECT title, url FROM entry") == [("second", "https://e.com/second")]


def test_an_entry_seen_again_keeps_when_it_was_first_seen(store: duckdb.DuckDBPyConnection) -> None:
    def seen(at: str) -> tuple[EntryRow, ...]:
        return (EntryRow(entry=Entry(entry_id="e1", feed_id="f", seen_at=at), screened="drop: sport"),)

    load(store, batch(entries=seen("2026-08-20T09:00:00Z")), now=NOW)
    report = load(store, batch(key="b2", entries=seen("2026-08-20T10:00:00Z")), now=NOW)
    assert (report.entries_new, report.entries_changed) == (0, 1)
    assert rows(store, "SELECT hour(first_seen_at), hour(last_seen_at) FROM entry") == [(9, 10)]


@pytest.mark.parametrize(
    ("kind", "first_poll", "published", "reason"),
    [
        ("backfill", False, "2026-08-20T08:00:00Z", "backfill: old news"),
        ("run", True, "2026-08-20T08:00:00Z", "first poll of f"),
        ("run", False, "2026-06-20T08:00:00Z", "published 61 days before it was read"),
        ("run", False, "2026-08-20T08:00:00Z", None),
    ],
)
def test_34_old_news_alerts_nobody(
    store: duckdb.DuckDBPyConnection, kind: str, first_poll: bool, published: str, reason: str | None
) -> None:
    poll = Poll(feed_id="f", polled_at="2026-08-20T09:00:00Z", outcome="ok", first_poll=first_poll)
    one = article(facts=(deal(),), feed="f", published=published)
    load(store, batch(one, kind=kind, polls=(poll,)), now=NOW, plan=lambda event: [Target(rule="all", channel="desk")])
    state = "suppressed" if reason else "pending"
    assert rows(store, "SELECT rule, channel, state, reason FROM alert") == [("all", "desk", state, reason)]


@pytest.mark.parametrize(
    ("published", "reason"), [("2026-08-20T08:00:00Z", "first poll of f"), ("2026-08-20T09:10:00Z", None)]
)
def test_34_of_what_a_first_poll_left_the_next_one_tells_only_what_came_out_since(
    store: duckdb.DuckDBPyConnection, published: str, reason: str | None
) -> None:
    began = FeedState(feed_id="f", first_polled_at="2026-08-20T09:00:00Z", backlog=True)
    poll = Poll(feed_id="f", polled_at="2026-08-20T09:15:00Z", outcome="ok", first_poll=True, state=began)
    one = msgspec.structs.replace(article(facts=(deal(),), feed="f", published=published), entry_id="e-a1")
    found = (EntryRow(entry=Entry(entry_id="e-a1", feed_id="f"), screened="keep"),)
    told = batch(one, polls=(poll,), entries=found)
    load(store, told, now=NOW, plan=lambda event: [Target(rule="all", channel="desk")])
    assert rows(store, "SELECT reason FROM alert") == [(reason,)]


@pytest.mark.parametrize("changed", [False, True])
def test_34_a_page_that_the_first_poll_left_for_later_is_old_news_unless_it_was_edited(
    store: duckdb.DuckDBPyConnection, changed: bool
) -> None:
    poll = Poll(feed_id="f", polled_at="2026-08-20T07:00:00Z", outcome="ok", first_poll=True)
    entry = Entry(entry_id="e-a1", feed_id="f", title="later")
    waits = (EntryRow(entry=entry, screened="later: over this run's cap of pages"),)
    load(store, batch(key="b0", polls=(poll,), entries=waits), now=NOW)
    one = msgspec.structs.replace(article(facts=(deal(),), feed="f"), entry_id="e-a1")
    read = (EntryRow(entry=msgspec.structs.replace(entry, changed=changed), screened="keep"),)
    load(store, batch(one, key="b1", entries=read), now=NOW, plan=lambda event: [Target(rule="all", channel="desk")])
    assert rows(store, "SELECT reason FROM alert") == [(None if changed else "first poll of f",)]


def test_32_thirty_copies_are_one_story_one_agreement_one_alert(store: duckdb.DuckDBPyConnection) -> None:
    text = "Rosatom signed a contract with CNNC in Beijing on Friday. The fuel goes to the Xudabao plant in Liaoning."
    copies = [article(f"a{n}", text=text, facts=(deal(),), publisher=f"Outlet {n}") for n in range(30)]
    load(store, batch(*copies), now=NOW)
    assert rows(store, "SELECT articles, publishers FROM story") == [(30, 30)]
    assert rows(store, "SELECT mentions, publishers FROM agreement") == [(30, 30)]
    assert rows(store, "SELECT count(*) FROM alert") == [(1,)]


def test_every_table_and_column_says_what_it_means() -> None:
    silent = rows(
        open_writer(":memory:"),  # before the tables of the text search are laid, which are DuckDB's own
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE comment IS NULL "
        "AND schema_name IN ('main', 'store') AND NOT internal UNION ALL "
        "SELECT schema_name, table_name, NULL FROM duckdb_tables() WHERE comment IS NULL UNION ALL "
        "SELECT schema_name, view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal",
    )
    assert silent == []


def test_records_travel_as_json(tmp_path: Path) -> None:
    one = batch(article(facts=(deal(),)))
    assert msgspec.json.decode(msgspec.json.encode(one), type=Batch) == one


def test_a_figure_in_doubt_is_neither_converted_nor_compared(store: duckdb.DuckDBPyConnection) -> None:
    fields = {"metric": "turnover", "flow": "CN<>RU", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    report = load(store, batch(article(facts=(figure("$24.48 billion", "24480000000", **fields),))), now=NOW)
    assert report.doubts == 1
    assert rows(store, "SELECT value_usd, usd_source FROM figure") == [(None, "in doubt")]
    draw(store)
    assert rows(store, "SELECT * FROM observation") == []
    assert "a 10th of what China's customs reported" in str(rows(store, "SELECT reason FROM doubt"))


def test_a_doubt_names_its_figure_unless_the_reading_was_declined(store: duckdb.DuckDBPyConnection) -> None:
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    ways = (
        figure("820", "820000000000", "CNY", metric="exports", flow="CN>RU", **year),
        figure("920", "920000000000", "CNY", metric="imports", flow="RU>CN", **year),
        figure("1940", "1940000000000", "CNY", metric="turnover", flow="CN<>RU", **year),
    )
    money = (
        figure("42 bn yuan", "42000000000", "CNY"),
        # Two figures in one place: the second only is no conversion of what it restates.
        figure("$5.83 bn", "5830000000", equivalent="42 bn yuan"),
        figure("$5.83 bn", "58300000000", equivalent="42 bn yuan"),
        figure("beyond", "1e25"),
    )
    load(store, batch(article("a", facts=ways), article("b", facts=money)), now=NOW)
    draw(store)
    doubted = (
        "SELECT d.quote, f.quote, f.value::BIGINT FROM doubt AS d LEFT JOIN figure AS f USING (figure_id) ORDER BY ALL"
    )
    assert rows(store, doubted) == [
        ("$5.83 bn", "$5.83 bn", 58300000000), ("1940", "1940", 1940000000000), ("beyond", None, None)
    ]  # fmt: skip
    sound = (
        "SELECT quote, usd_source IS DISTINCT FROM 'in doubt' FROM figure ANTI JOIN doubt USING (figure_id) ORDER BY 1"
    )
    assert rows(store, sound) == [(quote, True) for quote in ("$5.83 bn", "42 bn yuan", "820", "920")]


def test_rubles_without_an_official_rate_take_the_one_that_articles_imply(store: duckdb.DuckDBPyConnection) -> None:
    def converted(key: str) -> ArticleRow:
        rubles = figure("8 млрд руб.", "8000000000", "RUB")
        return article(key, text=key, facts=(rubles, figure("$100 млн", "100000000", equivalent="8 млрд руб.")))

    bare = figure("4 млрд руб.", "4000000000", "RUB")
    load(store, batch(article("x", facts=(bare,))), now=NOW)
    load(store, batch(converted("a"), converted("b"), converted("c"), key="b2"), now=NOW)
    load(store, batch(article("y", facts=(bare,)), key="b3"), now=NOW)
    told = "SELECT article_id, CAST(value_usd AS INT), usd_source FROM figure WHERE quote = '4 млрд руб.' ORDER BY 1"
    assert rows(store, told) == [("x", None, None), ("y", 50000000, "articles of 2026-08")]


_ANALYST = """
import duckdb, sys
held = duckdb.connect(sys.argv[1], read_only=True)
for _ in range(2):
    print(held.execute("SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM run)").fetchone(), flush=True)
    sys.stdin.readline()
"""


def test_39_an_analyst_who_holds_the_snapshot_open_blocks_no_load_and_sees_one_state(tmp_path: Path) -> None:
    def load_and_publish(key: str) -> Path:
        store = open_store(tmp_path)
        load(store, batch(article(key), key=f"batch of {key}"), now=NOW)
        store.close()
        return publish(tmp_path)

    command = [sys.executable, "-c", _ANALYST, str(load_and_publish("a1"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as analyst:
        assert analyst.stdout is not None
        assert analyst.stdout.readline() == "(1, 1)\n"
        snapshot = load_and_publish("a2")
        said, _ = analyst.communicate("\n\n", timeout=30)
    assert said == "(1, 1)\n"
    with open_snapshot(snapshot) as later:
        assert rows(later, "SELECT count(*) FROM article") == [(2,)]
