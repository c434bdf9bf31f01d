"""News watch: poll what is due, read it, load it, publish it.

One run at a time, no catch-up storm after an outage: each pass asks the snapshot which feeds are due, so one run
makes up for all that were missed. Shards of feeds are mapped tasks; the load is one task and never two at once,
since DuckDB has one writer. `AMUR_SCHEDULE` changes the schedule.

When a task fails: its log names the feed, the file or the setting. Clear it and it resumes from its batch folder;
nothing is loaded twice. A table of corrections.toml or alerts.toml that can't be followed fails no task: it is logged
and told once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

from amur.orchestrate import schedule, tell_failure

#: A new snapshot was published: alerts and the brief follow it.
SNAPSHOT = Asset(name="amur_snapshot", uri="amur://published/amur.duckdb")

ARGUMENTS = {
    "owner": "amur",
    "retries": 2,
    "retry_delay": timedelta(minutes=2),
    # Longer than slow sites take; a task that hangs would stop all news and tell nobody.
    "execution_timeout": timedelta(hours=6),
    "on_failure_callback": tell_failure,
}


@dag(
    schedule=schedule(),
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args=ARGUMENTS,
    tags=["amur", "news"],
    doc_md=__doc__,
)
def news_watch() -> None:
    @task
    def plan() -> list[str]:
        from amur.orchestrate import plan_batch

        return plan_batch()

    @task(max_active_tis_per_dagrun=4)
    def shard(path: str) -> str:
        from amur.orchestrate import do_shard

        return do_shard(path)

    @task(outlets=[SNAPSHOT], max_active_tis_per_dag=1, trigger_rule="none_failed")
    def load(paths: list[str]) -> dict[str, int]:
        from amur.orchestrate import load_batch

        return load_batch(list(paths))

    load(shard.expand(path=plan()))


news_watch()
