"""The README keeps its word: its cookbook is the tested one, its commands and settings exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from amur.cli import app
from amur.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COOKBOOK = sorted((PROJECT / "warehouse" / "cookbook").glob("*.sql"))


def test_there_are_twenty_questions() -> None:
    assert len(COOKBOOK) == 20


@pytest.mark.parametrize("file", COOKBOOK, ids=lambda file: file.stem)
def test_the_readme_shows_each_question_as_it_is_tested(file: Path) -> None:
    assert file.read_text(encoding="utf-8").rstrip() in README


def test_every_command_that_the_readme_shows_exists() -> None:
    group = typer.main.get_command(app)
    shown = set(
        re.findall(r"\bamur ((?:alerts |feeds )?[a-z]+)\b", " ".join(re.findall(r"`[^`\n]+`|\n(?:amur .*)", README)))
    )
    known = set(group.commands)  # type: ignore[attr-defined]
    for word in shown:
        first, _, second = word.partition(" ")
        assert first in known, word
        if second:
            assert second in group.commands[first].commands, word  # type: ignore[attr-defined]


def test_every_setting_that_the_readme_names_exists() -> None:
    names = {name.removeprefix("AMUR_").casefold() for name in re.findall(r"\bAMUR_[A-Z_]+\b", README)}
    assert names <= set(Settings.model_fields) | {"bench_reader"}


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`make [a-z]+`|\nmake [a-z]+", README))):
        assert re.search(rf"^{target}:", makefile, re.M), target
