"""A first run over the development corpus tells nobody; the next day's news is told, and only that."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from amur.alerts.deliver import deliver
from ingest.records import Poll
from tests.alert_house import ask, house, story, take_in
from tests.receivers import Receiver
from transform.analyse import analyse
from transform.records import Article
from warehouse.records import ArticleRow


def test_a_first_run_over_the_corpus_tells_nobody_and_the_next_day_exactly_its_own(
    shared: Path, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    rows = []
    for line in (shared / "corpus" / "events.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)["article"]
        analysis = analyse(Article(**told))
        rows.append(
            ArticleRow(
                article_id=told["id"], url=told["url"], publisher=told["publisher"], title=told["title"],
                text=told["text"], language=analysis.language, published_at=told["published"],
                fetched_at=now.isoformat(), feed_id="corpus", content_hash=told["id"], analysis=analysis,
            )
        )  # fmt: skip
    first = Poll(feed_id="corpus", polled_at=now.isoformat(), outcome="ok", first_poll=True)
    with Receiver() as desk:
        settings = house(tmp_path, desk.hook)
        report = take_in(settings, *rows, polls=(first,))
        assert report.stages_new > 20
        assert report.alerts_pending == 0
        assert deliver(settings).sent == 0
        assert desk.requests == []
        tomorrow = now + timedelta(days=1)
        take_in(settings, story(1, now=tomorrow), story(2, "planned", now=tomorrow), key="b2", now=tomorrow)
        assert deliver(settings).sent == 2
    reasons = ask(settings, "SELECT reason, count(*) FROM alert WHERE state = 'suppressed' GROUP BY reason")
    assert [reason for reason, _ in reasons] == ["first poll of corpus"]
