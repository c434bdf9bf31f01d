"""Fit the weights by which a sentence's kinds of change are told, from golden articles and the cards of developments.

    python -m bench.fit_developments [--write] [--hold FILE.jsonl …]

Logistic regression with an L1 penalty, one for each kind, over the signs of `transform.change_signs`. Texts that no
pattern was written after count more than others, since there the patterns err as they will on new ones; files given
with `--hold` are never fitted to, and precision and recall on them are printed, by language. The result is the same
on every run. `--write` puts it in `transform/rules/weights/development.csv`. Needs scikit-learn (the `dev` extra).
"""

from __future__ import annotations

import argparse
import csv
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.golden import ROOT, fresh_files, golden_files
from transform.boilerplate import furniture
from transform.change_signs import Signs
from transform.developments import SURE, find_developments
from transform.records import Article, Development
from transform.script import readable
from transform.text import Sentence, sentences, sound
from transform.weighed import ALWAYS, COLUMNS

CARDS = ROOT / "tests" / "development_cards.toml"
OUT = ROOT / "transform" / "rules" / "weights" / "development.csv"
#: How freely signs may be used: the larger, the more of them keep a weight.
FREEDOM = 1.0
#: What a sign of the headline and of the patterns counts beside one of the sentence's words.
OF_TITLE, OF_PATTERN = 0.4, 0.2
#: A sentence of a text that no pattern was written after counts as so many others.
FRESH = 3.0
#: A sign seen more seldom says nothing; weights smaller than this change nothing.
SELDOM, SMALL = 3, 0.02


class Example(msgspec.Struct, frozen=True):
    """One sentence: its signs, the kinds that it tells, those that may be told or not."""

    language: str
    signs: Signs
    told: frozenset[str]
    optional: frozenset[str]
    weight: float

    def row(self) -> dict[str, float]:
        """The signs by what they count."""
        return {
            **dict.fromkeys(self.signs.words, 1.0),
            **dict.fromkeys(self.signs.title, OF_TITLE),
            **dict.fromkeys(self.signs.patterns, OF_PATTERN),
        }


Seen = list[tuple[Sentence, Signs, Sequence[Development]]]


def _seen(article: Article) -> Seen:
    language = article.language or "en"
    article = msgspec.structs.replace(article, title=sound(article.title), text=sound(article.text))
    parts = sentences(article)
    left_out = furniture(article, parts, language)
    plain, parts = readable(article, [p for n, p in enumerate(parts) if n not in left_out], language)
    seen: Seen = []
    find_developments(plain, parts, language, watch=lambda *shown: seen.append(shown))
    return seen


def examples(paths: Iterable[Path], weight: float = 1.0) -> Iterator[Example]:
    """Every sentence of the relevant articles of golden files."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if not row["expected"]["relevant"]:
                continue
            article = msgspec.convert(row["article"], Article)
            golden: list[dict[str, Any]] = row["expected"]["developments"]
            for sentence, signs, _ in _seen(article):
                body = (one for one in golden if one.get("field", "text") == "text")
                here = [one for one in body if one["start"] < sentence.end and sentence.start < one["end"]]
                told = frozenset(one["kind"] for one in here if not one.get("optional"))
                optional = frozenset(one["kind"] for one in here if one.get("optional")) - told
                yield Example(article.language or "en", signs, told, optional, weight)


def of_cards() -> Iterator[Example]:
    """The sentences of the cards; a card of several is left out where patterns alone don't read it as it says."""
    for number, card in enumerate(tomllib.loads(CARDS.read_text("utf-8"))["card"]):
        article = Article(
            id=f"card {number}", title="", text=card["text"], language=card["language"],
            published=card.get("published", "2025-06-20"),
        )  # fmt: skip
        wanted = [one.split()[0] for one in card["developments"]]
        seen = _seen(article)
        read = [[one.kind for one in found] for _, _, found in seen]
        if len(seen) == 1:
            read = [wanted]  # type: ignore[list-item]
        elif [kind for kinds in read for kind in kinds] != wanted:
            continue
        for (_, signs, _), kinds in zip(seen, read, strict=True):
            yield Example(card["language"], signs, frozenset(kinds), frozenset(), 1.0)


class Fitted:
    """The weights of every kind."""

    def __init__(self, known: Sequence[Example]) -> None:
        rows = [one.row() for one in known]
        often = Counter(sign for row in rows for sign in row)
        self._book = DictVectorizer()
        matrix = self._book.fit_transform([{s: v for s, v in row.items() if often[s] >= SELDOM} for row in rows])
        matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
        names = self._book.get_feature_names_out()
        scales = {sign: value for row in rows for sign, value in row.items()}
        self.table: list[tuple[str, str, str, float]] = []
        self._models: dict[str, LogisticRegression] = {}
        for kind in sorted({kind for one in known for kind in one.told}):
            rows_of = [place for place, one in enumerate(known) if kind not in one.optional]
            model = LogisticRegression(C=FREEDOM, l1_ratio=1.0, solver="liblinear", random_state=0)
            model.fit(
                matrix[rows_of],
                [kind in known[place].told for place in rows_of],
                sample_weight=[known[place].weight for place in rows_of],
            )
            self._models[kind] = model
            self.table.append((ALWAYS, "", kind, round(float(model.intercept_[0]), 3)))
            for name, weight in zip(names, model.coef_[0], strict=True):
                scaled = round(float(weight) * scales[name], 3)
                if abs(scaled) >= SMALL:
                    self.table.append((name, "", kind, scaled))

    def told(self, some: Sequence[Example]) -> list[set[str]]:
        """The kinds that each sentence is taken to tell."""
        matrix = self._book.transform([one.row() for one in some])
        told: list[set[str]] = [set() for _ in some]
        for kind, model in self._models.items():
            for place, likely in enumerate(model.predict_proba(matrix)[:, 1]):
                if likely >= SURE:
                    told[place].add(kind)
        return told

    def write(self) -> None:
        """Put the table into the rules, the loudest signs of each kind first."""
        with OUT.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(COLUMNS)
            out.writerows(sorted(self.table, key=lambda row: (row[2], row[0] != ALWAYS, -abs(row[3]), row[0])))


def report(fitted: Fitted, held: Sequence[Example]) -> None:
    """Precision, recall and F1 of the kinds told by the held sentences."""
    pairs = list(zip(held, fitted.told(held), strict=True))
    for language in ("en", "ru", "zh"):
        some = [(one, told) for one, told in pairs if one.language == language]
        right = sum(len(told & one.told) for one, told in some)
        said = sum(len(told - one.optional) for one, told in some)
        true = sum(len(one.told) for one, _ in some)
        if true:
            print(
                f"{language}  precision {right / max(1, said):.3f}  recall {right / true:.3f}"
                f"  F1 {2 * right / (said + true):.3f}  of {true}"
            )


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--hold", nargs="*", type=Path, default=[])
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    held = {path.resolve() for path in chosen.hold}
    known = [
        *examples(path for path in golden_files() if path.resolve() not in held),
        *examples((path for path in fresh_files() if path.resolve() not in held), FRESH),
        *of_cards(),
    ]
    fitted = Fitted(known)
    print(f"{len(known)} sentences, {sum(len(one.told) for one in known)} changes: {len(fitted.table)} weights")
    if chosen.write:
        fitted.write()
    report(fitted, list(examples(sorted(held))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
