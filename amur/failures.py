"""Tells those who run Amur that a task of Airflow failed, or left corrections or alert rules of theirs out.

Straight to them, as the outbox may be what failed.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Collection, Sequence

import msgspec
import structlog

from amur.alerts.channels import Channel, channels
from amur.alerts.deliver import send
from amur.alerts.message import Message, notice
from amur.identity import key
from amur.readable import one_line
from amur.settings import Settings

#: Tries a channel, and the pause before each further one.
TRIES, PAUSE_S = 3, 2.0
_LONGEST_ERROR = 600
#: Where a refused correction stands in its file.
_LINE = re.compile(r", line \d+")


class Written(msgspec.Struct, frozen=True):
    """What people write and a load may refuse: its name in the log, the title and the last line of the message."""

    name: str
    title: str
    others: str


CORRECTIONS = Written(
    name="correction",
    title="Amur: corrections of the register were refused",
    others="Everything else was loaded. `amur corrections` says how each correction stands.",
)
ALERTS = Written(
    name="part of alerts.toml",
    title="Amur: a part of alerts.toml was refused",
    others="The news was loaded, and the other rules tell it. What is due to a refused rule is told once it is mended; "
    "`amur alerts check` says whether it is.",
)

_log = structlog.get_logger("amur.failures")


def tell_failure(settings: Settings, *, what: str, run: str, error: object, advice: str) -> dict[str, str | None]:
    """Tell every address of `AMUR_FAILURE_TO`; how each answered, None where it took the message.

    `advice` is the DAG's note; of it, the paragraphs that say what to do when something fails are sent.
    """
    return _tell(settings, what, failure(what, run, error, advice))


def tell_refused(
    settings: Settings, what: Written, refused: Sequence[str], before: Collection[str]
) -> dict[str, str | None]:
    """Log each of people's corrections or rules that a load could not follow, and tell those that are not of `before`.

    One that moved to another line is told no second time.
    """
    for one in refused:
        _log.error(f"{what.name} refused", why=one)
    moved = Counter(_LINE.sub("", one) for one in before if one not in refused)
    fresh = []
    for one in (one for one in refused if one not in before):
        same = _LINE.sub("", one)
        if moved[same]:
            moved[same] -= 1
        else:
            fresh.append(one)
    if not fresh:
        return {}
    lines = [one_line(one)[:_LONGEST_ERROR] for one in fresh]
    lines.append(what.others)
    return _tell(settings, what.name, notice(what.title, lines, key(f"refused {' '.join(fresh)}")))


def _tell(settings: Settings, what: str, message: Message) -> dict[str, str | None]:
    wanted = channels(settings.model_copy(update={"alert_to": settings.failure_to}))
    answers = {channel.name: _send(channel, message) for channel in wanted}
    for name, problem in answers.items():
        if problem:
            _log.error("failure not told", channel=name, what=what, why=problem)
    return answers


def failure(what: str, run: str, error: object, advice: str) -> Message:
    """The message; its key is the same for the same try of the same task."""
    said = one_line(
        f"{type(error).__name__}: {error}" if isinstance(error, BaseException) else error or "no error told"
    )
    paragraphs = [one_line(part) for part in advice.split("\n\n")]
    lines = [f"Run: {one_line(run)}", f"Error: {one_line(said)[:_LONGEST_ERROR]}"]
    lines += [part for part in paragraphs if part.startswith("When ")]
    return notice(f"Amur: {one_line(what)} failed", lines, key(f"failure {what} {run}"))


def _send(channel: Channel, message: Message) -> str | None:
    problem = send(channel, message)
    for _ in range(TRIES - 1):
        if problem is None:
            break
        time.sleep(PAUSE_S)
        problem = send(channel, message)
    return problem
