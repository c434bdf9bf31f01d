"""Where and on what occasion a deal was signed, told in its own sentence or elsewhere in the article."""

from __future__ import annotations

import time

import pytest

from transform.agreements.events import echoes_of, find_events
from transform.agreements.find import find_agreements
from transform.agreements.occasions import CandidateSigns
from transform.agreements.rules import deal_rules
from transform.records import Agreement, Article
from transform.text.sentences import sentences


def _told(language: str, text: str, title: str = "") -> tuple[Agreement, ...]:
    article = Article(id="1", title=title, text=text, published="2025-09-08", language=language)
    return find_agreements(article, sentences(article), language)


@pytest.mark.parametrize(
    ("language", "text", "event", "place"),
    [
        (
            "en",
            "The Eastern Economic Forum closed in Vladivostok on Saturday with 258 agreements.\n\nOn the sidelines of "
            "the forum Amur Les and Harbin Taiping signed a contract for 40,000 tonnes of pellets.",
            "Eastern Economic Forum",
            "Vladivostok",
        ),
        (
            "ru",
            "ВЛАДИВОСТОК, 6 сентября. Закрылся Восточный экономический форум.\n\nНа полях форума «Амурлес» и "
            "харбинская «Тайпин» подписали контракт на поставку 40 тыс. тонн пеллет.",
            "Восточный экономический форум",
            "Владивосток",
        ),
        (
            "zh",
            "第八届中国—俄罗斯博览会19日在哈尔滨闭幕。会上，龙江森工集团与俄罗斯“阿穆尔木业”公司签署木屑颗粒供货合同。",
            "第八届中国—俄罗斯博览会",
            "哈尔滨",
        ),
    ],
)
def test_a_deal_has_the_event_and_the_town_that_the_article_opens_with(
    language: str, text: str, event: str, place: str
) -> None:
    deal = _told(language, text)[-1]
    assert (deal.event, deal.place) == (event, place)


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        (
            "zh",
            "去年第七届中国—俄罗斯博览会在叶卡捷琳堡举行。\n\n"
            "今年在哈尔滨举行的第八届中国—俄罗斯博览会上，俄铝与中国铝业签署氧化铝供货合同。",
            "第八届中国—俄罗斯博览会",
        ),
        (
            "zh",
            "第八届中国—俄罗斯博览会19日闭幕。中国—俄罗斯博览会期间，俄铝与中国铝业签署氧化铝供货合同。",
            "第八届中国—俄罗斯博览会",
        ),
        (
            "zh",
            "去年第七届中国—俄罗斯博览会成交额创新高。第八届中国—俄罗斯博览会19日开幕。中国—俄罗斯博览会期间，俄铝与中国铝业签署"
            "氧化铝供货合同。",
            "中国—俄罗斯博览会",
        ),
        (
            "ru",
            "VII Международный экономический форум прошёл в Казани. В этом году на VIII Международном экономическом "
            "форуме РУСАЛ и Chalco подписали контракт.",
            "VIII Международный экономический форум",
        ),
    ],
)
def test_an_event_has_the_number_that_stands_with_it_nearest_to_the_deal(language: str, text: str, event: str) -> None:
    assert _told(language, text)[-1].event == event


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("ru", "На X Байкальском форуме РУСАЛ и Chalco подписали контракт.", None),
        ("ru", "На Хабаровском форуме РУСАЛ и Chalco подписали контракт.", None),
        ("ru", "На Харбинской ярмарке РУСАЛ и Chalco подписали контракт.", "Харбин"),
        ("en", "At the Harbin Timber Expo Rusal and Chalco signed a contract.", "Harbin"),
        ("zh", "第三届龙江木业博览会20日在哈尔滨闭幕。龙江木业博览会上，俄铝与中国铝业签署合同。", "哈尔滨"),
    ],
)
def test_a_region_or_an_adjective_tells_only_where_a_listed_event_is_held(
    language: str, text: str, place: str | None
) -> None:
    assert _told(language, text)[-1].place == place


@pytest.mark.parametrize(
    ("language", "text", "place", "adjective"),
    [
        ("en", "Amur Les and Sinopec signed a contract in the port of Tuapse.", "port:tuapse", False),
        ("ru", "«Амурлес» и Sinopec подписали контракт в порту Магадан.", "port:magadan", False),
        ("ru", "«Амурлес» и Sinopec подписали контракт в порту Восточный.", "port:vostochny", False),
        ("ru", "«Амурлес» и харбинская «Тайпин» подписали контракт.", "place:harbin", True),
    ],
)
def test_a_small_word_before_the_name_makes_a_place_no_adjective(
    language: str, text: str, place: str, adjective: bool
) -> None:
    article, seen = Article(id="1", title="", text=text, published="2025-09-08", language=language), list[bool]()

    def watch(_table: str, _deal: Agreement, signs: CandidateSigns) -> None:
        seen.extend("adjective" in told for one, told in signs.items() if one == place)

    find_agreements(article, sentences(article), language, watch_occasions=watch)
    assert seen == [adjective]


@pytest.mark.parametrize("words", ["trade ", "Trade ", "international and "])
def test_a_run_of_words_for_events_is_read_in_linear_time(words: str) -> None:
    began = time.process_time()
    assert deal_rules("en").signing.event.search(words * 20_000) is None
    assert time.process_time() - began < 5  # tenths of a second; every start tried to the end of the run took minutes


def test_where_a_plant_will_stand_is_not_where_its_contract_was_signed() -> None:
    (deal,) = _told("en", "GAC is in talks with AGR Automotive over the use of the former factory in Kaluga.")
    assert (deal.event, deal.place) == (None, None)


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "At the Western China Fair and a China-Russia forum", ["Western China Fair", "China-Russia forum"]),
        ("ru", "на VIII Российско-Китайском ЭКСПО", ["VIII Российско-Китайское ЭКСПО"]),
        ("ru", "на деловом форуме «Волга — Янцзы»", ["Волга — Янцзы"]),
        ("ru", "на прошлогоднем форуме в Казани", []),
        ("ru", "На VIII Международном экономическом форуме", ["VIII Международный экономический форум"]),
        ("zh", "在西安举行的欧亚经济论坛上，本届论坛", ["欧亚经济论坛"]),
    ],
)  # fmt: skip
def test_an_event_is_named_without_what_only_introduces_it(language: str, text: str, names: list[str]) -> None:
    found = find_events(text, deal_rules(language))
    assert [f"{one.number}{one.name}" for one in found if one.whole] == names


def test_a_noun_for_an_event_and_a_word_for_its_place_echo_what_is_named_elsewhere() -> None:
    text, rules = "On the sidelines of the forum the two signed there.", deal_rules("en")
    assert echoes_of(text, find_events(text, rules), rules) == {"forum", "place", "there"}


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Amur Les and Harbin Taiping signed an agreement to build a pellet mill in Khabarovsk.", None),
        ("en", "Amur Les and Harbin Taiping signed in Harbin a deal to build a pellet mill in Khabarovsk.", "Harbin"),
        ("ru", "«Амурлес» и китайская «Тайпин» подписали соглашение о строительстве завода в Хабаровске.", None),
        ("ru", "«Амурлес» и «Тайпин» подписали в Харбине соглашение о строительстве завода в Хабаровске.", "Харбин"),
        ("zh", "俄罗斯阿穆尔木业公司与太平集团在哈尔滨签署协议，将在哈巴罗夫斯克建厂。", "哈尔滨"),
    ],
)
def test_where_something_will_be_built_is_not_where_its_deal_was_signed(
    language: str, text: str, place: str | None
) -> None:
    assert _told(language, text)[-1].place == place


def test_a_short_name_of_a_side_does_not_tell_where_it_signed() -> None:
    text = "大连海洋采购俄罗斯狭鳕。19日，大连海洋公司与俄罗斯多布罗弗洛特公司签署合同，两年内采购2万吨狭鳕。"
    assert _told("zh", text)[-1].place is None
