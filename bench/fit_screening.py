"""Fit the weights of screening anew from the project's own labelled texts.

    python -m bench.fit_screening [--write]

Reads `tests/cards/screening.jsonl`, the golden files and those learned from, and where it lies beside the project the
shared corpus: each text whole and also cut after its title and after its first one, two and three sentences where both
sides are named by then, so that short items weigh as they come. A card stands for many stories of its kind.
Logistic regression; a trait may only speak for or against (see `FOR`), and weights are
drawn towards zero. Needs scipy (the `dev` extra). The result is the same on every run. `--write` puts it in
`transform/rules/screening/weights.toml`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.golden import ROOT, fresh_files, golden_files
from transform.records import Article
from transform.rules import load
from transform.screening.screen import Weights
from transform.screening.sides import names_both
from transform.screening.traits import traits_of
from transform.text.boilerplate import own_sentences
from transform.text.sentences import sentences

WEIGHTS = ROOT / "transform" / "rules" / "screening" / "weights.toml"
#: How strongly weights are drawn to zero, and the largest weight.
DRAW, LARGEST = 0.0002, 6.0
#: What a shortened text weighs beside a whole one.
CUT_WEIGHT = 0.3
#: What a card weighs beside an article.
CARD_WEIGHT = 3.0
#: What a relevant article of the fresh files weighs: there are six of them to one that is not, in the news one to many.
FRESH_WEIGHT = 0.2

Floats = npt.NDArray[np.float64]
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
    fresh = fresh_files()
    for path in golden_files() + fresh:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            relevant = row["expected"]["relevant"]
            weight = FRESH_WEIGHT if relevant and path in fresh else 1.0
            yield msgspec.convert(row["article"], Article), path.stem, relevant, weight


def rows() -> Iterator[Row]:
    """Traits, label and weight of every text and of its shortened forms."""
    for article, language, relevant, weight in labelled():
        if names_both(article, language):
            yield traits_of(article, own_sentences(article, language), language), relevant, weight
        body = [sentence for sentence in sentences(article) if sentence.field == "text"]
        for kept in range(4):
            if kept >= len(body):
                break
            short = msgspec.structs.replace(article, text=article.text[: body[kept - 1].end] if kept else "")
            if names_both(short, language):
                yield traits_of(short, own_sentences(short, language), language), relevant, CUT_WEIGHT * weight


def fit(labels: list[Row], signs: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Bias and weights that tell the rows apart best."""
    names = list(signs)
    matrix = np.array([[1.0, *(found[name] for name in names)] for found, _, _ in labels])
    wanted = np.array([relevant for _, relevant, _ in labels], dtype=float)
    worth = np.array([weight for _, _, weight in labels])
    worth /= worth.sum()

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = matrix @ weights
        own = np.append(0.0, weights[1:])  # the bias is free
        off = worth * (1 / (1 + np.exp(-score)) - wanted)
        missed = float(worth @ (np.logaddexp(0.0, score) - wanted * score)) + DRAW / 2 * float(own @ own)
        return missed, matrix.T @ off + DRAW * own

    bounds = [(None, None), *((0.0, LARGEST) if signs[name] > 0 else (-LARGEST, 0.0) for name in names)]
    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    bias, *weights = (round(float(weight), 2) + 0.0 for weight in best.x)
    return bias, dict(zip(names, weights, strict=True))


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
