"""One sentence that tells several deals gives each its row."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Party
from warehouse.load import load

SERVICES = (
    Party(name="Rosselkhoznadzor", country="RU", id="body:rosselkhoznadzor"),
    Party(name="GACC", country="CN", id="body:gacc"),
)


@pytest.mark.parametrize(
    ("language", "count", "type_", "quote", "told"),
    [
        ("en", 2, "protocol", "Rosselkhoznadzor and GACC signed two protocols, one on duck and one on barley.",
         ["Rosselkhoznadzor and GACC signed two protocols, one on duck", "one on barley."]),
        ("ru", 2, "protocol", "Россельхознадзор и ГТУ КНР подписали два протокола — о гречихе и ячмене.",
         ["Россельхознадзор и ГТУ КНР подписали два протокола — о гречихе", "ячмене."]),
        ("zh", None, "protocol", "海关总署与俄农业监督局签署《俄罗斯乳品输华议定书》和《俄罗斯大麦输华议定书》。",
         ["海关总署与俄农业监督局签署《俄罗斯乳品输华议定书", "俄罗斯大麦输华议定书》。"]),
        ("zh", 1, "protocol", "海关总署与俄农业监督局签署俄罗斯驯鹿肉输华议定书，以及俄罗斯干海带输华议定书。",
         ["海关总署与俄农业监督局签署俄罗斯驯鹿肉输华议定书", "俄罗斯干海带输华议定书。"]),
        ("en", 1, "memorandum",
         "Rosselkhoznadzor and GACC signed a memorandum on labels and, separately, a meat inspection protocol.",
         ["Rosselkhoznadzor and GACC signed a memorandum on labels", "a meat inspection protocol."]),
        ("en", 1, "protocol", "Rosselkhoznadzor and GACC signed a protocol on duck, on the same day as one for barley.",
         ["Rosselkhoznadzor and GACC signed a protocol on duck", "one for barley."]),
        ("ru", 1, "protocol", "Россельхознадзор и ГТУ КНР подписали протокол об утке вместе с протоколом по ячменю.",
         ["Россельхознадзор и ГТУ КНР подписали протокол об утке", "протоколом по ячменю."]),
        # One on both, goods that are one kind, and more papers than goods stay together.
        ("en", 1, "protocol", "Rosselkhoznadzor and GACC signed a protocol on duck and barley.", None),
        ("en", 2, "contract", "Rosselkhoznadzor and GACC signed two contracts, on soybeans and soybean oil.", None),
        ("en", 3, "protocol", "Rosselkhoznadzor and GACC signed three protocols, among them on duck and barley.", None),
        ("en", None, "contract", "Rosselkhoznadzor and GACC signed contracts for duck and barley.", None),
    ],
)  # fmt: skip
def test_two_papers_on_two_goods_are_two_deals(
    tmp_path: Path, language: str, count: int | None, type_: Literal["protocol"], quote: str, told: list[str] | None
) -> None:
    store = open_store(tmp_path)
    fact = deal(quote=quote, count=count, type=type_, parties=SERVICES)
    load(store, batch(article(text=quote, facts=(fact,), language=language)), now=NOW)
    rows = store.execute(
        'SELECT quote, start, "end", agreement_id FROM agreement_mention ORDER BY mention_id'
    ).fetchall()
    assert [row[0] for row in rows] == (told or [quote])
    assert all(quote[start:end] == part for part, start, end, _ in rows if told)
    assert len({row[3] for row in rows}) == len(told or [quote])


@pytest.mark.parametrize(
    ("language", "quote", "told"),
    [
        ("zh", "厦门国贸、厦门建发分别与埃利加、科尔马签订合同。", 2),
        ("en", "Xiamen ITG and Xiamen C&D signed contracts with Elga and Kolmar respectively.", 2),
        ("en", "Xiamen ITG and Xiamen C&D signed two contracts with Elga and Kolmar.", 1),
    ],
)
def test_who_signed_respectively_signed_in_pairs(tmp_path: Path, language: str, quote: str, told: int) -> None:
    buyers = (Party(name="ITG", country="CN", id="company:xiamen-itg"), Party(name="C&D", country="CN"))
    sellers = (Party(name="Elga", country="RU", id="company:elga"), Party(name="Kolmar", country="RU"))
    store = open_store(tmp_path)
    fact = deal(quote=quote, count=2, type="contract", parties=(*buyers, *sellers))
    load(store, batch(article(text=quote, facts=(fact,), language=language)), now=NOW)
    sides = [row[0] for row in store.execute("SELECT parties FROM agreement_mention ORDER BY mention_id").fetchall()]
    pairs = [["ITG", "Elga"], ["C&D", "Kolmar"]] if told == len(buyers) else [["ITG", "C&D", "Elga", "Kolmar"]]
    assert [[one["name"] for one in told] for told in sides] == pairs


PICC = Party(name="PICC", country="CN", id="company:picc")
INSURERS = Party(name="Ингосстрах", country="RU", id="company:ingosstrakh"), Party(name="СОГАЗ", country="RU")


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        (
            "PICC уехала с двумя партнёрами: «Ингосстрах» (грузы, меморандум) и СОГАЗ (водители).",
            [("memorandum", "Ингосстрах» (грузы, меморандум)"), ("agreement", "СОГАЗ (водители)")],
        ),
        ("PICC подписала меморандум с партнёрами: «Ингосстрах» (Москва) и СОГАЗ (Петербург).", None),
        ("PICC подписала меморандум, в нём «Ингосстрах» (грузы) и СОГАЗ.", None),
    ],
    ids=["what is agreed with each", "where each is from", "of one only"],
)
def test_partners_of_which_each_has_its_own_matter_in_brackets_have_deals_of_their_own(
    tmp_path: Path, quote: str, told: list[tuple[str, str]] | None
) -> None:
    store = open_store(tmp_path)
    fact = deal(quote=quote, count=1, type="memorandum", parties=(PICC, *INSURERS))
    load(store, batch(article(text=quote, facts=(fact,), language="ru")), now=NOW)
    rows = store.execute("SELECT type, quote FROM agreement_mention ORDER BY mention_id").fetchall()
    assert rows == (told or [("memorandum", quote)])
