"""The golden files that weights are fitted to: the project's own, and the shared corpus where it lies beside."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LANGUAGES = ("en", "ru", "zh")


def golden_files() -> list[Path]:
    """Every golden file that is there, in order."""
    folders = (ROOT / "tests" / "golden", ROOT / "tests" / "golden" / "learned", ROOT.parent / "shared" / "corpus")
    files = (folder / f"{language}.jsonl" for folder in folders for language in _LANGUAGES)
    return [path for path in files if path.exists()]


def fresh_files() -> list[Path]:
    """The golden files that the reading's weights are fitted to as well, but after which few rules were written."""
    folder = ROOT / "tests" / "golden" / "weighed"
    return [path for language in _LANGUAGES if (path := folder / f"{language}.jsonl").exists()]
