"""What the options before or after a subcommand say, and the settings of this call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from amur.errors import Refusal

#: `home` and `feeds`, where given.
GIVEN: dict[str, Any] = {}


def settings() -> Any:
    """The settings of this call."""
    from amur.settings import load_settings

    return load_settings(**GIVEN)


def hoist(arguments: list[str]) -> list[str]:
    """Take `--home` and `--feeds` out of the arguments wherever they stand, into GIVEN.

    A word of several lines that opens with `--` is SQL under a remark, as in the cookbook's files: it gets a blank
    line before it, so that it is not taken for an option. An empty word is refused: it would pass for the working
    folder or the newest day.
    """
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if not word:
            raise Refusal("one of the words given is empty; is a variable of the shell unset?")
        name, equals, value = word.partition("=")
        if name not in ("--home", "--feeds"):
            rest.append(f"\n{word}" if word.startswith("--") and "\n" in word else word)
            if word == "--":
                rest.extend(words)
            continue
        if not equals:
            value = next(words, "")
        if not value:
            raise SystemExit(f"amur: {name} needs a path")
        GIVEN[name[2:]] = Path(value)
    return rest
