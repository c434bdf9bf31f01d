"""Deliver what the outbox holds: claim, send, mark. A message stays until its receiver has said yes.

The database is open only to claim and to mark, never while a receiver is waited for, so that loads and other
senders go on. Each channel is spoken to by one thread, in order; a channel that fails holds up nobody else's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeVar

import duckdb
import msgspec
import structlog

from amur.alerts.attempts import LONGEST_HELD_S, Attempts, Tried
from amur.alerts.channels import Channel, channels
from amur.alerts.feed import write_feed
from amur.alerts.message import Message
from amur.alerts.plan import silenced
from amur.alerts.reading import read_alert_file
from amur.alerts.rules_file import UNNAMED
from amur.alerts.sender import Sender
from amur.alerts.transport import transport
from amur.poll import Clock, real_clock
from amur.settings import Settings
from warehouse import checkpoint
from warehouse.outbox import dispatch, holding
from warehouse.outbox.dispatch import Alert, Outlook
from warehouse.readers.publish import publish
from warehouse.schema import open_writer, reopen_writer

#: Lines of a channel in one claim, few at first and more while all goes well; channels spoken to at once.
FEWEST_CLAIMED, MOST_CLAIMED, CHANNELS_AT_ONCE = 25, 800, 16
#: Pauses of a sender whose messages another one holds.
SHORTEST_LOOK_S, LONGEST_LOOK_S = 0.05, 1.0
#: A sender waits so long for the database: a big load holds it for minutes.
LOCK_WAIT_S = 600.0
LEASE_S = 300.0

_log = structlog.get_logger("amur.alerts")
T = TypeVar("T")
Opener = Callable[..., duckdb.DuckDBPyConnection]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What one delivery did (lines of the outbox), how many lines still wait, and the channels that were parked."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    waiting: int = 0
    messages: int = 0
    parked: tuple[str, ...] = ()


def deliver(
    settings: Settings, *, patience_s: float = 8.0, budget_s: float = 600.0, clock: Clock = real_clock
) -> Delivery:
    """Send every message that is due and publish what became of it; time flows on from what `clock` says.

    Failed messages are tried again when they fall due, as long as some message got through within the last
    `patience_s`; `budget_s` bounds the whole. What is for a channel that the rules file refuses goes on waiting.
    """
    if not settings.database.exists():
        return Delivery()
    with Sender(settings.home) as sender:
        work = _Delivering(settings, sender, patience_s, budget_s, clock() - datetime.now(UTC))
        done = work.run()
    if done.sent or done.failed or done.dead:
        publish(settings.home)
        write_feed(settings)
    return done


class _Delivering:
    """One call of `deliver`."""

    def __init__(
        self, settings: Settings, sender: Sender, patience_s: float, budget_s: float, ahead: timedelta
    ) -> None:
        self.settings, self.sender = settings, sender
        #: How far the clock of the run is ahead of this machine's: the demo's is of another year.
        self.ahead = ahead
        self.file = read_alert_file(settings)
        self.counts = {"sent": 0, "failed": 0, "dead": 0, "messages": 0}
        self.parked: dict[str, str] = {}
        self.limit = FEWEST_CLAIMED
        self.idle_s = SHORTEST_LOOK_S
        self.open: Opener = open_writer
        #: What the channels send just now, and what came back and is not marked yet.
        self.flying: dict[Future[Tried], str] = {}
        self.patience_s = patience_s
        self.patience = time.monotonic() + patience_s
        self.deadline = time.monotonic() + budget_s
        self.attempts = Attempts(
            settings,
            self.file,
            {channel.name: channel for channel in channels(settings, self.file)},
            held_s=min(LONGEST_HELD_S, patience_s),
            deadline=self.deadline,
            now=self._now,
        )

    def run(self) -> Delivery:
        """Claim and send until nothing is due; then wait for what falls due soon."""
        with ThreadPoolExecutor(CHANNELS_AT_ONCE, thread_name_prefix="amur-send") as pool:
            try:
                left = self._loop(pool)
            except BaseException:  # A loop that ends by itself has nothing in hand.
                self.attempts.deadline = 0.0  # each channel stops behind the message that it has in hand
                wait(self.flying)
                self._database(self._let_go)
                raise
            finally:
                self.attempts.stop()
        return Delivery(**self.counts, waiting=left, parked=tuple(sorted(self.parked)))

    def _loop(self, pool: ThreadPoolExecutor) -> int:
        while True:
            alerts, outlook = self._database(self._step)
            for channel, members in groupby(sorted(alerts, key=lambda a: (a.channel, a.alert_id)), lambda a: a.channel):
                self.flying[pool.submit(self.attempts.send, channel, list(members))] = channel
            if self.flying:
                self.idle_s = SHORTEST_LOOK_S
                wait(self.flying, return_when=FIRST_COMPLETED)
            elif not self._rest(outlook):
                return outlook.left

    def _let_go(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Mark what came back at the end and give back the rest."""
        self.flying = {one: channel for one, channel in self.flying.items() if one.exception() is None}
        self._mark_done(connection)
        dispatch.put_back(connection, self.sender.name)

    def _mark_done(self, connection: duckdb.DuckDBPyConnection) -> None:
        for future in [one for one in self.flying if one.done()]:
            self._mark(connection, future.result())
            del self.flying[future]

    def _step(self, connection: duckdb.DuckDBPyConnection) -> tuple[list[Alert], Outlook]:
        """One visit to the database: what came back is marked, what is due is claimed."""
        self._mark_done(connection)
        busy = list(self.flying.values())
        refused = self._refused(connection)
        resting = self._resting(connection)
        alerts = self._claim(connection, [*busy, *refused], resting) if time.monotonic() <= self.deadline else []
        now, quiet = self._now(), self._quiet()
        return alerts, dispatch.outlook(connection, now=now, but=refused, resting=resting, quiet=quiet)

    def _refused(self, connection: duckdb.DuckDBPyConnection) -> list[str]:
        """While anything in the rules file is refused, the channels that are not known: they may be in what it is."""
        if self.file is None or not self.file.refused:
            return []
        return [name for name, *_ in dispatch.waiting(connection) if name not in self.attempts.channels]

    def _resting(self, connection: duckdb.DuckDBPyConnection) -> list[str]:
        """Rules that are refused, or may be: how they put their messages is not known."""
        refused = self.file.refused_rules if self.file else frozenset()
        if not refused:
            return []
        known = self.attempts.rules
        names = dispatch.waiting_rules(connection)
        return [name for name in names if name not in known and (name in refused or UNNAMED in refused)]

    def _quiet(self) -> list[str]:
        """Rules whose quiet hours it is: what was put off, or failed, may fall due only in those of another day."""
        now = self._now().replace(tzinfo=UTC)
        return [rule.name for rule in self.file.rule if self.file.hours(rule).quiet_at(now)] if self.file else []

    def _rest(self, outlook: Outlook) -> bool:
        """Sleep until something may be due; False where nothing will be soon.

        Where another sender holds what is left, look again now and then, ever less often: it may die.
        """
        pauses = []
        if outlook.retry_at is not None:
            pauses.append(max(SHORTEST_LOOK_S, (outlook.retry_at - self._now()).total_seconds()))
        if outlook.held:
            pauses.append(self.idle_s)
            self.idle_s = min(LONGEST_LOOK_S, self.idle_s * 2)
        if not pauses or time.monotonic() + min(pauses) >= min(self.patience, self.deadline):
            return False
        time.sleep(min(pauses))
        return True

    def _claim(self, connection: duckdb.DuckDBPyConnection, busy: Sequence[str], resting: Sequence[str]) -> list[Alert]:
        now = self._now()
        others = [name for name in dispatch.lease_owners(connection) if name != self.sender.name]
        if others:
            living, dead = self.sender.judge(others)
            dispatch.settle_leases(connection, living=living, dead=dead, now=now, lease_s=LEASE_S)
        found = dispatch.claim(
            connection,
            self.sender.name,
            now=now,
            limit=self.limit,
            lease_s=LEASE_S,
            busy=busy,
            resting=resting,
            quiet=self._quiet(),
        )
        quiet = {a.alert_id: reason for a in found if (reason := self._silence(a) or self._needless(a))}
        for reason in sorted(set(quiet.values())):
            holding.suppress(connection, [one for one, why in quiet.items() if why == reason], reason)
        return [alert for alert in found if alert.alert_id not in quiet]

    def _silence(self, alert: Alert) -> str | None:
        """A silence that was added after the message was written; those on parties hold at the load."""
        silences = [one for one in self.file.silence if not (one.party or one.agreement)] if self.file else []
        return silenced(silences, alert.rule, alert.channel, datetime.now(UTC))

    def _needless(self, alert: Alert) -> str | None:
        """Why a repeat or escalation goes no more: its rule asks for none since, or is gone and no other asks for any.

        None while a rule is refused, which may be the one.
        """
        if alert.kind not in ("repeat", "escalation") or self.file is None or self.file.refused_rules:
            return None
        rules = [one for one in self.file.rule if one.name == alert.rule] or self.file.rule
        asked = any(one.repeat if alert.kind == "repeat" else one.escalate for one in rules)
        return None if asked else "not needed: no rule asks for it any more"

    def _mark(self, connection: duckdb.DuckDBPyConnection, tried: Tried) -> None:
        now = self._now()
        dispatch.mark(connection, tried.outcomes, sender=self.sender.name, now=now)
        dispatch.put_back(connection, self.sender.name, channel=tried.channel)
        if tried.closed:
            self.parked[tried.channel] = tried.closed
            holding.park(connection, tried.channel, tried.closed, now=now)
            _log.warning("channel parked", channel=tried.channel, why=tried.closed)
        well = bool(tried.outcomes) and tried.outcomes[-1].state == "sent"
        self.limit = min(MOST_CLAIMED, self.limit * 2) if well else FEWEST_CLAIMED
        for outcome in tried.outcomes:
            name = "failed" if outcome.state == "pending" else outcome.state
            self.counts[name] += len(outcome.alert_ids)
            if outcome.state == "sent":
                self.patience = time.monotonic() + self.patience_s
        self.counts["messages"] += tried.messages

    def _now(self) -> datetime:
        return (datetime.now(UTC) + self.ahead).replace(tzinfo=None)

    def _database(self, act: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        connection = self.open(self.settings.database, wait_s=LOCK_WAIT_S)
        self.open = reopen_writer
        try:
            return act(connection)
        finally:
            checkpoint.close(connection)


def send(channel: Channel, message: Message, timeout_s: float = 15.0) -> str | None:
    """Send one message now; None when the receiver took it, else why not, without the address."""
    try:
        speaking = transport(channel, timeout_s)
    except ValueError as error:
        return str(error)
    try:
        answer = speaking.send(message)
    finally:
        speaking.stop()
    return None if answer.verdict == "taken" else answer.why
