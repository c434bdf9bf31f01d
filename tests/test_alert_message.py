"""What a message says, in which language, and that foreign text stays text in every channel."""

from __future__ import annotations

import base64
import email
import email.policy
import socket
import tomllib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from amur.alerts import attempts
from amur.alerts.answer import Answer
from amur.alerts.channels import Channel
from amur.alerts.chat import escape_marks, instantiate, shown, without_calls
from amur.alerts.deliver import deliver, send
from amur.alerts.message import compose, trial
from amur.alerts.transport import transport
from amur.line import run  # noqa: F401 (the line must import with the alerts)
from amur.party_name import readable_name
from amur.readable import one_line, web_link
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from transform.records import Party
from warehouse.outbox import dispatch
from warehouse.schema import open_writer

EVIL = "*bold* _it_ <b>x</b> <script>alert(1)</script> [a](http://evil.example) @everyone <!channel> `code` {{ 7*7 }}"


def claimed(tmp_path: Path, *articles: Any, **more: Any) -> list[dispatch.Alert]:
    from datetime import UTC, datetime

    settings = house(tmp_path, "json://127.0.0.1:9/x", **more)
    take_in(settings, *articles)
    connection = open_writer(settings.database)
    return dispatch.claim(connection, "me", now=datetime.now(UTC).replace(tzinfo=None))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postman:
    """Keeps the mails that it is handed, and who each went to; answers recipients as told, by address or all alike."""

    def __init__(self, recipient: str = "250 OK") -> None:
        self.mails: list[Any] = []
        self.went_to: list[list[str]] = []
        self.answers: dict[str, list[str]] = {}
        self._recipient = recipient

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answers = self.answers.get(address, [])
        answer = answers.pop(0) if answers else self._recipient
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.went_to.append(list(envelope.rcpt_tos))
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def postman() -> Any:
    keeper = Postman()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    keeper.port = controller.server.sockets[0].getsockname()[1]  # type: ignore[union-attr, attr-defined]
    yield keeper
    controller.stop()


def test_a_mail_has_both_forms_and_follow_ups_are_threaded(tmp_path: Path, postman: Any) -> None:
    url = f"mailto://127.0.0.1:{postman.port}/?from=amur@example.org&to=desk@example.org"
    settings = house(tmp_path, url)
    take_in(settings, story(1, "planned", quote=EVIL))
    assert deliver(settings).sent == 1
    take_in(settings, story(1, "signed"), key="b2")
    assert deliver(settings).sent == 1
    first, second = postman.mails
    assert first.get_content_type() == "multipart/alternative"
    text, html = first.get_body(("plain",)).get_content(), first.get_body(("html",)).get_content()
    assert EVIL in text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["To"] == "desk@example.org"


def test_one_mailbox_that_is_closed_and_one_that_is_busy_keep_nothing_from_the_third(
    tmp_path: Path, postman: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.05)
    postman.answers = {"gone@example.org": ["550 no such user"] * 9, "busy@example.org": ["451 later", "250 OK"]}
    url = f"mailto://127.0.0.1:{postman.port}/?from=amur@example.org&to=desk@example.org,gone@example.org,busy@example.org"
    settings = house(tmp_path, url)
    take_in(settings, story(1))
    assert deliver(settings).sent == 1
    assert postman.went_to == [["desk@example.org"], ["busy@example.org"]]
    assert postman.mails[0]["Message-ID"] == postman.mails[1]["Message-ID"]
    first, last = ask(settings, "SELECT outcome, error FROM alert_attempt ORDER BY attempt_id")
    assert (first[0], "1 of 3 recipients were put off (451)" in first[1]) == ("failed", True)
    assert (last[0], "1 of 3 recipients refused it (550): …@example.org" in last[1]) == ("sent", True)


def test_a_later_sender_mails_only_those_who_were_put_off(tmp_path: Path, postman: Any) -> None:
    """Grey-listing lasts longer than a sender lives: nobody may get the mail again for another's sake."""
    postman.answers = {"busy@example.org": ["451 later"]}
    url = f"mailto://127.0.0.1:{postman.port}/?from=amur@example.org&to=desk@example.org,busy@example.org"
    settings = house(tmp_path, url)
    take_in(settings, story(1))
    assert deliver(settings, patience_s=0).failed == 1
    connection = open_writer(settings.database)
    connection.execute("UPDATE store.alert SET next_attempt_at = created_at")
    connection.close()
    assert deliver(settings).sent == 1
    assert postman.went_to == [["desk@example.org"], ["busy@example.org"]]
    assert "desk@" not in str(ask(settings, "FROM alert_message"))


@pytest.mark.parametrize(("code", "verdict"), [("550 no such user", "closed"), ("451 later", "again")])
def test_a_mailbox_that_is_closed_is_told_from_one_that_is_busy(code: str, verdict: str) -> None:
    from amur.alerts.transport import transport

    controller = Controller(Postman(code), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        port = controller.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        url = f"mailto://127.0.0.1:{port}/?from=amur@example.org&to=desk@example.org"
        answer = transport(Channel(name="mail", url=url), 5).send(trial())
    finally:
        controller.stop()
    assert isinstance(answer, Answer)
    assert answer.verdict == verdict


def test_a_message_says_what_who_when_how_much_and_how_sure(tmp_path: Path) -> None:
    from decimal import Decimal

    one = story(
        1, quote="Они подписали.", language="ru", publisher="Wire", value=Decimal(7_200_000_000), unit="CNY",
        sectors=("nuclear",), place="Beijing", signed_on="2026-08-20", event="Forum",
    )  # fmt: skip
    message = compose(claimed(tmp_path, one))
    assert message.title.startswith("Contract signed: ")
    for part in ("Parties: ", "(Russia)", "Worth: 7.2 billion yuan (about ", " USD; rate: ",
                 "Signed on: 20 August 2026", "Where: Beijing", "At: Forum", "Sectors: nuclear", "one outlet: Wire",
                 "one outlet only so far", "“Они подписали.” — Wire",
                 "https://example.org/a1-signed", "Agreement A000001"):  # fmt: skip
        assert part in message.text
    russian = compose(claimed(tmp_path / "ru", one), language="ru")
    assert russian.title.startswith("Подписано: контракт — ")
    assert "Сумма: 7,2 млрд юаней (около " in russian.text
    assert "; курс: ЕЦБ, 20 августа 2026 г." in russian.text
    assert "Подписано: 20 августа 2026 г." in russian.text
    chinese = compose(claimed(tmp_path / "zh", one), language="zh")
    assert chinese.title.startswith("合同已签署：")
    assert "金额：72亿元人民币（约" in chinese.text
    assert "汇率：欧洲央行2026年8月20日" in chinese.text


@pytest.mark.parametrize(
    ("language", "quote", "shown"),
    [
        ("ru", "«Акрон» и «Синохим» подписали контракт.", "«„Акрон“ и „Синохим“ подписали контракт.»"),
        ("zh", "“雪龙”公司签约。", "“‘雪龙’公司签约。”"),
        ("en", "«Акрон» подписал контракт.", "“«Акрон» подписал контракт.”"),
    ],
)
def test_a_quote_within_a_quote_has_the_inner_marks(tmp_path: Path, language: str, quote: str, shown: str) -> None:
    assert shown in compose(claimed(tmp_path, story(1, quote=quote)), language=language).text


def test_a_forum_is_called_as_its_reader_knows_it(tmp_path: Path) -> None:
    told = claimed(tmp_path, story(1, event="第九届东方经济论坛"))
    assert "At: Eastern Economic Forum / 第九届东方经济论坛\n" in compose(told).text
    assert "Восточный экономический форум / 第九届东方经济论坛\n" in compose(told, language="ru").text
    assert "：第九届东方经济论坛\n" in compose(told, language="zh").text
    assert "At: 松江木材展\n" in compose(claimed(tmp_path / "unknown", story(1, event="松江木材展"))).text


def test_a_name_comes_in_letters_that_the_reader_knows(tmp_path: Path) -> None:
    grain, rosatom = Party(name="三江粮油", country="CN"), Party(name="Росатом", country="RU", id="company:rosatom")
    message = compose(claimed(tmp_path, story(1, parties=(grain, rosatom))))
    assert message.title == "Contract signed: 三江粮油 (San Jiang Liang You), Rosatom"
    assert "Parties: San Jiang Liang You / 三江粮油 (China); Rosatom (Russia)" in message.text


def test_a_name_is_the_one_that_reports_give_in_latin_letters(tmp_path: Path) -> None:
    grain, rosatom = Party(name="三江粮油", country="CN"), Party(name="Росатом", country="RU", id="company:rosatom")
    quote = "三江粮油（Sanjiang Grain）与俄原签署合同。"
    message = compose(claimed(tmp_path, story(1, quote=quote, language="zh", parties=(grain, rosatom))))
    assert message.title == "Contract signed: Sanjiang Grain, Rosatom"
    assert "Parties: Sanjiang Grain / 三江粮油 (China); Rosatom (Russia)" in message.text


@pytest.mark.parametrize(
    ("written", "language", "read"),
    [
        ("中国企业", "en", "Chinese companies"),
        ("俄罗斯企业", "ru", "российские компании"),
        ("российские компании", "en", "Russian companies"),
        ("китайский банк", "en", "Chinese bank"),
        ("Chinese companies", "zh", "中国企业"),
        ("порт Фуюань", "en", "Port Fuyuan"),
        ("Зарубино-Причал", "en", "Zarubino-Prichal"),
        ("Уголь-Харбин", "en", "Ugol-Harbin"),
        ("三江粮油", "en", "San Jiang Liang You"),
        ("三江粮油", "zh", "三江粮油"),
    ],
)
def test_a_kind_of_firm_is_translated_and_a_town_has_its_name(written: str, language: str, read: str) -> None:
    assert readable_name({"name": written, "country": None, "id": None}, language, {}) == read


def test_every_language_has_the_same_words() -> None:
    told = tomllib.loads(files("amur").joinpath("alert_words.toml").read_text(encoding="utf-8"))

    def keys(table: dict[str, Any]) -> set[str]:
        return set(table) | {f"{name}.{key}" for name, one in table.items() if isinstance(one, dict) for key in one}

    assert set(told) == {"en", "ru", "zh"}
    assert keys(told["en"]) == keys(told["ru"]) == keys(told["zh"])


@pytest.mark.parametrize(
    ("scheme", "url"),
    [
        ("slack", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"),
        ("tgram", "tgram://123456789:abcdefg_hijklmnop/12315544/"),
        ("discord", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"),
        ("mmost", "mmost://localhost/3ccdd113474722377935511fc85d3dd4"),
        ("workflows", "workflows://host/wid/sig/"),
    ],
)
def test_an_articles_words_never_become_markup(tmp_path: Path, scheme: str, url: str) -> None:
    assert instantiate(url) is not None
    form = shown(scheme, compose(claimed(tmp_path, story(1, quote=EVIL))))
    body = form["body"]
    assert "<script>" not in body or form["body_format"] == "text"
    assert "{{ 7" in body.replace("\\", "")  # worked out it would be 49, which a clock may show too
    if scheme != "tgram":
        assert "@everyone" not in body
        assert "<!channel>" not in body
    if scheme in ("discord", "mmost"):
        assert "[a](" not in body
        assert r"\*bold\*" in body


def test_marks_are_escaped_and_addresses_stay_whole() -> None:
    assert escape_marks("a_b *c* https://x.example/a_b") == r"a\_b \*c\* https://x.example/a_b"


def test_an_address_with_a_name_or_brackets_can_be_followed_and_calls_nobody() -> None:
    for safe in (escape_marks, without_calls):
        assert safe("https://medium.example/@author/a_b") == "https://medium.example/%40author/a_b"
        assert safe("https://wiki.example/Amur_(river)") == "https://wiki.example/Amur_%28river%29"
        assert safe("@all") == "@\u2060all"


def test_words_behind_an_address_become_no_link() -> None:
    told = "see https://x.example)[Click](https://evil.example), <https://evil.example|Click>"
    escaped = r"see https://x.example\)\[Click\]\(https://evil.example\), "
    assert escape_marks(told).startswith(escaped)
    assert "<https" not in without_calls(told)


def test_only_addresses_of_the_web_become_links() -> None:
    assert web_link("https://example.org/a") == "https://example.org/a"
    assert [web_link(url) for url in ("javascript:alert(1)", "data:text/html,x", 'https://a" onclick="x', None)] == [
        ""
    ] * 4


def test_marks_that_turn_text_around_and_line_breaks_are_taken_out() -> None:
    assert one_line("a\u202eb\r\nBcc: x\u200b") == "ab Bcc: x"


def test_a_desks_own_template_is_used_and_a_broken_one_is_named(tmp_path: Path) -> None:
    from amur.errors import Refusal

    alerts = claimed(tmp_path, story(1))
    own = tmp_path / "own"
    own.mkdir()
    (own / "alert.txt.j2").write_text("{{ title }} says {{ items | length }}", encoding="utf-8")
    assert compose(alerts, templates=own).text.endswith("says 1")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "alert.txt.j2").write_text("{{ nothing.here }}", encoding="utf-8")
    with pytest.raises(Refusal, match=r"alert\.txt\.j2"):
        compose(alerts, templates=broken)


def test_a_trial_message_says_how_the_channel_answered() -> None:
    with Receiver(200, 403) as desk:
        assert send(Channel(name="desk", url=desk.hook), trial()) is None
        assert "answered 403" in str(send(Channel(name="desk", url=desk.hook), trial()))
    assert send(Channel(name="desk", url="nosuch://x"), trial()) == "its address is not one that Apprise knows"


def test_a_webhook_signs_in_as_its_address_says_and_keeps_its_letters() -> None:
    with Receiver() as desk:
        url = f"amur+http://us%C3%A9r:p%3Aw@127.0.0.1:{desk.port}/путь/a b?q=я%20a"
        assert send(Channel(name="desk", url=url), trial()) is None
    (heard,) = desk.requests
    assert base64.b64decode(heard["headers"]["authorization"].removeprefix("Basic ")).decode() == "usér:p:w"
    assert heard["path"] == "/%D0%BF%D1%83%D1%82%D1%8C/a%20b?q=%D1%8F%20a"


@pytest.mark.parametrize("url", ["a..b/x", "host:abc/x", "host:99999/x", "[::1/x", "user:pass/word@host/x", "/x"])
def test_an_address_that_no_message_could_reach_is_refused_without_its_words(url: str) -> None:
    said = send(Channel(name="desk", url=f"amur+https://{url}"), trial())
    assert said == "its address is no amur+https://host/path"


def test_a_webhook_waits_as_long_as_its_receiver_asks_for() -> None:
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    for asks, most, least in ((in_an_hour, 3600, 3500), ("2.5", 2.5, 2.5)):
        with Receiver(429, retry_after=asks) as desk:
            speaking = transport(Channel(name="desk", url=desk.hook), 5.0)
            answer = speaking.send(trial())
            speaking.stop()
        assert answer.verdict == "again"
        assert least <= (answer.wait_s or 0) <= most
    with Receiver(503, retry_after="²") as desk:
        assert send(Channel(name="desk", url=desk.hook), trial()) == "answered 503"
