"""The cookbook: every question is asked of two days of news and has an answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from tests.warehouse_batches import NOW, article, batch, figure, newsroom, open_store
from transform.records import Development
from warehouse.load import load
from warehouse.readers.publish import publish
from warehouse.readers.query import run_query

QUESTIONS = sorted(file.name for file in (resources.files("warehouse") / "cookbook").iterdir())


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    connection = open_store(home)
    first, second = newsroom()
    load(connection, first, now=NOW - timedelta(days=2))
    load(connection, second, now=NOW)
    connection.close()
    return publish(home)


def answer(snapshot: Path, name: str) -> list[dict[str, object]]:
    text = (resources.files("warehouse") / "cookbook" / name).read_text(encoding="utf-8")
    found = run_query(snapshot, text)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_there_are_twenty_questions() -> None:
    assert len(QUESTIONS) == 20


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_an_answer(snapshot: Path, name: str) -> None:
    text = (resources.files("warehouse") / "cookbook" / name).read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    assert answer(snapshot, name)


def test_the_outlet_that_was_first_is_credited(snapshot: Path) -> None:
    assert answer(snapshot, "07_which_outlet_was_first.sql")[0]["publisher"] == "Wire"


def test_a_contradiction_shows_both_sides(snapshot: Path) -> None:
    told = answer(snapshot, "06_conflicting_figures.sql")
    assert {row["quote"] for row in told} == {"$106,48 млрд", "1265亿美元"}


def test_stated_totals_stand_beside_the_customs_series(snapshot: Path) -> None:
    rows = answer(snapshot, "10_trade_against_customs.sql")
    half = next(
        row for row in rows if str(row["period_end"]) == "2025-06-30" and row["flow"] == "CN<>RU" and row["figures"]
    )
    assert half["reference_usd"] == 106480000000
    assert half["figures"] == 2


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day's news of goods by whose statistics they are, with what is only expected of the year."""
    home = tmp_path_factory.mktemp("autumn")
    year, so_far = [{"period_start": "2026-01-01", "period_end": f"2026-{end}"} for end in ("12-31", "07-31")]
    coal = {"flow": "RU>CN", "commodity": "coal", **so_far}
    change = {"measure": "change", "direction": "up", "basis": "yoy"}
    facts = (
        figure("$300 billion", "300000000000", metric="turnover", flow="CN<>RU", **year),
        figure("$130 billion", "130000000000", metric="turnover", flow="CN<>RU", **so_far),
        figure("55 million tonnes", "55000000", "t", metric="imports", **coal),
        figure("12.6%", "12.6", "%", metric="exports", **change, **coal),
        figure("1.8 times", "1.8", "times", metric="exports", **{**coal, **change, "measure": "multiple"}),
        figure("22 billion m3", "22000000000", "m3", metric="exports", flow="RU>CN", commodity="natural_gas", **year),
    )
    text = "Сделки растут.\n\nВ юанях платят за 68,5% ввоза. На доллар и евро осталось 7%."
    shares = [
        msgspec.structs.replace(
            figure(quote, value, "%", metric="settlement", measure="share"), start=text.index(quote)
        )
        for quote, value in (("68,5%", "68.5"), ("7%", "7"))
    ]
    dates = {"Kazan": "2026", "Heihe": "2026-05", "Tongjiang": "2026-08-01"}
    opened = [
        Development(quote="opens", field="text", start=0, end=5, kind="hub_opened", date=date, place=place)
        for place, date in dates.items()
    ]
    connection = open_store(home)
    load(connection, batch(article(facts=facts), article("a2", text=text, facts=(*shares, *opened))), now=NOW)
    connection.close()
    return publish(home)


def test_a_share_stands_in_its_sentence_and_that_of_dollars_is_none(autumn: Path) -> None:
    (row,) = answer(autumn, "05_settlement_share.sql")
    assert (row["quote"], row["sentence"]) == ("68,5%", "В юанях платят за 68,5% ввоза.")


def test_what_is_told_by_its_year_may_be_as_late_as_its_end(autumn: Path) -> None:
    rows = answer(autumn, "08_ports_and_corridors.sql")
    assert [(row["place"], str(row["until"]), row["date_grain"]) for row in rows] == [
        ("Kazan", "2026-12-31", "year"), ("Tongjiang", "2026-08-01", "day"), ("Heihe", "2026-05-31", "month")
    ]  # fmt: skip


def test_a_target_is_not_known(autumn: Path) -> None:
    assert [row["value"] for row in answer(autumn, "15_known_on_a_day.sql")] == [130000000000]


def test_goods_tell_by_whose_statistics_they_went(autumn: Path) -> None:
    told = answer(autumn, "16_russian_goods.sql")
    assert [(row["metric"], row["measure"], row["value"]) for row in told] == [
        ("exports", "change", Decimal("12.6")), ("exports", "multiple", Decimal("1.8")), ("imports", "level", 55000000)
    ]  # fmt: skip


def test_what_changed_since_yesterday_tells_from_what(snapshot: Path) -> None:
    (row,) = answer(snapshot, "09_changed_since_yesterday.sql")
    assert (row["what"], row["stage_before"], row["stage"]) == ("changed", "planned", "signed")


def test_an_articles_own_conversion_is_preferred(snapshot: Path) -> None:
    yuan = next(row for row in answer(snapshot, "02_liaoning_exports.sql") if row["unit"] == "CNY")
    assert (yuan["value"], yuan["value_usd"]) == (3200000000, 450000000)


def test_what_was_denied_or_signed_waits_no_more(snapshot: Path) -> None:
    rows = answer(snapshot, "11_from_plan_to_signing.sql")
    assert all(
        row["waits"] == (row["signed_at"] is None and row["stage"] in ("planned", "negotiating")) for row in rows
    )
    assert all((row["days"] is None) == (row["signed_at"] is None and not row["waits"]) for row in rows)
