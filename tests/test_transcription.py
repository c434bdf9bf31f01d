"""Chinese names in Russian and English letters: which words are names, and what nation they tell."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.names.transcription import is_chinese, names_chinese
from transform.records import Article


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Хэнтай", "ru"), ("Хэнтая", "ru"), ("Лунцзянского", "ru"), ("Чжэньго", "ru"), ("Жуйюань", "ru"),
        ("Сянъюнем", "ru"),
        ("Hengtai", "en"), ("Zhenguo", "en"), ("Xinlong", "en"), ("Longjiang", "en"),
    ],
)  # fmt: skip
def test_a_name_all_of_whose_syllables_are_chinese_is_one(word: str, language: str) -> None:
    assert is_chinese(word, language)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Деньги", "ru"), ("Осенью", "ru"), ("Мэры", "ru"), ("Новатэк", "ru"), ("Лена", "ru"), ("Тайга", "ru"),
        ("Mexico", "en"), ("Women", "en"), ("Dining", "en"), ("Lena", "en"), ("Quality", "en"),
    ],
)  # fmt: skip
def test_a_word_that_only_sounds_like_one_is_none(word: str, language: str) -> None:
    assert not is_chinese(word, language)


def test_only_capitalised_words_are_names() -> None:
    assert names_chinese("Банк «Луншэн» даст кредит", "ru")
    assert not names_chinese("оплата в юань за тонну", "ru")


def note(firm: str, of: str) -> Article:
    return Article(
        id="note",
        title=f"Завод получит пресс из «{of}»",
        text=f"Костромской завод «Вымпел-К» и «{firm}» подписали договор на поставку пресса за 18 млн рублей.",
        published="2024-03-05",
        language="ru",
    )


def test_a_local_note_about_a_firm_that_only_its_name_tells_chinese_is_kept() -> None:
    read = analyse(note("Луншэн Тулз", "Луншэна"))
    assert read.relevant
    assert [(party.name, party.country) for party in read.agreements[0].parties][-1] == ("Луншэн Тулз", "CN")


def test_the_same_note_about_another_russian_firm_is_not() -> None:
    assert not analyse(note("Луговой Тулз", "Лугового")).relevant
