"""The crew of the soak: one loader and two senders, killed without warning and started again.

`python -m tests.alert_soak_crew HOME STAGES SECONDS SEED URL…` prints how often each was killed. All is imported
before the crew is forked, so that a life of some hundred milliseconds is long enough to do harm.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from amur.alerts import attempts
from amur.alerts.deliver import deliver
from amur.settings import Settings
from tests.alert_house import house, story
from tests.warehouse_batches import batch
from warehouse.load import load
from warehouse.schema import open_writer

IN_A_BATCH = 20
attempts.FIRST_WAIT_S = 0.02


def load_all(settings: Settings, stages: int) -> None:
    """Load every batch, those known already too: a load that was killed halfway is simply done again."""
    from datetime import UTC, datetime

    from amur.alerts.plan import alert_plan

    now = datetime.now(UTC).replace(microsecond=0)
    plan = alert_plan(settings, now)
    for first in range(0, stages, IN_A_BATCH):
        marker = settings.home / f"loaded-{first}"
        if marker.exists():
            continue
        articles = [story(number, now=now) for number in range(first, min(first + IN_A_BATCH, stages))]
        connection = open_writer(settings.database, wait_s=600)
        load(connection, batch(*articles, key=f"b{first}"), now=now, plan=plan)
        connection.close()
        marker.touch()
        time.sleep(0.05)


def send_on(settings: Settings) -> None:
    """Send what is due, over and over."""
    while True:
        deliver(settings, patience_s=2.0)
        time.sleep(0.02)


def begin(role: str, settings: Settings, stages: int) -> int:
    """Fork a member of the crew; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        load_all(settings, stages) if role == "loader" else send_on(settings)
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    """Run the crew for so long, killing one of it every few hundred milliseconds; then finish alone, in peace."""
    home, stages, seconds, seed, *urls = sys.argv[1:]
    settings = house(Path(home), " ".join(urls))
    settings.home.mkdir(parents=True, exist_ok=True)
    open_writer(settings.database).close()
    chance, kills = random.Random(int(seed)), Counter[str]()
    roles = ("loader", "sender one", "sender two")
    crew = {role: begin(role, settings, int(stages)) for role in roles}
    done = False
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.15, 0.45))
        role = chance.choice([one for one in roles if not (one == "loader" and done)])
        if role == "loader" and os.waitpid(crew[role], os.WNOHANG)[0]:
            done = True
            continue
        os.kill(crew[role], signal.SIGKILL)
        os.waitpid(crew[role], 0)
        kills[role] += 1
        crew[role] = begin(role, settings, int(stages))
    if not done:
        os.waitpid(crew["loader"], 0)
    for role in roles[1:]:
        os.kill(crew[role], signal.SIGKILL)
        os.waitpid(crew[role], 0)
        kills[role] += 1
    while deliver(settings, patience_s=5.0).waiting:
        pass
    print(json.dumps(kills))


if __name__ == "__main__":
    main()
