"""Alerts: deliver what the newest snapshot's load put into the outbox, and what earlier tries left there.

When it fails: `amur alerts list --state dead` shows what was refused and why; `amur alerts retry` queues it again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

SNAPSHOT = Asset(name="amur_snapshot", uri="amur://published/amur.duckdb")


@dag(
    schedule=[SNAPSHOT],
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "amur", "retries": 3, "retry_delay": timedelta(minutes=1)},
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
