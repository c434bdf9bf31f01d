"""A file of the form of Common Crawl's CC-NEWS, written byte by byte: what it holds comes in, however it was served."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from test_page import page

from amur.backfill import backfill
from amur.settings import load_settings
from ingest.backfill import articles_from
from ingest.errors import BackfillError
from warehouse.readers.query import run_query

ENGLISH = [
    "MOSCOW, Oct 14 - China's Longsheng Machinery and Russia's Uralmet signed a contract in Moscow on Monday for the "
    "supply of 40 excavators worth 310 million yuan, the companies said in a joint statement.",
    "The machines will be delivered by the end of next year and will work in the open pits of the Urals, according to "
    "the buyer. It is the first deal of the two companies; a second one is being discussed, they said.",
]
RUSSIAN = [
    "Товарооборот России и Китая в январе - сентябре вырос на 12,5% и составил 1,2 трлн юаней, сообщило Главное "
    "таможенное управление КНР. Экспорт из Китая в Россию увеличился на 9,1%, импорт - на 15,3%.",
    "Основную часть поставок составили машины и оборудование, а также нефть, уголь и древесина, говорится в отчете "
    "ведомства. В сентябре рост немного замедлился, отметили аналитики, но остался двузначным.",
]
CHINESE = [
    "据海关总署统计,今年前三季度,中国对俄罗斯出口总值同比增长12.5%,达到6200亿元人民币;自俄罗斯进口总值同比增长15.3%。",
    "海关总署新闻发言人表示,机电产品和汽车是主要的出口商品,原油、煤炭和木材是主要的进口商品,双方贸易结构进一步优化。",
]


def record(kind: str, block: bytes, *, url: str = "", more: str = "") -> bytes:
    """A gzip member with one record, its lines as the crawler writes them."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-10-14T12:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
    head += (f"WARC-Target-URI: {url}\r\n" if url else "") + more
    kinds = {"warcinfo": "application/warc-fields", "request": "application/http; msgtype=request"}
    head += f"Content-Type: {kinds.get(kind, 'application/http; msgtype=response')}\r\n"
    head += f"Content-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def response(url: str, body: bytes, *lines: str, status: str = "HTTP/1.1 200 OK", more: str = "") -> bytes:
    head = "\r\n".join((status, *lines)).encode() + b"\r\n\r\n"
    return record("response", head + body, url=url, more=more)


def html(paragraphs: list[str], title: str, meta: str = "") -> str:
    return page(paragraphs, head=f"{meta}<title>{title}</title>")


CRAWL = [
    record("warcinfo", b"isPartOf: CC-NEWS\r\nformat: WARC File Format 1.0\r\nsoftware: StormCrawler\r\n"),
    record("request", b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", url="https://a.example/1"),
    response(
        "https://a.example/2026/10/14/1.html",
        html(ENGLISH, "Longsheng sells excavators to Uralmet").encode(),
        "Content-Type: text/html; charset=UTF-8",
        "X-Crawl-Content-Encoding: gzip",
        "X-Crawl-Transfer-Encoding: chunked",
    ),
    response(  # no charset but in the page, and that after a header line in the server's own letters
        "https://b.example/2026/10/14/2.html",
        html(RUSSIAN, "Товарооборот вырос", '<meta charset="windows-1251">').encode("cp1251"),
        "Content-Type: text/html",
        "X-Автор: Иванов",
    ),
    response(  # a label that is not true
        "https://c.example/2026/10/14/3.html",
        html(CHINESE, "前三季度对俄出口增长").encode("gb18030"),
        "Content-Type: text/html; charset=ISO-8859-1",
    ),
    response(
        "https://d.example/2026/10/14/4.html",
        html(RUSSIAN, "Торговля с Китаем").encode("koi8-r"),
        "Content-Type: text/html; charset=koi8-r",
        status="HTTP/2 200",
    ),
    response(  # the wire's own headers beside a body that was unpacked already
        "https://e.example/2026/10/14/5.html",
        html(ENGLISH, "Excavators for the Urals").encode(),
        "Content-Type: text/html; charset=utf-8",
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
    ),
    response(
        "https://f.example/2026/10/14/6.html",
        html(ENGLISH, "Cut by the crawler").encode()[:-40],
        "Content-Type: text/html; charset=utf-8",
        more="WARC-Truncated: length\r\n",
    ),
    response("https://g.example/7.html", b"gone", "Content-Type: text/html", status="HTTP/1.1 404 Not Found"),
    response("https://g.example/8.pdf", b"%PDF-1.7", "Content-Type: application/pdf"),
    response("https://g.example/9", b"", "Location: https://a.example/", status="HTTP/1.1 301 Moved Permanently"),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", url="https://a.example/2026/10/14/1.html"),
    record("metadata", b"fetchTimeMs: 12\r\n", url="https://a.example/2026/10/14/1.html"),
]
LAST = response("https://h.example/10.html", html(ENGLISH, "Cut off").encode(), "Content-Type: text/html")
TITLES = [
    "Longsheng sells excavators to Uralmet",
    "Товарооборот вырос",
    "前三季度对俄出口增长",
    "Торговля с Китаем",
    "Excavators for the Urals",
    "Cut by the crawler",
]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """As it lies there after a download that broke off in its last record."""
    path = tmp_path / "CC-NEWS-20261014120000-00001.warc.gz"
    path.write_bytes(b"".join(CRAWL) + LAST[: len(LAST) // 2])
    return path


def test_every_page_of_the_crawl_comes_in_whatever_its_letters_and_headers(crawl: Path):
    problems: list[BackfillError] = []
    found = list(articles_from(crawl, on_problem=problems.append))
    assert [item.title for item in found] == TITLES
    assert [item.text for item in found[:4]] == ["\n\n".join(text) for text in (ENGLISH, RUSSIAN, CHINESE, RUSSIAN)]
    assert [item.language for item in found] == ["en", "ru", "zh", "ru", "en", "en"]
    assert {(item.published, item.fetched_at) for item in found} == {("2026-10-14", "2026-10-14T12:00:00Z")}
    assert [item.publisher for item in found[:2]] == ["a.example", "b.example"]
    assert problems == []


@pytest.mark.parametrize("cut", [1, 5, 20, len(LAST) // 3, len(LAST) - 9, len(LAST) - 1])
def test_wherever_the_download_broke_off_only_its_last_record_is_lost(tmp_path: Path, cut: int):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(CRAWL) + LAST[:cut])
    problems: list[BackfillError] = []
    found = [item.title for item in articles_from(path, on_problem=problems.append)]
    assert found[:6] == TITLES
    assert found[6:] in ([], ["Cut off"])  # whole but for the last bytes of its checksum


def test_a_crawl_is_loaded_in_silence_and_a_second_time_changes_nothing(crawl: Path, tmp_path: Path):
    settings = load_settings(home=tmp_path / "home", alert_to="json://127.0.0.1:9/")
    report = backfill([crawl], settings)
    assert report.articles == 6
    assert report.problems == ()
    counts = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM agreement), (SELECT count(*) FROM figure)"
    before = run_query(settings.snapshot, counts).rows
    assert before[0][1] == 1
    told = run_query(settings.snapshot, "SELECT DISTINCT state FROM alert").rows
    assert [row[0] for row in told] == ["suppressed"]
    backfill([crawl], settings)
    assert run_query(settings.snapshot, counts).rows == before
