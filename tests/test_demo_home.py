"""The folder that `amur demo --keep` writes to: new, empty, or an earlier demo's, which it replaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from amur.commands.demo import MARK, clear
from amur.errors import Refusal


def test_a_demo_starts_afresh_where_an_earlier_one_lies(tmp_path: Path) -> None:
    home = tmp_path / "data" / "demo"
    clear(home)
    (home / "amur.duckdb").write_text("old")
    (home / "batches" / "one").mkdir(parents=True)
    clear(home)
    assert [path.name for path in home.iterdir()] == [MARK]


@pytest.mark.parametrize("marked", [True, False])
def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path, marked: bool) -> None:
    for name in ("amur.duckdb", "notes.txt", *([MARK] if marked else [])):
        (tmp_path / name).write_text("kept")
    with pytest.raises(Refusal, match=r"notes\.txt" if marked else "no demo"):
        clear(tmp_path)
    assert (tmp_path / "amur.duckdb").read_text() == (tmp_path / "notes.txt").read_text() == "kept"


def test_a_home_of_real_news_is_never_taken_for_a_demo(tmp_path: Path) -> None:
    (tmp_path / "amur.duckdb").touch()
    with pytest.raises(Refusal, match="no demo"):
        clear(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()
    with pytest.raises(Refusal, match="no folder"):
        clear(tmp_path / "demo")
