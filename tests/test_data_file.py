"""Data files that several threads need first at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import PROJECT

#: Each child is a process that read no data file yet. Without the lock one in five of them crashed.
CHILDREN = """
import os, random, sys, threading
from amur.party_name import _kinds

sys.setswitchinterval(1e-6)

def first(barrier, delay):
    barrier.wait()
    for _ in range(delay):
        pass
    _kinds()

def child():
    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=first, args=(barrier, random.randrange(3000))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    os._exit(0)

for _ in range(60):
    process = os.fork() or child()
    assert os.waitpid(process, 0)[1] == 0, "a child crashed"
"""


def test_channels_that_compose_their_first_message_at_once_do_not_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILDREN], cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True, text=True, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
