"""One writer that loads and publishes without pause, four readers, and kill -9 at random: nobody sees half a batch."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from warehouse.backup import check
from warehouse.readers.query import run_query
from warehouse.schema import open_writer

SECONDS = float(os.environ.get("AMUR_SOAK_SECONDS", "60"))
ARTICLES, FIGURES = 20, 3

WRITER = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from tests.warehouse_batches import article, batch, deal, figure
from warehouse.load import load
from warehouse.readers.publish import publish
from warehouse.schema import open_writer

home = Path(sys.argv[1])
while True:
    connection = open_writer(home / "amur.duckdb")
    number = connection.execute("SELECT count(*) FROM run").fetchone()[0]
    figures = [figure(f"$1 {{k}}", "1") for k in range({FIGURES})]
    rows = [
        article(f"a{{number}}-{{n}}", text=f"Text {{number}} {{n}}.", facts=(*figures, deal()))
        for n in range({ARTICLES})
    ]
    load(connection, batch(*rows, key=f"b{{number}}"), now=datetime.now(UTC))
    connection.close()
    publish(home)
    print(number, flush=True)
"""

READER = f"""
import sys
from pathlib import Path
from warehouse.readers.query import run_query

snapshot = Path(sys.argv[1]) / "published" / "amur.duckdb"
last = 0
while True:
    ((runs, articles, figures, mentions, told, found),) = run_query(snapshot, '''
        SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM article), (SELECT count(*) FROM figure),
               (SELECT count(*) FROM agreement_mention), (SELECT sum(mentions) FROM agreement),
               (SELECT count(*) FROM search('text'))
    ''').rows
    assert articles == runs * {ARTICLES} and figures == articles * {FIGURES}, (runs, articles, figures)
    assert mentions == articles == told, (mentions, articles, told)
    assert found == min(articles, 1000), (found, articles)
    assert runs >= last, (runs, last)
    last = runs
    print(runs, flush=True)
"""


class Worker:
    """A process that is started again whenever it is killed; its answers and its complaints are kept."""

    def __init__(self, code: str, home: Path, log: Path) -> None:
        self.code, self.home, self.log, self.killed, self.before = code, home, log, 0, 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.with_suffix(".out").open("ab") as out, self.log.with_suffix(".err").open("ab") as err:
            return subprocess.Popen([sys.executable, "-c", self.code, str(self.home)], stdout=out, stderr=err)

    def kill_and_restart(self) -> None:
        assert self.process.poll() is None, self.complaints()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.killed += 1
        self.before = self.answers()
        self.process = self._start()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def answers(self) -> int:
        """How many lines it has written, over all its lives."""
        out = self.log.with_suffix(".out")
        return len(out.read_bytes().splitlines()) if out.exists() else 0

    def complaints(self) -> str:
        return self.log.with_suffix(".err").read_text()


@pytest.mark.soak
@pytest.mark.timeout(SECONDS * 3 + 120)
def test_39_readers_never_wait_and_never_see_half_a_batch(tmp_path: Path) -> None:
    dice = random.Random(20260820)
    writer = Worker(WRITER, tmp_path, tmp_path / "writer")
    try:
        begun = time.monotonic()
        while not (tmp_path / "published" / "amur.duckdb").exists():
            assert time.monotonic() - begun < 60, writer.complaints()
            assert writer.process.poll() is None, writer.complaints()
            time.sleep(0.05)
        readers = [Worker(READER, tmp_path, tmp_path / f"reader{number}") for number in range(4)]
        try:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                time.sleep(dice.uniform(0.1, 1.5))
                chosen = dice.choice([writer, writer, *readers])
                # Mostly somewhere in its work, so that there is progress on a busy machine; sometimes at its start.
                if chosen.answers() > chosen.before or dice.random() < 0.1:
                    chosen.kill_and_restart()
        finally:
            for reader in readers:
                reader.stop()
    finally:
        writer.stop()
    assert [reader.complaints() for reader in readers] == [""] * 4
    assert all(reader.answers() for reader in readers), [reader.answers() for reader in readers]
    connection = open_writer(tmp_path / "amur.duckdb")
    runs, articles, figures = connection.execute(
        "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM article), (SELECT count(*) FROM figure)"
    ).fetchall()[0]
    connection.close()
    assert (articles, figures) == (runs * ARTICLES, runs * ARTICLES * FIGURES)
    assert check(tmp_path / "amur.duckdb") > 0
    assert not list((tmp_path / "published").glob("*.wal"))
    seen = run_query(tmp_path / "published" / "amur.duckdb", "SELECT count(*) FROM run").rows[0][0]
    print(
        f"{runs} batches loaded, {seen} published, {sum(reader.answers() for reader in readers)} answers, "
        f"{writer.killed} writers and {sum(reader.killed for reader in readers)} readers killed"
    )
