"""One deal told in two sentences, in two weeks or by whoever runs the town: it stays one row, and two deals two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, read_row, tell
from transform.records import Party
from warehouse.load import load
from warehouse.register.one_side import land_of, of_one_group
from warehouse.sides.sides import sides

DALIAN = Party(name="大连机床", country="CN", id="company:dalian-machine")
GENERTEC = Party(name="Genertec", country="CN", id="company:genertec")
CRRC = Party(name="CRRC", country="CN", id="company:crrc")
GANSU, KOMI = Party(name="甘肃省", country="CN", id="CN-GS"), Party(name="Республика Коми", country="RU", id="RU-KO")
AMUR = Party(name="Amur Tractors", country="RU")
HENGDA = Party(name="Hengda Diesel", country="CN")
FIRST = "Amur Tractors and Hengda Diesel signed a contract for 900 engines."


def second(quote: str, **fields: object) -> object:
    return deal(quote=quote, **{"parties": (AMUR, HENGDA), "type": "agreement", **fields})


def test_a_year_ago_it_was_one_contract_founds_no_row_beside_the_sum(tmp_path: Path) -> None:
    total = deal(quote="Amur firms signed four contracts at the fair.", parties=(), type="contract", count=4)
    order = deal(quote="Amur Tractors bought 600 axles from Hengda Diesel.", parties=(AMUR, HENGDA), type="agreement")
    before = second("Last year the region brought one contract home.", type="contract", new=False)
    store = open_store(tmp_path)
    load(store, batch(article("a", text=FIRST, facts=(total, order, before)), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


@pytest.mark.parametrize("days", [("16", "17"), ("17", "16")])
def test_a_headline_of_two_countries_takes_no_firms_out_of_the_row(tmp_path: Path, days: tuple[str, str]) -> None:
    store = open_store(tmp_path)
    countries = (Party(name="Россия", country="RU", id="RU"), Party(name="Китай", country="CN", id="CN"))
    told = {"type": "contract", "value": Decimal(180_000_000), "unit": "CNY", "signed_on": "2026-07-15"}
    for day, parties in zip(days, (countries, (AMUR, HENGDA)), strict=True):
        tell(store, f"a{day}", f"2026-07-{day}T08:00:00Z", parties=parties, quote=FIRST, **told)
    assert store.execute("SELECT list_transform(parties, p -> p.name) FROM agreement").fetchall() == [
        (["Amur Tractors", "Hengda Diesel"],)
    ]


@pytest.mark.parametrize(("town", "rows"), [("place:zabaikalsk", 1), ("place:vladivostok", 2)])
def test_a_town_signs_for_its_province_with_the_same_partner(tmp_path: Path, town: str, rows: int) -> None:
    store = open_store(tmp_path)
    partner = Party(name="Manzhouli", country="CN", id="place:manzhouli")
    quote = "They signed the protocol on the road crossing."
    province = Party(name="Забайкальский край", country="RU", id="RU-ZAB")
    tell(store, "a", "2026-07-16T08:00:00Z", type="protocol", parties=(province, partner), quote=quote)
    other = Party(name="Town", country="RU", id=town)
    tell(store, "b", "2026-07-17T08:00:00Z", type="protocol", parties=(other, partner), quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("day", "value", "rows"), [("10", 180, 1), ("10", 320, 2), ("09", 180, 2)])
def test_a_monday_read_as_the_next_one_makes_no_second_deal(tmp_path: Path, day: str, value: int, rows: int) -> None:
    store = open_store(tmp_path)
    told = {"parties": (AMUR, HENGDA), "unit": "CNY", "type": "contract"}
    tell(store, "a", "2026-08-04T08:00:00Z", quote=FIRST, signed_on="2026-08-03", value=Decimal(180), **told)
    tell(store, "b", "2026-08-10T08:00:00Z", quote=FIRST, signed_on=f"2026-08-{day}", value=Decimal(value), **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("value", "unit", "rows"), [(50, "USD", 1), (365, "CNY", 1), (90, "USD", 2)])
def test_a_review_of_the_month_that_converts_the_sum_recalls_the_deal(
    tmp_path: Path, value: int, unit: str, rows: int
) -> None:
    store = open_store(tmp_path)
    told = {"parties": (AMUR, HENGDA), "type": "contract", "quote": FIRST}
    tell(store, "a", "2024-12-05T08:00:00Z", value=Decimal(365_000_000), unit="CNY", **told)
    tell(store, "b", "2024-12-29T08:00:00Z", value=Decimal(value * 1_000_000), unit=unit, **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def test_a_plan_of_measures_is_one_whether_it_is_called_a_roadmap_or_not(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    told = {"parties": (GANSU, KOMI), "sectors": ()}
    tell(
        store, "a", "2024-05-22T08:00:00Z", type="roadmap", quote="甘肃省与科米共和国签署2024至2026年行动计划。", **told
    )
    quote = "Коми и Ганьсу подписали план совместных действий до 2026 года."
    tell(store, "b", "2024-05-23T08:00:00Z", type="agreement", quote=quote, **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


@pytest.mark.parametrize(("goods", "rows"), [("Металл", 1), ("Рыбу", 2)])
def test_metal_is_told_for_the_aluminium_of_the_days_before(tmp_path: Path, goods: str, rows: int) -> None:
    first = (
        "«Вятка-Лом» договорилась продавать по 60 тыс. тонн алюминия в год ланьчжоуской «Ганьсу Луван», контракт на "
        "три года подписали при губернаторе."
    )
    again = f"{goods} в тот же город повезёт «Вятка-Лом», она двумя днями раньше договорилась с «Луван»."
    store = open_store(tmp_path)
    told = [
        {"id": key, "url": key, "title": "", "text": text, "published": day, "language": "ru", "publisher": key}
        for key, text, day in (("a", first, "2026-01-14"), ("b", again, "2026-01-16"))
    ]
    load(store, batch(*(read_row(one, screen=False) for one in told), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("other", "one"), [(GENERTEC, True), (CRRC, False)])
def test_a_group_and_its_firm_are_no_two_partners_of_one_deal(other: Party, one: bool) -> None:
    firm, group = sides((DALIAN, other), ())
    assert of_one_group(firm, group) is of_one_group(group, firm) is one


@pytest.mark.parametrize(("firm", "rows"), [("Jiusan, дочерняя компания «Бэйдахуана»,", 1), ("COFCO", 2)])
def test_what_a_group_planned_its_firm_may_sign(tmp_path: Path, firm: str, rows: int) -> None:
    plan = (
        "«Хинганская соя» и китайская «Бэйдахуан» подпишут в марте соглашение о совместном маслоэкстракционном заводе."
    )
    news = f"«Хинганская соя» и {firm} подписали 18 марта в Харбине соглашение о создании СП для переработки сои."
    told = [
        {"id": key, "title": "", "text": text, "published": day, "language": "ru", "publisher": key}
        for key, text, day in (("a", plan, "2026-01-14"), ("b", news, "2026-03-19"))
    ]
    store = open_store(tmp_path)
    load(store, batch(*(read_row({**one, "url": one["id"]}, screen=False) for one in told), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("status", "value", "rows"),
    [("negotiating", 190, 1), ("planned", 190, 1), ("negotiating", 320, 2), ("signed", 190, 2)],
)
def test_a_sum_talked_of_beforehand_is_no_other_where_it_is_near(
    tmp_path: Path, status: str, value: int, rows: int
) -> None:
    store = open_store(tmp_path)
    told = {"parties": (CRRC, Party(name="Sinara", country="RU", id="company:sinara")), "unit": "CNY"}
    quote = "CRRC and Sinara were heard of."
    tell(store, "a", "2026-02-04T08:00:00Z", quote=quote, status=status, type="agreement", value=Decimal(180), **told)
    tell(store, "b", "2026-08-10T08:00:00Z", quote=FIRST, type="contract", value=Decimal(value), **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


FESCO = Party(name="FESCO", country="RU", id="company:fesco")
NINGBO = Party(name="порт Нинбо-Чжоушань", country="CN", id="port:ningbo-zhoushan")
YARD = Party(name="Синьлун Док", country="CN")


@pytest.mark.parametrize(
    ("name", "rows"),
    [("Ляонин порт", 2), ("Порт Инкоу", 2), ("порт Нинбо", 1)],
    ids=["province", "town", "its own"],
)
def test_the_ports_of_two_lands_are_two_partners_though_a_list_has_the_one_only(
    tmp_path: Path, name: str, rows: int
) -> None:
    store = open_store(tmp_path)
    quote = "FESCO и порт подписали соглашение о линии во Владивосток."
    for day, port in (("16", NINGBO), ("17", Party(name=name, country="CN"))):
        tell(store, f"a{day}", f"2026-07-{day}T08:00:00Z", type="agreement", parties=(FESCO, port), quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def test_a_town_s_port_and_the_listed_firm_that_runs_it_are_one_side(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    port = Party(name="摩尔曼斯克海港", country="RU", id="port:murmansk")
    firm = Party(name="Мурманский морской торговый порт", country="RU", id="company:murmansk-mtp")
    for day, side, partner in (("16", port, "青岛港务控股"), ("17", firm, "Qingdao Port Holding")):
        parties = (side, Party(name=partner, country="CN"))
        tell(store, f"a{day}", f"2026-07-{day}T08:00:00Z", type="memorandum", parties=parties, quote="Подписано.")
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


def test_an_article_that_tells_the_row_s_deal_beside_tells_another_with_another_partner(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    quote = "FESCO и порт Нинбо-Чжоушань подписали соглашение о линии во Владивосток."
    tell(store, "a", "2026-07-16T08:00:00Z", type="agreement", parties=(FESCO, NINGBO), quote=quote)
    yard = deal(
        quote="FESCO и «Синьлун Док» подписали соглашение о линии во Владивосток.",
        type="agreement",
        parties=(FESCO, YARD),
    )
    port = deal(
        quote="Днём раньше группа подписала соглашение с портом Нинбо-Чжоушань.",
        type="agreement",
        parties=(FESCO, NINGBO),
    )
    one = article("b", text=f"{yard.quote} {port.quote}", facts=(yard, port), published="2026-07-17T08:00:00Z")
    load(store, batch(one, key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(2,)]


def test_papers_that_nobody_counts_found_no_row_beside_two_that_their_article_tells(tmp_path: Path) -> None:
    quotes = (
        "China and Russia signed papers in Beijing.",
        "Rosatom signed a protocol with CNNC on pears.",
        "The two also signed a protocol on cobalt.",
    )
    states = (Party(name="China", country="CN", id="CN"), Party(name="Russia", country="RU", id="RU"))
    facts = (
        deal(quote=quotes[0], type="agreement", count=None, parties=states),
        deal(quote=quotes[1], type="protocol"),
        deal(quote=quotes[2], type="protocol"),
    )
    store = open_store(tmp_path)
    load(store, batch(article("a", text=" ".join(quotes), facts=facts), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


def test_a_deal_whose_article_counts_it_first_is_known_again_by_the_next_batch(tmp_path: Path) -> None:
    quotes = (
        "Rosatom signed two contracts on Tuesday.",
        "Rosatom and CNNC signed a contract for pears.",
        "Rosatom and Sany signed a contract for cranes.",
    )
    sany = (Party(name="Rosatom", country="RU"), Party(name="Sany", country="CN"))
    facts = (
        deal(quote=quotes[0], type="contract", count=2, parties=sany[:1]),
        deal(quote=quotes[1], type="contract"),
        deal(quote=quotes[2], type="contract", parties=sany),
    )
    store = open_store(tmp_path)
    load(store, batch(article("a", text=" ".join(quotes), facts=facts), key="a"), now=NOW)
    for key, fact in (("b", facts[1]), ("c", facts[2])):
        load(store, batch(article(key, text=fact.quote, facts=(fact,)), key=key), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


def test_papers_of_another_side_are_a_row_beside_those_that_a_digest_tells(tmp_path: Path) -> None:
    quotes = (
        "Rosatom signed a protocol with CNNC on pears.",
        "The two also signed a protocol on cobalt.",
        "Sibexport signed memorandums with councils of Gansu.",
    )
    facts = (
        deal(quote=quotes[0], type="protocol"),
        deal(quote=quotes[1], type="protocol"),
        deal(quote=quotes[2], type="memorandum", count=None, parties=(Party(name="Sibexport", country="RU"),)),
    )
    store = open_store(tmp_path)
    load(store, batch(article("a", text=" ".join(quotes), facts=facts), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(3,)]


@pytest.mark.parametrize(("status", "rows"), [("planned", 1), ("signed", 2)])
def test_a_planned_venture_is_signed_whatever_goods_each_report_dwells_on(
    tmp_path: Path, status: str, rows: int
) -> None:
    store = open_store(tmp_path)
    told = {"parties": (AMUR, HENGDA), "type": "joint_venture"}
    tell(store, "a", "2026-03-10T08:00:00Z", status=status, quote="Their venture will make tractors in Amursk.", **told)
    tell(store, "b", "2026-06-20T08:00:00Z", quote="The venture will sell its soybeans.", **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("operator", "rows"), [("成都国际铁路港运营公司", 2), ("西安港务集团", 1)])
def test_a_side_of_one_town_in_every_report_is_none_of_another_town(tmp_path: Path, operator: str, rows: int) -> None:
    store = open_store(tmp_path)
    names = ("port of Xi'an", "оператор сианьского сухого порта", "西安自贸港建设运营公司")
    line = Party(name="Eurosib", country="RU", id="company:eurosib")
    for day, name in enumerate((*names, operator), start=10):
        quote = f"Eurosib: {name}, a weekly train to Shushary."
        sides = (line, Party(name=name, country="CN"))
        tell(store, f"a{day}", f"2026-08-{day}T08:00:00Z", type="agreement", parties=sides, quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def test_a_sentence_that_only_dates_a_paper_is_of_the_one_told_beside_it(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    bodies = (
        Party(name="General Administration of Customs", country="CN", id="body:gacc"),
        Party(name="Rosselkhoznadzor", country="RU", id="body:rosselkhoznadzor"),
    )
    states = (Party(name="China", country="CN", id="CN"), Party(name="Russia", country="RU", id="RU"))
    for key, goods in (("a", "lingonberries"), ("b", "antlers")):
        quote = f"The paper on {goods} was signed by both agencies."
        tell(store, key, "2026-03-04T08:00:00Z", type="protocol", parties=bodies, quote=quote)
    quotes = ("The protocol on lingonberries is in force.", "The paper was signed in March.")
    facts = (
        deal("in_force", quote=quotes[0], parties=states, type="protocol"),
        deal("signed", quote=quotes[1], parties=states, type="protocol", new=False),
    )
    later = article("c", text="\n\n".join(quotes), facts=facts, published="2026-05-05T08:00:00Z")
    load(store, batch(later, key="c"), now=NOW)
    told = "SELECT count(DISTINCT agreement_id) FROM agreement_mention WHERE article_id = 'c'"
    assert store.execute(told).fetchall() == [(1,)]


@pytest.mark.parametrize(("name", "rows"), [("Читинский политех", 1), ("Читинский завод машиностроения", 2)])
def test_a_town_has_its_university_apart_from_its_works(tmp_path: Path, name: str, rows: int) -> None:
    store = open_store(tmp_path)
    quotes = "They agreed on a centre for conveyors.", "Они подписали соглашение о центре."
    school = Party(name="Chita State Technical University", country="RU")
    tell(store, "a", "2026-07-16T08:00:00Z", type="agreement", parties=(school, HENGDA), quote=quotes[0])
    other = Party(name=name, country="RU")
    tell(store, "b", "2026-07-17T08:00:00Z", type="agreement", parties=(other, HENGDA), quote=quotes[1])
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def test_a_polytechnic_is_known_by_its_short_name(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for day, name in (("16", "Читинский политехнический университет"), ("17", "Читинский политех")):
        sides_told = (Party(name=name, country="RU"), HENGDA)
        quote = f"{name} и Hengda Diesel подписали соглашение."
        tell(store, day, f"2026-07-{day}T08:00:00Z", type="agreement", parties=sides_told, quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("island", "rows"), [("place:heixiazi", 2), ("crossing:heixiazi-crossing", 2), ("place:suifenhe", 1)]
)
def test_what_the_states_agree_on_one_crossing_is_no_paper_of_their_customs_on_another(
    tmp_path: Path, island: str, rows: int
) -> None:
    store = open_store(tmp_path)
    customs = tuple(Party(name=f"{land} customs", country=land, id=f"body:{land}") for land in ("CN", "RU"))
    paper = "The two customs signed a memorandum on how lorries pass the crossing at Suifenhe."
    told = {"parties": customs, "type": "memorandum", "subjects": ("crossing:suifenhe-pogranichny",)}
    tell(store, "a", "2026-03-10T08:00:00Z", quote=paper, **told)
    states = (Party(name="China", country="CN", id="CN"), Party(name="Russia", country="RU", id="RU"))
    talks = "China and Russia are in talks on an intergovernmental agreement on a border crossing."
    told = {"parties": states, "type": "agreement", "status": "negotiating", "subjects": (island,)}
    tell(store, "b", "2026-03-12T08:00:00Z", quote=talks, **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("language", "quote", "day", "rows"),
    [
        ("en", "Amur Tractors and Hengda Diesel signed another contract, for axles.", "2026-08-06", 2),
        ("en", "Amur Tractors and Hengda Diesel signed a contract for axles.", "2026-08-06", 1),
        ("en", "Amur Tractors and Hengda Diesel signed a second contract, for axles.", "2026-08-04", 1),
        ("ru", "Amur Tractors и Hengda Diesel подписали ещё один договор, об осях.", "2026-08-06", 2),
        ("zh", "Hengda Diesel 6日又同 Amur Tractors 签约。", "2026-08-06", 2),
    ],
)
def test_a_paper_said_to_be_a_further_one_of_a_later_day_is_not_the_one_before(
    tmp_path: Path, language: str, quote: str, day: str, rows: int
) -> None:
    store = open_store(tmp_path)
    both = {"parties": (AMUR, HENGDA), "type": "agreement"}
    tell(store, "a", "2026-08-04T08:00:00Z", quote="Amur Tractors and Hengda Diesel agreed on engines.", **both)
    for key in ("b", "c"):
        row = article(key, text=quote, language=language, published="2026-08-06T12:00:00Z", facts=(
            deal(quote=quote, signed_on=day, **both),
        ))  # fmt: skip
        load(store, batch(row, key=key), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("language", "quote", "kinds"),
    [
        ("en", "Rosatom and CNNC signed a contract for cranes and a memorandum on a pear warehouse.", 2),
        ("en", "Rosatom sold CNNC 900 tonnes of wheat, and signed a memorandum on a mill with it.", 2),
        ("en", "Rosatom and CNNC signed a contract for cranes and a protocol to it on their price.", 1),
        ("ru", "Rosatom и CNNC заключили контракт на краны и меморандум о складе груш.", 2),
        ("ru", "Rosatom продал CNNC пшеницу, а назавтра стороны подписали меморандум о мельнице.", 2),
        ("ru", "Rosatom и CNNC подписали контракт на краны и протокол изменений к договору о цене.", 1),
        ("zh", "Rosatom与CNNC签署起重机供货合同和仓库建设谅解备忘录。", 2),
        ("zh", "Rosatom与CNNC签署起重机供货合同和补充协议。", 1),
    ],
)
def test_a_contract_and_a_memorandum_of_one_sentence_are_two_deals(
    tmp_path: Path, language: str, quote: str, kinds: int
) -> None:
    store = open_store(tmp_path)
    fact = deal(quote=quote, type="contract")
    load(store, batch(article("a", text=quote, language=language, facts=(fact,)), key="a"), now=NOW)
    types = {row[0] for row in store.execute("SELECT type FROM agreement").fetchall()}
    assert len(types) == kinds


@pytest.mark.parametrize(
    ("day", "value", "rows"), [("2026-08-05", 140_000_000, 2), ("2026-08-05", 170_000_000, 1), ("2026-08-04", None, 1)]
)
def test_a_deal_of_the_next_day_for_another_sum_with_another_maker_is_not_the_one_before(
    tmp_path: Path, day: str, value: int | None, rows: int
) -> None:
    store = open_store(tmp_path)
    sold = {"place": "Nizhny Novgorod", "unit": "CNY"}
    first = "Hengda Diesel и Галичский крановый завод подписали контракт на 170 млн юаней."
    plant = Party(name="Галичский крановый завод", country="RU")
    row = article("a", text=first, language="ru", published="2026-08-04T15:00:00Z", facts=(
        deal(quote=first, parties=(HENGDA, plant), signed_on="2026-08-04", value=Decimal(170_000_000), **sold),
    ))  # fmt: skip
    load(store, batch(row, key="a"), now=NOW)
    other = "Urals Machinery signed a contract with Hengda Diesel."
    worth = {**sold, "value": Decimal(value)} if value else {"place": "Nizhny Novgorod"}
    row = article("b", text=other, published=f"{day}T16:00:00Z", facts=(
        deal(quote=other, parties=(Party(name="Urals Machinery", country="RU"), HENGDA), signed_on=day, **worth),
    ))  # fmt: skip
    load(store, batch(row, key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("opening", "rows"), [("They also signed", 2), ("They signed", 1)])
def test_what_was_also_signed_as_another_kind_of_paper_is_no_second_report_of_the_first(
    tmp_path: Path, opening: str, rows: int
) -> None:
    both = (
        Party(name="Mintrans", country="RU", id="body:mintrans"),
        Party(name="交通运输部", country="CN", id="body:cn-mot"),
    )
    treaty = deal(quote="The ministries signed a treaty on lorries.", parties=both, type="intergovernmental")
    quote = f"{opening} a protocol on lorries."
    protocol = deal(quote=quote, parties=both, type="protocol")
    store = open_store(tmp_path)
    load(store, batch(article("a", text=f"{treaty.quote} {quote}", facts=(treaty, protocol)), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("en", "The current annual contract was settled in June at $346."),
        ("ru", "По нынешнему годовому контракту, подписанному в июне, цена 346 долларов."),
        ("zh", "今年的合同6月才定价，为346美元。"),
        ("ru", "Контракт на текущий год, подписанный в феврале, был вдвое меньше."),
    ],
)
def test_the_contract_of_this_year_is_not_the_one_of_next_year(tmp_path: Path, language: str, quote: str) -> None:
    store = open_store(tmp_path)
    ahead = "Rosatom and CNNC signed their 2027 contract for potash."
    load(store, batch(article("a", text=ahead, facts=(deal(quote=ahead),)), key="a"), now=NOW)
    fact = deal(quote=quote, new=False)
    load(store, batch(article("b", text=quote, language=language, facts=(fact,)), key="b"), now=NOW)
    assert store.execute("SELECT count(DISTINCT agreement_id) FROM agreement_mention").fetchall() == [(2,)]
    older = "Rosatom and CNNC signed their first contract for potash in January 2023."
    load(store, batch(article("c", text=older, facts=(deal(quote=older, new=False),)), key="c"), now=NOW)
    assert store.execute("SELECT count(DISTINCT agreement_id) FROM agreement_mention").fetchall() == [(3,)]


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("en", "The two have worked together since 2023, when a first contract for half a million cans was signed."),
        ("ru", "Стороны работают с 2023 года, когда был подписан первый контракт на полмиллиона банок."),
    ],
)
def test_since_a_year_when_the_first_was_signed_recalls_a_contract_of_that_year(
    tmp_path: Path, language: str, quote: str
) -> None:
    store = open_store(tmp_path)
    sold = "Rosatom sold CNNC 40 million cans under a contract signed on Friday."
    facts = (deal(quote=sold), deal(quote=quote, new=False))
    load(store, batch(article("a", text=sold, language=language, facts=facts), key="a"), now=NOW)
    assert store.execute("SELECT count(DISTINCT agreement_id) FROM agreement_mention").fetchall() == [(2,)]


def test_a_deal_of_a_chain_that_belongs_to_a_group_is_that_of_the_chain_by_its_name(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    hema, alibaba = (Party(name=name, country="CN", id=f"company:{name}") for name in ("freshippo", "alibaba"))
    first = "盒马20日与俄罗斯科莫斯集团签约，由后者代工炼乳。"
    row = article("a", text=first, language="zh", published="2026-08-04T15:00:00Z", facts=(
        deal(quote=first, parties=(hema, AMUR), signed_on="2026-08-04"),
    ))  # fmt: skip
    load(store, batch(row, key="a"), now=NOW)
    other = "Контракт на сгущёнку «Amur Tractors» и эта сеть, принадлежащая Alibaba, подписали 4 августа."
    row = article("b", text=other, language="ru", published="2026-08-05T16:00:00Z", facts=(
        deal(quote=other, parties=(AMUR, msgspec.structs.replace(alibaba, name="Alibaba")), signed_on="2026-08-04"),
    ))  # fmt: skip
    load(store, batch(row, key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


def test_a_listed_firm_by_which_a_side_is_called_too_is_no_land() -> None:
    side = sides((Party(name="中国铁建高新装备", country="CN"),), ())[0]
    called = msgspec.structs.replace(side, also=side.also | {"company:crcc", "place:kunming"})
    assert land_of(called) == {"place:kunming"}


def test_two_deals_of_four_firms_are_two_although_one_sentence_tells_each(tmp_path: Path) -> None:
    sentence = (
        "China's {} signed a contract worth 100 million yuan on 10 July 2026 with Russian company {} to supply "
        "goods to Russia, the companies said on Friday."
    )
    firms = (("Longjiang Heavy Machinery", "Vostok-Ugol"), ("Shenyang Machine Tool", "Ural Machines"))
    store = open_store(tmp_path)
    told = [
        {"id": key, "url": key, "title": "China's {} signs contract with Russia's {}".format(*pair),
         "text": sentence.format(*pair), "published": f"2026-07-10T{hour}:00:00Z", "language": "en", "publisher": key}
        for key, pair, hour in zip("ab", firms, ("02", "03"), strict=True)
    ]  # fmt: skip
    load(store, batch(*(read_row(one, screen=False) for one in told), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]
