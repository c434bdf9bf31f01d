"""What is worked out of patterns is kept for the next process, and is what would be worked out anew."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.rules.kept import Kept, finds
from transform.text.letters import needed

PATTERNS = [
    "",
    r"sign(?:ed|s)?\b",
    r"(?i:договор)\s(?P<whose>\w+)(?P<when>\d{4})?",
    r"(签)(?:署|订)(.{0,9}?)合同",
    r"(?<!не )подпис\w+(?=[,.])",
    r"(a)(?P<b>b)\1(?P=b)",
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where finds are kept in a test, whether or not it may write bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "__pycache__" / "kept.patterns"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.IGNORECASE | re.DOTALL])
def test_a_kept_pattern_is_the_one_that_re_compiles(file: Path, flags: int) -> None:
    first = Kept(file)
    made = [first.compiled(pattern, flags) for pattern in PATTERNS]
    first.save()
    read = Kept(file)
    for pattern, one in zip(PATTERNS, made, strict=True):
        again = read.compiled(pattern, flags)
        assert again == one == re.compile(pattern, flags)
        assert (again.flags, again.groups, again.groupindex) == (one.flags, one.groups, one.groupindex)


@pytest.mark.filterwarnings("ignore::FutureWarning")
@given(st.text(alphabet="ab|()?*[]\\d1", max_size=12))
def test_what_is_no_pattern_is_refused_as_re_refuses_it(pattern: str) -> None:
    held = Kept(Path("nowhere"))
    try:
        expected = re.compile(pattern)
    except re.error:
        with pytest.raises(re.error):
            held.compiled(pattern)
    else:
        assert held.compiled(pattern) == expected


def test_nothing_is_worked_out_twice(file: Path) -> None:
    first = Kept(file)
    told = first.found(needed, "sign(?:ed|s)")
    first.save()
    read = Kept(file)
    assert read.found(needed, "sign(?:ed|s)") == told == needed("sign(?:ed|s)")
    before = file.stat().st_mtime_ns
    read.save()
    assert file.stat().st_mtime_ns == before, "nothing new to write"


@pytest.mark.parametrize("damage", [b"", b"cut short", b"x" * 60])
def test_a_damaged_file_counts_for_nothing(file: Path, damage: bytes) -> None:
    first = Kept(file)
    first.compiled("sign(?:ed|s)")
    first.save()
    file.write_bytes(file.read_bytes()[: -len(damage) or None].replace(b"sign", b"sigh") + damage)
    assert Kept(file).compiled("sign(?:ed|s)") == re.compile("sign(?:ed|s)")


def test_finds_of_edited_code_are_worked_out_anew_and_not_kept_for_ever(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Kept(file)
    first.found(needed, "sign")
    monkeypatch.setattr("transform.rules.kept._stamp", lambda work: ("old", work.__qualname__, b"edited"))
    old = Kept(file)
    old.found(needed, "sign")
    old.save()
    monkeypatch.setattr("transform.rules.kept._stamp", lambda work: ("old", work.__qualname__, b"edited again"))
    new = Kept(file)
    new.found(needed, "deal")
    new.save()
    assert b"edited again" in file.read_bytes()
    assert b"sign" not in file.read_bytes()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_text("no folder")
    held = Kept(tmp_path / "file" / "kept.patterns")
    held.compiled("sign")
    held.save()
    assert (tmp_path / "file").read_text() == "no folder"


def test_a_process_leaves_its_finds_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))
    read = "from transform.text.sieve import Sieve; print(Sieve().one_of(['sign(?:ed|s)']).search('it signs').group())"
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True)
        assert ran.stdout == "signs\n"
    [file] = tmp_path.rglob("*.patterns")
    assert b"sign(?:ed|s)" in file.read_bytes()
    assert file.name == finds().path.name
