"""What names tell by their words: lands, compounds, phrases, Russian in Latin letters; and which deals that parts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, tell
from transform.records import Party
from warehouse.load import load
from warehouse.register.one_side import is_same
from warehouse.sides.likeness import likeness
from warehouse.sides.name_words import told
from warehouse.sides.naming import described
from warehouse.sides.sides import sides
from warehouse.topics import topics


@pytest.mark.parametrize("name", ["Синергия", "Чипсы", "Плодородие"])
def test_a_word_that_only_begins_like_another_means_nothing(name: str) -> None:
    assert told(name).unknown == 1


def test_a_builder_spins_no_flax() -> None:
    assert told("Строительная компания").meanings == {"building"}
    assert told("Льнокомбинат").meanings >= {"flax"}


def test_falcons_and_swans_are_themselves_in_each_language() -> None:
    assert told("Falcon").meanings == told("Сокол").meanings == told("猎鹰").meanings == {"falcon"}
    assert told("Swan").meanings == told("Лебедь").meanings == told("天鹅").meanings == {"swan"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Тверькирпич", "特维尔砖厂"),  # a compound that begins with a town
        ("Камчатрыбфлот", "Kamchatka Fishing Fleet"),
        ("Амурская баржа", "阿穆尔驳船公司"),  # a river and a province of one name
        ("Байкальские пасеки", "Baikal Apiaries"),
        ("Байкальские пасеки", "贝加尔蜂场"),
        ("Аэропорт Читы", "赤塔机场"),  # one word, not aircraft and a harbour
        ("группа аэропортов Цзилиня", "Jilin Airports Group"),
        ("Читинская обогатительная фабрика", "赤塔选矿厂"),
        ("Томские аптеки", "Tomsk Pharmacies"),
        ("Завод имени Октябрьской революции", "十月革命厂"),
        ("Новоалтайский лесной комплекс", "Novoaltaisk Timber Complex"),
        ("Ангарский кирпич", "安加拉砖厂"),
        ("Severny Saturn Kirpich", "Северный сатурн кирпич"),
        ("Sibirsky Beton", "西伯利亚混凝土公司"),  # Russian in Latin letters
        ("Harbin Land Port", "哈尔滨陆港公司"),  # two words of one meaning
        ("Амурфиш", "Amur Fish"),  # English in Cyrillic
        ("Камчатка-Океан", "Kamchatka-Okean"),
        ("Sakhalinmetanol", "萨哈林甲醇公司"),
        ("Томский орешек", "Tomsk Pine Nut Factory"),
        ("Snowy Owl Pictures", "雪鸮影业"),
        ("Silver Squirrel Games", "银松鼠游戏"),
        ("Кузбасскокс", "Kuzbass Coke"),  # a land under two names
        ("Липецкпрокат", "Lipetsk Rolled Products"),
        ("Чернозём-Инвест", "黑土投资公司"),
        ("Сириус-Дрон", "天狼星无人机公司"),
        ("Золотая форель", "Golden Trout"),
        ("Ворона Пейпер", "Vorona Paper"),  # English words as they sound in Russian
        ("Саузерн Раббер", "Southern Rubber"),
        ("Джинкора", "Jinkora"),
        ("Текнора", "Tecnora"),
        ("Юнилекс", "Unilex"),
        ("Унжа", "Wunzha"),  # what Pinyin begins with a w
        ("Торгметра", "Torgmetra"),  # the whole, though each knows a part of it
        ("Псковская железная дорога", "Pskov Railway"),
        ("Softlinex软件公司", "Софтлинекс"),  # a name in Latin letters before what the firm is
    ],
)
def test_a_name_is_one_however_its_words_are_put_together(left: str, right: str) -> None:
    one, other = (sides((Party(name=name),), ())[0] for name in (left, right))
    assert is_same(one, other) or likeness(left, right) >= 0.5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Текнора", "Tecmash"),
        ("Softlinex软件公司", "Софтмаш"),
        ("Yandex旅行平台", "Яндекс Такси"),
    ],
)
def test_names_that_only_begin_alike_are_two(left: str, right: str) -> None:
    one, other = (sides((Party(name=name),), ())[0] for name in (left, right))
    assert not is_same(one, other)
    assert likeness(left, right) < 0.5


@pytest.mark.parametrize(
    ("name", "meanings", "lands"),
    [
        ("Псковторф", {"peat"}, {"pskov"}),
        ("吉林白桦木业", {"birch", "forest"}, {"CN-JL"}),  # no forest in the name of the province
        ("Khlebny Dom", {"bread", "house"}, set()),
        ("Амурская область", set(), {"amur"}),
    ],
)
def test_the_words_of_a_name_tell_its_trade_and_its_lands(name: str, meanings: set[str], lands: set[str]) -> None:
    found = told(name)
    assert (found.meanings, found.lands, found.unknown) == (meanings, lands, 0)


@pytest.mark.parametrize("name", ["Lesheng", "Лунъюань", "Синьтай", "Лунтай", "Гусу"])
def test_a_chinese_name_that_begins_like_a_russian_word_is_none(name: str) -> None:
    assert told(name).meanings == frozenset()


def test_names_that_are_understood_and_mean_other_things_are_not_alike() -> None:
    assert likeness("Уральский кирпич", "乌拉尔面包厂") < 0.3


@pytest.mark.parametrize(("left", "right"), [("和协物流", "Хэсе"), ("Hexie Logistics", "Хэсе"), ("和协物流", "Hexie")])
def test_two_syllables_tell_a_firm_where_they_are_said_just_so(left: str, right: str) -> None:
    assert likeness(left, right) >= 0.5


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("steel group from Anshan", True),
        ("коллеги из Аньшаня", True),
        ("краевое министерство", True),
        ("министерство лесного хозяйства Амурской области", False),
        ("Anshan Steel", False),
    ],
)
def test_a_side_in_small_letters_is_described(name: str, told: bool) -> None:
    assert described(name) is told


def one_side(left: str, right: str) -> bool:
    return is_same(*(sides((Party(name=name, country="CN"),), ())[0] for name in (left, right)))


@pytest.mark.parametrize(
    ("left", "right"),
    [("Лунь Жуй", "Луньжуй"), ("Zhong Mu Xin", "中木鑫林业"), ("Чжунмусинь", "中木鑫"), ("Чжунтянь", "江苏中天电缆")],
)
def test_a_chinese_name_is_one_with_its_syllables_apart_and_with_its_first(left: str, right: str) -> None:
    assert one_side(left, right)


@pytest.mark.parametrize(("left", "right"), [("Shancheng", "Xingchen"), ("鑫源经贸", "钱江支付")])
def test_chinese_names_of_other_consonants_are_two_in_one_script_as_well(left: str, right: str) -> None:
    assert not one_side(left, right)


def test_an_adjective_in_latin_letters_is_no_sky() -> None:
    assert told("Uralsky Med").meanings == {"honey"}


RUSSIAN = Party(name="Lipetsk Bricks", country="RU")


def rows_told(tmp_path: Path, *reports: tuple[str, dict[str, object]]) -> int:
    store = open_store(tmp_path)
    for number, (published, fields) in enumerate(reports):
        tell(store, f"a{number}", published, **fields)
    (count,) = store.execute("SELECT count(*) FROM agreement").fetchone() or (0,)
    return int(count)


def test_one_sentence_that_tells_two_partners_tells_two_deals(tmp_path: Path) -> None:
    quote = "Lipetsk Bricks signed contracts with Anshan Kilns in Harbin and with Wuhan Clay."
    both = tuple(
        deal(
            quote=quote,
            event="Harbin fair",
            sectors=("construction",),
            parties=(RUSSIAN, Party(name=name, country="CN")),
        )
        for name in ("Anshan Kilns", "Wuhan Clay")
    )
    store = open_store(tmp_path)
    load(store, batch(article("a", text=quote, facts=both)), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchone() == (2,)


def test_a_venture_and_what_its_founders_buy_of_each_other_are_two(tmp_path: Path) -> None:
    pair = (RUSSIAN, Party(name="Anshan Kilns", country="CN"))
    known = {"parties": pair, "sectors": ("construction",)}
    venture = {**known, "type": "joint_venture", "quote": "Lipetsk Bricks and Anshan Kilns set up a venture."}
    supply = {**known, "type": "contract", "quote": "Lipetsk Bricks orders six presses from Anshan Kilns."}
    assert rows_told(tmp_path, ("2026-08-10T08:00:00Z", venture), ("2026-08-13T08:00:00Z", supply)) == 2


def test_the_place_of_a_forum_makes_no_deal_of_two_partners_one(tmp_path: Path) -> None:
    def with_(name: str) -> dict[str, object]:
        quote = f"Lipetsk Bricks signed a contract with {name} at the Harbin fair in Harbin."
        parties = (RUSSIAN, Party(name=name, country="CN"))
        return {"parties": parties, "quote": quote, "place": "Harbin", "event": "Harbin fair"}

    first, second = with_("Anshan Kilns"), with_("Wuhan Clay")
    assert rows_told(tmp_path, ("2026-08-10T08:00:00Z", first), ("2026-08-10T09:00:00Z", second)) == 2


def test_a_partner_whose_nation_is_not_told_stands_among_those_of_the_one_named_first(tmp_path: Path) -> None:
    quote = "Lipetsk Bricks signed two contracts: one with Anshan Kilns and the other with Wuhan Clay."
    parties = (RUSSIAN, Party(name="Anshan Kilns", country=None), Party(name="Wuhan Clay", country="CN"))
    assert rows_told(tmp_path, ("2026-08-10T08:00:00Z", {"parties": parties, "quote": quote, "count": 2})) == 2


def test_two_deals_that_are_summed_up_a_week_later_are_no_third(tmp_path: Path) -> None:
    pair = (RUSSIAN, Party(name="Anshan Kilns", country="CN"))
    presses = {
        "parties": pair,
        "quote": "Lipetsk Bricks orders six presses from Anshan Kilns.",
        "value": Decimal(6),
        "unit": "CNY",
    }
    kilns = {"parties": pair, "quote": "Lipetsk Bricks and Anshan Kilns agree on trucks.", "type": "memorandum"}
    both = {"parties": pair, "quote": "Anshan Kilns signed two papers with Lipetsk Bricks last week.", "count": 2}
    reports = [("2026-08-10T08:00:00Z", presses), ("2026-08-10T09:00:00Z", kilns), ("2026-08-17T08:00:00Z", both)]
    assert rows_told(tmp_path, *reports) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [("山东省港口集团", "山东港口集团"), ("阿穆尔州经济发展和对外联系部", "Амурское министерство развития")],
)
def test_a_side_is_one_with_and_without_the_word_for_its_land(left: str, right: str) -> None:
    assert is_same(*(sides((Party(name=name),), ())[0] for name in (left, right)))


def test_a_name_said_just_so_stands_though_the_partners_share_nothing(tmp_path: Path) -> None:
    def report(russian: str, chinese: str, quote: str) -> dict[str, object]:
        return {"parties": (Party(name=russian, country="RU"), Party(name=chinese, country="CN")), "quote": quote}

    first = report("Lipetsk Bricks", "Anshan Yuelong Kilns", "Lipetsk Bricks signed an agreement with Anshan Yuelong.")
    second = report("Завод «Красный»", "Юэлун", "«Завод „Красный“» и «Юэлун» подписали соглашение.")
    assert rows_told(tmp_path, ("2026-08-10T08:00:00Z", first), ("2026-08-11T08:00:00Z", second)) == 1


def test_what_the_factory_of_a_side_makes_is_not_what_the_deal_is_about() -> None:
    side = Party(name="Кантэ", country="CN")
    assert topics("Завод подписал договор с обувной фабрикой «Кантэ» о шерсти.", "ru", (side,)).goods == {"wool"}


def test_a_contract_is_no_venture_that_one_report_calls_an_agreement(tmp_path: Path) -> None:
    known = {"parties": (RUSSIAN, Party(name="Anshan Kilns", country="CN")), "sectors": ("construction",)}
    venture = {**known, "type": "joint_venture", "quote": "Lipetsk Bricks and Anshan Kilns set up a venture."}
    short = {**known, "type": "agreement", "quote": "Lipetsk Bricks and Anshan Kilns signed an agreement."}
    supply = {**known, "type": "contract", "quote": "Lipetsk Bricks orders six presses from Anshan Kilns."}
    reports = [("2026-08-10T08:00:00Z", short), ("2026-08-10T09:00:00Z", venture), ("2026-08-10T10:00:00Z", short)]
    assert rows_told(tmp_path, *reports, ("2026-08-13T08:00:00Z", supply)) == 2
