"""Whatever is loaded, claimed, sent, refused, killed and whatever the clock does: each message once, none lost."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse import rows
from warehouse.outbox import dispatch, outbox
from warehouse.outbox.dispatch import Alert, Outcome
from warehouse.outbox.outbox import Line
from warehouse.records import Target
from warehouse.schema import open_writer

CHANNELS, SENDERS = ("desk", "boss"), ("a", "b")
WHO = st.sampled_from(SENDERS)
STEP = st.one_of(
    st.tuples(st.just("load"), st.integers(1, 5)),
    st.tuples(st.just("load again"), st.none()),
    st.tuples(st.just("claim"), WHO),
    st.tuples(st.just("send"), st.tuples(WHO, st.lists(st.booleans(), max_size=6))),
    st.tuples(st.just("kill"), st.tuples(WHO, st.integers(0, 3))),
    st.tuples(st.just("clock"), st.integers(-3000, 3000)),
)


class World:
    """The outbox, two senders that may hold a claim, a receiver that honours keys, and a clock that may jump."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        connection.execute("DELETE FROM store.alert; DELETE FROM store.alert_attempt")
        self.now = self.latest = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)
        self.loaded: list[int] = []
        self.held: dict[str, list[Alert]] = {}
        self.taken: dict[str, list[str]] = defaultdict(list)

    def do(self, step: str, how: object) -> None:
        getattr(self, step.replace(" ", "_"))(how)

    def load(self, count: object) -> None:
        assert isinstance(count, int)
        first = len(self.loaded)
        self.loaded += range(first, first + count)
        self._write(self.loaded[first:])

    def load_again(self, _: object) -> None:
        self._write(self.loaded)

    def _write(self, agreements: list[int]) -> None:
        lines = [
            Line(
                agreement_id=f"A{one}",
                stage="signed",
                kind="stage",
                target=Target(rule="r", channel=channel),
                payload={},
            )
            for one in agreements
            for channel in CHANNELS
        ]
        numbers = rows.Numbers(self.connection)
        outbox.write(self.connection, "batch", lines, self.now, numbers)
        numbers.save()

    def claim(self, who: object) -> None:
        if who in self.held:
            return
        dispatch.settle_leases(self.connection, living=list(self.held), dead=[], now=self.now)
        found = dispatch.claim(self.connection, str(who), now=self.now, limit=2)
        others = {alert.channel for held in self.held.values() for alert in held}
        assert not others & {alert.channel for alert in found}, "two senders at one channel"
        if found:
            self.held[str(who)] = found

    def send(self, how: object) -> None:
        who, answers = how  # type: ignore[misc]
        outcomes, shut, answers = [], set(), list(answers)
        for alert in self.held.pop(who, []):
            if alert.channel in shut:
                continue
            if answers.pop() if answers else True:
                self.taken[alert.channel].append(str(alert.message_key))
                outcomes.append(Outcome(alert_ids=(alert.alert_id,), state="sent"))
            else:
                shut.add(alert.channel)
                retry_at = self.now + timedelta(minutes=20)
                outcomes.append(Outcome(alert_ids=(alert.alert_id,), state="pending", error="no", retry_at=retry_at))
        dispatch.mark(self.connection, outcomes, sender=who, now=self.now)
        dispatch.put_back(self.connection, who)

    def kill(self, how: object) -> None:
        who, took = how  # type: ignore[misc]
        by_channel: dict[str, list[Alert]] = defaultdict(list)
        for alert in self.held.pop(who, []):
            by_channel[alert.channel].append(alert)
        for channel, alerts in by_channel.items():
            self.taken[channel] += [str(alert.message_key) for alert in alerts[:took]]
        dispatch.settle_leases(self.connection, living=[], dead=[who], now=self.now)

    def clock(self, minutes: object) -> None:
        assert isinstance(minutes, int)
        self.now += timedelta(minutes=minutes)
        self.latest = max(self.latest, self.now)

    def finish(self) -> None:
        """Let the clock catch up with the latest it showed, from when messages may be due, and send what is left."""
        self.now = self.latest
        for who in SENDERS:
            self.kill((who, 0))
        for _ in range(200):
            self.now += timedelta(hours=1)
            self.claim("a")
            if not self.held:
                break
            self.send(("a", []))


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return open_writer(":memory:")


@given(steps=st.lists(STEP, max_size=25))
@example(steps=[("load", 1), ("clock", -61)])
@settings(max_examples=25, deadline=None)
def test_every_message_arrives_once_and_in_order_whatever_happens(
    connection: duckdb.DuckDBPyConnection, steps: list[tuple[str, object]]
) -> None:
    world = World(connection)
    for step, how in steps:
        world.do(step, how)
    world.finish()
    for channel in CHANNELS:
        keys = [outbox.idempotency_key(f"A{one}", "signed", "stage", "r", channel) for one in world.loaded]
        assert list(dict.fromkeys(world.taken[channel])) == keys
    states = connection.execute("SELECT DISTINCT state FROM store.alert").fetchall()
    assert states in ([], [("sent",)])
