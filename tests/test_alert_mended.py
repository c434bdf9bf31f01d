"""What is due while something in alerts.toml is refused: told in its order, once, to whom it is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from amur.alerts.deliver import deliver
from amur.alerts.findings import tell_findings
from amur.alerts.reading import read_alert_file
from amur.commands import alerts
from tests.alert_desk import GOOD, OWN, Desk
from tests.alert_house import ask, story, take_in
from tests.receivers import Receiver
from warehouse.backup import backup, restore
from warehouse.readers.publish import publish
from warehouse.records import REFUSED, ArticleRow

BAD = OWN.replace("to =", "too =")
PLANNED = """[[value]]
agreement = "A000001"
field = "stage"
value = "planned"
reason = "misread"
date = 2026-11-24
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Receiver() as everyone, Receiver() as own:
        yield Desk(tmp_path, everyone, own)


def test_a_correction_is_repeated_like_what_it_corrects(desk: Desk) -> None:
    desk.rules(desk.channel + OWN + 'repeat = {every = "4h"}\nescalate = {to = ["AMUR_ALERT_TO"], after = "8h"}\n')
    desk.load(desk.deal(1))
    desk.load(desk.deal(1, millions=3))
    written = "SELECT kind, stage FROM alert_message ORDER BY alert_id"
    assert [kind for kind, _ in ask(desk.settings, written)] == [
        "stage", "repeat", "escalation", "correction", "repeat", "escalation",
    ]  # fmt: skip


def test_what_was_due_is_told_before_what_is_new(desk: Desk) -> None:
    desk.rules(desk.channel + BAD)
    assert desk.load(desk.deal(1, "planned")) == ([], [])
    desk.rules(desk.channel + OWN)
    assert desk.load(desk.deal(1)) == ([], ["A1 planned 5", "A1 signed 5"])
    assert desk.load(by_hand=PLANNED) == ([], ["A1 stage signed > planned"])


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('at = ""', "rule own.at: '' is no time of day"),
        ('repeat = {every = ""}', "rule own.repeat.every: '' is no duration"),
        ('escalate = {to = ["desk"], after = ""}', "rule own.escalate.after: '' is no duration"),
        ('quiet = ""\n[delivery]\ntimeout = ""', "delivery.timeout: '' is no duration"),
    ],
)
def test_a_time_that_is_empty_is_refused(desk: Desk, key: str, says: str) -> None:
    desk.rules(desk.channel + OWN + key + "\n")
    file = read_alert_file(desk.settings)
    assert file is not None
    (refused,) = file.refused
    assert says in refused


@pytest.mark.parametrize("header", ['[[channel]]\nname = "desk"', "[channel.desk,]", "[channel]\ndesk = 1"])
def test_what_is_for_a_channel_that_can_t_be_read_waits(desk: Desk, header: str) -> None:
    desk.rules(desk.channel + OWN)
    take_in(desk.settings, desk.deal(1), now=desk.now())
    desk.rules(desk.channel.replace("[channel.desk]", header) + OWN)
    file = read_alert_file(desk.settings)
    assert file is not None
    assert "known: AMUR_ALERT_TO" in file.refused[-1] or "desk" in file.refused_channels
    assert deliver(desk.settings, patience_s=0).dead == 0
    desk.rules(desk.channel + OWN)
    assert deliver(desk.settings).sent == 1


def test_what_a_backup_lost_is_due_again_to_a_refused_rule(desk: Desk) -> None:
    desk.rules(GOOD + desk.channel + BAD)
    desk.load(desk.deal(1))
    home = desk.settings.home
    copy = backup(home, now=desk.now())
    told = story(2, quote="Two signed.", now=desk.now(), value=Decimal(5_000_000), unit="USD")
    assert desk.load(told) == (["A2 signed 5"], [])
    restore(home, copy, now=datetime.now(UTC))
    desk.loads = 10
    assert desk.load(told) == ([], [])
    desk.rules(GOOD + desk.channel + OWN)
    assert [said.split()[1] for said in desk.load()[1]] == ["signed", "signed"]


def test_a_stage_that_a_rule_told_which_is_no_more_is_told_by_no_other(desk: Desk) -> None:
    good = OWN.replace("own", "good")
    desk.rules(desk.channel + good + BAD)
    assert desk.load(desk.deal(1)) == ([], ["A1 signed 5"])
    desk.rules(desk.channel + good.replace("good", "better"))
    assert desk.load() == ([], [])
    assert desk.load(desk.deal(1, millions=3)) == ([], ["A1 value 5 > 3"])


@pytest.mark.parametrize("name", ["own", "renamed"])
def test_a_rule_that_is_renamed_tells_no_deal_again_when_another_outlet_has_it(desk: Desk, name: str) -> None:
    russian = 'countries = ["RU"]\n'
    desk.rules(desk.channel + OWN + russian)
    assert desk.load(desk.deal(1, publisher="One")) == ([], ["A1 signed 5"])
    desk.rules(desk.channel + OWN.replace("own", name) + russian)
    again = story(1, key="another", publisher="Two", quote="Both signed number 1, it was said.", now=desk.now())
    assert desk.load(again) == ([], [])
    assert ask(desk.settings, "SELECT publishers FROM agreement") == [(2,)]


@pytest.mark.parametrize("before", ["", "escalate = {to = ['desk'], after = '8h'}\n[rule.repeat]\nevery = '1h'\n"])
def test_a_rule_whose_header_was_forgotten_tells_later(desk: Desk, before: str) -> None:
    two = '[[rule]]\nname = "two"\nto = ["AMUR_ALERT_TO"]\n'
    desk.rules(desk.channel + OWN + before + two)
    desk.load(desk.deal(1))
    desk.rules(desk.channel + OWN + before + two.removeprefix("[[rule]]\n"))
    assert desk.load(desk.deal(2)) == ([], [])
    desk.rules(desk.channel + OWN + before + two)
    assert desk.load() == (["A2 signed 5"], ["A2 signed 5"])


def test_a_rule_whose_header_was_forgotten_after_a_channel_tells_later(desk: Desk) -> None:
    desk.rules(GOOD + desk.channel + OWN.removeprefix("[[rule]]\n"))
    assert desk.load(desk.deal(1)) == (["A1 signed 5"], [])
    desk.rules(GOOD + desk.channel + OWN)
    assert desk.load() == ([], ["A1 signed 5"])


def test_a_correction_for_a_rule_that_is_no_more_waits_for_its_channel(desk: Desk) -> None:
    other = '[[rule]]\nname = "other"\nto = ["AMUR_ALERT_TO"]\nstages = ["planned"]\n'
    desk.rules(desk.channel + OWN + other)
    assert desk.load(desk.deal(1)) == ([], ["A1 signed 5"])
    desk.rules(desk.channel.replace("url =", "ulr =") + other)
    assert desk.load(desk.deal(1, millions=3)) == ([], [])
    desk.rules(desk.channel + other)
    assert desk.load() == ([], ["A1 value 5 > 3"])


def test_what_people_correct_of_old_news_is_told_late_to_nobody_either(desk: Desk) -> None:
    by_hand = PLANNED.replace('"stage"', '"value"').replace('"planned"', '"7000000"')
    desk.rules(desk.channel + BAD)
    assert desk.load(desk.deal(1), kind="backfill") == ([], [])
    assert desk.load(by_hand=by_hand) == ([], [])
    assert ask(desk.settings, "SELECT kind FROM alert_message") == [("correction",)]
    desk.rules(desk.channel + OWN)
    assert desk.load(by_hand=by_hand) == ([], [])


def test_messages_of_a_refused_rule_wait_for_how_it_puts_them(desk: Desk) -> None:
    desk.rules(GOOD + desk.channel + OWN + 'language = "ru"\n')
    take_in(desk.settings, desk.deal(1), now=desk.now())
    desk.rules(GOOD + desk.channel + BAD)
    assert deliver(desk.settings, patience_s=0).sent == 1
    desk.rules(GOOD + desk.channel + OWN + 'language = "ru"\n')
    assert deliver(desk.settings).sent == 1
    assert "подписан" in str(desk.own.documents[-1]["title"]).casefold()


def test_nothing_is_said_of_what_no_rule_wants_while_one_is_refused(desk: Desk) -> None:
    desk.rules(desk.channel + BAD)
    desk.load(desk.deal(1))
    desk.load(desk.deal(1, millions=3))
    assert set(ask(desk.settings, "SELECT reason FROM alert_message")) == {(REFUSED,)}
    desk.rules(desk.channel + OWN + "min_value_usd = 1e9\n")
    desk.load()
    assert ask(desk.settings, "SELECT reason FROM alert_message") == []


def _asks(desk: Desk, key: str, sql: str = "SELECT agreement_id, stage FROM agreement") -> str:
    return f'{desk.channel}[[rule]]\nname = "large"\nto = ["desk"]\nkey = {key}\nsql = "{sql}"\n'


def _find(desk: Desk, *articles: ArticleRow, old_news: bool = False, late: int = 0) -> list[str]:
    """Load and ask, `late` seconds after; the agreements whose rows wait for the desk since."""
    desk.load(*articles, kind="backfill" if old_news else "run")
    now = desk.now() + timedelta(seconds=late)
    tell_findings(desk.settings, f"b{desk.loads}", old_news=old_news, now=now)
    publish(desk.settings.home)
    found = ask(
        desk.settings,
        "SELECT payload ->> '$.row.agreement_id' FROM store.alert WHERE state = 'pending' "
        f"AND batch_id = 'b{desk.loads}' ORDER BY alert_id",
    )
    return [number for (number,) in found]


def test_a_question_mended_with_another_key_tells_no_old_row_anew(desk: Desk) -> None:
    desk.rules(_asks(desk, '["agreement_id"]'))
    assert _find(desk, desk.deal(1)) == []
    desk.rules(_asks(desk, '["agreement_id", "stge"]'))
    assert _find(desk, desk.deal(2)) == []
    desk.rules(_asks(desk, '["agreement_id", "stage"]'))
    assert _find(desk) == []
    assert _find(desk, desk.deal(3)) == ["A000003"]


def test_a_load_of_old_news_leaves_the_rows_of_the_meantime_for_the_next(desk: Desk) -> None:
    right = _asks(desk, '["agreement_id"]')
    desk.rules(right)
    assert _find(desk, desk.deal(1)) == []
    desk.rules(_asks(desk, '["agreement_id"]', "SELECT wrong"))
    assert _find(desk, desk.deal(2)) == []
    desk.rules(right)
    assert _find(desk, old_news=True) == []
    assert _find(desk) == ["A000002"]


def test_a_question_that_is_asked_long_after_its_load_missed_that_load(desk: Desk) -> None:
    desk.rules(_asks(desk, '["article_id"]', "SELECT wrong"))
    assert _find(desk, desk.deal(1), late=100) == []
    desk.rules(_asks(desk, '["article_id"]', "SELECT article_id, 'A000001' AS agreement_id FROM article"))
    assert _find(desk) == ["A000001"]


def test_the_commands_say_what_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.rules(GOOD + desk.channel.replace("url =", "ulr ="))
    assert alerts.test(desk.settings, to=None) == 1
    assert "channel.desk.ulr: unknown" in capsys.readouterr().err
    for command in (alerts.channel_list, alerts.send_due):
        assert command(desk.settings) == 0
        assert "channel.desk.ulr: unknown" in capsys.readouterr().err
    desk.rules(GOOD + desk.channel)
    assert alerts.test(desk.settings, to=None) == 0
    assert capsys.readouterr().err == ""
