"""Sides of a deal: who signed, by canonical name, and who only stands in the sentence."""

from __future__ import annotations

import pytest

from transform.agreements.find import find_agreements
from transform.agreements.parties import find_parties
from transform.names.nominative import nominative
from transform.names.origin import with_partners
from transform.names.party_rules import party_rules
from transform.names.written import Written
from transform.records import Article, Party
from transform.text.sentences import Sentence, sentences


def sides(language: str, text: str, cue: str) -> list[str]:
    start = text.index(cue)
    return [party.name for party in find_parties(text, (start, start + len(cue)), party_rules(language))]


@pytest.mark.parametrize(
    ("declined", "expected"),
    [
        ("Газпромом", "Газпром"),
        ("Роснефти", "Роснефть"),
        ("Почтой России", "Почта России"),
        ("АвтоВАЗа", "АвтоВАЗ"),
        ("Рольфом", "Рольф"),
        ("Амурхим", "Амурхим"),
        ("Государственной электросетевой корпорацией Китая", "Государственная электросетевая корпорация Китая"),
        ("Банком развития Китая", "Банк развития Китая"),
        ("Китайскими железными дорогами", "Китайские железные дороги"),
        ("Приморским краем", "Приморский край"),
        ("правительством Амурской области", "правительство Амурской области"),
        ("московскими властями", "московские власти"),
        ("городом Хэйхэ", "город Хэйхэ"),
        ("Хэнтай", "Хэнтай"),
        ("Уху Жуйань", "Уху Жуйань"),
        ("Дунху", "Дунху"),
        ("Чжэнье", "Чжэнье"),
        ("Волгагазу", "Волгагаз"),
        ("Лунцзян Банком", "Лунцзян Банк"),
        ("Эксимбанка Китая", "Эксимбанк Китая"),
        ("Мираторгом", "Мираторг"),
        ("Приводом-Т", "Привод-Т"),
        ("Восточным расчётным", "Восточный расчётный"),
        ("РЖД", "РЖД"),
        ("CNPC", "CNPC"),
        ("", ""),
    ],
)
def test_a_russian_name_is_put_into_the_nominative(declined: str, expected: str) -> None:
    assert nominative(declined) == expected


@pytest.mark.parametrize(
    ("language", "text", "cue", "expected"),
    [
        # subject and "with"
        ("en", "COFCO signed a contract with Rusagro in Harbin.", "signed", ["COFCO", "Rusagro"]),
        # the state's possessive, a place in front of a noun, a description
        (
            "en",
            "China's COFCO signed a contract with the Khabarovsk firm DV-Logistik for a warehouse in Dalian.",
            "signed",
            ["COFCO", "DV-Logistik"],
        ),
        # a list after "with"; its members share the preposition
        (
            "en",
            "The Export-Import Bank of China signed loan agreements with VTB, Vnesheconombank and Rosselkhozbank.",
            "signed",
            ["Export-Import Bank of China", "VTB", "Vnesheconombank", "Rosselkhozbank"],
        ),
        # regions sign; the city where they do does not
        (
            "en",
            "Heilongjiang province and Sverdlovsk region signed a memorandum in Yekaterinburg.",
            "signed",
            ["Heilongjiang province", "Sverdlovsk region"],
        ),
        # persons and offices do not
        ("en", "President Vladimir Putin watched as Rosneft and CNPC signed a deal.", "signed", ["Rosneft", "CNPC"]),
        # groups without a name
        (
            "en",
            "Chinese and Russian companies signed contracts.",
            "signed",
            ["Chinese companies", "Russian companies"],
        ),
        # cases, descriptions before the name, the subject behind the verb
        (
            "ru",
            "Контракт с китайской Sany подписала компания «Кузбассразрезуголь».",
            "подписала",
            ["Sany", "Кузбассразрезуголь"],
        ),
        # shares are of a firm that is no side; a bracket holds an address
        (
            "ru",
            "«Полюс» и Zijin (провинция Фуцзянь) подписали соглашение о продаже акций «Вернинского».",
            "подписали",
            ["Полюс", "Zijin"],
        ),
        # an authority keeps its place
        (
            "ru",
            "Договор между правительством Забайкальского края и мэрией Маньчжурии подписан.",
            "подписан",
            ["правительство Забайкальского края", "мэрия Маньчжурии"],
        ),
        ("ru", "Россия и Китай подписали соглашение.", "подписали", ["Россия", "Китай"]),
        ("ru", "Министр Алексей Иванов и Лян Хуэйлин подписали протокол.", "подписали", []),
        # the nation before a transliterated name is no part of it
        ("zh", "中国石油与俄罗斯西伯特拉克公司在克麦罗沃签署合同。", "签署", ["中国石油", "西伯特拉克公司"]),
        # an official name keeps it
        ("zh", "大连港集团与俄罗斯铁路公司签署协议。", "签署", ["大连港集团", "俄罗斯铁路公司"]),
        # legal form and brackets are dropped
        ("zh", "佳木斯电机股份有限公司与西纳拉集团（Sinara）签订合同。", "签订", ["佳木斯电机", "西纳拉集团"]),
        # a description and its quotes go, the name stays
        ("ru", "Группа компаний «Дело» подписала договор с Sinotrans.", "подписала", ["Дело", "Sinotrans"]),
        # "and" inside a ministry's name
        (
            "en",
            "Rosselkhoznadzor signed a protocol with China's Ministry of Agriculture and Rural Affairs.",
            "signed",
            ["Rosselkhoznadzor", "Ministry of Agriculture and Rural Affairs"],
        ),
        # a partner without any mark of a name
        ("zh", "诺里尔斯克镍业公司与厦门建发签订镍供应合同。", "签订", ["诺里尔斯克镍业公司", "厦门建发"]),
        ("zh", "东风与卡玛斯签署协议。", "签署", ["东风", "卡玛斯"]),
        ("zh", "黑龙江省与犹太自治州在哈尔滨签署备忘录。", "签署", ["黑龙江省", "犹太自治州"]),
        # the nation and what a firm is are no part of a name that begins with a Russian place; times end it
        ("zh", "鲁粮集团与俄罗斯秋明谷物公司签署合同。", "签署", ["鲁粮集团", "秋明谷物公司"]),
        ("zh", "甘粮集团与俄罗斯犹太自治州政府签署备忘录。", "签署", ["甘粮集团", "犹太自治州政府"]),
        ("zh", "黑河铭丰集团与俄方的远东渔业签署合同。", "签署", ["黑河铭丰集团", "远东渔业"]),
        ("zh", "来自广东的家电企业佛山海晟与俄零售商“磁石”签下合同。", "签下", ["佛山海晟", "磁石"]),
        ("zh", "海晟汽车上月中旬与乌拉尔租赁签署合同。", "签署", ["海晟汽车", "乌拉尔租赁"]),
        ("zh", "不过海晟国际与中化等签署了备忘录。", "签署", ["海晟国际", "中化"]),
        # but the side's own noun stays with whom it describes, and a common word's trade with it
        ("zh", "中方钾肥谈判小组与乌拉尔钾肥公司达成一致。", "达成", ["中方钾肥谈判小组", "乌拉尔钾肥公司"]),
        ("zh", "龙江粮油与“白鹤”面粉厂签署合同。", "签署", ["龙江粮油", "白鹤面粉厂"]),
        # a body with whose and what it is for
        (
            "ru",
            "Минсельхоз Бурятии подписал меморандум с портом Восточный-2.",
            "подписал",
            ["Минсельхоз Бурятии", "порт Восточный-2"],
        ),
        (
            "ru",
            "Минтранс края подписал протокол с ТПП Новосибирска.",
            "подписал",
            ["Минтранс края", "ТПП Новосибирска"],
        ),
        (
            "ru",
            "Правительство Еврейской автономной области подписало план с отделом сельского хозяйства города Аргунь.",
            "подписало",
            ["Правительство Еврейской автономной области", "отдел сельского хозяйства города Аргунь"],
        ),
        (
            "ru",
            "Хэбэйский институт новых материалов и Ухуское бюро коммерции подписали соглашение с правительством ЕАО.",
            "подписали",
            ["Хэбэйский институт новых материалов", "Ухуское бюро коммерции", "правительство ЕАО"],
        ),
        (
            "ru",
            "Государственный комитет КНР по развитию и реформам и китайский консорциум импортёров подписали договор.",
            "подписали",
            ["Государственный комитет КНР по развитию и реформам", "китайский консорциум импортёров"],
        ),
        (
            "ru",
            "Администрация области и народное правительство Хэйхэ подписали план.",
            "подписали",
            ["Администрация области", "народное правительство Хэйхэ"],
        ),
        # a body or works told by its place
        (
            "en",
            "Harbin Lunda signed a contract with the Izhevsk machine works.",
            "signed",
            ["Harbin Lunda", "Izhevsk machine works"],
        ),
        (
            "en",
            "Ozonik signed a pact with the Guangdong e-commerce association.",
            "signed",
            ["Ozonik", "Guangdong e-commerce association"],
        ),
        (
            "en",
            "Zeya-Soy and Heihe's city government signed an accord.",
            "signed",
            ["Zeya-Soy", "Heihe city government"],
        ),
        (
            "en",
            "Rusagro and Heilongjiang's Department of Commerce signed a roadmap.",
            "signed",
            ["Rusagro", "Heilongjiang Department of Commerce"],
        ),
        (
            "en",
            "The administration of the port of Erenhot and Delo signed a protocol.",
            "signed",
            ["administration of the port of Erenhot", "Delo"],
        ),
        (
            "en",
            "Rosneft and the China Petroleum and Chemical Industry Federation signed a memorandum.",
            "signed",
            ["Rosneft", "China Petroleum and Chemical Industry Federation"],
        ),
        ("zh", "辽宁省商务厅与俄罗斯远东和北极发展部签署备忘录。", "签署", ["辽宁省商务厅", "俄罗斯远东和北极发展部"]),
        ("zh", "中粮国际与阿穆尔农业控股公司签订合同。", "签订", ["中粮国际", "阿穆尔农业控股公司"]),
        ("zh", "乌拉尔钾肥公司与中方采购联合体达成一致。", "达成", ["乌拉尔钾肥公司", "中方采购联合体"]),
        (
            "ru",
            "РЖД и портовая группа провинции Ляонин подписали договор.",
            "подписали",
            ["РЖД", "портовая группа провинции Ляонин"],
        ),
        ("ru", "Дело подписало договор с торговым домом из Гуанчжоу.", "подписало", ["торговый дом из Гуанчжоу"]),
        ("ru", "«Хайлун» и компания из Яньтая заключили договор.", "заключили", ["Хайлун", "компания из Яньтая"]),
        (
            "en",
            "Sinotruk's distributor and Gazprombank Leasing signed an agreement.",
            "signed",
            ["Sinotruk's distributor", "Gazprombank Leasing"],
        ),
        ("zh", "黑龙江省与萨哈（雅库特）共和国签署备忘录。", "签署", ["黑龙江省", "萨哈（雅库特）共和国"]),
    ],
)
def test_the_sides_are_told_from_the_rest(language: str, text: str, cue: str, expected: list[str]) -> None:
    assert sorted(sides(language, text, cue)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("«Томские канаты» и «Цзиньцзян» подписали договор.", False),
        ("«Томские канаты» подписали договор с городом Цзиньцзян.", True),
        ("«Томские канаты» подписали договор с хуньчуньской «Цзиньцзян».", False),
    ],
)
def test_a_quoted_name_beside_another_or_of_another_town_is_a_firm_even_where_it_is_a_town_s(
    text: str, listed: bool
) -> None:
    start = text.index("подписали")
    found = find_parties(text, (start, start + 9), party_rules("ru"))
    assert ("place:jinjiang" in {party.id for party in found}) is listed


def test_one_firm_under_two_names_is_one_side() -> None:
    text = "China Petroleum & Chemical Corp, better known as Sinopec, signed a deal with Sibur."
    found = find_parties(text, (text.index("signed"), text.index("signed") + 6), party_rules("en"))
    assert [party.id for party in found] == ["company:sinopec", "company:sibur"]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("State Grid Corp", "company:state-grid"),
        ("Sinopec Group", "company:sinopec"),
        ("Sinopec Engineering Group", "company:sinopec-engineering"),
        ("Sinopec Catering", None),
        ("Sinopec Corp of Hainan", None),
    ],
)
def test_a_listed_firm_is_known_by_a_longer_form_of_its_name(name: str, listed: str | None) -> None:
    text = f"Rosseti signed a contract with {name}."
    found = find_parties(text, (text.index("signed"), text.index("signed") + 6), party_rules("en"))
    assert [party.id for party in found] == ["company:rosseti", listed]


@pytest.mark.parametrize(
    ("text", "guess", "name", "country"),
    [
        ("«Зерноферт» вышел на биржу. Контракт с «Зернофертом» продлят.", "Зернофертом", "Зерноферт", None),
        ("Груз возьмёт «Лунфэна». Договор продлили с «Лунфэной».", "Лунфэн", "Лунфэна", None),
        ("Договор с далянской группой «Хайлун» действует.", "Хайлун", "Хайлун", "CN"),
        ("С «Кедровым бором» из Хабаровска договорились в мае.", "Кедровый бор", "Кедровый бор", "RU"),
        ("Турецкая Kuzey просила больше.", "Kuzey", "Kuzey", "TR"),
        ("В Шанхае Kuzey просила больше.", "Kuzey", "Kuzey", None),
    ],
)
def test_an_article_tells_the_nominative_and_the_home_of_its_firms(
    text: str, guess: str, name: str, country: str | None
) -> None:
    written = Written([Sentence(field="text", start=0, end=len(text), text=text, paragraph=0)], party_rules("ru"))
    assert written.settled(Party(name=guess)) == Party(name=name, country=country)


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("ru", "Дальнереченский «Кедр-Лес» и китайская «Хэнтай» подписали контракт.", ["RU", "CN"]),
        ("ru", "«Камчатский берег» и компания «Тайсин» из Жунчэна подписали контракт.", ["RU", "CN"]),
        ("ru", "«Ромашка» и гуандунская торговая компания «Юэлань» подписали контракт.", ["RU", "CN"]),
        ("ru", "«Ромашка» и «Лютик» подписали контракт.", [None, None]),
        ("en", "China’s Longxing Tyre signed a contract with Moscow-based Kordex.", ["CN", "RU"]),
        ("en", "Baikal Aqua and Yuelan of Guangdong signed a contract.", ["RU", "CN"]),
        ("en", "Kama Potash Trading signed a contract with Sinofert.", ["RU", "CN"]),
        ("en", "Kama Potash Trading signed a contract with Sinofert. It has one with Shenhuo too.", ["RU", "CN"]),
        ("en", "Zetra signed a contract with Sinofert on plants in Turkey.", [None, "CN"]),
        ("zh", "恒泰木业与俄罗斯凯德尔林业公司签署合同。", ["CN", "RU"]),
    ],
)
def test_a_side_has_the_country_that_stands_beside_it_or_goes_without_saying(
    language: str, text: str, countries: list[str | None]
) -> None:
    article = Article(id="a", title="", text=text, language=language, published="2026-03-03")
    found = with_partners(find_agreements(article, sentences(article), language), language)
    assert [party.country for deal in found for party in deal.parties] == countries


@pytest.mark.parametrize(
    ("language", "text", "cue", "expected"),
    [
        ("ru", "Правительства России и Китая подписали соглашение о мосте.", "подписали", ["Россия", "Китай"]),
        ("ru", "С 1 марта действует российско-китайский протокол о мёде.", "действует", ["Россия", "Китай"]),
        ("ru", "Ветеринарные ведомства двух стран подписали протокол.", "подписали", ["Китай", "Россия"]),
        (
            "ru",
            "В первый день Приморье и провинция Цзилинь подписали соглашение.",
            "подписали",
            ["Приморье", "провинция Цзилинь"],
        ),
        ("en", "The Russian and Chinese governments signed an accord.", "signed", ["Russia", "China"]),
        ("en", "Moscow and Beijing's food watchdogs signed a protocol on honey.", "signed", ["China", "Russia"]),
        ("ru", "Ветеринарные службы Пекина и Москвы подписали протокол.", "подписали", ["Китай", "Россия"]),
        ("en", "Both a China-Russia protocol and a list were signed.", "signed", ["China", "Russia"]),
        ("en", "Separately, the two countries' economy ministries signed a memorandum.", "signed", ["China", "Russia"]),
        ("zh", "中俄两国政府20日签署协定。", "签署", ["中国", "俄罗斯"]),
        ("zh", "两国主管部门签署议定书。", "签署", ["两国主管部门"]),  # as it is written
    ],
)
def test_governments_told_together_are_both_states(language: str, text: str, cue: str, expected: list[str]) -> None:
    assert sides(language, text, cue) == expected
