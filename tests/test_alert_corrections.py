"""Whoever was told what reads otherwise now hears each change of it once, whatever the rules ask for by then."""

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
from warehouse.schema import open_writer

#: A while ago, so that every message is due.
START = datetime.now(UTC) - timedelta(hours=1)
ALL = '[[rule]]\nname = "all"\nto = ["AMUR_ALERT_TO"]\n'
LARGE = '[[rule]]\nname = "large"\nto = ["AMUR_ALERT_TO"]\nmin_value_usd = 1e8\n'


class Desk:
    """A desk with a rules file, to which an outlet tells one deal over and over."""

    def __init__(self, folder: Path, receiver: Receiver) -> None:
        self.folder, self.receiver, self.loads = folder, receiver, 0
        self.settings: Settings = house(folder)

    def rules(self, text: str) -> None:
        self.settings = house(self.folder, self.receiver.hook, text)

    def hears(self, millions: int | None = None, status: str = "signed", **more: Any) -> list[str]:
        """What arrives once the article was edited, or a stage was told, with this value."""
        self.loads += 1
        now = START + timedelta(seconds=self.loads)
        worth = {} if millions is None else {"value": Decimal(millions * 1_000_000), "unit": "USD"}
        kind = {name: more.pop(name) for name in ("kind", "by_hand") if name in more}
        quote = f"Version {self.loads}: {status}."
        one = story(1, status, key=f"a-{status}", quote=quote, now=now, **worth, **more)
        return self._heard([one], now, kind)

    def hears_by_hand(self, field: str, value: str) -> list[str]:
        self.loads += 1
        said = (
            f'[[value]]\nagreement = "A000001"\nfield = "{field}"\nvalue = "{value}"\n'
            f'reason = "number {self.loads}"\ndate = 2026-11-24\n'
        )
        return self._heard([], START + timedelta(seconds=self.loads), {"by_hand": said})

    def _heard(self, articles: list[Any], now: datetime, kind: dict[str, Any]) -> list[str]:
        before = len(self.receiver.documents)
        take_in(self.settings, *articles, key=f"b{self.loads}", now=now, published=False, **kind)
        deliver(self.settings)
        return [_said(one) for document in self.receiver.documents[before:] for one in document["alerts"]]


def _said(told: dict[str, Any]) -> str:
    """ "signed" or "value 530 > 350": a stage, or what a correction takes back, in millions."""
    corrected = {field: " > ".join(_short(text) for text in pair) for field, pair in (told["corrected"] or {}).items()}
    return "; ".join(f"{field} {pair}" for field, pair in corrected.items()) or str(told["stage"])


def _short(text: str) -> str:
    return text.removesuffix("000000 USD")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Receiver() as receiver:
        yield Desk(tmp_path, receiver)


def test_a_value_that_falls_twice_below_what_the_rule_wants_is_told_twice(desk: Desk) -> None:
    desk.rules(LARGE)
    assert desk.hears(530) == ["signed"]
    assert desk.hears(50) == ["value 530 > 50"]
    assert desk.hears(20) == ["value 50 > 20"]
    assert desk.hears(20) == []


def test_who_was_told_of_the_signing_hears_its_value_corrected_when_it_is_in_force(desk: Desk) -> None:
    desk.rules(ALL + 'stages = ["signed"]\n')
    assert desk.hears(530) == ["signed"]
    assert desk.hears(530, "in_force") == []
    # As many tell the one value as the other, and this one last.
    assert desk.hears(350, "in_force") == ["value 530 > 350"]
    assert desk.hears(350) == []


@pytest.mark.parametrize(
    "rules",
    [ALL, *(pytest.param(rules, marks=pytest.mark.soak) for rules in ("", LARGE, ALL + 'stages = ["signed"]\n'))],
)
def test_a_value_that_goes_back_and_forth_is_told_each_time(desk: Desk, rules: str) -> None:
    desk.rules(rules)
    assert desk.hears(530) == ["signed"]
    assert [desk.hears(value) for value in (350, 530, 350)] == [
        ["value 530 > 350"], ["value 350 > 530"], ["value 530 > 350"]
    ]  # fmt: skip


def test_a_value_that_is_left_out_for_a_while_is_corrected_when_it_comes_back(desk: Desk) -> None:
    desk.rules(ALL)
    assert desk.hears(530) == ["signed"]
    assert desk.hears() == []
    assert desk.hears(530) == []
    assert desk.hears() == []
    assert desk.hears(350) == ["value 530 > 350"]


def test_what_a_reading_anew_changed_in_silence_is_told_with_the_next_change(desk: Desk) -> None:
    desk.rules(LARGE)
    assert desk.hears(530) == ["signed"]
    assert desk.hears(350, kind="reanalysis") == []
    assert desk.hears(350) == []
    assert desk.hears(20) == ["value 530 > 20"]
    assert desk.hears(10, kind="backfill") == []
    assert desk.hears(20) == []
    assert desk.hears(10) == ["value 20 > 10"]


def test_a_channel_of_two_rules_hears_a_correction_from_the_one_that_told_it(desk: Desk) -> None:
    desk.rules(
        ALL + 'stages = ["signed"]\n' + '[[rule]]\nname = "small"\nto = ["AMUR_ALERT_TO"]\nwords = ["Version 2"]\n'
    )
    assert desk.hears(530) == ["signed"]
    assert desk.hears(350) == ["value 530 > 350", "signed"]  # the second rule tells the story, as it now reads
    assert desk.hears(20) == ["value 350 > 20"] * 2
    assert ask(desk.settings, "SELECT rule FROM alert_correction WHERE state = 'sent' ORDER BY alert_id") == [
        ("all",), ("all",), ("small",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("later", "heard"),
    [
        pytest.param(ALL.replace("all", "renamed"), ["value 530 > 350"], marks=pytest.mark.soak),
        (ALL.replace("all", "other") + 'stages = ["planned"]\n', ["value 530 > 350"]),
        pytest.param(ALL + 'stages = ["planned"]\n', ["value 530 > 350"], marks=pytest.mark.soak),
        (ALL + 'kinds = ["stage"]\n', []),
        (ALL.replace("AMUR_ALERT_TO", "boss"), ["value 530 > 350"]),
        pytest.param("", ["value 530 > 350"], marks=pytest.mark.soak),
    ],
    ids=["renamed", "removed", "narrowed", "stages only", "another channel", "no file"],
)
def test_who_was_told_by_a_rule_that_is_another_now_hears_of_the_correction(
    desk: Desk, later: str, heard: list[str]
) -> None:
    boss = '[channel.boss]\nurl = "json://127.0.0.1:9/x"\n'
    desk.rules(boss + ALL)
    assert desk.hears(530) == ["signed"]
    desk.rules(boss + later if later else "")
    assert desk.hears(350) == heard
    assert desk.hears(350) == []
    assert desk.hears(20) == [one.replace("530 > 350", "350 > 20") for one in heard]


def test_a_rule_that_told_nobody_takes_over_from_one_that_is_no_more(desk: Desk) -> None:
    second = ALL.replace("all", "second")
    desk.rules(ALL + second)
    assert desk.hears(530) == ["signed", "signed"]
    desk.rules(ALL.replace("all", "third"))
    assert desk.hears(350) == ["value 530 > 350"]
    desk.rules(ALL + second)
    assert desk.hears(20) == ["value 530 > 20", "value 530 > 20"]


def test_a_channel_whose_other_rule_told_no_value_hears_it_from_the_rule_that_is_no_more(desk: Desk) -> None:
    early = ALL + 'stages = ["signed"]\n'
    desk.rules(early)
    assert desk.hears() == ["signed"]
    desk.rules(early + LARGE)
    assert desk.hears(530, "in_force") == ["in_force"]
    desk.rules(early)
    assert desk.hears(350, "in_force") == ["value 530 > 350"]
    assert desk.hears(350, "in_force") == []


def test_people_take_back_what_was_told_by_whichever_rule(desk: Desk) -> None:
    desk.rules(LARGE + 'stages = ["signed"]\n')
    assert desk.hears(530) == ["signed"]
    assert desk.hears(530, "in_force") == []
    assert desk.hears_by_hand("value", "50000000") == ["value 530 > 50"]
    assert desk.hears_by_hand("value", "20000000") == ["value 50 > 20"]
    assert desk.hears_by_hand("stage", "denied") == ["stage in_force > denied"]
    assert desk.hears_by_hand("stage", "in_force") == ["stage denied > in_force"]
    assert desk.hears_by_hand("stage", "ended") == ["stage in_force > ended"]


def test_a_value_that_people_take_out_is_taken_back(desk: Desk) -> None:
    """Reports that leave it out take nothing back; people who say that there is none do."""
    desk.rules(ALL)
    assert desk.hears(530) == ["signed"]
    assert desk.hears_by_hand("value", "") == ["value 530 > "]
    assert desk.hears_by_hand("value", "") == []
    assert "530 million USD → none" in desk.receiver.documents[-1]["text"]
    assert desk.hears_by_hand("value", "20000000") == ["value 530 > 20"]


def test_a_boss_whom_a_message_was_escalated_to_hears_of_its_correction_at_once(tmp_path: Path) -> None:
    with Receiver() as receiver, Receiver() as boss:
        desk = Desk(tmp_path, receiver)
        desk.rules(f'[channel.boss]\nurl = "{boss.hook}"\n{ALL}escalate = {{to = ["boss"], after = "8h"}}\n')
        assert desk.hears(530) == ["signed"]
        assert desk.hears(350) == ["value 530 > 350"]
        assert boss.documents == []
        connection = open_writer(desk.settings.database)
        connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
        connection.close()
        deliver(desk.settings)
        assert [_said(one["alerts"][0]) for one in boss.documents] == ["signed", "value 530 > 350"]
        assert desk.hears(20) == ["value 350 > 20"]
        assert [_said(one["alerts"][0]) for one in boss.documents[2:]] == ["value 350 > 20"]


def test_a_value_of_no_currency_is_told_without_one_and_counts_as_no_dollars(desk: Desk) -> None:
    desk.rules(ALL)
    assert desk.hears() == ["signed"]
    assert desk.hears_by_hand("value", "5000000") == []
    assert desk.hears(None, "in_force") == ["in_force"]
    assert desk.hears_by_hand("value", "6000000") == ["value 5000000 > 6000000"]
    assert "5 million → 6 million" in desk.receiver.documents[-1]["text"]
    assert ask(desk.settings, "SELECT CAST(value AS INT), unit, value_usd FROM agreement") == [(6_000_000, None, None)]
    small = ALL.replace("all", "small") + "min_value_usd = 1e6\n"
    desk.rules(small)
    assert desk.hears(None, "ended") == []
