"""The scorer: what counts as found, and that it agrees with the contract's own scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from amur.score import Golden, Score

TEXT = "Exports rose 5% to $2 billion. Alpha and Beta signed a contract. A plant opened."


def golden(**expected: Any) -> Golden:
    return Golden(article={"id": "a", "title": "T", "text": TEXT}, expected={"relevant": True, **expected})


def figure(quote: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    start = TEXT.find(quote)
    return {
        "quote": quote,
        "field": "text",
        "start": start,
        "end": start + len(quote),
        "value": value,
        "unit": unit,
    } | more


def test_a_figure_is_found_by_value_and_unit_and_its_attributes_count() -> None:
    score = Score()
    gold = golden(figures=[figure("5%", 5, "%", direction="up"), figure("$2 billion", 2e9, "USD", metric="exports")])
    score.add(
        gold, {"relevant": True, "figures": [figure("5%", 5, "%", direction="down"), figure("$2 billion", 2e9, "EUR")]}
    )
    table = score.table()
    assert table["figures.recall"] == 0.5
    assert table["figures.direction"] == 0
    assert len(score.misses) == 3


def test_an_optional_fact_is_neither_rewarded_nor_punished() -> None:
    score = Score()
    gold = golden(figures=[figure("5%", 5, "%"), figure("$2 billion", 2e9, "USD", optional=True)])
    score.add(gold, {"relevant": True, "figures": [figure("5%", 5, "%"), figure("$2 billion", 2e9, "USD")]})
    assert score.f1("figures") == 1
    score.add(gold, {"relevant": True, "figures": [figure("5%", 5, "%")]})
    assert score.f1("figures") == 1


def test_parties_compare_without_case_quotes_and_legal_form() -> None:
    score = Score()
    quote = {"quote": "Alpha and Beta signed a contract.", "status": "signed"}
    found = {**figure("Alpha and Beta signed a contract.", 0, ""), "status": "signed"}
    names = [{"name": "ПАО «Альфа»"}, {"name": "贝塔股份有限公司"}]
    score.add(
        golden(agreements=[{**quote, "parties": names}]),
        {"relevant": True, "agreements": [{**found, "parties": [{"name": "альфа"}, {"name": "贝塔"}]}]},
    )
    assert score.table()["agreements.parties"] == 1


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_it_agrees_with_the_contracts_scorer(language: str, shared: Path, tmp_path: Path) -> None:
    """Golden analyses with random faults put in score the same by both."""
    gold_file = shared / "corpus" / f"{language}.jsonl"
    rows = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(7)
    analyses = {row["article"]["id"]: faulty(row["expected"], chance) for row in rows}
    analyses_file = tmp_path / "analyses.jsonl"
    analyses_file.write_text("\n".join(json.dumps({"id": i, **a}) for i, a in analyses.items()), encoding="utf-8")
    theirs = json.loads(
        subprocess.run(
            [sys.executable, shared / "contract" / "score.py", gold_file, analyses_file, "--json"],
            capture_output=True,
            check=True,
        ).stdout
    )["all"]
    score = Score()
    for row in rows:
        score.add(Golden(article=row["article"], expected=row["expected"]), analyses[row["article"]["id"]])
    ours = {name: round(value, 4) for name, value in score.table().items()}
    for kind in ("relevance", "figures", "agreements", "developments"):
        assert [ours[f"{kind}.{part}"] for part in ("precision", "recall", "f1")] == [
            theirs[kind][part] for part in ("precision", "recall", "f1")
        ], kind
    assert ours["figures.complete"] == theirs["figures"]["complete"]
    for kind in ("figure", "agreement"):
        attributes = {name: ours[f"{kind}s.{name}"] for name in theirs[f"{kind} attributes"]}
        assert attributes == theirs[f"{kind} attributes"]


def faulty(expected: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The golden analysis with a fifth of its facts lost and a fifth changed."""
    result: dict[str, Any] = {"relevant": expected["relevant"] if chance.random() > 0.1 else not expected["relevant"]}
    for kind in ("figures", "agreements", "developments"):
        result[kind] = facts = []
        for fact in expected.get(kind, []):
            if "start" not in fact or chance.random() < 0.2:
                continue
            fact = dict(fact)
            if chance.random() < 0.2:
                name = chance.choice(sorted(fact.keys() - {"start", "end", "quote", "field", "parties", "sectors"}))
                fact[name] = None if name != "value" else fact[name] * 2
            if fact.get("unit") is not None or kind != "figures":
                facts.append(fact)
    return result
