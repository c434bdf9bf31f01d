"""The rules file: strict reading, who is told of what, when, and what waits for a second outlet."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from amur.alerts.deliver import deliver
from amur.alerts.findings import tell_findings
from amur.alerts.plan import alert_plan
from amur.alerts.reading import read_alert_file
from amur.alerts.times import Hours
from amur.commands import alert_check
from amur.settings import load_settings
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from tests.warehouse_batches import article, batch, figure
from transform.records import Party
from warehouse.load import load
from warehouse.outbox import dispatch, holding
from warehouse.readers.publish import publish
from warehouse.schema import open_writer

TOLD = "SELECT agreement_id, stage, rule, channel, state FROM alert_message WHERE channel <> 'none' ORDER BY alert_id"
QUIET = "[[silence]]\nreason = 'x'\nuntil = 2026-01-01\n"
DESK = '[channel.desk]\nurl = "json://127.0.0.1:9/x"\n[channel.boss]\nurl = "json://127.0.0.1:9/y"\n'


def rule(body: str, name: str = "mine") -> str:
    return f'{DESK}[[rule]]\nname = "{name}"\nto = ["desk"]\n{body}\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (rule("stagse = ['signed']"), "alerts.toml, line 5, rule mine.stagse: unknown; known: name, to"),
        (rule("stages = ['inked']"), "alerts.toml, line 5, rule mine.stages"),
        (
            rule("stages = ['ended', 'singed']"),
            "mine.stages[1]: 'singed': did you mean signed? The others are plan",
        ),
        (rule("types = ['memorandom']"), "rule mine.types[0]: 'memorandom': did you mean memorandum? The others are "),
        (rule("send = 'dayly'"), "rule mine.send: 'dayly': did you mean daily? The others are now, hourly, weekly"),
        (rule("language = 'de'"), "rule mine.language: 'de': there are en, ru, zh"),
        (
            rule("escalate = {to = ['boss'], after = '1h', when = 'never'}"),
            "mine.escalate.when: 'never': did you mean un",
        ),
        (rule("min_publishers = 0"), "rule mine.min_publishers"),
        (
            rule("countries = ['Russia']"),
            "mine.countries: 'Russia' is no country such as CN (ISO 3166-1); did you",
        ),
        (rule("countries = ['CN', 'cn']"), "'cn' is no country such as CN (ISO 3166-1); did you mean CN?"),
        (rule("countries = ['XX']"), "rule mine.countries: 'XX' is no country"),
        (rule("regions = ['CN-ZZ']"), "'CN-ZZ' is no region such as CN-HL or RU-PRI (ISO 3166-2); did you mean CN-Z"),
        (rule("regions = ['Приморский край']"), "did you mean RU-PRI?"),
        (rule("regions = ['CN']"), "rule mine.regions: 'CN' is no region"),
        (
            rule("sectors = ['forestri']"),
            "mine.sectors: 'forestri': did you mean forestry? The others are energy, ",
        ),
        (rule("commodities = ['coal', 'soya']"), "mine.commodities: 'soya': did you mean soybeans? The others are "),
        (rule("commodities = ['soyabeans']"), "did you mean soybeans?"),
        (rule("parties = ['company:nonexist']"), "rule mine.parties: no list has the id 'company:nonexist'"),
        (rule("parties = ['Rosneft', 'Bank:sbr']"), "no list has the id 'Bank:sbr'; did you mean bank:sber?"),
        (rule("parties = ['RU-PRX']"), "no list has the id 'RU-PRX'; did you mean RU-PRI?"),
        (rule("at = '9 o clock'"), "rule mine.at: '9 o clock' is no time of day"),
        (rule("timezone = 'Moscow'"), "rule mine.timezone: 'Moscow' is no time zone"),
        (rule("quiet = '22-7'"), "rule mine.quiet"),
        (rule("repeat = {every = 'often'}"), "rule mine.repeat.every: 'often' is no duration"),
        (rule("escalate = {to = ['ceo'], after = '1h'}"), "rule mine.escalate.to: there is no channel 'ceo'"),
        (rule("sql = 'SELECT 1'"), "rule mine.key: missing"),
        (rule("title = 'x'"), "rule mine.title: belongs to a rule with sql"),
        (rule("") + rule("").removeprefix(DESK), "rule mine.name: two rules have this name"),
        ('[[rule]]\nname = "a"\nto = ["desk"]', "there is no channel 'desk'"),
        ('[[rule]]\nname = "a"', "rule a.to: missing"),
        ("[channel.desk]\n", "channel.desk: give url or url_env"),
        ("[chanel.desk]\nurl = 'json://x'", "chanel: unknown; known: defaults, delivery, channel, rule, silence"),
        ("[[silence]]\nreason = 'x'\nuntil = 2026-01-01\n", "silence 1: name a rule"),
        ("[[silence]]\nreason = 'x'\nuntil = 'soon'\nrule = 'a'\n", "silence 1.until"),
        (f"{DESK}{QUIET}channel = 'dsek'", "silence 1.channel: there is no channel 'dsek'; known: desk"),
        (f"{QUIET}agreement = '12'", "silence 1.agreement: '12' is no agreement"),
        (rule("without_words = ['sale', ' ']"), "rule mine.without_words: one of them is empty"),
        (rule("parties = ['']"), "rule mine.parties: one of them is empty"),
        (rule("min_value_usd = inf"), "rule mine.min_value_usd: inf is no sum"),
        (rule("sql = 'SELECT 1 AS a'\nkey = ['a']\nmin_value_usd = 5"), "mine.min_value_usd: a rule with sql has its"),
        (rule("repeat = {every = '0s'}"), "rule mine.repeat.every: '0s' is not within 1s to 30d"),
        (rule("escalate = {to = ['desk'], after = '99d'}"), "rule mine.escalate.after: '99d' is not within"),
        ("[delivery]\ntimeout = '0s'", "delivery.timeout: '0s' is not within 1s to 5m"),
        ("[delivery]\ngive_up_after = '0s'", "delivery.give_up_after: '0s' is not within 1s to 30d"),
        ("[[silence]]\nreason = 'x'\nuntil = 2026-01-01\nparty = 'bank:sbr'\n", "silence 1.party: no list has the id"),
        ("[defaults]\nlanguage = 'de'", "defaults.language: 'de': there are en, ru, zh"),
        ("rule = [", "alerts.toml, line 1: Invalid value"),
        ("[[rule]]\nname = 'a'\n[[rule]]\nname = 'b'\nto = [", "alerts.toml, line 3, rule b: Invalid value"),
        (DESK + DESK, "alerts.toml, line 5, channel.desk: two channels have this name"),
        ("[defaults]\nlanguage = 'ru'\n[defaults]\nlanguage = 'zh'", "line 3, defaults.language: is given twice"),
        ("defaults = 3", "defaults: expected `object`, got `int`"),
        ("channel = 3", "channel.: a name has letters"),
        ("rule = 3", "rule 1: expected `object`, got `int`"),
        ("[[rule]]\nname = 3\nto = []", "rule 1.name: expected `str`"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(tmp_path: Path, text: str, says: str) -> None:
    file = read_alert_file(house(tmp_path, rules=text))
    assert file is not None
    assert any(says in refused for refused in file.refused), file.refused


def test_a_party_may_be_a_name_that_no_list_has(tmp_path: Path) -> None:
    parties = ["Сихотэ-Лес", "AN-124", "Meridian: Export", "company:rosneft", "RU-PRI", "CN"]
    file = read_alert_file(house(tmp_path, rules=rule(f"parties = {parties}\ncommodities = ['commodity:coal']")))
    assert file is not None
    assert (file.refused, file.rule[0].parties) == ((), tuple(parties))


def test_an_address_that_is_nowhere_is_named_by_its_variable(tmp_path: Path) -> None:
    file = read_alert_file(house(tmp_path, rules='[channel.desk]\nurl_env = "NO_SUCH_DESK"\n'))
    assert file is not None
    assert "channel.desk.url_env: NO_SUCH_DESK is not set" in file.refused[0]


def test_the_example_file_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import amur

    monkeypatch.setenv("DESK_CHAT", "slack://TokenA/TokenB/TokenC")
    settings = load_settings(
        home=tmp_path, alert_to="json://127.0.0.1:9/", alerts_file=Path(amur.__file__).with_name("alerts.example.toml")
    )
    file = read_alert_file(settings)
    assert file is not None
    assert len(file.rule) >= 4


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("stages = ['signed']", True),
        ("stages = ['planned', 'denied']", False),
        ("parties = ['Росатом']", True),
        ("parties = ['Gazprom']", False),
        ("countries = ['RU']", True),
        ("countries = ['KZ']", False),
        ("regions = ['CN-LN']", True),
        ("regions = ['RU-PRI']", False),
        ("sectors = ['nuclear', 'health']", True),
        ("sectors = ['energy']", False),
        ("commodities = ['soybeans']", True),
        ("commodities = ['coal']", False),
        ("min_value_usd = 1e8", True),
        ("min_value_usd = 1e9", False),
        ("words = ['reactor']", True),
        ("words = ['grain']", False),
        ("without_words = ['reactor']", False),
        ("types = ['contract']", True),
        ("types = ['loan']", False),
        ("kinds = ['correction']", False),
    ],
)
def test_a_condition_holds_or_fails(tmp_path: Path, condition: str, holds: bool) -> None:
    settings = house(tmp_path, rules=rule(condition))
    deal = story(
        1,
        quote="Rosatom sold CNNC two reactors in Dalian.",
        parties=(Party(name="Rosatom", country="RU", id="company:rosatom"), Party(name="CNNC", country="CN")),
        sectors=("nuclear",),
        subjects=("soybeans",),
        place="Dalian",
        place_id="place:dalian",
        value=Decimal(890_000_000),
        unit="USD",
    )
    take_in(settings, deal)
    assert bool(ask(settings, TOLD)) is holds


def test_a_rule_waits_for_independent_outlets_and_then_tells_once(tmp_path: Path) -> None:
    settings = house(tmp_path, rules=rule("min_publishers = 2"))
    take_in(settings, story(1, key="a", publisher="One"))
    take_in(settings, story(1, key="b", publisher="Two"), key="b2")
    assert ask(settings, TOLD) == []  # the same words: one agency's text
    take_in(settings, story(1, key="c", publisher="Three", quote="In other words they signed."), key="b3")
    take_in(settings, story(1, key="d", publisher="Four", quote="Again in other words, signed."), key="b4")
    assert [state for *_, state in ask(settings, TOLD)] == ["pending"]


def test_old_news_stays_silent_when_a_second_outlet_tells_it(tmp_path: Path) -> None:
    settings = house(tmp_path, rules=rule("min_publishers = 2"))
    take_in(settings, story(1, key="a", publisher="One"), kind="backfill")
    take_in(settings, story(1, key="c", publisher="Three", quote="In other words they signed."), key="b3")
    assert [state for *_, state in ask(settings, TOLD)] == ["suppressed"]


def test_a_silence_keeps_one_rule_quiet_and_says_why(tmp_path: Path) -> None:
    rules = rule("") + '[[silence]]\nrule = "mine"\nuntil = 2999-01-01\nreason = "the desk moves house"\n'
    settings = house(tmp_path, rules=rules)
    take_in(settings, story(1))
    (row,) = ask(settings, "SELECT state, reason FROM alert_message")
    assert row == ("suppressed", "silenced until 2999-01-01: the desk moves house")


def test_a_silence_holds_for_every_address_of_the_setting(tmp_path: Path) -> None:
    quiet = '[[silence]]\nchannel = "AMUR_ALERT_TO"\nuntil = 2999-01-01\nreason = "moving"\n'
    rules = rule("").replace('to = ["desk"]', 'to = ["desk", "AMUR_ALERT_TO"]') + quiet
    settings = house(tmp_path, "json://127.0.0.1:9/a json://127.0.0.1:9/b", rules=rules)
    take_in(settings, story(1))
    states = ask(settings, "SELECT channel = 'desk', state FROM alert_message ORDER BY ALL")
    assert states == [(False, "suppressed"), (False, "suppressed"), (True, "pending")]


@pytest.mark.parametrize(
    ("hours", "now", "due"),
    [
        ({}, "2026-03-02T23:30", None),
        ({"quiet": (time(22), time(7))}, "2026-03-02T23:30", "2026-03-03T07:00"),
        ({"quiet": (time(22), time(7))}, "2026-03-02T06:30", "2026-03-02T07:00"),
        ({"quiet": (time(22), time(7))}, "2026-03-02T12:00", None),
        ({"send": "hourly"}, "2026-03-02T12:20", "2026-03-02T13:00"),
        ({"send": "daily", "at": time(9)}, "2026-03-02T12:20", "2026-03-03T09:00"),
        ({"send": "daily", "at": time(9)}, "2026-03-02T08:59", "2026-03-02T09:00"),
        ({"send": "weekly", "at": time(9), "on": "fri"}, "2026-03-02T12:20", "2026-03-06T09:00"),
        ({"send": "weekly", "at": time(9), "on": "mon"}, "2026-03-02T12:20", "2026-03-09T09:00"),
        ({"send": "hourly", "quiet": (time(22), time(7))}, "2026-03-02T22:20", "2026-03-03T07:00"),
        # The clocks of Europe go forward that night: nine o'clock stays nine o'clock.
        ({"send": "daily", "at": time(9)}, "2026-03-28T12:00", "2026-03-29T09:00"),
    ],
)
def test_quiet_hours_and_digests_go_by_the_places_own_clock(
    hours: dict[str, object], now: str, due: str | None
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    found = Hours(zone=zone, **hours).due(datetime.fromisoformat(now).replace(tzinfo=zone))  # type: ignore[arg-type]
    assert (found and found.astimezone(zone).isoformat()[:16]) == due


def test_a_digest_is_one_message_when_its_time_comes(tmp_path: Path) -> None:
    settings = house(tmp_path, rules=rule("send = 'daily'"))
    take_in(settings, story(1), story(2))
    take_in(settings, story(3), key="b2")
    connection = open_writer(settings.database)
    now = datetime.now(UTC).replace(tzinfo=None)
    assert dispatch.claim(connection, "me", now=now) == []
    claimed = dispatch.claim(connection, "me", now=now.replace(year=now.year + 1))
    assert len(claimed) == 3
    assert len({alert.message_key for alert in claimed}) == 1


def test_what_is_not_acknowledged_is_repeated_and_escalated(tmp_path: Path) -> None:
    rules = rule("repeat = {every = '4h', times = 2}\nescalate = {to = ['boss'], after = '8h'}")
    settings = house(tmp_path, rules=rules)
    take_in(settings, story(1), story(2))
    publish(settings.home)
    kinds = "SELECT kind, channel, count(*) FROM alert_message GROUP BY ALL ORDER BY ALL"
    assert ask(settings, kinds) == [("escalation", "boss", 2), ("repeat", "desk", 4), ("stage", "desk", 2)]
    connection = open_writer(settings.database)
    now = datetime.now(UTC).replace(tzinfo=None)
    first = dispatch.claim(connection, "me", now=now)
    assert [alert.kind for alert in first] == ["stage", "stage"]
    taken = dispatch.Outcome(alert_ids=tuple(alert.alert_id for alert in first), state="sent")
    dispatch.mark(connection, [taken], sender="me", now=now)
    holding.acknowledge(connection, [first[0].alert_id], now=now)
    later = dispatch.claim(connection, "me", now=now.replace(year=now.year + 1))
    assert sorted((a.agreement_id, a.kind) for a in later) == [
        (first[1].agreement_id, kind) for kind in ("escalation", "repeat", "repeat")
    ]


def test_a_figure_over_a_threshold_is_told_once_and_old_ones_never(tmp_path: Path) -> None:
    rules = DESK + (
        '[[rule]]\nname = "big"\nto = ["desk"]\nkey = ["figure_id"]\n'
        'title = "{{ metric }} of {{ value }} {{ unit }}"\n'
        'sql = "SELECT figure_id, article_id, metric, value, unit FROM figure WHERE value > 1000"\n'
    )
    settings = house(tmp_path, rules=rules)

    def figures(key: str, *values: str, **more: object) -> None:
        now = datetime.now(UTC)
        connection = open_writer(settings.database)
        facts = tuple(figure(value, value) for value in values)
        one = article(key, text=key, facts=facts, published=now.isoformat(), fetched=now.isoformat())
        load(connection, batch(one, key=key, **more), now=now, plan=alert_plan(settings, now))  # type: ignore[arg-type]
        connection.close()
        publish(settings.home)
        tell_findings(settings, key, old_news="kind" in more, now=now)
        publish(settings.home)

    states = "SELECT state, reason FROM alert_message WHERE kind = 'finding' ORDER BY alert_id"
    figures("first", "5000")
    assert ask(settings, states) == [("suppressed", "found when the rule was first asked")]
    figures("second", "6000", "7")
    figures("third", "8")
    assert ask(settings, states)[1:] == [("pending", None)]
    figures("old", "9000", kind="backfill")
    assert ask(settings, states)[2:] == [("suppressed", "old: old news")]


def test_a_question_that_writes_is_refused_by_the_rules_name(tmp_path: Path) -> None:
    rules = DESK + '[[rule]]\nname = "bad"\nto = ["desk"]\nkey = ["a"]\nsql = "DROP TABLE store.alert"\n'
    settings = house(tmp_path)
    take_in(settings, story(1))
    settings = house(tmp_path, rules=rules)
    (refused,) = tell_findings(settings, "b", old_news=False, now=datetime.now(UTC)).refused
    assert "alerts.toml, line 5, rule bad.sql: only questions" in refused


def test_check_shows_what_each_rule_would_have_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = house(tmp_path)
    take_in(settings, story(1), story(2, "planned"))
    settings = house(tmp_path, rules=rule("stages = ['planned']", "plans") + rule("", "all").removeprefix(DESK))
    assert alert_check.check(settings, days=31) == 0
    said = capsys.readouterr().out
    assert "plans: would have told 1" in said
    assert "all: would have told 2" in said


@pytest.mark.parametrize(
    "broken", ["templates = 'own'", "key = ['a']\ntitle = '{{ x'\nsql = 'SELECT 1 AS a'"], ids=["template", "title"]
)
def test_check_tries_templates_and_titles_before_an_alert_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "alert.txt.j2").write_text("{{ nothing.here }}")
    take_in(house(tmp_path), story(1))
    settings = house(tmp_path, rules=rule(broken, "mine"))
    assert alert_check.check(settings, days=31) == 2
    assert "rule mine could not be told: " in capsys.readouterr().out


@pytest.mark.parametrize("published", [True, False])
def test_check_parses_what_there_is_nothing_to_try_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], published: bool
) -> None:
    if published:
        take_in(house(tmp_path), story(1))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "alert.html.j2").write_text("{% if %}")
    asks = "key = ['a']\nsql = 'SELECT 1 AS a WHERE 1 = 2'\n"
    ours = rule(asks + "templates = 'own'") + rule(asks + "title = '{{ x'", "titled").removeprefix(DESK)
    assert alert_check.check(house(tmp_path, rules=ours), days=31) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "rule mine could not be told: " in said
    assert "alert.html.j2: Expected an expression" in said
    assert "rule titled could not be told: rule titled.title: unexpected end of template" in said


def test_what_nobody_acknowledges_reaches_the_desk_again_and_the_boss_once(tmp_path: Path) -> None:
    with Receiver() as desk, Receiver() as boss:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[channel.boss]\nurl = "{boss.hook}"\n'
            '[[rule]]\nname = "mine"\nto = ["desk"]\n'
            'repeat = {every = "4h", times = 2}\nescalate = {to = ["boss"], after = "8h"}\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1), story(2))
        assert deliver(settings).sent == 2
        first = ask(settings, "SELECT min(alert_id) FROM alert_message WHERE state = 'sent'")[0][0]
        connection = open_writer(settings.database)
        holding.acknowledge(connection, [first], now=datetime.now(UTC).replace(tzinfo=None))
        connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
        connection.close()
        assert deliver(settings).sent == 3
        assert deliver(settings).sent == 0
    assert [one["alerts"][0]["kind"] for one in desk.documents] == ["stage", "stage", "repeat", "repeat"]
    (escalated,) = boss.documents
    assert escalated["title"].startswith("Contract signed (not acknowledged): ")
    assert escalated["alerts"][0]["agreement_id"] == desk.documents[2]["alerts"][0]["agreement_id"]


def test_a_silence_added_later_keeps_what_waits_until_it_is_released(tmp_path: Path) -> None:
    with Receiver() as desk:
        rules = f'[channel.desk]\nurl = "{desk.hook}"\n[[rule]]\nname = "mine"\nto = ["desk"]\n'
        take_in(house(tmp_path, rules=rules), story(1))
        quiet = '[[silence]]\nchannel = "desk"\nuntil = 2999-01-01\nreason = "moving"\n'
        settings = house(tmp_path, rules=rules + quiet)
        assert deliver(settings).sent == 0
        settings = house(tmp_path, rules=rules)
        connection = open_writer(settings.database)
        assert holding.release(connection, now=datetime.now(UTC).replace(tzinfo=None)) == 1
        connection.close()
        assert deliver(settings).sent == 1


def test_a_row_that_a_rule_found_reaches_the_webhook_with_its_columns(tmp_path: Path) -> None:
    with Receiver() as desk:
        rules = (
            f'[channel.desk]\nurl = "{desk.hook}"\n[[rule]]\nname = "large"\nto = ["desk"]\nkey = ["agreement_id"]\n'
            'title = "{{ agreement_id }} is worth {{ value }}"\n'
            'sql = "SELECT agreement_id, value FROM agreement WHERE value > 1000"\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1, value=Decimal(5000), unit="USD"))
        tell_findings(settings, "b1", old_news=False, now=datetime.now(UTC))
        take_in(settings, story(2, value=Decimal(7000), unit="USD"), key="b2")
        for _ in range(2):
            tell_findings(settings, "b2", old_news=False, now=datetime.now(UTC))
        assert deliver(settings).sent == 1
    (document,) = desk.documents
    assert document["title"] == "A000002 is worth 7000"
    assert document["alerts"][0]["row"] == {"agreement_id": "A000002", "value": 7000}


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        ('name = "mine"\nto = ["desk"]\n', []),
        ('name = "other"\nto = ["boss"]\nstages = ["denied"]\n', []),
        ('name = "renamed"\nto = ["desk"]\nrepeat = {every = "4h", times = 2}\n', ["repeat", "repeat"]),
    ],
    ids=["taken out", "rule deleted", "rule renamed"],
)
def test_nothing_is_repeated_that_no_rule_wants_repeated_any_more(tmp_path: Path, after: str, kinds: list[str]) -> None:
    with Receiver() as desk, Receiver() as boss:
        both = f'[channel.desk]\nurl = "{desk.hook}"\n[channel.boss]\nurl = "{boss.hook}"\n[[rule]]\n'
        again = 'repeat = {every = "4h", times = 2}\nescalate = {to = ["boss"], after = "8h"}\n'
        rules = f'name = "mine"\nto = ["desk"]\n{again}'
        settings = house(tmp_path, rules=both + rules)
        take_in(settings, story(1))
        assert deliver(settings).sent == 1
        (tmp_path / "alerts.toml").write_text(both + after, encoding="utf-8")
        connection = open_writer(settings.database)
        connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
        connection.close()
        deliver(settings)
    told = sorted(one["alerts"][0]["kind"] for one in desk.documents[1:] + boss.documents)
    assert told == kinds


def test_a_channel_that_was_down_gets_the_message_once_when_it_is_back(tmp_path: Path) -> None:
    """What another channel got keeps no repeat alive of what this one never got."""
    with Receiver() as up, Receiver(503, 200) as down:
        rules = (
            f'[channel.up]\nurl = "{up.hook}"\n[channel.down]\nurl = "{down.hook}"\n'
            '[[rule]]\nname = "mine"\nto = ["up", "down"]\nrepeat = {every = "4h", times = 2}\n'
        )
        settings = house(tmp_path, rules=rules)
        take_in(settings, story(1))
        deliver(settings, patience_s=0)
        connection = open_writer(settings.database)
        connection.execute(
            "UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending' AND kind = 'repeat'"
        )
        connection.close()
        deliver(settings, patience_s=0)
        connection = open_writer(settings.database)
        connection.execute("UPDATE store.alert SET next_attempt_at = created_at WHERE state = 'pending'")
        connection.close()
        deliver(settings)
    assert [one["alerts"][0]["kind"] for one in up.documents] == ["stage", "repeat", "repeat"]
    assert [one["alerts"][0]["kind"] for one in down.documents][-1:] == ["stage"]
    assert ask(settings, "SELECT count(*) FROM alert_message WHERE channel = 'down' AND state = 'sent'") == [(1,)]
