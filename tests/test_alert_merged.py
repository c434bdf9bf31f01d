"""Where agreements are merged and split, each message is of the deal that it told, and who heard it hears the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from amur.alerts.deliver import deliver
from amur.settings import Settings
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from transform.records import Party
from warehouse.backup import backup, restore

#: A while ago, so that every message is due.
START = datetime.now(UTC) - timedelta(hours=1)
ALL = '[[rule]]\nname = "all"\nto = ["AMUR_ALERT_TO"]\n'


class Desk:
    """A desk to which many deals are told, and whose editor merges, splits and corrects."""

    def __init__(self, folder: Path, receiver: Receiver) -> None:
        self.receiver, self.loads = receiver, 0
        self.settings: Settings = house(folder, receiver.hook, ALL)

    def reads(self, number: int, millions: int, key: str = "", kind: str = "run", **told: Any) -> None:
        """Load an article about this deal with this value; what there is to tell waits."""
        worth = {"value": Decimal(millions * 1_000_000), "unit": "USD"}
        self._load([story(number, key=key or f"a{number}", now=self._next(), **worth, **told)], kind=kind)

    def corrects(self, kind: str, **fields: object) -> None:
        said = [f"{name} = {_toml(value)}" for name, value in fields.items()]
        reason = f'reason = "number {self.loads}"\ndate = 2026-11-24\n'
        self._load([], by_hand=f"[[{kind}]]\n" + "\n".join(said) + "\n" + reason)

    def hears(self) -> list[str]:
        """What arrives now: "A000001 signed", "A000001 75 > 300" (millions)."""
        before = len(self.receiver.documents)
        deliver(self.settings)
        return [_said(one) for document in self.receiver.documents[before:] for one in document["alerts"]]

    def _next(self) -> datetime:
        return START + timedelta(seconds=self.loads + 1)

    def _load(self, articles: list[Any], **kind: Any) -> None:
        now = self._next()
        self.loads += 1
        report = take_in(self.settings, *articles, key=f"b{self.loads}", now=now, **kind)
        assert report.corrections_refused == ()


def _toml(value: object) -> str:
    return str(value) if isinstance(value, list) else f'"{value}"'


def _said(told: dict[str, Any]) -> str:
    pair = (told["corrected"] or {}).get("value")
    what = " > ".join(text.removesuffix("000000 USD") for text in pair) if pair else told["stage"]
    return f"{told['agreement_id']} {what}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Receiver() as receiver:
        yield Desk(tmp_path, receiver)


def test_a_message_goes_back_to_its_deal_when_a_merge_is_undone(desk: Desk) -> None:
    desk.reads(1, 300, kind="backfill")
    desk.reads(2, 75)
    assert desk.hears() == ["A000002 signed"]
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    assert desk.hears() == []  # two reports, and the newer says what was told
    desk.corrects("split", agreement="A000001", mentions=[2])
    assert desk.hears() == []
    desk.corrects("value", agreement="A000003", field="value", value="80000000")
    desk.corrects("value", agreement="A000001", field="value", value="310000000")
    assert desk.hears() == ["A000003 75 > 80"]
    assert ask(desk.settings, "SELECT agreement_id, state, reason FROM alert ORDER BY alert_id") == [
        ("A000001", "suppressed", "backfill: old news"), ("A000003", "sent", None)
    ]  # fmt: skip


def test_who_heard_of_the_one_deal_hears_what_the_merged_one_and_then_each_says(desk: Desk) -> None:
    desk.reads(2, 75)
    assert desk.hears() == ["A000001 signed"]
    desk.reads(1, 300, kind="backfill")
    desk.corrects("merge", into="A000002", agreements=["A000001"])
    assert desk.hears() == ["A000002 75 > 300"]
    desk.corrects("split", agreement="A000002", mentions=[1])
    assert desk.hears() == ["A000003 300 > 75"]
    desk.corrects("value", agreement="A000002", field="value", value="310000000")
    assert desk.hears() == []


def test_a_correction_stays_with_its_deal_when_a_merge_with_a_told_one_is_undone(desk: Desk) -> None:
    desk.reads(1, 300, kind="backfill")
    desk.reads(2, 75)
    assert desk.hears() == ["A000002 signed"]
    desk.reads(1, 310, key="a1")
    assert desk.hears() == ["A000001 300 > 310"]  # old news, of which nobody had heard
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    desk.hears()
    desk.corrects("split", agreement="A000001", mentions=[2])
    told = "SELECT agreement_id, kind FROM alert_message WHERE alert_id <= 3 ORDER BY alert_id"
    assert ask(desk.settings, told) == [("A000001", "stage"), ("A000003", "stage"), ("A000001", "correction")]


def test_of_two_that_wait_one_goes_out_when_they_are_merged_and_both_when_they_are_split_again(desk: Desk) -> None:
    desk.reads(1, 300)
    desk.reads(2, 75)
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    assert desk.hears() == ["A000001 signed", "A000001 300 > 75"]
    desk.corrects("split", agreement="A000001", mentions=[2])
    assert desk.hears() == ["A000003 signed", "A000001 75 > 300"]
    assert ask(desk.settings, "SELECT count(*) FROM alert_message") == [(4,)]


def test_the_first_message_goes_with_the_report_that_it_told(desk: Desk) -> None:
    desk.reads(1, 300)
    desk.reads(1, 300, key="other")
    assert desk.hears() == ["A000001 signed"]
    desk.corrects("split", agreement="A000001", mentions=[1])
    assert desk.hears() == ["A000001 signed"]  # which had passed for the other
    desk.corrects("value", agreement="A000001", field="value", value="310000000")
    desk.corrects("value", agreement="A000002", field="value", value="320000000")
    assert sorted(desk.hears()) == ["A000001 300 > 310", "A000002 300 > 320"]
    again = desk.receiver.documents[1]
    assert "Corrected by hand: number 2" in again["text"]


@pytest.mark.parametrize(
    ("first", "second", "days", "reason"),
    [
        ("backfill", "run", 0, None),
        ("run", "backfill", 0, "backfill: old news"),
        ("run", "run", 20, "published 20 days before it was split off"),
        ("run", "run", 9, None),
    ],
)
def test_what_is_split_off_and_was_never_told_is_told_unless_it_is_old(
    desk: Desk, first: str, second: str, days: int, reason: str | None
) -> None:
    desk.reads(1, 300, kind=first)
    desk.reads(1, 300, key="other", kind=second)
    desk.hears()
    desk.loads += 86_400 * days
    desk.corrects("split", agreement="A000001", mentions=[2])
    assert desk.hears() == ([] if reason else ["A000002 signed"])
    assert ask(desk.settings, "SELECT reason FROM alert WHERE agreement_id = 'A000002'") == [(reason,)]


def test_a_message_goes_with_the_article_whose_edited_version_is_split_off(desk: Desk) -> None:
    desk.reads(1, 300)
    assert desk.hears() == ["A000001 signed"]
    desk.reads(1, 310, key="other")
    assert desk.hears() == ["A000001 300 > 310"]
    desk.reads(1, 320, key="a1")
    assert desk.hears() == ["A000001 310 > 320"]
    ((edited,),) = ask(desk.settings, "SELECT max(mention_id) FROM agreement_mention")
    desk.corrects("split", agreement="A000001", mentions=[edited])
    assert desk.hears() == ["A000001 signed"]
    desk.corrects("value", agreement="A000001", field="value", value="330000000")
    desk.corrects("value", agreement="A000002", field="value", value="340000000")
    assert sorted(desk.hears()) == ["A000001 310 > 330", "A000002 320 > 340"]


def test_who_heard_of_the_row_that_a_third_report_ends_hears_what_the_other_says(desk: Desk) -> None:
    north, south = Party(name="Northwood", country="RU"), Party(name="Bingcheng Paper", country="CN")
    desk.reads(1, 76, parties=(north,), quote="A contract was signed.", kind="backfill")
    desk.reads(2, 75, parties=(south,), quote="A contract was signed.")
    assert desk.hears() == ["A000002 signed"]
    desk.reads(3, 76, parties=(north, south), quote="A contract was signed.")
    assert ask(desk.settings, "SELECT agreement_id, mentions FROM agreement") == [("A000001", 3)]
    assert desk.hears() == ["A000001 75 > 76"]


def test_a_backup_that_is_restored_tells_no_message_again_that_a_merge_kept_aside_or_took_along(desk: Desk) -> None:
    desk.reads(1, 300)
    desk.reads(2, 75)
    desk.reads(3, 90, status="planned")
    desk.reads(4, 90)
    copy = backup(desk.settings.home, now=datetime.now(UTC))
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    desk.corrects("merge", into="A000003", agreements=["A000004"])
    told = ["A000001 signed", "A000003 planned", "A000003 signed", "A000001 300 > 75"]
    assert sorted(desk.hears()) == sorted(told)
    restore(desk.settings.home, copy, now=datetime.now(UTC))
    assert desk.hears() == []
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    assert desk.hears() == []
    desk.corrects("split", agreement="A000001", mentions=[2])
    assert desk.hears() == ["A000005 signed", "A000001 75 > 300"]  # what was kept aside, and is no twin any more


def test_a_message_that_a_split_took_from_aside_stays_told_when_a_backup_is_restored(desk: Desk) -> None:
    desk.reads(1, 300)
    desk.reads(2, 75)
    desk.corrects("merge", into="A000001", agreements=["A000002"])
    copy = backup(desk.settings.home, now=datetime.now(UTC))
    desk.corrects("split", agreement="A000001", mentions=[2])
    assert sorted(desk.hears()) == ["A000001 300 > 75", "A000001 75 > 300", "A000001 signed", "A000003 signed"]
    restore(desk.settings.home, copy, now=datetime.now(UTC))
    assert ask(desk.settings, "SELECT count(*) FROM store.merged_alert") == [(0,)]
    assert desk.hears() == []
