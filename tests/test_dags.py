"""The DAGs: they parse in Airflow itself, and one real run over the sample site loads what the command loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from amur.sample.server import SampleSite
from tests.receivers import Receiver
from warehouse.readers.query import run_query

#: One test waits for all that is run here.
pytestmark = pytest.mark.timeout(480)
DAGS = Path(__file__).resolve().parent.parent / "dags"
#: Lists the DAGs, then runs them as told in the arguments: an environment, and names to run in it one after another.
#: dag.test() runs a whole DAG in this process and writes to Airflow's own database; all are run in one process, as
#: Airflow makes an API of its own for that, which takes longer than our tasks.
SCRIPT = """
import json, os, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
listed = {"errors": bag.import_errors, "dags": {
    dag.dag_id: {"catchup": dag.catchup, "active": dag.max_active_runs, "tags": sorted(dag.tags), "doc": dag.doc_md,
                 "owner": dag.owner, "schedule": getattr(dag.timetable, "summary", type(dag.timetable).__name__)}
    for dag in bag.dags.values()}}
runs = []
for environment, *names in json.loads(sys.argv[2]):
    os.environ.update(environment)
    runs.append({})
    for name in names:
        dag = bag.dags[name]
        for task in dag.tasks:
            task.retries = 0
        tasks = dag.test().get_task_instances()
        runs[-1][name] = {task.task_id + str(task.map_index): task.state for task in tasks}
print("TOLD", json.dumps([listed, *runs]))
"""


class Told(NamedTuple):
    """What Airflow says of the DAGs; states of tasks by DAG, of a run that fails and of one that does not; what the
    operators were told; the home that was filled."""

    listed: dict[str, Any]
    failed: dict[str, dict[str, str]]
    done: dict[str, dict[str, str]]
    operators: list[dict[str, Any]]
    home: Path


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a migrated Airflow home of its own."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AMUR_")},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    }
    command = [str(Path(sys.executable).with_name("airflow")), "db", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=180)
    return environment


@pytest.fixture(scope="module")
def told(airflow: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The DAGs listed and run: the news watch without its feeds, then all three over the sample site."""
    folder = tmp_path_factory.mktemp("homes")
    with SampleSite() as site, Receiver() as operators:
        without_feeds = {
            "AMUR_HOME": str(folder / "empty"),
            "AMUR_FEEDS": str(folder / "no-such-feeds.toml"),
            "AMUR_FAILURE_TO": operators.json,
        }
        over_the_site = {
            "AMUR_HOME": str(folder / "home"),
            "AMUR_FEEDS": str(site.feeds_file(folder / "feeds.toml")),
            "AMUR_ALLOW_NETWORKS": "127.0.0.0/8",
            "AMUR_PER_HOST_SPACING_S": "0",
            "AMUR_SHARD_SIZE": "4",
        }
        runs = [[without_feeds, "news_watch"], [over_the_site, "news_watch", "daily_brief", "amur_alerts"]]
        process = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(DAGS), json.dumps(runs)],
            env=airflow,
            capture_output=True,
            text=True,
            timeout=280,
        )
    line = next((line for line in process.stdout.splitlines() if line.startswith("TOLD")), None)
    assert line is not None, process.stdout[-3000:] + process.stderr[-3000:]
    listed, failed, done = json.loads(line.removeprefix("TOLD"))
    return Told(listed, failed, done, operators.documents, folder / "home")


def test_every_dag_parses_with_owner_tags_and_a_note(told: Told) -> None:
    assert told.listed["errors"] == {}
    dags = told.listed["dags"]
    assert set(dags) == {"news_watch", "amur_alerts", "daily_brief"}
    for dag in dags.values():
        assert dag["owner"] == "amur"
        assert "amur" in dag["tags"]
        assert "fails" in dag["doc"]
        assert dag["catchup"] is False
        assert dag["active"] == 1


def test_a_task_that_fails_tells_the_operators(told: Told) -> None:
    assert told.failed["news_watch"]["plan-1"] == "failed"
    (heard,) = told.operators
    assert heard["title"] == "Amur: news_watch.plan failed"
    assert "no-such-feeds.toml" in heard["message"]
    assert "When a task fails: its log names the feed" in heard["message"]


def test_a_real_run_over_the_sample_site_loads_its_agreements(told: Told) -> None:
    assert set(told.done) == {"news_watch", "daily_brief", "amur_alerts"}
    assert {state for tasks in told.done.values() for state in tasks.values()} == {"success"}, told.done
    ((agreements,),) = run_query(told.home / "published" / "amur.duckdb", "SELECT count(*) FROM agreement").rows
    assert agreements > 0
    assert (told.home / "exports" / "brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_messages_are_sent_again_although_no_news_comes(told: Told) -> None:
    assert told.listed["dags"]["amur_alerts"]["schedule"] == "Asset or */5 * * * *"


def test_the_brief_is_written_after_snapshots_alone(told: Told) -> None:
    assert told.listed["dags"]["daily_brief"]["schedule"] == "AssetTriggeredTimetable"
