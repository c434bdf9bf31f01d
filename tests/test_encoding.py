"""Bytes become the text that was meant, whatever label they carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding import codec, decode, unscramble

RUSSIAN = (
    "<rss><title>Товарооборот Китая и России вырос на 26,3%</title>"
    "<d>Поставки нефти увеличились, сообщили в ведомстве.</d></rss>"
)
CHINESE = (
    "<rss><title>中俄贸易额前九个月达1700亿美元</title>"
    "<d>据海关总署统计，中国对俄罗斯出口的机电产品同比增长。</d></rss>"
)
TRADITIONAL = "<rss><title>中俄貿易額達新高</title><d>據海關總署統計，中國對俄羅斯出口的機電產品同比增長。</d></rss>"


@pytest.mark.parametrize("label", ["utf-8", "windows-1251", "gb2312", "iso-8859-1", "koi8-r", None])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-8"),
        (CHINESE, "gbk"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-8"),
        (TRADITIONAL, "big5"),
    ],
)
def test_wrong_or_missing_labels_do_not_matter(text: str, encoding: str, label: str | None) -> None:
    prolog = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    assert decode(prolog.encode() + text.encode(encoding)).text == prolog + text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings_are_seen_with_and_without_a_mark(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)).text == RUSSIAN


def test_the_header_is_believed_where_its_text_is_plausible() -> None:
    body = "Пекин и Москва".encode("koi8-r")
    assert decode(body, "text/xml; charset=koi8-r").text == "Пекин и Москва"


def test_a_contradicted_label_is_noted() -> None:
    found = decode(b'<?xml version="1.0" encoding="utf-8"?>' + RUSSIAN.encode("cp1251"))
    assert found.encoding == "cp1251"
    assert "utf-8" in found.notes[0]


def test_one_pasted_windows_quote_does_not_cost_a_utf8_body_its_letters() -> None:
    body = RUSSIAN.encode() + "“".encode("cp1252") + RUSSIAN.encode()
    found = decode(body)
    assert found.encoding == "utf-8"
    assert found.text.count("Товарооборот") == 2


def test_utf8_cut_in_the_middle_of_a_letter_is_still_utf8() -> None:
    assert decode(RUSSIAN.encode()[:60]).text.startswith("<rss><title>Товарооборот")


@pytest.mark.parametrize(
    ("scrambled", "meant"),
    [
        ("Chinaâ\x80\x99s", "China’s"),
        ("Â£30m", "£30m"),
        ("Ð¢Ð¾Ð²Ð°Ñ€Ñ‹", "Товары"),
        ("fÃ¼r", "für"),
        ("donâ€™t", "don’t"),
    ],
)
def test_utf8_encoded_twice_is_undone(scrambled: str, meant: str) -> None:
    assert unscramble(scrambled) == meant


@pytest.mark.parametrize("text", ["été à “la” Spaß»", "naïve café – résumé", "Товары «из Китая»", "中俄贸易"])
def test_honest_text_is_not_repaired(text: str) -> None:
    assert unscramble(text) == text


@pytest.mark.parametrize("label", [None, "text/html; charset=gb2312", "text/html; charset=utf-8"])
def test_russian_of_a_chinese_outlet_in_its_own_encoding_is_russian(label: str | None) -> None:
    text = "Компания из Харбина и завод из Читы подписали контракт на 90 млн юаней."
    assert decode(text.encode("gb18030"), label, language="ru").text == text


def test_names_that_are_no_text_encodings_are_unknown() -> None:
    assert codec("hex") is None
    assert codec("nonsense-8") is None
    assert [codec(name) for name in ("undefined", "idna", "punycode", "unicode_escape", "raw-unicode-escape")] == [
        None
    ] * 5
    assert codec("GB2312") == "gb18030"


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/xml; charset=gbk", "text/html; charset=utf-16", "text/html; charset=undefined"]),
)
def test_no_bytes_raise(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)
