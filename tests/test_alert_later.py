"""What is told later: escalations say what is amiss, follow-ups which stage was told before, to real receivers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from amur.alerts import attempts
from amur.alerts.deliver import deliver
from amur.alerts.findings import tell_findings
from amur.settings import Settings
from tests.alert_house import house, story, take_in
from tests.receivers import Receiver
from warehouse.schema import open_writer


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.05)


def due_now(settings: Settings) -> None:
    """As if all waits were over."""
    connection = open_writer(settings.database)
    connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
    connection.close()


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Contract signed (not delivered to far, near): "),
        ("ru", "Подписано (не доставлено: far, near): "),
        ("zh", "合同已签署（未送达 far、near）："),
    ],
)
def test_an_escalation_of_what_could_not_be_delivered_names_the_channels(
    tmp_path: Path, language: str, title: str
) -> None:
    with Receiver(500) as near, Receiver(403) as far, Receiver() as up, Receiver() as chief:
        rules = (
            f'[channel.near]\nurl = "{near.hook}"\n[channel.far]\nurl = "{far.hook}"\n[channel.up]\nurl = "{up.hook}"\n'
            f'[channel.chief]\nurl = "{chief.hook}"\n[defaults]\nlanguage = "{language}"\n'
            '[[rule]]\nname = "mine"\nto = ["near", "up", "far"]\n'
            'escalate = {to = ["chief"], after = "8h", when = "undelivered"}\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1))
        deliver(settings, patience_s=0)
        due_now(settings)
        deliver(settings, patience_s=0)
    (escalated,) = chief.documents
    assert escalated["title"].startswith(title)


def test_an_escalation_of_a_row_that_a_rule_found_says_so_too(tmp_path: Path) -> None:
    with Receiver(500) as desk, Receiver() as chief:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[channel.chief]\nurl = "{chief.hook}"\n'
            '[[rule]]\nname = "large"\nto = ["desk"]\nkey = ["agreement_id"]\ntitle = "{{ agreement_id }} is large"\n'
            'escalate = {to = ["chief"], after = "8h", when = "undelivered"}\n'
            'sql = "SELECT agreement_id, value FROM agreement WHERE value > 1000"\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1))
        tell_findings(settings, "b1", old_news=False, now=datetime.now(UTC))
        take_in(settings, story(2, value=Decimal(7000), unit="USD"), key="b2")
        tell_findings(settings, "b2", old_news=False, now=datetime.now(UTC))
        due_now(settings)
        deliver(settings, patience_s=0)
    assert [one["title"] for one in chief.documents] == ["A000002 is large (not delivered to desk)"]


def test_a_message_follows_the_last_other_stage_told_to_its_address_and_never_its_own(tmp_path: Path) -> None:
    with Receiver() as desk:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[[rule]]\nname = "one"\nto = ["desk"]\n'
            '[[rule]]\nname = "two"\nto = ["desk"]\nstages = ["signed", "in_force"]\n'
        )
        settings = house(tmp_path, rules=rules)
        began = datetime.now(UTC) - timedelta(hours=9)
        for number, stage in enumerate(("negotiating", "signed", "in_force")):
            now = began + timedelta(hours=number)
            take_in(settings, story(1, stage, now=now), key=f"b{number}", now=now)
            deliver(settings)
    told = [
        (one["rule"], one["alerts"][0]["stage"], [line for line in one["text"].splitlines() if "Follows" in line])
        for one in desk.documents
    ]
    keys = [one["key"][:8] for one in desk.documents]
    assert [(rule, stage) for rule, stage, _ in told] == [
        ("one", "negotiating"), ("one", "signed"), ("two", "signed"), ("one", "in_force"), ("two", "in_force")
    ]  # fmt: skip
    follows = [" ".join(lines) for *_, lines in told]
    assert follows[0] == ""
    for line in follows[1:3]:
        assert "Follows: under negotiation, told " in line
        assert keys[0] in line
    for line in follows[3:]:
        assert "Follows: signed, told " in line
        assert keys[2] in line
    # The thread stays the agreement's, whichever stage is told.
    assert {one["alerts"][0]["follows"] for one in desk.documents[1:]} == {desk.documents[0]["key"]}


def test_a_repeat_and_a_digest_of_the_same_stages_follow_only_what_was_told_before_them(tmp_path: Path) -> None:
    with Receiver() as desk:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[[rule]]\nname = "now"\nto = ["desk"]\nstages = ["signed"]\n'
            'repeat = {every = "1h", times = 1}\n[[rule]]\nname = "later"\nto = ["desk"]\nsend = "daily"\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1, "planned"))
        take_in(settings, story(1, "signed"), key="b2")
        deliver(settings)
        due_now(settings)
        deliver(settings)
    first, *rest = desk.documents
    assert [one["alerts"][0]["kind"] for one in rest].count("repeat") == 1
    assert len(rest) == 2
    for one in desk.documents:
        assert "Follows" not in one["text"]
    assert {alert["stage"] for one in rest for alert in one["alerts"]} == {"planned", "signed"}
    assert first["alerts"][0]["stage"] == "signed"


def test_a_correction_names_what_its_rule_told_before_of_the_same_stage(tmp_path: Path) -> None:
    with Receiver() as desk:
        rules = "".join(
            f'[[rule]]\nname = "{name}"\nto = ["desk"]\n' for name in ("one", "two")
        ) + f'[channel.desk]\nurl = "{desk.hook}"\n'  # fmt: skip
        settings = house(tmp_path, rules=rules)
        now = datetime.now(UTC)
        take_in(settings, story(1, key="a", value=Decimal(530_000_000), unit="USD", now=now))
        deliver(settings)
        now += timedelta(hours=1)
        edited = story(1, key="a", value=Decimal(350_000_000), unit="USD", quote="Corrected: 350.", now=now)
        take_in(settings, edited, key="b2", now=now)
        deliver(settings)
    told = {(one["rule"], one["alerts"][0]["kind"]): one for one in desk.documents}
    assert len(told) == len(desk.documents) == 4
    for rule in ("one", "two"):
        correction, first = told[rule, "correction"], told[rule, "stage"]
        assert "Follows" not in correction["text"]
        assert f"(message {first['key'][:8]})" in correction["text"]
        assert "Told before: " in correction["text"]


def test_quiet_hours_hold_what_waited_into_them_but_no_escalation_and_no_more_than_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 60.0)
    now = datetime.now(UTC)
    span = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
    with Receiver(500, 200) as desk, Receiver() as other, Receiver() as chief:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[channel.chief]\nurl = "{chief.hook}"\n'
            f'[channel.other]\nurl = "{other.hook}"\n[[rule]]\nname = "night"\nto = ["desk"]\nquiet = "{span}"\n'
            'escalate = {to = ["chief"], after = "2h", when = "undelivered"}\n'
            '[[rule]]\nname = "always"\nto = ["desk", "other"]\n'
        )
        settings = house(tmp_path, rules=rules)
        before = now - timedelta(hours=3)
        take_in(settings, story(1, now=before), now=before)
        # The desk fails in the evening; the next sender comes at night.
        assert deliver(settings, patience_s=0, clock=lambda: before).failed == 1
        deliver(settings, clock=lambda: now)
        assert [one["rule"] for one in desk.documents] == ["night", "always"]
        assert [one["title"].partition(":")[0] for one in chief.documents] == [
            "Contract signed (not delivered to desk)"
        ]
        assert deliver(settings, clock=lambda: now).waiting == 1
        assert deliver(settings, clock=lambda: now + timedelta(hours=2)).sent == 1
        assert [one["rule"] for one in desk.documents] == ["night", "always", "night"]
        # A machine that sends only at that hour sends it a day later.
        take_in(settings, story(2, now=now), key="b2", now=now)
        assert deliver(settings, clock=lambda: now).sent == 2
        assert deliver(settings, clock=lambda: now + timedelta(days=1)).waiting == 1
        assert deliver(settings, clock=lambda: now + timedelta(days=2)).sent == 1
    assert [one["rule"] for one in desk.documents] == ["night", "always", "night", "always", "night"]
    assert len(desk.keys) == 4
    assert len(other.documents) == 2
