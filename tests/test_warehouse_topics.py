"""What a deal is about: the words of goods and fields in each language, and words that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse_batches import NOW
from transform.records import Party
from warehouse.register.reading import Reading
from warehouse.topics import topics

CARDS = Path(__file__).parent / "cards" / "topics.txt"
#: How each language says that a good is dealt in.
DEALS = {
    "en": "They signed a contract to supply {} this year.",
    "ru": "Стороны подписали контракт о поставке {} до конца года.",
    "zh": "双方签署{}供货合同。",
}


def told(kind: str, phrase: str, language: str) -> frozenset[str]:
    content = topics(DEALS[language].format(phrase), language)
    return content.goods if kind == "goods" else content.field


def cards() -> list[tuple[str, str, str, list[str]]]:
    """The kind of a topic, its name, a language and its phrases there."""
    found, kind = [], ""
    for line in CARDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            topic, *languages = line.split(" | ")
            found += [(kind, topic, tongue, words.split("; ")) for tongue, words in zip(DEALS, languages, strict=True)]
    return found


@pytest.mark.parametrize("language", DEALS)
def test_a_topic_is_told_by_the_words_of_each_language(language: str) -> None:
    own = [(kind, topic, phrases) for kind, topic, tongue, phrases in cards() if tongue == language]
    said = [
        (topic, phrase)
        for kind, topic, phrases in own
        for phrase in phrases
        if topic not in told(kind, phrase, language)
    ]
    assert said == []


@pytest.mark.parametrize(
    ("quote", "language", "goods", "field"),
    [
        ("Ленинградская область подписала соглашение.", "ru", set(), set()),  # no flax
        ("Контракт на 3000 метров подписан.", "ru", set(), set()),  # no metro
        (
            "继集装箱设备之后，双方又签署两艘渡船建造合同，供该航线使用。",
            "zh",
            {"ships"},
            {"construction", "shipping_line"},
        ),
        ("Соглашение решит, как на остров будут попадать торговцы и грузовики.", "ru", set(), set()),
        ("An accord on the passage of trucks.", "en", set(), set()),
        ("Протокол о мороженых дикоросах.", "ru", {"berries"}, set()),  # no ice cream
        ("Протокол о мороженом мясе птицы.", "ru", {"chicken"}, set()),
        ("Контракт на мороженого краба и мороженое.", "ru", {"crab", "ice_cream"}, set()),
        ("A protocol on camelina meal was signed.", "en", {"camelina", "feed"}, set()),  # neither camels nor flax
        ("俄罗斯亚麻荠粕输华议定书", "zh", {"camelina", "feed"}, set()),
        ("与荞麦议定书同日签署的蜂蜜议定书尚未生效。", "zh", {"honey"}, set()),  # only beside which it was signed
        ("与俄方同日签署的荞麦、蜂蜜议定书", "zh", {"buckwheat", "honey"}, set()),
        ("An agreement on the exchange of students.", "en", set(), {"education"}),  # no stock exchange
        ("A joint laboratory for catalysts.", "en", {"catalysts"}, {"science"}),  # no labour
        ("Контракт на говяжью печень.", "ru", {"beef"}, set()),  # no biscuits
        ("双方就糖尿病药物签约。", "zh", {"medicines"}, set()),  # no sugar
        ("该码头订购三台轮胎吊。", "zh", set(), {"terminal"}),  # no tyres
        ("山东海联硫化机供货合同", "zh", set(), set()),  # no sulphur
        ("与国家开发银行签署协议", "zh", set(), set()),  # no silver
        ("乳腺癌药物许可协议", "zh", {"medicines"}, set()),  # no milk
        ("Раунд переговоров пройдёт после Нового года по лунному календарю.", "ru", set(), set()),  # no moon
        ("Talks will resume after the Lunar New Year.", "en", set(), set()),
        ("A contract on lunar instruments.", "en", {"satellites"}, set()),
        ("Львиную долю контракта составит масло.", "ru", set(), set()),  # no stake
        ("A hall in the bonded zone, booked for a year.", "en", set(), set()),  # neither bonds nor books
        ("An agreement on raising flows through the line.", "en", set(), set()),  # no raisins
        ("Honeywell licensed a 400-horsepower engine.", "en", {"engines"}, set()),  # neither honey nor horses
        ("Роялти по лицензии и поездка в Чанша.", "ru", set(), set()),  # no pianos, no railway
        ("Перецепка у котлована займёт час.", "ru", set(), set()),  # no peppers, boilers or loans
        ("Bonds, books, raisins and horses.", "en", {"grapes", "horse"}, {"listing", "culture"}),
        ("Рояли, котлы и перец поездом.", "ru", {"music_instruments", "boilers", "cabbage"}, {"rail"}),
        ("双方将在克麦罗沃共建采煤机维修和培训基地。", "zh", set(), {"repair"}),  # what is repaired there is not sold
        ("采购破碎机并提供维修服务的合同。", "zh", {"mining_machines"}, {"repair"}),
        ("Договор на станки шарошечного бурения.", "ru", {"machine_tools", "oil_equipment"}, set()),  # as 钻机
        ("An order for rotary blasthole rigs.", "en", {"oil_equipment"}, set()),
        ("Договорились построить базу ремонта тракторов и комбайнов.", "ru", set(), {"repair"}),
        ("Контракт на десять тракторов и их ремонт.", "ru", {"tractors"}, {"repair"}),
        ("They will set up a tractor service centre near Omsk.", "en", set(), {"repair"}),
        ("A base to repair and test tractors will be built.", "en", set(), {"repair"}),
        ("A contract to supply tractors to the repair centre in Omsk.", "en", {"tractors"}, {"repair"}),
        ("Завод не вёл переговоров, заявил «Невскому станку» директор.", "ru", set(), set()),  # where he spoke
        ("Контракт на уголь подписан, пишет «Лесная газета».", "ru", {"coal"}, set()),
        ("Контракт подписал директор «Угля Кузбасса».", "ru", {"coal"}, set()),
        ("A contract was signed, a manager told Oilseed & Meal Daily.", "en", set(), set()),
        ("双方签约，公司负责人对《煤炭周报》表示。", "zh", set(), set()),
        ("双方签署《大豆贸易协议》。", "zh", {"soy"}, set()),
        ("They will supply lithium iron phosphate packs.", "en", {"batteries", "lithium"}, set()),  # no fertiliser
        ("双方签署高乳脂冰淇淋供货协议。", "zh", {"ice_cream"}, set()),  # 说的是含脂量
        ("鄂木斯克一家电缆企业与青岛一家电池企业签约。", "zh", {"cables", "batteries"}, set()),  # no 家电
        ("Договор череповецких химиков на поезд аммофоса.", "ru", {"fertilizer"}, {"rail"}),  # who they are
        ("被称为通信巨头的企业签署木材合同。", "zh", {"timber"}, set()),
        ("Протокол о пивоваренном солоде подписан.", "ru", {"yeast"}, set()),  # no beer
        ("双方签署啤酒大麦麦芽供货协议。", "zh", {"yeast", "barley"}, set()),
        ("They signed a protocol on beer malt exports.", "en", {"yeast"}, set()),
        ("签约供应两套汽轮发电机组。", "zh", {"turbines", "generators"}, set()),
    ],
)
def test_words_that_only_look_like_a_topic_tell_none(
    quote: str, language: str, goods: set[str], field: set[str]
) -> None:
    content = topics(quote, language)
    wrong = {"stake", "listing", "culture", "rail", "credit"} - field
    assert (content.goods, content.field & (field | wrong)) == (goods, field)


def test_what_is_written_small_is_no_name_of_a_side() -> None:
    sides = (Party(name="Yakutsk Helium", country="RU"),)
    assert topics("Yakutsk Helium will supply liquid helium to Guangzhou.", "en", sides).goods == {"helium"}
    assert topics("Yakutsk Helium signed an agreement.", "en", sides).goods == frozenset()


@pytest.mark.parametrize(
    ("quote", "language", "number"),
    [
        ("装机45万千瓦", "zh", "450"),
        ("a 450-megawatt wind farm", "en", "450"),
        ("мощностью 1,5 ГВт", "ru", "1500"),
        ("装机150万千瓦", "zh", "1500"),
        ("200万平方米", "zh", "2000000"),
        ("2 million square metres", "en", "2000000"),
        ("年送电45亿千瓦时", "zh", "4500000000"),
    ],
)
def test_a_number_is_one_however_it_is_counted(quote: str, language: str, number: str) -> None:
    assert topics(quote, language).numbers == {number}


def test_what_a_side_is_known_to_make_is_not_what_its_deal_is_about() -> None:
    told = topics("The world's largest producer of titanium and magnesium signed a contract for tungsten ore.", "en")
    assert told.goods == {"tungsten"}
    assert topics("A supplier of coal signed a deal with a power plant.", "en").goods == {"coal"}


@pytest.mark.parametrize(
    ("quote", "language", "goods"),
    [
        ("Завод и пекинский станкостроитель заключили контракт на прессовые линии.", "ru", {"presses"}),
        ("Контракт подпишут в марте, заявил министр сельского хозяйства.", "ru", set()),
        ("The contract will be signed in March, the agriculture minister said.", "en", set()),
        ("农业农村部长说，双方将签署合同。", "zh", set()),
        ("双方就集装箱平车签署合同。", "zh", {"rolling_stock", "containers"}),  # cars for them
        ("They signed a contract for container flatcars.", "en", {"rolling_stock", "containers"}),
        ("One of China's biggest pulp and paper traders will buy titanium.", "en", {"titanium"}),
        ("Один из крупнейших торговцев целлюлозой и бумагой купит титан.", "ru", {"titanium"}),
    ],
)
def test_a_maker_and_a_minister_tell_no_goods(quote: str, language: str, goods: set[str]) -> None:
    content = topics(quote, language)
    assert (content.goods, "agriculture" in content.field) == (goods, False)


@pytest.mark.parametrize(
    ("quote", "language", "years"),
    [
        ("Стороны подписали договор на поставку технического углерода в 2026 году.", "ru", {2026}),
        ("The two signed a contract for the supply of carbon black in 2026.", "en", {2026}),
        ("Завод, который построили в 2026 году, поставляет углерод.", "ru", set()),
        ("Стороны подписали протокол на навигацию-2026.", "ru", {2026}),
        ("Стороны подписали протокол на навигацию 2026 года.", "ru", {2026}),
        ("两国交通部签署2027年国际货物运输许可证交换议定书。", "zh", {2027}),
    ],
)
def test_the_year_that_goods_are_delivered_in_is_the_deal_s_term(quote: str, language: str, years: set[int]) -> None:
    assert topics(quote, language).terms == years


@pytest.mark.parametrize(
    ("quote", "language", "field"),
    [
        ("港方与船公司将签署备忘录，为其航线保留固定靠泊窗口。", "zh", {"port", "shipping_line"}),
        ("双方签署协议，每周在该航线上互换400标箱舱位。", "zh", {"shipping_line", "slots"}),
        ("双方签署协议，将在春季开通直飞喀山的航线。", "zh", {"flights"}),
        ("По меморандуму суда получат фиксированные окна постановки к причалу.", "ru", {"port"}),
        ("They signed a memorandum on berthing windows.", "en", {"port"}),
    ],
)
def test_a_line_is_one_by_sea_where_ships_are_spoken_of_and_a_berthing_window_is_no_goods(
    quote: str, language: str, field: set[str]
) -> None:
    content = topics(quote, language)
    assert (content.field, "windows" in content.goods) == (field, False)


@pytest.mark.parametrize("publisher", ["", "Wire", "Metals Desk"])
def test_a_deals_goods_are_those_of_its_sentence_whatever_its_outlet_is_called(publisher: str) -> None:
    quote = "Rosneft signed a contract on soybeans with COFCO, a source told Metals Desk."
    reading = Reading(
        mention_id=1, article_id="a", story_id="s", publisher=publisher, language="en", title="", url="", quote=quote,
        reported_at=NOW, field="text", start=0, end=len(quote), status="signed", type="contract",
        new=True, count=1, parties=(), sectors=(), subjects=(), signed_on=None, place=None, place_id=None, event=None,
        value=None, unit=None, text=quote,
    )  # fmt: skip
    assert "soy" in reading.topics.goods
