"""The feeds file: what it must hold, how its errors read, and the way to OPML and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest
from ingest.errors import FeedsFileError
from ingest.feeds import bare_url, duration_s, duration_text, read_feeds
from ingest.opml import export_opml, feeds_toml, import_opml

GOOD = {
    "id": "tass-ru",
    "url": "https://tass.example/rss",
    "publisher": "TASS",
    "country": "RU",
    "language": "ru",
    "timezone": "Europe/Moscow",
}


def write(path: Path, *tables: dict[str, str]) -> Path:
    file = path / "feeds.toml"
    file.write_text("".join("[[feed]]\n" + "".join(f"{k} = {v!r}\n" for k, v in t.items()) + "\n" for t in tables))
    return file


def test_a_short_entry_gets_the_defaults(tmp_path):
    (feed,) = read_feeds(write(tmp_path, GOOD))
    assert (feed.kind, feed.interval_s, feed.content, feed.note) == ("feed", 3600, "page", "")


def test_a_byte_order_mark_before_the_feeds_is_no_slip(tmp_path):
    file = write(tmp_path, GOOD)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_feeds(file)[0].id == GOOD["id"]


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        ({"url": "ftp://a.example/x"}, "url", "scheme"),
        ({"url": "not a url"}, "url", "scheme"),
        ({"url": "http://[::1"}, "url", "malformed"),
        ({"timezone": "Peking"}, "timezone", "IANA"),
        ({"timezone": "../../etc/passwd"}, "timezone", "IANA"),
        ({"country": "Russia"}, "country", "ISO 3166"),
        ({"language": "rus"}, "language", "ISO 639"),
        ({"interval": "soon"}, "interval", "no duration"),
        ({"interval": "1s"}, "interval", "between"),
        ({"kind": "atom"}, "kind", "none of feed, sitemap"),
        ({"content": "link"}, "content", "none of page"),
        ({"id": "Ta ss/../x"}, "id", "a-z"),
        ({"intervall": "1h"}, "intervall", "unknown"),
        ({"publisher": " "}, "publisher", "empty"),
    ],
)
def test_an_error_names_file_feed_and_key(tmp_path, change, key, says):
    path = write(tmp_path, GOOD | change)
    with pytest.raises(FeedsFileError) as caught:
        read_feeds(path)
    assert caught.value.key == key
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert (change.get("id") or "tass-ru") in str(caught.value)


@pytest.mark.parametrize(
    ("second", "line", "says"),
    [
        ({"intervall": "1h"}, 16, "key 'intervall': unknown; known are id, url"),
        ({"country": "Russia"}, 13, "key 'country': 'Russia' is no ISO 3166 code"),
        ({"publisher": None}, 9, "key 'publisher': missing"),
        ({"id": "tass-ru"}, 10, "key 'id': stands twice"),
        ({"url": GOOD["url"]}, 11, "key 'url': is the URL of feed 'tass-ru' too"),
    ],
)
def test_an_error_is_told_with_its_line(tmp_path, second, line, says):
    told = GOOD | {"id": "two", "url": "https://two.example/"} | second
    path = write(tmp_path, GOOD, {key: value for key, value in told.items() if value is not None}, GOOD)
    with pytest.raises(FeedsFileError) as caught:
        read_feeds(path)
    assert str(caught.value).startswith(f"{path}, line {line}, feed '{told['id']}', {says}")


def test_a_table_that_is_no_feed_is_told_with_its_line(tmp_path):
    path = write(tmp_path, GOOD)
    path.write_text(path.read_text() + "[[fed]]\nid = 'x'\n")
    with pytest.raises(FeedsFileError, match=r"feeds.toml, line 9, key 'fed': unknown key at the top"):
        read_feeds(path)
    path.write_text(f"feed = [{{id = 'a', x = 'y', note = '{'[[feed]]'}'}}]\n")
    with pytest.raises(FeedsFileError, match=r"feeds.toml, feed 'a', key 'x': unknown"):
        read_feeds(path)


@pytest.mark.parametrize("key", list(GOOD))
def test_a_missing_key_is_named(tmp_path, key):
    with pytest.raises(FeedsFileError, match=f"key '{key}': missing"):
        read_feeds(write(tmp_path, {k: v for k, v in GOOD.items() if k != key}))


def test_a_number_where_text_belongs_is_named(tmp_path):
    path = write(tmp_path, GOOD)
    path.write_text(path.read_text() + "interval = 60\n")
    with pytest.raises(FeedsFileError, match="interval"):
        read_feeds(path)


def test_ids_and_urls_stand_once(tmp_path):
    with pytest.raises(FeedsFileError, match="stands twice"):
        read_feeds(write(tmp_path, GOOD, GOOD | {"url": "https://other.example/"}))
    with pytest.raises(FeedsFileError, match="URL of feed 'tass-ru'"):
        read_feeds(write(tmp_path, GOOD, GOOD | {"id": "twin", "url": "http://www.TASS.example/rss/#top"}))


@pytest.mark.parametrize("text", ["", "x = 1", "[[feed]\n", "feed = 3", "feed = [3]", "[[source]]\nid = 'x'\n"])
def test_a_file_that_is_no_feeds_file_is_refused(tmp_path, text):
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(FeedsFileError):
        read_feeds(path)
    with pytest.raises(FeedsFileError, match="no such file"):
        read_feeds(tmp_path / "absent.toml")


def test_the_bundled_feeds_are_many_and_in_three_languages():
    feeds = read_feeds(Path(ingest.__file__).parent / "feeds.toml")
    assert len(feeds) >= 60
    by_language = {language: sum(feed.language == language for feed in feeds) for language in ("ru", "en", "zh")}
    assert min(by_language.values()) >= 10
    assert all(feed.note for feed in feeds)


@given(st.integers(1, 99_999))
def test_a_duration_reads_back(seconds):
    assert duration_s(duration_text(seconds)) == seconds


@given(
    st.from_regex(r"https?://(www\.)?[a-z]{1,8}\.example(:80|:443)?(/[a-z]{0,4}){0,3}(\?q=[a-z]{0,3})?", fullmatch=True)
)
def test_the_bare_form_of_a_url_is_its_own_bare_form(url):
    assert bare_url("http://" + bare_url(url)) == bare_url(url)


def test_opml_goes_out_and_comes_back_whole(tmp_path):
    feeds = read_feeds(Path(ingest.__file__).parent / "feeds.toml")
    (tmp_path / "feeds.opml").write_bytes(export_opml(feeds))
    back, remarks = import_opml(tmp_path / "feeds.opml")
    assert {feed.id: feed for feed in back} == {feed.id: feed for feed in feeds}
    assert remarks == ()
    (tmp_path / "again.toml").write_text(feeds_toml(back))
    assert set(read_feeds(tmp_path / "again.toml")) == set(feeds)


def test_a_strangers_opml_is_filled_in_and_said_so(tmp_path):
    (tmp_path / "x.opml").write_text(
        '<opml version="1.0"><body><outline text="Новости"><outline text="Амур" xmlUrl="https://amur.example/rss"/>'
        '<outline text="Twin" xmlUrl="https://tass.example/rss/"/><outline text="Bad" xmlUrl="file:///etc/passwd"/>'
        '<outline text="Evil&quot; \\ line&#10;break" xmlUrl="https://e.example/"/></outline></body></opml>'
    )
    known = read_feeds(write(tmp_path, GOOD))
    feeds, remarks = import_opml(tmp_path / "x.opml", known)
    assert [feed.id for feed in feeds] == ["amur-example", "evil-line-break"]
    assert any("language, country, timezone guessed" in remark for remark in remarks)
    assert any("URL of feed 'tass-ru'" in remark for remark in remarks)
    assert any("scheme 'file'" in remark for remark in remarks)
    (tmp_path / "new.toml").write_text(feeds_toml(feeds))
    assert read_feeds(tmp_path / "new.toml") == feeds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not xml",
        "<rss/>",
        '<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline text="&a;" xmlUrl="x"/></body></opml>',
    ],
)
def test_what_is_no_opml_is_refused(tmp_path, text):
    (tmp_path / "x.opml").write_text(text)
    with pytest.raises(FeedsFileError):
        import_opml(tmp_path / "x.opml")
