"""Daily brief: the page of the newest day with news, written to exports/brief.html after each snapshot.

When it fails: the snapshot is unreadable (`amur status` says why), or its folder can't be written to.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

from amur.orchestrate import tell_failure

SNAPSHOT = Asset(name="amur_snapshot", uri="amur://published/amur.duckdb")
BRIEF = Asset(name="amur_brief", uri="amur://exports/brief")


@dag(
    schedule=[SNAPSHOT],  # by the clock it would run, and fail, before the first
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
