"""A message longer than a chat can show: deals that would go as one go as several, and none is lost or told twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apprise.plugins.mattermost import NotifyMattermost

from amur.alerts.channels import Channel
from amur.alerts.chat import Chat
from amur.alerts.deliver import deliver
from amur.alerts.message import notice
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver

TELEGRAM = "tgram://123456789:ABCdefGHIjklMNOpqrSTUvwxYZabcdefghi/12315544/"
SHORTEST = 1500


def chat(desk: Receiver, more: str = "") -> str:
    return f"mmost://127.0.0.1:{desk.port}/3ccdd113474722377935511fc85d3dd4{more}"


def texts(desk: Receiver) -> list[str]:
    return [document["text"] for document in desk.documents]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyMattermost, "body_maxlen", SHORTEST)


def test_deals_of_one_forum_come_in_as_many_messages_as_the_chat_needs(tmp_path: Path) -> None:
    with Receiver() as desk:
        settings = house(tmp_path, chat(desk))
        take_in(settings, *(story(number, event="Eastern Economic Forum") for number in range(12)))
        done = deliver(settings)
        assert done.sent == 12
        assert 1 < done.messages == len(desk.requests) < 12
        assert all(len(text) <= SHORTEST for text in texts(desk))
        whole = "".join(texts(desk))
    told = ask(settings, "SELECT agreement_id FROM alert_message ORDER BY alert_id")
    places = [whole.index(agreement) for (agreement,) in told]
    assert places == sorted(places)
    assert [whole.count(agreement) for (agreement,) in told] == [whole.count(told[0][0])] * 12


def test_what_the_chat_took_before_it_failed_is_not_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amur.alerts.attempts.FIRST_WAIT_S", 0.05)
    with Receiver(200, 500, 200) as desk:
        settings = house(tmp_path, chat(desk))
        take_in(settings, *(story(number, event="Eastern Economic Forum") for number in range(12)))
        assert deliver(settings).waiting == 0
        said = texts(desk)
        assert said[1] == said[2]
        assert len(set(said)) == len(said) - 1


def test_one_deal_that_is_too_long_comes_in_parts_and_a_desks_own_way_is_kept() -> None:
    message = notice("Long", ["word " * 100, "tail " * 300], "k")
    with Receiver() as desk:
        assert Chat(Channel(name="chat", url=chat(desk))).send(message).verdict == "taken"
        assert len(desk.requests) > 1
        assert all(len(text) <= SHORTEST for text in texts(desk))
    with Receiver() as desk:
        assert Chat(Channel(name="chat", url=chat(desk, "?overflow=truncate"))).send(message).verdict == "taken"
        assert len(desk.requests) == 1


def test_html_is_measured_by_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    telegram = Chat(Channel(name="chat", url=TELEGRAM))
    monkeypatch.setattr(telegram._apprise, "notify", lambda **form: sent.append(form))
    marked = notice("Links", ["&" * 1200], "k")  # five characters each in HTML
    assert telegram.fits(marked)
    assert not telegram.fits(notice("Links", ["word " * 900], "k"))
    telegram.send(notice("Links", ["word " * 900], "k"))
    assert sent[0]["body_format"] == "text"
