"""The soak: two senders and a loader killed again and again, receivers that fail three times in ten."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from amur.settings import load_settings
from tests.alert_house import ask
from tests.conftest import PROJECT
from tests.receivers import Answer, Receiver
from warehouse.readers.publish import publish

STAGES, SECONDS = 2000, 60
#: The default suite's share: enough lives and deaths to catch a broken lease.
FEW_STAGES, FEW_SECONDS = 60, 3


def soak(tmp_path: Path, stages: int, seconds: float, seed: int) -> None:
    chance = random.Random(seed)

    def choose(_: dict[str, str]) -> Answer:
        return chance.choice((500, 503, "die")) if chance.random() < 0.3 else 200

    with Receiver(choose=choose) as one, Receiver(choose=choose) as two:
        done = subprocess.run(
            [sys.executable, "-m", "tests.alert_soak_crew", str(tmp_path), str(stages), str(seconds), str(seed),
             one.hook, two.hook],
            cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
    settings = load_settings(home=tmp_path / "home")
    publish(settings.home)
    rows = ask(settings, "SELECT channel, idempotency_key, state FROM alert_message ORDER BY alert_id")
    assert len(rows) == 2 * stages
    assert {state for *_, state in rows} == {"sent"}
    for receiver in (one, two):
        channel = next(name for name, key, _ in rows if key == receiver.keys[0])
        assert receiver.keys == [key for name, key, _ in rows if name == channel]
    tried = dict(ask(settings, "SELECT outcome, count(*) FROM alert_attempt GROUP BY outcome"))
    print(
        f"\n{stages} stages, 2 channels, {len(rows)} messages; killed {json.loads(done.stdout.splitlines()[-1])}; "
        f"attempts {tried}; requests {len(one.requests) + len(two.requests)}, "
        f"taken {len(one.taken) + len(two.taken)}, distinct {len(one.keys) + len(two.keys)}"
    )


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_a_minute_of_killing_loses_nothing_doubles_nothing_and_keeps_the_order(tmp_path: Path) -> None:
    soak(tmp_path, STAGES, SECONDS, seed=1)


def test_38_a_few_seconds_of_killing_lose_nothing_double_nothing_and_keep_the_order(tmp_path: Path) -> None:
    soak(tmp_path, FEW_STAGES, FEW_SECONDS, seed=2)
