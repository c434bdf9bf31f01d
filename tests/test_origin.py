"""An auditor's way on the sample site: from a number in the brief to its sentence, its page and what the site sent."""

from __future__ import annotations

import html
import re
import shutil
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from amur import batch
from amur.backfill import backfill
from amur.brief import gather, render
from amur.commands.explain import explain
from amur.errors import Refusal
from amur.line import run
from amur.load import load
from amur.records import ReadArticle
from amur.sample.server import SampleSite
from amur.settings import Settings, load_settings
from ingest.feeds import read_feeds
from tests.test_brief import ARTICLES
from tests.test_web import serving
from transform.records import Analysis
from warehouse.readers.query import run_query

FACTS = "facts.jsonl.gz"
NEXT_DAY = datetime(2023, 10, 27, tzinfo=UTC)


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with SampleSite() as served:
        yield served


@pytest.fixture(scope="module")
def settings(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample site's first day, polled, read and published."""
    home = tmp_path_factory.mktemp("home")
    found = load_settings(home=home, allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
    run(found, read_feeds(site.feeds_file(home / "feeds.toml")), every=True, clock=lambda: site.now)
    return found


def read(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        sent: bytes = answer.read()
    return sent


def plain(body: bytes) -> str:
    """The words of a page or feed, without its markup; in whichever encoding it comes."""
    declared = re.search(rb"(?:charset|encoding)=[\"']?([\w-]+)", body)
    text = body.decode(declared[1].decode() if declared else "utf-8", "replace")
    return " ".join(re.sub(r"<[^>]+>", "", html.unescape(html.unescape(text))).split())


def test_every_number_of_the_brief_leads_to_the_bytes_that_the_site_sent(
    settings: Settings, site: SampleSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = render(gather(settings.snapshot), "html")
    rows = re.findall(r'class="said" id="([a-z]+-\d+)".*?<a href="([^"]+)"', page, re.S)
    assert len([anchor for anchor, _ in rows if anchor.startswith("figure-")]) > 20
    # One row of each page that the brief links to.
    for anchor, url in {url: (anchor, url) for anchor, url in rows}.values():
        raw = tmp_path / anchor
        assert explain(settings, anchor, html=None, raw=raw) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert f"page: {url}" in told
        assert "batch: 2023" in told
        assert re.search(r"raw response: \S+\.warc\.gz, the record at byte \d+", told)
        quote = re.search(rf"{anchor}: (.*?) held as: ", told)
        assert quote is not None
        assert quote[1][:60] in plain(raw.read_bytes())
        answered = re.search(r"that is: (\S+), HTTP 200,", told)
        assert answered is not None
        assert raw.read_bytes() == read(answered[1])


def test_a_number_that_an_edit_changed_leads_to_the_page_as_it_was(
    site: SampleSite, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    ours = load_settings(home=home, allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
    site.day = 2
    try:
        run(ours, read_feeds(site.feeds_file(home / "feeds.toml")), every=True, clock=lambda: site.now)
    finally:
        site.day = 1
    withdrawn = """
        SELECT f.figure_id, f.quote FROM store.figure AS f
        WHERE f.superseded_at IS NOT NULL
            AND NOT EXISTS (FROM article AS a WHERE a.article_id = f.article_id AND contains(a.text, f.quote))
    """
    figures = run_query(ours.snapshot, withdrawn).rows
    assert figures
    for figure, quote in figures:
        raw = tmp_path / f"figure-{figure}"
        assert explain(ours, f"figure-{figure}", html=None, raw=raw) == 0
        assert quote in " ".join(capsys.readouterr().out.split())
        assert quote in plain(raw.read_bytes())


def test_a_reading_with_newer_rules_leads_back_to_the_batch_that_fetched(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    ours = load_settings(home=home)
    first = run_query(ours.snapshot, "SELECT max(figure_id) FROM figure").rows[0][0]
    shard = next(home.glob("batches/*/shard-*/pages.warc.gz")).parent
    facts = [msgspec.structs.replace(one, figures=one.figures[:1]) for one in batch.read(shard / FACTS, Analysis)]
    again = batch.create(ours.batches, "reanalysis", NEXT_DAY)
    batch.write(again / "shard-000" / "articles.jsonl.gz", batch.read(shard / "articles.jsonl.gz", ReadArticle))
    batch.write(again / "shard-000" / FACTS, facts)
    load(again, ours, now=NEXT_DAY)
    assert explain(ours, f"figure-{first + 1}", html=None, raw=tmp_path / "raw") == 0
    assert ".warc.gz" in capsys.readouterr().out


def test_what_was_never_fetched_is_said_to_be_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in ARTICLES))
    settings = load_settings(home=tmp_path)
    backfill([path], settings)
    assert explain(settings, "figure-1", html=None) == 0
    assert "none: it came in by a backfill, from old.jsonl:" in " ".join(capsys.readouterr().out.split())
    with pytest.raises(Refusal, match=r"no raw response is kept: it came in by a backfill"):
        explain(settings, "figure-1", html=None, raw=tmp_path / "raw")


def test_a_batch_that_was_deleted_is_named(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.home, home, ignore=shutil.ignore_patterns("shard-*", "2023*"))
    with pytest.raises(Refusal, match=r"the batch's folder .* is not there any more"):
        explain(load_settings(home=home), "figure-1", html=None, raw=tmp_path / "raw")


def test_the_web_page_hands_the_raw_response_out_as_a_file(settings: Settings) -> None:
    with serving(settings.home) as client:
        article = re.findall(r'href="(/article/[^"#]+)#figure-', client.get("/").text)[0]
        link = re.findall(r'href="([^"]+/raw)"', client.get(article).text)
        assert link == [f"{article}/raw"]
        answer = client.get(link[0])
        missing = client.get("/article/none/raw")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert len(answer.content) > 500
    assert missing.status_code == 404
