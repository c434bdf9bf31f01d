"""What was told after a backup stays told when the backup is restored, and its corrections find it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from amur.settings import Settings
from tests.alert_house import ask, house, take_in
from tests.receivers import Receiver
from tests.test_alert_merged import ALL, Desk, desk
from tests.warehouse_batches import article, deal
from transform.records import Party
from warehouse.backup import backup, restore

__all__ = ["desk"]


def test_a_deal_that_was_told_since_the_backup_has_its_number_again_and_is_corrected_under_it(desk: Desk) -> None:
    desk.reads(1, 300)
    copy = backup(desk.settings.home, now=datetime.now(UTC))
    desk.reads(2, 75)
    desk.reads(3, 90)
    assert desk.hears() == ["A000001 signed", "A000002 signed", "A000003 signed"]
    restore(desk.settings.home, copy, now=datetime.now(UTC))
    desk.reads(3, 90)
    desk.reads(2, 75)
    assert desk.hears() == []
    desk.reads(2, 80)  # the page was edited
    desk.reads(3, 90, key="elsewhere", publisher="Other", quote="A contract was signed.")
    assert desk.hears() == ["A000002 75 > 80"]
    desk.reads(4, 10)
    assert desk.hears() == ["A000006 signed"]  # those that were lost keep their numbers, and theirs are taken


def test_a_stage_that_was_told_since_the_backup_is_no_news_to_another_rule(desk: Desk) -> None:
    desk.reads(1, 300, status="negotiating")
    copy = backup(desk.settings.home, now=datetime.now(UTC))
    desk.reads(1, 300)
    desk.reads(2, 75)
    assert desk.hears() == ["A000001 negotiating", "A000001 signed", "A000002 signed"]
    restore(desk.settings.home, copy, now=datetime.now(UTC))
    desk.settings = house(desk.settings.home.parent, desk.receiver.hook, ALL.replace('"all"', '"better"'))
    desk.reads(1, 300)
    desk.reads(2, 75)
    assert desk.hears() == []
    desk.reads(2, 80)
    assert desk.hears() == ["A000002 75 > 80"]


def test_of_two_deals_that_one_sentence_told_each_has_its_own_number_again(desk: Desk) -> None:
    pairs = {
        number: (Party(name=russian, country="RU"), Party(name=chinese, country="CN"))
        for number, russian, chinese in ((2, "Northwood", "Bingcheng Paper"), (3, "Lenta Steel", "Haihe Pumps"))
    }

    def page(*numbers: int) -> None:
        quote = "Northwood and Lenta Steel signed contracts with Bingcheng Paper and Haihe Pumps."
        facts = tuple(deal(quote=quote, parties=pairs[one], value=Decimal(one), unit="USD") for one in numbers)
        at = datetime.now(UTC).isoformat()
        desk.loads += 1
        take_in(desk.settings, article("page", text=quote, facts=facts, published=at, fetched=at), key=f"b{desk.loads}")

    desk.reads(1, 300)
    copy = backup(desk.settings.home, now=datetime.now(UTC))
    page(2, 3)
    numbers = ask(desk.settings, "SELECT agreement_id, value FROM agreement ORDER BY ALL")
    desk.hears()
    restore(desk.settings.home, copy, now=datetime.now(UTC))
    page(3, 2)
    assert ask(desk.settings, "SELECT agreement_id, value FROM agreement ORDER BY ALL") == numbers
    assert desk.hears() == []


@pytest.mark.parametrize("published", [True, False])
def test_where_the_database_is_lost_no_new_deal_has_the_key_of_one_that_was_told(
    tmp_path: Path, published: bool
) -> None:
    def loses(settings: Settings) -> None:
        settings.database.unlink()
        if not published:
            settings.snapshot.unlink()

    with Receiver() as receiver:
        desk = Desk(tmp_path, receiver)
        desk.reads(1, 300)
        copy = backup(desk.settings.home, now=datetime.now(UTC))
        desk.reads(2, 75)
        assert desk.hears() == ["A000001 signed", "A000002 signed"]
        loses(desk.settings)
        assert restore(desk.settings.home, copy, now=datetime.now(UTC)).told_kept == published
        desk.reads(3, 90)
        told = desk.hears()
    # What was published knows what was told; where nothing does, deal 1 waits as it did in the backup, under its key.
    assert told == (["A000003 signed"] if published else ["A000001 signed", "A010002 signed"])
    keys = [one["headers"]["idempotency-key"] for one in receiver.requests]
    assert len(set(keys)) == 3
    assert keys[0] in keys[1:] or published
