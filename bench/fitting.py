"""Fits the weights of signs by which sentences are told apart: one logistic regression a label, with an L1 penalty.

The penalty keeps the few signs that matter; the result is the same on every run. Needs scikit-learn (the `dev` extra).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
from sklearn.linear_model import LogisticRegression

from bench.golden import fresh_files, golden_files
from bench.rows import Book, Row
from bench.weights_file import Line, write
from transform.records import Article
from transform.text.boilerplate import own_sentences
from transform.text.script import readable
from transform.text.sentences import Sentence, sound
from transform.weighed import ALWAYS, YES

#: How freely signs may be used: the larger, the more of them keep a weight.
FREEDOM = 1.0
#: A sign seen more seldom says nothing; weights smaller than this change nothing.
SELDOM, SMALL = 3, 0.02


class Example(msgspec.Struct, frozen=True):
    """One sentence, or one branch of a deal: its signs by what they count, the labels that hold, those that may."""

    language: str
    row: Row
    told: frozenset[str]
    optional: frozenset[str]
    #: so many sentences it counts for
    counts: int = 1


class Fitted:
    """The weights of every label."""

    def __init__(self, known: Sequence[Example]) -> None:
        rows = [one.row for one in known]
        self._book = Book(SELDOM)
        matrix = self._book.learn(rows)
        scales = {sign: value for row in rows for sign, value in row.items()}
        self.table: list[Line] = []
        self._models: dict[str, LogisticRegression] = {}
        for kind in sorted({kind for one in known for kind in one.told}):
            rows_of = [place for place, one in enumerate(known) if kind not in one.optional]
            model = LogisticRegression(C=FREEDOM, l1_ratio=1.0, solver="liblinear", random_state=0)
            counts = [known[place].counts for place in rows_of]
            model.fit(matrix[rows_of], [kind in known[place].told for place in rows_of], sample_weight=counts)
            self._models[kind] = model
            self.table.append((ALWAYS, "", kind, round(float(model.intercept_[0]), 3)))
            for name, weight in zip(self._book.names, model.coef_[0], strict=True):
                scaled = round(float(weight) * scales[name], 3)
                if abs(scaled) >= SMALL:
                    self.table.append((name, "", kind, scaled))

    def told(self, some: Sequence[Example], sure: float) -> list[set[str]]:
        """The labels that each sentence is taken to have."""
        matrix = self._book.rows(one.row for one in some)
        told: list[set[str]] = [set() for _ in some]
        for kind, model in self._models.items():
            for place, likely in enumerate(model.predict_proba(matrix)[:, 1]):
                if likely >= sure:
                    told[place].add(kind)
        return told


def report(fitted: Fitted, held: Sequence[Example], sure: float) -> None:
    """Precision, recall and F1 of the labels of the held sentences, by language."""
    pairs = list(zip(held, fitted.told(held, sure), strict=True))
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


def run(
    about: str | None,
    name: str,
    sure: float,
    of_article: Callable[[Article, dict[str, Any]], Iterator[Example]],
    cards: Iterable[Example],
    arguments: Iterable[str] | None,
) -> int:
    """The command: fit, print how large the table is and what it reaches on what was held back.

    `of_article` makes the examples of a golden article from it and what is expected of it.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"put the weights in transform/rules/weights/{name}.csv")
    parser.add_argument("--hold", nargs="*", type=Path, default=[], help="golden files to leave out and report on")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    held = {path.resolve() for path in chosen.hold}

    def read(paths: Iterable[Path]) -> Iterator[Example]:
        for path in paths:
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                if row["expected"]["relevant"]:
                    yield from of_article(msgspec.convert(row["article"], Article), row["expected"])

    paths = (*golden_files(), *fresh_files())
    known = [*read(path for path in paths if path.resolve() not in held), *cards]
    fitted = Fitted(known)
    print(f"{len(known)} examples, {sum(bool(one.told) for one in known)} of them told: {len(fitted.table)} weights")
    if chosen.write:
        write(name, fitted.table)
    if held:
        report(fitted, list(read(sorted(held))), sure)
    return 0


def parts_of(article: Article) -> tuple[Article, list[Sentence]]:
    """An article as the reading takes it, with the sentences that are no furniture."""
    language = article.language or "en"
    article = msgspec.structs.replace(article, title=sound(article.title), text=sound(article.text))
    plain, parts = readable(article, own_sentences(article, language), language)
    return plain, list(parts)


Golden = list[dict[str, Any]]


T = TypeVar("T")


class Stretch(Protocol):
    """A part of a text, from its start to before its end."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def overlaps(golden: dict[str, Any], part: Stretch) -> bool:
    """Does a golden fact stand in a part of the same text?"""
    return bool(golden["start"] < part.end and part.start < golden["end"])


def candidates(language: str, signs: Mapping[T, Set[str]], wanted: Set[T]) -> Iterator[Example]:
    """Each candidate by its signs, with whether it is one of those wanted."""
    for one, some in signs.items():
        told = frozenset({YES} if one in wanted else ())
        yield Example(language, dict.fromkeys(sorted(some), 1.0), told, frozenset())


def golden_in(part: Stretch, golden: Golden) -> tuple[Golden, Golden]:
    """What is expected of a part of the body, and what may be told in it or not."""
    body = (one for one in golden if one.get("field", "text") == "text")
    here = [one for one in body if overlaps(one, part)]
    return [one for one in here if not one.get("optional")], [one for one in here if one.get("optional")]
