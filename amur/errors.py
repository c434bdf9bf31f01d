"""What the command can refuse, each as one line that says where and what to do.

Refusal: bad settings or input; exit 2
└── EveryFeedFailed: the run was made, and no feed answered; exit 3
"""

from __future__ import annotations

from collections.abc import Iterable


def choices(name: str, known: Iterable[str]) -> str:
    """What there is instead of a name that is unknown, the nearest first."""
    import difflib

    close = difflib.get_close_matches(name, known, n=1)
    rest = ", ".join(one for one in known if one not in close)
    return f"did you mean {close[0]}? The others are {rest}" if close else f"there are {rest}"


class Refusal(Exception):
    """Bad settings or input; nothing was written. The text is one line for the person who typed the command."""

    exit_code = 2


class EveryFeedFailed(Refusal):
    """The run was made, and not one feed answered."""

    exit_code = 3
