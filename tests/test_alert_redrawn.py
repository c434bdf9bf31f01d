"""What goes out later than its news, in a digest or again, says what the page says by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from amur.settings import Settings
from tests.alert_house import house, story, take_in
from tests.test_alert_rules import rule
from warehouse.outbox import dispatch
from warehouse.schema import open_writer

START = datetime.now(UTC) - timedelta(hours=1)
SAID = (
    "SELECT kind, payload ->> '$.quote', CAST(CAST(payload ->> '$.agreement.value' AS DOUBLE) / 1e6 AS INTEGER) "
    "FROM store.alert WHERE channel <> 'none' ORDER BY alert_id"
)


def edit(settings: Settings, number: int, millions: int) -> None:
    now = START + timedelta(seconds=number)
    worth = {"value": Decimal(millions * 1_000_000), "unit": "USD"}
    take_in(settings, story(1, quote=f"Version {number}.", now=now, **worth), key=f"b{number}", now=now)


def lines(settings: Settings) -> list[tuple[str, str, int]]:
    with open_writer(settings.database) as connection:
        return connection.execute(SAID).fetchall()


def test_a_digest_that_waits_tells_what_the_page_says_since_its_edit(tmp_path: Path) -> None:
    settings = house(tmp_path, rules=rule("send = 'daily'"))
    edit(settings, 1, 1400)
    edit(settings, 2, 1100)
    assert lines(settings) == [("stage", "Version 2.", 1100)]


@pytest.mark.parametrize("later", ["repeat = {every = '4h'}", "escalate = {to = ['boss'], after = '8h'}"])
def test_what_is_told_again_quotes_no_sentence_that_was_withdrawn(tmp_path: Path, later: str) -> None:
    settings = house(tmp_path, rules=rule(later))
    edit(settings, 1, 1400)
    with open_writer(settings.database) as connection:
        now = datetime.now(UTC).replace(tzinfo=None)
        ours = dispatch.claim(connection, "me", now=now)
        sent = dispatch.Outcome(alert_ids=tuple(one.alert_id for one in ours), state="sent")
        dispatch.mark(connection, [sent], sender="me", now=now)
    edit(settings, 2, 1100)
    (kind, *first), second, correction, *_ = lines(settings)
    assert [kind, *first] == ["stage", "Version 1.", 1400]
    assert second[1:] == ("Version 2.", 1100)
    assert correction == ("correction", "Version 2.", 1100)
