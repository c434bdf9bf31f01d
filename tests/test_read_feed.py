"""A feed document gives its good entries, whatever else is in it."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import NotAFeed
from ingest.read_feed import FeedReading, read_feed
from ingest.reading import MAX_ENTRIES
from ingest.records import Feed
from ingest.safe_xml import parse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = Feed(
    id="f", url="https://example.com/rss", publisher="x", country="RU", language="ru", timezone="Europe/Moscow"
)  # fmt: skip
BEIJING = msgspec.structs.replace(FEED, timezone="Asia/Shanghai", language="zh", country="CN")
GOOD = "<item><title>Новость {n}</title><link>https://example.com/{n}</link><guid>g{n}</guid><pubDate>{date}</pubDate></item>"
DATE = "Tue, 24 Nov 2026 09:30:00 +0300"


def good(number: int, date: str = DATE) -> str:
    return GOOD.format(n=number, date=date)


def rss(*items: str, head: str = "", attributes: str = "") -> bytes:
    body = "".join(items)
    channel = f"<channel><title>Лента</title>{head}{body}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0"{attributes}>{channel}</rss>'.encode()


def read(body: bytes, feed: Feed = FEED, content_type: str | None = None) -> FeedReading:
    return read_feed(body, content_type, feed, NOW)


def test_an_rss_item_gives_an_entry() -> None:
    item = (
        "<item><title>Экспорт &lt;b&gt;вырос&lt;/b&gt; &amp;laquo;вдвое&amp;raquo;</title>"
        "<link>https://example.com/1?utm_source=rss</link>"
        "<guid isPermaLink='false'>x:1</guid><pubDate>Tue, 24 Nov 2026 09:30:00 +0300</pubDate><author>А. Б.</author>"
        "<description><![CDATA[<p>Первый абзац.</p><p>Второй&nbsp;абзац.<script>x()</script></p>]]>"
        "</description></item>"
    )
    reading = read(rss(item, head="<ttl>30</ttl><language>ru-RU</language>"))
    entry = reading.entries[0]
    assert (reading.kind, reading.title, reading.hints.ttl_s) == ("rss", "Лента", 1800)
    assert entry.title == "Экспорт вырос «вдвое»"
    assert entry.url == "https://example.com/1?utm_source=rss"
    assert entry.canonical_url == "https://example.com/1"
    assert entry.guid == "x:1"
    assert entry.summary == "Первый абзац.\n\nВторой абзац."
    assert entry.published_at == "2026-11-24T06:30:00+00:00"
    assert entry.published_raw == DATE
    assert (entry.published_source, entry.language, entry.author) == ("feed", "ru", "А. Б.")


def test_atom_gives_its_alternate_link_against_xml_base() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/a/"><title>T</title><entry><id>urn:1</id>'
        b'<title type="html">A &amp;amp; B</title><link rel="enclosure" href="https://cdn/x.mp3"/><link href="b.html"/>'
        b"<updated>2026-11-24T08:00:00Z</updated><author><name>N</name></author><summary>S</summary></entry></feed>"
    )
    entry = read(body).entries[0]
    assert entry.url == "https://example.org/a/b.html"
    assert (entry.title, entry.author, entry.published_at) == ("A & B", "N", "2026-11-24T08:00:00+00:00")


def test_rdf_and_dublin_core_are_read() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel>'
        b'<item rdf:about="https://example.com/1"><title>A</title><link>https://example.com/1</link>'
        b"<dc:date>2026-11-24T09:00:00+08:00</dc:date><dc:creator>N</dc:creator></item></rdf:RDF>"
    )
    reading = read(body)
    assert reading.kind == "rdf"
    assert reading.entries[0].published_at == "2026-11-24T01:00:00+00:00"


@pytest.mark.parametrize(
    "field",
    [
        '<y:full-text xmlns:y="http://news.yandex.ru">{}</y:full-text>',
        '<r:full-text xmlns:r="https://www.rbc.ru">{}</r:full-text>',
        '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">{}</c:encoded>',
        "<yandex:full-text>{}</yandex:full-text>",
    ],
)
def test_full_text_fields_become_content(field: str) -> None:
    item = good(1).replace("</item>", field.format("<![CDATA[<p>Раз.</p><p>Два.</p>]]>") + "</item>")
    assert read(rss(item)).entries[0].content == "Раз.\n\nДва."


def test_links_nested_in_an_item_do_not_hijack_it() -> None:
    trap = '<r:related xmlns:r="https://www.rbc.ru"><link url="https://evil.example/1"/><link>https://evil.example/2</link></r:related>'
    entry = read(rss(good(1).replace("</item>", trap + "</item>"))).entries[0]
    assert entry.url == "https://example.com/1"


def test_json_feed_is_read() -> None:
    item = {"id": 7, "url": "https://example.com/7", "title": "A", "content_html": "<p>B</p>"}
    value = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item, "junk"]}
    reading = read(json.dumps(value).encode(), content_type="application/feed+json")
    assert (reading.kind, reading.entries[0].guid, reading.entries[0].content) == ("json", "7", "B")
    assert reading.dropped == ("item 2: not an object",)


def test_characters_that_steer_a_terminal_or_hide_text_stay_out() -> None:
    item = {
        "id": "1\x1b",
        "title": "Soy\x1b[31m\x00",
        "content_text": "One\x9b.\n\n\u2066Two.",
        "author": {"name": "A\x07B"},
    }
    value = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}
    (entry,) = read(json.dumps(value).encode(), content_type="application/feed+json").entries
    assert (entry.guid, entry.title, entry.content, entry.author) == ("1 ", "Soy [31m", "One .\n\nTwo.", "A B")


def test_a_json_feed_that_links_elsewhere_and_gives_plain_text_is_read() -> None:
    item = {"id": "a", "external_url": "https://elsewhere.example/a", "content_text": "1 < 2 & so", "title": "T"}
    item["authors"] = [{"name": "Ivanov"}, {"name": "Li"}]  # type: ignore[assignment]
    item["date_published"] = "2026-11-24T09:30:00+08:00"
    (entry,) = read(json.dumps({"title": "T", "items": [item]}).encode()).entries
    assert (entry.url, entry.content, entry.author) == ("https://elsewhere.example/a", "1 < 2 & so", "Ivanov, Li")
    assert (entry.published_at, entry.published_source) == ("2026-11-24T01:30:00+00:00", "feed")


def test_long_lists_of_json_are_capped_and_the_cut_is_counted() -> None:
    rows = [{"url": f"https://example.com/{n}", "title": "A"} for n in range(MAX_ENTRIES + 5)]
    for value in ({"articles": rows}, {"title": "T", "items": rows}):
        reading = read(json.dumps(value).encode())
        assert len(reading.entries) == MAX_ENTRIES
        assert any(note.startswith(f"5 of {MAX_ENTRIES + 5} ") for note in reading.notes)


def test_the_parser_itself_reads_no_entity_and_no_file(tmp_path: Path) -> None:
    """Declarations are cut out before; this is the second wall."""
    (tmp_path / "secret").write_text("SECRET")
    for kind in (f'SYSTEM "file://{tmp_path}/secret"', '"said again"'):
        root = parse(f"<!DOCTYPE r [<!ENTITY a {kind}>]><r>&a;</r>", recover=True)
        assert root is None or not "".join(root.itertext()).strip("&a;")


def test_a_gdelt_list_is_read_and_bad_addresses_are_dropped() -> None:
    articles = [
        {"url": "https://example.com/a", "title": "A", "seendate": "20261124T081500Z", "language": "Russian"},
        {"url": "javascript:alert(1)", "title": "B"},
    ]
    reading = read(json.dumps({"articles": articles}).encode())
    assert (reading.kind, len(reading.entries), reading.dropped) == ("gdelt", 1, ("item 2: no web address",))
    assert (reading.entries[0].published_at, reading.entries[0].language) == ("2026-11-24T08:15:00+00:00", "ru")


def test_a_gdelt_query_without_hits_is_an_empty_list_and_its_refusal_is_quoted() -> None:
    gdelt = msgspec.structs.replace(FEED, kind="gdelt")
    assert read(b"{}", gdelt).entries == ()
    with pytest.raises(NotAFeed, match="one every 5 seconds"):
        read(b"Please limit requests to one every 5 seconds.", gdelt)


def test_a_generators_english_does_not_make_a_russian_feed_english() -> None:
    entry = read(rss(good(1), head="<language>en-US</language>")).entries[0]
    assert entry.language == "ru"


def test_a_date_in_the_future_is_clamped_and_kept_raw() -> None:
    entry = read(rss(good(1, "Fri, 01 Jan 2027 00:00:00 +0000"))).entries[0]
    assert entry.published_at == NOW.isoformat()
    assert entry.published_source == "fetched"
    assert entry.published_raw == "Fri, 01 Jan 2027 00:00:00 +0000"


@pytest.mark.parametrize(
    ("raw", "feed", "expected"),
    [
        ("24 ноября 2026", FEED, "2026-11-23T21:00:00+00:00"),
        ("24.11.2026 09:30", FEED, "2026-11-24T06:30:00+00:00"),
        ("2026年11月24日 09:30", BEIJING, "2026-11-24T01:30:00+00:00"),
        ("2016/6/29", BEIJING, "2016-06-28T16:00:00+00:00"),
        ("Tue, 24 Nov 2026 09:30:00 CST", BEIJING, "2026-11-24T01:30:00+00:00"),
        ("2026-11-24 09:30:00", BEIJING, "2026-11-24T01:30:00+00:00"),
    ],
)
def test_foreign_dates_are_read_in_the_feeds_own_zone(raw: str, feed: Feed, expected: str) -> None:
    entry = read(rss(good(1, raw)), feed).entries[0]
    assert (entry.published_at, entry.published_source) == (expected, "feed_local")


def test_without_a_date_the_link_tells_the_day_and_else_the_fetch() -> None:
    items = [good(1, "").replace("https://example.com/1", "https://example.com/20261120/a.html"), good(2, "скоро")]
    first, second = read(rss(*items)).entries
    assert (first.published_at, first.published_source) == ("2026-11-19T21:00:00+00:00", "url")
    assert (second.published_at, second.published_source, second.published_raw) == (NOW.isoformat(), "fetched", "скоро")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!DOCTYPE html><html><body><form><input type='password'></form></body></html>", "login"),
        (b"<html><head><title>Just a moment...</title></head></html>", "captcha"),
        ("<html><body>请完成安全验证</body></html>".encode(), "captcha"),
        (b"<html><body><h1>Hello World</h1></body></html>", "HTML page"),
        (b"<html><link rel='alternate' type='application/rss+xml' href='/rss.xml'></html>", "names a feed: /rss.xml"),
        (b'{"error": "rate limited"}', "JSON"),
        (b"Please limit requests to one every 5 seconds", "plain text"),
        (b'<?xml version="1.0"?><note><to>x</to></note>', "XML"),
        (b"\x1f\x8b\x08broken", "gzip"),
    ],
)
def test_what_is_no_feed_is_told_by_name(body: bytes, told: str) -> None:
    with pytest.raises(NotAFeed, match=told):
        read(body)


def test_an_empty_channel_is_a_feed_without_entries() -> None:
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "-//x" "http://127.0.0.1:1/">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;',
    ],
)
def test_entity_bombs_and_external_entities_are_refused_before_parsing(subset: str) -> None:
    with pytest.raises(NotAFeed, match="declares"):
        read(f"<!DOCTYPE rss [{subset}]>".encode() + rss(good(1))[21:])


def test_a_harmless_doctype_is_ignored_and_its_entities_resolved() -> None:
    public = 'PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd"'
    doctype = f'<!DOCTYPE rss {public} [<!ENTITY co "Ромашка">]>'
    body = doctype.encode() + rss(good(1).replace("Новость", "&co;"))[21:]
    assert read(body).entries[0].title == "Ромашка 1"


def test_html_entities_and_bare_ampersands_are_no_reason_to_fail() -> None:
    item = good(1).replace("Новость", "AT&T &laquo;a&raquo; &bogus; ").replace("/1<", "/1?a=1&b=2<")
    entry = read(rss(item)).entries[0]
    assert entry.title == "AT&T «a» &bogus; 1"
    assert entry.url == "https://example.com/1?a=1&b=2"


def test_a_cut_document_keeps_whole_items_and_says_so() -> None:
    body = rss(good(1), good(2), good(3))
    reading = read(body[: body.index("Новость 3".encode()) + 6])
    assert [entry.guid for entry in reading.entries] == ["g1", "g2"]
    assert reading.truncated
    assert any("cut off" in reason for reason in reading.dropped)


@pytest.mark.parametrize(
    "bad",
    [
        "<item><title>Плохая <b>новость</title><link>",
        "<item></item>",
        "<item><title>\x01</title></item>",
        "<item><title><![CDATA[без конца</title></item>",
        "<item><pubDate>мусор</pubDate></item>",
        "<item><<<>>></item>",
    ],
)
def test_one_bad_item_spoils_no_other(bad: str) -> None:
    reading = read(rss(good(1), bad, good(3), good(4)))
    assert {"g1", "g4"} <= {entry.guid for entry in reading.entries}


def test_a_dropped_item_is_counted_with_its_reason() -> None:
    reading = read(rss(good(1), "<item></item>", good(3)))
    assert [entry.guid for entry in reading.entries] == ["g1", "g3"]
    assert reading.dropped == ("item 2: neither link nor text",)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16"])
def test_a_wrong_charset_label_costs_nothing(encoding: str) -> None:
    text = rss(*(good(n) for n in range(5)), head="<description>Последние новости страны</description>").decode()
    body = text.replace('version="1.0"', 'version="1.0" encoding="utf-8"').encode(encoding)
    assert read(body, content_type="text/xml; charset=utf-8").entries[0].title == "Новость 0"


def test_googles_appended_outlet_is_taken_off_the_title() -> None:
    item = "<item><title>Trade grows - The Paper</title><link>https://example.com/1</link>"
    item += "<source url='https://p.example'>The Paper</source></item>"
    assert read(rss(item)).entries[0].title == "Trade grows"


def test_more_items_than_the_cap_are_counted() -> None:
    reading = read(rss(*(good(n) for n in range(2_050))))
    assert len(reading.entries) == 2_000
    assert any("50 of 2050" in note for note in reading.notes)


HEAD = b"<rss><channel><title>t</title>"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "body",
    [
        HEAD + b"<item>" * 100_000,
        HEAD + b"<item><title>" + b"<![CDATA[" * 100_000,
        HEAD + b"<item><description>" + b"&lt;!--" * 100_000 + b"</description></item></channel></rss>",
        HEAD + b"<item><description>" + b"&lt;script " * 60_000 + b"</description></item></channel></rss>",
        b"<rss><channel>" + b"<a>" * 200_000,
        b"<!DOCTYPE rss [" + b'<!ENTITY a "b">' * 50_000,
        b"<rss" * 300_000,
        b"[" * 300_000,
    ],
    ids=["items", "cdata", "comments", "scripts", "nesting", "entities", "roots", "json"],
)
def test_hostile_repetition_is_read_or_refused_in_linear_time(body: bytes) -> None:
    # Quadratic work on these takes minutes and meets the timeout.
    with suppress(NotAFeed):
        read(body)


PIECES = [
    b"<rss><channel>",
    b"<item>",
    b"</item>",
    b"<title>",
    b"</title>",
    b"<![CDATA[",
    b"]]>",
    b"&",
    b"\x00",
    b"\xff",
    b"<feed>",
    b"<entry>",
    b"{",
    b"[",
    b'"items":',
    b"<!DOCTYPE",
    b"<!--",
    b"<link href='x'/>",
    b"https://a.b/",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=30))
def test_no_bytes_raise_anything_but_not_a_feed(pieces: list[bytes]) -> None:
    with suppress(NotAFeed):
        read(b"".join(pieces))


def test_the_fast_reader_agrees_with_feedparser_on_its_own_suite(shared: Path) -> None:
    """A tenth of feedparser's files; the whole table is printed by `python -m bench.feeds`."""
    import feedparser

    root = shared / "real" / "conformance" / "feedparser"
    lost = []
    for path in sorted(root.rglob("wellformed/**/*.xml"))[::10]:
        body = path.read_bytes()
        wanted = [e for e in feedparser.parse(body).entries if e.get("title") and e.get("link")]
        try:
            got = read(body).entries
        except NotAFeed:
            got = ()
        if len(got) < len(wanted):
            lost.append(path.name)
    assert lost == []
