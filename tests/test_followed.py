"""Follow-ups of known deals are kept although they name no country."""

from __future__ import annotations

import pytest

from amur.followed import Followed

FIRMS = (
    ("Восток-Уголь", "A000001"),
    ("Longjiang Heavy Machinery", "A000001"),
    ("三江粮油", "A000002"),
    ("Приморская рыбная компания", "A000003"),
    ("Юг", "A000004"),
)


@pytest.mark.parametrize(
    ("title", "language", "agreement"),
    [
        ("«Восток-Уголь» расторг контракт на самосвалы", "ru", "A000001"),
        ("Контракт с «Востоком-Уголь» под вопросом", "ru", None),  # a hyphenated name is declined at its end
        ("Поставки для «Приморской рыбной компании» остановлены", "ru", "A000003"),
        ("Приморская рыбная компания опровергла сделку", "ru", "A000003"),
        ("Longjiang Heavy Machinery denies truck contract", "en", "A000001"),
        ("Longjiang Heavy Machinery's football team wins the cup", "en", None),
        ("NewLongjiang Heavy Machinery signs contract", "en", None),
        ("三江粮油否认大豆供应合同", "zh", "A000002"),
        ("Юг ждёт контракта", "ru", None),  # too short a name to mean a firm
    ],
)
def test_a_firm_beside_a_word_of_trade(title: str, language: str, agreement: str | None) -> None:
    assert Followed(FIRMS).names(title, "", language) == agreement


def test_an_empty_register_listens_for_nothing() -> None:
    assert Followed(()).names("Контракт подписан", "", "ru") is None
