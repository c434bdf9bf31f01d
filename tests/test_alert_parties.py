"""Parties that a rule names as only some reports do: it hears them, once, and a name that nobody knows is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from amur.alerts.deliver import deliver
from amur.commands import alert_check
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from transform.records import Party
from warehouse.records import ArticleRow

IN_ENGLISH = (Party(name="Taiga Timber", country="RU"), Party(name="Harbin Longlin", country="CN"))
IN_RUSSIAN = (Party(name="Тайга Тимбер", country="RU"), Party(name="Харбин Лунлинь", country="CN"))
WHO = "SELECT DISTINCT agreement_id, rule, state FROM alert_message ORDER BY ALL"


def english(key: str = "en") -> ArticleRow:
    return story(1, key=key, quote="Taiga Timber signed a contract with Harbin Longlin.", parties=IN_ENGLISH)


def russian(key: str = "ru") -> ArticleRow:
    quote = "«Тайга Тимбер» подписала контракт с «Харбин Лунлинь»."
    return story(1, key=key, quote=quote, parties=IN_RUSSIAN, language="ru", publisher="Вестник")


def by_name(address: str, *names: str) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f'[channel.desk]\nurl = "{address}"\n[[rule]]\nname = "mine"\nto = ["desk"]\nparties = [{listed}]\n'


@pytest.mark.parametrize("name", ["Тайга Тимбер", "тайга", "Taiga Timber"])
def test_a_rule_hears_a_party_by_whichever_name_a_report_gives_it_and_once(tmp_path: Path, name: str) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, rules=by_name(desk.hook, name))
        take_in(settings, english())
        deliver(settings)
        take_in(settings, russian(), key="b2")
        take_in(settings, russian("again"), key="b3")
        deliver(settings)
    assert ask(settings, "SELECT count(*) FROM agreement") == [(1,)]
    assert [one["alerts"][0]["agreement_id"] for one in desk.documents] == ["A000001"]


def test_a_silence_hears_it_too(tmp_path: Path) -> None:
    silence = '[[silence]]\nparty = "Тайга Тимбер"\nuntil = 2999-01-01\nreason = "known"\n'
    settings = house(tmp_path, "json://127.0.0.1:9/x", '[[rule]]\nname = "mine"\nto = ["AMUR_ALERT_TO"]\n' + silence)
    take_in(settings, english(), russian())
    assert ask(settings, WHO) == [("A000001", "mine", "suppressed")]


def test_check_tells_by_the_same_names_and_says_which_nobody_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(house(tmp_path), english(), russian())
    names = ("Тайга Тимбер", "Rosnefft", "Роснефть", "company:rosneft")
    silence = '[[silence]]\nparty = "Tayga Timber"\nuntil = 2999-01-01\nreason = "known"\n'
    settings = house(tmp_path, rules=by_name("json://127.0.0.1:9/x", *names) + silence)
    assert alert_check.check(settings, days=31) == 0
    said = capsys.readouterr().out
    assert "mine: would have told 1" in said
    assert [line for line in said.splitlines() if "knows the name" in line] == [
        "rule mine.parties: no list and no agreement knows the name 'Rosnefft'",
        "silence.party: no list and no agreement knows the name 'Tayga Timber'",
    ]
