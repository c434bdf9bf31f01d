"""Many patterns searched as one find what the one pattern of all alternatives finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.rules import NEVER, NOTHING, pattern
from transform.text.letters import needed
from transform.text.sieve import Sieve


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        (r"подпис\w+", ["подпис"]),
        (r"(?:the |a )?Memorandum", ["memorandum"]),
        (r"(?i:sign(?:ed|s)?) (?:pact|deal)", ["sign pact|signed pact|signs pact|sign deal|signed deal|signs deal"]),
        (r"[её]лка", ["ёлка|елка"]),
        (r"(?:год|лет)(?:ом)?$", ["год|лет"]),
        (r"(?<!not )sign(?=ed)", ["sign"]),
        (r"签.{0,9}?(?:合同|协议)", ["合同|协议", "签"]),
        (r"\bsign\w+ (?:the )*(?:deal|talks)", ["sign", "deal|talks", " "]),
        (r"(?:deal)+s", ["deal", "s"]),
        (r"\d+|deal", ["0|deal"]),
        (r"(?:deal)?", []),
        (r"(?:19|20)\d\d|[1-4]Q", ["0000|0q"]),
        (r"\d{4}年[^月]", ["0000年"]),
        (r"[\d.,]+ млн", [" млн", ".|0|,"]),
        (
            r"(?:memorandum|letter of intent)s? \w+ (?:timber|flour and groats)",
            ["letter of intent |memorandum |letter of intents |memorandums ", " timber| flour and groats"],
        ),
        (
            r"(?:(?:memorandum|letter of intent)|(?:joint venture|joint stock firm))s?",
            ["memorandum|letter of intent|joint venture|joint stock firm"],
        ),
        (
            r"\w(?:(?:memorandum|letter of intent)?)+ (?:(?:flour and groats|soy beans)\w+){2}",
            ["flour and groats|soy beans", " "],
        ),
        (r"(?:(memorandum)|letter of intent) \1", ["memorandum |letter of intent "]),
        (r"(?:[(] memorandum|letter of intent|\) protocol)", ["( memorandum|letter of intent|) protocol"]),
    ],
)
def test_a_pattern_tells_the_letters_that_every_match_holds(pattern: str, sets: list[str]) -> None:
    assert needed(pattern) == [frozenset(one.split("|")) for one in sets]


def test_a_pattern_that_matches_nowhere_does_not_in_any_text() -> None:
    never = pattern(re.Pattern, NOTHING)
    assert never is NEVER
    assert never.search("") is never.search("a" * 1_000_001) is never.match("a") is None
    assert Sieve().one_of([NOTHING, NEVER.pattern]).search("a") is None


def test_of_several_patterns_any_may_match_and_each_may_name_a_family_of_words() -> None:
    any_of = pattern(re.Pattern, ["earned {about}#", "# sold"])
    assert [any_of.search(text) is not None for text in ("earned nearly #", "earned #", "# sold", "earned by #")] == [
        True, True, True, False,
    ]  # fmt: skip


def _of(parts: list[str]) -> str:
    return "".join(parts)


_PART = st.sampled_from(
    [
        "a",
        "b",
        "aб",
        "б",
        "[ab]",
        r"\w",
        "(?:a|бb)",
        "(?:ab)?",
        "a+",
        "(?=b)",
        "(?<!a)",
        "B",
        " ",
        r"\d",
        "[0-3]",
        r"(?:\d{2}|7)",
        "(?:a|b|ab|ba|aa|bb|aab|abb|бб)",
        "(?:(?:a|b|ab|ba|aa|bb|aab|abb)|(?:б1|1б|1a|a1|b1|1b|11|бб))?",
    ]
)
_PATTERNS = st.lists(st.lists(_PART, min_size=1, max_size=4).map(_of), min_size=1, max_size=5)


@given(_PATTERNS, st.text("abAB б1٣", max_size=20), st.integers(0, 6), st.sampled_from([0, re.IGNORECASE]))
def test_one_of_many_finds_what_their_alternation_finds(patterns: list[str], text: str, at: int, flags: int) -> None:
    sieve = Sieve()
    other = sieve.one_of(["a b"])
    many = sieve.one_of([pattern + "b" for pattern in patterns], flags)
    whole = re.compile("|".join(f"(?:{pattern}b)" for pattern in patterns), flags)
    assert [match.span() for match in many.finditer(text, at)] == [match.span() for match in whole.finditer(text, at)]
    for found, wanted in (
        (many.search(text, at, 15), whole.search(text, at, 15)),
        (many.match(text, at), whole.match(text, at)),
        (many.fullmatch(text), whole.fullmatch(text)),
    ):
        assert (found and found.span()) == (wanted and wanted.span())
    assert many.sub(lambda match: "-", text) == whole.sub("-", text)
    assert bool(other.search(text)) == ("a b" in text)
