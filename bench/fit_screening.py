"""Fit the weights of screening anew from the project's own labelled texts.

    python -m bench.fit_screening [--write]

Reads `tests/cards/screening.jsonl`, the golden files and those learned from, and where it lies beside the project the
shared corpus: each text whole and also cut after its title and after its first one, two and three sentences where both
sides are named by then, so that short items weigh as they come. A card stands for many stories of its kind.
Logistic regression by gradient descent from zero; a trait may only speak for or against (see `FOR`), and weights are
drawn towards zero. The result is the same on every run. `--write` puts it in
`transform/rules/screening/weights.toml`.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator

import msgspec

from bench.golden import ROOT, golden_files
from transform.records import Article
from transform.rules import load
from transform.screen import Weights
from transform.text import sentences
from transform.traits import names_both, traits_of

WEIGHTS = ROOT / "transform" / "rules" / "screening" / "weights.toml"
#: Steps of descent, their size, how strongly weights are drawn to zero (per labelled text), largest weight.
STEPS, RATE, DRAW, LARGEST = 3000, 2.0, 0.0002, 6.0
#: What a shortened text weighs beside a whole one.
CUT_WEIGHT = 0.3
#: What a card weighs beside an article.
CARD_WEIGHT = 1.5

Row = tuple[dict[str, float], bool, float]


def labelled() -> Iterator[tuple[Article, str, bool, float]]:
    """Every labelled text: article, language, whether it is wanted, its weight."""
    for line in (ROOT / "tests" / "cards" / "screening.jsonl").read_text("utf-8").splitlines():
        card = json.loads(line)
        yield (
            Article(id="card", title=card["title"], text=card["text"]),
            card["language"],
            card["relevant"],
            CARD_WEIGHT,
        )
    for path in golden_files():
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield msgspec.convert(row["article"], Article), path.stem, row["expected"]["relevant"], 1.0


def rows() -> Iterator[Row]:
    """Traits, label and weight of every text and of its shortened forms."""
    for article, language, relevant, weight in labelled():
        if names_both(article, language):
            yield traits_of(article, sentences(article), language), relevant, weight
        body = [sentence for sentence in sentences(article) if sentence.field == "text"]
        for kept in range(4):
            if kept >= len(body):
                break
            short = msgspec.structs.replace(article, text=article.text[: body[kept - 1].end] if kept else "")
            if names_both(short, language):
                yield traits_of(short, sentences(short), language), relevant, CUT_WEIGHT * weight


def fit(labels: list[Row], signs: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Bias and weights that tell the rows apart best."""
    names = list(signs)
    vectors = [[found[name] for name in names] for found, _, _ in labels]
    total = sum(weight for _, _, weight in labels)
    bias, weights = 0.0, [0.0] * len(names)
    for step in range(STEPS):
        slopes, lean = [0.0] * len(names), 0.0
        for vector, (_, relevant, weight) in zip(vectors, labels, strict=True):
            score = bias + sum(map(float.__mul__, weights, vector))
            off = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - relevant) / total
            lean += off
            for number, value in enumerate(vector):
                if value:
                    slopes[number] += off * value
        rate = RATE * (1 if step < STEPS // 2 else 0.5)
        bias -= rate * lean
        for number, name in enumerate(names):
            moved = weights[number] - rate * (slopes[number] + DRAW * weights[number])
            weights[number] = signs[name] * min(LARGEST, max(0.0, signs[name] * moved))
    return round(bias, 2), {name: round(weight, 2) for name, weight in zip(names, weights, strict=True)}


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the weights and how many labelled texts they tell apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    old = load("screening", "weights", Weights)
    signs = {name: 1.0 if name in FOR else -1.0 for name in old.weight}
    labels = list(rows())
    bias, weights = fit(labels, signs)
    right = sum(
        ((bias + sum(weights[name] * value for name, value in found.items())) >= 0) is relevant
        for found, relevant, _ in labels
    )
    print(f"{len(labels)} texts, {right} told apart; bias {bias}")
    for name, weight in weights.items():
        print(f"{name:12} {weight:6.2f}")
    if chosen.write:
        text = WEIGHTS.read_text("utf-8")
        text = re.sub(r"^bias = .*$", f"bias = {bias}", text, flags=re.MULTILINE)
        table = "[weight]\n" + "".join(f"{name} = {weight}\n" for name, weight in weights.items())
        WEIGHTS.write_text(re.sub(r"\[weight\]\n(?:\w+ = [-\d.]+\n)+", table, text), "utf-8")
    return 0


#: Traits that speak for an article; the others speak against it.
FOR = frozenset(
    "named title_pair title_side title_trade linked joined deal pure balance weaker sides trade_share".split()
)

if __name__ == "__main__":
    sys.exit(main())
