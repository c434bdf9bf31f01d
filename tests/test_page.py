"""An article page gives its prose and what it says of itself; a wall is told from an article."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.page import read_page
from ingest.records import Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://example.com/2026/11/24/story.html?utm_source=rss"

PARAGRAPHS = [
    "Trade between the two countries grew by a quarter in the first ten months of the year, officials said on Tuesday.",
    "Deliveries of grain by rail through the border crossing doubled after a second track was opened in September.",
    "Companies from three provinces signed contracts for the supply of machinery, according to the regional ministry.",
    "The parties agreed to meet again in spring, when the results of the pilot project are to be presented in public.",
    "Analysts expect that the growth will slow down next year because the low base of comparison is going to vanish.",
]
RUSSIAN = [
    "Товарооборот двух стран вырос на четверть за десять месяцев, сообщили во вторник в региональном министерстве.",
    "Поставки зерна по железной дороге через пограничный переход удвоились после открытия второго пути в сентябре.",
    "Предприятия трёх провинций подписали контракты на поставку оборудования, уточнили в пресс-службе ведомства.",
    "Стороны договорились встретиться весной, когда будут представлены итоги пилотного проекта по цифровым накладным.",
    "Аналитики ждут, что рост в следующем году замедлится, поскольку эффект низкой базы сравнения исчерпает себя.",
]
CHINESE = [
    "据海关统计，今年前十个月两国贸易额同比增长四分之一，其中机电产品出口保持较快增长势头。",
    "九月第二条线路开通后，经该口岸铁路运输的粮食数量翻了一番，口岸通关效率明显提升。",
    "来自三个省份的企业签署了机械设备供货合同，双方商定明年春季再次举行会晤，公布试点项目成果。",
    "分析人士预计，由于低基数效应消退，明年增速将有所放缓，但能源和农产品贸易仍有较大潜力。",
]


def page(
    paragraphs: list[str], *, head: str = "", before: str = "", inside: str = "", after: str = "", lang: str = "en"
) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "<nav><ul>" + "<li><a href='/x'>Section of the site</a></li>" * 20 + "</ul></nav>"
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{menu}{before}"
        f"<div class='wrap'><div class='content'>{body}{inside}</div></div>{after}"
        "<footer>© 2026 Example</footer></body></html>"
    )


def read(html: str, *, encoding: str = "utf-8", url: str = URL, **options: str) -> Page:
    return read_page(html.encode(encoding), content_type=options.get("content_type", "text/html"), url=url, now=NOW)


@pytest.mark.parametrize(("paragraphs", "lang"), [(PARAGRAPHS, "en"), (RUSSIAN, "ru"), (CHINESE, "zh")])
def test_the_prose_comes_out_in_paragraphs_and_nothing_else(paragraphs: list[str], lang: str) -> None:
    found = read(page(paragraphs, lang=lang))
    assert found.kind == "article"
    assert found.text == "\n\n".join(paragraphs)
    assert found.language == lang


@pytest.mark.parametrize(
    ("paragraphs", "furniture"),
    [
        (PARAGRAPHS, "<p>Read also: Another story about something</p>"),
        (PARAGRAPHS, "<div class='share-buttons'>Share this on every network that there is in the world today</div>"),
        (PARAGRAPHS, "<figure><img src=x><figcaption>A train at the crossing. Photo: agency</figcaption></figure>"),
        (PARAGRAPHS, "<p>Photo: A train at the crossing</p>"),
        (PARAGRAPHS, "<div>Posted by A. Writer | Tags: rail, corridors | No comments</div>"),
        (PARAGRAPHS, "<h3>Related stories</h3><p>One more story that is about something else entirely.</p>"),
        (RUSSIAN, "<p>Читайте также: Ещё одна новость о другом</p>"),
        (RUSSIAN, "<p>Подписывайтесь на наш канал в мессенджере</p>"),
        (RUSSIAN, "<p>Фото: пресс-служба министерства</p>"),
        (RUSSIAN, "<div>Учредитель: редакция «Амурских вестей». Телефон: (000) 000-00-00</div>"),
        (RUSSIAN, "<div class='related-news'>Другая новость, у которой тоже есть длинный заголовок и анонс</div>"),
        (CHINESE, "<p>责任编辑：张三</p>"),
        (CHINESE, "<p>【纠错】</p><p>扫一扫，分享到微信</p>"),
        (CHINESE, "<p>（新华社记者李四摄）</p>"),
        (CHINESE, "<div>相关阅读</div><p>另一条与本文无关的新闻标题在这里。</p>"),
    ],
)
def test_furniture_goes(paragraphs: list[str], furniture: str) -> None:
    assert read(page(paragraphs, inside=furniture)).text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("<h1>{}</h1>", ""),
        ("<div>Амурские вести — край, граница</div><div>24 ноября</div><h1>{}</h1>", ""),
        ("<p>В крае сегодня подвели итоги года.</p><p>{}</p>", "В крае сегодня подвели итоги года.\n\n{}\n\n"),
    ],
)
@pytest.mark.parametrize("paragraphs", [RUSSIAN[:2], RUSSIAN])
def test_the_headline_and_the_masthead_above_it_are_no_prose(paragraphs: list[str], before: str, kept: str) -> None:
    title = "Товарооборот двух стран за десять месяцев вырос на 25,3%"
    html = (
        f"<html lang='ru'><head><title>{title} | Амурские вести</title></head><body><div id='page'>"
        f"{before.format(title)}{''.join(f'<p>{one}</p>' for one in paragraphs)}</div></body></html>"
    )
    assert read(html).text == kept.format(title) + "\n\n".join(paragraphs)


def test_characters_that_steer_a_terminal_or_hide_text_stay_out() -> None:
    found = read(page([f"\u202e{PARAGRAPHS[0]}\x1b[31m", *PARAGRAPHS[1:]], head="<title>Trade \x1b[31mgrows</title>"))
    assert (found.title, found.text.partition("\n")[0]) == ("Trade [31mgrows", f"{PARAGRAPHS[0]} [31m")


def test_text_split_over_sibling_containers_is_gathered() -> None:
    parts = "".join(f"<section class='part'><p>{one}</p></section>" for one in PARAGRAPHS)
    html = f"<html lang='en'><body><div class='story'>{parts}</div></body></html>"
    assert read(html).text == "\n\n".join(PARAGRAPHS)


def test_lines_broken_by_br_are_paragraphs() -> None:
    html = f"<html lang='zh'><body><div class='box'>{'<br>'.join(CHINESE)}</div></body></html>"
    assert read(html).text == "\n\n".join(CHINESE)


def test_the_head_tells_title_moment_author_language_and_address() -> None:
    head = (
        "<title>Trade grows by a quarter | Example News</title><link rel='canonical' href='https://example.com/2026/11/24/story.html'>"
        '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "Trade grows by a quarter", '
        '"datePublished": "2026-11-24T09:30:00+03:00", "author": [{"@type": "Person", "name": "A. Writer"}]}</script>'
    )
    found = read(page(PARAGRAPHS, head=head))
    assert found.title == "Trade grows by a quarter"
    assert found.published_at == "2026-11-24T06:30:00+00:00"
    assert (found.author, found.language) == ("A. Writer", "en")
    assert found.canonical_url == "https://example.com/2026/11/24/story.html"


@pytest.mark.parametrize(
    ("head", "before", "lang", "expected"),
    [
        (
            "<meta property='article:published_time' content='2026-11-23T10:00:00Z'>",
            "",
            "en",
            "2026-11-23T10:00:00+00:00",
        ),
        ("<meta name='publishdate' content='2026-11-23'>", "", "zh", "2026-11-23"),
        ("", "<h1>标题在这里是一行</h1><div>2026年11月23日08:42 来源：本报</div>", "zh", "2026-11-23T00:42:00+00:00"),
        ("", "<time datetime='2026-11-23T09:30'>23 ноября</time>", "ru", "2026-11-23T06:30:00+00:00"),
        ("<meta name='date' content='2030-01-01T00:00:00Z'>", "", "en", "2026-11-24"),
        ("", "<div class='today'>Wednesday, 25 November 2026</div>", "en", "2026-11-24"),
    ],
    ids=["meta", "day", "beside the headline", "time", "future", "masthead"],
)
def test_a_page_is_dated_by_what_is_marked_as_its_own(head: str, before: str, lang: str, expected: str) -> None:
    paragraphs = {"en": PARAGRAPHS, "ru": RUSSIAN, "zh": CHINESE}[lang]
    assert read(page(paragraphs, head=head, before=before, lang=lang)).published_at == expected


def test_a_canonical_link_to_the_front_page_or_another_outlet_is_not_believed() -> None:
    for wrong in ("https://example.com/", "https://other.example.org/story", "javascript:x"):
        found = read(page(PARAGRAPHS, head=f"<link rel='canonical' href='{wrong}'>"))
        assert found.canonical_url == "https://example.com/2026/11/24/story.html"


@pytest.mark.parametrize(("encoding", "label"), [("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "gb2312")])
def test_chinese_pages_read_whatever_their_label(encoding: str, label: str) -> None:
    html = page(CHINESE, lang="zh").replace("charset='utf-8'", f"charset='{label}'")
    assert read(html, encoding=encoding).text == "\n\n".join(CHINESE)


def test_russian_in_windows_1251_labelled_utf8_reads() -> None:
    assert read(page(RUSSIAN, lang="ru"), encoding="cp1251").text == "\n\n".join(RUSSIAN)


def test_a_template_that_says_english_does_not_make_russian_text_english() -> None:
    assert read(page(RUSSIAN, lang="en")).language == "ru"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<html><title>Just a moment...</title><body>Checking your browser before accessing</body></html>", "captcha"),
        ("<html><body>请完成安全验证后继续访问</body></html>", "captcha"),
        (
            "<html><body><div>Before you continue: we use cookies.</div><button>Accept all</button></body></html>",
            "consent",
        ),
        (
            page(["The site is down for scheduled maintenance, for which we apologise. We will be back soon."]),
            "maintenance",
        ),
        (
            page(
                ["На сайте ведутся технические работы. Приносим извинения и просим зайти позже: мы скоро вернёмся."],
                lang="ru",
            ),
            "maintenance",
        ),
        (page(["网站维护中，给您带来不便，敬请谅解。" * 4], lang="zh"), "maintenance"),
        (
            page(
                [
                    "We and our partners store and access information on a device such as yours." * 9,
                    "Some of them do so by legitimate interest, to which you may object. Manage your choices here." * 9,
                ]
            ),
            "consent",
        ),
        (page(PARAGRAPHS[:1], inside="<p>Subscribe to continue reading this article.</p>"), "paywall"),
        (page(RUSSIAN[:1], inside="<p>Доступно по подписке</p>", lang="ru"), "paywall"),
        (page(CHINESE[:1], inside="<p>本文为付费内容，订阅后继续阅读</p>", lang="zh"), "paywall"),
        (
            "<html><body>"
            + "".join(f"<p>Headline of story {n} without an end</p>" for n in range(30))
            + "</body></html>",
            "list",
        ),
        ("<html><body></body></html>", "empty"),
        ("", "empty"),
        (
            page(PARAGRAPHS, after="<p>We use cookies. Subscribe to continue reading more of our stories.</p>"),
            "article",
        ),
    ],
)
def test_walls_are_told_from_articles(html: str, kind: str) -> None:
    assert read(html).kind == kind


@pytest.mark.parametrize(
    ("body", "content_type"), [(b"%PDF-1.7 ...", None), (b"{}", "application/json"), (b"x", "image/png")]
)
def test_what_is_no_html_is_told(body: bytes, content_type: str | None) -> None:
    assert read_page(body, content_type=content_type, url=URL, now=NOW).kind == "not_html"


def test_a_scripted_page_gives_the_text_of_its_data() -> None:
    text = " ".join(PARAGRAPHS)
    data = json.dumps({"@type": "NewsArticle", "headline": "H", "articleBody": text})
    html = f"<html><script type='application/ld+json'>{data}</script><body><p>Loading</p></body></html>"
    assert read(html).text == text


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "body",
    [
        b"<body>" + b"<div>text with forty characters and more, yes indeed " * 6_000,
        b"<body><p>" + b"<b>text with forty characters and more, yes indeed " * 6_000,
        b"<title>" + b" - " * 100_000,
        b"<ul>" + b"<li><a href=x>y</a>" * 20_000,
        b"<ul><li>" * 100_000,
    ],
    ids=["deep", "inline", "title", "list", "lists in lists"],
)
def test_hostile_pages_end_in_time(body: bytes) -> None:
    read_page(body, content_type="text/html", url=URL, now=NOW)


def test_an_article_before_markup_nested_beyond_sense_is_read() -> None:
    assert read(page(PARAGRAPHS, after="<div><span>" * 5_000)).text == "\n\n".join(PARAGRAPHS)


def test_a_script_full_of_comparisons_is_no_markup() -> None:
    script = f"<script>{'for(i=0;i<n;i++)if(a<b)x();' * 3_000}</script>"
    assert read(script + page(PARAGRAPHS)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("invisible", ["&#8203;", "&#65279;", "&#8238;", "&#173;"])
def test_a_first_paragraph_of_nothing_that_is_seen_harms_nothing(invisible: str) -> None:
    assert read(page([invisible, *PARAGRAPHS])).text.split() == " ".join(PARAGRAPHS).split()


PIECES = [
    b"<p>\xe2\x80\x8b</p>",
    b"<p>",
    b"</p>",
    b"<div class='share'>",
    b"<article>",
    b"<h1>x</h1>",
    b"<br>",
    b"<meta charset=gbk>",
    b"text. " * 20,
    b"\xff",
    b"\x00",
    b"<script>",
    b"<time datetime='2026'>",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=10)), max_size=30))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    assert isinstance(read_page(b"".join(pieces), content_type=None, url=URL, now=NOW).text, str)


def test_on_real_pages_it_is_as_good_as_trafilatura_in_the_three_languages(shared: Path) -> None:
    """Every Russian and Chinese page with an expected text, and one in twelve English ones."""
    from bench.pages import default, ours, samples, score

    scores: dict[str, list[tuple[float, float]]] = {}
    english = 0
    for sample in samples():
        english += sample.lang == "en"
        if sample.lang == "other" or (sample.lang == "en" and english % 12):
            continue
        mine = score(sample, ours(sample))
        if mine is not None:
            scores.setdefault(sample.lang, []).append((mine, score(sample, default(sample)) or 0.0))
    assert set(scores) == {"en", "ru", "zh"}
    for lang, pairs in scores.items():
        mean_ours, mean_theirs = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
        assert mean_ours >= mean_theirs - 0.002, lang
