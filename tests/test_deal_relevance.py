"""A deal between both sides makes a short or local story relevant; other ties don't."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.records import Article

STORIES = {
    "lorries without drivers, which are no drones of war": (
        "ru",
        "Протокол по беспилотникам подписали",
        "Российский и китайский минтрансы подписали протокол о движении беспилотных грузовиков через Полтавку.\n\n"
        "«Дорога открыта технике, а не увольнениям», — заявил замминистра транспорта края.",
        True,
    ),
    "a field on which a university tries a works' machines": (
        "ru",
        "Студенты выведут в поле китайские сеялки",
        "Омский аграрный университет и завод «Дэчжоу» из Цзямусы заключили меморандум об испытательном поле. Вуз отвёл "
        "под него 40 гектаров.\n\nМагистрантов примут на практику в Китае. «Это наука», — сказала проректор вуза.",
        True,
    ),
    "drones of war": (
        "ru",
        "Протокол по беспилотникам подписали",
        "Российское и китайское министерства обороны подписали протокол об учениях с ударными беспилотниками.",
        False,
    ),
    "a protocol on travel that says how many sailings there will be": (
        "zh",
        "黑河明年客船增班",
        "黑河市政府与阿穆尔州政府9日签署2025年度水上旅游合作议定书，全年航班由420班增至500班。",
        True,
    ),
    "a protocol on travel that says how many guests there will be": (
        "ru",
        "Гости из Цзилиня",
        "Министерство туризма Хакасии и департамент культуры и туризма провинции Цзилинь подписали протокол об обменах."
        "\n\nВ плане 12 тысяч организованных туристов за год.",
        True,
    ),
    "an accord on travel for which a pier will be built": (
        "en",
        "Two towns share a river",
        "Blagoveshchensk city hall and the government of China's Heihe signed an accord on tourism on the Amur.\n\n"
        "Each town will build a landing stage and print a map.",
        True,
    ),
    "bodies of culture and travel whose agencies bring the guests": (
        "zh",
        "吉林与哈卡斯商定明年互访",
        "吉林省文化和旅游厅9日与俄罗斯哈卡斯共和国旅游部签署旅游交流议定书。\n\n双方旅行社将互推冬季线路。",
        True,
    ),
    "bodies of culture and travel that lend each other pictures": (
        "zh",
        "吉林与哈卡斯互办画展",
        "吉林省文化和旅游厅9日与俄罗斯哈卡斯共和国文化部签署画展交流议定书。",
        False,
    ),
    "a Russian firm's Chinese builder that has worked in a row of other lands": (
        "ru",
        "Ферму построят к осени",
        "Птицефабрика «Таёжная» в июле подпишет контракт с китайской «Цзинань Чжунмин» на строительство птичников, "
        "рассказал её глава.\n\nФирма из Шаньдуна возвела сорок птичников в Казахстане и Киргизии.",
        True,
    ),
    "a firm of a third land that may be named like a Russian one": (
        "ru",
        "Ферму построят к осени",
        "Птицефабрика «Таёжная» в июле подпишет контракт с китайской «Цзинань Чжунмин» на строительство птичников, "
        "рассказал её глава.\n\nПтицу продают по всему Казахстану.",
        False,
    ),
    "a protocol on travel alone": (
        "ru",
        "Туристы поедут в Хэйхэ",
        "Благовещенск и Хэйхэ подписали протокол о туристических обменах.",
        False,
    ),
    "chambers of commerce that plan their year": (
        "ru",
        "План подписан среди снежных горок",
        "Пермская ТПП и хэйлунцзянские коллеги из CCPIT подписали 9 декабря в Харбине план мероприятий на год.",
        True,
    ),
    "a machine that is artificial and no art": (
        "ru",
        "Сорок «искусственных лёгких» для Сибири",
        "«Сибмедтех» подписал с Weigao контракт на поставку 40 аппаратов.",
        True,
    ),
    "halls that are fitted for a film format": (
        "en",
        "Luna Cinema goes wide",
        "Luna Cinema will fit 12 Russian auditoriums with a Chinese format under an agreement signed with China Film "
        "Wide Screen in Shanghai on Tuesday.\n\nLuna hands over 5% of the gross.",
        True,
    ),
    "a paper whose goods the next sentence tells": (
        "en",
        "One test is enough",
        "China Testing & Survey Group and Neva Standard signed their long-awaited agreement in Beijing on Wednesday. "
        "Reports on toys issued by four Russian laboratories will be taken at face value.",
        True,
    ),
    "a market that shows furs before they are sold": (
        "zh",
        "辽河堡将办紫貂预展",
        "海城市辽河堡皮草市场与俄罗斯北方毛皮公司日前在圣彼得堡签署合作协议：每次拍卖前，样皮先运至辽河堡供验看。",
        True,
    ),
    "a local outlet that doesn't name its own country": (
        "ru",
        "Живой краб поедет в Далянь",
        "Компания «Тихий берег» и далянская «Хайцзя» подписали контракт на поставку живого краба, 900 тонн в год.",
        True,
    ),
    "a Chinese firm's notice": (
        "zh",
        "东江轮胎：签订代工合同",
        "东江轮胎集团8日与俄罗斯涅瓦轮胎公司签订代工合同，每年生产乘用车轮胎90万条，合同金额6亿元。",
        True,
    ),
    "a third country in the headline that goods only pass through": (
        "ru",
        "Метанол поедет через Достык",
        "«Тверь-Химпром» и китайская «Цзиньхуа» подписали контракт на 20 тысяч тонн метанола.\n\nЦистерны пойдут через "
        "Казахстан, станция Достык.",
        True,
    ),
    "a third country whose firms sound otherwise": (
        "ru",
        "Метанол на семь лет вперёд",
        "«Обьгазхим» заключил договор с компанией «Чжэцзян Хаожань» на 600 тыс. тонн метанола в год.\n\nОстальное "
        "завод предложит индийцам.",
        True,
    ),
    "a third country whose firms sound like Russia's": (
        "ru",
        "Метанол на семь лет вперёд",
        "«Обьгазхим» заключил договор с компанией «Чжэцзян Хаожань» на 600 тыс. тонн метанола в год.\n\nЗавод "
        "построили в Казахстане.",
        False,
    ),
    "a film that studios of both countries pay for": (
        "zh",
        "华夏电影与列宁格勒电影制片厂合拍新片",
        "华夏电影15日在北京与列宁格勒电影制片厂签署协议，合拍故事片，总投资8000万元，双方各出一半。影片明年开机。",
        True,
    ),
    "a series that studios make together": (
        "zh",
        "桃园影业与北极光制片厂合作动画",
        "桃园影业与俄罗斯北极光制片厂19日在上海签署26集动画片联合制作协议，后年播出。",
        True,
    ),
    "a series that studios made and show": (
        "zh",
        "桃园影业与北极光制片厂合作动画",
        "桃园影业与俄罗斯北极光制片厂联合制作的动画片19日在上海电影节上首映，观众反响热烈。",
        False,
    ),
    "a series whose co-production unlisted studios sign": (
        "en",
        "Ghosts for children",
        "Northern Lights Studio of Moscow and China's Peach Orchard Pictures signed their co-production of a ten-part "
        "ghost story on Tuesday.",
        True,
    ),
    "a vaccine that one firm makes under another's licence": (
        "ru",
        "Лицензия на вакцину у «Байкалфарма»",
        "«Байкалфарм» и китайская Nantong Vaxin подписали вчера лицензионный договор, по которому вакцину от гриппа "
        "будут выпускать в Иркутской области.",
        True,
    ),
    "a virus that scholars study together": (
        "ru",
        "Вирус изучат вместе",
        "Российские и китайские учёные подписали меморандум об изучении вируса гриппа.",
        False,
    ),
    "satellites that two firms let out": (
        "zh",
        "山海星图与俄“极光”合作卫星物联网",
        "山海星图公司4日在青岛与俄罗斯“极光”卫星公司签署谅解备忘录，拟在卫星物联网领域开展合作。双方将研究地面站共享。",
        True,
    ),
    "satellites whose paths academies study": (
        "zh",
        "中俄科学家合作研究卫星轨道",
        "中国科学院与俄罗斯科学院4日在北京签署备忘录，将联合研究卫星轨道碎片。",
        False,
    ),
    "rights in matches": (
        "en",
        "Chinese football comes to Russian screens",
        "Moscow broadcaster Neva Sport has bought the rights to show the Chinese Super League for three seasons from "
        "China Sports Media, it said on Tuesday. Matches will be shown with Russian commentary.",
        True,
    ),
    "books that are translated and published": (
        "ru",
        "Двадцать романов",
        "Издательство «Лист» и Народное литературное издательство Китая подписали в Пекине договор о переводе и "
        "издании двадцати романов.\n\nГонорары платит российская сторона.",
        True,
    ),
    "takings of matches that are shared": (
        "zh",
        "冰球季前赛落户成都",
        "成都体育产业集团与俄罗斯冰球联盟签署协议，共同举办季前赛，门票和转播收入双方对半分。",
        True,
    ),
    "a festival of films": (
        "zh",
        "列宁格勒电影制片厂影片展映",
        "华夏电影15日在北京与列宁格勒电影制片厂一同举办影片展映，导演与观众见面。",
        False,
    ),
    "two carriers": (
        "en",
        "Aeroflot and China Southern sign codeshare",
        "Aeroflot and China Southern Airlines signed a codeshare agreement in Guangzhou on Thursday.",
        True,
    ),
    "an English note whose Russian firm bears a place of Russia": (
        "en",
        "Tyre moulds for the Kama",
        "Kama-Shina and Qingdao Leiming signed a contract for 60 tyre moulds on Monday, the Chinese firm said.",
        True,
    ),
    "an English note of a third country's firm": (
        "en",
        "Tyre moulds for Mirov",
        "Mirov-Shina and Qingdao Leiming signed a contract for 60 tyre moulds on Monday, the Chinese firm said.",
        False,
    ),
    "a partner whose country shows elsewhere": (
        "ru",
        "Завода не будет",
        "«Тихий берег» и «Хайцзя» расторгли контракт на поставку краба.\n\nДеньги китайского партнёра возвращены.",
        True,
    ),
    "only the foreign side named": (
        "ru",
        "Уголь поедет в Сямэнь",
        "Договор с китайским трейдером ITG подписан на прошлой неделе, его сумма — около 31 млрд рублей.",
        True,
    ),
    "a contract over goods of no list": (
        "ru",
        "Вода отправится в Гуандун",
        "«Тихий берег» и гуандунская «Юэлань» подписали контракт на 40 млн бутылок.",
        True,
    ),
    "a firm of no list where a third country is spoken of": (
        "ru",
        "Индустриальный парк расширяется",
        "Белорусский экспорт в Китай вырос на 12%.\n\n"
        "«Светлый завод» ведёт переговоры с Weichai о совместном предприятии, а с Эксимбанком Китая заключил "
        "договор о кредите.",
        False,
    ),
    "a firm that sells a third country's goods": (
        "ru",
        "Праворульных машин стало больше",
        "Через порт ввезли 12 тысяч машин из Японии.\n\n"
        "«Мазда Соллерс» подписала с дилером «Тихая гавань» контракт на 900 кроссоверов.\n\n"
        "Китайских машин на рынке почти нет.",
        False,
    ),
    "a river's shipping": (
        "zh",
        "界河疏浚任务敲定",
        "黑龙江航务管理局与俄罗斯阿穆尔流域水道管理局13日签署界河航道疏浚议定书。",
        True,
    ),
    "a lease whose Chinese side is only called so": (
        "ru",
        "Холодильник в Зарубине сдадут китайской компании",
        "Те же «Крабы Сахалина» и «Хунхай» подписали договор аренды: "
        "китайская компания на пять лет получит холодильник.",
        True,
    ),
    "an order from a named town, its buyer a firm of no list": (
        "ru",
        "На «Сибвагон» привезли первые колёсные пары",
        "Контракт на поставку колёсных пар из Чанчуня начал исполняться: «Сибвагон» получил 300 штук.",
        True,
    ),
    "both sides told by the headline alone": (
        "ru",
        "«Даляньская паромная» уходит из Владивостока",
        "Линия отказалась от причала и досрочно прекратила соглашение с портом, подписанное прошлым летом.",
        True,
    ),
    "a bank whose name begins like the moon": (
        "ru",
        "Амурбанк занял у Лунхэ-банка 50 млн юаней",
        "Амурбанк и харбинский Лунхэ-банк подписали соглашение о кредитной линии на 50 млн юаней сроком на год.",
        True,
    ),
    "a correction whose Russian side shows by its money": (
        "en",
        "Correction: Omskvagon axle contract",
        "Our report of December 9 on the contract between Omskvagon and Taiyuan Axle gave a wrong value. "
        "The order is worth $1.6 million, or 90 million roubles, not $16 million.",
        True,
    ),
    "what became of a deal, its firm known by the headline's land": (
        "ru",
        "Китайские краны вышли на причал",
        "Контракт с «Хэнли» исполняется: «Устьпорт» получил три крана.",
        True,
    ),
    "a denial of two firms": (
        "ru",
        "Покупателя не искали",
        "В амурском «Кедрпроме» опровергли сообщения о переговорах с харбинской «Лунфэн».",
        True,
    ),
    "drones under contract": (
        "ru",
        "Беспилотники собрали под Тверью",
        "Тверской «Аэролёт» и шэньчжэньская «Ланьфэй» подписали контракт на сборку сельхозтехники на 90 млн юаней.",
        True,
    ),
    "farm drones": (
        "en",
        "Lanfei may put drones over Don fields",
        "China's Lanfei is in talks with Russian farm supplier Aerolot on 300 crop drones.",
        True,
    ),
    "drones that spray fields, in Russian": (
        "ru",
        "Беспилотники выйдут в поле",
        "Тверской «Аэролёт» ведёт переговоры с шэньчжэньской «Ланьфэй» о сельскохозяйственных беспилотниках.",
        True,
    ),
    "drones that spray fields, in Chinese": (
        "zh",
        "无人机飞向俄罗斯农田",
        "深圳蓝飞公司正与俄罗斯航空飞行公司洽谈300架植保无人机。",
        True,
    ),
    "a deal with a third country's news beside it": (
        "zh",
        "国内联播快讯",
        "公安部与澳门特别行政区政府签署的协议自5月16日起生效。\n\n俄罗斯代表团访问北京。",
        False,
    ),
    "two firms of one country": (
        "ru",
        "Контракт на топливо",
        "«Тихий берег» и «Роснефть» подписали контракт на топливо. В Казахстан оно не пойдёт.",
        False,
    ),
    "museums": (
        "en",
        "Hermitage and Palace Museum agree on exhibitions",
        "The Hermitage and the Palace Museum of Beijing signed a memorandum on exhibitions of paintings on Thursday.",
        False,
    ),
    "a third country's partner": (
        "ru",
        "Китайская компания построит порт",
        "Китайская COSCO и казахстанская «Самрук» подписали контракт на строительство терминала в Актау.",
        False,
    ),
    "a third country's deals, whoever is known": (
        "ru",
        "Узбекистан и Китай договорились о дороге",
        "По итогам встречи в Ташкенте подписаны 12 соглашений. Среди них — контракт «Навоийхлопка» с китайской CMC на "
        "40 млн долларов.\n\nПекин работает и с другими соседями, включая Россию, отмечают эксперты.",
        False,
    ),
    "a club's player": (
        "zh",
        "俄罗斯前锋加盟",
        "东江足球俱乐部与俄罗斯前锋签订两年合同，他将身披9号球衣。",
        False,
    ),
    "a deal of old times": (
        "zh",
        "毛皮换茶叶：边城旧事",
        "1851年，晋商与俄商签订供货合同，茶叶自此成箱北运。1868年又立一约。\n\n1903年铁路修通，商号陆续歇业。",
        False,
    ),
    "a greeting that wishes for ties": (
        "zh",
        "国家元首致电祝贺俄罗斯总统当选",
        "中方高度重视中俄关系，愿同俄方一道加强沟通，推动双方关系与各领域合作持续发展，造福两国和两国人民。",
        False,
    ),
    "a speech to many countries": (
        "zh",
        "多国论坛开幕，主旨演讲宣布八项举措",
        "中方将设立电商先行区，同更多国家商签投资保护协定。丝绸基金将支持更多项目。\n\n"
        "俄罗斯、塞尔维亚、老挝、智利、肯尼亚等国领导人出席开幕式。与会各方高度评价演讲。晚上举行文艺演出和宴会。",
        False,
    ),
    "a firm with the Far East in its name": (
        "zh",
        "远东缆业：关于中标海上风电项目的公告",
        "远东缆业股份有限公司近日收到《中标通知书》，确认中标海底电缆采购及敷设项目，中标金额合计7.2亿元。合同尚未签署。",
        False,
    ),
    "a model's contract": (
        "ru",
        "Модель из Шанхая вышла замуж",
        "Пара подписала документы о браке. В 2010 году девушка подписала контракт с агентством Star Faces и стала "
        "лицом дома Lumiere. Свадьбу сыграют в Москве и в Китае.",
        False,
    ),
    "a paper of navies": (
        "en",
        "China and Russia open naval drill",
        "China and Russia opened a naval drill off Vladivostok on Monday. The two navies signed an agreement on joint "
        "patrols in the Sea of Japan.",
        False,
    ),
    "an end told of two firms whose countries stand only around it": (
        "en",
        "No looms from the old mill after all",
        "Volga Flax and Longtai have terminated their joint venture in Kostroma by mutual consent, the Russian spinner "
        "said on Wednesday.\n\nThe roof would have cost too much. Their 48 million yuan contract for yarn stands.",
        True,
    ),
    "a digest with a third country's deal": (
        "ru",
        "Вечерний выпуск новостей",
        "Смотрите в выпуске: с Индией подписаны важные документы; в Москве началась прививочная кампания; Россия и "
        "Китай провели матч по хоккею.",
        False,
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_deal_decides(name: str) -> None:
    language, title, text, relevant = STORIES[name]
    article = Article(id=name, title=title, text=text, language=language, published="2025-12-12")
    assert analyse(article).relevant is relevant


@pytest.mark.parametrize(
    ("title", "text", "relevant"),
    [
        (
            "Vladivostok and Dalian to open a joint laboratory",
            "Far Eastern Federal University and Dalian Maritime University signed an agreement on Monday to set up a "
            "joint hull-testing laboratory in Vladivostok.",
            True,
        ),
        (
            "Иркутский вуз и университет Чанчуня откроют институт",
            "Иркутский технический университет и Чанчуньский университет подписали соглашение о создании совместного "
            "горного института. Первый набор — 90 студентов.",
            True,
        ),
        ("中俄高校共建学院", "长春理工大学与俄罗斯伊尔库茨克理工大学12日签署协议，共同举办联合矿业学院。", True),
        (
            "Students of Irkutsk to spend a term in Changchun",
            "Irkutsk State University and Changchun University signed an agreement on Monday to exchange 30 students "
            "of literature a year.",
            False,
        ),
        (
            "Иркутск и Чанчунь будут вместе учить языку",
            "Иркутский технический университет и Чанчуньский университет подписали соглашение о создании совместного "
            "института русского языка.",
            False,
        ),
    ],
    ids=["a laboratory", "институт", "学院", "an exchange", "язык"],
)
def test_seats_of_learning_do_business_where_they_found_something(title: str, text: str, relevant: bool) -> None:
    article = Article(id="1", title=title, text=text, published="2025-06-20")
    assert analyse(article).relevant is relevant


def test_a_deal_is_kept_by_its_own_sentence_whoever_else_stands_near() -> None:
    text = (
        "China's Dongling Auto is negotiating with the Kama Car Assembly Plant to build two sport utility vehicles at "
        "its site in Tatarstan, people said.\n\nThe factory has stood still since its European partner left in May."
    )
    article = Article(id="1", title="Dongling in talks to build cars on the Kama", text=text, published="2025-06-20")
    assert analyse(article).relevant
