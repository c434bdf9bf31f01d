"""Settings: where each comes from, and one clear line for a wrong one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from amur.orchestrate import schedule, tell_failure
from amur.settings import SettingsError, load_settings, sources
from tests.receivers import Receiver


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_line_beats_the_environment_which_beats_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "amur.toml").write_text('home = "from-file"\nretries = 7\ndeadline_s = 11\n')
    monkeypatch.setenv("AMUR_RETRIES", "5")
    settings = load_settings(home=Path("given"), feeds=None)
    assert (settings.home, settings.retries, settings.deadline_s) == (Path("given"), 5, 11)
    told = {name: source for name, _, source, _ in sources(settings, {"home": Path("given")})}
    assert told["home"] == "command line"
    assert told["retries"] == "environment AMUR_RETRIES"
    assert told["deadline_s"] == "amur.toml"
    assert told["schedule"] == "default"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("AMUR_RETRIES", "many", "environment AMUR_RETRIES"),
        ("AMUR_SCHEDULE", "every ten minutes", "'every ten minutes' is neither a preset such as @daily nor cron"),
        ("AMUR_ALLOW_NETWORKS", "10.0.0.0/40", "10.0.0.0/40"),
        ("AMUR_HOEM", "x", "did you mean AMUR_HOME[?] The others are AMUR_FEEDS, AMUR_CONTACT, .*AMUR_LOG_LEVEL"),
    ],
)
def test_a_wrong_environment_setting_is_named(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=says):
        load_settings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "retires = 3",
            "amur.toml: retires: no such setting; did you mean retries[?] The others are home, .* log_level",
        ),
        ("xyzzy = 3", "there are home, feeds, .* log_level"),
        ("home = [", "amur.toml"),
        ("retries = 99", "retries"),
    ],
)
def test_a_wrong_settings_file_is_named_with_its_key(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "amur.toml").write_text(text)
    with pytest.raises(SettingsError, match=says):
        load_settings()


def test_secrets_are_masked_when_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMUR_ALERT_TO", "tgram://token/chat")
    assert "token" not in str(sources(load_settings(), {}))


def test_every_setting_is_described() -> None:
    assert all(description for _, _, _, description in sources(load_settings(), {}))


def test_a_failure_is_told_although_another_setting_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMUR_CONCURRENCY", "lots")
    task = SimpleNamespace(dag_id="news_watch", task_id="plan", run_id="now", try_number=1, map_index=-1)
    with Receiver() as operators:
        (tmp_path / "amur.toml").write_text(f'failure_to = "{operators.json}"\n')
        with pytest.raises(SettingsError, match="AMUR_CONCURRENCY") as failed:
            load_settings()
        tell_failure({"ti": task, "dag": SimpleNamespace(doc_md=""), "exception": failed.value})
    (heard,) = operators.documents
    assert "AMUR_CONCURRENCY" in heard["message"]


@pytest.mark.parametrize("told", ["hourly", "", " @daily ", "@never", "99 * * * *", "0 24 * * *", "*/0 * * * *"])
def test_a_schedule_that_airflow_would_not_take_fails_the_tasks_and_not_the_dag(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMUR_SCHEDULE", told)
    assert schedule() == "@hourly"
    with pytest.raises(SettingsError, match="neither a preset"):
        load_settings()


@pytest.mark.parametrize("told", ["*/15 8-20 * * mon-fri", "0,30 0 1 1 7", "5 4 * * 0", "@quarterly"])
def test_a_schedule_of_five_fields_or_a_preset_is_taken(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMUR_SCHEDULE", told)
    assert schedule() == load_settings().schedule == told


def test_the_news_watch_runs_by_the_schedule_that_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert schedule() == load_settings().schedule == "@hourly"
    (tmp_path / "amur.toml").write_text('schedule = "*/10 * * * *"\nretries = 99\n')
    assert schedule() == "*/10 * * * *"
    monkeypatch.setenv("AMUR_SCHEDULE", "@daily")
    assert schedule() == "@daily"
    (tmp_path / "amur.toml").write_text("retries = ")
    assert schedule() == "@daily"
