"""What the command can refuse, each as one line that says where and what to do.

Refusal: bad settings or input; exit 2
└── EveryFeedFailed: the run was made, and no feed answered; exit 3
"""

from __future__ import annotations


class Refusal(Exception):
    """Bad settings or input; nothing was written. The text is one line for the person who typed the command."""

    exit_code = 2


class EveryFeedFailed(Refusal):
    """The run was made, and not one feed answered."""

    exit_code = 3
