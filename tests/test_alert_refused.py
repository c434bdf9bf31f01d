"""What is wrong in alerts.toml is refused alone: the news is loaded, the other rules tell it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amur import batch, orchestrate
from amur.alerts.deliver import deliver
from amur.alerts.findings import tell_findings
from amur.alerts.reading import read_alert_file
from amur.commands import alert_check
from amur.commands.alerts import channel_list
from amur.commands.backfill import backfill
from amur.commands.status import status
from amur.poll import real_clock
from tests.alert_desk import GOOD, OWN, Desk
from tests.alert_house import ask, story
from tests.receivers import Receiver
from warehouse.readers.publish import publish
from warehouse.records import REFUSED
from warehouse.retention import forget
from warehouse.schema import open_writer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Receiver() as everyone, Receiver() as own:
        yield Desk(tmp_path, everyone, own)


BROKEN = [
    (OWN.replace("to =", "too ="), "rule own.too: unknown"),
    (OWN.replace('["desk"]', "[desk]"), "rule own: Invalid value"),
    (OWN.replace('"own"', '"my own!"'), "'my own!': a name has letters"),
    (OWN.replace("[[rule]]", "[[rule]"), "line 6, rule own"),
    (OWN.replace("[[rule]]", "[[rules]]"), "rules: unknown; known: defaults"),
    (OWN.replace("name", "nam"), "rule 2.nam: unknown"),
    (OWN.replace('name = "own"', "name = own"), "line 7: Invalid value"),
    (OWN + 'stages = ["inked"]\n', "rule own.stages"),
    (OWN + 'to = ["twice"]\n', "rule own: Cannot overwrite a value"),
]


@pytest.mark.parametrize(("broken", "says"), BROKEN)
def test_what_is_wrong_is_named(desk: Desk, broken: str, says: str) -> None:
    desk.rules(GOOD + desk.channel + broken)
    file = read_alert_file(desk.settings)
    assert file is not None
    assert says in " ".join(file.refused)


# An unknown key, a table by a wrong name and a key twice are refused in three ways; all nine take a minute.
@pytest.mark.parametrize(
    "broken", [BROKEN[0][0], *(pytest.param(broken, marks=pytest.mark.soak) for broken, _ in BROKEN[1:])]
)
def test_the_good_rules_tell_and_the_refused_one_tells_later(desk: Desk, broken: str) -> None:
    desk.rules(GOOD + desk.channel + broken)
    assert desk.load(desk.deal(1)) == (["A1 signed 5"], [])
    assert desk.load(desk.deal(2)) == (["A2 signed 5"], [])
    assert desk.load(desk.deal(2, millions=3)) == (["A2 value 5 > 3"], [])
    desk.rules(GOOD + desk.channel + OWN)
    # As they read now: what was corrected in between is told once.
    assert desk.load() == ([], ["A1 signed 5", "A2 signed 3"])
    assert desk.load(desk.deal(1)) == ([], [])
    assert desk.load(desk.deal(1, millions=4)) == (["A1 value 5 > 4"], ["A1 value 5 > 4"])
    assert ask(desk.settings, f"SELECT count(*) FROM alert_message WHERE reason = '{REFUSED}'") == [(0,)]


def test_a_file_that_can_t_be_read_at_all_is_told_late(desk: Desk) -> None:
    desk.rules(desk.channel + OWN + GOOD)
    assert desk.load(desk.deal(1)) == (["A1 signed 5"], ["A1 signed 5"])
    for wrong in (b"\x00\xff\xfe", b"[[[", b"channel = [[["):
        (desk.folder / "alerts.toml").write_bytes(wrong)
        number = desk.loads + 1
        assert desk.load(desk.deal(number)) == ([], [])
    (desk.folder / "alerts.toml").unlink()
    assert desk.load(desk.deal(1, millions=3), desk.deal(9)) == ([], [])
    desk.rules(desk.channel + OWN + GOOD)
    told = ["A2 signed 5", "A3 signed 5", "A4 signed 5", "A5 signed 5", "A1 value 5 > 3"]
    assert desk.load() == (told, told)
    assert desk.load() == ([], [])


def test_what_a_refused_rule_told_before_is_corrected_once_it_is_mended(desk: Desk) -> None:
    desk.rules(desk.channel + OWN)
    assert desk.load(desk.deal(1), desk.deal(2), desk.deal(3))[1] == ["A1 signed 5", "A2 signed 5", "A3 signed 5"]
    desk.rules(desk.channel + OWN.replace("to =", "too ="))
    assert desk.load(desk.deal(1, millions=4), desk.deal(2, millions=4), desk.deal(3, millions=4)) == ([], [])
    assert desk.load(desk.deal(1, millions=3), desk.deal(2)) == ([], [])
    assert desk.load(desk.deal(3), kind="reanalysis") == ([], [])
    desk.rules(desk.channel + OWN + "min_value_usd = 1e9\n")
    assert desk.load() == ([], ["A1 value 5 > 3"])


def test_what_alerts_nobody_is_not_told_late_either(desk: Desk) -> None:
    desk.rules(desk.channel + OWN.replace("to =", "too ="))
    assert desk.load(desk.deal(1), kind="backfill") == ([], [])
    assert desk.load(desk.deal(1), kind="reanalysis") == ([], [])
    assert desk.load(desk.deal(2)) == ([], [])
    forgotten = desk.deal(3)
    assert desk.load(forgotten) == ([], [])
    connection = open_writer(desk.settings.database)
    forget(connection, [forgotten.article_id], reason="asked by the outlet", now=desk.now())
    connection.close()
    desk.rules(desk.channel + OWN)
    assert desk.load() == ([], ["A2 signed 5"])


def test_a_rule_that_waits_for_a_second_outlet_hears_of_it_late(desk: Desk) -> None:
    waits = OWN + "min_publishers = 2\n"
    desk.rules(desk.channel + waits)
    assert desk.load(desk.deal(1, publisher="One")) == ([], [])
    desk.rules(desk.channel + waits + "stagse = 1\n")
    second = story(1, key="second", publisher="Two", quote="In other words they signed.", now=desk.now())
    assert desk.load(second) == ([], [])
    desk.rules(desk.channel + waits)
    assert desk.load() == ([], ["A1 signed 5"])


def test_a_rule_that_is_mended_under_another_name_tells_and_one_that_is_gone_does_not(desk: Desk) -> None:
    desk.rules(GOOD + desk.channel + OWN.replace("to =", "too ="))
    assert desk.load(desk.deal(1)) == (["A1 signed 5"], [])
    desk.rules(GOOD + desk.channel + OWN.replace("own", "renamed"))
    assert desk.load() == ([], ["A1 signed 5"])
    desk.rules(GOOD + desk.channel + OWN.replace("to =", "too ="))
    assert desk.load(desk.deal(2)) == (["A2 signed 5"], [])
    desk.rules(GOOD)
    assert desk.load() == ([], [])
    desk.rules(GOOD + desk.channel + OWN)
    assert desk.load() == ([], [])


def test_what_is_due_to_a_channel_that_is_refused_waits_for_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    both = GOOD + OWN.replace('["desk"]', '["desk", "AMUR_ALERT_TO"]')
    desk.rules(both + desk.channel.replace("url =", "ulr ="))
    assert desk.load(desk.deal(1)) == (["A1 signed 5", "A1 signed 5"], [])
    desk.rules(both + "[channel.desk\n" + desk.channel)
    capsys.readouterr()
    assert channel_list(desk.settings) == 0
    assert "desk: open; 1 waiting" in capsys.readouterr().out
    desk.rules(GOOD + desk.channel.replace("[channel.desk]", "[chanel.desk]"))
    assert deliver(desk.settings).dead == 0
    desk.rules(both + desk.channel.replace("url =", "ulr ="))
    assert deliver(desk.settings, patience_s=5).sent == 0
    assert channel_list(desk.settings) == 0
    assert "desk: refused by the rules file; 1 waiting" in capsys.readouterr().out
    desk.rules(both + desk.channel)
    assert desk.load() == ([], ["A1 signed 5"])


def test_a_question_that_is_refused_tells_what_came_since_once_it_is_mended(desk: Desk) -> None:
    def asks(sql: str) -> str:
        return f'{desk.channel}[[rule]]\nname = "large"\nto = ["desk"]\nkey = ["agreement_id"]\nsql = "{sql}"\n'

    def tell() -> tuple[list[str], tuple[str, ...]]:
        before = len(desk.own.documents)
        found = tell_findings(desk.settings, f"b{desk.loads}", old_news=False, now=desk.now())
        publish(desk.settings.home)
        deliver(desk.settings)
        ids = [told["row"]["agreement_id"] for one in desk.own.documents[before:] for told in one["alerts"]]
        return ids, found.refused

    right = "SELECT agreement_id FROM agreement WHERE value > 1000"
    desk.rules(asks(right))
    desk.load(desk.deal(1))
    assert tell() == ([], ())
    desk.rules(asks(right.replace("value", "worth")))
    desk.load(desk.deal(2))
    ids, (refused,) = tell()
    assert ids == []
    assert "alerts.toml, line 3, rule large.sql: " in refused
    assert "worth" in refused
    assert "line 3, rule large.sql: " in str(
        ask(desk.settings, "SELECT report FROM store.run ORDER BY load_number DESC LIMIT 1")
    )
    desk.load(desk.deal(3))
    tell()
    desk.rules(asks(right + " + 0"))
    desk.load()
    assert tell() == (["A000002", "A000003"], ())
    assert tell() == ([], ())


def test_a_question_that_was_wrong_from_the_first_tells_what_articles_brought_since(desk: Desk) -> None:
    def asks(sql: str) -> str:
        return f'{desk.channel}[[rule]]\nname = "large"\nto = ["desk"]\nkey = ["article_id"]\nsql = "{sql}"\n'

    desk.rules(GOOD)
    desk.load(desk.deal(1))
    desk.rules(asks("SELECT wrong"))
    desk.load()
    tell_findings(desk.settings, "b2", old_news=False, now=desk.now())
    desk.load(desk.deal(2))
    desk.load(desk.deal(3), kind="backfill")
    desk.rules(asks("SELECT article_id FROM article"))
    tell_findings(desk.settings, "b4", old_news=True, now=desk.now())
    desk.load()
    tell_findings(desk.settings, "b5", old_news=False, now=desk.now())
    deliver(desk.settings)
    assert [told["row"]["article_id"] for one in desk.own.documents for told in one["alerts"]] == ["a2-signed"]


def test_a_bad_file_keeps_no_news_out_and_is_named_by_the_load_by_status_and_by_check(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.rules(GOOD + 'timezone = "Moscow"\n')
    settings, path = desk.settings, desk.folder / "old.jsonl"
    path.write_text('{"id": "a", "title": "Trade of China and Russia", "text": "It rose 5% to $2 billion in 2023."}')
    assert backfill(settings, [path], quiet=True) == 1
    assert ask(settings, "SELECT count(*) FROM article") == [(1,)]
    refused = "alerts.toml, line 1, rule good.timezone: 'Moscow' is no time zone such as Asia/Shanghai"
    assert f"amur: part of alerts.toml refused: {desk.folder}/{refused}" in capsys.readouterr().err
    assert status(settings) == 0
    assert refused in "".join(capsys.readouterr().out.splitlines())
    assert alert_check.check(settings, days=31) == 2
    assert refused in "".join(capsys.readouterr().out.splitlines())
    desk.rules(GOOD)
    assert backfill(settings, [path], quiet=True) == 0
    capsys.readouterr()
    status(settings)
    assert "refused" not in capsys.readouterr().out


def test_a_refused_rule_fails_no_task_and_is_told_to_the_operators_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AMUR_HOME", str(desk.folder / "home"))
    monkeypatch.setenv("AMUR_FAILURE_TO", desk.everyone.hook)
    monkeypatch.setenv("AMUR_ALERTS_FILE", str(desk.folder / "alerts.toml"))
    monkeypatch.setenv("AMUR_ALLOW_NETWORKS", "127.0.0.0/8")
    for rules in ("[[rule]]\nname = 'a'\n", "\n[[rule]]\nname = 'a'\n", "", "[[rule]]\nname = 'a'\n"):
        desk.rules(rules)
        path = batch.create(desk.folder / "home" / "batches", "run", real_clock())
        batch.write(path / "shard-000" / "articles.jsonl.gz", [])
        assert orchestrate.load_batch([str(path / "shard-000")])["batches"] == 1
        assert ("rule a.to: missing" in capsys.readouterr().out) == bool(rules)
    first, second = desk.everyone.documents
    assert first["title"] == "Amur: a part of alerts.toml was refused"
    assert "alerts.toml, line 1, rule a.to: missing" in first["text"]
    assert "told once it is mended" in first["text"]
    assert second["text"] == first["text"]
