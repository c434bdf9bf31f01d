"""Delivery: real receivers on loopback that take, refuse, hang, die; each message once, in order, or kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest

from amur.alerts import attempts
from amur.alerts.attempts import Attempts, Tried, next_wait
from amur.alerts.channels import channels
from amur.alerts.deliver import deliver
from amur.alerts.sender import Sender
from amur.commands.alerts import acknowledge, release, retry
from amur.commands.status import status
from amur.errors import Refusal
from amur.settings import Settings
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from warehouse.backup import backup, restore
from warehouse.outbox import dispatch, holding
from warehouse.readers.publish import publish
from warehouse.schema import open_writer

STATES = "SELECT state, count(*) FROM alert_message GROUP BY state ORDER BY state"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.05)


def impatient(tmp_path: Path, url: str, **more: object) -> Settings:
    rules = '[delivery]\ntimeout = "1s"\n[[rule]]\nname = "all"\nto = ["AMUR_ALERT_TO"]\n'
    return house(tmp_path, url, rules, **more)


def due_now(settings: Settings) -> None:
    """As if the waits of what failed were over."""
    connection = open_writer(settings.database)
    connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
    connection.close()


def test_a_signed_message_reaches_the_webhook_once(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook, webhook_secret="river")
        take_in(settings, story(1))
        assert deliver(settings).sent == 1
        assert deliver(settings).sent == 0
    (request,) = desk.requests
    headers, body = request["headers"], request["body"]
    signed = headers["x-amur-timestamp"].encode() + b"." + body
    assert headers["x-amur-signature"] == "v1=" + hmac.new(b"river", signed, hashlib.sha256).hexdigest()
    document = json.loads(body)
    assert document["schema"] == "amur.alert/1"
    assert document["key"] == headers["idempotency-key"] == document["alerts"][0]["key"]
    assert ask(settings, "SELECT outcome, error FROM alert_attempt") == [("sent", None)]


def test_37_a_receiver_that_fails_for_a_while_gets_it_later_under_the_same_key(tmp_path: Path) -> None:
    with Receiver(500, 503, 200) as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1))
        done = deliver(settings)
        assert (done.sent, done.failed, done.waiting) == (1, 2, 0)
        assert len({request["headers"]["idempotency-key"] for request in desk.requests}) == 1
    tried = ask(settings, "SELECT outcome, error FROM alert_attempt ORDER BY attempt_id")
    assert [outcome for outcome, _ in tried] == ["failed", "failed", "sent"]
    assert "answered 500" in tried[0][1]


@pytest.mark.parametrize("trouble", ["hang", "die", "drip"])
def test_37_a_message_that_may_have_been_taken_goes_again_and_counts_once(tmp_path: Path, trouble: str) -> None:
    with Receiver(trouble, 200) as desk:
        settings = impatient(tmp_path, desk.hook)
        take_in(settings, story(1), story(2))
        first = deliver(settings)
        assert (first.sent, first.waiting) == (2, 0)
        assert len(desk.taken) == 3
        assert len(desk.keys) == 2


def test_a_slow_receiver_is_waited_for(tmp_path: Path) -> None:
    with Receiver("slow") as desk:
        settings = impatient(tmp_path, desk.hook)
        take_in(settings, story(1))
        assert deliver(settings).sent == 1


def test_a_channel_that_is_down_keeps_its_messages_in_order_and_holds_up_no_other(tmp_path: Path) -> None:
    with Receiver() as up, Receiver() as down:
        port = down.port
        down.__exit__(None, None, None)
        settings = house(tmp_path, f"{down.hook} {up.hook}")
        take_in(settings, *(story(n) for n in range(6)))
        done = deliver(settings, patience_s=0)
        assert (done.sent, done.waiting) == (6, 6)
        take_in(settings, story(7), key="b2")
        due_now(settings)
        with Receiver(port=port) as mended:
            assert deliver(settings).sent == 8
            assert [one["alerts"][0]["agreement_id"] for one in mended.documents] == [
                one["alerts"][0]["agreement_id"] for one in up.documents
            ]


@pytest.mark.parametrize("status", [403, 410, 404, 401])
def test_37_an_address_that_refuses_for_good_is_parked_alone_and_unparked_by_a_person(
    tmp_path: Path, status: int
) -> None:
    with Receiver(status, 200) as shut, Receiver() as up:
        settings = house(tmp_path, f"{shut.hook} {up.hook}")
        take_in(settings, story(1), story(2))
        done = deliver(settings)
        name = channels(settings)[0].name
        assert (done.sent, done.parked) == (2, (name,))
        assert len(shut.requests) == 1
        assert deliver(settings).sent == 0
        connection = open_writer(settings.database)
        assert f"answered {status}" in holding.parked(connection)[name]
        assert holding.unpark(connection, name)
        connection.close()
        assert deliver(settings).sent == 2
        assert len(shut.keys) == 2


def test_37_a_message_that_its_receiver_rejects_dies_and_can_be_retried(tmp_path: Path) -> None:
    with Receiver(422, 200) as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1), story(2))
        done = deliver(settings)
        assert (done.sent, done.dead) == (1, 1)
        connection = open_writer(settings.database)
        assert holding.release(connection, now=datetime.now(UTC).replace(tzinfo=None), states=("dead",)) == 1
        connection.close()
        assert deliver(settings).sent == 1
        assert len({request["headers"]["idempotency-key"] for request in desk.requests}) == 2


def test_37_waits_double_up_to_a_limit_and_end_in_the_dead_letters() -> None:
    waits = [next_wait(number, 86_400) for number in range(200)]
    assert waits[0] is not None
    assert all(wait is None or wait <= attempts.LONGEST_WAIT_S for wait in waits)
    assert waits[-1] is None


def test_apprise_posts_the_text_with_the_key_and_parks_on_a_refusal(tmp_path: Path) -> None:
    with Receiver(200, 410) as desk:
        settings = house(tmp_path, desk.json)
        take_in(settings, story(1), story(2))
        done = deliver(settings)
        assert (done.sent, len(done.parked)) == (1, 1)
        assert desk.documents[0]["title"].startswith("Contract signed: ")
        assert len(desk.keys[0]) == 32


def test_thirty_agreements_of_one_forum_are_one_message(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        forum = [story(n, event="Eastern Economic Forum") for n in range(30)]
        take_in(settings, *forum)
        done = deliver(settings)
        assert (done.sent, done.messages) == (30, 1)
        (document,) = desk.documents
        assert document["title"] == "30 agreements: Eastern Economic Forum"
        assert len(document["alerts"]) == 30


def test_33_a_correction_and_a_denial_name_the_first_message(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        now = datetime.now(UTC)
        take_in(settings, story(1, key="a", value=Decimal(530_000_000), unit="USD", now=now))
        deliver(settings)
        edited = story(
            1, key="a", value=Decimal(350_000_000), unit="USD", quote="Corrected: 350.", now=now + timedelta(hours=1)
        )
        take_in(settings, edited, key="b2", now=now + timedelta(hours=1))
        deliver(settings)
        take_in(settings, story(1, "denied", now=now + timedelta(hours=2)), key="b3", now=now + timedelta(hours=2))
        deliver(settings)
    first, correction, denial = desk.documents
    assert first["alerts"][0]["follows"] is None
    assert correction["alerts"][0]["kind"] == "correction"
    assert correction["alerts"][0]["corrected"] == {"value": ["530000000 USD", "350000000 USD"]}
    assert "Corrects value: 530 million USD → 350 million USD" in correction["text"]
    assert denial["alerts"][0]["stage"] == "denied"
    for later in (correction, denial):
        assert later["alerts"][0]["follows"] == first["key"]
    assert first["key"][:8] in correction["text"]
    assert correction["key"][:8] in denial["text"]


def test_a_signing_told_again_after_its_denial_takes_the_denial_back(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        for hours, stage in enumerate(("signed", "denied", "signed")):
            now = datetime.now(UTC) + timedelta(hours=hours)
            take_in(settings, story(1, stage, key=f"a{hours}", now=now), key=f"b{hours}", now=now)
            deliver(settings)
    told = [(one["alerts"][0]["kind"], one["alerts"][0]["stage"]) for one in desk.documents]
    assert told == [("stage", "signed"), ("stage", "denied"), ("correction", "signed")]
    assert desk.documents[2]["alerts"][0]["corrected"] == {"stage": ["denied", "signed"]}
    assert "Corrects stage: denied → signed" in desk.documents[2]["text"]


def test_32_thirty_outlets_a_second_load_and_a_re_analysis_make_no_second_alert(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        copies = [story(1, key=f"c{n}", publisher=f"Outlet {n}") for n in range(30)]
        take_in(settings, *copies)
        take_in(settings, *copies)
        take_in(settings, *copies, key="b2", kind="reanalysis")
        take_in(settings, story(1, key="late", publisher="Late"), key="b3")
        assert deliver(settings).sent == 1
    assert len(desk.requests) == 1


@pytest.mark.parametrize("step", [timedelta(days=-3), timedelta(days=400)])
def test_a_clock_that_steps_neither_resends_nor_holds_back(tmp_path: Path, step: timedelta) -> None:
    with Receiver(200, 503, 200) as desk:
        settings = house(tmp_path, desk.hook)
        now = datetime.now(UTC)
        take_in(settings, story(1, now=now + step), now=now + step)
        take_in(settings, story(2, now=now), key="b2", now=now)
        assert deliver(settings).waiting == 0
        assert deliver(settings).sent == 0
        assert len(desk.keys) == 2


def test_a_dead_senders_messages_are_taken_over_at_once_and_a_living_ones_never(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1))
        long_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
        with Sender(settings.home) as other:
            connection = open_writer(settings.database)
            assert len(dispatch.claim(connection, other.name, now=datetime.now(UTC).replace(tzinfo=None))) == 1
            # Its lease has run out by the clock, which may have jumped: the sender lives, so it keeps it.
            connection.execute("UPDATE store.alert SET lease_until = ?", [long_ago])
            connection.close()
            assert deliver(settings).sent == 0
        assert deliver(settings).sent == 1
    publish(settings.home)
    outcomes = ask(settings, "SELECT outcome FROM alert_attempt ORDER BY attempt_id")
    assert outcomes == [("abandoned",), ("sent",)]


def test_a_delivery_that_breaks_off_gives_back_what_it_had_in_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Tried:
        raise RuntimeError("the disk is full")

    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1))
        with monkeypatch.context() as patch:
            patch.setattr(Attempts, "send", broken)
            with pytest.raises(RuntimeError, match="the disk is full"):
                deliver(settings)
        publish(settings.home)
        assert ask(settings, "SELECT lease_owner FROM store.alert") == [(None,)]
        assert deliver(settings).sent == 1


def test_34_old_news_is_silent_and_can_be_released(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1), kind="backfill")
        assert deliver(settings).sent == 0
        connection = open_writer(settings.database)
        assert holding.release(connection, now=datetime.now(UTC).replace(tzinfo=None)) == 1
        connection.close()
        assert deliver(settings).sent == 1
    assert len(desk.keys) == 1


def test_secrets_of_an_address_are_told_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with Receiver(500) as desk:
        url = f"json://user:hunter2@127.0.0.1:{desk.port}/tok3n"
        hook = f"amur+http://127.0.0.1:{desk.port}/tok3n?key=hunter2"
        settings = house(tmp_path, f"{url} {hook} nosuch://hunter2/tok3n", webhook_secret="hunter2")
        take_in(settings, story(1))
        deliver(settings, patience_s=0)
    said = capfd.readouterr()
    # The library's own lines stop at its logger, which hands them to nobody; the fixture listens there all the same.
    lines = [record.getMessage() for record in caplog.records if record.name != "apprise"]
    everything = [said.out, said.err, *lines, repr(channels(settings))]
    for file in (tmp_path / "home").rglob("*"):
        if file.is_file():
            everything.append(file.read_bytes().decode("latin-1"))
    assert not any(secret in text for text in everything for secret in ("hunter2", "tok3n"))


def test_the_atom_feed_tells_each_alert_once_and_keeps_silent_what_was_silent(tmp_path: Path) -> None:
    import feedparser

    from amur.alerts.feed import write_feed

    settings = house(tmp_path)
    take_in(settings, story(1), kind="backfill")
    take_in(settings, story(2, quote="<script>x</script> signed."), key="b2")
    path = write_feed(settings)
    assert path is not None
    first = path.read_bytes()
    write_feed(settings)
    assert path.read_bytes() == first
    read = feedparser.parse(first)
    assert not read.bozo
    assert len(read.entries) == 1
    assert "<script>" not in read.entries[0].content[0].value


def test_a_correction_of_old_news_is_told_for_it_is_of_today(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1, key="a", value=Decimal(530_000_000), unit="USD"), kind="backfill")
        edited = story(1, key="a", value=Decimal(350_000_000), unit="USD", quote="Corrected: 350.")
        take_in(settings, edited, key="b2")
        assert deliver(settings).sent == 1
    assert ask(settings, "SELECT kind, state FROM alert_message ORDER BY alert_id")[1] == ("correction", "sent")
    status(settings)
    assert re.search(r"correction\W+sent\W+1\b", capsys.readouterr().out)
    cookbook = resources.files("warehouse") / "cookbook" / "20_alerts.sql"
    assert any({"correction", "sent"} <= set(row) for row in ask(settings, cookbook.read_text(encoding="utf-8")))


def test_a_correction_that_makes_a_rule_hold_tells_the_story_once_as_it_now_reads(tmp_path: Path) -> None:
    rules = '[[rule]]\nname = "large"\nto = ["AMUR_ALERT_TO"]\nmin_value_usd = 1e8\n'
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook, rules)
        take_in(settings, story(1, key="a", value=Decimal(5_000_000), unit="USD"))
        edited = story(1, key="a", value=Decimal(500_000_000), unit="USD", quote="Corrected: 500 million.")
        take_in(settings, edited, key="b2")
        assert deliver(settings).sent == 1
    (document,) = desk.documents
    assert [one["kind"] for one in document["alerts"]] == ["stage"]
    assert "Worth: 500 million USD" in document["text"]


def by_hand(field: str, value: str, reason: str = "the outlet wrote 530") -> str:
    return (
        f'[[value]]\nagreement = "A000001"\nfield = "{field}"\nvalue = "{value}"\nreason = "{reason}"\n'
        "date = 2026-11-24\n"
    )


def test_what_people_correct_is_told_once_with_their_reason_to_whoever_was_told_otherwise(tmp_path: Path) -> None:
    # The rule no longer holds of what the agreement is worth, and its reader was told otherwise all the same.
    rules = '[[rule]]\nname = "large"\nto = ["AMUR_ALERT_TO"]\nmin_value_usd = 4e8\n'
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook, rules)
        take_in(settings, story(1, value=Decimal(530_000_000), unit="USD", signed_on="2026-07-09"))
        deliver(settings)
        said = by_hand("value", "350000000") + by_hand("signed_on", "2026-07-10", "and a day later")
        take_in(settings, key="b2", kind="backfill", by_hand=said)
        assert deliver(settings).sent == 1
        take_in(settings, key="b3", by_hand=said)
        take_in(settings, story(1, key="again", value=Decimal(530_000_000), unit="USD"), key="b4", by_hand=said)
        assert deliver(settings).sent == 0
        # Two people set it back and forth: each entry is told once.
        back = said + by_hand("value", "530000000", "no slip")
        take_in(settings, key="b5", by_hand=back)
        take_in(settings, key="b6", by_hand=back + by_hand("value", "350000000", "a slip after all"))
        assert deliver(settings).sent == 2
    first, correction, *_, last = desk.documents
    (told,) = correction["alerts"]
    assert (told["kind"], told["stage"], told["follows"]) == ("correction", "signed", first["key"])
    assert told["corrected"] == {
        "value": ["530000000 USD", "350000000 USD"],
        "signed_on": ["2026-07-09", "2026-07-10"],
    }
    assert told["reason"] == "the outlet wrote 530; and a day later"
    assert "Corrects value: 530 million USD → 350 million USD" in correction["text"]
    assert "Corrected by hand: the outlet wrote 530; and a day later" in correction["text"]
    assert last["alerts"][0]["corrected"] == {"value": ["530000000 USD", "350000000 USD"]}


def test_a_stage_that_people_set_is_told_and_what_nobody_heard_of_is_not(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1))
        take_in(settings, story(2, value=Decimal(5), unit="USD"), key="b2", kind="backfill")
        deliver(settings)
        other = by_hand("value", "6").replace("A000001", "A000002")
        take_in(settings, key="b3", by_hand=by_hand("stage", "planned", "only announced") + other)
        assert deliver(settings).sent == 1
    assert desk.documents[1]["alerts"][0]["corrected"] == {"stage": ["signed", "planned"]}
    assert ask(settings, "SELECT agreement_id, reason FROM alert_correction ORDER BY agreement_id") == [
        ("A000001", None),
        ("A000002", "nothing was told to correct"),
    ]


def test_who_asked_for_one_stage_hears_that_people_took_it_back(tmp_path: Path) -> None:
    rules = '[[rule]]\nname = "signings"\nto = ["AMUR_ALERT_TO"]\nstages = ["signed"]\n'
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook, rules)
        take_in(settings, story(1))
        deliver(settings)
        take_in(settings, key="b2", by_hand=by_hand("stage", "denied", "there was no signing"))
        deliver(settings)
    told = desk.documents[1]["alerts"][0]
    assert (told["kind"], told["stage"]) == ("correction", "denied")
    assert told["corrected"] == {"stage": ["signed", "denied"]}


def test_who_asked_for_denials_hears_that_one_was_taken_back(tmp_path: Path) -> None:
    rules = '[[rule]]\nname = "denials"\nto = ["AMUR_ALERT_TO"]\nstages = ["denied"]\n'
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook, rules)
        for hours, stage in enumerate(("signed", "denied", "signed")):
            now = datetime.now(UTC) + timedelta(hours=hours)
            take_in(settings, story(1, stage, key=f"a{hours}", now=now), key=f"b{hours}", now=now)
            deliver(settings)
    told = [(one["alerts"][0]["kind"], one["alerts"][0]["stage"]) for one in desk.documents]
    assert told == [("stage", "denied"), ("correction", "signed")]


def test_how_long_news_took_is_told_by_feed_and_channel(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1), story(2))
        deliver(settings)
    asked = "SELECT alerts, sent, loaded_to_sent_p95_s >= 0, published_to_sent_p50_s >= 300 FROM latency"
    assert ask(settings, asked) == [(2, 2, True, True)]


def test_a_restored_backup_tells_nothing_again_and_loses_nothing_that_waits(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        take_in(settings, story(1))
        copy = backup(settings.home, now=now)
        deliver(settings)
        take_in(settings, story(2), key="b2")
        deliver(settings)
        take_in(settings, story(3), key="b3")
        restore(settings.home, copy, now=now)
        assert ask(settings, "SELECT state FROM alert ORDER BY alert_id") == [("sent",), ("sent",), ("pending",)]
        assert deliver(settings).sent == 1
        # What the backup lacks is read again from its batches: it was told.
        take_in(settings, story(2), key="b2")
        take_in(settings, story(4), key="b4")
        assert deliver(settings).sent == 1
    keys = [request["headers"]["idempotency-key"] for request in desk.requests]
    assert len(keys) == len(set(keys)) == 4
    assert ask(settings, "SELECT count(*), count(DISTINCT alert_id) FROM alert_attempt") == [(4, 4)]


def test_a_backup_replaces_a_database_that_is_beyond_reading(tmp_path: Path) -> None:
    settings = house(tmp_path, "json://127.0.0.1:9/")
    take_in(settings, story(1))
    copy = backup(settings.home, now=datetime.now(UTC))
    settings.database.write_bytes(b"no database " * 1000)
    aside = restore(settings.home, copy, now=datetime.now(UTC)).aside
    assert aside
    assert aside.read_bytes().startswith(b"no database")
    assert ask(settings, "SELECT state FROM alert") == [("pending",)]


def test_news_written_before_there_was_a_channel_can_be_sent_to_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(house(tmp_path), story(1))
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        assert release(settings, ["1"]) == 1
        assert "--to CHANNEL" in capsys.readouterr().out
        with pytest.raises(Refusal, match="no such channel"):
            release(settings, ["1"], "elsewhere")
        assert release(settings, ["1"], channels(settings)[0].name) == 0
        assert deliver(settings).sent == 1


def test_acknowledging_counts_the_alerts_named_and_fails_for_what_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = (
        '[channel.desk]\nurl = "json://127.0.0.1:9/desk"\n'
        '[[rule]]\nname = "mine"\nto = ["desk"]\nrepeat = {every = "4h", times = 1}\n'
    )
    settings = house(tmp_path, rules=rules)
    take_in(settings, story(1))
    assert acknowledge(settings, ["1"]) == 0
    assert capsys.readouterr().out == "1 acknowledged\n"
    assert acknowledge(settings, ["1", "999"]) == 1
    assert "1 of those named are no alerts" in capsys.readouterr().out


def test_messages_of_an_address_that_is_gone_go_to_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Receiver() as desk:
        take_in(house(tmp_path, "json://127.0.0.1:9/old"), story(1))
        settings = house(tmp_path, desk.hook)
        assert deliver(settings).dead == 1
        assert (retry(settings, []), retry(settings, ["1"])) == (0, 1)
        said = capsys.readouterr().out
        assert said.count("0 queued again\n") == said.count("needs --to CHANNEL") == 2
        assert ask(settings, STATES) == [("dead", 1)]
        assert retry(settings, [], channels(settings)[0].name) == 0
        assert deliver(settings).sent == 1


def test_an_address_without_a_scheme_is_shown_nowhere(tmp_path: Path) -> None:
    (channel,) = channels(house(tmp_path, "hunter2token"))
    assert "hunter2" not in channel.name
