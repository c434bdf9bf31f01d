"""One article has one link, whichever way it was shared."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.links import canonical, link_key, target_of, web_link


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://WWW.Example.com:80/a/?utm_source=rss&id=5&b=2&from=rss#top", "http://www.example.com/a/?b=2&id=5"),
        ("https://ria.ru/20260412/x-1.html?from=x&utm_medium=y", "https://ria.ru/20260412/x-1.html"),
        ("https://example.com/a;jsessionid=1?yclid=1&cid=5", "https://example.com/a?cid=5"),
        ("https://example.com/?p=123", "https://example.com/?p=123"),
        ("https://example.com/#!/x", "https://example.com/#!/x"),
        ("https://www.scmp.com/a/1?utm_source=rss_feed", "https://www.scmp.com/a/1"),
        ("https://example.com", "https://example.com/"),
        ("https://example.cn/中文?x=1", "https://example.cn/%E4%B8%AD%E6%96%87?x=1"),
    ],
)
def test_decoration_goes_and_what_names_the_article_stays(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "copies",
    [
        (
            "https://www.rt.com/business/1-x/",
            "https://swentr.site/business/1-x/",
            "https://amp.rt.com/business/1-x/amp/",
        ),
        ("https://big5.news.cn/a.html", "http://news.cn/a.html", "https://www.news.cn/a.html?utm_source=x"),
        ("https://m.example.com/a/", "http://example.com/a"),
    ],
)
def test_mirrors_share_one_key(copies: tuple[str, ...]) -> None:
    assert len({link_key(copy) for copy in copies}) == 1


@pytest.mark.parametrize(
    ("raw", "base", "expected"),
    [
        (" https://e.com/a\n", None, "https://e.com/a"),
        ("//e.com/x", "https://a.com/", "https://e.com/x"),
        ("/x?y", "https://a.com/z", "https://a.com/x?y"),
        ("javascript:alert(1)", "https://a.com/", None),
        ("mailto:a@b.c", None, None),
        ("file:///etc/passwd", None, None),
        ("http://user:secret@e.com/", None, "http://e.com/"),
        ("http://[::1", None, None),
        ("", "https://a.com/", None),
    ],
)
def test_only_web_addresses_come_out_and_without_credentials(raw: str, base: str | None, expected: str | None) -> None:
    assert web_link(raw, base) == expected


def test_an_old_google_news_token_holds_its_target() -> None:
    target = b"https://www.example.com/news/a-1"
    token = (
        base64.urlsafe_b64encode(b"\x08\x13\x22" + bytes([len(target)]) + target + b"\xd2\x01\x00").decode().rstrip("=")
    )
    assert target_of(f"https://news.google.com/rss/articles/{token}?oc=5") == target.decode()


@pytest.mark.parametrize("size", [40, 127, 128, 300])
@pytest.mark.parametrize("after", [b"", b"*\x00", b"2\x05https://amp.example.com/other-copy", b"\xd2\x01\x00"])
def test_a_google_news_target_ends_where_its_length_says(size: int, after: bytes) -> None:
    """The byte that names the next part may be a letter of its own; long links have two bytes of length."""
    target = b"https://www.example.com/news/".ljust(size, b"a")
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    token = base64.urlsafe_b64encode(b"\x08\x13\x22" + length + target + after).decode().rstrip("=")
    assert target_of(f"https://news.google.com/rss/articles/{token}?oc=5") == target.decode()


def test_a_new_google_news_token_tells_nothing_offline() -> None:
    token = base64.urlsafe_b64encode(b"\x08\x13\x22\x9e\x01AU_yqL" + b"x" * 60).decode()
    link = f"https://news.google.com/rss/articles/{token}"
    assert target_of(link) is None
    assert canonical(link + "?oc=5") == link


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.(com|cn|ru)(/[a-zа-я0-9%.;=-]{0,8}){0,3}(\?[a-z_&=0-9%+]{0,20})?(#[a-z!/]{0,5})?",
        fullmatch=True,
    )
)
def test_canonicalising_twice_changes_nothing(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.text(max_size=60))
def test_no_string_raises(raw: str) -> None:
    web_link(raw, "https://example.com/")
    canonical(raw)
    link_key(raw)
