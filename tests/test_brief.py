"""The day on one page: what it tells, that numbers lead back to sentences, and that no article's text is markup."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from amur.backfill import backfill
from amur.brief import _MOST, Brief, gather, render
from amur.brief_figures import ending
from amur.brief_figures import value as figure_in_words
from amur.chart import history, unbroken
from amur.commands.corrections import corrections
from amur.commands.explain import explain
from amur.errors import Refusal
from amur.readable import amount, dated, day, markdown, period, region, rounded, web_link, words
from amur.settings import load_settings
from transform import records

ARTICLES = [
    {
        "id": "trade", "url": "https://news.example/trade", "publisher": "Example News", "language": "en",
        "published": "2023-10-13T04:00:00Z", "title": "China-Russia trade grows in September",
        "text": "Trade between China and Russia reached $21.18 billion in September 2023, China's customs said.\n\n"
        "Chinese company Huaxin Foods signed a contract worth 1.2 billion yuan with Russia's Amurzerno in Harbin.",
    },
    {
        "id": "hostile", "url": "https://news.example/hostile?q=<script>", "publisher": "<script>alert(1)</script>",
        "language": "en", "published": "2023-10-13T05:00:00Z",
        "title": "China's exports to Russia [click](javascript:alert(2)) <img src=x onerror=alert(3)>",
        "text": "China's exports to Russia reached <script>alert(4)</script> $9.4 billion in **September** 2023, "
        "according to `customs` [here](javascript:alert(5)).\n\nTrade between China and Russia will grow.",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot with one honest and one hostile article."""
    folder = tmp_path_factory.mktemp("home")
    path = folder / "articles.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in ARTICLES))
    settings = load_settings(home=folder)
    backfill([path], settings)
    return settings.snapshot


@pytest.fixture(scope="module")
def brief(snapshot: Path) -> Brief:
    return gather(snapshot)


def test_the_newest_day_with_news_is_chosen(brief: Brief) -> None:
    assert brief.day == date(2023, 10, 13)
    assert (brief.articles, brief.earlier, brief.later) == (2, None, None)
    assert all("day is that of UTC" in render(brief, kind) for kind in ("markdown", "html"))


def test_old_articles_without_a_date_are_no_news_of_the_day_they_were_loaded(tmp_path: Path) -> None:
    settings, path = load_settings(home=tmp_path), tmp_path / "old.jsonl"
    deal = "Russia's Sikhote Les and China's Longfei Timber signed a contract for $92 million of wood in Suifenhe."
    undated = [{"title": "Boards", "text": deal}, ARTICLES[1] | {"published": ""}]
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in (ARTICLES[0], *undated)))
    backfill([path], settings)
    with pytest.raises(Refusal, match="the newest day that has any is 2023-10-13"):
        gather(settings.snapshot, datetime.now(UTC).date())
    brief = gather(settings.snapshot)
    assert (brief.day, brief.articles) == (date(2023, 10, 13), 1)


def test_a_day_without_news_names_the_newest_that_has_some(snapshot: Path) -> None:
    with pytest.raises(Refusal, match="no news of 2030-01-01; the newest day that has any is 2023-10-13"):
        gather(snapshot, date(2030, 1, 1))


def test_a_figure_leads_back_to_its_sentence_and_page(brief: Brief) -> None:
    told = [one for topic in brief.topics for row in topic.statistics for one in row.readings]
    turnover = next(one for one in told if one.values[0].shown.startswith("$21.18 billion"))
    assert turnover.said.before.endswith("reached ")
    assert turnover.said.quote == "$21.18 billion"
    assert turnover.said.url == "https://news.example/trade"
    assert re.fullmatch(r"figure-\d+", turnover.said.anchor)


def test_money_stands_in_dollars_too_and_rounded(brief: Brief) -> None:
    assert [(deal.value, deal.usd) for deal in brief.deals] == [("1.2 billion CNY", "$164 million")]


def test_a_history_is_drawn_from_customs_series(brief: Brief) -> None:
    drawn = [row for topic in brief.topics for row in topic.statistics if row.chart]
    assert drawn
    chart = drawn[0].chart or ""
    assert chart.startswith('<svg role="img" aria-label="Trade turnover')
    assert "<script" not in chart
    assert "currentColor" in chart


def test_two_points_are_no_history() -> None:
    points = [(date(2021, 12, 31), Decimal(1), "articles"), (date(2022, 12, 31), Decimal(2), "articles")]
    assert history(points, "Exports", "USD") is None


def test_a_history_of_several_months_names_them() -> None:
    for start, end, shown in (
        ("01-01", "12-31", "2023"),
        ("01-01", "09-30", "Jan–Sep 2023"),
        ("09-01", "09-30", "Sep 2023"),
    ):
        row = {"period_start": date.fromisoformat(f"2023-{start}"), "period_end": date.fromisoformat(f"2023-{end}")}
        assert ending(row["period_end"], row) == shown


def test_no_line_is_drawn_over_years_that_nobody_told() -> None:
    ends = [date(year, 12, 31) for year in (2009, 2016, 2017, 2018, 2020, 2021)]
    assert unbroken(ends) == [0, 1, 1, 1, 2, 2]
    months = [date(2023, 9, 30), date(2023, 10, 31), date(2023, 11, 30), date(2024, 6, 30), date(2024, 7, 31)]
    assert unbroken(months) == [0, 0, 0, 1, 1]
    drawn = history([(end, Decimal(end.year), "customs") for end in ends], "Trade", "USD")
    assert drawn is not None
    assert drawn.count("stroke-width") >= 3


def test_the_page_has_only_web_links_and_no_foreign_markup(brief: Brief) -> None:
    page = render(brief, "html")
    links, places = re.findall(r'href="([^"]*)"', page), re.findall(r'id="([^"]*)"', page)
    assert all(link.startswith("https://") or link.removeprefix("#") in places for link in links)
    assert "#figure-1" in links
    assert not re.search(r"<(?:script|img|iframe|link)\b|\son\w+=\"", page)
    assert "&lt;script&gt;" in page


def test_markdown_has_only_web_links_and_no_foreign_markup(brief: Brief) -> None:
    text = render(brief, "markdown")
    links = re.findall(r"(?<!\\)\]\((.*?)\)", text)
    assert links
    assert all(re.fullmatch(r"<https://news\.example/[^<>]*>", link) for link in links)
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)


def test_quotes_carry_their_language(brief: Brief) -> None:
    assert 'lang="en">' in render(brief, "html")


def test_empty_parts_say_so_briefly(brief: Brief) -> None:
    text = render(brief, "markdown")
    assert "Every feed that was polled answered." in text
    empty = msgspec.structs.replace(brief, deals=(), topics=(), developments=())
    assert "No agreement was new or gained a stage." in render(empty, "markdown")
    assert "No key figure." in render(empty, "html")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("42640000000", "CNY", "42.64 billion CNY"),
        ("82.3", "%", "82.3%"),
        ("1200", "t", "1,200 tonnes"),
        ("1", "train", "1 train"),
        ("999999.5", "USD", "$999,999.5"),
        ("33.333333", "%", "33.3333%"),
        ("2500000000000", "RUB", "2.5 trillion RUB"),
    ],
)
def test_amounts_read_as_people_write_them(value: str, unit: str, shown: str) -> None:
    assert amount(Decimal(value), unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("163957377.3", "$164 million"),
        ("999999999", "$1 billion"),
        ("27.34", "$27.3"),
        ("29325513196", "$29.3 billion"),
    ],
)
def test_conversions_are_rounded(value: str, shown: str) -> None:
    assert rounded(Decimal(value), "USD") == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2023-09-01", "2023-09-30", "September 2023"),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-01-01", "2023-09-30", "January to September 2023"),
        ("2022-11-01", "2023-02-28", "November 2022 to February 2023"),
        ("2023-09-04", "2023-09-10", "4 September 2023 to 10 September 2023"),
        ("2023-02-01", "2023-02-28", "February 2023"),
        (None, None, ""),
    ],
)
def test_periods_read_in_words(start: str | None, end: str | None, shown: str) -> None:
    assert period({"period_start": start, "period_end": end}) == shown


def test_days_and_regions_read_in_words() -> None:
    assert day("2023-10-26T08:00:00Z") == "26 October 2023"
    told = [dated(date(2023, 10, 1), grain) for grain in ("day", "month", "year", None)]
    assert told == ["1 October 2023", "October 2023", "2023", "1 October 2023"]
    assert region("CN-LN") == "Liaoning"
    assert region("XX-YY") == "XX-YY"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", 'https://x"onclick', "", None]
)
def test_other_schemes_never_become_links(url: str | None) -> None:
    assert web_link(url) == ""


def test_bare_addresses_and_marks_stay_text_in_markdown() -> None:
    assert markdown("[a](https://x.example) *b* \u202e<c>") == r"\[a\](https\://x.example) \*b\* \<c\>"


def test_every_value_of_the_contract_has_its_words() -> None:
    said = words()
    assert set(said.metrics) == set(said.topic_of) == set(get_args(records.Metric))
    assert set(said.topic_of.values()) <= set(said.topics)
    assert set(said.flows) == set(get_args(records.Flow))
    assert set(said.basis) == set(get_args(records.Basis))
    assert set(said.modifiers) == set(get_args(records.Modifier))
    assert set(said.stages) == set(get_args(records.Status))


@pytest.mark.parametrize(
    ("quote", "value", "shown"),
    [
        ("на треть", "33.330000", "up a third on a year earlier"),
        ("三分之二", "66.670000", "up two thirds on a year earlier"),
        ("33.33%", "33.330000", "up 33.33% on a year earlier"),
        ("на четверть", "25.000000", "up 25% on a year earlier"),
    ],
)
def test_a_third_is_called_a_third_where_the_sentence_does(quote: str, value: str, shown: str) -> None:
    row = {
        "quote": quote, "value": Decimal(value), "value_high": None, "unit": "%", "modifier": "exact",
        "measure": "change", "direction": "up", "basis": "yoy",
    }  # fmt: skip
    assert figure_in_words(row) == shown


CORRECTED = [
    {
        "id": "first", "url": "https://news.example/first", "publisher": "Example News", "language": "en",
        "published": "2023-10-12T04:00:00Z", "title": "Huaxin Foods signs with Amurzerno",
        "text": "Chinese company Huaxin Foods signed a contract worth 1.2 billion yuan with Russia's Amurzerno in "
        "Harbin on Thursday.",
    },
    {
        "id": "second", "url": "https://news.example/first", "publisher": "Example News", "language": "en",
        "published": "2023-10-13T04:00:00Z", "title": "Huaxin Foods signs with Amurzerno (corrected)",
        "text": "Correction: Chinese company Huaxin Foods signed a contract worth 2.1 billion yuan, not 1.2 billion, "
        "with Russia's Amurzerno in Harbin on Thursday.",
    },
]  # fmt: skip


def corrected(folder: Path) -> Path:
    """A snapshot in which an article told a deal and was corrected a day later."""
    settings = load_settings(home=folder)
    for number, told in enumerate(CORRECTED):
        path = folder / f"{number}.jsonl"
        path.write_bytes(msgspec.json.encode(told))
        backfill([path], settings)
    return settings.snapshot


def test_a_correction_stands_in_the_brief_with_the_old_value_and_the_new(tmp_path: Path) -> None:
    snapshot = corrected(tmp_path)
    (change,) = gather(snapshot, date(2023, 10, 13)).corrections
    assert change.changes == ("value: 1.2 billion CNY → 2.1 billion CNY",)
    assert change.said.url == "https://news.example/first"
    shown = render(gather(snapshot, date(2023, 10, 13)), "markdown")
    assert "1.2 billion CNY → 2.1 billion CNY" in shown
    assert "`amur explain figure-12` shows the article" in shown


#: A paragraph before, and one after it: a text is known for a copy by its length.
AROUND = (
    "Timber yards on the border have waited for months for wood of the new season, and prices in the northeast rose.",
    "Trains will carry the boards from Grodekovo to Suifenhe, where a yard of the buyer was opened in the spring.",
)


def test_outlets_that_carry_one_text_are_told_apart_from_those_that_wrote_their_own(tmp_path: Path) -> None:
    deal = (
        "Chinese wood dealer Longfei Timber signed a contract worth $92 million with Russia's Sikhote Les in Suifenhe."
    )
    own = "Russia's Sikhote Les and China's Longfei Timber signed a contract for $92 million of wood in Suifenhe."
    wire = f"{AROUND[0]}\n\n{deal}\n\n{AROUND[1]}"
    settings = load_settings(home=tmp_path)
    for number, (title, text) in enumerate([("Wood", wire), ("A deal", wire), ("Boards", wire), ("Longfei buys", own)]):
        path = tmp_path / f"{number}.jsonl"
        article = {"title": title, "text": text, "published": f"2023-10-25T0{number}:00:00Z"}
        path.write_bytes(msgspec.json.encode(article | {"id": str(number), "publisher": f"Outlet {number}"}))
        backfill([path], settings)
        (told,) = gather(settings.snapshot).deals
        expected = [
            "1 outlet",
            "2 outlets with one text",
            "3 outlets with one text",
            "4 outlets, 2 in words of their own",
        ]
        assert told.told == f"told by {expected[number]}"


def test_the_brief_of_a_past_day_counts_the_outlets_that_had_told_a_deal_by_then(tmp_path: Path) -> None:
    settings, path = load_settings(home=tmp_path), tmp_path / "deal.jsonl"
    told = (
        "Russia's Sikhote Les and China's Longfei Timber signed a contract for $92 million of wood in Suifenhe.",
        "Chinese dealer Longfei Timber has signed its $92 million contract with Russia's Sikhote Les in Suifenhe.",
    )
    articles = [
        {"id": on, "publisher": f"Outlet {on}", "title": f"Wood, {on}", "text": text, "published": f"{on}T04:00:00Z"}
        for on, text in zip(("2023-10-25", "2023-10-26"), told, strict=True)
    ]
    path.write_bytes(b"\n".join(map(msgspec.json.encode, articles)))
    backfill([path], settings)
    (deal,) = gather(settings.snapshot, date(2023, 10, 25)).deals
    assert (deal.agreement_id, deal.told) == ("A000001", "told by 1 outlet")


def test_an_explained_agreement_shows_what_it_was_told_to_be_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected(tmp_path)
    settings, page = load_settings(home=tmp_path), tmp_path / "deal.html"
    explain(settings, "a000001", html=None)
    explain(settings, "A000001", html=page)
    for shown in (capsys.readouterr().out, page.read_text(encoding="utf-8")):
        told = " ".join(re.sub("<[^>]+>", "", shown).split())
        assert "value: 1.2 billion CNY → 2.1 billion CNY" in told
        assert "withdrawn by an edit" in told
        assert "signed a contract worth 1.2 billion yuan with Russia" in html.unescape(told)


def test_a_denial_that_a_later_signing_took_back_stands_among_the_corrections(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(home=tmp_path / "home")
    deal = "a contract worth 120 million yuan with Russia's Amurzerno in Harbin"
    told = (f"China's Huaxin Foods signed {deal} on Monday.", f"Huaxin Foods denied that it had signed {deal}.",
            f"China's Huaxin Foods has signed {deal}, both sides said on Friday.")  # fmt: skip
    for number, text in enumerate(told, 1):
        path = tmp_path / f"{number}.jsonl"
        article = {"title": "Huaxin Foods and Amurzerno", "text": text, "published": f"2023-10-{10 + number}"}
        path.write_bytes(msgspec.json.encode(article | {"url": f"https://news.example/{number}"}))
        backfill([path], settings)
    (change,) = gather(settings.snapshot, date(2023, 10, 13)).corrections
    assert change.changes == ("stage: denied → signed",)
    explain(settings, "A000001", html=None)
    assert "stage: denied → signed" in capsys.readouterr().out


def test_what_people_corrected_stands_under_their_reason_and_is_told_of_the_day_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot, settings = corrected(tmp_path), load_settings(home=tmp_path)
    table = '[[value]]\nagreement = "A000001"\nfield = "{}"\nvalue = "{}"\nreason = "{}"\ndate = 2023-10-14\n'
    told = (
        ("value", "3100000000", "the seller said 3.1"),
        ("stage", "denied", "never signed"),
        ("type", "loan", "a Loan"),
    )
    for field, value, reason in told:
        settings.corrections.write_text(table.format(field, value, reason), encoding="utf-8")
        assert corrections(settings, apply=True) == 0
    brief = gather(snapshot, datetime.now(UTC).date())
    assert [(one.changes, one.by_hand.partition("UTC: ")[2]) for one in brief.corrections] == [
        (("value: 2.1 billion CNY → 3.1 billion CNY",), "the seller said 3.1"),
        (("stage: signed → denied",), "never signed"),
    ]
    for shown in (render(brief, "markdown"), render(brief, "html")):
        assert re.search(r"By hand, \d+ \w+ \d{4}, \d\d:\d\d UTC: never signed", shown)
        assert "Correction: Chinese company" not in shown
    before = gather(snapshot, date(2023, 10, 12))
    (deal,) = before.deals
    assert (deal.stage_words, deal.value, deal.worth) == ("signed, now denied", "3.1 billion CNY", None)
    for shown in (render(before, "markdown"), render(before, "html")):
        assert re.search(r"3\.1 billion CNY(</span>)? \(about \S+ million\) \(set by hand: the seller said", shown)
        assert re.search(r"[Ll]oan agreement \(set by hand: a Loan\)", shown)
    explain(settings, "A000001", html=None)
    explained = capsys.readouterr().out
    assert "stage: signed → denied" in explained
    assert re.search(r"Stages\n.*signed Example News\n.*denied by hand: never signed\n", explained)


def test_what_people_set_where_nothing_was_told_or_emptied_stands_among_the_corrections(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, path = load_settings(home=tmp_path), tmp_path / "deal.jsonl"
    text = "Chinese company Huaxin Foods signed a contract with Russia's Amurzerno in Harbin."
    path.write_bytes(msgspec.json.encode(CORRECTED[0] | {"title": "Huaxin Foods buys grain", "text": text}))
    backfill([path], settings)
    table = '[[value]]\nagreement = "A000001"\nfield = "{}"\nvalue = "{}"\nreason = "{}"\ndate = 2023-10-14\n'
    told = [("value", "3100000000", "the seller said so"), ("unit", "CNY", "the seller said so"),
            ("signed_on", "2023-10-12", "the seller said so"), ("value", "", "the buyer denies it")]  # fmt: skip
    for part in (told[:3], told[3:]):
        settings.corrections.write_text("\n".join(table.format(*one) for one in part), encoding="utf-8")
        assert corrections(settings, apply=True) == 0
    brief = gather(settings.snapshot, datetime.now(UTC).date())
    assert [(one.changes, one.by_hand.partition("UTC: ")[2]) for one in brief.corrections] == [
        (("value: none → 3.1 billion CNY", "signed on: none → 12 October 2023"), "the seller said so"),
        (("value: 3.1 billion CNY → none",), "the buyer denies it"),
    ]
    explain(settings, "A000001", html=None)
    assert "value: none → 3.1 billion CNY; signed on: none → 12 October 2023" in capsys.readouterr().out


def test_a_correction_keeps_the_sentence_that_told_it_when_people_set_another_value(tmp_path: Path) -> None:
    settings, path = load_settings(home=tmp_path), tmp_path / "deal.jsonl"
    deal = "Chinese company Huaxin Foods signed a contract worth {} million{} with Russia's Amurzerno in Harbin."
    correction = f"Correction: {deal.format('680', ' yuan, not 860 million,')}"
    told = ("north", 12, deal.format(860, " yuan")), ("south", 13, correction), ("west", 14, deal.format(680, " yuan"))
    for outlet, on, text in told:
        article = {"id": outlet, "publisher": outlet, "published": f"2023-10-{on}T04:00:00Z", "title": "Huaxin Foods"}
        path.write_bytes(msgspec.json.encode(article | {"text": text, "url": f"https://{outlet}.example/"}))
        backfill([path], settings)
    settings.corrections.write_text(
        '[[value]]\nagreement = "A000001"\nfield = "value"\nvalue = "860000000"\nreason = "filed"\ndate = 2023-10-15\n',
        encoding="utf-8",
    )
    assert corrections(settings, apply=True) == 0
    (change,) = gather(settings.snapshot, date(2023, 10, 13)).corrections
    assert change.changes == ("value: 860 million CNY → 680 million CNY",)
    assert change.said.publisher == "south"


def test_a_value_that_the_quoted_sentence_lacks_says_where_it_is_told(tmp_path: Path) -> None:
    settings, path = load_settings(home=tmp_path), tmp_path / "deal.jsonl"
    signed = "China's Huaxin Foods signed a contract{} with Russia's Amurzerno for soybeans in Harbin on Saturday."
    talks = "China's Huaxin Foods is in talks with Russia's Amurzerno on a contract for soybeans in Harbin."
    told = {
        ("north", "20T04"): talks,
        ("south", "21T04"): f"{signed.format('')} The contract is worth 860 million yuan.",
        ("west", "21T05"): signed.format(" worth 680 million yuan"),
        ("east", "22T04"): signed.format(" worth 680 million yuan").replace(" on Saturday", ""),
    }
    articles = [
        {"id": outlet, "publisher": outlet, "url": f"https://{outlet}.example/", "title": f"Soybeans, {outlet} says",
         "published": f"2023-10-{on}:00:00Z", "text": text}
        for (outlet, on), text in told.items()
    ]  # fmt: skip
    path.write_bytes(b"\n".join(map(msgspec.json.encode, articles)))
    backfill([path], settings)
    first, second = (gather(settings.snapshot, date(2023, 10, on)) for on in (20, 21))
    for brief, quoted in ((first, "north"), (second, "south")):
        (deal,) = brief.deals
        assert (deal.value, deal.said.publisher) == ("680 million CNY", quoted)
        assert deal.worth is not None
        assert (deal.worth.publisher, deal.worth.quote) == ("west", "680 million yuan")
        for shown in (render(brief, "markdown"), render(brief, "html")):
            assert "told elsewhere" in shown
            assert "https://west.example/" in shown
    (conflict,) = second.conflicts
    assert [row.said.quote for row in conflict.readings] == [told["west", "21T05"], "860 million yuan"]


def test_a_number_of_an_earlier_brief_is_explained_as_it_was_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corrected(tmp_path)
    explain(load_settings(home=tmp_path), "figure-1", html=None)
    told = " ".join(capsys.readouterr().out.split())
    sentence = r"figure-1: [^:]*signed a contract worth 1\.2 billion yuan [^:]*"
    assert re.search(rf"{sentence}held as: figure_id 1 .* value 1,200,000,000 · unit CNY", told)
    assert re.search(r"superseded_at \d{4}-", told)


def test_a_sentence_that_an_edit_withdrew_gives_way_to_one_that_stands(tmp_path: Path) -> None:
    snapshot = corrected(tmp_path)
    (deal,) = gather(snapshot, date(2023, 10, 12)).deals
    assert re.fullmatch(r"mention-\d+", deal.said.anchor)
    assert deal.said.quote.startswith("Correction: Chinese company Huaxin Foods signed")


def test_the_figures_of_one_article_stand_behind_its_outlet(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    path = tmp_path / "two.jsonl"
    text = "China's trade with Russia rose 26.3 percent to $240.1 billion in 2023, customs said."
    articles = [
        {"id": name, "url": f"https://{name}.example/", "publisher": name, "language": "en",
         "published": "2024-01-12T04:00:00Z", "title": f"Trade with Russia grows, {name} says", "text": text}
        for name in ("north", "south")
    ]  # fmt: skip
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in articles))
    backfill([path], settings)
    brief = gather(settings.snapshot)
    (reading,) = [one for topic in brief.topics for row in topic.statistics for one in row.readings]
    assert [one.publisher for one in (reading.said, *reading.also)] == ["north", "north", "south", "south"]
    assert re.search(
        r"`figure-\d+`\) `figure-\d+` \(\[south\]\(\S+\), `figure-\d+`\) `figure-\d+`", render(brief, "markdown")
    )
    page = re.sub(r"<[^>]+>", "", render(brief, "html"))
    assert re.search(r"north figure-\d+ figure-\d+; south figure-\d+ figure-\d+\n", page)


def test_a_reading_in_doubt_says_so_beside_its_number(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    path = tmp_path / "slip.jsonl"
    article = {
        "id": "slip", "url": "https://slip.example/", "publisher": "Slip", "language": "en",
        "published": "2024-01-12T04:00:00Z", "title": "Trade with Russia grows",
        "text": "China's trade with Russia rose 26.3 percent to $24.01 billion in 2023, customs said.",
    }  # fmt: skip
    path.write_bytes(msgspec.json.encode(article))
    backfill([path], settings)
    brief = gather(settings.snapshot)
    (statistic,) = [row for topic in brief.topics for row in topic.statistics]
    sure, doubtful = statistic.readings[0].values
    assert (sure.shown, sure.doubt) == ("up 26.3% on a year earlier", "")
    assert doubtful.shown == "$24.01 billion"
    assert doubtful.doubt.startswith("a 10th of what China's customs reported")
    assert statistic.chart is None
    assert "in doubt: a 10th of" in render(brief, "html")
    assert "$24.01 billion** (in doubt: a 10th of" in render(brief, "markdown")


def test_a_busy_day_shows_the_most_told_and_counts_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amur.brief_figures.MOST_STATISTICS", 1)
    monkeypatch.setattr("amur.brief_figures.MOST_READINGS", 1)
    monkeypatch.setitem(_MOST, "deals", 0)
    settings = load_settings(home=tmp_path)
    path = tmp_path / "busy.jsonl"
    texts = {
        "one": "China's exports of cars to Russia rose to 910,000 vehicles in 2023, customs said.",
        "two": "China's exports of cars to Russia rose to 905,000 vehicles in 2023, customs said.",
        "three": "China's exports of cars to Russia rose to 910,000 vehicles in 2023. Russia shipped 102 million "
        "tonnes of coal to China in 2023.\n\nChinese company Huaxin Foods signed a contract worth 1.2 billion yuan "
        "with Russia's Amurzerno in Harbin.",
    }
    articles = [
        {"id": name, "url": f"https://{name}.example/", "publisher": name, "language": "en",
         "published": "2024-01-12T04:00:00Z", "title": f"Cars for Russia, {name} says", "text": text}
        for name, text in texts.items()
    ]  # fmt: skip
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in articles))
    backfill([path], settings)
    brief = gather(settings.snapshot)
    (goods,) = [topic for topic in brief.topics if topic.name == "Goods"]
    assert [(row.left_out, len(row.readings)) for row in goods.statistics] == [(1, 1)]
    assert goods.left_out == 1
    assert (brief.deals, brief.left_out["deals"]) == ((), 1)
    for shown in (render(brief, "html"), render(brief, "markdown")):
        assert "1 more reading of it." in shown
        assert re.search(r"1 more stand in the table (`|<code>)figure", shown)
        assert re.search(r"1 more stand in the table (`|<code>)agreement", shown)


def test_a_value_of_a_deal_on_which_outlets_differ_stands_among_the_contradictions(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    path = tmp_path / "differ.jsonl"
    articles = [
        {"id": name, "url": f"https://{name}.example/", "publisher": name, "language": "en",
         "published": "2024-01-12T04:00:00Z", "title": f"A contract in Harbin, {name} says",
         "text": f"Chinese company Huaxin Foods signed a contract worth {value} million yuan with Russia's Amurzerno "
         "for soybeans in Harbin on Thursday."}
        for name, value in (("north", "680"), ("south", "860"), ("west", "680"))
    ]  # fmt: skip
    text = "Chinese company Huaxin Foods denied that it had signed a contract with Russia's Amurzerno in Harbin."
    denied = {"url": "https://east.example/", "published": "2024-01-14", "title": "Huaxin and Amurzerno", "text": text}
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in (*articles, denied)))
    backfill([path], settings)
    brief = gather(settings.snapshot, date(2024, 1, 12))
    (conflict,) = brief.conflicts
    assert gather(settings.snapshot, date(2024, 1, 14)).conflicts == (conflict,)
    assert conflict.label == "Value of A000001, contract: Huaxin Foods (CN), Amurzerno (RU)"
    told = [(row.values[0].shown, [one.publisher for one in (row.said, *row.also)]) for row in conflict.readings]
    assert told == [("680 million CNY", ["north", "west"]), ("860 million CNY", ["south"])]
    page = render(brief, "html")
    links, places = re.findall(r'href="#([^"]*)"', page), re.findall(r' id="([^"]*)"', page)
    assert {"A000001-signed", "contradiction-1"} <= set(links) <= set(places)
    assert len(places) == len(set(places))


def test_outlets_that_agree_within_a_contradiction_stand_together(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    path = tmp_path / "differ.jsonl"
    articles = [
        {"id": name, "url": f"https://{name}.example/", "publisher": name, "language": "en",
         "published": "2024-01-12T04:00:00Z", "title": f"Coal for China, {name} says",
         "text": f"Russia shipped {amount} million tonnes of coal to China in 2023, customs said."}
        for name, amount in (("north", "102"), ("south", "102"), ("west", "95"))
    ]  # fmt: skip
    path.write_bytes(b"\n".join(msgspec.json.encode(article) for article in articles))
    backfill([path], settings)
    (conflict,) = gather(settings.snapshot).conflicts
    outlets = [[one.publisher for one in (row.said, *row.also)] for row in conflict.readings]
    assert outlets == [["west"], ["north", "south"]]
