"""Sides under two spellings: what a name partly alike proves, and what a name in brackets does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Party
from warehouse.load import load
from warehouse.register.one_side import is_same, of_its_name
from warehouse.register.told_month import dated_years, told_month
from warehouse.sides.likeness import cut_short, likeness
from warehouse.sides.name_meaning import meant
from warehouse.sides.names import alike
from warehouse.sides.naming import described, is_owner, of_one_land, said, without_town
from warehouse.sides.sides import sides
from warehouse.topics import other_goods, topics


def rows_of(tmp_path: Path, *told: tuple[str, str, str, str]) -> int:
    """How many rows reports of one day make: each a language, its sentence, and the names of both sides."""
    tmp_path.mkdir(exist_ok=True)
    store = open_store(tmp_path)
    for number, (language, quote, chinese, russian) in enumerate(told):
        parties = (Party(name=chinese, country="CN"), Party(name=russian, country="RU"))
        fact = deal(quote=quote, parties=parties, type="contract", sectors=("agriculture",))
        one = article(f"a{number}", text=f"Text {number}", facts=(fact,), language=language)
        load(store, batch(one, key=f"b{number}"), now=NOW)
    (count,) = store.execute("SELECT count(*) FROM agreement").fetchone() or (0,)
    return int(count)


ENGLISH = ("en", "Sanhe Fengnong signed a contract with Belaya Reka.", "Sanhe Fengnong", "Belaya Reka")


def test_a_name_partly_alike_is_no_side_where_the_partners_differ(tmp_path: Path) -> None:
    chinese = ("zh", "三恒粮贸与俄罗斯鄂尔米特农业签署合同。", "三恒粮贸", "鄂尔米特农业")
    assert 0.5 <= likeness(ENGLISH[2], chinese[2]) < 1
    assert rows_of(tmp_path, ENGLISH, chinese) == 2


def test_a_name_partly_alike_is_a_side_where_the_partners_agree(tmp_path: Path) -> None:
    chinese = ("zh", "三恒粮贸与俄罗斯别拉亚列卡签署合同。", "三恒粮贸", "别拉亚列卡")
    assert rows_of(tmp_path, ENGLISH, chinese) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Кирпичный завод № 1", "Кирпичный завод № 2", False),
        ("Кирпичный завод № 1", "Кирпичный завод 1", True),
        ("Longjiang Works 20", "Longjiang Works 21", False),
        ("Lavka24", "«Лавка24»", True),
        ("Longjiang Works", "Longjiang Works 21", True),
    ],
)
def test_works_of_one_name_are_told_apart_by_their_numbers(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jinlin Chemicals", "Jinping Chemicals", False),
        ("Цзиньлинь Кемикалс", "Цзиньпин Кемикалс", False),
        ("Шаньтайский банк", "Шаньтайском банк", True),
        ("Shangtai Steelworks", "Shantai Steelworks", True),
        ("Lipetsk Steelworks", "Lipetzk Steelworks", True),
        ("北方水产养殖与海洋渔业研究院", "北方水产养殖与海洋渔业研究所", True),  # characters are no transcription
    ],
)
def test_chinese_names_of_other_syllables_are_two_however_alike_they_are_spelled(
    one: str, other: str, same: bool
) -> None:
    assert alike(one, other) is same


@pytest.mark.parametrize(
    ("quote", "called"),
    [
        ("三江粮油（Sanjiang Grain）签署合同", "Sanjiang Grain"),
        ("企业“三江粮油”（Sanjiang Grain）签署合同", "Sanjiang Grain"),
        ("三江粮油（SJGO）签署合同", None),
        ("三江粮油（哈尔滨）签署合同", None),
        ("三江粮油（Harbin）签署合同", None),
        ("三江粮油签署合同", None),
    ],
)
def test_a_side_is_also_called_by_its_name_in_brackets(quote: str, called: str | None) -> None:
    (side,) = sides((Party(name="三江粮油", country="CN"),), (), quote)
    assert side.called == called


def test_a_name_in_latin_letters_is_said_inside_a_chinese_sentence() -> None:
    assert said("Ozon", "俄罗斯电商平台Ozon与广州企业签署仓储协议")
    assert not said("Yandex", "俄罗斯电商平台Ozon与广州企业签署仓储协议")


@pytest.mark.parametrize(("other", "rows"), [("Kede Numerical Control", 1), ("Dalian Kehua Lathes", 2)])
def test_firms_that_begin_with_one_name_are_not_certainly_two(tmp_path: Path, other: str, rows: int) -> None:
    told = (("en", f"{one} signed a contract with Kamastanok.", one, "Kamastanok") for one in ("Kede CNC", other))
    assert rows_of(tmp_path, *told) == rows


def test_a_nation_is_no_sound_of_a_name() -> None:
    assert likeness("三江粮油", "China Chengtong International") < 0.5


def test_other_sides_stay_others_however_many_ways_a_deal_s_own_are_spelled(tmp_path: Path) -> None:
    spelled = [
        ("zh", "辛比尔斯克机床厂与沈阳北机签署合同。", "沈阳北机", "辛比尔斯克机床厂"),
        ("ru", "«Симбирск-Станко» и «Шэньян Бэйцзи» подписали контракт.", "Шэньян Бэйцзи", "Симбирск-Станко"),
        ("en", "Simbirsk Stanko signed a contract with Shenyang Beiji.", "Shenyang Beiji", "Simbirsk Stanko"),
        ("en", "A contract was signed.", "Shenyang Beiji Tools", "Simbirsk Stanko Works"),
    ]
    assert rows_of(tmp_path / "one", *spelled) == 1
    other = ("zh", "加里宁格勒电车厂与武汉东风签署合同。", "武汉东风", "加里宁格勒电车厂")
    assert rows_of(tmp_path / "two", *spelled, other) == 2


@pytest.mark.parametrize(
    ("left", "right", "cut"),
    [
        ("中石油", "中国石油天然气集团", True),
        ("俄罗斯天然气工业股份公司", "俄气公司", True),
        ("绥芬河恒泰", "绥芬河国林木业", False),
        ("大连海", "大连港集团", False),
        ("CNPC", "中国石油天然气集团", False),
    ],
)
def test_a_chinese_name_may_be_cut_to_a_few_of_its_characters(left: str, right: str, cut: bool) -> None:
    assert cut_short(left, right) is cut


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("таможня Чанчуня", "长春海关"),
        ("俄罗斯远东海关局", "Дальневосточное таможенное управление"),
    ],
)
def test_the_customs_of_a_town_are_one_however_they_are_named(left: str, right: str) -> None:
    (one,), (other,) = sides((Party(name=left),), ()), sides((Party(name=right),), ())
    assert one.key == other.key


def test_a_firm_that_begins_like_its_province_is_not_the_province() -> None:
    (firm,), (land,) = (
        sides((Party(name="Shaanxi Drilling Machinery", country="CN"),), ()),
        sides((Party(name="Shaanxi", country="CN", id="CN-SN"),), ()),
    )
    assert not is_same(firm, land)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Союз турфирм Яньбяня", "延边旅行社联合会"),
        ("China Railway Tunnel Group", "中铁隧道集团"),
        ("Фэнъюй", "丰裕粮贸"),
        ("Volga Container Terminal", "俄罗斯伏尔加集装箱码头"),
        ("Енисейский глинозём", "叶尼塞氧化铝公司"),
        ("Уханьский морской университет", "武汉海事大学"),
        ("叶夫罗西布集团", "Евросиб"),  # of five characters, as Russian names are in Chinese
    ],
)
def test_a_name_is_known_by_its_translation_and_by_its_sounds(left: str, right: str) -> None:
    (one,), (other,) = sides((Party(name=left),), ()), sides((Party(name=right),), ())
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("Harbin Cement", "Dalian Cement", False),
        ("Братский лесозавод", "Канский лесозавод", False),
        ("Иркутский масложиркомбинат", "Новосибирский масложиркомбинат", False),
        ("哈尔滨水泥厂", "大连水泥厂", False),
        ("Harbin Cement", "大连水泥厂", False),
        ("Ural Cement", "Baikal Cement", False),
        ("Ural Cement", "Ural Cement Works", True),
        ("Vostok Coal", "East Coal", True),
        ("ДВ-Уголь", "Дальневосточный уголь", True),
        ("Уголь ДВ", "Уголь Дальнего Востока", True),
        ("Sever Steel", "North Steel", True),
        ("Amur Timber", "Priamurye Timber", True),
        ("Qingda Cement", "Tsinda Cement", True),
        ("Haiyu Gas", "Khaiyuy Gas", True),
        ("Jiuzhou Cement", "Tszyuchzhou Cement", True),
        ("Harbin Cement", "哈尔滨水泥厂", True),
        ("Братский лесозавод", "Bratsk Lesozavod", True),
        # what acts for a body of the whole nation in two provinces
        ("Сычуаньский комитет CCPIT", "四川省贸促会", True),
        ("Сычуаньский комитет CCPIT", "中国贸促会甘肃省分会", False),
        ("CCPIT Gansu", "中国贸促会甘肃省分会", True),
    ],
)
def test_firms_called_by_their_trade_are_two_where_their_towns_or_names_are(left: str, right: str, one: bool) -> None:
    ours, theirs = (sides((Party(name=name),), ())[0] for name in (left, right))
    assert is_same(ours, theirs) is one


def test_a_name_may_leave_out_that_its_firm_is_an_industry() -> None:
    assert meant("Воронежстанкопром") & meant("沃罗涅日机床工业公司")
    assert not meant("Воронежстанкопром") & meant("萨马拉机床工业公司")


def test_a_university_is_not_another_since_both_are_called_so() -> None:
    (one,), (other,) = (sides((Party(name=f"{name} университет"),), ()) for name in ("Пензенский горный", "Читинский"))
    assert not is_same(one, other)


def test_a_port_is_one_whether_it_is_called_the_seas_or_not() -> None:
    (one,), (other,) = (
        sides((Party(name="Архангельский морской порт", country="RU"),), ()),
        sides((Party(name="Port of Arkhangelsk", country="RU", id="port:arkhangelsk"),), ()),
    )
    assert one.key == other.key


def test_the_thousands_of_a_number_are_parted_in_each_language_as_it_parts_them() -> None:
    told = [
        topics("a 6,000-cow farm", "en").numbers,
        topics("ферма на 6 000 коров", "ru").numbers,
        topics("6000头规模牧场", "zh").numbers,
    ]
    assert all("6000" in numbers for numbers in told)


@pytest.mark.parametrize(
    ("short", "long", "one"),
    [
        ("Харбинское бюро", "Харбинское железнодорожное бюро", True),
        ("Sanhe Fields", "Sanhe Soybean Fields", True),
        ("Банк развития", "Банк реконструкции и развития", False),
        ("China Bank", "China Merchants Bank", False),
        ("Харбинское бюро", "Хэйхэское железнодорожное бюро", False),
    ],
)
def test_a_name_may_leave_out_what_stands_in_its_middle(short: str, long: str, one: bool) -> None:
    assert alike(short, long) is one


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Penza assembler", True),
        ("company from Suifenhe", True),
        ("ляонинский поставщик", True),
        ("оператор из Гуанси", True),
        ("吉林省一家冷链企业", True),
        ("俄方码头", True),
        ("屠宰厂", True),
        ("布里亚特的屠宰厂", True),
        ("兰州两家粮油企业", True),
        ("俄罗斯本国银行", True),
        ("项目业主", True),
        ("绥芬河客商", True),
        ("俄罗斯船东", True),
        ("当地农场主", True),
        ("俄罗斯船东协会", False),
        ("商贸集团", False),
        ("俄方斯拉维扬卡码头公司", False),
        ("符拉迪沃斯托克银行", False),
        ("Волжский шинный комбинат", False),
        ("Penza Assemblers", False),
        ("управление содействия инвестициям Харбина", False),
    ],
)
def test_a_description_is_no_name(name: str, told: bool) -> None:
    assert described(name) is told


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("锦州银行终止与一家布拉戈维申斯克银行的协议", True),
        ("锦州银行终止与某布拉戈维申斯克银行的协议", True),
        ("锦州银行终止与布拉戈维申斯克银行的协议", False),
    ],
)
def test_what_a_chinese_sentence_calls_one_of_many_is_described(quote: str, told: bool) -> None:
    (side,) = sides((Party(name="布拉戈维申斯克银行", country="RU"),), (), quote)
    assert side.described is told


@pytest.mark.parametrize(
    ("described_as", "name", "one"),
    [
        ("Irkutsk pulp mill", "Ангарская целлюлоза", True),
        ("Bratsk pulp mill", "Ангарская целлюлоза", False),
        ("company from Suifenhe", "绥芬河远丰贸易", True),
        ("шаньдунская компания", "Weifang Huaxing", True),
        ("Penza assembler", "Tomsk Tractor", False),
        ("Penza assembler", "Kama Tractor", None),
        ("Harbin", "哈尔滨新区管委会", True),
        ("Khabarovsk producer", "阿穆尔颗粒", None),
        ("Khabarovsk producer", "Амурская пеллета", None),
        ("Chita producer", "Амурская пеллета", False),
        ("Amur Region sawmill", "Khabarovsk Timber", False),
        ("амурский поставщик", "Хабаровский комбинат", False),
        ("Amur Region Ministry of Forestry", "Khabarovsk Krai Ministry of Forestry", False),
        ("Amur Region Sawmills", "Khabarovsk Timber", False),
    ],
)
def test_a_described_side_may_be_any_of_its_town_and_none_of_another(
    described_as: str, name: str, one: bool | None
) -> None:
    assert of_one_land(described_as, name) is one


def test_a_side_that_reading_lent_to_a_sentence_speaks_against_no_deal(tmp_path: Path) -> None:
    quote = "Sanhe Fengnong is still talking about the contract."
    lent = ("en", quote, "Sanhe Fengnong", "Kama Tractor")
    first = ("en", "Sanhe Fengnong signed a contract with Belaya Reka for 7,500 tonnes of barley.", *ENGLISH[2:])
    said_too = ("en", quote.replace("contract", "contract with Kama Tractor"), "Sanhe Fengnong", "Kama Tractor")
    assert rows_of(tmp_path / "lent", first, lent) == 1
    assert rows_of(tmp_path / "said", first, said_too) == 2
    nobody = ("en", "They are still talking about the contract.", "Sanhe Fengnong", "Kama Tractor")
    assert rows_of(tmp_path / "nobody", first, nobody) == 2


@pytest.mark.parametrize(
    ("short", "long", "one"),
    [
        ("Пензмаш", "Пензенский машиностроительный завод", True),
        ("Сибнасос", "Сибирская насосная компания", True),
        ("Пензмаш", "Пензенский хлебный завод", False),
        ("Росбанк", "Российский национальный банк", False),
    ],
)
def test_a_name_may_run_together_how_the_words_of_another_begin(short: str, long: str, one: bool) -> None:
    assert alike(short, long) is one


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Медеплавильный завод в связи с риском углубления спора написал в газету о сырье."),
        ("en", "The metropolitan taxi firm is at least a cornerstone of the extraction town."),
        ("zh", "无锡与合肥两家企业在云南签约。"),
    ],
)
def test_a_word_that_only_begins_like_goods_is_none(language: str, text: str) -> None:
    content = topics(text, language)
    assert content.goods | content.field <= {"copper"}


def test_a_sentence_that_names_nobody_goes_on_about_the_deal_told_beside_it(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    parties = (Party(name="Sanhe Fengnong", country="CN"), Party(name="Belaya Reka", country="RU"))
    first = "Sanhe Fengnong is in talks with Belaya Reka about barley."
    then = "The price and the licence are still being negotiated."
    facts = tuple(
        deal(quote=one, parties=parties, status="negotiating", type="contract", sectors=sectors)
        for one, sectors in ((first, ("agriculture",)), (then, ("services",)))
    )
    load(store, batch(article("a", text=f"{first} {then}", facts=facts), key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchone() == (1,)


def test_a_deal_is_recalled_by_the_town_of_a_side_and_its_sum(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    works, firm = Party(name="Чусовской трубный комбинат", country="RU"), Party(name="Баодин Хэнъюань", country="CN")
    told = "Чусовской трубный комбинат и компания «Баодин Хэнъюань» подписали контракт на 90 млн юаней."
    then = "Контракт на 90 млн юаней с баодинским поставщиком исполняется по графику."
    money = {"value": Decimal(90_000_000), "unit": "CNY", "type": "contract", "sectors": ("manufacturing",)}
    for day, quote, parties, status, new in (
        ("2026-01-20T08:00:00Z", told, (works, firm), "signed", True),
        ("2026-07-20T08:00:00Z", then, (Party(name="баодинский поставщик", country="CN"),), "in_force", False),
    ):
        fact = deal(quote=quote, parties=parties, status=status, new=new, signed_on=None, **money)
        one = article(day, text=quote, facts=(fact,), language="ru", published=day)
        load(store, batch(one, key=day), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchone() == (1,)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kamsk Pulp and Paper Mill", "卡姆斯克浆纸联合企业"),
        ("Perm Motors", "Пермский моторный завод"),
        ("Примсоцбанк", "滨海社会商业银行"),
        ("Winter Meadow", "Зимний луг"),
        ("Чунцзянский банк", "崇江银行"),
    ],
)
def test_a_name_is_one_without_its_works_its_trade_or_the_ending_of_an_adjective(left: str, right: str) -> None:
    assert is_same(*(sides((Party(name=name),), ())[0] for name in (left, right)))


def test_a_zone_acts_for_its_town_and_for_no_other(tmp_path: Path) -> None:
    hunchun = Party(name="Хуньчунь", country="CN", id="place:hunchun")
    zones = [Party(name=name, country="CN") for name in ("珲春边境经济合作区管委会", "绥芬河综合保税区管委会")]
    town, ours, another = (sides((party,), ())[0] for party in (hunchun, *zones))
    assert is_same(town, ours)
    assert not is_same(town, another)
    agency = Party(name="Агентство «Ясень»", country="RU")
    store = open_store(tmp_path)
    told = (
        ("a", (agency, hunchun), "Агентство «Ясень» подписало соглашение с Хуньчунем.", ()),
        ("b", (agency,), "Агентство «Ясень» и зона Суйфэньхэ подписали соглашение.", ("place:suifenhe",)),
    )
    for key, parties, quote, subjects in told:
        fact = deal(quote=quote, parties=parties, type="agreement", subjects=subjects)
        load(store, batch(article(key, text=f"Text {key}", facts=(fact,), language="ru"), key=key), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


def test_as_many_tonnes_sold_to_another_partner_are_another_deal(tmp_path: Path) -> None:
    first = ("ru", "«Ясень» продаст компании «Хайюнь» 12 тыс. тонн сои.", "Хайюнь", "Ясень")
    second = ("ru", "«Ясень» продаст компании «Луван» 12 тыс. тонн сои.", "Луван", "Ясень")
    assert rows_of(tmp_path / "two", first, second) == 2
    assert rows_of(tmp_path / "one", first, first) == 1


def test_seeds_and_their_oil_are_no_other_goods() -> None:
    assert not other_goods({"rapeseed"}, {"vegetable_oil"})
    assert other_goods({"rapeseed"}, {"wheat"})


def test_two_long_names_are_not_one_since_both_could_be_cut_alike() -> None:
    harbin, institute = (sides((Party(name=name),), ())[0] for name in ("哈尔滨工程大学", "哈尔滨工业大学"))
    assert harbin.also & institute.also
    assert not is_same(harbin, institute)


def test_two_thousand_tonnes_are_no_year() -> None:
    assert topics("余下约2000吨不再交付，2024年签订。", "zh").years == {2024}


def test_a_factory_that_did_likewise_founds_no_row_beside_the_deal_told(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    told = "Sanhe Fengnong signed a contract with Belaya Reka for 7,500 tonnes of barley."
    likewise = "A Novosibirsk factory made a similar deal this week."
    named = (Party(name="Sanhe Fengnong", country="CN"), Party(name="Belaya Reka", country="RU"))
    facts = (
        deal(quote=told, parties=named, type="contract", sectors=("agriculture",)),
        deal(quote=likewise, parties=(Party(name="Novosibirsk factory", country="RU"),), signed_on=None, place=None),
    )
    load(store, batch(article("a", text=f"{told} {likewise}", facts=facts), key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchone() == (1,)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Jianghai Shipyard", "湘汇超市", False),
        ("Jianghai Shipyard", "江海造船", True),
        ("Хуадун Гласс", "Yiwu Huatong", False),
        ("Ланьхайский судостроительный завод", "蓝海造船", True),
        ("Jianghai Shipyard", "«Цзянхай»", True),
        ("Haisheng", "Хуашэн", False),
        ("Haisheng", "陕西海升果业", True),
        ("Haisheng", "华圣果业", False),
    ],
)
def test_chinese_names_in_two_scripts_are_one_where_pinyin_agrees(left: str, right: str, same: bool) -> None:
    ours, theirs = (sides((Party(name=name, country="CN"),), ())[0] for name in (left, right))
    assert is_same(ours, theirs) is same


@pytest.mark.parametrize(
    ("language", "quote", "told"),
    [
        ("en", "It signed the contract in March.", (date(2026, 3, 1), date(2026, 3, 31))),
        ("en", "It signed the contract in May.", None),
        ("en", "It signed the contract in March 2024.", None),
        ("en", "It signed one contract in March and another in April.", None),
        ("ru", "Договор компании подписали зимой.", (date(2025, 12, 1), date(2026, 2, 28))),
        ("ru", "Договор подписали в конце апреля.", (date(2026, 4, 1), date(2026, 4, 30))),
        ("zh", "上月，两家企业签署合同。", (date(2026, 4, 1), date(2026, 4, 30))),
        ("zh", "两家企业去年12月签署合同。", None),
        ("zh", "两家企业3月9日签署合同。", None),
    ],
)
def test_a_past_month_or_season_tells_when_a_deal_was_made(
    language: str, quote: str, told: tuple[date, date] | None
) -> None:
    assert told_month(quote, language, date(2026, 5, 20)) == told


@pytest.mark.parametrize(
    ("language", "quote", "years"),
    [
        ("en", "The previous annual agreement was signed in November 2024.", {2024}),
        ("ru", "Прежнее годовое соглашение заключили в ноябре 2024-го.", {2024}),
        ("zh", "双方2024年11月签署年度协议。", {2024}),
        ("en", "They signed the annual protocol for 2025.", set()),
    ],
)
def test_a_year_that_stands_with_a_month_is_when_something_was_done(language: str, quote: str, years: set[int]) -> None:
    assert dated_years(quote, language) == years


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("порт Чжэнчжоу", "Чжэнчжоуский международный сухопутный порт", True),
        ("port of Chengdu", "Chengdu International Railway Port", True),
        ("河南航空港集团", "Хэнаньская аэропортовая группа", True),
        ("порт Чэнду", "Чжэнчжоуский международный сухопутный порт", False),
        ("Yantai fishing port", "Yantai grain port", False),
    ],
)
def test_the_port_of_a_town_is_one_however_more_it_is_called(left: str, right: str, same: bool) -> None:
    ours, theirs = (sides((Party(name=name, country="CN"),), ())[0] for name in (left, right))
    assert is_same(ours, theirs) is same


def test_goods_that_one_of_many_mentions_names_set_no_report_apart(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    names = {"ru": ("Саньхэ Фэннун", "Белая река"), "zh": ("三河丰农", "别拉亚列卡")}
    told = [("ru", "«Белая река» и «Саньхэ Фэннун» подписали контракт о линиях.")] * 4
    told.append(("ru", "«Белая река» и «Саньхэ Фэннун» подписали контракт, несмотря на спор о меди."))
    told.append(("zh", "三河丰农与别拉亚列卡签署汽车合同。"))
    for number, (language, quote) in enumerate(told):
        chinese, russian = names[language]
        parties = (Party(name=chinese, country="CN"), Party(name=russian, country="RU"))
        fact = deal(quote=quote, parties=parties, type="contract", sectors=("agriculture",))
        one = article(f"a{number}", text=f"Text {number}", facts=(fact,), language=language)
        load(store, batch(one, key=f"b{number}"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchone() == (1,)


@pytest.mark.parametrize(
    ("name", "quote", "other"),
    [
        ("Kama Car Plant", "Dongling is in talks with the Kama Car Plant, known as KASZ, on two cars.", "KASZ"),
        ("东岭汽车工业公司", "东岭汽车工业公司，简称东汽，与卡马厂签署协议。", "东汽"),
    ],
)
def test_a_side_has_the_other_name_that_its_sentence_tells(name: str, quote: str, other: str) -> None:
    (side,) = sides((Party(name=name),), (), quote)
    assert other.casefold() in side.also


@pytest.mark.parametrize(
    ("name", "quote", "owner"),
    [
        ("Russian Railways", "Russian Railways' logistics arm and Yuxinou agreed on a train.", True),
        ("Rosatom", "Rosatom’s wholly owned freight unit signed.", True),
        ("Uralkali", "The trading arm of Uralkali signed.", True),
        ("Уралкалий", "Торговый дом «Уралкалия» подписал контракт.", True),
        ("РЖД", "Логистическая «дочка» РЖД заключила соглашение.", True),
        ("俄罗斯铁路公司", "俄罗斯铁路公司物流子公司签署协议。", True),
        ("Rosatom", "Rosatom's deputy head and the unit signed.", False),
        ("Росатом", "«Росатом» и структуры области подписали соглашение.", False),
        ("РЖД Логистика", "«РЖД Логистика» подписала договор.", False),
        ("重庆物流", "重庆物流公司与其子公司签署协议。", False),
    ],
)
def test_whose_firm_signs_is_told_by_its_owner(name: str, quote: str, owner: bool) -> None:
    assert is_owner(name, quote) is owner


def test_a_firm_by_its_owner_speaks_against_no_firm_and_the_owner_itself_does(tmp_path: Path) -> None:
    chinese = ("zh", "渝新欧与俄铁物流公司签署每周开行商品车班列的协议。", "渝新欧", "俄铁物流公司")
    arm = (
        "en",
        "Russian Railways' logistics arm and Yuxinou agreed on a weekly train of cars.",
        "Yuxinou",
        "Russian Railways",
    )
    itself = ("en", "Russian Railways and Yuxinou agreed on a weekly train of cars.", "Yuxinou", "Russian Railways")
    assert rows_of(tmp_path / "arm", chinese, arm) == 1
    assert rows_of(tmp_path / "itself", chinese, itself) == 2


def test_a_government_is_its_region_s_by_the_region_s_older_name_too() -> None:
    government, region = sides(
        (
            Party(name="Вятское правительство", country="RU"),
            Party(name="Кировская область", country="RU", id="RU-KIR"),
        ),
        (),
    )
    assert is_same(government, region)


@pytest.mark.parametrize(
    ("town", "place", "province", "region", "one"),
    [
        ("Tomsk", "place:tomsk", "Томская область", "RU-TOM", True),
        ("Seversk", "place:seversk", "Томская область", "RU-TOM", False),
        ("Omsk", "place:omsk", "Томская область", "RU-TOM", False),
    ],
)
def test_a_town_may_be_told_for_the_province_that_is_called_after_it(
    town: str, place: str, province: str, region: str, one: bool
) -> None:
    ours, theirs = (
        sides((Party(name=name, country="RU", id=key),), ())[0] for name, key in ((town, place), (province, region))
    )
    assert of_its_name(ours, theirs) is one


def test_a_county_without_a_name_speaks_against_no_other(tmp_path: Path) -> None:
    named = ("zh", "绥阳县与叶拉夫村签署大豆购销合同。", "绥阳县", "叶拉夫村")
    county = ("en", "A district and the Chinese county facing it signed a contract on soybeans.", "county", "district")
    assert rows_of(tmp_path, named, county) == 1


@pytest.mark.parametrize(
    ("short", "long", "without"),
    [
        ("陆港集团", "西安国际陆港集团", True),
        ("糖果公司", "非常糖果公司", False),  # before it stands no town
        ("沈阳机床集团", "辽宁沈阳机床集团", False),  # a town of its own
        ("集团", "西安国际陆港集团", False),
    ],
)
def test_a_chinese_name_may_leave_its_town_out(short: str, long: str, without: bool) -> None:
    assert without_town(short, long) is without
