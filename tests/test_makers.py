"""What firms make: every id is a firm of the gazetteer, every kind one of the contract's."""

from __future__ import annotations

from collections import Counter

from transform import rules
from transform.figures.goods.makers import made_by
from transform.names.gazetteer import gazetteer


def test_every_maker_is_a_firm_with_one_kind_of_goods() -> None:
    told = rules.load("makers", None, dict[str, tuple[str, ...]])
    for label, firms in told.items():
        assert gazetteer().entity(f"commodity:{label}").kind == "commodity"
        for firm in firms:
            assert gazetteer().entity(f"company:{firm}").kind == "company"
    assert not [firm for firm, times in Counter(sum(told.values(), ())).items() if times > 1]


def test_a_car_maker_speaks_of_cars_and_a_railway_of_no_goods() -> None:
    mentions = gazetteer().find("Chery and Russian Railways signed a memorandum.", "en")
    assert [made_by(mention) for mention in mentions] == ["vehicles", None]
