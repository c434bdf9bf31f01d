"""The README keeps its word: its cookbook is the tested one, its commands and settings exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from amur.answers import short
from amur.cli import app
from amur.cli.given import hoist
from amur.sample.corpus import read_articles
from amur.settings import Settings
from transform.analyse import analyse
from transform.records import Article

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COOKBOOK = sorted((PROJECT / "warehouse" / "cookbook").glob("*.sql"))


def test_there_are_twenty_questions() -> None:
    assert len(COOKBOOK) == 20


@pytest.mark.parametrize("file", COOKBOOK, ids=lambda file: file.stem)
def test_the_readme_shows_each_question_as_it_is_tested(file: Path) -> None:
    assert file.read_text(encoding="utf-8").rstrip() in README


@pytest.mark.parametrize("file", COOKBOOK, ids=lambda file: file.stem)
def test_each_question_can_be_given_to_the_command_as_the_readme_does(file: Path) -> None:
    sql = file.read_text(encoding="utf-8").rstrip()
    command = typer.main.get_command(app).commands["query"]  # type: ignore[attr-defined]
    (_, *words) = hoist(["query", sql, "-f", "csv"])
    given = command.make_context("query", words).params
    assert (given["sql"].strip(), given["format"]) == (sql, "csv")


def test_the_story_that_the_readme_opens_with_is_read_as_it_says() -> None:
    quoted = re.search(r"From a story of 24 October 2023\n\n((?:> .*\n)+)", README)
    assert quoted
    text = " ".join(line[2:] for line in quoted[1].splitlines())
    (story,) = (one for one in read_articles(1) if text in one.paragraphs)
    article = Article(
        id=story.id, title=story.title, text="\n\n".join(story.paragraphs), published=story.head.published.isoformat()
    )
    rows = [
        f"| {f.quote} | {f.metric} | {f.measure}{f', {f.direction}' if f.direction else ''} | {f.value:f} | {f.unit} | "
        f"{short(f.flow)} | {short(f.region)} | {f.period_start} to {f.period_end} |"
        for f in analyse(article).figures
        if f.quote in text
    ]
    assert "\n".join(rows) in README
    assert len(rows) == 3


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
