"""What is wrong in people's corrections is told to those who run Amur, and the load goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from amur import batch, orchestrate
from amur.failures import CORRECTIONS, tell_refused
from amur.poll import real_clock
from amur.settings import Settings, load_settings
from tests.receivers import Receiver


def told_to(operators: Receiver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A new home whose failures are told to a receiver."""
    monkeypatch.setenv("AMUR_HOME", str(folder / "home"))
    monkeypatch.setenv("AMUR_FAILURE_TO", operators.hook)
    monkeypatch.setenv("AMUR_ALLOW_NETWORKS", "127.0.0.0/8")
    settings = load_settings()
    settings.home.mkdir()
    return settings


def test_a_refused_correction_fails_no_task_and_is_told_to_the_operators_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Receiver() as operators:
        settings = told_to(operators, tmp_path, monkeypatch)
        wrong = ("[[forget]]\n", "[[forget]]\n", "# moved\n[[forget]]\n", "[[forget]]\n[[merge]]\n", "", "[[forget]]\n")
        for said in wrong:
            settings.corrections.write_text(said, encoding="utf-8")
            path = batch.create(settings.batches, "run", real_clock())
            batch.write(path / "shard-000" / "articles.jsonl.gz", [])
            assert orchestrate.load_batch([str(path / "shard-000")])["batches"] == 1
            assert ("[[forget]]" in capsys.readouterr().out) == bool(said)
    first, second, third = operators.documents
    assert first["title"] == "Amur: corrections of the register were refused"
    assert "corrections.toml, line 1, [[forget]], there is no such table" in first["text"]
    assert "Everything else was loaded" in first["text"]
    assert "line 2, [[merge]], Object missing required field `into`" in second["text"]
    assert "forget" not in second["text"]
    assert third["text"] == first["text"]


def test_a_refused_correction_is_told_once_where_a_later_batch_of_the_task_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as operators:
        settings = told_to(operators, tmp_path, monkeypatch)
        settings.corrections.write_text("[[forget]]\n", encoding="utf-8")
        paths = [batch.create(settings.batches, "run", real_clock()) for _ in range(3)]
        for path in paths:
            batch.write(path / "shard-000" / "articles.jsonl.gz", [])
        (max(paths) / "shard-000" / "articles.jsonl.gz").write_bytes(b"broken")
        shards = [str(path / "shard-000") for path in paths]
        for _ in range(2):
            with pytest.raises(Exception, match=r"articles\.jsonl\.gz|gzip"):
                orchestrate.load_batch(shards)
    (told,) = operators.documents
    assert "line 1, [[forget]]" in told["text"]


def test_a_second_correction_that_is_wrong_as_the_first_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver() as operators:
        monkeypatch.setenv("AMUR_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("AMUR_FAILURE_TO", operators.hook)
        monkeypatch.setenv("AMUR_ALLOW_NETWORKS", "127.0.0.0/8")
        before = ["corrections.toml, line 1, [[forget]], why", "corrections.toml, line 9, [[forget]], why"]
        now = [*before[:1], "corrections.toml, line 5, [[forget]], why", "corrections.toml, line 13, [[forget]], why"]
        tell_refused(load_settings(), CORRECTIONS, now, before)
    (told,) = operators.documents
    assert told["text"].count("[[forget]]") == 1
