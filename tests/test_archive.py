"""Raw answers as WARC: kept, found again, read by others' tools and from others' files, and cut files survived."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.archive import Archive, read_warc
from ingest.errors import ArchiveError
from ingest.fetch import Response

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def answer(url: str, body: bytes = b"<rss/>", **more) -> Response:
    headers = (("Content-Type", "text/xml"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    return Response(**({"url": url, "final_url": url, "status": 200, "headers": headers, "body": body} | more))


def test_what_is_kept_is_found_and_comes_back_in_order(tmp_path):
    with Archive(tmp_path / "raw.warc.gz") as archive:
        archive.append(answer("http://a.example/1", b"one"), fetched_at=NOW, feed_id="feed-a")
        archive.append(answer("http://a.example/2", "два".encode()), fetched_at=NOW)
        archive.append(answer("http://a.example/1", b"one again"), fetched_at=NOW)
        assert archive.find("http://a.example/1").body == b"one again"
        assert archive.find("http://a.example/9") is None
    kept = list(read_warc(tmp_path / "raw.warc.gz"))
    assert [(r.url, r.body, r.feed_id) for r in kept] == [
        ("http://a.example/1", b"one", "feed-a"),
        ("http://a.example/2", "два".encode(), None),
        ("http://a.example/1", b"one again", None),
    ]
    assert kept[0].content_type == "text/xml"
    assert kept[0].header("x-crawl-content-encoding") == "gzip"
    assert kept[0].fetched_at == "2026-11-24T12:00:00Z"


def test_a_redirected_answer_is_found_under_both_urls(tmp_path):
    with Archive(tmp_path / "raw.warc.gz") as archive:
        archive.append(answer("http://a.example/old", final_url="http://a.example/new"), fetched_at=NOW)
    with Archive(tmp_path / "raw.warc.gz") as archive:
        assert archive.find("http://a.example/old") == archive.find("http://a.example/new")
        assert archive.find("http://a.example/old") is not None


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(1, 2_000))
def test_a_file_cut_anywhere_loses_the_cut_record_only_and_takes_new_ones(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("warc") / "raw.warc.gz"
    with Archive(path) as archive:
        for number in range(3):
            archive.append(answer(f"http://a.example/{number}", b"x" * number * 99), fetched_at=NOW)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(max(0, size - cut))
    with Archive(path) as archive:
        left = [kept.url for kept in archive]
        assert left == [f"http://a.example/{number}" for number in range(len(left))]
        archive.append(answer("http://a.example/new"), fetched_at=NOW)
    assert [kept.url for kept in read_warc(path)] == [*left, "http://a.example/new"]
    assert len(left) < 3


def test_a_header_cannot_smuggle_another_header_in(tmp_path):
    evil = answer("http://a.example/x\r\nWARC-Type: warcinfo", headers=(("X", "1\r\n\r\nbody?"),), body=b"real")
    with Archive(tmp_path / "raw.warc.gz") as archive:
        archive.append(evil, fetched_at=NOW, feed_id="a\r\nb")
    (kept,) = read_warc(tmp_path / "raw.warc.gz")
    assert kept.body == b"real"
    assert kept.feed_id == "a  b"


def test_the_file_is_a_warc_to_other_tools(tmp_path):
    with Archive(tmp_path / "raw.warc.gz") as archive:
        archive.append(answer("http://a.example/1"), fetched_at=NOW)
    with (tmp_path / "raw.warc.gz").open("rb") as file:
        kinds = [record.headers["WARC-Type"] for record in ArchiveIterator(file)]
    assert kinds == ["warcinfo", "response"]


def foreign(*blocks: bytes, kind: str = "response") -> bytes:
    """WARC records as another crawler writes them."""
    out = b""
    for number, block in enumerate(blocks):
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://other.example/{number}>\r\n"
            f"WARC-Date: 2026-08-19T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-{number:04}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        out += head.encode() + block + b"\r\n\r\n"
    return out


def test_another_crawlers_compressed_and_chunked_answers_are_undone(tmp_path):
    page = "<html>中俄贸易</html>".encode()
    packed = gzip.compress(page)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    path = tmp_path / "other.warc"
    path.write_bytes(
        foreign(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + page,
        )
    )
    kept = list(read_warc(path))
    assert [r.body for r in kept] == [page] * 3
    assert kept[0].url == "http://other.example/0"
    (tmp_path / "other.warc.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert [r.body for r in read_warc(tmp_path / "other.warc.gz")] == [page] * 3


def test_request_and_info_records_are_passed_over(tmp_path):
    path = tmp_path / "mixed.warc"
    path.write_bytes(foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request") + foreign(b"HTTP/1.1 200 OK\r\n\r\nx"))
    assert [r.body for r in read_warc(path)] == [b"x"]


@pytest.mark.parametrize(
    "junk", [b"hello world, this is no WARC\n", b"\x1f\x8b\x08\x00garbage that is no gzip", b"\x00" * 64]
)
def test_what_is_no_warc_is_refused_with_file_and_record(tmp_path, junk):
    path = tmp_path / "junk.warc"
    path.write_bytes(junk)
    with pytest.raises(ArchiveError, match=r"junk\.warc, record 1"):
        list(read_warc(path))


def test_damage_in_the_middle_names_the_record(tmp_path):
    path = tmp_path / "raw.warc.gz"
    with Archive(path) as archive:
        for number in range(4):
            archive.append(answer(f"http://a.example/{number}", bytes(range(256)) * 4), fetched_at=NOW)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    with pytest.raises(ArchiveError, match="record"):
        list(read_warc(path))


def test_an_empty_file_holds_nothing(tmp_path):
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    assert list(read_warc(tmp_path / "empty.warc.gz")) == []
