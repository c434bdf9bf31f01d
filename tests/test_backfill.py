"""Old articles come in from files; what is wrong in them is named by file and line."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from test_page import PARAGRAPHS, page

from ingest import backfill
from ingest.backfill import articles_from
from ingest.errors import BackfillError


def lines(path: Path, *rows: object) -> Path:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


GOOD = {
    "id": "a1",
    "url": "https://example.com/1?utm_source=x",
    "title": "T",
    "text": "Текст",
    "published": "2026-11-24",
    "extra": 1,
}


@pytest.mark.parametrize("name", ["old.jsonl", "old.jsonl.gz"])
def test_json_lines_articles_come_out_one_by_one(tmp_path: Path, name: str) -> None:
    found = list(articles_from(lines(tmp_path / name, GOOD, "", {"title": "Only a title", "language": "ru"})))
    assert [item.title for item in found] == ["T", "Only a title"]
    assert (found[0].id, found[0].canonical_url, found[0].origin) == ("a1", "https://example.com/1", f"{name}:1")
    assert found[1].id
    # A site counts as the outlet that no line names.
    assert [item.publisher for item in found] == ["example.com", None]


def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = lines(tmp_path / "old.jsonl", GOOD, "{broken", {"id": "x"}, {"title": "T", "url": "javascript:x"}, GOOD)
    problems: list[BackfillError] = []
    found = list(articles_from(path, on_problem=problems.append))
    assert len(found) == 2
    assert [problem.line for problem in problems] == [2, 3, 4]
    assert str(problems[0]).startswith(f"{path}, line 2: ")


@pytest.mark.parametrize(
    ("told", "read"),
    [("zh-Hans-CN", "zh"), ("EN_us", "en"), (" ru ", "ru"), ("de", None), ("Russian", None), ("", None)],
)
def test_a_language_is_known_by_its_tag_or_left_to_be_guessed(tmp_path: Path, told: str, read: str | None) -> None:
    (found,) = articles_from(lines(tmp_path / "old.jsonl", {**GOOD, "language": told}))
    assert found.language == read


@pytest.mark.parametrize(
    ("written", "said"),
    [(json.dumps([GOOD], indent=1).encode(), "one JSON array"), (json.dumps(GOOD).encode("utf-16"), "UTF-16")],
)
def test_a_file_that_is_no_json_lines_is_complained_of_once(tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "old.jsonl").write_bytes(written)
    problems: list[BackfillError] = []
    assert list(articles_from(tmp_path / "old.jsonl", on_problem=problems.append)) == []
    assert [problem.line for problem in problems] == [1]
    assert said in str(problems[0])


def test_characters_that_steer_a_terminal_or_hide_text_stay_out(tmp_path: Path) -> None:
    told = {"title": "\u202eSoy\u202c \x1b[31mred\x00\tnow", "text": "One.\x1b\n\nTwo\u200b.", "publisher": "A\x07B"}
    (found,) = articles_from(lines(tmp_path / "old.jsonl", told))
    assert (found.title, found.text, found.publisher) == ("Soy [31mred now", "One. \n\nTwo.", "A B")


@pytest.mark.parametrize("name", ["old.jsonl", "old.jsonl.gz"])
def test_a_line_that_is_too_long_counts_as_one_line(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "MAX_LINE", len(json.dumps(GOOD, ensure_ascii=False).encode()))
    long = GOOD | {"text": "x" * 1_000}
    problems: list[BackfillError] = []
    found = list(articles_from(lines(tmp_path / name, long, GOOD, "{broken", long), on_problem=problems.append))
    assert [item.origin for item in found] == [f"{name}:2"]
    assert [(problem.line, "longer than" in str(problem)) for problem in problems] == [
        (1, True),
        (3, False),
        (4, True),
    ]


def test_without_a_listener_the_first_problem_is_raised(tmp_path: Path) -> None:
    with pytest.raises(BackfillError, match="line 2"):
        list(articles_from(lines(tmp_path / "old.jsonl", GOOD, "{broken")))


NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("2019-03-12", "2019-03-12"),
        ("20190312", "2019-03-12"),
        (" 2019-03-12 08:30:00", "2019-03-12T08:30:00+00:00"),
        ("20190312T083000+08:00", "2019-03-12T08:30:00+08:00"),
        ("1985-03-12T08:30Z", "1985-03-12T08:30:00+00:00"),
        ("2026-11-25", NOW.isoformat()),
        ("2026-11-25T05:00:00+10:00", "2026-11-25T05:00:00+10:00"),
        ("2026-11-25T12:00:00+10:00", "2026-11-24T20:00:00+00:00"),
        ("", None),
    ],
)
def test_a_day_of_publication_is_read_and_never_later_than_now(
    tmp_path: Path, published: str, read: str | None
) -> None:
    (found,) = articles_from(lines(tmp_path / "old.jsonl", GOOD | {"published": published}), now=NOW)
    assert found.published == read


@pytest.mark.parametrize(
    ("published", "why"),
    [
        ("12/03/2019", "is no ISO 8601 date"),
        ("12 March 2019", "is no ISO 8601 date"),
        ("2019-03-12 in the morning", "is no ISO 8601 date"),
        ("2019-02-30", "is no ISO 8601 date"),
        ("0001-01-01", "lies before 1900"),
        ("0001-01-01T00:00:00Z", "lies before 1900"),
        ("2031-11-02", "lies ahead"),
        ("9999-12-31T23:59:59-12:00", "lies ahead"),
    ],
)
def test_a_day_that_is_none_or_lies_ahead_is_named_and_the_others_go_on(
    tmp_path: Path, published: str, why: str
) -> None:
    path = lines(tmp_path / "old.jsonl", GOOD, GOOD | {"published": published}, {"title": "T", "date": published}, GOOD)
    problems: list[BackfillError] = []
    assert len(list(articles_from(path, on_problem=problems.append, now=NOW))) == 2
    assert [str(problem)[: len(str(path)) + 8] for problem in problems] == [f"{path}, line {n}" for n in (2, 3)]
    assert f"published '{published}' {why}" in str(problems[0])


def test_files_of_another_kind_and_missing_files_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "missing.jsonl", "missing.warc.gz"):
        with pytest.raises(BackfillError, match=name):
            list(articles_from(tmp_path / name))


def warc(path: Path, *answers: tuple[str, str, bytes]) -> Path:
    out = io.BytesIO()
    for url, kind, body in answers:
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = "2026-11-24T10:00:00Z"
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body)
        record.write(out)
    path.write_bytes(gzip.compress(out.getvalue()) if path.suffix == ".gz" else out.getvalue())
    return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_warc_file_gives_its_article_pages(tmp_path: Path, name: str) -> None:
    html = page(PARAGRAPHS, head="<title>Trade grows by a quarter</title>").encode()
    path = warc(
        tmp_path / name,
        ("https://example.com/2026/11/23/a.html", "text/html", html),
        ("https://example.com/feed", "application/rss+xml", b"<rss/>"),
        ("https://example.com/wall", "text/html", b"<html><body></body></html>"),
    )
    problems: list[BackfillError] = []
    found = list(articles_from(path, on_problem=problems.append))
    assert [item.url for item in found] == ["https://example.com/2026/11/23/a.html"]
    assert found[0].text == "\n\n".join(PARAGRAPHS)
    assert (found[0].published, found[0].fetched_at) == ("2026-11-23", "2026-11-24T10:00:00Z")
    assert [problem.line for problem in problems] == [3]


def test_what_is_no_warc_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(b"not a warc at all\r\n\r\n" * 10)
    problems: list[BackfillError] = []
    assert list(articles_from(path, on_problem=problems.append)) == []
    assert all("x.warc" in str(problem) for problem in problems)
