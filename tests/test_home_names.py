"""Firms' names that bear a place of Russia: which words are such names."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.names.home_names import names_russian
from transform.records import Article


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Sakhalinryba", "en"), ("Uralprokat", "en"), ("Volga-Shina", "en"), ("Les-Tomsk", "en"), ("Amur-Zerno", "en"),
        ("Сибхолод", "ru"), ("Кама-Шина", "ru"), ("Злак-Урал", "ru"),
    ],
)  # fmt: skip
def test_a_name_with_a_russian_place_is_a_russian_firms(name: str, language: str) -> None:
    assert names_russian(f"{name} 2", language)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Siblings", "en"), ("Sibelius", "en"), ("Uralsk", "en"), ("Sino-Russian", "en"), ("Volga-Shanghai", "en"),
        ("Trans-Siberian", "en"), ("Yugoslavia", "en"), ("Don", "en"), ("Lena", "en"), ("Kamakura", "en"),
        ("Санкт-Петербург", "ru"), ("Татаринов", "ru"), ("Лена", "ru"),
    ],
)  # fmt: skip
def test_a_word_that_only_begins_like_one_and_a_pair_of_lands_are_none(name: str, language: str) -> None:
    assert not names_russian(name, language)


def test_a_side_of_no_list_has_its_country_by_its_name() -> None:
    text = "Heihe Dongli and China's Xinlong signed contracts. Uralprokat signed a contract with a Harbin mill."
    deals = analyse(Article(id="1", title="", text=text, language="en")).agreements
    assert {party.name: party.country for party in deals[-1].parties}["Uralprokat"] == "RU"
