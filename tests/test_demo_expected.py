"""The sample site's two days against what a careful reader finds on them: deals, their stages, and day two's alerts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amur.brief import gather
from amur.commands.demo import Receiver
from amur.line import run
from amur.sample.corpus import Day, read_articles
from amur.sample.expected import Deal, read_expected
from amur.sample.server import SampleSite
from amur.settings import Settings, load_settings
from ingest.feeds import read_feeds
from warehouse.readers.query import run_query

Rows = list[tuple[Any, ...]]
#: Deals of the thirteen, alerts of the ten and figures of the fifty-five that are found today, of the latter those that
#: stand in an article on both days; they only rise.
DEALS_FLOOR = 13
ALERTS_FLOOR = 10
FIGURES_FLOOR = 48


class TwoDays:
    """What the line made of both days."""

    def __init__(self, settings: Settings) -> None:
        self.mentions = self._ask(
            settings,
            "SELECT a.title, m.agreement_id, m.status, m.new FROM agreement_mention AS m "
            "INNER JOIN article AS a ON m.article_id = a.article_id WHERE m.agreement_id IS NOT NULL",
        )
        self.figures = self._ask(
            settings,
            "SELECT a.title, f.quote, f.value::DOUBLE, f.unit, f.metric FROM figure AS f "
            "INNER JOIN article AS a ON f.article_id = a.article_id",
        )
        self.agreements = self._ask(settings, "SELECT agreement_id, kind FROM agreement")
        self.alerts = self._ask(
            settings,
            "SELECT agreement_id, stage FROM alert WHERE reason = 'no channel is configured' UNION ALL "
            "SELECT agreement_id, 'correction' FROM alert_correction WHERE reason = 'no channel is configured'",
        )
        self.corrections = gather(settings.snapshot, date(2023, 10, 26)).corrections

    @staticmethod
    def _ask(settings: Settings, sql: str) -> Rows:
        return list(run_query(settings.snapshot, sql).rows)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> TwoDays:
    home = tmp_path_factory.mktemp("two-days")
    settings = load_settings(home=home, allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
    with SampleSite() as site:
        feeds = read_feeds(site.feeds_file(home / "feeds.toml"))
        both: tuple[Day, Day] = (1, 2)
        for day in both:
            site.day = day
            run(settings, feeds, every=True, clock=lambda: site.now)
    return TwoDays(settings)


def titles(deal: Deal) -> set[str]:
    told = {(article.id, day): article.title for day in (1, 2) for article in read_articles(day)}
    return {told[name, stage.day] for stage in deal.stages for name in stage.articles}


def rows_of(days: TwoDays, deal: Deal) -> set[str]:
    """The register's rows in which the deal's articles tell one of its stages as news."""
    ours, statuses = titles(deal), {stage.status for stage in deal.stages}
    kind = dict(days.agreements)
    wanted = "single" if deal.count == 1 else "total"
    return {
        agreement
        for title, agreement, status, new in days.mentions
        if title in ours and status in statuses and new and kind.get(agreement) == wanted
    }


def test_each_deal_has_one_row_and_no_row_holds_two(days: TwoDays) -> None:
    found = {deal.key: rows_of(days, deal) for deal in read_expected().agreement}
    assert {key: rows for key, rows in found.items() if len(rows) > 1} == {}
    held = [next(iter(rows)) for rows in found.values() if rows]
    assert len(held) == len(set(held))
    assert len(held) >= DEALS_FLOOR
    assert {agreement for agreement, _ in days.agreements} == set(held)


def test_day_two_alerts_what_it_deserves_once_and_nothing_else(days: TwoDays) -> None:
    row = {deal.key: next(iter(rows_of(days, deal)), None) for deal in read_expected().agreement}
    due = {(row[alert.agreement], alert.what) for alert in read_expected().alert}
    told = list(days.alerts)
    assert len(told) == len(set(told))
    assert [one for one in told if one not in due] == []
    assert len(told) >= ALERTS_FLOOR


def title_of(article: str, day: Day) -> str:
    return next(one.title for one in read_articles(day) if one.id == article)


def test_the_figures_that_must_be_found_are_and_measure_what_they_should(days: TwoDays) -> None:
    found = {(title, value, unit, metric) for title, _, value, unit, metric in days.figures}
    wanted = read_expected().figure
    read = [one for one in wanted if (title_of(one.article, one.day), one.value, one.unit, one.metric) in found]
    assert len(read) >= FIGURES_FLOOR, [one.quote for one in wanted if one not in read]


def test_numbers_that_are_none_of_the_pair_s_trade_are_left_out(days: TwoDays) -> None:
    found = {(title, quote) for title, quote, *_ in days.figures}
    assert [
        one.quote for one in read_expected().no_figure if (title_of(one.article, one.day), one.quote) in found
    ] == []


def test_the_brief_of_the_second_day_tells_what_an_edit_corrected(days: TwoDays) -> None:
    """The edited article keeps its date, the day before."""
    alerted = [agreement for agreement, stage in days.alerts if stage == "correction"]
    (corrected,) = days.corrections
    assert alerted == [corrected.agreement_id]
    assert "680 million" in corrected.said.quote


def test_a_correction_names_its_parties_as_they_are_written(days: TwoDays) -> None:
    (correction,) = days.corrections
    assert correction.parties == "contract: Longjiang Heavy Machinery (CN), Vostok-Ugol (RU)"


def test_the_sample_site_s_clock_holds_for_delivery_too(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
    with SampleSite() as site, Receiver() as receiver:
        settings = settings.model_copy(update={"alert_to": receiver.url})
        feeds = read_feeds(site.feeds_file(tmp_path / "feeds.toml"))
        both: tuple[Day, Day] = (1, 2)
        for day in both:
            site.day = day
            run(settings, feeds, every=True, clock=lambda: site.now)
    took = run_query(settings.snapshot, "SELECT loaded_to_sent_s FROM alert_latency WHERE state = 'sent'").rows
    assert took
    assert all(0 <= seconds < 60 for (seconds,) in took)
