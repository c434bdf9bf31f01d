"""Fit the weights by which a figure's metric, flow, region, goods, period and left-out unit are chosen.

    python -m bench.fit_figures [--write] [--only ATTRIBUTE …] [--hold FILE.jsonl …]

Reads golden articles in `tests/golden` (with what was learned from and weighed, and the texts whose figures alone are
annotated), the cards of figures and, where it lies beside the project, `../shared/corpus`. Files given with `--hold`
are never fitted to: what the weights reach on them, beside what the rules alone reach, is the measure. Logistic
regression with an L1 penalty keeps the few signs that matter, and the result is the same on every run. `--write` puts
it in `transform/rules/weights/`. Needs scikit-learn, which the `dev` extra brings.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import msgspec
from sklearn.linear_model import LogisticRegression

from bench.figure_examples import LANGUAGES, Example, examples, of_cards, of_texts
from bench.golden import fresh_files, golden_files
from bench.number_examples import Number, numbers
from bench.rows import Book, Row
from bench.weights_file import Line, write
from transform.figures import revised
from transform.figures.evidence.group_signs import joined, with_flow, with_metric
from transform.numbers import bare_numbers
from transform.weighed import ALWAYS, NONE, Signs

#: How freely each attribute may use signs: the larger, the more of them keep a weight.
FREEDOM = {"metric": 1.0, "flow": 0.5, "region": 1.0, "commodity": 0.3, "period": 1.0, "unit": 0.5}
#: A pair of signs weighs less than one alone, so that it is kept only where neither alone will do.
OF_PAIR = 0.6
#: A sign or pair seen more seldom says nothing.
SELDOM = 3
#: Texts whose figures alone are annotated tell a flow where golden articles leave it out: what is peculiar to them is
#: learned apart, by copies of their signs, and kept out of the weights.
APART = frozenset(("flow",))
_PECULIAR = "peculiar to texts: "
#: Weights smaller than this change nothing.
SMALL = 0.02
#: From here on a choice is made.
SURE = {**revised.SURE, "unit": bare_numbers.SURE}
#: Into so many parts figures are split, so that none helps to tell its own flow.
PARTS = 3


def _row(signs: Signs) -> Row:
    row: Row = dict.fromkeys(signs.plain, 1.0)
    row |= {f"{first}\t{second}": OF_PAIR for first, second in combinations(sorted(joined(signs)), 2)}
    return row


def _of_group(attribute: str, example: Example) -> Row:
    signs = example.evidence.signs
    return _row(with_metric(signs, example.rules.metric) if attribute == "flow" else with_flow(signs, example.way))


def _learned(attribute: str, example: Example) -> Row:
    """The row to learn a label from, with copies of the signs that are weighed apart."""
    row = _of_group(attribute, example)
    if example.of_text and attribute in APART:
        row |= {f"{_PECULIAR}{sign}": 1.0 for sign in row if "\t" not in sign}
    return row


def _labelled(attribute: str, known: Sequence[Example | Number]) -> tuple[Iterable[Row], list[str], list[int]]:
    """A row for each figure, the label that it has and for how many it counts."""
    told = [one for one in known if isinstance(one, Example)]
    if attribute == "metric":
        told = with_ways(told)
    rows = (_learned(attribute, one) for one in told)
    return rows, [one.gold[attribute] or NONE for one in told], [one.counts for one in told]


def _pairs(attribute: str, known: Sequence[Example | Number]) -> tuple[Iterable[Row], list[str], list[int]]:
    """A row for each pair of the right candidate and another, "yes" where the right one is the first of them."""
    rows: list[Row] = []
    labels, counts = [], []
    for one in known:
        found: Mapping[Any, Set[str]] = one.candidates(attribute)
        right = one.gold[attribute]
        for signs in (found[other] for other in found if right in found and other != right):
            # every second pair is turned around: logistic regression must see both outcomes
            first, second = (found[right], signs) if len(rows) % 2 else (signs, found[right])
            rows.append(dict.fromkeys(first - second, 1.0) | dict.fromkeys(second - first, -1.0))
            labels.append("yes" if first is found[right] else "no")
            counts.append(one.counts)
    return rows, labels, counts


def with_ways(known: list[Example]) -> list[Example]:
    """The examples, each with the flow that weights fitted to the other parts tell: what is seen when it is read."""
    ends = [len(known) * part // PARTS for part in range(PARTS + 1)]
    found: list[Example] = []
    for first, last in pairwise(ends):
        others = Fitted("flow", known[:first] + known[last:])
        part = known[first:last]
        for one, (flow, sure) in zip(part, others.chosen(part), strict=True):
            way = one.rules.flow if sure < SURE["flow"] else None if flow == NONE else flow
            found.append(msgspec.structs.replace(one, way=way))
    return found


#: Attributes whose candidates are weighed, not labels.
BY_CANDIDATE = ("region", "commodity", "period", "unit")


class Fitted:
    """The weights of one attribute: for each label a sum of signs, or one sum (`yes`) by which candidates are compared.

    Of candidates the signs are weighed that the right one has and another has not, or the other way: what all
    candidates of a figure have in common then tells nothing, and no weight is spent on it.
    """

    def __init__(self, attribute: str, known: Sequence[Example | Number]) -> None:
        self.attribute = attribute
        self.by_candidate = attribute in BY_CANDIDATE
        told = [one for one in known if attribute in one.gold]
        rows, labels, counts = (_pairs if self.by_candidate else _labelled)(attribute, told)
        self._book = Book(SELDOM)
        matrix = self._book.learn(rows)
        self._models: dict[str, LogisticRegression] = {}
        self.table: list[Line] = []
        for label in ["yes"] if self.by_candidate else sorted(set(labels)):
            model = LogisticRegression(
                C=FREEDOM[attribute],
                l1_ratio=1.0,
                solver="liblinear",
                random_state=0,
                fit_intercept=not self.by_candidate,
            )
            model.fit(matrix, [one == label for one in labels], sample_weight=counts)
            self._models[label] = model
            if not self.by_candidate:
                self.table.append((ALWAYS, "", label, round(float(model.intercept_[0]), 3)))
            for name, weight in zip(self._book.names, model.coef_[0], strict=True):
                sign, _, beside = name.partition("\t")
                scaled = round(float(weight) * (OF_PAIR if beside else 1), 3)
                if abs(scaled) >= SMALL and not sign.startswith(_PECULIAR):
                    self.table.append((sign, beside, label, scaled))

    def chosen(self, seen: list[Example]) -> Iterator[tuple[str, float]]:
        """The label of each example that its signs speak for most, and how sure it is."""
        matrix = self._book.rows(_of_group(self.attribute, one) for one in seen)
        odds = [model.predict_proba(matrix)[:, 1].tolist() for model in self._models.values()]
        for each in zip(*odds, strict=True):
            label, most = max(zip(self._models, each, strict=True), key=lambda pair: pair[1])
            yield label, most / sum(each)


def report(held: list[Example | Number]) -> None:
    """What the rules alone and the weights with them get right in files that nothing was fitted to."""
    from transform.figures.revised import weighed_flow, weighed_metric
    from transform.weighed import Choice, choose, choose_among

    def _chosen(attribute: str, one: Example) -> Choice[str]:
        signs, metric = one.evidence.signs, one.rules.metric
        if attribute == "flow":
            return choose("flow", with_metric(signs, metric))
        return weighed_metric(signs, weighed_flow(signs, metric, one.rules.flow))

    for attribute in FREEDOM:
        for language in LANGUAGES:
            told = [one for one in held if attribute in one.gold and one.language == language]
            alone = both = weighed = 0
            for one in told:
                choice: Choice[Any]
                if isinstance(one, Number) or attribute in BY_CANDIDATE:
                    choice = choose_among(attribute, one.candidates(attribute))
                else:
                    choice = _chosen(attribute, one)
                gold, rules = one.gold[attribute], one.read(attribute)
                alone += rules == gold
                weighed += choice.label == gold
                both += (choice.label if choice.sure >= SURE[attribute] else rules) == gold
            if told:
                parts = "  ".join(
                    f"{name} {count / len(told):.3f}"
                    for name, count in (("rules", alone), ("weights", weighed), ("both", both))
                )
                print(f"{attribute:10} {language}  {parts}  of {len(told)}")


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the tables are and what they reach on what was held back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="+", choices=sorted(FREEDOM), default=sorted(FREEDOM), help="fit these alone")
    parser.add_argument("--hold", nargs="*", type=Path, default=[])
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    held = {path.resolve() for path in chosen.hold}
    paths = [path for path in (*golden_files(), *fresh_files()) if path.resolve() not in held]

    @cache
    def figures() -> list[Example]:
        known = [*examples(paths), *of_texts(), *of_cards()]
        print(f"{len(known)} figures of golden files, texts and cards")
        return known

    for attribute in chosen.only:
        fitted = Fitted(attribute, list(numbers(paths)) if attribute == "unit" else figures())
        print(f"{attribute:10} {len(fitted.table)} weights")
        if chosen.write:
            write(attribute, fitted.table)
    if held and chosen.write:
        report([*examples(sorted(held)), *numbers(sorted(held))])
    elif held:
        print("--hold is reported with --write only: the weights are read from the rules")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
