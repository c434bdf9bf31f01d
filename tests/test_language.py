"""The language of a text."""

from __future__ import annotations

import pytest

from transform.text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("China's trade with Russia rose by a tenth in the first nine months of the year", "en"),
        ("CNPC, Rosneft ink deal", "en"),
        ("Товарооборот России и Китая вырос на десятую часть", "ru"),
        ("Новый рекорд", "ru"),
        ("Газпром и CNPC подписали контракт Power of Siberia", "ru"),
        ("中俄贸易额同比增长一成", "zh"),
        ("COSCO Shipping与FESCO签署合作协议", "zh"),
        ("中國海關總署公布對俄貿易數據", "zh"),
        ("ロシアと中国の貿易額は前年比で増加した", "ja"),
        ("러시아와 중국의 무역액이 증가했다", "ko"),
        ("Товарообіг між Китаєм і Росією зріс на десять відсотків", "uk"),
        ("Қытай мен Ресей арасындағы сауда айналымы өсті", "kk"),
        ("Тавараабарот паміж Кітаем і Расіяй вырас за год, паведаміў намеснік міністра эканомікі ў Мінску", "be"),
        ("Стокообменът между Китай и Русия нарасна през първите девет месеца на годината", "bg"),
        ("Der Handel zwischen China und Russland ist in den ersten neun Monaten gestiegen", "de"),
        ("Les échanges entre la Chine et la Russie ont augmenté d'un dixième", "fr"),
        ("2024: 17,5 %", "und"),
        ("", "und"),
    ],
)
def test_a_text_is_in_the_language_that_a_reader_sees(text: str, language: str) -> None:
    assert detect(text) == language
