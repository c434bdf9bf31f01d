"""What Airflow's tasks call: the same steps as the command, with paths and counts in and out.

Settings come from the environment of the worker and `amur.toml` in the folder that it runs in. Paths are absolute, so
that any worker of the machine finds them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amur.settings import SCHEDULE, Settings, as_written, is_schedule, load_settings, settings_of_failures


def schedule() -> str:
    """The schedule of the news watch, read alone: a wrong setting, this one too, fails the tasks, which is told.

    A wrong schedule would keep Airflow from taking the DAG, and nobody would hear that no news is polled any more.
    """
    told = as_written("schedule")
    return told if is_schedule(told) else SCHEDULE


def _settings() -> Settings:
    settings = load_settings()
    return settings.model_copy(update={"home": settings.home.resolve(), "feeds": settings.feeds.resolve()})


def plan_batch() -> list[str]:
    """Plan a batch; the folders of its shards, and first those that killed runs left."""
    from amur import batch, mend
    from amur.plan import plan
    from ingest.feeds import read_feeds

    settings = _settings()
    left = mend.left(settings.batches)
    path = plan(settings, read_feeds(settings.feeds), now=datetime.now(UTC))
    return [str(shard) for batch_path in [*left, path] for shard in batch.shards(batch_path)]


def do_shard(path: str) -> str:
    """Poll, screen, read and analyse one shard; returns its path."""
    from amur.line import shard_steps

    shard_steps(Path(path), _settings())
    return path


def load_batch(shards: list[str]) -> dict[str, int]:
    """Load the batches of these shards in the order of their names and publish; counts of what was new.

    Of people's corrections and alert rules that can't be followed each is logged, and told to `AMUR_FAILURE_TO` at the
    first load, also where a later batch fails.
    """
    from amur.by_hand import last_load
    from amur.failures import ALERTS, CORRECTIONS, tell_refused
    from amur.load import load

    settings = _settings()
    last = last_load(settings)
    corrections, alerts = (set(last.corrections_refused), set(last.alerts_refused)) if last else (set(), set())
    totals = {"batches": 0, "articles": 0, "figures": 0, "agreements_new": 0}
    for path in sorted({Path(shard).parent for shard in shards}):
        report = load(path, settings, now=datetime.now(UTC))
        totals["batches"] += 1
        totals["articles"] += report.articles_new
        totals["figures"] += report.figures
        totals["agreements_new"] += report.agreements_new
        tell_refused(settings, CORRECTIONS, report.corrections_refused, corrections)
        tell_refused(settings, ALERTS, report.alerts_refused, alerts)
        corrections |= set(report.corrections_refused)
        alerts |= set(report.alerts_refused)
    return totals


def send_alerts() -> dict[str, int]:
    """Deliver what is due; how many were sent and how many wait."""
    from amur.alerts.deliver import deliver

    delivery = deliver(_settings())
    return {"sent": delivery.sent, "waiting": delivery.waiting, "dead": delivery.dead}


def tell_failure(context: Any) -> None:
    """Airflow's `on_failure_callback`: a task whose retries are used up is told to `AMUR_FAILURE_TO`."""
    from amur.failures import tell_failure as tell

    task = context["ti"]
    tell(
        settings_of_failures(),
        what=f"{task.dag_id}.{task.task_id}",
        run=f"{task.run_id}, try {task.try_number}, part {task.map_index}",
        error=context.get("exception"),
        advice=context["dag"].doc_md or "",
    )


def write_brief() -> str:
    """Write the newest day's brief to `exports/brief.html`; its path."""
    from amur.brief import write_brief as write

    settings = _settings()
    return str(write(settings.snapshot, settings.home / "exports" / "brief.html"))
