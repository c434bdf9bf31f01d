"""Developments: which change a text tells, when and where, and what is none."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.card_groups import by_the_hundred, wrong
from transform.developments.find import find_developments
from transform.developments.rules import development_rules
from transform.records import Article, Development
from transform.rules import RulesError, load
from transform.text.sentences import sentences


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short text with the changes that it tells, as development_cards.toml explains."""

    language: str
    text: str
    developments: list[str]
    why: str
    published: str = "2025-06-20"
    #: read otherwise since all signs are weighed; mend it and take the mark away
    missed: bool = False


class Cards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: list[Card]


CARDS = msgspec.toml.decode((Path(__file__).parent / "development_cards.toml").read_bytes(), type=Cards).card


def told(language: str, text: str, published: str = "2025-06-20", title: str = "") -> tuple[Development, ...]:
    article = Article(id="1", title=title, text=text, published=published, language=language)
    return find_developments(article, sentences(article), language)


def fits(found: Development, expected: str) -> bool:
    kind, date, place = expected.split(" ", 2)
    return found.kind == kind and date in ("-", found.date) and place in ("-", found.place)


def misread(card: Card) -> str:
    found = told(card.language, card.text, card.published)
    agree = len(found) == len(card.developments) and all(map(fits, found, card.developments))
    whole = all(card.text[development.start : development.end] == development.quote for development in found)
    return "" if agree and whole else f"{found} for {card.developments}"


@pytest.mark.parametrize("cards", by_the_hundred(CARDS))
def test_cards_are_read_as_they_say(cards: list[Card]) -> None:
    assert not wrong(cards, misread)


@pytest.mark.parametrize("key", ["speaks_before", "supposed"])
def test_a_broken_pattern_is_told_with_its_file(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = load("developments", "en", dict) | {key: "said("}
    monkeypatch.setattr("transform.rules._read", lambda _: broken)
    with pytest.raises(RulesError, match=r"developments/en\.toml: .*said"):
        development_rules.__wrapped__("en")


def test_history_is_left_out() -> None:
    assert told("en", "In 2019 Russia banned exports of unprocessed logs.") == ()


def test_a_deal_on_a_plant_opens_no_plant() -> None:
    assert told("en", "Sibur and Sinopec signed a contract to build a plant in Svobodny.") == ()


def test_a_change_between_other_countries_is_left_out() -> None:
    assert told("en", "Brazil lowered its duty on steel from Turkey in May.") == ()


def test_two_changes_in_one_sentence_are_both_told() -> None:
    found = told("ru", "Марка Hongling начала продажи в России, а Skywell закрыл московское представительство.")
    assert [development.kind for development in found] == ["company_entry", "company_exit"]


def test_the_word_that_joins_the_next_clause_is_none_of_the_quote() -> None:
    text = "A cold store for fish opened in Hunchun in May, and the yard by it took 40 boxes from Zarubino to China."
    assert "A cold store for fish opened in Hunchun in May" in [one.quote for one in told("en", text)]


def test_a_pronoun_says_a_duty_on_in_the_same_paragraph() -> None:
    text = "The duty on logs was raised to 40% in April. In June it went up again, to 60%."
    assert [development.kind for development in told("en", text)] == ["tariff", "tariff"]
    assert [development.kind for development in told("en", text.replace(". In", ".\n\nIn"))] == ["tariff"]


@pytest.mark.parametrize("language", ["en", "ru", "zh", "kk"])
@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_string_is_read_without_error(language: str, text: str) -> None:
    told(language, text, published=text[:10], title=text[:40])


def test_a_first_departure_opens_the_route_of_the_headline() -> None:
    text = "6月14日，满载家电的集装箱船从青岛港离泊，经白令海峡驶往阿尔汉格尔斯克，全程26天。"
    (found,) = told("zh", text, title="青岛至阿尔汉格尔斯克北极航线首航")
    assert (found.kind, found.date) == ("route_opened", "2025-06-14")


@pytest.mark.parametrize(
    ("language", "title", "text", "kinds"),
    [
        ("en", "Gas to China by pipe sets a new record", "MOSCOW, December 3. The operator of the", ["record"]),
        ("ru", "Открыт мост, соединивший Благовещенск и Хэйхэ", "Движение пока только грузовое.", ["border_crossing"]),
        ("en", "Carmaker not planning to leave Russian market", "The Chinese brand has no such intention.", []),
        ("ru", "Перекрыт крупный канал поставки поддельных запчастей из Китая", "Следствие продолжается.", []),
        ("ru", "Россия и Китай готовят рекордное количество соглашений", "Их подпишут в мае.", []),
    ],
)  # fmt: skip
def test_of_a_teaser_the_headline_tells_what_happened(language: str, title: str, text: str, kinds: list[str]) -> None:
    assert [one.kind for one in told(language, text, title=title)] == kinds


def test_the_headline_of_a_whole_article_tells_nothing_by_itself() -> None:
    text = "The company told reporters about its plans for the coming year at length. " * 8
    assert not told("en", text, title="Gas to China by pipe sets a new record")


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        (
            "en",
            "Manzhouli has long been short of room for timber. A second bonded warehouse opened on June 10.",
            "Manzhouli",
        ),
        (
            "ru",
            "В Забайкальске давно не хватало места для контейнеров. Новый терминал открыли 10 июня.",
            "Забайкальск",
        ),
        ("zh", "绥芬河的木材仓容一直紧张。6月10日，新的保税仓库在当地启用。", "绥芬河"),
    ],
)
def test_where_a_change_happens_may_be_told_before_it(language: str, text: str, place: str) -> None:
    assert [one.place for one in told(language, text, "2025-06-20")] == [place]


def test_a_place_named_long_before_is_none_of_the_change() -> None:
    text = (
        "Visitors from Vladivostok came to the fair.\n\nPrices of timber fell again this spring.\n\n"
        "Nobody expects them to rise soon.\n\nA Russian company opened a plant on June 10."
    )
    assert [one.place for one in told("en", text)] == [None]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Sayan Paper and Mudanjiang Pulp will build a pulp mill.", None),
        ("en", "Sayan Paper and China's Mudanjiang Pulp will build a pulp mill near Bratsk.", "Bratsk"),
        ("ru", "«Саянская бумага» и китайская Mudanjiang Pulp построят целлюлозный завод.", None),
        ("ru", "«Саянская бумага» и «Муданьцзян Палп» построят целлюлозный завод в Братске.", "Братск"),
        ("zh", "松岭纸业公司和牡丹江纸浆公司10月将建成一座纸浆厂。", None),
    ],
)
def test_a_town_in_the_name_of_one_of_two_builders_is_no_site(language: str, text: str, place: str | None) -> None:
    assert [(one.kind, one.place) for one in told(language, text)] == [("facility", place)]


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "A weekly container line linking Dalian with Russia's Nakhodka opened on June 3.", "Dalian – Nakhodka"),
        ("ru", "9 июня из Томска в Урумчи пустили первый контейнерный поезд.", "Томск — Урумчи"),
        ("zh", "青岛至哈巴罗夫斯克货运航线6月9日开通。", "青岛—哈巴罗夫斯克"),
        # two towns of one country before the far end are a list
        ("en", "The carrier opened a line from Dalian and Qingdao to Nakhodka on June 3.", "Dalian"),
    ],
)
def test_a_route_is_called_by_both_its_ends(language: str, text: str, place: str) -> None:
    assert [(one.kind, one.place) for one in told(language, text)] == [("route_opened", place)]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Russia has banned exports of birch logs to China until September.", None),
        ("en", "From June 5 Russia banned exports of birch logs to China until the end of December.", "2025-06-05"),
        ("en", "The export duty on rapeseed will not take effect until 1 September.", "2025-09-01"),
        ("ru", "Россия запретила вывоз берёзового кряжа в Китай до сентября.", None),
        ("ru", "Вывозная пошлина на рапс с 5 июня обнулена до конца декабря.", "2025-06-05"),
        ("zh", "俄罗斯禁止桦木原木出口至9月底。", None),
        ("zh", "俄罗斯油菜籽出口关税推迟到9月1日实施。", "2025-09-01"),
        ("zh", "俄政府6月14日下令，荞麦在8月31日前一律不许运往境外。", "2025-06-14"),
    ],
)
def test_the_last_day_of_a_rule_is_no_date_of_the_change(language: str, text: str, day: str | None) -> None:
    assert [one.date for one in told(language, text)] == [day]


def test_a_line_to_open_is_dated_by_its_opening_and_not_by_the_signing() -> None:
    (found,) = told("zh", "6月12日，锦州港与俄罗斯东方港签署备忘录，双方将于9月开通集装箱班轮航线。")
    assert (found.kind, found.date) == ("route_opened", "2025-09")
