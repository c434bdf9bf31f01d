"""Alerts: deliver what the newest snapshot's load put into the outbox, and what earlier tries left there.

It follows each snapshot, and runs every five minutes besides: what failed, a digest whose hour has come and a repeat
must go out although no news comes.

When it fails: `amur alerts list --state dead` shows what was refused and why; `amur alerts retry` queues it again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable

from amur.orchestrate import tell_failure

SNAPSHOT = Asset(name="amur_snapshot", uri="amur://published/amur.duckdb")


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", timezone="UTC"), assets=[SNAPSHOT]),
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "amur",
        "retries": 3,
        "retry_delay": timedelta(minutes=1),
        "on_failure_callback": tell_failure,
    },
    tags=["amur", "alerts"],
    doc_md=__doc__,
)
def amur_alerts() -> None:
    @task
    def send() -> dict[str, int]:
        from amur.orchestrate import send_alerts

        return send_alerts()

    send()


amur_alerts()
