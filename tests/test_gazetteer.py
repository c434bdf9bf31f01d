"""The gazetteer: its files can be trusted, and texts in three languages are read as a reader would."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pycountry
import pytest

import transform.rules
from transform.names.alias import spellings
from transform.names.gazetteer import COLUMNS, FILES, LANGUAGES, Gazetteer, gazetteer
from transform.names.inflection import forms
from transform.rules import RulesError
from transform.text.cue import fold as fold_cues
from transform.text.folding import fold

FOLDER = Path(transform.rules.__file__).parent / "gazetteer"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        assert tuple(reader.fieldnames or ()) == COLUMNS
        return list(reader)


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[mention.start : mention.end], mention.entity.id) for mention in gazetteer().find(text, language)]


@pytest.mark.parametrize("name", FILES)
def test_every_row_can_be_trusted(name: str) -> None:
    countries = {country.alpha_2 for country in pycountry.countries}
    subdivisions = {subdivision.code for subdivision in pycountry.subdivisions}
    for row in rows(name):
        where = f"{name}.csv: {row['id'] or row['note']}"
        assert not row["country"] or row["country"] in countries, where
        assert not row["region"] or row["region"] in subdivisions, where
        assert not row["region"] or row["region"].startswith(row["country"]), where
        for value in row.values():
            assert value == value.strip(), where
        if name != "traps":
            assert row["id"], where
            assert row["name_en"], where
            assert row["name_ru"], where
            assert row["name_zh"], where


def test_ids_are_unique_and_no_alias_names_two_entities_of_one_kind() -> None:
    ids: set[str] = set()
    for name in FILES[1:]:
        owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows(name):
            assert row["id"] not in ids, row["id"]
            ids.add(row["id"])
            for language in LANGUAGES:
                for alias in (row[f"name_{language}"], *row[f"aliases_{language}"].split("|")):
                    if alias and "[" not in alias:
                        owners[language, fold(alias.removeprefix("="))].add(row["id"])
        assert not {alias: who for alias, who in owners.items() if len(who) > 1}, name


def test_no_form_of_a_place_is_a_form_of_one_in_another_province() -> None:
    where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in (*rows("regions"), *rows("places"), *rows("ports")):
        for language in LANGUAGES:
            for alias in (row[f"name_{language}"], *row[f"aliases_{language}"].split("|")):
                if alias and "[" not in alias and not alias.islower():
                    for written in spellings(alias, language):
                        where[language, fold(written)].add(row["region"] or row["country"])
    assert not {form: provinces for form, provinces in where.items() if len(provinces) > 1}


def test_a_row_that_is_wrong_is_told_with_its_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"id": "company:new", "kind": "firm", "name_en": "New"}
    monkeypatch.setattr("transform.names.gazetteer._rows", lambda name, *_: [row] if name == "companies" else [])
    with pytest.raises(RulesError, match=r"companies\.csv, line 2: .*firm"):
        Gazetteer()


def test_all_provinces_and_federal_subjects_of_the_standard_are_there() -> None:
    for country in ("CN", "RU"):
        for subdivision in pycountry.subdivisions.get(country_code=country):
            assert gazetteer().entity(subdivision.code).kind == "region"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Амурская область", "Амурской области"),
        ("Приморский край", "Приморском крае"),
        ("Северный морской путь", "Северным морским путем"),
        ("Комсомольск-на-Амуре", "Комсомольском-на-Амуре"),
        ("Российские железные дороги", "Российскими железными дорогами"),
        ("Банк России", "Банку России"),
        ("Череповец", "Череповца"),
        ("Казань", "Казанью"),
        ("китайский", "китайско"),
        ("ляонинский", "ляонинскими"),
    ],
)
def test_russian_names_decline(name: str, form: str) -> None:
    assert form in forms(name)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Sino-Russian trade", [("Sino", "CN"), ("Russian", "RU")]),
        ("en", "timber from Irkutsk region", [("timber", "commodity:timber"), ("Irkutsk region", "RU-IRK")]),
        ("en", "Russian post-war years", [("Russian", "RU")]),
        ("en", "a Ural steel trader and UAZ",
         [("Ural", "place:urals"), ("steel", "commodity:metals"), ("UAZ", "company:ulyanovsk-auto")]),
        ("ru", "импорт этана и договор с «Океанрыбфлотом»",
         [("этана", "commodity:chemicals"), ("Океанрыбфлотом", "company:okeanrybflot")]),
        ("en", "CHINA AND RUSSIA", [("CHINA", "CN"), ("RUSSIA", "RU")]),
        ("en", "the port of Tuapse and Beibu Gulf Port", [("port of Tuapse", "port:tuapse"),
         ("Beibu Gulf Port", "port:beibu-gulf")]),
        ("ru", "пункт пропуска Поярково и Даляньская товарная биржа",
         [("пункт пропуска Поярково", "crossing:xunke-poyarkovo"), ("Даляньская товарная биржа", "bank:dce")]),
        ("zh", "俄罗斯能源部副部长伊利亚·伊万诺夫说", [("俄罗斯能源部", "body:minenergo")]),
        ("en", "She kept her china cabinet in Atlanta, Georgia", []),
        ("en", "US tariffs hurt us", [("US", "US")]),
        ("en", "russia and china talk about us", [("russia", "RU"), ("china", "CN")]),
        ("ru", "российско-китайский товарооборот", [("российско", "RU"), ("китайский", "CN")]),
        ("ru", "экспорт в Приморском крае и Амурской области",
         [("Приморском крае", "RU-PRI"), ("Амурской области", "RU-AMU")]),
        ("ru", "ляонинские заводы", [("ляонинские", "CN-LN")]),
        ("ru", "товары из Kитая", [("Kитая", "CN")]),  # the first letter is a Latin K
        ("ru", "Того же мнения держатся многие", []),
        ("ru", "ГАЗ и «Юйчай» подписали контракт", [("ГАЗ", "company:gaz"), ("Юйчай", "company:yuchai")]),
        ("ru", "Газ и уголь подешевели", [("Газ", "commodity:natural_gas"), ("уголь", "commodity:coal")]),
        ("ru", "ГАЗ И УГОЛЬ ПОДЕШЕВЕЛИ", [("ГАЗ", "commodity:natural_gas"), ("УГОЛЬ", "commodity:coal")]),
        ("zh", "俄越贸易额", [("俄", "RU"), ("越", "VN")]),
        ("zh", "中俄贸易", [("中", "CN"), ("俄", "RU")]),
        ("zh", "俄方与中方", [("俄", "RU"), ("中", "CN")]),
        ("zh", "黄埔文冲船舶签约", [("黄埔文冲船舶", "company:huangpu-wenchong")]),
        ("zh", "与远东海运集团签约", [("远东海运集团", "company:fesco")]),
        ("zh", "吉林省对俄出口，自俄进口", [("吉林省", "CN-JL"), ("俄", "RU"), ("俄", "RU")]),
        ("zh", "據今日俄羅斯報道", []),
        ("zh", "俄亥俄州沿海地区的企业，其中方便面", []),
        ("zh", "黑龍江對俄出口", [("黑龍江", "CN-HL"), ("俄", "RU")]),
        ("zh", "沈鼓集团与龙江森工；中美团队；江苏银行业", [("沈鼓集团", "company:shengu"),
         ("龙江森工", "company:longjiang-forest"), ("中", "CN"), ("美", "US")]),
        ("ru", "Шэньянским заводом турбокомпрессоров", [("Шэньянским заводом турбокомпрессоров", "company:shengu")]),
    ],
)  # fmt: skip
def test_texts_name_what_a_reader_sees(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "目前海关、其余杭州企业、沿海城市与新兴城市，例如东京", ["place:hangzhou", "place:tokyo"]),
        ("zh", "巩固安全，做好搬迁安置和收集安排，提高邮政效率，日韩城市一个旧厂房，副局长葛某", []),
        ("zh", "内华达州、第聂伯罗彼得罗夫斯克州；之旅顺利，基金普跌，开启东北市场", []),
        ("zh", "濮阳海城市集团，白银市场，团结村的村民", ["place:puyang", "commodity:gold"]),
        ("zh", "离开罗斯托夫，展开罗列；黄浦项目、纵横滨海新区、中华沙棘、原谅山东、光芒街道、精神户外", []),
        ("zh", "开罗、浦项、横滨、华沙", ["place:cairo", "place:pohang", "place:yokohama", "place:warsaw"]),
        ("ru", "Осла и ослов везли в Осло", ["place:oslo"]),
        ("ru", "В Георгиевском зале Дениса Мантурова и Алексея Балабанова ждал черногорский гость в феврале", []),
        ("ru", "Сегодня в Орле и во Владимире, а не на Мамаевом кургане", ["place:oryol-city", "place:vladimir-city"]),
        ("ru", "Клещиха и Ховрино, ОЭЗ «Алабуга», порт Бронка",
         ["place:kleshchikha", "place:khovrino", "place:alabuga-sez", "place:bronka"]),
        ("en", "Korolyov, Kasimov and Meng Wanzhou met in Tuanjiecun and Kirov",
         ["place:tuanjiecun", "place:kirov-city"]),
    ],
)  # fmt: skip
def test_no_town_stands_in_other_words_or_persons(language: str, text: str, expected: list[str]) -> None:
    assert [identifier for _, identifier in found(text, language)] == expected


def test_a_name_is_known_in_any_of_its_forms() -> None:
    known = gazetteer().by_name("Приморском крае", "ru")
    assert known is not None
    assert known.id == "RU-PRI"
    assert gazetteer().by_name("Atlantis", "en") is None
    car_maker, gas = gazetteer().by_name("ГАЗ", "ru"), gazetteer().by_name("газ", "ru")
    assert (car_maker and car_maker.id, gas and gas.id) == ("company:gaz", "commodity:natural_gas")


def test_folding_keeps_every_offset() -> None:
    for text in ("İstanbul, ЁЛКА", "Ｃｈｉｎａ ２０２３", "«Kитай»\n—\u00a0“Россия”"):
        assert len(fold(text)) == len(text)


def test_folding_writes_odd_characters_plain_and_a_word_in_one_alphabet() -> None:
    assert fold("«Kитай»\n—\u00a0“Россия”, ЁЛКА") == '"китай" - "россия", елка'
    assert fold("Ｃｈｉｎａ ２０２３！") == "china 2023!"
    assert fold("BMW и БМВ") == "bmw и бмв"
    assert fold_cues("Ёж　２０１９—1‑2’") == "еж 2019-1-2'"
