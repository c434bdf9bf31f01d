"""What an agreement is worth where an outlet corrects itself, and what the talks before it count."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, read_row
from warehouse.load import load
from warehouse.records import ArticleRow

TEXT = (
    "Rosatom and CNNC signed a contract on Monday to build a pulp mill, worth ${} million, the companies said in a "
    "statement. Work is to begin next summer on the left bank of the river, opposite the old sawmill, and to take four "
    "years. The mill will employ nine hundred people, half of them from the villages nearby, and ship by rail."
)


@pytest.fixture
def store(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return open_store(tmp_path)


def told(key: str, millions: int, status: str = "signed", *, text: str = TEXT, **more: str) -> ArticleRow:
    text = text.format(millions)
    quote = text.split(". ", maxsplit=1)[0]
    worth = {"value": Decimal(millions * 1_000_000), "unit": "USD", "quote": quote}
    return article(key, text=text, facts=(deal(status, **worth),), publisher=more.pop("publisher", key), **more)


def take_in(store: duckdb.DuckDBPyConnection, *articles: ArticleRow, key: str, kind: str = "run") -> None:
    load(store, batch(*articles, key=key, kind=kind), now=NOW)


def worth(store: duckdb.DuckDBPyConnection) -> list[int]:
    found = store.execute("SELECT value FROM agreement ORDER BY agreement_id").fetchall()
    return [int(value) // 1_000_000 for (value,) in found]


def corrections(store: duckdb.DuckDBPyConnection) -> list[str]:
    told = "SELECT payload ->> '$.corrected.value' FROM store.alert WHERE kind = 'correction'"
    found = store.execute(told).fetchall()
    return [text for (text,) in found]


CORRECTED = ['["1400000000 USD","1100000000 USD"]']


def test_a_page_that_corrects_its_value_is_followed_against_the_copies_of_its_text(
    store: duckdb.DuckDBPyConnection,
) -> None:
    copies = [told(key, 1400, published="2026-08-20T10:00:00Z") for key in ("copy", "other")]
    take_in(store, told("page", 1400), *copies, key="b1")
    assert worth(store) == [1400]
    take_in(store, told("page", 1100), key="b2")
    assert worth(store) == [1100]
    assert corrections(store) == CORRECTED
    late = "A late report: Rosatom and CNNC signed a contract. The mill is described at length by our own man there."
    take_in(store, told("late", 1100, text=late), key="b3")
    assert (worth(store), corrections(store)) == ([1100], CORRECTED)


def test_an_edit_is_later_than_the_report_of_another_outlet(store: duckdb.DuckDBPyConnection) -> None:
    text = "Pulp is what both want, we hear. Rosatom and CNNC signed it for ${} million."
    own = told("own", 1400, text=text, published="2026-08-20T08:50:00Z")
    take_in(store, told("page", 1400), told("copy", 1400), own, key="b1")
    take_in(store, told("page", 1100, fetched="2026-08-20T11:00:00Z"), key="b2")
    assert (worth(store), corrections(store)) == ([1100], CORRECTED)


def test_a_page_that_corrects_its_value_takes_back_what_its_outlet_told_before(
    store: duckdb.DuckDBPyConnection,
) -> None:
    stood = "The pulp mill is to cost a lot, our paper reports. Rosatom and CNNC signed it for ${} million."
    take_in(store, told("stood", 1400, text=stood, publisher="page"), told("page", 1400), key="b1")
    take_in(store, told("page", 1100), key="b2")
    assert (worth(store), corrections(store)) == ([1100], CORRECTED)


def test_a_value_told_in_two_loads_is_one_value(store: duckdb.DuckDBPyConnection) -> None:
    take_in(store, told("plan", 1400, "planned"), key="b1")
    take_in(store, told("page", 1400), key="b2")
    (values,) = store.execute("SELECT payload -> '$.values' FROM store.alert WHERE stage = 'signed'").fetchone() or ()
    assert values == '["1400000000 USD"]'


def test_a_correction_quotes_the_report_that_tells_the_new_value(store: duckdb.DuckDBPyConnection) -> None:
    take_in(store, told("page", 1400), key="b1")
    silent = article("late", facts=(deal(),), publisher="late", published="2026-08-20T08:55:00Z")
    take_in(store, told("page", 1100), silent, key="b2")
    found = store.execute("SELECT payload ->> '$.publisher' FROM store.alert WHERE kind = 'correction'").fetchall()
    assert found == [("page",)]


def test_two_that_wrote_themselves_outweigh_the_page_that_goes_back_on_its_value(
    store: duckdb.DuckDBPyConnection,
) -> None:
    own = [
        "Pulp is what both want, we hear. Rosatom and CNNC signed it for ${} million.",
        "Northern timber will be boiled at home at last. A contract of ${} million was signed by Rosatom and CNNC.",
    ]
    take_in(store, told("page", 1400), *(told(f"own {text[:5]}", 1400, text=text) for text in own), key="b1")
    take_in(store, told("page", 1100), key="b2")
    assert (worth(store), corrections(store)) == ([1400], [])


def test_another_value_read_in_the_text_that_stands_takes_nothing_back(store: duckdb.DuckDBPyConnection) -> None:
    page, copies = told("page", 1400), [told(key, 1400) for key in ("copy", "other")]
    take_in(store, page, *copies, key="b1")
    another = told("page", 1100)
    take_in(store, msgspec.structs.replace(page, analysis=another.analysis), key="b2", kind="reanalysis")
    assert worth(store) == [1400]


def test_what_was_talked_of_counts_until_a_signing_tells_its_own_value(store: duckdb.DuckDBPyConnection) -> None:
    talks = "Rosatom and CNNC are in talks on a mill. It may cost ${} million, as outlet number {} has it."
    for number in range(3):
        one = talks.replace("{}", "{0}", 1).replace("number {}", f"number {number}")
        take_in(store, told(f"talks {number}", 900, "negotiating", text=one), key=f"talks {number}")
    assert worth(store) == [900]
    take_in(store, told("page", 1400, published="2026-08-20T08:30:00Z"), key="signed")
    assert worth(store) == [1400]
    stages = store.execute("SELECT stage, kind FROM store.alert ORDER BY alert_id").fetchall()
    assert stages == [("negotiating", "stage"), ("signed", "stage")]


def test_a_correction_of_its_own_is_followed_where_the_sum_stands_in_its_second_sentence(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fields = {"language": "en", "url": "https://example.org/x", "publisher": "Wire"}
    signed = (
        "Russia's Dobroflot signed a contract on Thursday with Dalian Haiyang of China to supply pollock "
        "worth $48 million over two years."
    )
    report = {"id": "a", "published": "2026-08-18T08:00:00Z", "title": "Fish deal signed", "text": signed}
    take_in(store, read_row({**fields, **report}), key="b1")
    wrong = (
        "In our report of 18 August on Dobroflot's contract with Dalian Haiyang we misstated its value. It is $84 "
        "million, not $48 million, the company said."
    )
    note = {"id": "b", "published": "2026-08-20T08:00:00Z", "title": "Correction: Dobroflot fish deal", "text": wrong}
    take_in(store, read_row({**fields, **note}), key="b2")
    assert worth(store) == [84]
    assert corrections(store) == ['["48000000 USD","84000000 USD"]']
