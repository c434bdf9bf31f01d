"""Characters that no reader sees: those that steer a terminal, and marks that hide text or turn it around."""

from __future__ import annotations

import re

#: Those of ASCII and Latin-1 but tab and line ends: a terminal obeys them, and SQLite's shell ends a text at NUL.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Soft hyphens, joiners, byte order marks, and what makes "txt.exe" read "exe.txt".
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def shown(text: str) -> str:
    """`text` with a space for each control character and without hidden marks; tabs and line ends stay."""
    return text if text.isprintable() else HIDDEN.sub("", CONTROL.sub(" ", text))
