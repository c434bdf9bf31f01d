"""One claim of one channel: its messages in order, each tried until it is taken, refused, or has to wait longer."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from amur.alerts.answer import Answer
from amur.alerts.channels import Channel
from amur.alerts.message import Message, compose
from amur.alerts.rules_file import AlertFile, Effort, Rule
from amur.alerts.transport import Transport, transport
from amur.errors import Refusal
from amur.settings import Settings
from warehouse.outbox.dispatch import Alert, Outcome

_log = structlog.get_logger("amur.alerts")

#: Waits between the tries of a message: doubling from the first to the longest, each cut by chance to spread them.
FIRST_WAIT_S, LONGEST_WAIT_S = 3.0, 1800.0
#: A channel's outcomes are marked at least so often: what a killed sender did not mark is sent again.
LONGEST_HELD_S = 5.0


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a channel's thread brings back: outcomes, and why the channel is closed if it is."""

    channel: str
    outcomes: tuple[Outcome, ...] = ()
    messages: int = 0
    closed: str | None = None


class Attempts:
    """Sends to channels under the rules of a file; a thread a channel. `held_s` bounds how long it retries in hand."""

    def __init__(
        self,
        settings: Settings,
        file: AlertFile | None,
        channels: Mapping[str, Channel],
        *,
        held_s: float,
        deadline: float,
        now: Callable[[], datetime],
    ) -> None:
        self.settings, self.file, self.channels = settings, file, channels
        self.effort = file.delivery if file else Effort()
        self.rules = {rule.name: rule for rule in file.rule} if file else {}
        self.transports: dict[str, Transport] = {}
        self.held_s, self.deadline, self.now = held_s, deadline, now

    def stop(self) -> None:
        """Let go of every connection."""
        for one in self.transports.values():
            one.stop()

    def send(self, name: str, alerts: Sequence[Alert]) -> Tried:
        """Send a channel's messages in order until one fails; the rest is given back."""
        channel = self.channels.get(name)
        if channel is None:
            why = f"channel {name} is not configured any more; `amur alerts retry --to CHANNEL` sends this elsewhere"
            return Tried(channel=name, outcomes=(Outcome(alert_ids=_ids(alerts), state="dead", error=why),))
        try:
            sending = self.transports.get(name) or transport(channel, self.effort.timeout_s)
        except ValueError as error:
            return Tried(channel=name, closed=f"channel {name}: {error}")
        except Exception as error:
            return Tried(channel=name, closed=f"channel {name} can't be used ({_surprise(error, name)})")
        self.transports[name] = sending
        outcomes: list[Outcome] = []
        closed = None
        until = time.monotonic() + self.held_s
        for members in self._messages(sending, alerts):
            if time.monotonic() > self.deadline:
                break
            answer = self._attempts(sending, members, until, outcomes)
            if answer.verdict == "closed":
                closed = f"channel {name} {answer.why}"
            if outcomes[-1].state == "pending" or time.monotonic() > until:
                break
        messages = sum(outcome.state == "sent" for outcome in outcomes)
        return Tried(channel=name, outcomes=tuple(outcomes), messages=messages, closed=closed)

    def _messages(self, sending: Transport, alerts: Sequence[Alert]) -> Iterator[Sequence[Alert]]:
        """Lines that go out as one message, in the order of their first; fewer where its receiver shows no more."""
        waiting: list[Sequence[Alert]] = _messages(alerts)
        while waiting:
            members = waiting.pop(0)
            if len(members) == 1 or self._fits(sending, members):
                yield members
            else:
                half = (len(members) + 1) // 2
                waiting[:0] = [members[:half], members[half:]]

    def _fits(self, sending: Transport, alerts: Sequence[Alert]) -> bool:
        try:
            return sending.fits(self._composed(alerts))
        except Exception:  # what can't be composed says so when it is sent
            return True

    def _composed(self, alerts: Sequence[Alert]) -> Message:
        return composed(alerts, self.settings, self.file, self.rules.get(alerts[0].rule))

    def _attempts(self, sending: Transport, alerts: Sequence[Alert], until: float, outcomes: list[Outcome]) -> Answer:
        """Try one message, and again in hand while its waits end by `until`; adds to `outcomes`, returns the answer.

        So a channel goes on although a big load holds the database; longer waits are spent in the database.
        """
        tries = 0
        while True:
            began = time.monotonic()
            try:
                answer = sending.send(self._composed(alerts))
                alerts = _taken(alerts, answer.taken_by)
            except Refusal as error:  # a template of the desk's own
                answer = Answer(verdict="never", why=str(error))
            except Exception as error:  # of one channel: the others go on, and what they sent is marked
                answer = Answer(verdict="again", why=f"sending failed ({_surprise(error, alerts[0].channel)})")
            elapsed_ms = round((time.monotonic() - began) * 1000)
            outcomes.append(self._outcome(alerts, tries, answer, elapsed_ms))
            retry_at = outcomes[-1].retry_at
            if answer.verdict == "closed" or retry_at is None:
                return answer
            pause_s = (retry_at - self.now()).total_seconds()
            if time.monotonic() + pause_s > min(until, self.deadline):
                return answer
            time.sleep(max(0.0, pause_s))
            tries += 1

    def _outcome(self, alerts: Sequence[Alert], tries: int, answer: Answer, elapsed_ms: int) -> Outcome:
        if answer.verdict == "taken":
            partly = f"channel {alerts[0].channel}: {answer.why}" if answer.why else None
            return Outcome(alert_ids=_ids(alerts), state="sent", error=partly, elapsed_ms=elapsed_ms)
        error = f"channel {alerts[0].channel} {answer.why}"
        wait_s = next_wait(alerts[0].attempts + tries, self.effort.give_up_after_s)
        if answer.verdict == "never" or (answer.verdict == "again" and wait_s is None):
            tail = "" if answer.verdict == "never" else f"; given up after {self.effort.give_up_after}"
            return Outcome(alert_ids=_ids(alerts), state="dead", error=error + tail, elapsed_ms=elapsed_ms)
        if answer.wait_s is not None:
            wait_s = min(max(answer.wait_s, wait_s or 0.0), LONGEST_WAIT_S)
        retry_at = self.now() + timedelta(seconds=wait_s or 0.0)
        return Outcome(
            alert_ids=_ids(alerts),
            state="pending",
            error=error,
            retry_at=retry_at,
            elapsed_ms=elapsed_ms,
            taken_by=alerts[0].taken_by,
        )


def _surprise(error: Exception, channel: str) -> str:
    """Log where an error that nobody foresaw arose; its type. Its text may hold an address with its secrets."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("unforeseen error", channel=channel, type=type(error).__name__, at=f"{at.filename}:{at.lineno}")
    return type(error).__name__


def next_wait(attempts: int, give_up_after_s: float) -> float | None:
    """Seconds to wait after so many failed attempts and one more; None when the waits would pass the limit.

    The limit is a sum of waits, not a span of the clock: a clock that jumps gives nothing up.
    """
    spent = 0.0
    for number in range(attempts + 1):
        wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**number)
        spent += wait_s
        if spent > give_up_after_s:
            return None
    return float(wait_s * random.uniform(0.5, 1.0))


def _messages(alerts: Sequence[Alert]) -> list[Sequence[Alert]]:
    """Lines that go out as one message, in the order of their first."""
    groups: dict[str, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(alert.message_key or alert.idempotency_key, []).append(alert)
    return [*groups.values()]


def composed(alerts: Sequence[Alert], settings: Settings, file: AlertFile | None, rule: Rule | None) -> Message:
    """The message in the rule's language and by its templates; raises Refusal where one of them can't be used."""
    return compose(
        alerts,
        language=(rule.language if rule else None) or (file.defaults.language if file else "en"),
        templates=settings.alerts_file.parent / rule.templates if rule and rule.templates else None,
        finding_title=rule.title if rule else "",
    )


def _taken(alerts: Sequence[Alert], marks: frozenset[str]) -> list[Alert]:
    """The lines, knowing who else has the message now."""
    return [msgspec.structs.replace(one, taken_by=tuple(sorted(marks.union(one.taken_by)))) for one in alerts]


def _ids(alerts: Sequence[Alert]) -> tuple[int, ...]:
    return tuple(alert.alert_id for alert in alerts)
