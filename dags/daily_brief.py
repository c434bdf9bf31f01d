"""Daily brief: yesterday's page, written to exports/ once a day when the snapshot has news.

When it fails: the snapshot is missing (run `amur run` once) or unreadable (`amur status` says why).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable

from amur.orchestrate import tell_failure

SNAPSHOT = Asset(name="amur_snapshot", uri="amur://published/amur.duckdb")
BRIEF = Asset(name="amur_brief", uri="amur://exports/brief")


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("15 5 * * *", timezone="UTC"), assets=[SNAPSHOT]),
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "amur",
        "retries": 1,
        "retry_delay": timedelta(minutes=5),
        "on_failure_callback": tell_failure,
    },
    tags=["amur", "brief"],
    doc_md=__doc__,
)
def daily_brief() -> None:
    @task(outlets=[BRIEF])
    def write() -> str:
        from amur.orchestrate import write_brief

        return write_brief()

    write()


daily_brief()
