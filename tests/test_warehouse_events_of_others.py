"""Events by other writers: how far the register brings the reports of one deal together. Floors rise, ceilings fall.

Each file of `tests/events` has articles in order of publication with the deals that they mention; reports of one deal
are pairs of articles. The register is asked as a reader would: which articles stand in one row (what was left without
one counts as one that is wrong), and which stages were told.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_batches import batch, open_store, read_row
from warehouse.load import load

NOW = datetime(2026, 8, 1, tzinfo=UTC)
EVENTS = Path(__file__).parent / "events"

#: Reached: F1 of article pairs, share of due stages told, and stages told once too often.
FLOORS = {
    "a": (0.98, 1.0, 0),
    "b": (0.99, 1.0, 0),
    "c": (0.99, 1.0, 0),
    "d": (0.98, 1.0, 0),
    "e": (0.96, 1.0, 0),
    "f": (0.95, 1.0, 0),
    "g": (0.96, 1.0, 0),
    "h": (0.95, 0.97, 0),
    "i": (0.98, 0.97, 0),
    "j": (0.98, 1.0, 0),
    "k": (0.96, 1.0, 0),
    "l": (0.91, 1.0, 0),
    # m was at 0.97 before goods of all kinds were told apart, which brought t and af more
    "m": (0.96, 1.0, 0),
    "n": (0.98, 0.97, 0),
    "o": (0.96, 0.96, 0),
    "p": (0.97, 1.0, 0),
    "q": (0.99, 1.0, 0),
    "r": (0.97, 1.0, 0),
    "s": (0.99, 1.0, 0),
    "t": (0.95, 1.0, 0),
    "x": (0.96, 1.0, 0),
    "y": (0.94, 1.0, 0),
    "z": (0.94, 1.0, 0),
    "aa": (0.97, 1.0, 0),
    "ab": (0.99, 1.0, 0),
    "ac": (0.97, 1.0, 0),
    "ad": (0.99, 1.0, 0),
    # was at 0.95 before places of signing were weighed, which brought l and n more
    "ae": (0.95, 1.0, 0),
    "af": (0.99, 1.0, 0),
    "ag": (0.96, 1.0, 1),
    "ah": (0.96, 1.0, 0),
    "ai": (0.95, 1.0, 0),
    "aj": (0.99, 1.0, 0),
    "ak": (0.99, 1.0, 0),
    "al": (0.92, 1.0, 0),
    "an": (0.97, 1.0, 0),
    "ao": (0.93, 1.0, 0),
    "ap": (0.97, 1.0, 0),
    "aq": (0.97, 1.0, 0),
    "ar": (0.96, 1.0, 0),
    "as": (0.98, 1.0, 0),
    # was at 0.95 before sums that others are compared with were left, which spared four files a row that is no event
    "at": (0.94, 1.0, 0),
    "au": (0.95, 0.97, 0),
    "av": (0.97, 1.0, 0),
    "aw": (0.97, 1.0, 0),
    "ax": (0.97, 1.0, 0),
    "ay": (0.97, 1.0, 0),
    "az": (0.92, 1.0, 0),
    "ba": (0.97, 1.0, 0),
    "bb": (0.96, 1.0, 0),
    "bc": (0.92, 1.0, 0),
    "bd": (0.99, 1.0, 0),
    "be": (0.97, 1.0, 0),
    "bf": (0.99, 1.0, 0),
    "bg": (0.96, 1.0, 0),
    "bh": (0.95, 1.0, 0),
    "bi": (1.00, 1.0, 0),
    "bj": (0.91, 0.97, 0),
    "bk": (0.96, 1.0, 0),
    "bl": (0.98, 0.97, 0),
    "bm": (0.98, 1.0, 0),
    "bn": (0.95, 1.0, 2),
    "bo": (0.98, 1.0, 1),  # a total of "more than a dozen papers", which is told and not listed
    "bp": (1.00, 1.0, 0),
    "bq": (0.98, 1.0, 0),
    "br": (0.92, 1.0, 1),
    "bs": (0.99, 1.0, 0),
    "bt": (0.94, 1.0, 0),
    "bu": (1.00, 1.0, 0),
    "bx": (0.98, 1.0, 0),
    "by": (0.93, 1.0, 0),
    # was at (0.87, 0.97, 1) before longer Chinese names were heard, which spares cd a deal in two rows
    "bz": (0.87, 0.97, 3),
    "ca": (0.97, 1.0, 0),
    # no doubled stage before "since 2022, when" was heard: a row too many counted as another deal's then
    "cb": (0.95, 1.0, 1),
    "cc": (0.94, 1.0, 2),
    "cd": (0.97, 0.96, 0),
    "ce": (0.94, 1.0, 0),
    "cf": (0.92, 0.97, 2),
    "cg": (0.92, 0.97, 0),
    "ch": (0.89, 1.0, 0),
    "ci": (0.95, 1.0, 1),
    "cj": (0.92, 1.0, 1),
    "ck": (0.99, 1.0, 0),
    "cl": (0.96, 1.0, 0),
    "cm": (0.94, 0.96, 0),
    "cn": (0.92, 1.0, 0),
    "co": (0.97, 1.0, 1),
    "cp": (0.99, 1.0, 0),
    "cq": (0.98, 1.0, 0),
    "cr": (0.99, 1.0, 0),
    "cs": (0.99, 1.0, 0),
    "ct": (0.96, 1.0, 0),
    "cu": (0.95, 1.0, 0),
    "cv": (0.95, 1.0, 1),
    "cw": (0.89, 1.0, 0),
    "cx": (0.97, 1.0, 0),
    "cy": (0.98, 1.0, 0),
    "cz": (0.88, 1.0, 1),
    "da": (0.92, 1.0, 0),
}
#: Files with a floor up to this one are hard.
HARD = 0.9


def pairs(groups: Iterable[set[str]]) -> set[frozenset[str]]:
    return {frozenset(two) for urls in groups for two in combinations(sorted(urls), 2)}


def one_sentence(left: str, right: str) -> bool:
    """Do two quotes share most of the shorter?"""
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    return run.size > 0.5 * min(len(left), len(right))


def owners(
    rows: Mapping[str, Sequence[tuple[str, str]]], told: Sequence[Mapping[str, Any]], gold: Mapping[str, set[str]]
) -> dict[str, str]:
    """The event that each row, told by its articles and quotes, is of: most of its sentences', else most articles'.

    Two deals that the same articles tell are told apart by their sentences alone.
    """
    labelled = {
        one["article"]["id"]: [(mention["quote"], mention["event"]) for mention in one["mentions"]] for one in told
    }
    found: dict[str, str] = {}
    for row, mentions in rows.items():
        articles = {article for article, _ in mentions}
        votes: Counter[str] = Counter()
        for article, quote in mentions:
            votes.update({event for sentence, event in labelled[article] if one_sentence(sentence, quote)})
        found[row] = max(
            votes or gold, key=lambda event: (votes[event], len(articles & gold[event]) / len(articles | gold[event]))
        )
    return found


def by_floor(name: str) -> Any:
    """The files that are hardest, and so break first, are read in each run; all of them in `make soak`."""
    return pytest.param(name, marks=[] if FLOORS[name][0] <= HARD else pytest.mark.soak)


@pytest.mark.parametrize("name", map(by_floor, FLOORS))
def test_reports_of_one_deal_come_together(tmp_path: Path, name: str) -> None:
    told: list[dict[str, Any]] = [
        json.loads(line) for line in (EVENTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    store = open_store(tmp_path)
    load(store, batch(*(read_row(one["article"]) for one in told), key="events", kind="backfill"), now=NOW)

    gold, due = defaultdict(set), set()
    for one in told:
        for mention in one["mentions"]:
            gold[mention["event"]].add(one["article"]["id"])
            if mention["new"]:
                due.add((mention["event"], mention["status"]))
    rows = defaultdict(list)
    for article, quote, agreement in store.execute(
        "SELECT article_id, quote, agreement_id FROM agreement_mention"
    ).fetchall():
        rows[agreement].append((article, quote))
    ours, theirs = pairs({article for article, _ in row} for row in rows.values()), pairs(gold.values())
    f1 = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    owner = owners(rows, told, gold)
    alerts = Counter(
        (owner[agreement], stage)
        for agreement, stage in store.execute("SELECT agreement_id, stage FROM alert").fetchall()
    )
    hit = sum(1 for key in due if alerts[key]) / len(due)
    twice = sum(count - 1 for key, count in alerts.items() if key in due)
    least_f1, least_told, most_twice = FLOORS[name]
    assert f1 >= least_f1
    assert hit >= least_told
    assert twice <= most_twice
