"""The DAGs: they parse in Airflow itself, and one real run over the sample site loads what the command loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from amur.sample.server import SampleSite
from tests.receivers import Receiver

DAGS = Path(__file__).resolve().parent.parent / "dags"
#: dag.test() runs the whole DAG in this process tree and writes to Airflow's own database.
RUN = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
dag = bag.dags[sys.argv[2]]
for task in dag.tasks:
    task.retries = 0
run = dag.test()
print("STATES", json.dumps({task.task_id + str(task.map_index): task.state for task in run.get_task_instances()}))
"""
LIST = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print("DAGS", json.dumps({"errors": bag.import_errors, "dags": {
    dag.dag_id: {"catchup": dag.catchup, "active": dag.max_active_runs, "tags": sorted(dag.tags), "doc": dag.doc_md,
                 "owner": dag.owner, "schedule": getattr(dag.timetable, "summary", "")} for dag in bag.dags.values()}}))
"""


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


def said(script: str, word: str, environment: dict[str, str], *arguments: str) -> dict[str, object]:
    """Run a script in Airflow's environment; the JSON behind `word` in its output."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(DAGS), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith(word)), None)
    assert line is not None, done.stdout[-3000:] + done.stderr[-3000:]
    return dict(json.loads(line.removeprefix(word)))


def test_every_dag_parses_with_owner_tags_and_a_note(airflow: dict[str, str]) -> None:
    told = said(LIST, "DAGS", airflow)
    assert told["errors"] == {}
    dags = told["dags"]
    assert isinstance(dags, dict)
    assert set(dags) == {"news_watch", "amur_alerts", "daily_brief"}
    for dag in dags.values():
        assert dag["owner"] == "amur"
        assert "amur" in dag["tags"]
        assert "fails" in dag["doc"]
        assert dag["catchup"] is False
        assert dag["active"] == 1


def test_a_task_that_fails_tells_the_operators(airflow: dict[str, str], tmp_path: Path) -> None:
    with Receiver() as operators:
        environment = {
            **airflow,
            "AMUR_HOME": str(tmp_path / "home"),
            "AMUR_FEEDS": str(tmp_path / "no-such-feeds.toml"),
            "AMUR_FAILURE_TO": operators.json,
        }
        states = said(RUN, "STATES", environment, "news_watch")
    assert states["plan-1"] == "failed"
    (told,) = operators.documents
    assert told["title"] == "Amur: news_watch.plan failed"
    assert "no-such-feeds.toml" in told["message"]
    assert "When a task fails: its log names the feed" in told["message"]


def test_a_real_run_over_the_sample_site_loads_its_agreements(airflow: dict[str, str], tmp_path: Path) -> None:
    with SampleSite() as site:
        environment = {
            **airflow,
            "AMUR_HOME": str(tmp_path / "home"),
            "AMUR_FEEDS": str(site.feeds_file(tmp_path / "feeds.toml")),
            "AMUR_ALLOW_NETWORKS": "127.0.0.0/8",
            "AMUR_PER_HOST_SPACING_S": "0",
            "AMUR_SHARD_SIZE": "4",
        }
        states = said(RUN, "STATES", environment, "news_watch")
    assert set(states.values()) == {"success"}, states
    query = "SELECT count(*) AS n FROM agreement"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("amur")), "query", query, "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)[0]["n"] > 0
    written = said(RUN, "STATES", environment, "daily_brief")
    assert set(written.values()) == {"success"}, written
    assert (tmp_path / "home" / "exports" / "brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    sent = said(RUN, "STATES", environment, "amur_alerts")
    assert set(sent.values()) == {"success"}, sent


def test_messages_are_sent_again_although_no_news_comes(airflow: dict[str, str]) -> None:
    told = said(LIST, "DAGS", airflow)["dags"]
    assert isinstance(told, dict)
    assert told["amur_alerts"]["schedule"] == "Asset or */5 * * * *"
